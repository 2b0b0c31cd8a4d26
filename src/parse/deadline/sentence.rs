//! A text in sentences, each with its dates and the lines round it.

use std::ops::Range;

use jiff::civil::Date;

use super::super::date::{self, Clues, Form, Found, Join};
use super::around;
use super::course;
use super::layout::{self, Line};
use super::weekday;

/// A sentence or a labelled line that tells a date.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    /// Its dates, with byte ranges of the sentence.
    pub(super) found: Vec<Found>,
    /// The short line or the sentence before it, or the head of its column.
    pub(super) lead: &'a str,
    /// The heading of the list, or the head of the column, that it is in.
    pub(super) section: &'a str,
    /// The cells of its row that tell no date.
    pub(super) row: Vec<&'a str>,
    /// What opens its line: "Information evenings: Lahore 11 March; Karachi 13 March".
    pub(super) head: &'a str,
}

/// One date, or the two ends of a span.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) first: (Date, Found),
    pub(super) last: (Date, Found),
}

impl Group {
    pub(super) fn is_span(&self) -> bool {
        self.first.0 != self.last.0
    }
}

/// Sentences with dates; a line ends a sentence, too, and so does a cell of a table.
pub(super) fn split<'a>(text: &'a str, clues: &Clues) -> Vec<Sentence<'a>> {
    let lines = layout::lines(text, clues);
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.found.is_empty()) {
        // the last line of a notice is its own date
        let signs = line.bare && line.found.len() == 1 && at + 1 == lines.len();
        let section = if signs { "" } else { layout::heading(&lines, at) };
        let above = || Some(layout::above(&lines, at)).filter(|lead| !signs || layout::tells(lead));
        let mut lead = layout::column(&lines, at).or_else(above).unwrap_or_default();
        let cells = line.cells();
        let heads = layout::heads(&lines, at, cells.len()).filter(|_| cells.len() > 1);
        if heads.is_some() || line.is_row() {
            let row = line.dateless(&cells);
            let label = row.first().copied().unwrap_or_default();
            for (at, cell) in cells.into_iter().enumerate() {
                let head = heads.as_ref().and_then(|heads| heads.get(at)).copied();
                // what the head of the column leaves open, the first cell of the row tells
                let telling = head.filter(|head| layout::heads_dates(head) && around::names(head));
                let over = head.filter(|_| telling.is_none()).unwrap_or(label);
                let told = part(line, cell, telling.unwrap_or(label), over);
                out.extend(told.map(|told| Sentence { row: row.clone(), ..told }));
            }
            continue;
        }
        let mut start = 0;
        for end in ends(line.text, &line.found) {
            out.extend(part(line, start..end, lead, section));
            lead = line.text.get(start..end).unwrap_or_default();
            start = end;
        }
    }
    out
}

/// A part of a line, where it tells a date.
fn part<'a>(
    line: &Line<'a>,
    range: Range<usize>,
    lead: &'a str,
    section: &'a str,
) -> Option<Sentence<'a>> {
    let text = line.text.get(range.clone())?;
    let inside = |one: &&Found| {
        one.start >= range.start && one.end <= range.end && one.form == Form::Calendar
    };
    let own =
        |one: &Found| Found { start: one.start - range.start, end: one.end - range.start, ..*one };
    let found: Vec<Found> = line.found.iter().filter(inside).map(own).collect();
    let start = range.start + found.first().map_or(0, |one| one.start);
    let (row, head) = (Vec::new(), head(line.text, start));
    (!found.is_empty()).then_some(Sentence { text, found, lead, section, row, head })
}

/// What stands before the colon of a line that a date comes after.
fn head(line: &str, date: usize) -> &str {
    const LONGEST: usize = 120;
    let at = line.find([':', '：']).filter(|at| *at < LONGEST && *at < date);
    at.and_then(|at| line.get(..at)).unwrap_or_default()
}

/// Where the sentences of a line end, the last at its end.
fn ends(line: &str, found: &[Found]) -> Vec<usize> {
    let mut out = Vec::new();
    let mut dates = found.iter().peekable();
    let mut word = 0usize;
    for (at, c) in line.char_indices() {
        let behind = at + c.len_utf8();
        while dates.peek().is_some_and(|one| one.end < at) {
            dates.next();
        }
        let within = dates.peek().is_some_and(|one| one.start <= at && behind < one.end);
        let stop = match c {
            _ if within => false,
            '。' | '！' | '？' | '；' | ';' => true,
            '.' | '!' | '?' => {
                let mut rest = line.get(behind..).unwrap_or_default().chars();
                let spaced = rest.next().is_some_and(char::is_whitespace);
                let opens =
                    rest.find(|c| !c.is_whitespace() && !matches!(c, '"' | '“' | '«' | '('));
                let dated = dates.peek().is_some_and(|one| one.end == at || one.end == behind);
                spaced
                    && (word >= 3 || dated)
                    && opens
                        .is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
            }
            _ => false,
        };
        word = match c {
            ')' | '€' | '%' | '$' | '£' => 3,
            'h' if word == 0 => 3,
            _ if c.is_alphanumeric() => word + 1,
            _ => 0,
        };
        if stop {
            out.push(behind);
        }
    }
    if out.last() != Some(&line.len()) {
        out.push(line.len());
    }
    out
}

