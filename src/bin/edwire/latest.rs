use std::path::Path;

use anyhow::Result;
use edwire::daemon::clock;
use edwire::store::{self, views};
use serde_json::{Value, json};

use crate::args::{Due, Latest};
use crate::listing::{self, Listed, PAGE};
use crate::{Outcome, env, output};

pub(crate) fn latest(config: Option<&Path>, options: &Latest) -> Result<Outcome> {
    let connection = env::reader(config)?;
    let _seen = store::snapshot(&connection)?;
    let filter = env::filter(&options.filters, Some(PAGE))?;
    env::known(&connection, &filter)?;
    let mut listed = Vec::new();
    views::each(&connection, &filter, |item| {
        listed.push(Listed::of(&views::view(&connection, item)?));
        Ok(true)
    })?;
    listing::show(&options.filters, options.format, &listed)
}

pub(crate) fn due(config: Option<&Path>, options: &Due) -> Result<Outcome> {
    let connection = env::reader(config)?;
    let _seen = store::snapshot(&connection)?;
    let now = clock::now();
    let within = options.within.as_deref().map(env::span).transpose()?;
    let until = within.map(|within| now.checked_add(within)).transpose()?;
    let filter = env::filter(&options.filters, None)?;
    env::known(&connection, &filter)?;
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut rows: Vec<(jiff::Timestamp, Value)> = Vec::new();
    views::each_due(&connection, &filter, now, |item| {
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
        env::nothing_found(&options.filters);
    }
    output::rows(
        output::format(options.format),
        &["date", "kind", "what", "title", "source", "id"],
        &rows,
    )?;
    Ok(Outcome::Fine)
}
