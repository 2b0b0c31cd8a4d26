use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use edwire::store::items::Item;
use edwire::store::search::{self, Order, Query};
use edwire::store::views;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::args::{Search, Sort};
use crate::item_json::{self, Text};
use crate::latest::{PAGE, show};
use crate::{Outcome, env, output};

pub(crate) fn run(config: Option<&Path>, options: &Search) -> Result<Outcome> {
    let query = options.query.join(" ");
    let query = match Query::parse(&query) {
        Ok(query) => query,
        Err(error) => {
            output::complain(&error.to_string());
            return Ok(Outcome::Usage);
        }
    };
    let connection = env::reader(config)?;
    let limit = if options.facets { None } else { Some(PAGE) };
    let filter = env::filter(&options.filters, limit)?;
    let order = match options.sort {
        Sort::Relevance => Order::Relevance,
        Sort::Date => Order::Newest,
    };
    let mut found = Vec::new();
    search::find(&connection, &query, &filter, order, |item| {
        found.push(item);
        Ok(true)
    })?;
    if options.facets {
        output::rows(
            output::format(options.format),
            &["facet", "value", "count"],
            &facets(&found),
        )?;
        return Ok(Outcome::Fine);
    }
    let mut rows = Vec::new();
    for item in found {
        rows.push(item_json::item(&views::view(&connection, item)?, Text::Without));
    }
    show(&connection, &options.filters, options.format, &rows)
}

/// Counts by topic, source and month, the most frequent first.
fn facets(found: &[Item]) -> Vec<Value> {
    let mut counts: BTreeMap<(&str, String), u64> = BTreeMap::new();
    for item in found {
        for topic in &item.verdict.topics {
            *counts.entry(("topic", topic.to_string())).or_default() += 1;
        }
        *counts.entry(("source", item.source.to_string())).or_default() += 1;
        let month = item.sort_at().to_zoned(TimeZone::UTC).strftime("%Y-%m").to_string();
        *counts.entry(("month", month)).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|a, b| a.0.0.cmp(b.0.0).then(b.1.cmp(&a.1)));
    rows.into_iter()
        .map(|((facet, value), count)| json!({"facet": facet, "value": value, "count": count}))
        .collect()
}
