//! Whether two items tell the same story: what differs decides, not only how much.

use std::cell::OnceCell;

use super::related::site;
use super::shingle::{Overlap, Shingles};
use super::text::{Differences, differences};
use super::title::{Likeness, Title};
use super::tokens::head;
use super::{Facts, Sketch};
use crate::curate::normalise::letters;
use crate::model::{DateOrigin, JoinReason};

/// Mass of a text that is more than an announcement of itself: some 120 Chinese characters or 45 words.
const FULL: usize = 220;

/// Whole texts with a smaller share of common pieces, and of the shorter one in the longer, tell of
/// different things.
const TOUCHING: f64 = 0.3;
const HELD: f64 = 0.6;

/// Days within which two title-only items with one title are one story.
const SAME_TIME: i64 = 3;

/// Days after which even the same words may tell of another year's event.
const LONG_AGO: i64 = 200;

/// An item made ready for comparison.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) facts: &'a Facts,
    pub(super) title: Title,
    sketch: Option<&'a Sketch>,
    letters: OnceCell<String>,
    shingles: OnceCell<Shingles>,
}

impl<'a> Prepared<'a> {
    /// Its text is prepared when it is asked for.
    pub(super) fn of(facts: &'a Facts, sketch: Option<&'a Sketch>) -> Self {
        Self {
            facts,
            title: Title::of(&facts.title),
            sketch,
            letters: OnceCell::new(),
            shingles: OnceCell::new(),
        }
    }

    pub(super) fn letters(&self) -> &str {
        self.letters.get_or_init(|| letters(head(&self.facts.text)))
    }

    pub(super) fn shingles(&self) -> &Shingles {
        self.shingles.get_or_init(|| Shingles::of(&self.facts.text))
    }

    fn site(&self) -> &str {
        site(&self.facts.url).unwrap_or_default()
    }

    pub(super) fn same_site(&self, other: &Self) -> bool {
        !self.site().is_empty() && self.site() == other.site()
    }

    /// Both texts are whole enough to speak for themselves, and a glance shows that they say nothing
    /// in common.
    fn is_plainly_other(&self, other: &Self) -> bool {
        let (Some(a), Some(b)) = (self.sketch, other.sketch) else { return false };
        a.mass().min(b.mass()) >= FULL && a.is_far_from(b, TOUCHING, HELD)
    }

    /// Calendar days between the two publications, where both are known.
    pub(super) fn days_from(&self, other: &Self) -> Option<i64> {
        let day = |facts: &Facts| {
            facts
                .published
                .filter(|p| !matches!(p.from, DateOrigin::FirstSeen | DateOrigin::Header))
                .map(|p| p.date())
        };
        let (a, b) = (day(self.facts)?, day(other.facts)?);
        Some(i64::from((a - b).get_days()).abs())
    }
}

/// How two items stand to each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// One story, with the reason and how sure it is (higher is surer).
    Same {
        why: JoinReason,
        strength: f64,
    },
    /// Not enough to join, nothing that speaks against being in one story.
    Akin,
    /// The same event or subject told differently.
    Related,
    /// Alike, but something that matters differs.
    Clash,
    Apart,
}

pub(super) fn compare(a: &Prepared<'_>, b: &Prepared<'_>) -> Verdict {
    if a.facts.url == b.facts.url {
        return Verdict::Same { why: JoinReason::SameUrl, strength: 4.0 };
    }
    if a.facts.guid.is_some() && a.facts.guid == b.facts.guid && a.facts.source == b.facts.source {
        return Verdict::Same { why: JoinReason::SameGuid, strength: 3.0 };
    }
    let title = a.title.likeness(&b.title);
    if title == Likeness::Clash {
        return Verdict::Clash;
    }
    if title != Likeness::Same && (other_step(a, b) || other_step(b, a)) {
        return Verdict::Clash;
    }
    if a.is_plainly_other(b) {
        return elsewhere(a, b, title);
    }
    let overlap = a.shingles().overlap(b.shingles());
    match a.shingles().mass().min(b.shingles().mass()) {
        0 => by_title(a, b, title),
        n if n < FULL => by_notice(a, b, title, overlap),
        _ => by_text(a, b, title, overlap),
    }
}

/// One of them has no text.
fn by_title(a: &Prepared<'_>, b: &Prepared<'_>, title: Likeness) -> Verdict {
    let days = a.days_from(b);
    let near_in_time = days.is_none_or(|days| days <= SAME_TIME);
    let told = a.title.is_telling() && b.title.is_telling();
    // what a list calls the same on another day is the next issue of it
    let next_issue = a.facts.source == b.facts.source && days.is_some_and(|days| days > 0);
    match title {
        Likeness::Same | Likeness::Near if !near_in_time => Verdict::Apart,
        Likeness::Same | Likeness::Near if next_issue => Verdict::Related,
        Likeness::Same | Likeness::Near if told && is_one_voice(a, b, days) => {
            Verdict::Same { why: JoinReason::SameTitle, strength: 1.0 }
        }
        Likeness::Same | Likeness::Near => Verdict::Related,
        Likeness::Other(share) if share >= 0.5 && near_in_time => Verdict::Related,
        _ => Verdict::Apart,
    }
}

