//! From rows to entries: titles, dates, and the last choice among rows.

use std::ops::Range;

use super::columns::Row;
use super::features::Measure;
use super::hash::{Hash, Map, Set};
use super::infer::Candidate;
use super::links::Link;
use super::text::{self, Glued};
use super::titles::{self, Title};
use super::{dates, paging};
use crate::model::{DateOrigin, Entry, Published, WebUrl};
use crate::parse::date;
use crate::parse::html::At;

/// Shortest text, in units, that tells something of an entry.
const TEASER: usize = 50;
/// A shorter link text names a section, in units.
const NAME: usize = 16;
/// So many rows tell where a list stands.
const SAMPLE: usize = 100;
/// Longest summary kept, in characters (design limit).
const MAX_SUMMARY: usize = 2000;

/// The entries of one list, in page order.
pub(super) fn of(list: &Candidate<'_>, measure: &Measure<'_>) -> Vec<Entry> {
    let rows = &list.rows.rows;
    let dates = dates::of(measure, rows);
    let titles = titles_of(rows, measure);
    let regular = Regular::of(rows, &dates, measure);
    let told = rows.iter().zip(dates).zip(titles).filter_map(|((row, date), title)| {
        let (link, title) = (measure.links.get(row.link)?, title?);
        let facts = measure.facts(row.link);
        let odd = row.odd && !regular.fits(facts.mask, date.is_some());
        let stray = date.is_none()
            && (regular.is_name(link.units, facts.document) || regular.holds(&link.url));
        (!odd && !stray && !paging::is_more(&title.text)).then_some((row, link, date, title))
    });
    let told: Vec<(&Row, &Link, Option<Published>, Title)> = told.collect();
    let glued = Glued::of(told.iter().map(|(.., title)| title.text.as_str()), measure.clues);
    let headings = headings(list, measure);
    let entry = |(row, link, date, title): (&Row, &Link, Option<Published>, Title)| {
        let block = headings.iter().find(|(block, _)| block.contains(&row.record.start));
        let section = block.map_or(&list.heading, |(_, heading)| heading);
        let mut entry =
            Entry::new(link.url.clone(), text::clean(&title.text, glued, measure.clues));
        entry.spelled.clone_from(&link.spelled);
        entry.title_cut = title.cut;
        entry.published = date.or_else(|| dated_heading(section, measure));
        entry.summary = teaser(row, &entry.title, measure);
        entry.section = (!section.is_empty()).then(|| section.clone());
        entry
    };
    told.into_iter().map(entry).collect()
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
            || measure.facts(row.link).is_date
            || rows.len() == 1 && titles::stands_beside(measure, row);
        titles::of(measure, row, generic)
    };
    let mut titles: Vec<Option<Title>> = rows.iter().map(of).collect();
    titles::drop_refrains(&mut titles);
    titles::agree(measure, rows, &mut titles);
    titles
}

/// What the regular rows of a list have in common; a row that differs must have as much.
struct Regular<'a> {
    dated: bool,
    /// Most of all rows have dates.
    mostly: bool,
    masks: Set<Hash>,
    urls: Vec<&'a WebUrl>,
}

impl<'a> Regular<'a> {
    fn of(rows: &[Row], dates: &[Option<Published>], measure: &'a Measure<'_>) -> Self {
        let regular: Vec<(&Row, &Option<Published>)> =
            rows.iter().zip(dates).filter(|(row, _)| !row.odd).collect();
        let dated = regular.iter().filter(|(_, date)| date.is_some()).count();
        let masks = regular.iter().map(|(row, _)| measure.facts(row.link).mask);
        let told = dates.iter().flatten().count();
        let urls = rows.iter().filter_map(|row| measure.links.get(row.link)).map(|link| &link.url);
        Self {
            dated: dated * 10 > regular.len() * 8,
            mostly: told > 1 && told * 2 >= rows.len().saturating_sub(1),
            masks: masks.collect(),
            urls: urls.take(SAMPLE).collect(),
        }
    }

    /// Whether a row without a date is a link to a section among dated entries.
    fn is_name(&self, units: usize, document: bool) -> bool {
        self.mostly && units < NAME && !document
    }

    /// Whether an address is that of the folder in which other rows stand.
    fn holds(&self, url: &WebUrl) -> bool {
        let folder = url.as_url().path().trim_end_matches('/');
        let below = |other: &&&WebUrl| {
            let rest = other.as_url().path().strip_prefix(folder);
            other.host() == url.host()
                && rest.is_some_and(|rest| rest.starts_with('/') && rest.len() > 1)
        };
        !folder.is_empty() && self.urls.iter().filter(below).count() > 1
    }

    fn fits(&self, mask: Hash, dated: bool) -> bool {
        if self.dated { dated } else { self.masks.contains(&mask) }
    }
}
