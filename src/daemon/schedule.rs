//! When a source is looked at next, and an article that was told once more: pure functions.

use jiff::{SignedDuration, Timestamp};
use xxhash_rust::xxh3::xxh3_64;

use crate::model::{ItemId, SourceId};

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

/// What the next look at an article that was told depends on.
#[derive(Debug, Clone, Copy)]
pub struct FollowUp {
    pub item: ItemId,
    pub now: Timestamp,
    /// Publication, or first sight.
    pub told: Timestamp,
    /// The last deadline or event it names, past or ahead.
    pub deadline: Option<Timestamp>,
    /// Looks made so far.
    pub looks: u32,
    /// Looks in a row that missed it.
    pub missed: u32,
}

/// Before the first look; doubled for each further one.
const FIRST_GAP: SignedDuration = SignedDuration::from_hours(6);
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(7 * 24);
/// News without a deadline ahead is followed for so long.
const FRESH_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A deadline is looked at once more so long before it passes: that is when it is moved.
const EVE: SignedDuration = SignedDuration::from_hours(36);
/// Deadlines further ahead count as this far.
const HORIZON: SignedDuration = SignedDuration::from_hours(400 * 24);

/// When to look at an article again; `None` once nothing more is to be expected. Gaps grow from six
/// hours to a week; one that was missed is looked for again after six, twelve, twenty-four hours.
pub fn follow_up(at: &FollowUp) -> Option<Timestamp> {
    let FollowUp { now, told, .. } = *at;
    let ahead = at.deadline.filter(|deadline| *deadline > now);
    let deadline = ahead.map(|deadline| deadline.min(now.saturating_add(HORIZON).unwrap_or(now)));
    let until = told.checked_add(FRESH_FOR).ok()?.max(deadline.unwrap_or(told));
    let doublings = if at.missed > 0 { at.missed - 1 } else { at.looks };
    let gap = (FIRST_GAP * 2_i32.saturating_pow(doublings.min(10))).min(LONGEST_GAP);
    let jitter = (xxh3_64(&at.item.0.to_le_bytes()) % 201) as i64;
    let spread = SignedDuration::from_secs(gap.as_secs() * (jitter - 100) / 1_000);
    let mut next = now.checked_add(gap).ok()?.checked_add(spread).ok()?;
    if let Some(eve) = deadline.and_then(|deadline| deadline.checked_sub(EVE).ok())
        && now < eve
    {
        next = next.min(eve);
    }
    (next <= until).then_some(next)
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

    fn told(day: i64, deadline: Option<i64>) -> FollowUp {
        let at = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        let (item, now) = (ItemId(7), at(day));
        FollowUp { item, now, told: at(0), deadline: deadline.map(at), looks: 0, missed: 0 }
    }

    /// The days on which an article is looked at, from its first day on.
    fn days(deadline: Option<i64>) -> Vec<f64> {
        let mut at = told(0, deadline);
        let mut days = Vec::new();
        while let Some(next) = follow_up(&at) {
            assert!(next > at.now && days.len() < 100, "{days:?}");
            at = FollowUp { now: next, looks: at.looks + 1, ..at };
            days.push(next.as_second() as f64 / 86_400.0);
        }
        days
    }

    #[test]
    fn news_is_followed_at_growing_gaps_for_two_weeks() {
        let days = days(None);
        assert!((4..=6).contains(&days.len()), "{days:?}");
        assert!(days.windows(3).all(|d| d[2] - d[1] > d[1] - d[0]), "{days:?}");
        assert!(days.last().is_some_and(|day| *day <= 14.0), "{days:?}");
    }

    #[test]
    fn a_deadline_is_followed_till_it_passes_and_looked_at_on_its_eve() {
        let days = days(Some(60));
        assert!(days.len() <= 15 && days.iter().any(|day| (*day - 58.5).abs() < 0.01), "{days:?}");
        assert!(days.last().is_some_and(|day| *day <= 60.0), "{days:?}");
        assert_eq!(follow_up(&told(61, Some(60))), None);
        assert_eq!(follow_up(&told(15, None)), None);
    }

    #[test]
    fn what_was_missed_is_looked_for_sooner() {
        let late = FollowUp { looks: 5, ..told(3, Some(90)) };
        let missed = FollowUp { missed: 1, ..late };
        let hours = |at: &FollowUp| (follow_up(at).unwrap() - at.now).get_seconds() / 3_600;
        assert!(
            hours(&late) > 24 * 6 && hours(&missed) <= 6,
            "{} {}",
            hours(&late),
            hours(&missed)
        );
    }
}
