//! The same lists for programs: feeds to subscribe to, and JSON.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};

use super::answer::{Fault, Keep, whole};
use super::ask::Ask;
use super::list;
use super::visit::Visit;
use crate::serve::export::{About, Format, ItemRow};
use crate::store::items::Item;
use crate::store::{Connection, StoreError, views};

/// How long a calendar keeps what is over.
const LAST_MONTH: SignedDuration = SignedDuration::from_hours(24 * 31);

pub(super) async fn atom(visit: Visit) -> Response {
    let answer = feed(&visit, Format::Atom, "feed.atom").await;
    visit.finish(answer)
}

pub(super) async fn json(visit: Visit) -> Response {
    let answer = feed(&visit, Format::JsonFeed, "feed.json").await;
    visit.finish(answer)
}

pub(super) async fn ics(visit: Visit) -> Response {
    let answer = feed(&visit, Format::Ics, "feed.ics").await;
    visit.finish(answer)
}

async fn feed(visit: &Visit, format: Format, file: &str) -> Result<Response, Fault> {
    let ask = visit.ask()?;
    let query = ask.subscription();
    let joined = |file: &str| {
        let home = visit.app.home.as_ref()?;
        home.join(&format!("{file}{query}")).ok().map(|url| url.to_string())
    };
    let title = match ask.text.as_str() {
        "" => "edwire".to_owned(),
        text => format!("edwire: {text}"),
    };
    let (address, home) = (joined(file), joined("search"));
    let now = visit.now;
    let rows = visit
        .app
        .read(move |connection| match format {
            Format::Ics if ask.text.is_empty() => dated(connection, &ask, now),
            _ => Ok(page(connection, &ask)?.0),
        })
        .await?;
    // The moment of the newest item rather than of the question, so that the same items make the
    // same bytes.
    let newest = rows.iter().map(|row| row.first_seen).max();
    let updated = newest.unwrap_or(visit.app.started);
    let about = About { title, address, home, updated };
    let mut out = Vec::new();
    let mut export = format.start(&mut out, &about)?;
    for row in &rows {
        export.item(row)?;
    }
    export.finish()?;
    Ok(whole(format.media_type(), Keep::Short, out))
}

/// The newest items that a calendar has a place for, those of the last month among them.
fn dated(connection: &Connection, ask: &Ask, now: Timestamp) -> Result<Vec<ItemRow>, StoreError> {
    let mut filter = ask.filter.clone();
    filter.limit = Some(ask.limit);
    let mut items = Vec::new();
    let from = now.checked_sub(LAST_MONTH).unwrap_or(now);
    views::each_due(connection, &filter, from, |item| {
        items.push(item);
        Ok(true)
    })?;
    rows(connection, items)
}

/// A page of items without their texts, and whether there are more.
fn page(connection: &Connection, ask: &Ask) -> Result<(Vec<ItemRow>, bool), StoreError> {
    let found = list::find(connection, ask)?;
    Ok((rows(connection, found.items)?, found.more))
}

fn rows(connection: &Connection, items: Vec<Item>) -> Result<Vec<ItemRow>, StoreError> {
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        let mut row = ItemRow::from(views::view(connection, item)?);
        row.text = None;
        rows.push(row);
    }
    Ok(rows)
}

pub(super) async fn api(visit: Visit) -> Response {
    let answer = items(&visit).await;
    visit.finish(answer)
}

async fn items(visit: &Visit) -> Result<Response, Fault> {
    let ask = visit.ask()?;
    let asked = ask.clone();
    let (rows, more) = visit.app.read(move |connection| page(connection, &asked)).await?;
    let body = serde_json::to_vec(&rows).map_err(|error| Fault::Broken(error.to_string()))?;
    let mut answer = whole("application/json", Keep::Check, body);
    if more {
        let next = ask.with("page", Some(&ask.page.saturating_add(1).to_string()));
        if let Ok(link) = HeaderValue::try_from(format!("<items{next}>; rel=\"next\"")) {
            answer.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(answer)
}

/// Lets a browser search here from its address bar (OpenSearch 1.1).
pub(super) fn opensearch(visit: &Visit) -> Response {
    visit.finish(description(visit))
}

fn description(visit: &Visit) -> Result<Response, Fault> {
    // The description must hold an absolute address.
    let home = visit.app.home.as_ref().ok_or(Fault::Missing("no-address"))?;
    let home = html_escape::encode_double_quoted_attribute(home.as_str());
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>edwire</ShortName>\n<Description>{}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" template=\"{home}search?q={{searchTerms}}\"/>\n\
         <Url type=\"application/atom+xml\" template=\"{home}feed.atom?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n",
        visit.word("read-only")
    );
    Ok(whole("application/opensearchdescription+xml", Keep::Short, body))
}
