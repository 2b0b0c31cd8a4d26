//! What each date of a sentence is: a deadline, an event, or neither. The cue nearest to the date
//! decides.

use jiff::civil::Date;

use super::super::date::{self, Found};
use super::cues::{self, Cue, Hit};
use super::sentence::Sentence;

/// One date, or the two ends of a span.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) first: (Date, Found),
    pub(super) last: (Date, Found),
}

impl Group {
    fn is_span(&self) -> bool {
        self.first.0 != self.last.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Apply,
    Event,
    /// A deadline that the same sentence replaces by a later one.
    Replaced,
    Nothing,
}

/// What the title says the notice is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heading {
    pub(super) applying: bool,
    pub(super) due: bool,
    pub(super) event: bool,
}

/// The words before and behind a date, up to its neighbours.
struct Around {
    before: String,
    after: String,
}

/// What each of the groups is, in their order.
pub(super) fn all(
    sentence: &Sentence<'_>,
    groups: &[Group],
    heading: Heading,
) -> Vec<(Group, Verdict)> {
    let whole = cues::hits(&date::fold(sentence.text));
    let has = |cue: Cue| whole.iter().any(|hit| hit.cue == cue);
    if has(Cue::Cancel) {
        return Vec::new();
    }
    let lead = cues::hits(&date::fold(sentence.lead));
    let apply = has(Cue::Apply)
        || has(Cue::Due)
        || has(Cue::Offer)
        || heading.applying
        || lead.iter().any(|hit| matches!(hit.cue, Cue::Apply | Cue::Due | Cue::Offer));
    if has(Cue::Extend) && apply && !groups.is_empty() {
        return extended(groups);
    }
    let setting = Setting { apply, own: has(Cue::Apply) || has(Cue::Due) || heading.due };
    let over = has(Cue::Over);
    let mut out: Vec<(Group, Verdict)> = Vec::with_capacity(groups.len());
    for (at, group) in groups.iter().enumerate() {
        let around = around(sentence, groups, at);
        let listed = at > 0
            && matches!(
                around.before.trim(),
                "and" | "und" | "et" | "y" | "и" | "e" | "," | "、" | "和" | "및" | "&" | "/"
            );
        let verdict = match out.last() {
            Some((_, before)) if listed => *before,
            _ => one(group, &around, setting),
        };
        let verdict = if verdict == Verdict::Nothing && heading.event && announced(group, &around) {
            Verdict::Event
        } else {
            verdict
        };
        let verdict = if over && verdict == Verdict::Apply { Verdict::Nothing } else { verdict };
        out.push((*group, verdict));
    }
    out
}

/// Of the dates in a sentence that tells of a change, the latest counts.
fn extended(groups: &[Group]) -> Vec<(Group, Verdict)> {
    let latest = groups.iter().map(|group| group.last.0).max();
    groups
        .iter()
        .map(|group| {
            let stays = Some(group.last.0) == latest;
            (*group, if stays { Verdict::Apply } else { Verdict::Replaced })
        })
        .collect()
}

fn around(sentence: &Sentence<'_>, groups: &[Group], at: usize) -> Around {
    let text = sentence.text;
    let group = groups.get(at);
    let start = group.map_or(0, |g| g.first.1.start);
    let end = group.map_or(text.len(), |g| g.last.1.end);
    let from = at.checked_sub(1).and_then(|i| groups.get(i)).map_or(0, |g| g.last.1.end);
    let to = groups.get(at + 1).map_or(text.len(), |g| g.first.1.start);
    let own = text.get(from..start).unwrap_or_default();
    // a value below its label
    let bare = from == 0 && own.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    let before = if bare { format!("{} {own}", sentence.lead) } else { own.to_owned() };
    let after: String = text.get(end..to).unwrap_or_default().chars().take(100).collect();
    Around { before: date::fold(tail(&before)), after: date::fold(&after) }
}

/// What the sentence as a whole says.
#[derive(Debug, Clone, Copy)]
struct Setting {
    /// Something is applied for, here, in the line above, or by the title.
    apply: bool,
    /// The sentence itself says so.
    own: bool,
}

