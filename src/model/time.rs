use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// How exactly a moment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    Day,
    Minute,
}

/// Where a date was read, from the most to the least telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrigin {
    /// The feed's own date element.
    Feed,
    /// Beside the entry on a list page.
    Listing,
    /// Machine-readable on the article page: JSON-LD, meta, `time`.
    Meta,
    /// The article's visible meta line, by-line or text.
    Article,
    Url,
    /// An HTTP header, or when a file says it was made: a last hint.
    Header,
    /// Nothing said; the moment edwire first saw it.
    FirstSeen,
}

/// When something was published, with the source's own offset, how exactly that is known, and
/// where it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Published {
    pub at: Timestamp,
    pub offset: Offset,
    pub precision: Precision,
    pub from: DateOrigin,
}

/// A text that is neither `YYYY-MM-DD` nor RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither a day (2026-03-31) nor an RFC 3339 time (2026-03-31T09:30:00+08:00)")]
pub struct PublishedError(pub String);

impl Published {
    /// A day in a time zone; `None` where the calendar or the zone has no such day.
    pub fn day(date: Date, zone: &TimeZone, from: DateOrigin) -> Option<Self> {
        let zoned = date.to_zoned(zone.clone()).ok()?;
        Some(Self::of(&zoned, Precision::Day, from))
    }

    /// A local time in a time zone.
    pub fn minute(local: DateTime, zone: &TimeZone, from: DateOrigin) -> Option<Self> {
        let zoned = local.to_zoned(zone.clone()).ok()?;
        Some(Self::of(&zoned, Precision::Minute, from))
    }

    fn of(zoned: &Zoned, precision: Precision, from: DateOrigin) -> Self {
        Self { at: zoned.timestamp(), offset: zoned.offset(), precision, from }
    }

    /// The calendar day at the source.
    pub fn date(&self) -> Date {
        self.offset.to_datetime(self.at).date()
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str, from: DateOrigin) -> Result<Self, PublishedError> {
        let text = text.trim();
        let wrong = || PublishedError(text.chars().take(40).collect());
        if text.len() == 10 {
            let date: Date = text.parse().map_err(|_ignored| wrong())?;
            return Self::day(date, &TimeZone::UTC, from).ok_or_else(wrong);
        }
        let at: Timestamp = text.parse().map_err(|_ignored| wrong())?;
        let offset = jiff::fmt::temporal::Pieces::parse(text)
            .ok()
            .and_then(|pieces| pieces.to_numeric_offset())
            .unwrap_or(Offset::UTC);
        Ok(Self { at, offset, precision: Precision::Minute, from })
    }
}

/// `2026-03-31` for a day, RFC 3339 with the source's offset for a time.
impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => self.date().fmt(f),
            Precision::Minute => {
                let seconds = Timestamp::from_second(self.at.as_second()).unwrap_or(self.at);
                seconds.display_with_offset(self.offset).fmt(f)
            }
        }
    }
}

/// A moment with all that is known of it, for edwire itself to read again.
pub(super) mod exact {
    use jiff::Timestamp;
    use jiff::tz::Offset;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{DateOrigin, Precision, Published};

    type Parts = (Timestamp, i32, Precision, DateOrigin);

    #[expect(clippy::ref_option, reason = "serde gives it so")]
    pub(crate) fn serialize<S: Serializer>(
        published: &Option<Published>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let parts = published.map(|Published { at, offset, precision, from }| {
            (at, offset.seconds(), precision, from)
        });
        parts.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Published>, D::Error> {
        let Some((at, offset, precision, from)) = Option::<Parts>::deserialize(deserializer)?
        else {
            return Ok(None);
        };
        let offset = Offset::from_seconds(offset).map_err(serde::de::Error::custom)?;
        Ok(Some(Published { at, offset, precision, from }))
    }
}

impl Serialize for Published {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A span such as `90s`, `30m`, `24h`, `7d` or `2w`.
pub fn period(text: &str) -> Option<SignedDuration> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let number: i64 = text.get(..digits)?.parse().ok()?;
    let seconds = match text.get(digits..)?.trim() {
        "s" | "sec" | "seconds" => 1,
        "m" | "min" | "minutes" => 60,
        "h" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        _ => return None,
    };
    Some(SignedDuration::from_secs(number.checked_mul(seconds)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_days_and_times_as_the_source_wrote_them() {
        for text in ["2026-03-31", "2026-03-31T09:30:00+08:00", "2026-03-31T09:30:00+00:00"] {
            let read = Published::parse(text, DateOrigin::Feed).unwrap();
            assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn a_day_in_beijing_is_that_day() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let day =
            Published::day(jiff::civil::date(2026, 1, 1), &zone, DateOrigin::Listing).unwrap();
        assert_eq!(day.to_string(), "2026-01-01");
    }
}
