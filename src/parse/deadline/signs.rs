//! Small signs beside a date: what follows right behind it, labels, brackets, how near a word is.

use super::around::{Around, past_brackets};
use super::cues::{self, Cue, Hit};
use super::sentence::Group;

/// Whether a line gives the date as the value of a label of its own: "Full proposal: ".
pub(super) fn is_label(before: &str) -> bool {
    let before = before.trim_end();
    let label = before.strip_suffix([':', '：', '|']).unwrap_or_default();
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    (3..=60).contains(&letters)
}

/// "から", "부터", "起" right behind a date: something begins there.
pub(super) fn from_then_on(after: &str) -> bool {
    let rest = past_brackets(after);
    ["から", "より", "부터", "起", "以降", "以后", "이후"].iter().any(|word| rest.starts_with(word))
}

/// "after 3 May", "이후": what comes later than the date.
pub(super) fn past_it(around: &Around) -> bool {
    const AFTER: [&str; 10] = [
        "after",
        "past",
        "nach",
        "apres",
        "despues",
        "posterior",
        "posterioridad",
        "после",
        "позднее",
        "позже",
    ];
    const BEHIND: [&str; 9] =
        ["이후", "以降", "以后", "以後", "之后", "之後", "后", "後", "을 지나"];
    let before: Vec<&str> =
        around.before.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let rest = past_brackets(&around.after);
    before.iter().rev().take(3).any(|word| AFTER.contains(word))
        || BEHIND.iter().any(|word| rest.find(word).is_some_and(|at| at <= 24))
}

/// Whether at most an article, a weekday or an hour stands between the word and the date.
pub(super) fn adjacent(before: &str, hit: &Hit) -> bool {
    let between = before.get(hit.end..).unwrap_or_default();
    let between = between.trim_start_matches(|c: char| is_letter(c));
    let words = between.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count();
    words <= 4 && between.chars().count() <= 32
}

/// Of a script that inflects its words by letters behind them.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && c < '\u{2e80}'
}

/// "3 and 4 May": the second date is of what the first is of.
pub(super) fn is_listed(around: &Around) -> bool {
    matches!(
        around.before.trim(),
        "and"
            | "und"
            | "et"
            | "y"
            | "и"
            | "e"
            | ","
            | "、"
            | "和"
            | "및"
            | "&"
            | "/"
            | "or"
            | "oder"
            | "ou"
            | "o"
            | "или"
            | "或"
    )
}

/// Whether no word stands before the date in its line, and none behind it either.
pub(super) fn in_line(text: &str, group: &Group) -> (bool, bool) {
    const NEAR: usize = 120;
    let wordless = |text: &str| !text.chars().any(char::is_alphabetic);
    let before = text.get(..group.first.1.start).unwrap_or_default();
    let leading = before.len() <= NEAR && wordless(before);
    (leading, leading && wordless(text.get(group.last.1.end..).unwrap_or_default()))
}

/// Whether the day is the one that was planned before.
pub(super) fn is_former(around: &Around) -> bool {
    let before = cues::hits(&around.before);
    let behind = cues::hits(&around.after);
    before.iter().any(|hit| hit.cue == Cue::Instead && adjacent(&around.before, hit))
        || behind.iter().any(|hit| hit.cue == Cue::Former && hit.start <= 24)
}
