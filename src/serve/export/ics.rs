//! Deadlines and events as a calendar (RFC 5545).

use std::io::{self, Write};

use jiff::{Timestamp, ToSpan};

use super::{About, DeadlineRow, Export, ItemRow, is_day, printable};
use crate::model::DeadlineKind;

/// The longest content line, in bytes, without its line break.
const MAX_LINE: usize = 75;

pub(super) struct Ics<W> {
    out: W,
    stamp: String,
}

impl<W: Write> Ics<W> {
    pub(super) fn start(mut out: W, about: &About) -> io::Result<Self> {
        for fixed in
            ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//edwire//edwire//EN", "METHOD:PUBLISH"]
        {
            line(&mut out, fixed)?;
        }
        line(&mut out, &format!("NAME:{}", escaped(&about.title)))?;
        line(&mut out, &format!("X-WR-CALNAME:{}", escaped(&about.title)))?;
        Ok(Self { out, stamp: time(about.updated) })
    }

    fn event(&mut self, row: &ItemRow, due: &DeadlineRow, number: usize) -> io::Result<()> {
        let out = &mut self.out;
        let kind = match due.kind {
            DeadlineKind::Apply => "Deadline",
            DeadlineKind::Event => "Event",
        };
        line(out, "BEGIN:VEVENT")?;
        line(out, &format!("UID:{}-{number}@edwire", row.id))?;
        line(out, &format!("DTSTAMP:{}", self.stamp))?;
        let day = due.date.date();
        let last = due.until.filter(|last| *last > day);
        if is_day(&due.date) || last.is_some() {
            // the end of a day event is the day after it
            let end = last.unwrap_or(day).saturating_add(1.day());
            line(out, &format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")))?;
            line(out, &format!("DTEND;VALUE=DATE:{}", end.strftime("%Y%m%d")))?;
        } else {
            line(out, &format!("DTSTART:{}", time(due.date.at)))?;
        }
        line(out, &format!("SUMMARY:{kind}: {}", escaped(&row.title)))?;
        line(out, &format!("DESCRIPTION:{}", escaped(&description(row, due))))?;
        line(out, &format!("URL:{}", printable(&row.url)))?;
        let topics: Vec<_> = row.topics.iter().map(|topic| escaped(topic.as_str())).collect();
        if !topics.is_empty() {
            line(out, &format!("CATEGORIES:{}", topics.join(",")))?;
        }
        line(out, "TRANSP:TRANSPARENT")?;
        line(out, "END:VEVENT")
    }
}

impl<W: Write> Export for Ics<W> {
    fn item(&mut self, row: &ItemRow) -> io::Result<()> {
        for (number, due) in row.deadlines.iter().enumerate() {
            self.event(row, due, number)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        line(&mut self.out, "END:VCALENDAR")?;
        self.out.flush()
    }
}

fn description(row: &ItemRow, due: &DeadlineRow) -> String {
    let summary = row.summary.as_deref().unwrap_or_default();
    [due.what.as_str(), summary, row.source_name.as_str(), row.url.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A TEXT value (RFC 5545, section 3.3.11).
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in printable(text).chars() {
        match char {
            '\\' | ';' | ',' => safe.extend(['\\', char]),
            '\n' => safe.push_str("\\n"),
            other => safe.push(other),
        }
    }
    safe
}

/// Folds a content line between characters; a continuation begins with a space.
fn line<W: Write>(out: &mut W, content: &str) -> io::Result<()> {
    let mut folded = String::with_capacity(content.len() + 8);
    let mut length = 0;
    for char in content.chars().filter(|char| *char != '\n') {
        if length + char.len_utf8() > MAX_LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(char);
        length += char.len_utf8();
    }
    folded.push_str("\r\n");
    out.write_all(folded.as_bytes())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Format, sample};
    use super::*;

    #[test]
    fn lines_fold_at_75_bytes_between_characters_and_unfold_to_the_same() {
        let long = "关于做好2027年度奖学金申请与评审工作的通知".repeat(9);
        let mut out = Vec::new();
        line(&mut out, &long).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.split("\r\n").all(|line| line.len() <= MAX_LINE));
        assert_eq!(text.replace("\r\n ", ""), format!("{long}\r\n"));
    }

    #[test]
    fn a_deadline_fills_its_day_and_an_event_all_its_days() {
        let mut row = sample::row();
        let mut event = row.deadlines[0].clone();
        event.kind = DeadlineKind::Event;
        event.until = Some(date(2026, 12, 12));
        row.deadlines.push(event);
        let text = sample::written(Format::Ics, &[row]);
        let lines: Vec<_> = text.lines().collect();
        for expected in [
            "UID:7-0@edwire",
            "DTSTART;VALUE=DATE:20261210",
            "DTEND;VALUE=DATE:20261211",
            "UID:7-1@edwire",
            "DTEND;VALUE=DATE:20261213",
            "SUMMARY:Deadline: =Call <now>\\, \"today\" & tomorrow",
            "CATEGORIES:scholarship,visa",
            "URL:https://u.example/a?x=1&y=2",
        ] {
            assert!(lines.contains(&expected), "{expected} is missing from {text}");
        }
        assert!(text.contains("applications\\, in full\\nApply\\; soon\\n"));
    }

    #[test]
    fn a_deadline_with_a_time_is_a_moment() {
        let mut row = sample::row();
        row.deadlines[0].date = sample::published("2026-12-10T17:00:00+08:00");
        assert!(sample::written(Format::Ics, &[row]).contains("\r\nDTSTART:20261210T090000Z\r\n"));
    }
}
