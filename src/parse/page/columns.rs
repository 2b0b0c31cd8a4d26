//! Which link of a record is the news: links at the same place in every record form a column, and
//! the column that reads like titles wins.

use std::ops::Range;

use super::chunks::Chunk;
use super::features::Measure;
use super::hash::{Map, Set};
use super::links::{Link, Links};
use super::paging;
use super::regions::{self, Region};
use crate::parse::html::{At, Tree};

/// How many steps a row reaches up at most.
const MAX_GROWTH: usize = 8;
/// How many links a row wins by that: more are a block of their own.
const MAX_LINKS_GAINED: usize = 4;
/// The shortest text that may be a title, in units.
const TITLE: usize = 8;

/// One record with its main link.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub record: Range<At>,
    /// Index into the links of the page.
    pub link: usize,
    /// Other links of the record that read like titles of their own.
    pub rivals: usize,
    /// Whether the link stands inside running text.
    pub prose: bool,
    /// Whether the link stands in another place than that of most rows.
    pub odd: bool,
}

/// The rows of a group of like regions.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    pub rows: Vec<Row>,
    /// Records whose link says the same as others do ("more", "download").
    pub generic: usize,
}

/// One document linked from a record, by its most telling link.
struct Target {
    link: usize,
    path: u64,
    units: usize,
}

#[derive(Default)]
struct Column {
    records: usize,
    documents: Set<usize>,
    units: usize,
    headings: usize,
    telling: usize,
    first: usize,
}

pub(super) fn rows(measure: &Measure<'_>, group: &[Region<'_>]) -> Rows {
    let (tree, links) = (measure.tree, measure.links);
    let records: Vec<&Range<At>> = group.iter().flat_map(|region| &region.records).collect();
    let said = repeated(links, &records);
    let limit = (records.len() / 3).max(1);
    let telling = |index: usize, link: &Link, record: &Range<At>| {
        let common = said.get(&link.words).copied().unwrap_or(0) > limit;
        let dull = common && !is_all_said(measure, link, record);
        if dull || measure.facts(index).is_date { 0 } else { link.units.min(80) }
    };
    let targets: Vec<Vec<Target>> =
        records.iter().map(|record| targets(measure, record, &telling)).collect();
    let main = main_column(measure, &targets);
    let mut rows = Vec::new();
    let mut generic = 0;
    for (record, targets) in records.iter().zip(&targets) {
        let chosen = choose(targets, main).or_else(|| targets.iter().max_by_key(|t| t.units));
        let Some(chosen) = chosen else { continue };
        let Some(link) = links.get(chosen.link) else { continue };
        generic += usize::from(chosen.units == 0);
        // what a sentence of a post leads to is no rival of its title
        let told = |index: usize| links.get(index).is_some_and(|l| !in_prose(measure, l, record));
        let rivals = targets
            .iter()
            .filter(|t| t.link != chosen.link && t.units >= 14 && t.units * 2 > chosen.units)
            .filter(|t| told(t.link))
            .count();
        rows.push(Row {
            record: (*record).clone(),
            link: chosen.link,
            rivals,
            prose: in_prose(measure, link, record),
            odd: main.is_none_or(|(path, _)| path != chosen.path),
        });
    }
    grow(tree, links, group, &mut rows);
    Rows { rows, generic }
}

