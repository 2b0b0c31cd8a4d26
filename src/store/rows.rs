//! Reading model values out of SQL columns, and back.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use super::error::Result;
use crate::model::{DateOrigin, Deadline, DeadlineKind, Published};

pub(super) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Whole seconds, never early; the end of time stays readable.
pub(super) fn ceil_second(at: Timestamp) -> i64 {
    let second = at.as_second() + i64::from(at.subsec_nanosecond() > 0);
    second.min(Timestamp::MAX.as_second())
}

pub(super) fn moment_at(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(moment))
}

/// A date as kept: its text and where it was read.
pub(super) fn published(text: Option<String>, from: Option<String>) -> Option<Published> {
    let from = from
        .and_then(|from| serde_json::from_value(serde_json::Value::String(from)).ok())
        .unwrap_or(DateOrigin::Listing);
    Published::parse(&text?, from).ok()
}

pub(super) fn origin(published: Option<&Published>) -> Option<String> {
    match serde_json::to_value(published?.from) {
        Ok(serde_json::Value::String(text)) => Some(text),
        _ => None,
    }
}

#[derive(Serialize, Deserialize)]
struct KeptDeadline {
    date: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<jiff::civil::Date>,
    kind: DeadlineKind,
    what: String,
}

pub(super) fn deadlines_text(deadlines: &[Deadline]) -> Result<String> {
    let kept: Vec<KeptDeadline> = deadlines
        .iter()
        .map(|deadline| KeptDeadline {
            date: deadline.date.to_string(),
            until: deadline.until,
            kind: deadline.kind,
            what: deadline.what.clone(),
        })
        .collect();
    Ok(serde_json::to_string(&kept)?)
}

/// The end of the last day that any of them names.
pub(super) fn last_due(deadlines: &[Deadline]) -> Option<i64> {
    let end = |deadline: &Deadline| {
        let day = deadline.until.unwrap_or_else(|| deadline.date.date());
        let next = day.tomorrow().unwrap_or(day);
        next.to_zoned(TimeZone::UTC).ok().map(|midnight| midnight.timestamp().as_second())
    };
    deadlines.iter().filter_map(end).max()
}

pub(super) fn deadlines(text: &str) -> Result<Vec<Deadline>> {
    let kept: Vec<KeptDeadline> = serde_json::from_str(text)?;
    Ok(kept
        .into_iter()
        .filter_map(|deadline| {
            Some(Deadline {
                date: Published::parse(&deadline.date, DateOrigin::Article).ok()?,
                until: deadline.until,
                kind: deadline.kind,
                what: deadline.what,
            })
        })
        .collect())
}
