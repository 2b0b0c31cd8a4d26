//! How many hits a search has of each topic, source and month, as links that narrow it.

use serde::Serialize;

use super::ask::{Ask, with};
use super::cards::{Tag, Topics};
use super::words::Tongue;
use crate::store::search::{self, Facet, Query};
use crate::store::{Connection, StoreError, views};

/// Matches that are counted; more are hinted at.
const COUNTED: usize = 2_000;
/// Values of each kind that are shown.
const SHOWN: usize = 10;

#[derive(Debug, Default, Serialize)]
pub(super) struct Counts {
    pub(super) facets: Vec<Group>,
    pub(super) counted: u64,
    pub(super) more: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Group {
    /// The key of its word, and the name of its filter.
    name: &'static str,
    values: Vec<Value>,
}

#[derive(Debug, Serialize)]
struct Value {
    label: String,
    href: String,
    count: u64,
}

pub(super) fn counts(
    connection: &Connection,
    (ask, query): (&Ask, &Query),
    topics: &Topics,
    tongue: Tongue,
) -> Result<Counts, StoreError> {
    let found = search::facets(connection, query, &ask.filter, COUNTED)?;
    let narrowed = |name: &str, value: &str| {
        with(ask.with("page", None).trim_start_matches('?'), name, Some(value))
    };
    let topic = found.topics.iter().take(SHOWN).map(|Facet { value, count }| Value {
        label: Tag::of(value, topics, tongue).name().to_owned(),
        href: narrowed("topic", value.as_str()),
        count: *count,
    });
    let topic = Group { name: "topic", values: topic.collect() };
    let mut sources = Vec::new();
    for Facet { value, count } in found.sources.iter().take(SHOWN) {
        let label = views::source_of(connection, value)?.name;
        sources.push(Value { label, href: narrowed("source", value.as_str()), count: *count });
    }
    let month = found.months.iter().take(SHOWN).map(|Facet { value, count }| {
        let since = narrowed("since", &format!("{value}-01"));
        let until =
            after(value).map(|until| with(since.trim_start_matches('?'), "until", Some(&until)));
        Value { label: value.clone(), href: until.unwrap_or(since), count: *count }
    });
    let month = Group { name: "month", values: month.collect() };
    let mut facets = vec![topic, Group { name: "source", values: sources }, month];
    facets.retain(|group| !group.values.is_empty());
    Ok(Counts { facets, counted: found.counted, more: found.more })
}

/// The first day after a month written YYYY-MM.
fn after(month: &str) -> Option<String> {
    let first: jiff::civil::Date = format!("{month}-01").parse().ok()?;
    Some(first.last_of_month().tomorrow().ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_begins() {
        assert_eq!(after("2026-12").as_deref(), Some("2027-01-01"));
        assert_eq!(after("x"), None);
    }
}