impl Sentence<'_> {
    /// The dates, those of a span as one; years that the text leaves open are those nearest to
    /// the day of publication.
    pub(super) fn groups(&self, base: Date) -> Vec<Group> {
        let mut out: Vec<Group> = Vec::new();
        // a sentence runs on: "on 14 January 2027, training from 5 to 16 July"
        let mut told: Option<Date> = None;
        for one in &self.found {
            let after = told.filter(|told| *told > base).unwrap_or(base);
            let Some(day) = self.day(one, base, after).filter(|_| !self.stamped(one)) else {
                continue;
            };
            if one.year.is_some() {
                told = Some(day);
            }
            let joint = out.last_mut().filter(|group| {
                let gap = self.text.get(group.last.1.end..one.start).unwrap_or_default();
                let next_day = group.last.0.tomorrow().is_ok_and(|next| next == day);
                let between = self.opens_span(group.first.1.start);
                match date::join(gap) {
                    Some(Join::Through) => day > group.last.0,
                    Some(Join::And) => next_day || between && day > group.last.0,
                    // "17, 18 y 19 de septiembre"
                    None if next_day && matches!(gap.trim(), "," | "，") => true,
                    None => {
                        let single = !group.is_span();
                        let before = self.text.get(..group.first.1.start).unwrap_or_default();
                        let after = self.text.get(one.end..).unwrap_or_default();
                        single && day > group.last.0 && course::runs(before, gap, after)
                    }
                }
            });
            match joint {
                Some(group) => group.last = (day, *one),
                None => out.push(Group { first: (day, *one), last: (day, *one) }),
            }
        }
        out
    }

    fn day(&self, one: &Found, base: Date, after: Date) -> Option<Date> {
        let mut day = nearest(one, base)?;
        if one.year.is_some() {
            return Some(day);
        }
        if day < base && (after > base || is_far_back(day, base)) {
            day = Date::new(day.year() + 1, day.month(), day.day()).unwrap_or(day);
        }
        Some(weekday::settle(day, weekday::beside(self.text, one.start, one.end)))
    }

    /// "between", "entre", "zwischen" before a date: the next one ends what begins there.
    fn opens_span(&self, start: usize) -> bool {
        let near: Vec<char> =
            self.text.get(..start).unwrap_or_default().chars().rev().take(40).collect();
        let before = date::fold(&near.into_iter().rev().collect::<String>());
        let mut words = before.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        let near = [words.next_back(), words.next_back()];
        near.into_iter().flatten().any(|word| {
            matches!(word, "between" | "entre" | "zwischen" | "между" | "tra" | "fra" | "tussen")
        })
    }

    /// Whether a date tells seconds, as systems stamp what they publish; the last second of a day
    /// is a deadline.
    fn stamped(&self, one: &Found) -> bool {
        let written = self.text.get(one.start..one.end).unwrap_or_default();
        // the zone may have minutes of its own
        let written = written.split('+').next().unwrap_or_default();
        let seconds = written.chars().filter(|c| matches!(c, ':' | '：')).count() == 2;
        seconds && one.time.is_some_and(|time| time.minute() != 59)
    }
}

/// Whether a day without a year lies so far back that it may well be next year's.
fn is_far_back(day: Date, base: Date) -> bool {
    const FAR: i32 = 60;
    (base - day).get_days() > FAR
}

/// Whether a day was given next year though this year's is nearer.
pub(super) fn is_lent(group: &Group, base: Date) -> bool {
    let (day, found) = group.last;
    found.year.is_none() && nearest(&found, base).is_some_and(|near| near < base && day > base)
}

/// A notice looks ahead: a day without a year lies at most three months back.
fn nearest(one: &Found, base: Date) -> Option<Date> {
    if let Some(year) = one.year {
        return Date::new(year, one.month, one.day).ok();
    }
    let oldest = base.checked_sub(jiff::Span::new().days(92)).ok()?;
    let mut candidates =
        (-1..=8).filter_map(|shift| Date::new(base.year() + shift, one.month, one.day).ok());
    candidates.find(|date| *date >= oldest)
}
