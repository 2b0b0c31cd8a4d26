//! What each date of a sentence is: a deadline, an event, or neither. What the words round the date
//! leave open, the heading of the list tells, then the date before it, then the title.

use jiff::civil::Date;

use super::super::date::{self, Found};
use super::around::{self, Around};
use super::cues::{self, Cue, Hit};
use super::moved;
use super::sentence::Sentence;
use super::signs::is_label;
use super::weigh::{self, Setting};

/// One date, or the two ends of a span.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) first: (Date, Found),
    pub(super) last: (Date, Found),
}

impl Group {
    pub(super) fn is_span(&self) -> bool {
        self.first.0 != self.last.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Apply,
    /// A deadline that stays when others are moved.
    Kept,
    Event,
    /// A deadline that the same sentence replaces by a later one.
    Replaced,
    Nothing,
}

/// What the title says the notice is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heading<'a>(pub(super) &'a [Hit]);

impl Heading<'_> {
    fn has(self, cues: &[Cue]) -> bool {
        self.0.iter().any(|hit| cues.contains(&hit.cue))
    }

    /// Something is applied for, or may have to be.
    fn applying(self) -> bool {
        self.has(&[Cue::Apply, Cue::Due, Cue::Extend, Cue::Offer])
    }

    /// By a word of applying or handing in itself.
    pub(super) fn asking(self) -> bool {
        self.has(&[Cue::Apply, Cue::Due])
    }

    pub(super) fn due(self) -> bool {
        self.has(&[Cue::Due])
    }

    pub(super) fn event(self) -> bool {
        self.has(&[Cue::Event, Cue::Happen])
    }

    /// A date was moved.
    pub(super) fn moved(self) -> bool {
        self.has(&[Cue::Extend, Cue::Advance])
    }
}

/// What each of the groups is, in their order.
pub(super) fn all(
    sentence: &Sentence<'_>,
    groups: &[Group],
    heading: Heading<'_>,
) -> Vec<(Group, Verdict)> {
    let whole = cues::hits(&date::fold(sentence.text));
    let has = |cue: Cue| whole.iter().any(|hit| hit.cue == cue);
    if has(Cue::Cancel) {
        return Vec::new();
    }
    let lead = cues::hits(&date::fold(sentence.lead));
    let apply = has(Cue::Apply)
        || has(Cue::Due)
        || has(Cue::Limit)
        || has(Cue::Duty)
        || has(Cue::Person)
        || has(Cue::Offer)
        || heading.applying()
        || lead.iter().any(|hit| matches!(hit.cue, Cue::Apply | Cue::Due | Cue::Offer));
    if let Some(moved) = moved::all(sentence, groups, &whole, heading, apply) {
        return moved;
    }
    let setting = Setting { apply, whole: &whole, heading };
    let over = has(Cue::Over);
    let keeps = has(Cue::Keep);
    let mut out: Vec<(Group, Verdict)> = Vec::with_capacity(groups.len());
    for (at, group) in groups.iter().enumerate() {
        let around = around::of(sentence, groups, at);
        let before = out.last().map(|(_, verdict)| *verdict);
        let told = before
            .filter(|_| at > 0 && is_listed(&around))
            .or_else(|| weigh::one(group, &around, setting))
            .or_else(|| under(sentence.section, group, &around, setting))
            .or_else(|| before.filter(|_| continues(&around)))
            .or_else(|| spanning(group, &around, setting))
            .or_else(|| labelled(&around, setting));
        let verdict = match told {
            _ if !keeps && moved::is_former(&around) => Verdict::Replaced,
            None if heading.event() && announced(group, &around, heading) => Verdict::Event,
            told if keeps && apply && told != Some(Verdict::Event) => Verdict::Kept,
            Some(Verdict::Apply) if over => Verdict::Nothing,
            told => told.unwrap_or(Verdict::Nothing),
        };
        out.push((*group, verdict));
    }
    out
}

/// "3 and 4 May": the second date is of what the first is of.
fn is_listed(around: &Around) -> bool {
    matches!(
        around.before.trim(),
        "and" | "und" | "et" | "y" | "и" | "e" | "," | "、" | "和" | "및" | "&" | "/"
    )
}

/// Whether a date of which nothing else is said is that of the event in the title: one with a
/// time, or where nothing is applied for.
fn announced(group: &Group, around: &Around, heading: Heading<'_>) -> bool {
    let other = |hits: Vec<Hit>| {
        let cues =
            [Cue::Other, Cue::Outcome, Cue::Due, Cue::Limit, Cue::Until, Cue::Valid, Cue::Pay];
        hits.iter().any(|hit| cues.contains(&hit.cue))
    };
    let after = [Cue::Other, Cue::Outcome, Cue::Valid, Cue::Pay, Cue::Over];
    (group.first.1.time.is_some() || !heading.asking())
        && !other(cues::hits(&around.before))
        && !around.clause().iter().any(|hit| after.contains(&hit.cue))
}

/// What the heading of a list tells of a date whose own line says nothing.
fn under(heading: &str, group: &Group, around: &Around, setting: Setting<'_>) -> Option<Verdict> {
    let own = cues::hits(&around.before);
    if heading.is_empty() || own.iter().any(|hit| hit.cue == Cue::Valid) {
        return None;
    }
    weigh::one(group, &around.under(heading), Setting { apply: true, ..setting })
}

/// "Full proposal: 3 May", where the title says that something is asked for.
fn labelled(around: &Around, setting: Setting<'_>) -> Option<Verdict> {
    let in_force = around.clause().iter().any(|hit| hit.cue == Cue::Valid);
    let label = is_label(&around.before) && !in_force;
    (label && setting.heading.asking()).then_some(Verdict::Apply)
}

/// A span of which nothing is said is that of what the sentence or the title is about.
fn spanning(group: &Group, around: &Around, setting: Setting<'_>) -> Option<Verdict> {
    let (own, titled) = (setting.has(&[Cue::Apply, Cue::Due]), setting.heading.asking());
    if !group.is_span() {
        return None;
    }
    if !own && (titled && is_label(&around.before) || setting.heading.event()) {
        return Some(Verdict::Event);
    }
    (own || titled).then_some(Verdict::Apply)
}

/// Whether a date goes on with the list of the date before: "for Asia 3 March, for Africa 4 May".
fn continues(around: &Around) -> bool {
    let short = around.before.chars().count() <= 60;
    short
        && cues::hits(&around.before)
            .iter()
            .all(|hit| matches!(hit.cue, Cue::Apply | Cue::Offer | Cue::Person | Cue::Before))
}