/// Whether a date with a time opens its line, as under the title of an event.
fn announced(group: &Group, around: &Around) -> bool {
    group.first.1.time.is_some()
        && around.before.chars().filter(|c| c.is_alphabetic()).count() <= 2
        && !cues::hits(&around.after).iter().any(|hit| hit.cue == Cue::Other)
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

fn one(group: &Group, around: &Around, setting: Setting) -> Verdict {
    let before = cues::hits(&around.before);
    let after = cues::hits(&around.after);
    let event = |hits: &[Hit]| hits.iter().any(|hit| hit.cue == Cue::Event);
    let behind = suffix(&around.after, &after);
    let in_force = before.iter().chain(&after).any(|hit| hit.cue == Cue::Valid);
    let spanning = group.is_span() && (event(&before) || event(&after));
    if behind == Some(Cue::Due)
        || behind == Some(Cue::Before) && setting.apply && !spanning && (setting.own || !in_force)
    {
        return Verdict::Apply;
    }
    let weighed = |hit: &&Hit| match hit.cue {
        Cue::Until => !group.is_span() && adjacent(&around.before, hit),
        Cue::Close => setting.own,
        Cue::Due | Cue::Event | Cue::Other => true,
        Cue::Valid => !setting.own,
        Cue::Apply => group.is_span(),
        _ => false,
    };
    let nearest =
        before.iter().filter(weighed).max_by_key(|hit| (hit.end, std::cmp::Reverse(hit.start)));
    let clause = around.before.rfind([',', '，', ';', '；']).unwrap_or(0);
    let applied = before.iter().any(|hit| hit.cue == Cue::Apply && hit.start >= clause);
    let valid = in_force && !setting.own;
    match nearest.map(|hit| hit.cue) {
        Some(Cue::Due | Cue::Close | Cue::Apply) => Verdict::Apply,
        Some(Cue::Until) if setting.apply && !valid => Verdict::Apply,
        Some(Cue::Event) => nearest.map_or(Verdict::Event, |hit| labelled(hit, &before)),
        Some(Cue::Other) if group.is_span() && applied => Verdict::Apply,
        Some(Cue::Other | Cue::Valid) => Verdict::Nothing,
        _ => told_behind(&after, setting, group),
    }
}

/// "Date" and "time" take their meaning from the word that they are glued to: 截止时间, 접수 기간.
fn labelled(event: &Hit, before: &[Hit]) -> Verdict {
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

/// What follows right behind the date, weekdays and times in brackets passed over.
fn suffix(after: &str, hits: &[Hit]) -> Option<Cue> {
    let mut rest = after.trim_start();
    for (open, close) in [('(', ')'), ('（', '）')] {
        if rest.starts_with(open) {
            let inside = rest.chars().take_while(|c| *c != close).count();
            if inside <= 8 {
                rest = rest.split_once(close).map_or("", |(_, tail)| tail).trim_start();
            }
        }
    }
    let skipped = after.len() - rest.len();
    hits.iter()
        .filter(|hit| matches!(hit.cue, Cue::Before | Cue::Due))
        .find(|hit| hit.start >= skipped && hit.start <= skipped + 4)
        .map(|hit| hit.cue)
}

/// Whether at most an article, a weekday or an hour stands between the word and the date.
fn adjacent(before: &str, hit: &Hit) -> bool {
    let between = before.get(hit.end..).unwrap_or_default();
    let words = between.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count();
    words <= 4 && between.chars().count() <= 32
}

/// Verbs behind the date: "am 24. April lädt die Hochschule ein", "に開催します".
fn told_behind(after: &[Hit], setting: Setting, group: &Group) -> Verdict {
    let first = after
        .iter()
        .filter(|hit| matches!(hit.cue, Cue::Event | Cue::Due | Cue::Other))
        .min_by_key(|hit| hit.start);
    match first.map(|hit| hit.cue) {
        Some(Cue::Event) => Verdict::Event,
        Some(Cue::Due) => Verdict::Apply,
        None if group.is_span() && setting.own => Verdict::Apply,
        _ => Verdict::Nothing,
    }
}
