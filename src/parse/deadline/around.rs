//! The words before and behind a date that speak of it, up to its neighbours.

use super::super::date;
use super::sentence::{Group, Sentence};

#[derive(Debug)]
pub(super) struct Around {
    pub(super) before: String,
    pub(super) after: String,
    /// Where the clause of the date begins in `before` and ends in `after`.
    pub(super) clause: (usize, usize),
}

impl Around {
    fn new(before: &str, after: &str) -> Around {
        let (before, after) = (date::fold(before), date::fold(after));
        let from = before.rfind(STOPS).unwrap_or(0);
        let to = after.find(STOPS).unwrap_or(after.len());
        Around { before, after, clause: (from, to) }
    }
}

/// No more is read of what follows a date.
const LONGEST: usize = 100;

const STOPS: [char; 5] = [',', '，', ';', '；', '。'];

/// Between the parts of a row: "test 22 July – register by 24 June".
const PARTS: [char; 9] = [',', '，', '、', ';', '；', '–', '—', '|', '→'];

pub(super) fn of(sentence: &Sentence<'_>, groups: &[Group], at: usize) -> Around {
    let text = sentence.text;
    let group = groups.get(at);
    let start = group.map_or(0, |g| g.first.1.start);
    let end = group.map_or(text.len(), |g| g.last.1.end);
    let from = at.checked_sub(1).and_then(|i| groups.get(i)).map_or(0, |g| g.last.1.end);
    let next = groups.get(at + 1);
    let to = next.map_or(text.len(), |g| g.first.1.start);
    let mut own = text.get(from..start).unwrap_or_default();
    let mut after: String = text.get(end..to).unwrap_or_default().chars().take(LONGEST).collect();
    // "15.10.2026: portal opens" is told behind
    let heads = told_behind(&after);
    match groups.first().map(|g| (g, around_text(text, g.first.1.end))) {
        // each label of a row stands behind its date, or before it
        Some((first, rest))
            if letters(text.get(..first.first.1.start).unwrap_or_default()) == 0 =>
        {
            let behind = told_behind(rest);
            if behind && at > 0 && own.contains(PARTS) {
                own = own.rsplit_once(PARTS).map_or(own, |(_, own)| own);
            }
        }
        _ if next.is_some() => {
            let cut = parted(text.get(from..start).unwrap_or_default(), &after);
            after = cut.to_owned();
        }
        _ => {}
    }
    // "film night (book by 3 May)": what a bracket opens is of the date in it
    if let Some((outside, inside)) = after.rsplit_once(['(', '（'])
        && next.is_some()
        && !inside.contains([')', '）'])
        && letters(inside) > 0
    {
        after = outside.to_owned();
    }
    // a value below its label
    let asked = sentence.lead.ends_with(['?', '？']);
    let bare = from == 0 && (asked || says_nothing(own));
    let before = match sentence.lead {
        // a line with a date of its own is no label
        lead if !bare || heads || from == 0 && lead.contains(char::is_numeric) && !asked => {
            own.to_owned()
        }
        lead if letters(own) == 0 && names(lead) => format!("{lead}: "),
        lead => format!("{lead} {own}"),
    };
    Around::new(tail(&before), &after)
}

fn around_text(text: &str, end: usize) -> &str {
    text.get(end..).unwrap_or_default()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// Whether a heading names what the date below is of; "New date" does not.
pub(super) fn names(lead: &str) -> bool {
    const BARE: [&str; 24] = [
        "zeitraum",
        "periodo",
        "période",
        "periode",
        "сроки",
        "срок",
        "период",
        "기간",
        "일정",
        "期间",
        "期間",
        "日時",
        "date",
        "dates",
        "datum",
        "termin",
        "termine",
        "fecha",
        "fechas",
        "дата",
        "даты",
        "日期",
        "时间",
        "日程",
    ];
    let folded = date::fold(lead.trim_end());
    !lead.contains(char::is_numeric) && !BARE.iter().any(|word| folded.ends_with(word))
}

/// "Del", "vom", "on the": the label stands above.
fn says_nothing(own: &str) -> bool {
    const SMALL: [&str; 26] = [
        "del", "de", "el", "los", "du", "le", "les", "des", "vom", "am", "den", "der", "on", "the",
        "from", "at", "с", "со", "в", "во", "dal", "il", "um", "im", "a", "au",
    ];
    let folded = date::fold(own);
    let mut words = folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    letters(own) <= 1 || letters(own) <= 6 && words.all(|word| SMALL.contains(&word))
}

fn told_behind(after: &str) -> bool {
    const NEAR: usize = 12;
    // "3 May, 6pm – lecture"
    let marked = after.chars().take(NEAR).any(|c| matches!(c, ':' | '：' | '|' | '–' | '—'));
    let telling = after.chars().take(LONGEST).filter(|c| c.is_alphabetic()).count() > 2;
    (marked || after.trim_start().starts_with('-')) && telling
}

/// What is still of a date whose label stands before it, where a label of the next one follows a
/// mark.
fn parted<'a>(before: &str, after: &'a str) -> &'a str {
    let dash = after.find(['–', '—', '|', '→']).filter(|_| letters(before) > 2);
    let Some(dash) = dash else { return after };
    let (own, label) = after.split_at_checked(dash).unwrap_or((after, ""));
    if letters(own) <= 2 && (2..=40).contains(&letters(label)) { own } else { after }
}

/// What stands further off than this speaks of something else: 40 ideographs, 120 letters.
fn tail(before: &str) -> &str {
    let mut width = 0;
    let far = before.char_indices().rev().find(|(_, c)| {
        width += if c.len_utf8() > 2 { 3 } else { 1 };
        width > 120
    });
    far.and_then(|(at, c)| before.get(at + c.len_utf8()..)).unwrap_or(before)
}

/// What follows a weekday or a time in brackets.
pub(super) fn past_brackets(after: &str) -> &str {
    let mut rest = after.trim_start().trim_start_matches([')', '）']).trim_start();
    for (open, close) in [('(', ')'), ('（', '）')] {
        if rest.starts_with(open) {
            let inside = rest.chars().take_while(|c| *c != close).count();
            if inside <= 8 {
                rest = rest.split_once(close).map_or("", |(_, tail)| tail).trim_start();
            }
        }
    }
    let noon = ["正午", "정오", "中午", "자정", "午夜", "下班"];
    noon.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest)
}
