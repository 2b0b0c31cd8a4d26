//! What the words round a date say of it. The cue nearest to the date decides, unless its clause
//! speaks of results, payments or what is in force.

use super::around::Around;
use super::cues::{self, Cue, Hit};
use super::judge::{Group, Heading, Verdict};
use super::signs::{
    adjacent, from_then_on, in_brackets, is_expiring, is_label, is_shut, is_told_otherwise,
    labelled, past_it, shuts, suffix, takes_place,
};

/// What the sentence as a whole and the title say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Something is applied for, here, in the line above, or by the title.
    pub(super) apply: bool,
    pub(super) whole: &'a [Hit],
    pub(super) heading: Heading<'a>,
}

impl Setting<'_> {
    pub(super) fn has(self, cues: &[Cue]) -> bool {
        self.whole.iter().any(|hit| cues.contains(&hit.cue))
    }

    /// The sentence itself says that something is applied for.
    fn own(self) -> bool {
        self.has(&[Cue::Apply, Cue::Duty, Cue::Due]) || self.heading.due()
    }
}

/// A date with the cues round it.
struct Weighing<'a> {
    group: &'a Group,
    around: &'a Around,
    setting: Setting<'a>,
    before: Vec<Hit>,
    after: Vec<Hit>,
    clause: Vec<Hit>,
}

/// What the words round a date say; `None` where they say nothing of it.
pub(super) fn one(group: &Group, around: &Around, setting: Setting<'_>) -> Option<Verdict> {
    let (before, after) = (cues::hits(&around.before), cues::hits(&around.after));
    let all = Weighing { group, around, setting, before, after, clause: around.clause() };
    if is_expiring(&around.after, &all.after) {
        return Some(Verdict::Nothing);
    }
    if setting.has(&[Cue::Late]) && setting.own() && past_it(around) {
        return Some(Verdict::Apply);
    }
    let opens = !group.is_span() && group.last.1.time.is_none() && from_then_on(&around.after);
    if opens || all.is_of_results() {
        return Some(Verdict::Nothing);
    }
    if all.is_due_behind() {
        return Some(Verdict::Apply);
    }
    all.by_nearest()
}

