use std::path::Path;

use anyhow::Result;
use edwire::store::search::{self, Facet, Facets, Order, Query, Reach};
use edwire::store::{self, views};
use serde_json::{Value, json};

use crate::args::{Format, Search, Sort};
use crate::listing::{self, Listed, PAGE};
use crate::{Outcome, env, output};

/// Values of one kind that a person is shown.
const SHOWN: usize = 15;

pub(crate) fn run(config: Option<&Path>, options: &Search) -> Result<Outcome> {
    let query = match Query::parse(&options.query.join(" ")) {
        Ok(query) => query,
        Err(error) => {
            output::complain(&error.to_string());
            return Ok(Outcome::Usage);
        }
    };
    let connection = env::reader(config)?;
    let _seen = store::snapshot(&connection)?;
    let filter = env::filter(&options.filters, Some(PAGE))?;
    env::known(&connection, &query.narrowed(&filter))?;
    if options.facets {
        let most = options.filters.limit.map_or(usize::MAX, |limit| limit as usize);
        let facets = search::facets(&connection, &query, &filter, most)?;
        return count(&facets, options.format);
    }
    let order = match options.sort {
        Sort::Relevance => Order::Relevance,
        Sort::Date => Order::Newest,
    };
    let mut listed = Vec::new();
    let reach = search::find(&connection, &query, &filter, order, |item| {
        let title = search::marked(&query, &item.title);
        let snippet = search::snippet(&query, item.body());
        listed.push(Listed::found(&views::view(&connection, item)?, title, snippet));
        Ok(true)
    })?;
    let complete = filter.limit.is_some_and(|limit| listed.len() as u64 >= limit);
    if let Reach::Newest(items) = reach
        && !complete
    {
        output::remark(&format!(
            "only the newest {items} items were looked at; with a whole word beside it, all are"
        ));
    }
    if listed.is_empty() {
        for reading in query.readings() {
            output::remark(&reading.to_string());
        }
    }
    listing::show(&options.filters, options.format, &listed)
}

fn count(facets: &Facets, format: Option<Format>) -> Result<Outcome> {
    let format = output::format(format);
    let shown = if format == Format::Table { SHOWN } else { usize::MAX };
    let row = |facet: &str, value: &str, count: u64| json!({"facet": facet, "value": value, "count": count});
    let mut rows: Vec<Value> = Vec::new();
    let of = |Facet { value, count }: &Facet<_>| {
        row("topic", edwire::model::TopicId::as_str(value), *count)
    };
    rows.extend(facets.topics.iter().take(shown).map(of));
    let of = |Facet { value, count }: &Facet<_>| {
        row("source", edwire::model::SourceId::as_str(value), *count)
    };
    rows.extend(facets.sources.iter().take(shown).map(of));
    rows.extend(
        facets.months.iter().take(shown).map(|month| row("month", &month.value, month.count)),
    );
    output::rows(format, &["facet", "value", "count"], &rows)?;
    if format == Format::Table {
        let more = if facets.more { ", the newest ones; there are more" } else { "" };
        output::remark(&format!("{} items{more}", facets.counted));
        let most = [facets.topics.len(), facets.sources.len(), facets.months.len()];
        if most.into_iter().any(|values| values > SHOWN) {
            output::remark(&format!("the first {SHOWN} of each; --format csv shows all"));
        }
    }
    Ok(Outcome::Fine)
}
