//! Words that tell what a date is for, found in a text.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::date;
use super::vocabulary::CUES;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// Says "deadline" by itself.
    Due,
    /// "closes on", "ends on": a deadline where something can be applied for.
    Close,
    /// "by", "until": a deadline right before the date, where something can be applied for.
    Until,
    /// "前", "까지": the same right behind the date.
    Before,
    /// Something is applied for, registered for, handed in.
    Apply,
    /// Something has to be done, and most often it is handing in.
    Duty,
    /// Something is on offer, for which one may have to apply.
    Offer,
    /// "no later than": a deadline, unless something else than applying is meant.
    Limit,
    /// Something that takes place, by its name.
    Event,
    /// Takes place, is planned: an event, unless the sentence says what.
    Happen,
    /// Starts, results, holidays: neither.
    Other,
    /// What comes of applications, and when it is told: no deadline whatever stands before it.
    Outcome,
    /// Money that is due from those who were admitted.
    Pay,
    /// Those who apply, which is no applying.
    Person,
    /// Stays as it was, though others were moved.
    Keep,
    /// In force, out of office: until then nothing is due.
    Valid,
    /// Does not take place.
    Cancel,
    /// The deadline was moved.
    Extend,
    /// The deadline was moved to an earlier day.
    Advance,
    /// Before a date that another takes the place of.
    Instead,
    /// Behind a date that another takes the place of: "was planned for".
    Former,
    /// Of last year's.
    Past,
    /// Is not taken any more, when it comes after the date.
    Late,
    /// The deadline is past.
    Over,
}

struct Table {
    automaton: AhoCorasick,
    /// The cue of each pattern and whether it counts inside of words.
    cues: Vec<(Cue, bool)>,
}

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let mut patterns: Vec<&str> = Vec::new();
    let mut cues = Vec::new();
    for &(cue, lines) in CUES {
        for pattern in lines.iter().flat_map(|line| line.split('|')) {
            patterns.push(pattern.trim_start_matches('*'));
            cues.push((cue, pattern.starts_with('*')));
        }
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(patterns.iter().map(|pattern| date::fold(pattern)))
        .ok()?;
    Some(Table { automaton, cues })
});

/// A cue with its byte range in the folded text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) cue: Cue,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// All cues of a text, which the caller has folded.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let Some(table) = TABLE.as_ref() else { return Vec::new() };
    let mut all: Vec<Hit> = table
        .automaton
        .find_overlapping_iter(text)
        .filter_map(|found| {
            let (cue, anywhere) = *table.cues.get(found.pattern().as_usize())?;
            let start = found.start();
            let end = start + text.get(start..found.end())?.trim_end().len();
            let before = text.get(..start)?.chars().next_back();
            let first = text.get(start..)?.chars().next()?;
            let inside = is_spelled(first) && before.is_some_and(is_spelled);
            (anywhere || !inside).then_some(Hit { cue, start, end })
        })
        .collect();
    shadow(&mut all);
    all
}

/// Words inside of a longer one say nothing by themselves: "applicants" is no applying, "selection
/// interviews" is no selection.
fn shadow(hits: &mut Vec<Hit>) {
    let strong = |hit: &Hit| matches!(hit.cue, Cue::Pay | Cue::Person | Cue::Keep);
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), !strong(hit)));
    let mut widest: Option<Hit> = None;
    hits.retain(|hit| {
        let within = widest.is_some_and(|wide| {
            let same = (wide.start, wide.end) == (hit.start, hit.end);
            hit.end <= wide.end && (!same || strong(&wide) && !strong(hit))
        });
        if widest.is_none_or(|wide| wide.end < hit.end) {
            widest = Some(*hit);
        }
        // "notified by": what ties to the date is part of many
        !within || matches!(hit.cue, Cue::Until | Cue::Before | Cue::Limit)
    });
}

/// Letters of scripts that part words by spaces.
fn is_spelled(c: char) -> bool {
    c.is_alphabetic()
        && !('\u{2e80}'..='\u{9fff}').contains(&c)
        && !('\u{ac00}'..='\u{d7ff}').contains(&c)
}
