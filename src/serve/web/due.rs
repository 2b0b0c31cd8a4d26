//! What is due: deadlines and events ahead, the nearest first.

use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use minijinja::{Value, context};
use serde::Serialize;

use super::answer::Fault;
use super::ask::Ask;
use super::cards::{Stamp, kind};
use super::visit::{Page, Visit};
use super::words::Tongue;
use crate::store::items::Item;
use crate::store::{Connection, StoreError, views};

#[derive(Serialize)]
struct Row {
    #[serde(skip)]
    at: Timestamp,
    date: Stamp,
    until: Option<String>,
    kind: &'static str,
    what: String,
    title: String,
    lang: Option<String>,
    story: i64,
    source: String,
    source_name: String,
}

pub(super) async fn due(visit: Visit) -> Response {
    let answer = list(&visit).await;
    visit.finish(answer)
}

async fn list(visit: &Visit) -> Result<Response, Fault> {
    let ask = visit.ask()?;
    let (now, tongue) = (visit.now, visit.tongue);
    let asked = ask.clone();
    let mut rows = visit.app.read(move |connection| ahead(connection, &asked, now, tongue)).await?;
    rows.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.title.cmp(&b.title)));
    let skipped = ask.skipped() as usize;
    let more = rows.len() > skipped.saturating_add(ask.limit as usize);
    let rows: Vec<Row> = rows.into_iter().skip(skipped).take(ask.limit as usize).collect();
    let page = |number: u64| ask.with("page", Some(&number.to_string()));
    let body = context! {
        rows => Value::from_serialize(&rows),
        file => visit.file(),
        newer => (ask.page > 1).then(|| page(ask.page - 1)),
        older => more.then(|| page(ask.page + 1)),
        ics => format!("{}feed.ics{}", visit.base(), ask.subscription()),
    };
    let title = visit.word("due").to_owned();
    visit.page(Page { template: "due.html", title, body })
}

/// Every date ahead; how long this may take is bounded where it is asked.
fn ahead(
    connection: &Connection,
    ask: &Ask,
    now: Timestamp,
    tongue: Tongue,
) -> Result<Vec<Row>, StoreError> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let last = ask.within.and_then(|within| now.checked_add(within).ok());
    let mut rows = Vec::new();
    views::each_due(connection, &ask.filter, now, |item| {
        let source_name = views::source_of(connection, &item.source)?.name;
        rows.extend(dates(&item, &source_name, today, tongue));
        Ok(true)
    })?;
    rows.retain(|row| last.is_none_or(|last| row.at <= last));
    Ok(rows)
}

fn dates(item: &Item, source_name: &str, today: Date, tongue: Tongue) -> Vec<Row> {
    let ahead = item
        .deadlines
        .iter()
        .filter(|deadline| deadline.until.unwrap_or_else(|| deadline.date.date()) >= today);
    ahead
        .map(|deadline| Row {
            at: deadline.date.at,
            date: Stamp::published(&deadline.date),
            until: deadline.until.map(|until| until.to_string()),
            kind: kind(deadline.kind, tongue),
            what: deadline.what.clone(),
            title: item.title.clone(),
            lang: item.lang.as_ref().map(ToString::to_string),
            story: item.story.0,
            source: item.source.to_string(),
            source_name: source_name.to_owned(),
        })
        .collect()
}
