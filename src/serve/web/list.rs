//! Lists of items: the latest, and what a search found.

use axum::response::Response;
use minijinja::{Value, context};

use super::answer::Fault;
use super::ask::Ask;
use super::cards::{Card, Tag, tags};
use super::counts::{Counts, counts};
use super::visit::{Page, Visit};
use super::words::Tongue;
use crate::store::items::Item;
use crate::store::search::{self, Order};
use crate::store::{Connection, StoreError, topics, unknown, views};

/// A page of items, and whether there are more.
pub(super) struct Found {
    pub(super) items: Vec<Item>,
    pub(super) more: bool,
}

/// The items of the page that is asked for.
pub(super) fn find(connection: &Connection, ask: &Ask) -> Result<Found, StoreError> {
    let (skipped, limit) = (ask.skipped(), ask.limit);
    let mut filter = ask.filter.clone();
    // one more than is shown tells whether there is a next page
    filter.limit = Some(skipped.saturating_add(limit).saturating_add(1));
    let mut items: Vec<Item> = Vec::new();
    let mut count = 0;
    let mut take = |item| {
        count += 1;
        if count > skipped {
            items.push(item);
        }
        Ok(true)
    };
    match &ask.query {
        Some(query) => {
            search::find(connection, query, &filter, ask.order, &mut take)?;
        }
        None => views::each(connection, &filter, &mut take)?,
    }
    let more = items.len() as u64 > limit;
    items.truncate(limit as usize);
    Ok(Found { items, more })
}

pub(super) async fn latest(visit: Visit) -> Response {
    let answer = list(&visit, "latest").await;
    visit.finish(answer)
}

pub(super) async fn search(visit: Visit) -> Response {
    let answer = list(&visit, "search").await;
    visit.finish(answer)
}

/// What a list page shows.
struct List {
    cards: Vec<Card>,
    more: bool,
    tags: Vec<Tag>,
    counts: Counts,
    /// Values of the filter that nothing has, and words that may have been meant otherwise.
    hints: Vec<String>,
}

impl List {
    fn of(connection: &Connection, ask: &Ask, tongue: Tongue) -> Result<Self, StoreError> {
        let topics = topics::all(connection)?;
        let found = find(connection, ask)?;
        let mut cards = Vec::with_capacity(found.items.len());
        for item in found.items {
            let view = views::view(connection, item)?;
            cards.push(match &ask.query {
                Some(query) => Card::found(view, query, &topics, tongue),
                None => Card::of(view, &topics, tongue),
            });
        }
        let counts = match &ask.query {
            Some(query) if ask.page == 1 && !cards.is_empty() => {
                counts(connection, (ask, query), &topics, tongue)?
            }
            _ => Counts::default(),
        };
        let mut hints = Vec::new();
        if cards.is_empty() {
            let query = ask.query.clone().unwrap_or_default();
            let unknown = unknown(connection, &query.narrowed(&ask.filter))?;
            hints = unknown.iter().map(ToString::to_string).collect();
            hints.extend(query.readings().iter().map(ToString::to_string));
        }
        Ok(Self { cards, more: found.more, tags: tags(&topics, tongue), counts, hints })
    }
}

async fn list(visit: &Visit, name: &'static str) -> Result<Response, Fault> {
    let ask = visit.ask()?;
    let tongue = visit.tongue;
    let asked = ask.clone();
    let list = visit.app.read(move |connection| List::of(connection, &asked, tongue)).await?;
    let title = match ask.text.as_str() {
        "" => visit.word(name).to_owned(),
        text => format!("{text} · {}", visit.word("search")),
    };
    let page = |number: u64| ask.with("page", Some(&number.to_string()));
    let query = ask.subscription();
    let body = context! {
        cards => Value::from_serialize(&list.cards),
        tags => Value::from_serialize(&list.tags),
        facets => Value::from_serialize(&list.counts.facets),
        counted => list.counts.counted,
        uncounted => list.counts.more,
        hints => list.hints,
        form => form(&ask),
        file => visit.file(),
        newer => (ask.page > 1).then(|| page(ask.page - 1)),
        older => list.more.then(|| page(ask.page + 1)),
        atom => format!("{}feed.atom{query}", visit.base()),
        json => format!("{}feed.json{query}", visit.base()),
        ics => format!("{}feed.ics{query}", visit.base()),
    };
    visit.page(Page { template: "list.html", title, body })
}

/// The form as it was filled in.
fn form(ask: &Ask) -> Value {
    context! {
        q => &ask.text,
        since => ask.given("since"),
        until => ask.given("until"),
        source => ask.given("source"),
        topic => ask.given("topic"),
        lang => ask.given("lang"),
        country => ask.given("country"),
        hl => ask.given("hl"),
        all => ask.filter.all,
        by_date => ask.order == Order::Newest,
        narrowed => ask.narrowed(),
    }
}