/// Lets each row reach up as far as no other row is reached: a date may stand beside the block
/// that repeats.
fn grow(tree: &Tree, links: &Links, group: &[Region<'_>], rows: &mut [Row]) {
    let frame = regions::frame(tree, group);
    let mut places: Vec<At> =
        rows.iter().filter_map(|row| links.get(row.link)).map(|link| link.at).collect();
    places.sort_unstable();
    let alone = |range: &Range<At>| {
        let from = places.partition_point(|&at| at < range.start);
        let to = places.partition_point(|&at| at < range.end);
        to - from == 1
    };
    for row in rows {
        let most = links.within(&row.record).len() + MAX_LINKS_GAINED;
        for _ in 0..MAX_GROWTH {
            let up = tree.parent(row.record.start);
            let wider = up..tree.end(up);
            let full = links.within(&wider).len() > most;
            if up <= frame || tree.end(up) > tree.end(frame) || full || !alone(&wider) {
                break;
            }
            row.record = wider;
        }
    }
}

/// The first of a record's links in the main column that is not much shorter than the longest.
fn choose(targets: &[Target], main: Option<(u64, bool)>) -> Option<&Target> {
    let (path, telling) = main?;
    let own = || targets.iter().filter(|target| target.path == path);
    let most = own().map(|target| target.units).max()?;
    own().find(|target| !telling || target.units * 2 >= most)
}

/// Whether a record says nothing but what a link says and when: what several records are called may
/// be the name of each.
fn is_all_said(measure: &Measure<'_>, link: &Link, record: &Range<At>) -> bool {
    if link.units < TITLE || paging::is_more(&link.text) {
        return false;
    }
    let pieces = measure.chunks.within(measure.tree, record);
    let own = |piece: &Chunk| piece.text == link.text || piece.units < TITLE;
    pieces.iter().all(|piece| own(piece) || piece.is_date(measure.clues))
}

/// In how many records each link text stands.
fn repeated(links: &Links, records: &[&Range<At>]) -> Map<usize, usize> {
    let mut said: Map<usize, usize> = Map::default();
    let mut here: Vec<usize> = Vec::new();
    for record in records {
        let words = links.within(record).filter_map(|i| links.get(i)).map(|link| link.words);
        here.extend(words);
        here.sort_unstable();
        here.dedup();
        for words in here.drain(..) {
            *said.entry(words).or_default() += 1;
        }
    }
    said
}

fn targets(
    measure: &Measure<'_>,
    record: &Range<At>,
    telling: &impl Fn(usize, &Link, &Range<At>) -> usize,
) -> Vec<Target> {
    let within = measure.links.within(record);
    let mut targets: Vec<Target> = Vec::with_capacity(within.len().min(8));
    // of each link of the record its target
    let mut places: Vec<usize> = Vec::with_capacity(within.len());
    for index in within.clone() {
        let Some(link) = measure.links.get(index) else { continue };
        let twin = link.twin.and_then(|twin| places.get(twin.checked_sub(within.start)?)).copied();
        let place = twin.unwrap_or(targets.len());
        places.push(place);
        let units = telling(index, link, record);
        let new = || Target {
            link: index,
            path: measure.looks.path(measure.tree, link.at, record),
            units,
        };
        match targets.get_mut(place) {
            None => targets.push(new()),
            Some(target) if better(measure, (index, units), target) => *target = new(),
            Some(_) => {}
        }
    }
    quiet_pictures(measure, &mut targets);
    targets
}

/// Where a record has a title to read, what its pictures are called is none.
fn quiet_pictures(measure: &Measure<'_>, targets: &mut [Target]) {
    let visible = |target: &Target| measure.facts(target.link).visible;
    if targets.iter().any(|target| target.units >= TITLE && visible(target)) {
        for target in targets.iter_mut().filter(|target| !visible(target)) {
            target.units = target.units.min(1);
        }
    }
}

/// Of two links to one document the one in a heading, then the longer unless it is a teaser.
fn better(measure: &Measure<'_>, new: (usize, usize), old: &Target) -> bool {
    let (fresh, known) = (measure.facts(new.0), measure.facts(old.link));
    match (fresh.heading, known.heading) {
        (true, false) => return new.1 > 0,
        (false, true) if old.units > 0 => return false,
        _ => {}
    }
    match (fresh.visible, known.visible) {
        (true, false) if new.1 >= 8 => return true,
        (false, true) if old.units >= 8 => return false,
        _ => {}
    }
    if old.units >= 12 && new.1 >= 60 && new.1 > old.units * 2 {
        return false;
    }
    new.1 > old.units && !(new.1 > 60 && old.units >= 12)
}

/// The path of the best column, and whether its links tell more than "more".
fn main_column(measure: &Measure<'_>, targets: &[Vec<Target>]) -> Option<(u64, bool)> {
    let mut columns: Map<u64, Column> = Map::default();
    let mut place = 0;
    for record in targets {
        let mut here: Map<u64, (usize, bool)> = Map::default();
        for target in record {
            let Some(link) = measure.links.get(target.link) else { continue };
            place += 1;
            let column = columns
                .entry(target.path)
                .or_insert_with(|| Column { first: place, ..Column::default() });
            column.documents.insert(link.document);
            let best = here.entry(target.path).or_default();
            best.0 = best.0.max(target.units.min(60));
            best.1 |= measure.facts(target.link).heading;
        }
        for (path, (units, heading)) in here {
            let Some(column) = columns.get_mut(&path) else { continue };
            column.records += 1;
            column.units += units;
            column.headings += usize::from(heading);
            column.telling += usize::from(units > 0);
        }
    }
    let worth = |column: &Column| {
        let records = column.records as f64;
        let own = column.documents.len() as f64 / records;
        let heading = 1.0 + (column.headings as f64 / records).min(1.0);
        // a column of buttons still beats none
        records * own.min(1.0) * (column.units as f64 / records + 1.0) * heading
    };
    columns
        .iter()
        .max_by(|(_, a), (_, b)| worth(a).total_cmp(&worth(b)).then(b.first.cmp(&a.first)))
        .map(|(path, column)| (*path, column.telling * 2 > column.records))
}

/// A link in one line with a good deal of other text is part of a sentence.
fn in_prose(measure: &Measure<'_>, link: &Link, record: &Range<At>) -> bool {
    let tree = measure.tree;
    let mut inner = link.at;
    for up in tree.ancestors(link.at) {
        if !tree.is_inline(up) || up < record.start {
            break;
        }
        inner = up;
    }
    let units = |at: At| measure.survey.text(&(at..tree.end(at)));
    let (mut before, mut after) = (0, 0);
    for child in tree.children(tree.parent(inner)).take(200) {
        let runs_on = !tree.is_element(child) || tree.is_inline(child) && tree.name(child) != "a";
        match child.cmp(&inner) {
            std::cmp::Ordering::Less if runs_on => before += units(child),
            std::cmp::Ordering::Less => before = 0,
            std::cmp::Ordering::Greater if runs_on => after += units(child),
            std::cmp::Ordering::Greater => break,
            std::cmp::Ordering::Equal => {}
        }
    }
    let own = link.units;
    before > 40 && before > own || (before > 16 && after > 30 && own < 40)
}
