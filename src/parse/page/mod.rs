//! News lists: which links on a page are news.

mod chunks;
mod columns;
mod dates;
mod features;
mod infer;
mod links;
mod regions;
mod split;
mod text;
mod titles;
mod weights;
mod words;
mod years;

use std::collections::HashMap;

use scraper::Html;

use super::Context;
use super::date::Clues;
use super::html::{self, Tree};
use crate::model::{Entry, ListSelectors, Listing, ListingKind, Template, Warning, WarningKind};
use features::Measure;
use infer::Candidate;
use links::Links;

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
    let measure = Measure { tree: &tree, links: &links, page: &context.url, clues: &clues };
    if std::env::var("EDWIRE_DUMP").is_ok() {
        let mut all = infer::candidates(&measure);
        all.sort_by(|a, b| b.score.total_cmp(&a.score));
        for c in all.iter().take(12) {
            let r = &c.group[0];
            let link = c.rows.rows.first().and_then(|r| links.get(r.link)).map(|l| l.text.clone());
            eprintln!(
                "{:.2} <{} {:?}> {} x{} h={:?} {:?}\n     {:?}",
                c.score,
                tree.name(r.container),
                tree.classes(r.container).collect::<Vec<_>>(),
                r.tag,
                c.group.len(),
                c.heading,
                c.features,
                link
            );
        }
    }
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
    for (row, date) in rows.iter().zip(dates) {
        let Some(link) = measure.links.get(row.link) else { continue };
        let common = said.get(link.text.as_str()).copied().unwrap_or(0);
        let generic = common > 2 && common * 3 > rows.len() || link.text.is_empty();
        let Some(title) = titles::of(measure.tree, measure.links, row, generic, measure.clues)
        else {
            continue;
        };
        let known = listing.entries.iter().any(|entry| links::key(&entry.url) == link.key);
        if known || listing.entries.len() >= MAX_ENTRIES {
            continue;
        }
        let mut entry = Entry::new(link.url.clone(), title.text);
        entry.title_cut = title.cut;
        entry.published = date;
        entry.section = (!list.heading.is_empty()).then(|| list.heading.clone());
        listing.entries.push(entry);
    }
}
