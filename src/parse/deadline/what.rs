//! What a date is for, in the text's own words.

use super::sentence::{Group, Sentence};

const LONGEST: usize = 120;

/// The label before the date, or the sentence round it; the title where that says nothing.
pub(super) fn text(sentence: &Sentence<'_>, group: &Group, title: &str) -> String {
    let before = sentence.text.get(..group.first.1.start).unwrap_or_default().trim();
    let label = before.strip_suffix([':', '：']).map(clean);
    if let Some(label) = label.filter(|label| label.chars().count() <= 60) {
        // "Date" and "时间" say nothing of what
        let width: usize = label.chars().map(|c| if c.len_utf8() > 2 { 2 } else { 1 }).sum();
        return if width < 8 && !clean(title).is_empty() {
            cut(clean(title))
        } else {
            label.to_owned()
        };
    }
    let bare = clean(before).is_empty() && sentence.text.chars().count() < 30;
    let whole = if bare { sentence.lead } else { clause(sentence.text, group.first.1.start) };
    let whole = clean(whole);
    let whole = cut(if whole.chars().count() < 4 { clean(title) } else { whole });
    if whole.is_empty() { cut(clean(sentence.text)) } else { whole }
}

/// Of a long sentence, what begins at most 70 characters before the date, at a clause or a word.
fn clause(text: &str, date: usize) -> &str {
    if text.chars().count() <= LONGEST {
        return text;
    }
    let before = text.get(..date).unwrap_or_default();
    let near: Vec<(usize, char)> = before.char_indices().rev().take(70).collect();
    if near.len() < 70 {
        return text;
    }
    let after = |marks: &[char]| {
        near.iter().rev().find(|(_, c)| marks.contains(c)).map(|(at, c)| at + c.len_utf8())
    };
    let start = after(&['，', '。', '；', '：', ';', ',']).or_else(|| after(&[' ', '、']));
    start.or(near.last().map(|(at, _)| *at)).and_then(|at| text.get(at..)).unwrap_or(text)
}

fn clean(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, ':' | '：' | '-' | '–' | '•' | '·' | '*' | '|' | ',' | '，')
    })
}

/// At most 120 characters, cut between words.
fn cut(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(LONGEST) else { return text.to_owned() };
    let head = text.get(..limit).unwrap_or_default();
    let near =
        head.char_indices().rev().take(24).find(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    near.and_then(|at| head.get(..at)).unwrap_or(head).trim_end().to_owned()
}
