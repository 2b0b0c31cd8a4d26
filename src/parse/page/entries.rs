//! From rows to entries: titles, dates, and the last choice among rows.

use std::ops::Range;

use super::columns::Row;
use super::features::Measure;
use super::hash::{Hash, Map, Set};
use super::infer::Candidate;
use super::text::{self, Glued};
use super::titles::{self, Title};
use super::{dates, paging};
use crate::model::{DateOrigin, Entry, Published};
use crate::parse::date;
use crate::parse::html::At;

/// Shortest text, in units, that tells something of an entry.
const TEASER: usize = 50;
/// Longest summary kept, in characters (design limit).
const MAX_SUMMARY: usize = 2000;

/// The entries of one list, in page order.
pub(super) fn of(list: &Candidate<'_>, measure: &Measure<'_>) -> Vec<Entry> {
    let rows = &list.rows.rows;
    let dates = dates::of(measure, rows);
    let titles = titles_of(rows, measure);
    let glued = Glued::of(titles.iter().flatten().map(|title| title.text.as_str()), measure.clues);
    let regular = Regular::of(rows, &dates, measure);
    let headings = headings(list, measure);
    let mut entries = Vec::new();
    for ((row, date), title) in rows.iter().zip(dates).zip(titles) {
        let (Some(link), Some(title)) = (measure.links.get(row.link), title) else { continue };
        let odd = row.odd && !regular.fits(measure.facts(row.link).mask, date.is_some());
        if odd || paging::is_more(&title.text) {
            continue;
        }
        let block = headings.iter().find(|(block, _)| block.contains(&row.record.start));
        let section = block.map_or(&list.heading, |(_, heading)| heading);
        let mut entry =
            Entry::new(link.url.clone(), text::clean(&title.text, glued, measure.clues));
        entry.spelled.clone_from(&link.spelled);
        entry.title_cut = title.cut;
        entry.published = date.or_else(|| dated_heading(section, measure));
        entry.summary = teaser(row, &entry.title, measure);
        entry.section = (!section.is_empty()).then(|| section.clone());
        entries.push(entry);
    }
    entries
}

/// The date of a block whose heading is one.
fn dated_heading(heading: &str, measure: &Measure<'_>) -> Option<Published> {
    if !titles::is_date(heading, measure.clues) {
        return None;
    }
    date::scan(heading, measure.clues).first()?.published(measure.clues, DateOrigin::Listing)
}

/// The longest text of a row beside its title, where it is a sentence.
fn teaser(row: &Row, title: &str, measure: &Measure<'_>) -> Option<String> {
    let pieces = measure.chunks.within(measure.tree, &row.record);
    let longest = pieces.iter().max_by_key(|piece| piece.units)?;
    let own = longest.units < TEASER || longest.text.contains(title);
    (!own).then(|| longest.text.chars().take(MAX_SUMMARY).collect())
}

/// The heading of each block of a list that is made of several.
fn headings(list: &Candidate<'_>, measure: &Measure<'_>) -> Vec<(Range<At>, String)> {
    let blocks = list.group.iter().filter(|block| list.group.len() > 1 && block.records.len() > 1);
    let heading = |block| measure.heading_of(std::slice::from_ref(block));
    blocks
        .map(|block| (block.container..measure.tree.end(block.container), heading(block)))
        .collect()
}

fn titles_of(rows: &[Row], measure: &Measure<'_>) -> Vec<Option<Title>> {
    let mut said: Map<usize, usize> = Map::default();
    for link in rows.iter().filter_map(|row| measure.links.get(row.link)) {
        *said.entry(link.words).or_default() += 1;
    }
    let of = |row: &Row| {
        let link = measure.links.get(row.link)?;
        let common = said.get(&link.words).copied().unwrap_or(0);
        let generic = common > 2 && common * 3 > rows.len()
            || link.text.is_empty()
            || paging::is_more(&link.text)
            || measure.facts(row.link).is_date;
        titles::of(measure, row, generic)
    };
    let mut titles: Vec<Option<Title>> = rows.iter().map(of).collect();
    titles::drop_refrains(&mut titles);
    titles
}

/// What the regular rows of a list have in common; a row that differs must have as much.
struct Regular {
    dated: bool,
    masks: Set<Hash>,
}

impl Regular {
    fn of(rows: &[Row], dates: &[Option<Published>], measure: &Measure<'_>) -> Self {
        let regular: Vec<(&Row, &Option<Published>)> =
            rows.iter().zip(dates).filter(|(row, _)| !row.odd).collect();
        let dated = regular.iter().filter(|(_, date)| date.is_some()).count();
        let masks = regular.iter().map(|(row, _)| measure.facts(row.link).mask);
        Self { dated: dated * 10 > regular.len() * 8, masks: masks.collect() }
    }

    fn fits(&self, mask: Hash, dated: bool) -> bool {
        if self.dated { dated } else { self.masks.contains(&mask) }
    }
}
