//! Items as readers see them: with their state, their story and where they were posted.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde::Serialize;

use super::error::Result;
use super::filter::Filter;
use super::items::{self, Item};
use crate::model::{DeliveryState, ItemState, SourceId};

/// One delivery of an item's story, as `show` and JSON print it.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveryView {
    pub channel: String,
    pub state: DeliveryState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// An item with everything that is known around it.
#[derive(Debug, Clone)]
pub struct ItemView {
    pub item: Item,
    pub state: ItemState,
    /// Why it is in that state.
    pub why: String,
    /// The other addresses of its story.
    pub also: Vec<String>,
    pub deliveries: Vec<DeliveryView>,
    pub source_name: String,
}

/// Puts an item into its surroundings.
pub fn view(connection: &Connection, item: Item) -> Result<ItemView> {
    let mut also = connection.prepare_cached(
        "SELECT link FROM item WHERE story = ?1 AND id <> ?2 ORDER BY sort_at, id",
    )?;
    let also: Vec<String> = also
        .query_map((item.story.0, item.id.0), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut deliveries = connection.prepare_cached(
        "SELECT channel, state, why FROM delivery WHERE story = ?1 AND kind = 'post' ORDER BY id",
    )?;
    let deliveries: Vec<DeliveryView> = deliveries
        .query_map([item.story.0], |row| {
            let state: String = row.get(1)?;
            Ok(DeliveryView {
                channel: row.get(0)?,
                state: DeliveryState::parse(&state).unwrap_or(DeliveryState::Dead),
                why: row.get(2)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let source_name = source_of(connection, &item.source)?.name;
    let lead = super::stories::lead(connection, item.story)?;
    let (state, why) = state_of(&item, lead == Some(item.id), &deliveries);
    Ok(ItemView { item, state, why, also, deliveries, source_name })
}

/// What readers are told of a source.
#[derive(Debug, Clone)]
pub struct SourceName {
    pub name: String,
    pub country: Option<String>,
}

/// A source's name and country; one that is not configured goes by its id.
pub fn source_of(connection: &Connection, id: &SourceId) -> Result<SourceName> {
    let known = connection
        .prepare_cached("SELECT name, country FROM source WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok(SourceName { name: row.get(0)?, country: row.get(1)? }))
        .optional()?;
    Ok(known.unwrap_or_else(|| SourceName { name: id.to_string(), country: None }))
}

/// The first state that applies, with its reason.
fn state_of(item: &Item, is_lead: bool, deliveries: &[DeliveryView]) -> (ItemState, String) {
    if item.withdrawn {
        return (ItemState::Withdrawn, "its source took it back".into());
    }
    if !is_lead {
        return (ItemState::Duplicate, item.joined.to_string());
    }
    let verdict = || {
        let reasons: Vec<String> =
            item.verdict.reasons.iter().take(3).map(ToString::to_string).collect();
        match item.mark {
            Some(_) => "marked by hand".to_owned(),
            None if reasons.is_empty() => format!("score {:.2}", item.verdict.score),
            None => format!("score {:.2}: {}", item.verdict.score, reasons.join("; ")),
        }
    };
    if !item.relevant() {
        return (ItemState::OffTopic, verdict());
    }
    if item.article == items::ArticleState::Wanted {
        return (ItemState::Pending, "its article is still to be read".into());
    }
    let with = |wanted: &[DeliveryState]| {
        deliveries.iter().find(|delivery| wanted.contains(&delivery.state))
    };
    let because = |delivery: &DeliveryView| match &delivery.why {
        Some(why) => format!("{}: {why}", delivery.channel),
        None => delivery.channel.clone(),
    };
    if let Some(delivery) = with(&[DeliveryState::Sent]) {
        return (ItemState::Posted, because(delivery));
    }
    if let Some(delivery) = with(&[DeliveryState::Dead]) {
        return (ItemState::Failed, because(delivery));
    }
    if let Some(delivery) = with(&[
        DeliveryState::Queued,
        DeliveryState::InFlight,
        DeliveryState::Unknown,
        DeliveryState::Retrying,
    ]) {
        return (ItemState::Queued, because(delivery));
    }
    if let Some(delivery) = with(&[DeliveryState::Held]) {
        return (ItemState::Held, because(delivery));
    }
    if item.occasion.is_some() {
        return (
            ItemState::Pending,
            "is offered to the channels when its source is looked at next".into(),
        );
    }
    if item.imported {
        return (ItemState::Imported, "brought in by `edwire import`".into());
    }
    (ItemState::Unwanted, format!("no channel asks for it; {}", verdict()))
}

/// Calls `take` with each item that passes the filter, newest first, until it says stop.
pub fn each(
    connection: &Connection,
    filter: &Filter,
    take: impl FnMut(Item) -> Result<bool>,
) -> Result<()> {
    each_where(connection, filter, "1", take)
}

/// The same for items with a deadline or the date of an event that is not over by `from`.
pub fn each_due(
    connection: &Connection,
    filter: &Filter,
    from: Timestamp,
    take: impl FnMut(Item) -> Result<bool>,
) -> Result<()> {
    // A day is over when it is over everywhere.
    let from = from.as_second() - 43_200;
    each_where(connection, filter, &format!("item.last_due > {from}"), take)
}

fn each_where(
    connection: &Connection,
    filter: &Filter,
    condition: &str,
    mut take: impl FnMut(Item) -> Result<bool>,
) -> Result<()> {
    let (conditions, mut values) = filter.conditions();
    values.push(Value::Integer(filter.limit.map_or(-1, |limit| limit as i64)));
    let mut query = connection.prepare_cached(&format!(
        "{} WHERE {conditions} AND {condition} ORDER BY item.sort_at DESC, item.id DESC LIMIT ?",
        items::SELECT
    ))?;
    let mut rows = query.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if !take(items::read(row)?)? {
            break;
        }
    }
    Ok(())
}

/// How many items are stored, as counted along the way.
pub fn counted(connection: &Connection) -> Result<u64> {
    let count: i64 = connection
        .prepare_cached("SELECT count FROM tally WHERE what = 'item'")?
        .query_row([], |row| row.get(0))?;
    Ok(count as u64)
}

/// How many items are stored.
pub fn count(connection: &Connection) -> Result<u64> {
    Ok(connection.query_row("SELECT count(*) FROM item", [], |row| row.get::<_, i64>(0))? as u64)
}

/// Calls `take` with every item that the operator has marked.
pub fn each_marked(
    connection: &Connection,
    mut take: impl FnMut(Item) -> Result<()>,
) -> Result<()> {
    let mut query = connection
        .prepare_cached(&format!("{} WHERE mark IS NOT NULL ORDER BY item.id", items::SELECT))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        take(items::read(row)?)?;
    }
    Ok(())
}
