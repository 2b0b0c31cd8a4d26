//! Every date that edwire reads, in one room: forms, calendars, time zones, choice of the
//! publication date.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

/// A date found in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// `None` where the text gives no year; see [`Clues`].
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
    pub time: Option<Time>,
    pub offset: Option<Offset>,
    /// Byte range of the text.
    pub start: usize,
    pub end: usize,
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

/// All dates in a text, in its order: numeric, with month names of many languages, Chinese,
/// relative ("3天前"), other calendars.
pub fn scan(_text: &str, _clues: &Clues) -> Vec<Found> {
    Vec::new()
}

/// The date that an address carries, such as `/2026/03/31/` or `t20260331_1.html`.
pub fn in_url(_url: &str) -> Option<Date> {
    None
}
