//! How long a feed asks to be left alone.

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use super::mend::Pace;

/// Whoever asks for more than a week means something else.
const LONGEST: u32 = 7 * 24 * 60;

/// The longest of `ttl`, `sy:updatePeriod` by `sy:updateFrequency`, and the rest of the hours and
/// days (GMT) that the feed wants skipped; in minutes.
pub(super) fn minutes(ttl: Option<u32>, pace: &Pace, now: Timestamp) -> Option<u32> {
    [ttl.filter(|&minutes| minutes > 0), period(pace), skipped(pace, now)]
        .into_iter()
        .flatten()
        .max()
        .map(|minutes| minutes.min(LONGEST))
}

fn period(pace: &Pace) -> Option<u32> {
    let period = match pace.update_period.as_deref()?.trim().to_ascii_lowercase().as_str() {
        "hourly" => 60,
        "daily" => 24 * 60,
        "weekly" => 7 * 24 * 60,
        "monthly" => 30 * 24 * 60,
        "yearly" => 365 * 24 * 60,
        _ => return None,
    };
    let times = pace.update_frequency.as_deref().and_then(|text| text.trim().parse().ok());
    Some(period / times.unwrap_or(1_u32).max(1)).filter(|&minutes| minutes > 0)
}

/// Minutes to the first hour that is not to be skipped; nothing where none is left.
fn skipped(pace: &Pace, now: Timestamp) -> Option<u32> {
    let start = now.to_zoned(TimeZone::UTC);
    let is_skipped = |hours: i64| {
        let Ok(then) = start.checked_add(jiff::Span::new().hours(hours)) else { return false };
        let by_hour = pace.skip_hours.iter().any(|text| {
            // Some count the hour before midnight as 24.
            text.trim().parse::<i8>().is_ok_and(|hour| hour % 24 == then.hour())
        });
        by_hour || pace.skip_days.iter().any(|day| weekday(day) == Some(then.weekday()))
    };
    let free = (0..=7 * 24).find(|&hours| !is_skipped(hours))?;
    let minutes = free * 60 - i64::from(start.minute());
    u32::try_from(minutes).ok().filter(|_| free > 0)
}

fn weekday(name: &str) -> Option<Weekday> {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = days.iter().position(|day| name.trim().eq_ignore_ascii_case(day))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Sunday.
    fn now() -> Timestamp {
        "2026-11-22T10:20:00Z".parse().unwrap()
    }

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn the_longest_wish_counts() {
        let mut pace = Pace { update_period: Some("daily".into()), ..Pace::default() };
        pace.update_frequency = Some("4".into());
        assert_eq!(minutes(Some(60), &pace, now()), Some(360));
        assert_eq!(minutes(Some(u32::MAX), &pace, now()), Some(LONGEST));
        assert_eq!(minutes(Some(0), &Pace::default(), now()), None);
    }

    #[test]
    fn hours_and_days_to_skip_are_waited_out() {
        let pace = Pace { skip_hours: texts(&["9", "10", "11"]), ..Pace::default() };
        assert_eq!(minutes(None, &pace, now()), Some(100));
        let pace = Pace { skip_days: texts(&["Sunday"]), ..Pace::default() };
        assert_eq!(minutes(None, &pace, now()), Some(14 * 60 - 20));
        let all: Vec<String> = (0..24).map(|hour| hour.to_string()).collect();
        let pace = Pace { skip_hours: all, ..Pace::default() };
        assert_eq!(minutes(None, &pace, now()), None);
    }
}
