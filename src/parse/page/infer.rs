//! Which of a page's repeated blocks are news.

use std::ops::Range;

use super::choice;
use super::columns::{self, Row, Rows};
use super::features::{Features, Measure};
use super::kin;
use super::lone;
use super::regions::{self, Region};
use super::{weights, words};
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
    pub(super) fn value(&self) -> f64 {
        self.score * (1.0 + self.rows.rows.len() as f64).ln()
    }

    /// How plainly it is what its page is about.
    pub(super) fn strength(&self) -> f64 {
        let f = &self.features;
        1.5 * f64::from(u8::from(f.pager)) + f64::from(u8::from(f.named)) + f.own
    }

    pub(super) fn range(&self) -> Option<Range<At>> {
        let rows = &self.rows.rows;
        let start = rows.iter().map(|row| row.record.start).min()?;
        let end = rows.iter().map(|row| row.record.end).max()?;
        Some(start..end)
    }

    pub(super) fn spans(&self) -> Vec<Range<At>> {
        self.rows.rows.iter().map(|row| row.record.clone()).collect()
    }
}

/// A list must be this near to the best one to be taken as well.
const NEAR_BEST: f64 = 0.6;
/// The same on the front of a site, where lists of many kinds stand.
const NEAR_BEST_ON_FRONT: f64 = 0.25;
/// A list of so many rows that is plainly news tells that its page holds some.
const PLAIN: usize = 3;
/// What a list without dates under no name of news must score beyond others where none is sought.
const UNDATED: f64 = 0.8;
/// More blocks than this are rows of their own.
const MAX_BLOCKS: usize = 12;
/// A shorter link text names a section, in units.
const NAME: usize = 16;
/// How many rows tell what their blocks are.
const SAMPLE: usize = 40;

/// The lists of a page in document order; none where nothing scores more than `accept`.
pub(super) fn lists<'a>(measure: &Measure<'a>, accept: f64) -> Vec<Candidate<'a>> {
    let front = measure.survey.front;
    let floor = accept.min(weights::ACCEPT) - if front { kin::BONUS } else { 0.0 };
    let all = candidates(measure, &|_| true, floor);
    let passes = |list: &Candidate<'_>| list.score > accept + doubt(measure, list, accept);
    // where one list is plain, the page is known to hold news
    let known = all.iter().any(|list| list.features.rows >= PLAIN && passes(list));
    let (mut found, weak): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|list| if known { list.score > weights::ACCEPT } else { passes(list) });
    found.sort_by(|a, b| b.value().total_cmp(&a.value()));
    let near = if front { NEAR_BEST_ON_FRONT } else { NEAR_BEST };
    let mut taken: Vec<Candidate<'a>> = Vec::new();
    let mut judged: Vec<Vec<Range<At>>> = Vec::new();
    for candidate in found {
        let best = taken.first().map_or(candidate.score, |best| best.score);
        let spans = candidate.spans();
        if candidate.score >= best * near && !judged.iter().any(|other| overlap(&spans, other)) {
            judged.push(spans);
            taken.push(candidate);
        }
    }
    if taken.is_empty() {
        taken.extend(lone::find(measure, accept));
    }
    let taken = taken.into_iter().map(|list| without_asides(measure, list));
    let mut taken = choice::of_page(measure, taken.collect());
    if front {
        kin::add(measure, &mut taken, weak, judged);
    }
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
    // buttons that do something with the page
    let answers = if f.siblings > 0.5 && f.generic > 0.5 { 3.0 } else { 0.0 };
    lone + answers + if f.dated < 0.3 && !news { UNDATED } else { 0.0 }
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
    let (group, rows) = without_strays(measure, group);
    let heading = measure.heading_of(&group);
    let mut features = measure.features(&group, &rows, &heading);
    if weights::score(&features) <= floor {
        return None;
    }
    (features.dated, features.teaser, features.priced) = measure.looked(&rows);
    let score = weights::score(&features);
    (score > floor).then_some(Candidate { group, rows, features, score, heading })
}

/// A list without those of its blocks whose headings say that they repeat others or lead away,
/// where there are both.
fn without_asides<'a>(measure: &Measure<'a>, list: Candidate<'a>) -> Candidate<'a> {
    let group = &list.group;
    if group.len() < 2 || group.len() > MAX_BLOCKS {
        return list;
    }
    let is_aside = |region: &&Region<'a>| {
        let heading = measure.heading_of(std::slice::from_ref(*region));
        region.records.len() > 1 && words::is_aside_heading(&heading)
    };
    let rest: Vec<Region<'a>> = group.iter().filter(|region| !is_aside(region)).cloned().collect();
    if rest.is_empty() || rest.len() == group.len() {
        return list;
    }
    candidate(measure, rest, f64::NEG_INFINITY).unwrap_or(list)
}

/// A menu may look like the list beside it: blocks of short names or of plain addresses without
/// dates go where the others have them.
fn without_strays<'a>(measure: &Measure<'a>, group: Vec<Region<'a>>) -> (Vec<Region<'a>>, Rows) {
    let rows = columns::rows(measure, &group);
    if group.len() < 2 || group.len() > MAX_BLOCKS {
        return (group, rows);
    }
    let told = |row: &Row| {
        let link = measure.links.get(row.link)?;
        let named = link.units < NAME || !measure.facts(row.link).document;
        let named = named && !measure.look(row).0;
        Some((link.at, named))
    };
    let told: Vec<(At, bool)> = rows.rows.iter().take(SAMPLE).filter_map(told).collect();
    let named = told.iter().filter(|(_, named)| *named).count();
    if named == 0 || named * 2 > told.len() {
        return (group, rows);
    }
    let is_stray = |region: &Region<'_>| {
        let range = region.container..measure.tree.end(region.container);
        let mut own = told.iter().filter(|(at, _)| range.contains(at)).peekable();
        own.peek().is_some() && own.all(|(_, named)| *named)
    };
    let kept: Vec<_> = group.iter().filter(|region| !is_stray(region)).cloned().collect();
    if kept.len() == group.len() || kept.is_empty() {
        return (group, rows);
    }
    let rows = columns::rows(measure, &kept);
    (kept, rows)
}

/// Whether two blocks share a part of the page.
pub(super) fn overlap(a: &[Range<At>], b: &[Range<At>]) -> bool {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x.start < y.end && y.start < x.end {
            return true;
        }
        if x.end <= y.start { i += 1 } else { j += 1 }
    }
    false
}
