//! Lines and what stands round them: headings, the columns of tables, with their markup or
//! flattened to a cell a line.

use std::ops::Range;

use super::super::date::{self, Clues, Found};
use super::cues::{self, Cue};
use super::{bare, brief, siblings, spelled, tight};

/// A longer line is a whole page without markup; its head is enough.
const MAX_LINE: usize = 20_000;

/// A heading, a label, or the head of a column is no longer than this.
const MAX_LABEL: usize = 80;

/// A heading further up is not of this list.
const REACH: usize = 12;

/// Tables that have been flattened are no wider than this.
const MAX_COLUMNS: usize = 6;

/// So many lines of a flattened table are looked back on.
const LONGEST: usize = 240;

#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) found: Vec<Found>,
    /// Nothing but dates.
    pub(super) bare: bool,
}

pub(super) fn lines<'a>(text: &'a str, clues: &Clues) -> Vec<Line<'a>> {
    let dated =
        |line: &str| line.len() <= MAX_LINE && line.chars().any(|c| c.is_numeric() || c == '月');
    let scanned =
        |text: &'a str| (text, if dated(text) { date::scan(text, clues) } else { Vec::new() });
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines: Vec<(&str, Vec<Found>)> = lines.map(scanned).collect();
    brief::add(&mut lines, clues);
    for (line, found) in lines.iter_mut().filter(|(line, _)| dated(line)) {
        tight::add(line, clues, found);
        spelled::add(line, found);
        siblings::add(line, found);
    }
    bare::add(&mut lines, clues.today());
    let line = |(text, found): (&'a str, Vec<Found>)| {
        let bare = is_bare(text, &found);
        Line { text, found, bare }
    };
    lines.into_iter().map(line).collect()
}

impl<'a> Line<'a> {
    fn is_short(&self) -> bool {
        self.text.chars().nth(MAX_LABEL).is_none()
    }

    fn is_heading(&self) -> bool {
        self.found.is_empty()
            && self.is_short()
            && !self.text.ends_with(['.', '。', '!', '！', '?', '？', ';', '；', ','])
    }

    /// Whether bars or tabs make it the row of a table.
    pub(super) fn is_row(&self) -> bool {
        self.text.contains(['|', '\t', '｜', '│']) && self.cells().len() > 1
    }

    /// The cells without a date.
    pub(super) fn dateless(&self, cells: &[Range<usize>]) -> Vec<&'a str> {
        let dated = |cell: &Range<usize>| {
            self.found.iter().any(|one| cell.start <= one.start && one.end <= cell.end)
        };
        let bare = cells.iter().filter(|cell| !dated(cell));
        bare.filter_map(|cell| self.text.get(cell.clone())).map(str::trim).collect()
    }

    /// Cells between bars, tabs or slashes; none where the line is no row.
    pub(super) fn cells(&self) -> Vec<Range<usize>> {
        for mark in ['|', '\t', '｜', '│', '/', '／', '—', '–'] {
            let mut out = Vec::new();
            let mut start = 0;
            let mut dates = self.found.iter().peekable();
            for (at, _) in self.text.match_indices(mark) {
                while dates.peek().is_some_and(|one| one.end <= at) {
                    dates.next();
                }
                if dates.peek().is_none_or(|one| at < one.start) {
                    out.push(start..at);
                    start = at + mark.len_utf8();
                }
            }
            out.push(start..self.text.len());
            let spaced = matches!(mark, '—' | '–');
            if spaced && !self.is_short() {
                continue;
            }
            if out.len() > 2 || out.len() == 2 && !matches!(mark, '/' | '／') {
                return out;
            }
        }
        Vec::new()
    }
}

fn is_bare(text: &str, found: &[Found]) -> bool {
    let mut dates = found.iter().peekable();
    let mut inside = 0usize;
    let mut letters = 0;
    for (at, c) in text.char_indices() {
        while dates.peek().is_some_and(|one| one.end <= at) {
            dates.next();
        }
        match c {
            _ if dates.peek().is_some_and(|one| one.start <= at) => {}
            '(' | '（' => inside += 1,
            ')' | '）' => inside = inside.saturating_sub(1),
            _ if inside == 0 && c.is_alphabetic() => letters += 1,
            _ => {}
        }
    }
    !found.is_empty() && letters <= 1
}

/// Whether a text tells what a date near it is for.
pub(super) fn tells(text: &str) -> bool {
    let telling = [
        Cue::Due,
        Cue::Close,
        Cue::Limit,
        Cue::Event,
        Cue::Happen,
        Cue::Other,
        Cue::Outcome,
        Cue::Instead,
    ];
    cues::hits(&date::fold(text)).iter().any(|hit| telling.contains(&hit.cue))
}

/// Whether the head of a column tells what the dates below it are for.
pub(super) fn heads_dates(head: &str) -> bool {
    let named = [Cue::Apply, Cue::Pay, Cue::Open, Cue::Place];
    tells(head) || cues::hits(&date::fold(head)).iter().any(|hit| named.contains(&hit.cue))
}

/// The heads of the columns that the cells of a row stand in.
pub(super) fn heads<'a>(lines: &[Line<'a>], at: usize, cells: usize) -> Option<Vec<&'a str>> {
    let above = lines.get(at.saturating_sub(REACH * 2)..at)?;
    let head = above.iter().rev().find(|line| line.is_heading() && line.cells().len() == cells)?;
    let heads: Vec<&str> = head
        .cells()
        .into_iter()
        .map(|cell| head.text.get(cell).unwrap_or_default().trim())
        .collect();
    (head.is_row() || heads.iter().any(|head| tells(head))).then_some(heads)
}

/// The head of the column of a date that makes a line of its own, in a table with a cell a line.
pub(super) fn column<'a>(lines: &[Line<'a>], at: usize) -> Option<&'a str> {
    let bare = |at: usize| lines.get(at).is_some_and(|line| line.bare);
    if !bare(at) {
        return None;
    }
    let own = at.checked_sub(1).and_then(|i| lines.get(i)).filter(|line| line.is_heading());
    let named = |line: &Line<'_>| {
        let hits = cues::hits(&date::fold(line.text));
        hits.iter().any(|hit| hit.cue == Cue::Apply)
    };
    let labelled = own.is_some_and(|line| tells(line.text) || named(line));
    (2..=MAX_COLUMNS).find_map(|width| {
        let mut top = at;
        while let Some(next) = top.checked_sub(width).filter(|_| bare(top) && at - top <= LONGEST) {
            top = next;
        }
        let row = lines.get(top..top + width)?;
        let rows = at - top > width || bare(at + width);
        let head = row.first().filter(|line| line.is_heading() && tells(line.text))?;
        let cells = row.iter().all(|line| line.is_short() && line.found.is_empty());
        // beside the date of a table of two columns stands what it is of
        (cells && (rows && width > 2 || !labelled)).then_some(head.text)
    })
}

/// The line right above, where it is short enough for a heading or a label.
pub(super) fn above<'a>(lines: &[Line<'a>], at: usize) -> &'a str {
    let line = at.checked_sub(1).and_then(|i| lines.get(i)).filter(|line| line.is_short());
    line.map_or("", |line| line.text)
}

/// The heading of the list that a line is in.
pub(super) fn heading<'a>(lines: &[Line<'a>], at: usize) -> &'a str {
    let up = lines.get(at.saturating_sub(REACH)..at).unwrap_or_default();
    let list = up.iter().rev().take_while(|line| line.is_short());
    list.into_iter().find(|line| line.is_heading() && tells(line.text)).map_or("", |line| line.text)
}
