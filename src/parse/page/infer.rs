//! Which of a page's repeated blocks are news.

use std::ops::Range;

use super::columns::{self, Rows};
use super::features::{Features, Measure};
use super::hash::Set;
use super::regions::{self, Region};
use super::weights;
use crate::parse::html::At;

/// A block of the page with its rows and what speaks for it.
#[derive(Debug)]
pub(super) struct Candidate<'a> {
    pub group: Vec<Region<'a>>,
    pub rows: Rows,
    pub features: Features,
    pub score: f64,
    pub heading: String,
}

impl Candidate<'_> {
    /// What a block is worth beside others that overlap it.
    fn value(&self) -> f64 {
        self.score * (1.0 + self.rows.rows.len() as f64).ln()
    }

    /// How plainly it is what its page is about.
    fn strength(&self) -> f64 {
        let f = &self.features;
        1.5 * f64::from(u8::from(f.pager)) + f64::from(u8::from(f.named)) + f.own
    }

    pub(super) fn range(&self) -> Option<Range<At>> {
        let rows = &self.rows.rows;
        let start = rows.iter().map(|row| row.record.start).min()?;
        let end = rows.iter().map(|row| row.record.end).max()?;
        Some(start..end)
    }

    fn spans(&self) -> Vec<Range<At>> {
        self.rows.rows.iter().map(|row| row.record.clone()).collect()
    }
}

/// A list must be this near to the best one to be taken as well.
const NEAR_BEST: f64 = 0.6;
/// From here on a list is plainly what its page is about.
const PLAIN: f64 = 1.0;
/// How much weaker a second list of the same page may be.
const SLACK: f64 = 0.75;
/// How near to the main list another list of its page must come.
const LIKE_MAIN: f64 = 0.75;
/// Two lists with less text than this between them are neighbours.
const NEIGHBOURS: usize = 80;

/// The lists of a page in document order; none where nothing scores more than `accept`.
pub(super) fn lists<'a>(measure: &Measure<'a>, accept: f64) -> Vec<Candidate<'a>> {
    let mut found = candidates(measure, &|_| true, accept);
    found.retain(|candidate| candidate.score > accept + doubt(measure, candidate, accept));
    found.sort_by(|a, b| b.value().total_cmp(&a.value()));
    let mut taken: Vec<Candidate<'a>> = Vec::new();
    for candidate in found {
        let best = taken.first().map_or(candidate.score, |best| best.score);
        if candidate.score >= best * NEAR_BEST
            && !taken.iter().any(|other| overlap(&candidate, other))
        {
            taken.push(candidate);
        }
    }
    let mut taken = of_one_page(measure, taken);
    drop_repeats(measure, &mut taken);
    taken.sort_by_key(|candidate| candidate.rows.rows.first().map_or(0, |row| row.record.start));
    taken
}

/// What a block must score beyond the rest on a page of which nothing is known: a single row may be
/// anything, and what has no dates and is nowhere called news may be any collection of links.
fn doubt(measure: &Measure<'_>, candidate: &Candidate<'_>, accept: f64) -> f64 {
    let f = &candidate.features;
    if accept < weights::ACCEPT_UNASKED {
        return 0.0;
    }
    let news = f.news_heading || measure.survey.news || f.pager;
    let lone = if f.rows == 1 { 2.0 } else { 0.0 };
    lone + if f.dated < 0.3 && !news { 2.0 } else { 0.0 }
}

/// Where one list is plainly what the page is about, the others are asides unless they are as
/// plainly its own or continue it; on a page without such a list all count.
fn of_one_page<'a>(measure: &Measure<'a>, mut taken: Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
    let Some(main) = taken.iter().position(|c| c.strength() >= PLAIN) else {
        let aside = taken.first().map_or(0.0, |best| best.features.zone) + 0.35;
        let dated = taken.first().is_some_and(|best| best.features.dated >= 0.5);
        taken.retain(|candidate| {
            let f = &candidate.features;
            f.zone <= aside && (!dated || f.dated >= 0.5 || f.news_heading)
        });
        return taken;
    };
    let strongest = taken.iter().map(Candidate::strength).fold(0.0, f64::max);
    let main = taken.iter().position(|c| c.strength() >= strongest - f64::EPSILON).unwrap_or(main);
    let keep: Vec<bool> = taken
        .iter()
        .map(|candidate| {
            taken
                .get(main)
                .is_some_and(|main| equals(candidate, main) || continues(measure, candidate, main))
        })
        .collect();
    let mut keep = keep.into_iter();
    taken.retain(|_| keep.next().unwrap_or(false));
    taken
}

/// As plainly what the page is about as the main list, and of its kind.
fn equals(other: &Candidate<'_>, main: &Candidate<'_>) -> bool {
    let (o, m) = (&other.features, &main.features);
    let paged = !m.pager || o.pager || o.named;
    let dated = m.dated < 0.5 || o.dated >= 0.5;
    let strong = other.strength() >= (main.strength() - SLACK).max(PLAIN);
    strong && paged && dated && other.score >= main.score * LIKE_MAIN
}

/// A featured item or a second column: right beside the main list, under no heading of its own.
fn continues(measure: &Measure<'_>, other: &Candidate<'_>, main: &Candidate<'_>) -> bool {
    let unheaded =
        other.heading.is_empty() || other.heading == main.heading || other.features.named;
    let (Some(a), Some(b)) = (other.range(), main.range()) else { return false };
    let between = if a.end <= b.start { a.end..b.start } else { b.end..a.start };
    let (o, m) = (&other.features, &main.features);
    let alike = (o.dated - m.dated).abs() < 0.5 && (o.teaser - m.teaser).abs() < 0.5;
    unheaded && alike && measure.survey.text(&between) <= NEIGHBOURS
}

/// Drops lists that mostly repeat others.
fn drop_repeats(measure: &Measure<'_>, taken: &mut Vec<Candidate<'_>>) {
    let mut keys: Set<usize> = Set::default();
    taken.retain(|candidate| {
        let links = candidate.rows.rows.iter().filter_map(|row| measure.links.get(row.link));
        let own: Vec<usize> = links.map(|link| link.document).collect();
        let fresh = own.iter().filter(|key| !keys.contains(*key)).count();
        let keep = fresh * 2 >= own.len();
        if keep {
            keys.extend(own);
        }
        keep
    });
}

/// Every block that repeats, below the containers that are wanted, and that scores more than
/// `floor`.
pub(super) fn candidates<'a>(
    measure: &Measure<'a>,
    wanted: &dyn Fn(At) -> bool,
    floor: f64,
) -> Vec<Candidate<'a>> {
    let groups = regions::find(measure, wanted);
    groups.into_iter().filter_map(|group| candidate(measure, group, floor)).collect()
}

pub(super) fn candidate<'a>(
    measure: &Measure<'a>,
    group: Vec<Region<'a>>,
    floor: f64,
) -> Option<Candidate<'a>> {
    let rows = columns::rows(measure, &group);
    let heading = measure.heading_of(&group);
    let mut features = measure.features(&group, &rows, &heading);
    if weights::score(&features) <= floor {
        return None;
    }
    (features.dated, features.teaser) = measure.looked(&rows);
    let score = weights::score(&features);
    (score > floor).then_some(Candidate { group, rows, features, score, heading })
}

fn overlap(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let (a, b) = (a.spans(), b.spans());
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x.start < y.end && y.start < x.end {
            return true;
        }
        if x.end <= y.start { i += 1 } else { j += 1 }
    }
    false
}
