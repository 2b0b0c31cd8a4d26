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
    for &(cue, line) in CUES {
        for pattern in line.split('|').filter(|p| !p.is_empty()) {
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
    table
        .automaton
        .find_overlapping_iter(text)
        .filter_map(|found| {
            let (cue, anywhere) = *table.cues.get(found.pattern().as_usize())?;
            let (start, end) = (found.start(), found.end());
            let before = text.get(..start)?.chars().next_back();
            let first = text.get(start..)?.chars().next()?;
            let inside = is_spelled(first) && before.is_some_and(is_spelled);
            (anywhere || !inside).then_some(Hit { cue, start, end })
        })
        .collect()
}

/// Letters of scripts that part words by spaces.
fn is_spelled(c: char) -> bool {
    c.is_alphabetic()
        && !('\u{2e80}'..='\u{9fff}').contains(&c)
        && !('\u{ac00}'..='\u{d7ff}').contains(&c)
}
