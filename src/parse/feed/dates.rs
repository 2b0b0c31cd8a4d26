//! Dates as feeds write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;

use crate::model::{DateOrigin, Precision, Published};
use crate::parse::Context;
use crate::parse::date::{Clues, scan};

/// Older dates are a program's zero, not the day of any news on the web.
const FIRST_YEAR: i16 = 1990;
const DAY: i64 = 24 * 3600;

/// A date in any form, or why it is not believed.
pub(super) fn read(text: &str, context: &Context) -> Result<Published, &'static str> {
    let text = text.trim();
    let found = exact(text, context).or_else(|| loose(text, context)).ok_or("unreadable")?;
    if found.at.as_second() > context.now.as_second() + DAY {
        return Err("ahead of now");
    }
    if found.date().year() < FIRST_YEAR {
        return Err("too old to be true");
    }
    Ok(found)
}

/// The forms that the formats ask for: RFC 3339 with its relatives, RFC 822 with its successors.
fn exact(text: &str, context: &Context) -> Option<Published> {
    let from = DateOrigin::Feed;
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        if text.len() == 10
            && let Ok(date) = text.parse::<Date>()
        {
            return Published::day(date, &context.timezone, from);
        }
        if text.parse::<Timestamp>().is_ok() {
            return Published::parse(text, from).ok();
        }
        // Without an offset it is the source's own time.
        if text.len() > 10
            && let Ok(local) = text.parse::<DateTime>()
        {
            return Published::minute(local, &context.timezone, from);
        }
    }
    let zoned = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(text).ok()?;
    let (at, offset) = (zoned.timestamp(), zoned.offset());
    Some(Published { at, offset, precision: Precision::Minute, from })
}

/// Whatever else people write.
fn loose(text: &str, context: &Context) -> Option<Published> {
    let clues = Clues { now: context.now, timezone: context.timezone.clone(), order: None };
    scan(text, &clues).first()?.published(&clues, DateOrigin::Feed)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::model::WebUrl;

    fn context() -> Context {
        Context {
            url: WebUrl::parse("http://feeds.example.org/x").unwrap(),
            content_type: None,
            encoding: None,
            now: "2026-11-20T12:00:00Z".parse().unwrap(),
            timezone: TimeZone::get("Asia/Shanghai").unwrap(),
            lang: None,
            last_modified: None,
        }
    }

    #[test]
    fn dates_keep_their_own_offset() {
        for (written, meant) in [
            ("2026-03-31T09:30:00+08:00", "2026-03-31T09:30:00+08:00"),
            ("2026-03-31T09:30:00Z", "2026-03-31T09:30:00+00:00"),
            ("2026-03-31T09:30:00.123+0900", "2026-03-31T09:30:00+09:00"),
            ("2026-03-31T09:30+02:00", "2026-03-31T09:30:00+02:00"),
            ("2026-03-31 09:30:00", "2026-03-31T09:30:00+08:00"),
            ("2026-03-31", "2026-03-31"),
            ("Tue, 31 Mar 2026 09:30:00 +0800", "2026-03-31T09:30:00+08:00"),
            ("Mon, 31 Mar 2026 09:30:00 GMT", "2026-03-31T09:30:00+00:00"),
            ("31 Mar 26 09:30 EST", "2026-03-31T09:30:00-05:00"),
            ("Tuesday, 31 March 2026 09:30:00 +0100", "2026-03-31T09:30:00+01:00"),
            ("2026年3月31日 09:30", "2026-03-31T09:30:00+08:00"),
            ("2026/3/31", "2026-03-31"),
            ("mar, 31 mars 2026 09:30:00 +0200", "2026-03-31T09:30:00+02:00"),
        ] {
            let read = read(written, &context()).map(|published| published.to_string());
            assert_eq!(read.as_deref(), Ok(meant), "{written}");
        }
    }

    #[test]
    fn what_cannot_be_is_not_believed() {
        for written in ["2027-03-31", "1970-01-01T00:00:00Z", "0000-00-00", "soon", ""] {
            assert!(read(written, &context()).is_err(), "{written}");
        }
    }
}
