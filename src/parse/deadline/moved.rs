//! Deadlines and events that were moved: which day stays and which is replaced.

use jiff::civil::Date;

use super::around::{self, Around};
use super::cues::{self, Cue, Hit};
use super::judge::{Group, Heading, Verdict};
use super::sentence::Sentence;
use super::signs::adjacent;

/// What each of the groups is in a sentence that tells of a change; nothing where it tells of none.
pub(super) fn all(
    sentence: &Sentence<'_>,
    groups: &[Group],
    whole: &[Hit],
    heading: Heading<'_>,
    apply: bool,
) -> Option<Vec<(Group, Verdict)>> {
    if let Some(moved) = moved_to(sentence, groups, whole) {
        return Some(moved);
    }
    let has = |cue: Cue| whole.iter().any(|hit| hit.cue == cue);
    let replaced = has(Cue::Advance) || has(Cue::Instead) || heading.moved();
    let moved = has(Cue::Extend) || groups.len() > 1 && replaced;
    let permit = has(Cue::Valid) && !has(Cue::Due);
    let extends = moved && !has(Cue::Keep) && apply && !permit;
    (extends && !groups.iter().any(Group::is_span))
        .then(|| extended(sentence, groups, whole, heading))
}

/// Of "planned for 20 to 21 March, is moved to 17 to 18 April" the day behind the verb.
fn moved_to(
    sentence: &Sentence<'_>,
    groups: &[Group],
    whole: &[Hit],
) -> Option<Vec<(Group, Verdict)>> {
    let spans = groups.iter().any(Group::is_span) && groups.len() > 1;
    let new = (1..groups.len()).find(|&at| {
        let before = around::of(sentence, groups, at).before;
        let hits = cues::hits(&before);
        hits.iter().any(|hit| hit.cue == Cue::Extend && adjacent(&before, hit))
    });
    let new = new.filter(|_| spans)?;
    let applied = whole.iter().any(|hit| matches!(hit.cue, Cue::Due | Cue::Close | Cue::Apply));
    let kind = if applied { Verdict::Apply } else { Verdict::Event };
    let verdict = |(at, group): (usize, &Group)| {
        let verdict = match at.cmp(&new) {
            std::cmp::Ordering::Less => Verdict::Replaced,
            std::cmp::Ordering::Equal => kind,
            std::cmp::Ordering::Greater => Verdict::Nothing,
        };
        (*group, verdict)
    };
    Some(groups.iter().enumerate().map(verdict).collect())
}

/// Of the dates in a sentence that tells of a change, the latest counts, or the earliest where the
/// day was brought forward, but none that another replaces: as a deadline, or as the day of an
/// event that was moved.
fn extended(
    sentence: &Sentence<'_>,
    groups: &[Group],
    whole: &[Hit],
    heading: Heading<'_>,
) -> Vec<(Group, Verdict)> {
    let has = |cue: Cue| whole.iter().any(|hit| hit.cue == cue);
    let old = |at: usize| is_former(&around::of(sentence, groups, at));
    let new: Vec<Date> = (0..groups.len())
        .filter(|&at| !old(at))
        .filter_map(|at| groups.get(at).map(|group| group.last.0))
        .collect();
    let forward = has(Cue::Advance);
    let stays = if forward { new.iter().min() } else { new.iter().max() };
    let happens = (has(Cue::Event) || has(Cue::Happen)) && !has(Cue::Due);
    let words: &[Cue] = if happens {
        &[Cue::Apply]
    } else {
        &[Cue::Due, Cue::Limit, Cue::Close, Cue::Apply, Cue::Offer]
    };
    let applied = words.iter().any(|cue| has(*cue));
    let kept = if applied || heading.asking() { Verdict::Apply } else { Verdict::Event };
    let verdict = |group: &Group| match stays {
        Some(day) if *day == group.last.0 => kept,
        _ => Verdict::Replaced,
    };
    groups.iter().map(|group| (*group, verdict(group))).collect()
}

/// Whether the day is the one that was planned before.
pub(super) fn is_former(around: &Around) -> bool {
    let before = cues::hits(&around.before);
    let behind = cues::hits(&around.after);
    before.iter().any(|hit| hit.cue == Cue::Instead && adjacent(&around.before, hit))
        || behind.iter().any(|hit| hit.cue == Cue::Former && hit.start <= 24)
}
