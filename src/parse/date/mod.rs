//! Every date that edwire reads, in one room: forms, calendars, time zones, choice of the
//! publication date.

mod calendar;
mod choose;
mod cjk;
mod clock;
mod cursor;
mod lex;
mod months;
mod named;
mod numeric;
mod order;
mod relative;
mod scan;
mod span;
mod url;
mod words;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

pub use choose::{Around, choose};
pub use order::infer as infer_order;
pub use scan::scan;
pub use url::{in_url, year_in_url};

use scan::bridge;
pub(crate) use span::{Join, join};
pub(crate) use words::fold;

/// The month of the Gregorian calendar that a word names.
pub(crate) fn month(word: &str) -> Option<i8> {
    let month = words::sense(word).month?;
    (month.calendar == calendar::Calendar::Gregorian).then_some(month.number)
}

/// A date found in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// `None` where the text gives no year; see [`Found::date`].
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
    pub time: Option<Time>,
    pub offset: Option<Offset>,
    /// Whether the text tells it from now ("3 days ago").
    pub form: Form,
    /// Byte range of the text.
    pub start: usize,
    pub end: usize,
}

/// How a text tells a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Calendar,
    /// From now: "yesterday", "2 hours ago".
    Relative,
}

/// What helps to read a date that does not say all.
#[derive(Debug, Clone)]
pub struct Clues {
    pub now: Timestamp,
    pub timezone: TimeZone,
    /// Whether `03/04/2026` is 3 April, by the site's own evidence or its language.
    pub order: Option<DayMonthOrder>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayMonthOrder {
    DayFirst,
    MonthFirst,
}

impl Clues {
    /// The day at the source now.
    pub fn today(&self) -> Date {
        self.now.to_zoned(self.timezone.clone()).date()
    }
}

impl Found {
    /// The day; where the text gives no year, the latest that lies no more than a day ahead of
    /// now, so that a December seen in January is last year's.
    pub fn date(&self, clues: &Clues) -> Option<Date> {
        if let Some(year) = self.year {
            return Date::new(year, self.month, self.day).ok();
        }
        let limit = clues.today().tomorrow().ok()?;
        // 29 February may lie up to eight years back
        (0..=8).find_map(|back| {
            let date = Date::new(limit.year() - back, self.month, self.day).ok()?;
            (date <= limit).then_some(date)
        })
    }

    /// As a moment of the given origin, to the minute where a time was given.
    pub fn published(
        &self,
        clues: &Clues,
        from: crate::model::DateOrigin,
    ) -> Option<crate::model::Published> {
        use crate::model::Published;
        let date = self.date(clues)?;
        let zone = self.offset.map_or_else(|| clues.timezone.clone(), TimeZone::fixed);
        match self.time {
            Some(time) => Published::minute(date.to_datetime(time), &zone, from),
            None => Published::day(date, &zone, from),
        }
    }
}
