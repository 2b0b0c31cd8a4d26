//! What the features of a date make of it. At first each counts for itself (log-odds of a deadline
//! and of an event against neither, summed up); then a small net looks at them together with what
//! the other dates of the notice were at first taken for.

use std::collections::HashMap;
use std::sync::LazyLock;

/// `before.due 1.03 -0.21`, a feature a line; written by the example `fit_deadlines`.
const FITTED: &str = include_str!("weights.txt");

/// A feature a line with what it adds to neither, deadline and event and to each hidden unit, all
/// in hundredths; before them a line with an equals sign for each unit, and what that adds.
const NET: &str = include_str!("net.txt");

static WEIGHTS: LazyLock<HashMap<&'static str, [f64; 2]>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (rest, event) = line.rsplit_once(' ')?;
        let (name, apply) = rest.rsplit_once(' ')?;
        Some((name, [apply.parse().ok()?, event.parse().ok()?]))
    };
    FITTED.lines().filter_map(line).collect()
});

static LAYERS: LazyLock<Net> = LazyLock::new(|| Net::read(NET));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Nothing,
    Apply,
    Event,
}

/// What a date is taken for before the others are looked at: neither, deadline, event.
pub(super) type Odds = [f64; 3];

pub(super) fn guess(features: &[String]) -> Odds {
    let mut sum = [0.0, 0.0];
    for [apply, event] in features.iter().filter_map(|name| WEIGHTS.get(name.as_str())) {
        sum = [sum[0] + apply, sum[1] + event];
    }
    let parts = [1.0, sum[0].exp(), sum[1].exp()];
    let all: f64 = parts.iter().sum();
    parts.map(|part| part / all)
}

pub(super) fn judge(features: &[String]) -> Verdict {
    match LAYERS.sums(features) {
        [nothing, apply, event] if apply > nothing && apply >= event => Verdict::Apply,
        [nothing, _, event] if event > nothing => Verdict::Event,
        _ => Verdict::Nothing,
    }
}

/// One hidden layer beside the straight way.
struct Net {
    names: HashMap<&'static str, usize>,
    /// For each name three for the straight way and one for each hidden unit.
    inner: Vec<f32>,
    outer: Vec<[f32; 3]>,
}

impl Net {
    fn read(text: &'static str) -> Net {
        let mut net = Net { names: HashMap::new(), inner: Vec::new(), outer: Vec::new() };
        for line in text.lines() {
            let (name, values) = line.split_once('\t').unwrap_or((line, ""));
            let values = values.split(' ').map(|value| value.parse::<i16>().unwrap_or(0));
            let values = values.map(|value| f32::from(value) / 100.0);
            if name == "=" {
                let mut unit = [0.0; 3];
                unit.iter_mut().zip(values).for_each(|(one, value)| *one = value);
                net.outer.push(unit);
            } else {
                let width = 3 + net.outer.len();
                net.names.insert(name, net.names.len());
                net.inner.extend(values.chain(std::iter::repeat(0.0)).take(width));
            }
        }
        net
    }

    fn sums(&self, features: &[String]) -> [f32; 3] {
        let width = 3 + self.outer.len();
        let mut sums = vec![0.0f32; width];
        let mut ids: Vec<usize> =
            features.iter().filter_map(|name| self.names.get(name.as_str()).copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        for row in ids.iter().filter_map(|id| self.inner.get(id * width..(id + 1) * width)) {
            sums.iter_mut().zip(row).for_each(|(sum, one)| *sum += one);
        }
        let (straight, hidden) = sums.split_at(3);
        let mut out = [0.0; 3];
        out.iter_mut().zip(straight).for_each(|(one, sum)| *one = *sum);
        for (unit, sum) in self.outer.iter().zip(hidden) {
            out.iter_mut().zip(unit).for_each(|(one, weight)| *one += weight * sum.max(0.0));
        }
        out
    }
}
