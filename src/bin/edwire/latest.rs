use std::path::Path;

use anyhow::Result;
use edwire::daemon::clock;
use edwire::store::{Connection, views};
use serde_json::{Value, json};

use crate::args::{Due, Filters, Format, Latest};
use crate::item_json::{self, Text};
use crate::{Outcome, env, output};

/// Shown where no limit is asked for.
pub(crate) const PAGE: u64 = 50;
const COLUMNS: [&str; 6] = ["id", "published", "source", "title", "topics", "state"];

pub(crate) fn latest(config: Option<&Path>, options: &Latest) -> Result<Outcome> {
    let connection = env::reader(config)?;
    let filter = env::filter(&options.filters, Some(PAGE))?;
    let mut rows = Vec::new();
    let mut items = Vec::new();
    views::each(&connection, &filter, |item| {
        items.push(item);
        Ok(true)
    })?;
    for item in items {
        rows.push(item_json::item(&views::view(&connection, item)?, Text::Without));
    }
    show(&connection, &options.filters, options.format, &rows)
}

/// Prints a list of items, with a hint where it is empty or was cut.
pub(crate) fn show(
    connection: &Connection,
    filters: &Filters,
    format: Option<Format>,
    rows: &[Value],
) -> Result<Outcome> {
    if rows.is_empty() {
        env::nothing_found(connection, filters)?;
    }
    if !rows.is_empty() || output::format(format) != Format::Table {
        output::rows(output::format(format), &COLUMNS, rows)?;
    }
    if filters.limit.is_none() && rows.len() as u64 == PAGE && output::on_terminal() {
        output::remark(&format!("the first {PAGE}; --limit N shows more"));
    }
    Ok(Outcome::Fine)
}

pub(crate) fn due(config: Option<&Path>, options: &Due) -> Result<Outcome> {
    let connection = env::reader(config)?;
    let now = clock::now();
    let within = options.within.as_deref().map(env::span).transpose()?;
    let until = within.map(|within| now.checked_add(within)).transpose()?;
    let filter = env::filter(&options.filters, None)?;
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut rows: Vec<(jiff::Timestamp, Value)> = Vec::new();
    views::each_dated(&connection, &filter, |item| {
        for deadline in &item.deadlines {
            let last = deadline.until.unwrap_or_else(|| deadline.date.date());
            if last < today || until.is_some_and(|until| deadline.date.at > until) {
                continue;
            }
            rows.push((
                deadline.date.at,
                json!({
                    "date": deadline.date, "what": deadline.what, "kind": deadline.kind,
                    "title": item.title, "source": item.source, "id": item.id, "url": item.link,
                }),
            ));
        }
        Ok(true)
    })?;
    rows.sort_by_key(|(at, _)| *at);
    let rows: Vec<Value> = rows.into_iter().map(|(_, row)| row).collect();
    if rows.is_empty() {
        env::nothing_found(&connection, &options.filters)?;
    }
    output::rows(
        output::format(options.format),
        &["date", "kind", "what", "title", "source", "id"],
        &rows,
    )?;
    Ok(Outcome::Fine)
}
