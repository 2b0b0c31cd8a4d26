//! News lists: which links on a page are news.

mod address;
mod article;
mod choice;
mod chunks;
mod closing;
mod columns;
mod dates;
mod discover;
mod embedded;
mod entries;
mod explicit;
mod featured;
mod features;
mod gate;
mod hash;
mod infer;
mod kin;
mod known;
mod links;
mod lone;
mod looks;
mod money;
mod names;
mod paging;
mod place;
mod records;
mod regions;
mod split;
mod survey;
mod tabs;
mod template;
mod text;
mod titles;
mod weights;
mod words;
mod years;

pub use discover::{Discovery, Lead, discover};
pub use template::selectors_of;

use std::cell::OnceCell;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Context;
use super::date::Clues;
use super::html::{Page, Script};
use crate::model::{Entry, ListSelectors, Listing, ListingKind, Template, Warning, WarningKind};
use chunks::Chunks;
use embedded::Declared;
use features::Measure;
use infer::Candidate;
use known::Known;
use links::Links;
use looks::Looks;
use survey::Survey;
use tabs::Tabs;
use text::Sums;

/// Most entries of one listing (design limit).
const MAX_ENTRIES: usize = 2000;

/// What is known of this source from earlier looks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Memory {
    pub template: Option<Template>,
    /// Titles and addresses seen on it before, newest first.
    pub known: Vec<(String, String)>,
}

/// Reads a page that is said to list news. What was learned of it is used again; where it no longer
/// fits, only a list that shows items already known is taken.
pub fn read(
    html: &str,
    context: &Context,
    memory: &Memory,
    selectors: Option<&ListSelectors>,
) -> Listing {
    read_from(html, context, memory, selectors, weights::ACCEPT)
}

/// Reads a page of which nothing is known: a list must be plain to be taken for one.
pub fn guess(
    html: &str,
    context: &Context,
    memory: &Memory,
    selectors: Option<&ListSelectors>,
) -> Listing {
    read_from(html, context, memory, selectors, weights::ACCEPT_UNASKED)
}

fn read_from(
    html: &str,
    context: &Context,
    memory: &Memory,
    selectors: Option<&ListSelectors>,
    accept: f64,
) -> Listing {
    let mut listing = Listing::empty(ListingKind::List);
    let html = records::shown(html);
    let page = if selectors.is_some() { Page::whole(&html) } else { Page::of(&html) };
    let tree = &page.tree;
    listing.warnings.clone_from(&page.warnings);
    let sums = Sums::of(tree);
    let links = Links::of(tree, &sums, &context.url);
    let clues = Clues { now: context.now, timezone: context.timezone.clone(), order: None };
    let looks = Looks::of(tree);
    let chunks = Chunks::of(tree, &sums);
    let facts = vec![OnceCell::new(); links.all().len()];
    let survey = Survey::of(tree, &links, (&looks, sums), (&context.url, &clues));
    let tabs = Tabs::of(tree);
    let declared = Declared::of(&page.scripts, tree, context);
    let measure = Measure {
        survey: &survey,
        tree,
        links: &links,
        page: &context.url,
        clues: &clues,
        declared: &declared,
        looks: &looks,
        chunks: &chunks,
        tabs: &tabs,
        facts: &facts,
    };
    listing.title.clone_from(&survey.title);
    listing.lang.clone_from(&survey.lang);
    listing.feeds = discover::feeds(tree, &links, &context.url);
    if let Some(selectors) = selectors {
        explicit::read(&mut listing, &page.markup, &measure, selectors);
        return listing;
    }
    if let Some(warning) = gate::closed(&measure) {
        listing.warnings.push(warning);
        return listing;
    }
    let mut lists = choose(&mut listing, &measure, memory, accept);
    for list in &mut lists {
        featured::add(&measure, list);
    }
    listing.template = template::learn(&measure, &lists);
    for list in &lists {
        add(&mut listing, entries::of(list, &measure));
    }
    if listing.entries.is_empty() {
        read_data(&mut listing, &page.scripts, &measure, (context, memory));
    } else {
        embedded::complete(&page.scripts, context, &declared, &mut listing.entries);
    }
    if listing.entries.is_empty() {
        // that a door is shut tells more than that the list is missing
        let lost = listing.warnings.iter().any(|warning| warning.kind == WarningKind::Template);
        let why = gate::shut(&html, &measure).or_else(|| (!lost).then(nothing));
        listing.warnings.splice(0..0, why);
    }
    listing
}

/// Takes the list that stands in the page's data only, where it agrees with what is known.
fn read_data(
    listing: &mut Listing,
    scripts: &[Script<'_>],
    measure: &Measure<'_>,
    (context, memory): (&Context, &Memory),
) {
    let entries = embedded::entries(scripts, context, measure.declared);
    let known = Known::of(&memory.known);
    if entries.is_empty() || !known.is_empty() && !known.agrees(&entries) {
        return;
    }
    listing.warnings.retain(|warning| warning.kind != WarningKind::Template);
    add(listing, entries);
}

fn nothing() -> Warning {
    Warning::new(WarningKind::NoList, "nothing on this page looks like a list of news")
}

/// The lists to read: those learned earlier where they still fit, else those inferred, as far as
/// they agree with what is known.
fn choose<'a>(
    listing: &mut Listing,
    measure: &Measure<'a>,
    memory: &Memory,
    accept: f64,
) -> Vec<Candidate<'a>> {
    let known = Known::of(&memory.known);
    if let Some(fitting) =
        memory.template.as_ref().and_then(|t| template::apply(t, measure, &known))
    {
        return fitting;
    }
    let mut lists = infer::lists(measure, accept);
    if memory.template.is_none() || known.is_empty() {
        return lists;
    }
    let found = lists.len();
    lists.retain(|list| known.agrees(&entries::of(list, measure)));
    let (kind, text) = match (found, lists.is_empty()) {
        (0, _) => (
            WarningKind::Template,
            "the page no longer shows the list that was read before, nor any other",
        ),
        (_, true) => (
            WarningKind::Template,
            "the page no longer shows the list that was read before; what it shows instead has nothing in common with it",
        ),
        _ => (WarningKind::Note, "the page was rebuilt; its list was found again"),
    };
    listing.warnings.push(Warning::new(kind, text));
    lists
}

/// Adds entries, each address once; what stands in two lists is told by both.
fn add(listing: &mut Listing, entries: Vec<Entry>) {
    let mut seen: HashMap<String, usize> =
        listing.entries.iter().map(|entry| links::key(&entry.url)).zip(0..).collect();
    for entry in entries {
        let key = links::key(&entry.url);
        if let Some(known) = seen.get(&key).and_then(|&at| listing.entries.get_mut(at)) {
            known.published = known.published.take().or(entry.published);
            known.summary = known.summary.take().or(entry.summary);
            continue;
        }
        if listing.entries.len() >= MAX_ENTRIES {
            let text = format!("only the first {MAX_ENTRIES} entries were read");
            listing.warnings.push(Warning::new(WarningKind::Limit, text));
            return;
        }
        seen.insert(key, listing.entries.len());
        listing.entries.push(entry);
    }
}