/// Whether one title from two houses is one story. Notices carry the same words in every house.
fn is_one_voice(a: &Prepared<'_>, b: &Prepared<'_>, days: Option<i64>) -> bool {
    a.same_site(b) || (!a.title.is_notice() && (days.is_some() || a.title.weight() >= 30))
}

/// The shorter text is but a few sentences: the titles have to agree as well.
fn by_notice(a: &Prepared<'_>, b: &Prepared<'_>, title: Likeness, overlap: Overlap) -> Verdict {
    let (jaccard, held) = (overlap.jaccard(), overlap.containment());
    let days = a.days_from(b);
    let differ = differences(&a.facts.text, &b.facts.text);
    if differ.numbers > 0 || differ.names > 0 {
        return if jaccard >= 0.2 { Verdict::Clash } else { clash_or_related(title) };
    }
    let alike = jaccard >= 0.55 || held >= 0.8;
    let near_in_time = days.is_none_or(|days| days <= if alike { 30 } else { SAME_TIME });
    let one_voice = is_one_voice(a, b, days);
    let least = if a.facts.source == b.facts.source { 12 } else { 40 };
    let same_column =
        a.same_site(b) && overlap.smaller() >= least && jaccard < 0.1 && days != Some(0);
    let enough = match title {
        Likeness::Same => alike || (a.title.is_telling() && one_voice && !same_column),
        Likeness::Near => alike || (jaccard >= 0.3 && one_voice),
        Likeness::Other(share) => alike && share >= 0.42 && overlap.ratio() >= 0.4,
        Likeness::Clash => false,
    };
    if enough && near_in_time {
        // one text for many subjects: its title and the text itself name another
        if matches!(title, Likeness::Other(_)) && subjects_differ(a, b) {
            return Verdict::Clash;
        }
        return match title {
            Likeness::Same if !alike => Verdict::Same { why: JoinReason::SameTitle, strength: 1.2 },
            _ => Verdict::Same { why: JoinReason::NearText(jaccard), strength: 1.0 + jaccard },
        };
    }
    match title {
        Likeness::Same | Likeness::Near if near_in_time => Verdict::Akin,
        Likeness::Other(share) if share >= 0.4 || jaccard >= 0.3 || held >= 0.6 => Verdict::Related,
        _ => Verdict::Apart,
    }
}

fn clash_or_related(title: Likeness) -> Verdict {
    match title {
        Likeness::Same | Likeness::Near => Verdict::Clash,
        Likeness::Other(share) if share >= 0.4 => Verdict::Related,
        _ => Verdict::Apart,
    }
}

/// Both texts are whole enough to speak for themselves.
fn by_text(a: &Prepared<'_>, b: &Prepared<'_>, title: Likeness, overlap: Overlap) -> Verdict {
    let (jaccard, held) = (overlap.jaccard(), overlap.containment());
    let titled = matches!(title, Likeness::Same | Likeness::Near);
    if jaccard < TOUCHING && held < HELD {
        return elsewhere(a, b, title);
    }
    let differ = differences(&a.facts.text, &b.facts.text);
    let names = differ.repeated_names > 0 || differ.inner_names > 0 || differ.names > 2;
    if differ.numbers > 0 || names {
        return Verdict::Clash;
    }
    if !titled && subjects_differ(a, b) {
        return Verdict::Clash;
    }
    if is_long_ago(a, b, &differ) {
        return Verdict::Apart;
    }
    let part = held >= 0.85 && overlap.ratio() >= if titled { 0.1 } else { 0.4 };
    if jaccard >= 0.6 || part {
        return Verdict::Same {
            why: JoinReason::NearText(jaccard),
            strength: 1.0 + jaccard.max(held * 0.9),
        };
    }
    if titled && (jaccard >= 0.35 || held >= 0.6) { Verdict::Akin } else { Verdict::Related }
}

/// Whole texts with little in common.
fn elsewhere(a: &Prepared<'_>, b: &Prepared<'_>, title: Likeness) -> Verdict {
    let share = if let Likeness::Other(share) = title { share } else { 1.0 };
    let near_in_time = a.days_from(b).is_none_or(|days| days <= 14);
    if share >= 0.5 && near_in_time { Verdict::Related } else { Verdict::Apart }
}

/// One title names a step (extended, cancelled, results) of which the other item says nothing.
fn other_step(a: &Prepared<'_>, b: &Prepared<'_>) -> bool {
    a.title
        .steps()
        .iter()
        .any(|step| !b.title.whole().contains(step) && !b.letters().contains(step))
}

/// The same words more than half a year later are the same story only if they name their dates.
fn is_long_ago(a: &Prepared<'_>, b: &Prepared<'_>, differ: &Differences) -> bool {
    a.days_from(b).is_some_and(|days| days > LONG_AGO) && !differ.both_dated
}

/// What one title has and the other lacks, and the texts bear it out: each names its own, neither
/// names the other's.
fn subjects_differ(a: &Prepared<'_>, b: &Prepared<'_>) -> bool {
    a.title.gaps(&b.title).iter().any(|gap| {
        let of_a = a.title.tokens().span(gap.a.clone()).joined();
        let of_b = b.title.tokens().span(gap.b.clone()).joined();
        let borne_out = |word: &str, own: &str, other: &str| {
            word.chars().count() >= 2 && own.contains(word) && !other.contains(word)
        };
        borne_out(of_a, a.letters(), b.letters()) && borne_out(of_b, b.letters(), a.letters())
    })
}
