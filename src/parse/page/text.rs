//! Titles as text: how long, how whole, and what is glued on.

use std::ops::Range;

use crate::parse::date::{self, Clues};
use crate::parse::html::{At, Tree};

/// Longest title kept, in characters (design limit).
const MAX_TITLE: usize = 300;

/// How much a text says: 2 for a character of an unspaced script, 1 for any other letter or digit.
pub(super) fn units(text: &str) -> usize {
    // the ranges only save the look into Unicode's tables
    let unit = |c: char| match c {
        '\0'..='\u{7f}' => usize::from(c.is_ascii_alphanumeric()),
        _ if is_wide(c) => 2,
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{ff01}'..='\u{ff0f}' => 0,
        '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{400}'..='\u{481}' => 1,
        _ => usize::from(c.is_alphanumeric()),
    };
    text.chars().map(unit).sum()
}

/// The letters and digits of a text in lower case.
pub(super) fn said(text: &str) -> String {
    // the ranges only save the look into Unicode's tables
    let plain = |c: char| matches!(c, '\u{4e00}'..='\u{9fa5}' | '\u{ac00}'..='\u{d7a3}');
    let mut said = String::with_capacity(text.len());
    for c in text.chars() {
        if plain(c) {
            said.push(c);
        } else if c.is_alphanumeric() {
            said.extend(c.to_lowercase());
        }
    }
    said
}

/// The units of text before each node of a page.
#[derive(Debug)]
pub(super) struct Sums(Vec<usize>);

impl Sums {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut all = 0;
        let sums = (0..tree.len()).map(|at| {
            let before = all;
            all += tree.text_at(at).map_or(0, units);
            before
        });
        let mut sums: Vec<usize> = sums.collect();
        sums.push(all);
        Self(sums)
    }

    pub(super) fn between(&self, range: &Range<At>) -> usize {
        let before = |at: At| self.0.get(at).or(self.0.last()).copied().unwrap_or(0);
        before(range.end).saturating_sub(before(range.start))
    }
}

/// Ideographs, kana and hangul.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// Whether the text breaks off.
pub(super) fn is_cut(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with('…') || text.ends_with("...") || text.ends_with("..") || text.ends_with("。。。")
}

/// The text before the dots of a cut title.
pub(super) fn stem(text: &str) -> &str {
    text.trim_end_matches(|c: char| matches!(c, '…' | '.' | '。') || c.is_whitespace())
}

const MARKS: &[&str] = &[
    "new",
    "new!",
    "hot",
    "top",
    "置顶",
    "顶",
    "最新",
    "新",
    "热",
    "推荐",
    "必读",
    "notice",
    "공지",
    "새글",
    "новое",
];
const BULLETS: &[char] = &[
    '·', '•', '●', '○', '■', '□', '◆', '◇', '▪', '▫', '►', '▶', '▸', '»', '›', '>', '*', '※', '★',
    '☆', '-', '–', '—', '|', '┃', '│', '→', '⋅', '∙', '・', ':', '：', ',', '，', '、', ';', '/',
    '.',
];

/// Where the titles of a list carry dates that are no part of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Glued {
    pub leading: bool,
    pub trailing: bool,
}

impl Glued {
    /// A date is glued on where most titles of a list have one at the same end.
    pub(super) fn of<'a>(titles: impl Iterator<Item = &'a str>, clues: &Clues) -> Self {
        let (mut n, mut leading, mut trailing) = (0, 0, 0);
        for title in titles {
            n += 1;
            let both = Self { leading: true, trailing: true };
            let text = title.trim_matches(|c| BULLETS.contains(&c) || c == ' ');
            leading += usize::from(after_day(text).is_some());
            if let Some(rest) = without_date(text, both, clues) {
                leading += usize::from(text.ends_with(rest));
                trailing += usize::from(text.starts_with(rest));
            }
        }
        Self { leading: leading * 10 > n * 6, trailing: trailing * 10 > n * 6 }
    }
}

/// A title without bullets, counters and "new" marks at its ends, nor a date that is glued on.
pub(super) fn clean(title: &str, glued: Glued, clues: &Clues) -> String {
    let mut text = title.trim();
    for _ in 0..6 {
        let before = text;
        text = text.trim().trim_start_matches(|c| BULLETS.contains(&c)).trim_start();
        text = text.trim_end_matches(|c: char| {
            matches!(c, '|' | '·' | '•' | '-' | '–' | '—' | '/' | '»' | '>' | ',' | '，')
                || c.is_whitespace()
        });
        text = without_marks(text);
        text = without_date(text, glued, clues).unwrap_or(text);
        text = after_day(text).filter(|_| glued.leading).unwrap_or(text);
        if text == before {
            break;
        }
    }
    let text = if text.is_empty() { title.trim() } else { text };
    text.chars().take(MAX_TITLE).collect()
}