impl Weighing<'_> {
    fn in_clause(&self, cues: &[Cue]) -> bool {
        self.clause.iter().any(|hit| cues.contains(&hit.cue))
    }

    /// Something is applied for in the clause of the date.
    fn asked(&self) -> bool {
        self.in_clause(&[Cue::Apply, Cue::Due])
    }

    /// The last such cue before the date, in its clause.
    fn told(&self, cue: Cue) -> Option<&Hit> {
        let from = self.around.clause_start();
        self.before.iter().rev().find(|hit| hit.cue == cue && hit.start >= from)
    }

    /// Results, payments, last year's: neither, unless it is asked for more.
    fn is_of_results(&self) -> bool {
        if self.in_clause(&[Cue::Past]) {
            return true;
        }
        let outcome = self.told(Cue::Outcome);
        let later = self.told(Cue::Apply).zip(outcome).is_some_and(|(a, b)| a.start >= b.end)
            || self.around.rest().iter().any(|hit| hit.cue == Cue::Apply);
        outcome.is_some() && self.told(Cue::Due).is_none() && !later
            || self.in_clause(&[Cue::Outcome, Cue::Pay]) && !self.asked()
    }

    fn in_force(&self) -> bool {
        self.before.iter().chain(&self.after).any(|hit| hit.cue == Cue::Valid)
    }

    /// "valid until", "expires on" right before the date.
    fn expires(&self) -> bool {
        let said = self.before.iter().filter(|hit| !matches!(hit.cue, Cue::Until | Cue::Limit));
        let last = said.max_by_key(|hit| (hit.end, std::cmp::Reverse(hit.start)));
        last.is_some_and(|hit| hit.cue == Cue::Valid && adjacent(&self.around.before, hit))
    }

    /// "decisions are sent by", "contracts start no later than", "visas are valid until".
    fn is_neither(&self) -> bool {
        self.in_clause(&[Cue::Other, Cue::Valid]) && !self.asked() || self.expires()
    }

    fn is_due_behind(&self) -> bool {
        let event = |hits: &[Hit]| hits.iter().any(|hit| takes_place(hit.cue));
        let lasting = self.group.is_span() && (event(&self.before) || event(&self.after));
        match suffix(&self.around.after, &self.after) {
            Some(Cue::Due) => true,
            Some(Cue::Before) => {
                let asked = self.setting.own() || !self.in_force();
                self.setting.apply && !lasting && !self.is_neither() && asked
            }
            _ => false,
        }
    }

    fn nearest(&self) -> Option<&Hit> {
        let weighed = |hit: &&Hit| match hit.cue {
            Cue::Until => !self.group.is_span() && adjacent(&self.around.before, hit),
            Cue::Close => self.setting.own() || self.setting.heading.asking(),
            Cue::Due | Cue::Limit | Cue::Event | Cue::Happen | Cue::Other => true,
            Cue::Valid => !self.setting.own() || self.expires(),
            Cue::Apply => self.group.is_span(),
            _ => false,
        };
        let weighed = self.before.iter().filter(weighed);
        weighed.max_by_key(|hit| (hit.end, std::cmp::Reverse(hit.start)))
    }

    fn by_nearest(&self) -> Option<Verdict> {
        let Some(nearest) = self.nearest() else { return self.by_rest() };
        let (asked, span, own) = (self.asked(), self.group.is_span(), self.setting.own());
        let told = |cue: Cue| self.told(cue).is_some();
        let verdict = match nearest.cue {
            Cue::Close if span && !asked => Verdict::Nothing,
            Cue::Due | Cue::Close | Cue::Apply => Verdict::Apply,
            Cue::Happen if own && shuts(&self.after) => Verdict::Apply,
            Cue::Limit if !self.is_neither() => Verdict::Apply,
            Cue::Until if told(Cue::Happen) && !asked => Verdict::Nothing,
            Cue::Until => return self.until(),
            Cue::Event | Cue::Happen if !asked && is_shut(&self.after) => Verdict::Nothing,
            Cue::Event | Cue::Happen if is_told_otherwise(&self.around.after, &self.after) => {
                Verdict::Nothing
            }
            Cue::Happen if told(Cue::Event) => Verdict::Event,
            Cue::Other if in_brackets(&self.around.before, nearest) => Verdict::Nothing,
            Cue::Happen | Cue::Other if span && told(Cue::Apply) => Verdict::Apply,
            Cue::Happen if told(Cue::Other) => Verdict::Nothing,
            Cue::Event | Cue::Happen => labelled(nearest, &self.before),
            _ => Verdict::Nothing,
        };
        Some(verdict)
    }

    fn until(&self) -> Option<Verdict> {
        let valid = self.in_force() && !self.setting.own();
        if self.setting.apply && !valid && !self.is_neither() {
            return Some(Verdict::Apply);
        }
        self.by_verb()
    }

    fn by_rest(&self) -> Option<Verdict> {
        let label = is_label(&self.around.before) && !self.in_force();
        if label && self.asked() { Some(Verdict::Apply) } else { self.by_verb() }
    }

    /// Verbs behind the date: "am 24. April lädt die Hochschule ein", "に開催します".
    fn by_verb(&self) -> Option<Verdict> {
        let telling = |hit: &&Hit| {
            takes_place(hit.cue)
                || matches!(hit.cue, Cue::Due | Cue::Other | Cue::Outcome)
                || hit.cue == Cue::Close && self.setting.own()
                || self.group.is_span() && hit.cue == Cue::Apply
        };
        let first = self.after.iter().filter(telling).min_by_key(|hit| hit.start);
        match first.map(|hit| hit.cue) {
            Some(Cue::Event | Cue::Happen) => Some(Verdict::Event),
            _ if self.is_neither() => Some(Verdict::Nothing),
            Some(Cue::Due | Cue::Apply | Cue::Close) => Some(Verdict::Apply),
            None => None,
            _ => Some(Verdict::Nothing),
        }
    }
}
