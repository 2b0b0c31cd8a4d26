//! What is to be sent, and what became of it: the tables `delivery` and `channel`.
//!
//! A delivery is queued in the transaction that stores its item. The sender claims, sends, settles;
//! what was claimed and never settled is `unknown` after a crash.

mod carry;
mod channel;
mod claim;
mod mend;
mod pin;
mod settle;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::rows::ceil_second;
use crate::model::{ChannelName, DeliveryId, DeliveryKind, DeliveryState, ItemId, StoryId};

pub(super) use carry::carry;
pub use channel::{
    ChannelState, bot_wait, bots, channel, channels, moved, resume, stop, wait_at_most, wait_bot,
    wait_until,
};
pub use claim::{
    Claim, ClaimRules, Claimed, InDigest, Target, claim, due_for_digest, form_digest, peek,
    recent_sends, recover, unstall,
};
pub use mend::{
    Counts, Listed, MendError, counts, drop_one, drop_stale, held_since, last, list, of_story,
    retry,
};
pub use pin::{enqueue_pin, pinned};
pub use settle::{Settlement, settle, skip};

/// A delivery about to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    pub channel: ChannelName,
    pub kind: DeliveryKind,
    pub story: Option<StoryId>,
    /// The item that gave rise to it.
    pub item: Option<ItemId>,
    /// What is sent, where it is not rendered from the story: JSON that only the daemon reads.
    pub body: Option<String>,
    /// The post that an edit or reply belongs to.
    pub of: Option<DeliveryId>,
    pub start: Start,
    /// Its place in the channel's order.
    pub order_at: Timestamp,
    pub not_before: Timestamp,
}

/// How a delivery begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    Queued,
    /// Kept back, with the reason; only the operator releases it.
    Held(String),
}

impl NewDelivery {
    /// The post of a story.
    pub fn post(channel: ChannelName, story: StoryId, item: ItemId, order_at: Timestamp) -> Self {
        Self {
            channel,
            kind: DeliveryKind::Post,
            story: Some(story),
            item: Some(item),
            body: None,
            of: None,
            start: Start::Queued,
            order_at,
            not_before: order_at,
        }
    }

    /// An alert, due at once.
    pub fn alert(channel: ChannelName, body: String, now: Timestamp) -> Self {
        Self {
            channel,
            kind: DeliveryKind::Alert,
            story: None,
            item: None,
            body: Some(body),
            of: None,
            start: Start::Queued,
            order_at: now,
            not_before: now,
        }
    }
}

/// Queues a delivery in the caller's transaction. `None` where the story already has its post on
/// this channel, whatever became of it.
pub fn enqueue(connection: &Connection, new: &NewDelivery) -> Result<Option<DeliveryId>> {
    let (state, why) = match &new.start {
        Start::Queued => (DeliveryState::Queued, None),
        Start::Held(why) => (DeliveryState::Held, Some(why)),
    };
    let inserted = connection
        .prepare_cached(
            "INSERT INTO delivery (channel, kind, story, item, body, of, state, why, order_at, \
             not_before) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
             ON CONFLICT (channel, story) WHERE kind = 'post' DO NOTHING",
        )?
        .execute(params![
            new.channel.as_str(),
            new.kind.as_str(),
            new.story.map(|story| story.0),
            new.item.map(|item| item.0),
            new.body,
            new.of.map(|of| of.0),
            state.as_str(),
            why,
            new.order_at.as_second(),
            ceil_second(new.not_before),
        ])?;
    Ok((inserted == 1).then(|| DeliveryId(connection.last_insert_rowid())))
}

/// Queues an edit of a post that went out or is on its way; a post still queued needs none, it is
/// rendered when it is sent. An edit already waiting serves for this change too.
pub fn enqueue_edit(
    connection: &Connection,
    post: DeliveryId,
    now: Timestamp,
) -> Result<Option<DeliveryId>> {
    let inserted = connection
        .prepare_cached(
            "INSERT INTO delivery (channel, kind, story, item, of, state, order_at, not_before) \
             SELECT channel, 'edit', story, item, id, 'queued', order_at, ?2 FROM delivery \
             WHERE id = ?1 AND state IN ('sent', 'in-flight', 'unknown') AND digest IS NULL \
             AND NOT EXISTS (SELECT 1 FROM delivery AS edit WHERE edit.of = ?1 \
             AND edit.kind = 'edit' AND edit.state IN ('queued', 'retrying'))",
        )?
        .execute(params![post.0, ceil_second(now)])?;
    Ok((inserted == 1).then(|| DeliveryId(connection.last_insert_rowid())))
}

/// The post of a story on a channel, and where it stands.
pub fn post_of(
    connection: &Connection,
    channel: &ChannelName,
    story: StoryId,
) -> Result<Option<(DeliveryId, DeliveryState)>> {
    connection
        .prepare_cached(
            "SELECT id, state FROM delivery WHERE channel = ?1 AND story = ?2 AND kind = 'post'",
        )?
        .query_row(params![channel.as_str(), story.0], |row| {
            Ok((DeliveryId(row.get(0)?), state(row, 1)?))
        })
        .optional()
}

fn state(row: &Row<'_>, index: usize) -> Result<DeliveryState> {
    let text: String = row.get(index)?;
    DeliveryState::parse(&text).ok_or_else(|| unreadable(index, format!("state {text:?}")))
}

fn kind(row: &Row<'_>, index: usize) -> Result<DeliveryKind> {
    let text: String = row.get(index)?;
    DeliveryKind::parse(&text).ok_or_else(|| unreadable(index, format!("kind {text:?}")))
}

fn moment(row: &Row<'_>, index: usize) -> Result<Timestamp> {
    let second: i64 = row.get(index)?;
    Timestamp::from_second(second).map_err(|error| unreadable(index, error.to_string()))
}

fn unreadable(index: usize, what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, what.into())
}

#[cfg(test)]
#[path = "outbox/tests.rs"]
mod tests;
