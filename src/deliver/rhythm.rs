//! When a channel may speak: quiet hours and the slots of a digest, in the channel's own time zone.
//! Pure.

use jiff::civil::Time;
use jiff::{Timestamp, Zoned};

use super::settings::{Mode, Quiet, Rhythm};

/// The earliest moment, `now` or later, at which something ready now may go out.
pub fn not_before(rhythm: &Rhythm, now: Timestamp) -> Timestamp {
    match &rhythm.mode {
        Mode::Instant => after_quiet(rhythm, now),
        Mode::Digest { at } => {
            let slot = next_slot(at, &now.to_zoned(rhythm.timezone.clone())).unwrap_or(now);
            after_quiet(rhythm, slot)
        }
    }
}

/// `at`, or the end of the quiet hours in which it lies.
pub fn after_quiet(rhythm: &Rhythm, at: Timestamp) -> Timestamp {
    let Some(quiet) = rhythm.quiet else { return at };
    let local = at.to_zoned(rhythm.timezone.clone());
    if !within(quiet, local.time()) {
        return at;
    }
    // where the clocks go forward over the hour itself, the first moment that exists after it
    let today = local.date().to_zoned_at(quiet.until, &local);
    let end = match today {
        Some(end) if end > local => Some(end),
        _ => local
            .date()
            .tomorrow()
            .ok()
            .and_then(|tomorrow| tomorrow.to_zoned_at(quiet.until, &local)),
    };
    end.map_or(at, |end| end.timestamp())
}

/// When quiet hours ended last: at `now` or before.
pub fn quiet_ended(rhythm: &Rhythm, now: Timestamp) -> Option<Timestamp> {
    let until = rhythm.quiet?.until;
    let local = now.to_zoned(rhythm.timezone.clone());
    [Some(local.date()), local.date().yesterday().ok()]
        .into_iter()
        .flatten()
        .filter_map(|day| day.to_zoned_at(until, &local))
        .map(|end| end.timestamp())
        .find(|end| *end <= now)
}

fn within(quiet: Quiet, time: Time) -> bool {
    if quiet.from <= quiet.until {
        (quiet.from..quiet.until).contains(&time)
    } else {
        time >= quiet.from || time < quiet.until
    }
}

/// The next of the day's hours, strictly after `now`.
fn next_slot(hours: &[Time], now: &Zoned) -> Option<Timestamp> {
    let days = [Some(now.date()), now.date().tomorrow().ok()];
    days.into_iter()
        .flatten()
        .flat_map(|day| hours.iter().filter_map(move |hour| day.to_zoned_at(*hour, now)))
        .map(|slot| slot.timestamp())
        .filter(|slot| *slot > now.timestamp())
        .min()
}

trait AtHour {
    fn to_zoned_at(self, hour: Time, like: &Zoned) -> Option<Zoned>;
}

impl AtHour for jiff::civil::Date {
    fn to_zoned_at(self, hour: Time, like: &Zoned) -> Option<Zoned> {
        self.to_datetime(hour).to_zoned(like.time_zone().clone()).ok()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use jiff::tz::TimeZone;

    use super::*;

    fn rhythm(mode: Mode, quiet: Option<(i8, i8)>) -> Rhythm {
        let quiet = quiet
            .map(|(from, until)| Quiet { from: time(from, 0, 0, 0), until: time(until, 0, 0, 0) });
        Rhythm {
            mode,
            timezone: TimeZone::get("Europe/Berlin").unwrap(),
            quiet,
            ..Rhythm::default()
        }
    }

    fn check(rhythm: &Rhythm, now: &str, expected: &str) {
        let moment = |text: &str| -> Timestamp { text.parse().unwrap() };
        assert_eq!(not_before(rhythm, moment(now)), moment(expected), "at {now}");
    }

    #[test]
    fn quiet_hours_span_midnight_and_end_on_the_hour() {
        let night = rhythm(Mode::Instant, Some((22, 7)));
        check(&night, "2026-01-10T21:59:59+01:00", "2026-01-10T21:59:59+01:00");
        check(&night, "2026-01-10T22:00:00+01:00", "2026-01-11T07:00:00+01:00");
        check(&night, "2026-01-11T06:59:59+01:00", "2026-01-11T07:00:00+01:00");
        check(&night, "2026-01-11T07:00:00+01:00", "2026-01-11T07:00:00+01:00");
    }

    #[test]
    fn the_last_end_of_the_quiet_hours_is_todays_or_yesterdays() {
        let night = rhythm(Mode::Instant, Some((22, 7)));
        let ended = |now: &str| quiet_ended(&night, now.parse().unwrap()).unwrap();
        let seven: Timestamp = "2026-01-10T07:00:00+01:00".parse().unwrap();
        assert_eq!(ended("2026-01-10T07:00:00+01:00"), seven);
        assert_eq!(ended("2026-01-11T06:59:59+01:00"), seven);
        assert_eq!(quiet_ended(&rhythm(Mode::Instant, None), seven), None);
    }

    #[test]
    fn quiet_hours_by_day_hold_back_by_day_only() {
        let noon = rhythm(Mode::Instant, Some((12, 14)));
        check(&noon, "2026-01-10T13:00:00+01:00", "2026-01-10T14:00:00+01:00");
        check(&noon, "2026-01-10T23:00:00+01:00", "2026-01-10T23:00:00+01:00");
    }

    #[test]
    fn a_night_in_which_the_clocks_change_still_ends_at_seven() {
        let night = rhythm(Mode::Instant, Some((22, 7)));
        check(&night, "2026-03-28T23:00:00+01:00", "2026-03-29T07:00:00+02:00");
        check(&night, "2026-10-24T23:00:00+02:00", "2026-10-25T07:00:00+01:00");
    }

    #[test]
    fn a_digest_waits_for_the_next_slot_of_today_or_tomorrow() {
        let twice = Mode::Digest { at: vec![time(18, 30, 0, 0), time(8, 0, 0, 0)] };
        let twice = rhythm(twice, None);
        check(&twice, "2026-01-10T07:59:00+01:00", "2026-01-10T08:00:00+01:00");
        check(&twice, "2026-01-10T08:00:00+01:00", "2026-01-10T18:30:00+01:00");
        check(&twice, "2026-01-10T19:00:00+01:00", "2026-01-11T08:00:00+01:00");
    }

    #[test]
    fn a_slot_that_the_clocks_jump_over_comes_an_hour_later() {
        let early = rhythm(Mode::Digest { at: vec![time(2, 30, 0, 0)] }, None);
        check(&early, "2026-03-29T00:30:00+01:00", "2026-03-29T03:30:00+02:00");
    }
}
