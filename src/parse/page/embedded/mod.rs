//! What a page says of its news for machines: JSON-LD, microdata, and the state that JavaScript
//! frameworks leave in it.

mod items;
mod microdata;
mod script;
mod state;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::links;
use crate::model::{Entry, Published};
use crate::parse::Context;
use crate::parse::html::{Script, Tree};

/// Fewer items than this are no list.
const MIN_ITEMS: usize = 3;

/// What the page declares to be articles and events.
#[derive(Debug, Default)]
pub(super) struct Declared {
    entries: Vec<Entry>,
    /// The addresses of all of them, also of those named without a title.
    keys: HashSet<String>,
}

impl Declared {
    pub(super) fn of(scripts: &[Script<'_>], tree: &Tree, context: &Context) -> Self {
        let mut entries = microdata::entries(tree, context);
        let mut keys = HashSet::new();
        for value in linked(scripts) {
            items::articles(&value, context, &mut entries);
            keys.extend(items::listed(&value, context).iter().map(links::key));
        }
        let own = links::key(&context.url);
        entries.retain(|entry| links::key(&entry.url) != own);
        keys.extend(entries.iter().map(|entry| links::key(&entry.url)));
        keys.remove(&own);
        if keys.len() < MIN_ITEMS {
            keys.clear();
        }
        Self { entries, keys }
    }

    /// Whether the page says that an address is that of an article or event.
    pub(super) fn holds(&self, key: &str) -> bool {
        self.keys.contains(key)
    }
}

/// The entries of a page whose list stands in its data only.
pub(super) fn entries(
    scripts: &[Script<'_>],
    context: &Context,
    declared: &Declared,
) -> Vec<Entry> {
    let mut best = declared.entries.clone();
    for value in state::of(scripts) {
        let found = items::longest(&value, context, 0);
        if found.len() > best.len() {
            best = found;
        }
    }
    if best.len() < MIN_ITEMS { Vec::new() } else { best }
}

/// Adds dates that the data knows and the page does not show.
pub(super) fn complete(
    scripts: &[Script<'_>],
    context: &Context,
    declared: &Declared,
    entries: &mut [Entry],
) {
    let undated = |entries: &[Entry]| entries.iter().any(|entry| entry.published.is_none());
    if undated(entries) {
        date_by(entries, &declared.entries);
    }
    if undated(entries) {
        for value in state::of(scripts) {
            date_by(entries, &items::longest(&value, context, 0));
        }
    }
}

fn date_by(entries: &mut [Entry], told: &[Entry]) {
    let dates: HashMap<String, Published> =
        told.iter().filter_map(|entry| Some((links::key(&entry.url), entry.published?))).collect();
    for entry in entries.iter_mut().filter(|entry| entry.published.is_none()) {
        entry.published = dates.get(&links::key(&entry.url)).copied();
    }
}

fn linked(scripts: &[Script<'_>]) -> Vec<Value> {
    let linked =
        scripts.iter().filter(|script| script.kind.to_ascii_lowercase().contains("ld+json"));
    linked.filter_map(|script| serde_json::from_str(script.text.trim()).ok()).collect()
}
