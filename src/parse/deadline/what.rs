//! What a date is for, in the text's own words.

use super::judge::Group;
use super::sentence::Sentence;

const LONGEST: usize = 120;

/// The label before the date, or the sentence round it; the title where that says nothing.
pub(super) fn text(sentence: &Sentence<'_>, group: &Group, title: &str) -> String {
    let before = sentence.text.get(..group.first.1.start).unwrap_or_default().trim();
    let label = before.strip_suffix([':', '：']).map(clean);
    if let Some(label) = label.filter(|label| (2..=60).contains(&label.chars().count())) {
        return label.to_owned();
    }
    let bare = clean(before).is_empty() && sentence.text.chars().count() < 30;
    let whole = if bare { sentence.lead } else { sentence.text };
    let whole = clean(whole);
    cut(if whole.chars().count() < 4 { clean(title) } else { whole })
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
