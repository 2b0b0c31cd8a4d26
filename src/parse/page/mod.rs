//! News lists: which links on a page are news.

mod chunks;
mod columns;
mod dates;
mod features;
mod infer;
mod links;
mod regions;
mod split;
mod survey;
mod text;
mod titles;
mod weights;
mod words;
mod years;

use std::collections::{HashMap, HashSet};

use scraper::Html;

use super::Context;
use super::date::Clues;
use super::html::{self, Tree};
use crate::model::{
    Entry, ListSelectors, Listing, ListingKind, Published, Template, Warning, WarningKind,
};
use columns::Row;
use features::Measure;
use infer::Candidate;
use links::{Link, Links};
use survey::Survey;
use text::Glued;
use titles::Title;

/// Most entries of one listing (design limit).
const MAX_ENTRIES: usize = 2000;

/// What is known of this source from earlier looks.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pub template: Option<Template>,
    /// Titles and addresses seen on it before, newest first.
    pub known: Vec<(String, String)>,
}

pub fn read(
    html: &str,
    context: &Context,
    _memory: &Memory,
    _selectors: Option<&ListSelectors>,
) -> Listing {
    let mut listing = Listing::empty(ListingKind::List);
    let (markup, warnings) = html::cap(html);
    listing.warnings = warnings;
    let page = Html::parse_document(&markup);
    let tree = Tree::of(&page);
    let links = Links::of(&tree, &context.url);
    let clues = Clues { now: context.now, timezone: context.timezone.clone(), order: None };
    let survey = Survey::of(&tree, &links, &context.url);
    let measure =
        Measure { survey: &survey, tree: &tree, links: &links, page: &context.url, clues: &clues };
    let lists = infer::lists(&measure);
    for list in &lists {
        add(&mut listing, list, &measure);
    }
    if listing.entries.is_empty() {
        listing.warnings.push(Warning::new(
            WarningKind::NoList,
            "nothing on this page looks like a list of news",
        ));
    }
    listing
}

fn add(listing: &mut Listing, list: &Candidate<'_>, measure: &Measure<'_>) {
    let rows = &list.rows.rows;
    let dates = dates::of(measure.tree, measure.links, rows, measure.clues);
    let mut said: HashMap<&str, usize> = HashMap::new();
    for link in rows.iter().filter_map(|row| measure.links.get(row.link)) {
        *said.entry(link.text.as_str()).or_default() += 1;
    }
    let titles: Vec<Option<Title>> = rows
        .iter()
        .map(|row| {
            let link = measure.links.get(row.link)?;
            let common = said.get(link.text.as_str()).copied().unwrap_or(0);
            let generic = common > 2 && common * 3 > rows.len()
                || link.text.is_empty()
                || titles::is_date(&link.text, measure.clues);
            titles::of(measure.tree, measure.links, row, generic, measure.clues)
        })
        .collect();
    let glued = Glued::of(titles.iter().flatten().map(|title| title.text.as_str()), measure.clues);
    let regular = Regular::of(rows, &dates, measure.links);
    for ((row, date), title) in rows.iter().zip(dates).zip(titles) {
        let (Some(link), Some(title)) = (measure.links.get(row.link), title) else { continue };
        let odd = row.odd && !regular.fits(link, date.is_some());
        if odd || words::is_more(&title.text) {
            continue;
        }
        let known = listing.entries.iter().any(|entry| links::key(&entry.url) == link.key);
        if known || listing.entries.len() >= MAX_ENTRIES {
            continue;
        }
        let text = text::clean(&title.text, glued, measure.clues);
        let mut entry = Entry::new(link.url.clone(), text);
        entry.title_cut = title.cut;
        entry.published = date;
        entry.section = (!list.heading.is_empty()).then(|| list.heading.clone());
        listing.entries.push(entry);
    }
}

/// What the regular rows of a list have in common; a row that differs must have as much.
struct Regular {
    dated: bool,
    masks: HashSet<String>,
}

impl Regular {
    fn of(rows: &[Row], dates: &[Option<Published>], links: &Links) -> Self {
        let regular: Vec<(&Row, &Option<Published>)> =
            rows.iter().zip(dates).filter(|(row, _)| !row.odd).collect();
        let dated = regular.iter().filter(|(_, date)| date.is_some()).count();
        let masks = regular
            .iter()
            .filter_map(|(row, _)| links.get(row.link))
            .map(|link| features::mask(link.url.as_url()));
        Self { dated: dated * 10 > regular.len() * 8, masks: masks.collect() }
    }

    fn fits(&self, link: &Link, dated: bool) -> bool {
        if self.dated { dated } else { self.masks.contains(&features::mask(link.url.as_url())) }
    }
}
