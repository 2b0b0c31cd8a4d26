//! Tables that fit a terminal: numbers, times and names stay whole, texts take what is left and are
//! wrapped at words, wide characters counted as two columns.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Columns between two cells.
const GAP: usize = 2;
/// A text is never squeezed into less than this.
const LEAST: usize = 16;
/// Lines of a cell before it is cut.
const LINES: usize = 3;

/// How a column behaves where space is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Never broken.
    Whole,
    /// Broken between words, cut after a few lines.
    Text,
    /// Never broken or cut, and last: what does not fit runs on, so that it can be copied.
    Open,
}

pub(crate) struct Table<'a> {
    pub(crate) columns: &'a [(&'a str, Kind)],
    pub(crate) rows: Vec<Vec<String>>,
    /// Of the terminal.
    pub(crate) width: usize,
}

pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

impl Table<'_> {
    pub(crate) fn lines(&self) -> Vec<String> {
        let head: Vec<String> = self
            .columns
            .iter()
            .map(|(name, _)| name.trim_end_matches("_s").replace('_', " ").to_uppercase())
            .collect();
        let widths = self.widths(&head);
        let rows = std::iter::once(head.as_slice()).chain(self.rows.iter().map(Vec::as_slice));
        rows.flat_map(|row| self.row(row, &widths)).collect()
    }

    fn widths(&self, head: &[String]) -> Vec<usize> {
        let natural = |at: usize| {
            let cells = self.rows.iter().map(Vec::as_slice).chain(std::iter::once(head));
            cells.filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..self.columns.len()).map(natural).collect();
        let texts: Vec<usize> = self.of_kind(Kind::Text);
        let gaps = GAP * self.columns.len().saturating_sub(1);
        let fixed: usize = widths
            .iter()
            .enumerate()
            .filter(|(at, _)| !texts.contains(at))
            .map(|(at, width)| if self.kind(at) == Kind::Open { LEAST } else { *width })
            .sum();
        share(&mut widths, &texts, self.width.saturating_sub(fixed + gaps));
        widths
    }

    fn kind(&self, at: usize) -> Kind {
        self.columns.get(at).map_or(Kind::Text, |(_, kind)| *kind)
    }

    fn of_kind(&self, wanted: Kind) -> Vec<usize> {
        (0..self.columns.len()).filter(|at| self.kind(*at) == wanted).collect()
    }

    fn row(&self, row: &[String], widths: &[usize]) -> Vec<String> {
        let cells: Vec<Vec<Cow<'_, str>>> = row
            .iter()
            .enumerate()
            .map(|(at, cell)| match self.kind(at) {
                Kind::Text => wrapped(cell, widths.get(at).copied().unwrap_or(LEAST), LINES),
                Kind::Whole | Kind::Open => vec![Cow::Borrowed(cell.as_str())],
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        (0..height)
            .map(|line| {
                let mut out = String::new();
                for (at, cell) in cells.iter().enumerate() {
                    let text = cell.get(line).map_or("", |text| text);
                    let wide = widths.get(at).copied().unwrap_or(0) + GAP;
                    out.push_str(text);
                    out.extend(std::iter::repeat_n(' ', wide.saturating_sub(width(text))));
                }
                out.trim_end().to_owned()
            })
            .collect()
    }
}

/// Gives each text what it wants as long as there is enough; then the longest give first.
fn share(widths: &mut [usize], texts: &[usize], space: usize) {
    let mut left = space.max(LEAST * texts.len());
    let mut open: Vec<usize> = texts.to_vec();
    open.sort_by_key(|at| widths.get(*at).copied());
    let mut remaining = open.len();
    for at in open {
        let fair = left / remaining.max(1);
        if let Some(width) = widths.get_mut(at) {
            *width = (*width).min(fair);
            left -= *width;
        }
        remaining -= 1;
    }
}

/// A text in lines of at most `room` columns, broken between words where it has any, cut with an
/// ellipsis after `lines` of them.
pub(crate) fn wrapped(text: &str, room: usize, lines: usize) -> Vec<Cow<'_, str>> {
    if width(text) <= room {
        return vec![Cow::Borrowed(text)];
    }
    let mut out: Vec<String> = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let mut gap = usize::from(used > 0);
        for piece in pieces(word, room) {
            let wide = width(piece);
            if used + gap + wide > room && used > 0 {
                out.push(String::new());
                (used, gap) = (0, 0);
            }
            if let Some(line) = out.last_mut() {
                line.extend(std::iter::repeat_n(' ', gap));
                line.push_str(piece);
            }
            used += gap + wide;
            gap = 0;
        }
    }
    if out.len() > lines {
        out.truncate(lines);
        if let Some(last) = out.last_mut() {
            *last = cut(last, room.saturating_sub(1)) + "…";
        }
    }
    out.into_iter().map(Cow::Owned).collect()
}

/// What may stand on a line of its own: a word, each wide character, a part of an endless word.
fn pieces(word: &str, room: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, c) in word.char_indices() {
        let wide = c.width().unwrap_or(0);
        if at > start && (wide > 1 || used + wide > room || last_is_wide(word, at)) {
            pieces.extend(word.get(start..at));
            (start, used) = (at, 0);
        }
        used += wide;
    }
    pieces.extend(word.get(start..));
    pieces
}

fn last_is_wide(word: &str, at: usize) -> bool {
    let before = word.get(..at).and_then(|before| before.chars().next_back());
    before.and_then(UnicodeWidthChar::width) > Some(1)
}

/// The beginning of a text, in columns.
fn cut(text: &str, room: usize) -> String {
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.width().unwrap_or(0);
        used <= room
    });
    kept.collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_wrapped_at_words_and_numbers_stay_whole() {
        let columns = [("id", Kind::Whole), ("published", Kind::Whole), ("title", Kind::Text)];
        let row = |id: &str, title: &str| {
            vec![id.to_owned(), "2026-11-22 09:30".to_owned(), title.to_owned()]
        };
        let rows = vec![
            row("7", "Scholarships for international students open"),
            row("1234", "关于举办国际学生奖学金说明会的通知"),
        ];
        let lines = Table { columns: &columns, rows, width: 44 }.lines();
        assert_eq!(
            lines,
            [
                "ID    PUBLISHED         TITLE",
                "7     2026-11-22 09:30  Scholarships for",
                "                        international",
                "                        students open",
                "1234  2026-11-22 09:30  关于举办国际学生奖学",
                "                        金说明会的通知",
            ]
        );
    }

    #[test]
    fn what_is_too_long_ends_in_an_ellipsis() {
        let lines = wrapped("one two three four five six", 9, 2);
        assert_eq!(lines, ["one two", "three…"]);
        assert_eq!(wrapped("abcdefghij", 4, 2), ["abcd", "efg…"]);
    }
}
