//! Lists read by the operator's own selectors.

use std::collections::HashMap;
use std::ops::Range;

use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

use super::columns::Row;
use super::features::Measure;
use super::text::{self, Glued};
use super::{dates, links, titles};
use crate::model::{Entry, ListSelectors, Listing, Warning, WarningKind};
use crate::parse::html::{self, At, Tree};

/// The selectors of a table, ready to use.
struct Compiled {
    item: Selector,
    link: Option<Selector>,
    title: Option<Selector>,
    date: Option<Selector>,
}

impl Compiled {
    fn of(selectors: &ListSelectors) -> Result<Self, String> {
        let parse = |name: &str, text: &str| {
            Selector::parse(text)
                .map_err(|error| format!("list.{name} is no CSS selector: {error}"))
        };
        let maybe =
            |name: &str, text: &Option<String>| text.as_deref().map(|t| parse(name, t)).transpose();
        Ok(Self {
            item: parse("item", &selectors.item)?,
            link: maybe("link", &selectors.link)?,
            title: maybe("title", &selectors.title)?,
            date: maybe("date", &selectors.date)?,
        })
    }
}

/// One item as the selectors cut it.
struct Cut {
    row: Row,
    title: Option<String>,
}

pub(super) fn read(
    listing: &mut Listing,
    markup: &str,
    measure: &Measure<'_>,
    selectors: &ListSelectors,
) {
    let compiled = match Compiled::of(selectors) {
        Ok(compiled) => compiled,
        Err(text) => {
            listing.warnings.push(Warning::new(WarningKind::NoList, text));
            return;
        }
    };
    let page = Html::parse_document(markup);
    let places = places(&page, measure.tree);
    let cuts: Vec<Cut> = page
        .select(&compiled.item)
        .filter_map(|item| cut(item, &compiled, measure, &places))
        .collect();
    if cuts.is_empty() {
        let text =
            format!("list.item = {:?} finds nothing with a link on this page", selectors.item);
        listing.warnings.push(Warning::new(WarningKind::NoList, text));
    }
    super::add(listing, entries(&cuts, measure));
}

/// Where each element of the parsed page stands in the tree, which was built of the same markup.
fn places(page: &Html, tree: &Tree) -> HashMap<*const Element, At> {
    let mut shown = (0..tree.len()).filter(|&at| tree.is_element(at));
    let mut places = HashMap::new();
    for node in page.tree.root().descendants() {
        let silent = |node: &Node| node.as_element().is_some_and(|e| html::is_silent(e.name()));
        let Node::Element(element) = node.value() else { continue };
        if !silent(node.value()) && !node.ancestors().any(|up| silent(up.value())) {
            places.extend(shown.next().map(|at| (std::ptr::from_ref(element), at)));
        }
    }
    places
}

fn cut(
    item: ElementRef<'_>,
    by: &Compiled,
    measure: &Measure<'_>,
    places: &HashMap<*const Element, At>,
) -> Option<Cut> {
    let range = |element: ElementRef<'_>| {
        let at = *places.get(&std::ptr::from_ref(element.value()))?;
        Some(at..measure.tree.end(at))
    };
    let whole = range(item)?;
    let within = match &by.link {
        Some(link) => range(item.select(link).next()?)?,
        None => whole.clone(),
    };
    let link = main_link(measure, &within)?;
    let title = match &by.title {
        Some(title) => {
            item.select(title).next().and_then(range).map(|range| measure.tree.text(range))
        }
        None => None,
    };
    let record = match &by.date {
        Some(date) => item.select(date).next().and_then(range).unwrap_or(whole.start..whole.start),
        None => whole,
    };
    Some(Cut { row: Row { record, link, rivals: 0, prose: false, odd: false }, title })
}

/// The link with the most to say.
fn main_link(measure: &Measure<'_>, range: &Range<At>) -> Option<usize> {
    measure
        .links
        .within(range)
        .rev()
        .max_by_key(|&at| measure.links.get(at).map_or(0, |link| link.units))
}

fn entries(cuts: &[Cut], measure: &Measure<'_>) -> Vec<Entry> {
    let rows: Vec<Row> = cuts.iter().map(|cut| cut.row.clone()).collect();
    let dates = dates::of(measure, &rows);
    let said: Vec<Option<titles::Title>> = cuts
        .iter()
        .map(|cut| match &cut.title {
            Some(text) => {
                Some(titles::Title { text: text.clone(), cut: text::is_cut(text), shown: None })
            }
            None => titles::of(measure, &cut.row, false),
        })
        .collect();
    let glued = Glued::of(said.iter().flatten().map(|title| title.text.as_str()), measure.clues);
    let mut entries = Vec::new();
    for ((row, date), title) in rows.iter().zip(dates).zip(said) {
        let (Some(link), Some(title)) = (measure.links.get(row.link), title) else { continue };
        let mut entry =
            Entry::new(link.url.clone(), text::clean(&title.text, glued, measure.clues));
        entry.spelled.clone_from(&link.spelled);
        entry.title_cut = title.cut;
        entry.published = date;
        if !entry.title.is_empty() && !links::is_feed(&entry.url) {
            entries.push(entry);
        }
    }
    entries
}
