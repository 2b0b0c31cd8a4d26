//! When a source is looked at next: one pure function.

use jiff::{SignedDuration, Timestamp};
use xxhash_rust::xxh3::xxh3_64;

use crate::model::SourceId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// For a source of which nothing is known yet.
    pub interval: SignedDuration,
    pub min_interval: SignedDuration,
    pub max_interval: SignedDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            interval: SignedDuration::from_mins(30),
            min_interval: SignedDuration::from_mins(5),
            max_interval: SignedDuration::from_hours(24),
        }
    }
}

/// How the look that has just ended went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Something new was on it.
    News,
    /// It answered, with nothing new.
    Quiet,
    /// It failed; so many times in a row now.
    Failed(u32),
}

/// What the next check depends on.
#[derive(Debug, Clone)]
pub struct Inputs<'a> {
    pub source: &'a SourceId,
    pub now: Timestamp,
    pub look: Look,
    /// The interval used so far.
    pub last: Option<SignedDuration>,
    /// The operator's fixed interval.
    pub fixed: Option<SignedDuration>,
    /// The server's wish not to be asked before (`Retry-After`, `ttl`, `max-age`).
    pub not_before: Option<Timestamp>,
}

/// The next check and the interval it stands for, before jitter. News halves the interval, quiet
/// stretches it by a fifth, failures double it; the server's wish is obeyed without a cap. Jitter
/// of a tenth, from the source's name, spreads sources that started together.
pub fn next(settings: &Settings, inputs: &Inputs<'_>) -> (Timestamp, SignedDuration) {
    let base = inputs.fixed.unwrap_or(settings.interval);
    let last = inputs.last.unwrap_or(base);
    let interval = match (inputs.look, inputs.fixed) {
        (Look::Failed(times), _) => {
            let doublings = times.saturating_sub(1).min(12);
            SignedDuration::from_secs(base.as_secs().saturating_mul(1 << doublings))
        }
        (_, Some(fixed)) => fixed,
        (Look::News, None) => last / 2,
        (Look::Quiet, None) => SignedDuration::from_secs(last.as_secs().saturating_mul(6) / 5),
    };
    let interval = interval.max(settings.min_interval).min(settings.max_interval);
    let jitter = xxh3_64(inputs.source.as_str().as_bytes()) % 201;
    let spread = interval.as_millis() as i64 * (jitter as i64 - 100) / 1_000;
    let at = inputs
        .now
        .saturating_add(interval)
        .and_then(|at| at.saturating_add(SignedDuration::from_millis(spread)))
        .unwrap_or(inputs.now);
    (inputs.not_before.map_or(at, |wish| at.max(wish)), interval)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(source: &SourceId, look: Look) -> Inputs<'_> {
        Inputs {
            source,
            now: Timestamp::UNIX_EPOCH,
            look,
            last: None,
            fixed: None,
            not_before: None,
        }
    }

    #[test]
    fn failures_back_off_to_a_day_and_no_further() {
        let source = SourceId::new("a");
        let settings = Settings::default();
        let wait = |times| next(&settings, &inputs(&source, Look::Failed(times))).1;
        assert_eq!(wait(1), SignedDuration::from_mins(30));
        assert_eq!(wait(2), SignedDuration::from_mins(60));
        assert_eq!(wait(500), SignedDuration::from_hours(24));
    }

    #[test]
    fn the_servers_wish_is_obeyed_without_a_cap() {
        let source = SourceId::new("a");
        let wish = Timestamp::from_second(40 * 86_400).unwrap();
        let inputs = Inputs { not_before: Some(wish), ..inputs(&source, Look::Quiet) };
        assert_eq!(next(&Settings::default(), &inputs).0, wish);
    }

    #[test]
    fn a_fixed_interval_is_kept_within_a_tenth() {
        let source = SourceId::new("a");
        let hour = SignedDuration::from_hours(1);
        let inputs = Inputs { fixed: Some(hour), ..inputs(&source, Look::News) };
        let at = next(&Settings::default(), &inputs).0.as_second();
        assert!((3_240..=3_960).contains(&at), "{at}");
    }
}