/// The text behind a bare day and month at its start (`09.12 Title`).
pub(super) fn after_day(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let first = first.trim_matches(['[', ']', '(', ')', '.', ':', ',']);
    let (a, b) = first.split_once(['.', '/', '-'])?;
    let two = |part: &str| (part.len() == 2).then(|| part.parse::<u8>().ok()).flatten();
    let (a, b) = (two(a)?, two(b)?);
    let fits = (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12);
    (fits && units(rest) >= 8).then_some(rest)
}

fn without_marks(text: &str) -> &str {
    for (open, close) in [('[', ']'), ('【', '】'), ('(', ')'), ('（', '）')] {
        if let Some((inside, rest)) = text.strip_prefix(open).and_then(|t| t.split_once(close))
            && is_mark(inside)
            && units(rest) > 6
        {
            return rest;
        }
        if let Some((rest, inside)) = text.strip_suffix(close).and_then(|t| t.rsplit_once(open))
            && (is_mark(inside) || is_count(inside) || is_file(inside))
            && units(rest) > 6
        {
            return rest;
        }
    }
    if let Some((first, rest)) = text.split_once(char::is_whitespace)
        && is_loud(first)
        && units(rest) > 10
    {
        return rest;
    }
    if let Some((rest, last)) = text.rsplit_once(char::is_whitespace)
        && (is_loud(last) || is_count(last) && last.len() > 2 && last.starts_with('('))
        && units(rest) > 10
    {
        return rest;
    }
    text
}

/// A mark that needs no brackets to be one.
fn is_loud(word: &str) -> bool {
    matches!(word, "NEW" | "NEW!" | "New!" | "new!" | "HOT" | "TOP!" | "置顶" | "顶" | "热")
}

fn is_mark(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    MARKS.contains(&text.as_str())
}

/// `(pdf, 128 KB)`: what kind of file, and how large.
fn is_file(text: &str) -> bool {
    const KINDS: &[&str] = &[
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "rtf", "zip", "kb", "mb", "kib",
        "mib", "кб", "мб", "ko", "mo", "byte", "bytes",
    ];
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let first = words.next().is_some_and(|word| KINDS.contains(&word));
    first && words.all(|word| KINDS.contains(&word))
}

/// `(12)`, and the counters of comments and views: digits only.
fn is_count(text: &str) -> bool {
    let digits = text.trim().trim_matches(|c| matches!(c, '(' | ')'));
    !digits.is_empty() && digits.len() < 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The title without the date at one of its ends, where it has one that may go.
/// Whether a text ends in a word that the date behind it belongs to: "through 5 December".
fn leads_on(text: &str) -> bool {
    const WORDS: [&str; 44] = [
        "on", "by", "from", "until", "till", "through", "is", "are", "in", "at", "of", "and", "to",
        "since", "before", "after", "between", "for", "am", "vom", "bis", "ab", "zum", "und",
        "den", "le", "du", "au", "dès", "el", "del", "al", "hasta", "desde", "il", "dal", "em",
        "até", "od", "do", "dnia", "с", "до", "по",
    ];
    let last = text.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    WORDS.contains(&last.to_lowercase().as_str())
}

fn without_date<'a>(text: &'a str, glued: Glued, clues: &Clues) -> Option<&'a str> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    for date in date::scan(text, clues) {
        let before = text.get(..date.start)?;
        let after = text.get(date.end..)?;
        if units(before) == 0
            && units(after) > 10
            && (glued.leading || before.ends_with(['[', '(', '【', '（']))
        {
            return Some(after.trim_start_matches(|c: char| {
                matches!(c, ']' | '】' | ')' | '）' | '-' | ':' | '：' | '|') || c.is_whitespace()
            }));
        }
        let bracketed = before.ends_with(['[', '(', '【', '（']) && date.year.is_some();
        let apart = units(after) == 0 && units(before) > 10 && !leads_on(before);
        if apart && (glued.trailing || bracketed) {
            return Some(before.trim_end_matches(|c: char| {
                matches!(c, '[' | '【' | '(' | '（' | '-' | '–' | '|' | '/' | ',' | '，')
                    || c.is_whitespace()
            }));
        }
    }
    None
}
