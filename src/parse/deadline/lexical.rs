//! The words themselves near a date, cut to their stems, for what no list of cues knows.

use super::around::Around;
use super::script::is_wide;

/// So many words, or pairs of ideographs, are read on each side.
const REACH: usize = 5;

/// Longer words are cut: endings say little.
const STEM: usize = 6;

/// So many words of the clauses further off, of a sentence and of a title.
const BEYOND: usize = 15;
const SENTENCE: usize = 60;

/// Words of what holds the date, and of the title of the notice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wider<'a> {
    pub(super) sentence: &'a [String],
    pub(super) title: &'a [String],
}

pub(super) fn names(around: &Around, wider: Wider<'_>, out: &mut Vec<String>) {
    let (beyond, before) = around.before.split_at_checked(around.clause.0).unwrap_or_default();
    let (after, rest) = around.after.split_at_checked(around.clause.1).unwrap_or_default();
    let backwards = |text| {
        let mut told = tokens(text);
        told.reverse();
        told
    };
    for (side, list) in [("b", backwards(before)), ("a", tokens(after))] {
        let list = list.get(..REACH * 3).unwrap_or(&list);
        for token in list.iter().take(REACH) {
            out.push(format!("w.{side}.{token}"));
        }
        out.extend(list.iter().map(|token| format!("w.c.{token}")));
        let pairs = list.windows(2).filter_map(|pair| Some((pair.first()?, pair.last()?)));
        out.extend(pairs.map(|(one, two)| format!("w.2{side}.{one}_{two}")));
    }
    let mut all = |spot: &str, list: &[String], most: usize| {
        out.extend(list.iter().take(most).map(|token| format!("w.{spot}.{token}")));
    };
    all("x", &backwards(beyond), BEYOND);
    all("y", &tokens(rest), BEYOND);
    all("s", wider.sentence, SENTENCE);
    all("t", wider.title, BEYOND);
}

/// The words of a text that the caller has folded, or the pairs of its ideographs.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        if word.starts_with(is_wide) {
            let ends = word.char_indices().skip(2).map(|(at, _)| at).chain([word.len()]);
            let pairs =
                word.char_indices().zip(ends).filter_map(|((at, _), end)| word.get(at..end));
            out.extend(pairs.filter(|pair| pair.chars().nth(1).is_some()).map(str::to_owned));
        } else {
            out.push(word.chars().take(STEM).collect());
        }
    }
    out
}
