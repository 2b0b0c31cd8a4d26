//! Small signs beside a date: what follows right behind it, labels, brackets, how near a word is.

use super::around::{Around, past_brackets};
use super::cues::{Cue, Hit};
use super::judge::Verdict;

pub(super) fn takes_place(cue: Cue) -> bool {
    matches!(cue, Cue::Event | Cue::Happen)
}

/// "for the autumn semester (30 August – 21 January)": the date tells more of the word before it.
pub(super) fn in_brackets(before: &str, hit: &Hit) -> bool {
    let between = before.get(hit.end..).unwrap_or_default();
    between.trim_start_matches(char::is_alphabetic).trim().trim_start_matches('（') == "("
        || between.trim() == "（"
}

/// Whether a line gives the date as the value of a label of its own: "Full proposal: ".
pub(super) fn is_label(before: &str) -> bool {
    let before = before.trim_end();
    let label = before.strip_suffix([':', '：', '|']).unwrap_or_default();
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    (3..=60).contains(&letters)
}

/// "公布", "に開始", "に発表" right behind a date: it is not of what stands before.
pub(super) fn is_told_otherwise(after: &str, hits: &[Hit]) -> bool {
    let rest = past_brackets(after);
    let rest = rest.strip_prefix(['に', '에']).unwrap_or(rest).trim_start();
    let at = after.len() - rest.len();
    hits.iter().any(|hit| matches!(hit.cue, Cue::Other | Cue::Outcome) && hit.start == at)
}

/// "将于5月3日关闭", "am 3. Mai endet": the verb behind tells it.
pub(super) fn shuts(after: &[Hit]) -> bool {
    let telling = |hit: &&Hit| takes_place(hit.cue) || matches!(hit.cue, Cue::Close | Cue::Other);
    after
        .iter()
        .filter(telling)
        .min_by_key(|hit| hit.start)
        .is_some_and(|hit| hit.cue == Cue::Close)
}

/// "12월 31일에 체류기간이 만료되는": what runs out on that day.
pub(super) fn is_expiring(after: &str, hits: &[Hit]) -> bool {
    let start = after.len() - past_brackets(after).len();
    hits.iter().any(|hit| hit.cue == Cue::Valid && (start..=start + 4).contains(&hit.start))
}

/// "bleibt vom 3. bis 5. Mai geschlossen": what follows is no event.
pub(super) fn is_shut(after: &[Hit]) -> bool {
    let first = after.iter().min_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    first.is_some_and(|hit| hit.cue == Cue::Valid)
}

/// "から", "부터", "起" right behind a date: something begins there.
pub(super) fn from_then_on(after: &str) -> bool {
    let rest = past_brackets(after);
    ["から", "より", "부터", "起", "以降", "以后", "이후"].iter().any(|word| rest.starts_with(word))
}

/// "Date" and "time" take their meaning from the word that they are glued to: 截止时间, 접수 기간.
pub(super) fn labelled(event: &Hit, before: &[Hit]) -> Verdict {
    const NEAR: usize = 12;
    let glued = |cues: &[Cue]| {
        before.iter().any(|hit| {
            cues.contains(&hit.cue) && hit.start <= event.start && hit.end + NEAR >= event.end
        })
    };
    if glued(&[Cue::Due, Cue::Apply]) {
        Verdict::Apply
    } else if glued(&[Cue::Other, Cue::Valid]) {
        Verdict::Nothing
    } else {
        Verdict::Event
    }
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

/// What follows right behind the date, weekdays and times in brackets passed over.
pub(super) fn suffix(after: &str, hits: &[Hit]) -> Option<Cue> {
    let skipped = after.len() - past_brackets(after).len();
    hits.iter()
        .filter(|hit| matches!(hit.cue, Cue::Before | Cue::Due | Cue::Limit))
        .find(|hit| hit.start >= skipped && hit.start <= skipped + 4)
        .map(|hit| if hit.cue == Cue::Limit { Cue::Before } else { hit.cue })
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
