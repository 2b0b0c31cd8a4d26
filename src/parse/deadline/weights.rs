//! What each feature of a date makes of it: log-odds of a deadline and of an event against
//! neither, summed up per date.

use std::collections::HashMap;
use std::sync::LazyLock;

/// `before.due 1.03 -0.21`, a feature a line; written by the example `fit_deadlines`.
const FITTED: &str = include_str!("weights.txt");

static WEIGHTS: LazyLock<HashMap<&'static str, [f64; 2]>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (rest, event) = line.rsplit_once(' ')?;
        let (name, apply) = rest.rsplit_once(' ')?;
        Some((name, [apply.parse().ok()?, event.parse().ok()?]))
    };
    FITTED.lines().filter_map(line).collect()
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Nothing,
    Apply,
    Event,
}

impl Verdict {
    pub(super) fn name(self) -> &'static str {
        match self {
            Verdict::Nothing => "nothing",
            Verdict::Apply => "apply",
            Verdict::Event => "event",
        }
    }
}

pub(super) fn judge(features: &[String]) -> Verdict {
    let mut sum = [0.0, 0.0];
    for [apply, event] in features.iter().filter_map(|name| WEIGHTS.get(name.as_str())) {
        sum = [sum[0] + apply, sum[1] + event];
    }
    match sum {
        [apply, event] if apply > 0.0 && apply >= event => Verdict::Apply,
        [_, event] if event > 0.0 => Verdict::Event,
        _ => Verdict::Nothing,
    }
}
