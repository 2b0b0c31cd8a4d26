//! Which of a page's repeated blocks are news.

use std::collections::HashSet;
use std::ops::Range;

use super::columns::{self, Rows};
use super::features::{Features, Measure, heading_of};
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

    fn spans(&self) -> Vec<Range<At>> {
        self.rows.rows.iter().map(|row| row.record.clone()).collect()
    }
}

/// A list must be this near to the best one to be taken as well.
const NEAR_BEST: f64 = 0.6;

/// The lists of a page in document order; none where nothing is news.
pub(super) fn lists<'a>(measure: &Measure<'a>) -> Vec<Candidate<'a>> {
    let mut found = candidates(measure);
    found.retain(|candidate| candidate.score > weights::ACCEPT);
    found.sort_by(|a, b| b.value().total_cmp(&a.value()));
    let mut taken: Vec<Candidate<'a>> = Vec::new();
    let mut keys: HashSet<String> = HashSet::new();
    for candidate in found {
        let best = taken.first().map_or(candidate.score, |best| best.score);
        if candidate.score < best * NEAR_BEST
            || taken.iter().any(|other| overlap(&candidate, other))
        {
            continue;
        }
        let links = candidate.rows.rows.iter().filter_map(|row| measure.links.get(row.link));
        let own: Vec<String> = links.map(|link| link.key.clone()).collect();
        let fresh = own.iter().filter(|key| !keys.contains(*key)).count();
        if fresh * 2 < own.len() {
            continue;
        }
        keys.extend(own);
        taken.push(candidate);
    }
    taken.sort_by_key(|candidate| candidate.rows.rows.first().map_or(0, |row| row.record.start));
    taken
}

pub(super) fn candidates<'a>(measure: &Measure<'a>) -> Vec<Candidate<'a>> {
    regions::find(measure.tree, measure.links)
        .into_iter()
        .map(|group| {
            let rows = columns::rows(measure.tree, measure.links, &group);
            let features = measure.features(&group, &rows);
            let score = weights::score(&features);
            let heading =
                group.first().map(|region| heading_of(measure.tree, region)).unwrap_or_default();
            Candidate { group, rows, features, score, heading }
        })
        .collect()
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
