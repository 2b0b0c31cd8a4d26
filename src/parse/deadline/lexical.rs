//! The words themselves near a date, cut to their stems, for what no list of cues knows.

use super::around::Around;

/// So many words, or pairs of ideographs, are read on each side.
const REACH: usize = 5;

/// Longer words are cut: endings say little.
const STEM: usize = 6;

pub(super) fn names(around: &Around, out: &mut Vec<String>) {
    let before = around.before.get(around.clause.0..).unwrap_or_default();
    let after = around.after.get(..around.clause.1).unwrap_or_default();
    let mut told = tokens(before);
    told.reverse();
    for (side, list) in [("b", told), ("a", tokens(after))] {
        for (at, token) in list.into_iter().enumerate().take(REACH * 3) {
            if at < REACH {
                out.push(format!("w.{side}.{token}"));
            }
            out.push(format!("w.c.{token}"));
        }
    }
}

fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        if word.chars().next().is_some_and(is_wide) {
            let chars: Vec<char> = word.chars().collect();
            out.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            out.push(word.chars().take(STEM).collect());
        }
    }
    out
}

fn is_wide(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ac00}'..='\u{d7ff}').contains(&c)
}
