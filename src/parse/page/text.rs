//! Titles as text: how long, how whole, and what is glued on.

use crate::parse::date::{self, Clues};

/// Longest title kept, in characters (design limit).
const MAX_TITLE: usize = 300;

/// How much a text says: 2 for a character of an unspaced script, 1 for any other letter or digit.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { usize::from(c.is_alphanumeric()) }).sum()
}

fn is_wide(c: char) -> bool {
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

/// A title without bullets, dates, counters and "new" marks at its ends.
pub(super) fn clean(title: &str, clues: &Clues) -> String {
    let mut text = title.trim();
    for _ in 0..6 {
        let before = text;
        text = text.trim().trim_start_matches(|c| BULLETS.contains(&c)).trim_start();
        text = text.trim_end_matches(|c: char| {
            matches!(c, '|' | '·' | '•' | '-' | '–' | '—' | '/' | '»' | '>' | ',' | '，')
                || c.is_whitespace()
        });
        text = without_marks(text);
        text = without_date(text, clues);
        if text == before {
            break;
        }
    }
    let text = if text.is_empty() { title.trim() } else { text };
    text.chars().take(MAX_TITLE).collect()
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
            && (is_mark(inside) || is_count(inside))
            && units(rest) > 6
        {
            return rest;
        }
    }
    if let Some((first, rest)) = text.split_once(char::is_whitespace)
        && is_mark(first)
        && units(rest) > 10
    {
        return rest;
    }
    if let Some((rest, last)) = text.rsplit_once(char::is_whitespace)
        && (is_mark(last) || is_count(last) && last.len() > 2 && last.starts_with('('))
        && units(rest) > 10
    {
        return rest;
    }
    text
}

fn is_mark(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    MARKS.contains(&text.as_str())
}

/// `(12)`, and the counters of comments and views: digits only.
fn is_count(text: &str) -> bool {
    let digits = text.trim().trim_matches(|c| matches!(c, '(' | ')'));
    !digits.is_empty() && digits.len() < 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn without_date<'a>(text: &'a str, clues: &Clues) -> &'a str {
    if !text.chars().any(|c| c.is_ascii_digit()) {
        return text;
    }
    let found = date::scan(text, clues);
    for date in &found {
        let before = text.get(..date.start).unwrap_or_default();
        let after = text.get(date.end..).unwrap_or_default();
        let leads = units(before) == 0
            && units(after) > 10
            && bounded(before, after.chars().next(), text, date);
        let ends = units(after) == 0
            && units(before) > 10
            && bounded(after, before.chars().last(), text, date);
        if leads {
            return after.trim_start_matches(|c: char| {
                matches!(c, ']' | '】' | ')' | '）' | '-' | ':' | '：' | '|') || c.is_whitespace()
            });
        }
        if ends {
            return before.trim_end_matches(|c: char| {
                matches!(c, '[' | '【' | '(' | '（' | '-' | '–' | '|' | '/' | ',' | '，')
                    || c.is_whitespace()
            });
        }
    }
    text
}

/// A date is glued on where a bracket or a space sets it off from the title, and it names a year
/// or stands in brackets: "2024 intake" and "until 3 May" are titles.
fn bounded(outside: &str, neighbour: Option<char>, text: &str, date: &date::Found) -> bool {
    let bracketed = outside.contains(['[', ']', '(', ')', '【', '】', '（', '）']);
    let apart = neighbour.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '[' | ']' | '(' | ')' | '【' | '】' | '（' | '）' | '-' | '|' | '–')
    });
    let long = text.get(date.start..date.end).is_some_and(|t| t.chars().count() >= 8);
    bracketed || (apart && date.year.is_some() && long)
}
