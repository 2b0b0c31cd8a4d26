//! What the operator sees of the outbox, and can do to it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::{channel, kind, moment, state};
use crate::model::{ChannelName, DeliveryId, DeliveryKind, DeliveryState, StoryId};

/// A line of `edwire outbox list`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: DeliveryId,
    pub channel: ChannelName,
    pub kind: DeliveryKind,
    pub story: Option<StoryId>,
    /// That of the story's lead.
    pub title: Option<String>,
    pub state: DeliveryState,
    pub why: Option<String>,
    pub attempts: u32,
    pub order_at: Timestamp,
    pub not_before: Timestamp,
}

/// How many deliveries stand where.
pub type Counts = Vec<(ChannelName, DeliveryState, u64)>;

/// Why a delivery cannot be mended.
#[derive(Debug, thiserror::Error)]
pub enum MendError {
    #[error("there is no delivery {0}")]
    NoSuch(DeliveryId),
    #[error("delivery {0} is {1} and cannot be {2}")]
    State(DeliveryId, DeliveryState, &'static str),
    #[error("the store: {0}")]
    Store(#[from] rusqlite::Error),
}

const COLUMNS: &str = "id, channel, kind, story, state, why, attempts, order_at, not_before,
     (SELECT title FROM story JOIN item ON item.id = story.lead WHERE story.id = delivery.story)
     FROM delivery";

fn read(row: &Row<'_>) -> Result<Listed> {
    Ok(Listed {
        id: DeliveryId(row.get(0)?),
        channel: ChannelName::new(row.get::<_, String>(1)?),
        kind: kind(row, 2)?,
        story: row.get::<_, Option<i64>>(3)?.map(StoryId),
        state: state(row, 4)?,
        why: row.get(5)?,
        attempts: row.get(6)?,
        order_at: moment(row, 7)?,
        not_before: moment(row, 8)?,
        title: row.get(9)?,
    })
}

/// Everything not yet done or given up, each channel in the order in which it will be sent.
pub fn list(connection: &Connection, limit: usize) -> Result<Vec<Listed>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} WHERE state NOT IN ('sent', 'skipped') \
             ORDER BY channel, order_at, id LIMIT ?1"
        ))?
        .query_map([limit as i64], read)?
        .collect()
}

/// Every delivery of a story, in the order of queueing.
pub fn of_story(connection: &Connection, story: StoryId) -> Result<Vec<Listed>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE story = ?1 ORDER BY id"))?
        .query_map([story.0], read)?
        .collect()
}

pub fn counts(connection: &Connection) -> Result<Counts> {
    connection
        .prepare_cached(
            "SELECT channel, state, count FROM tally WHERE what = 'delivery' AND count > 0
             ORDER BY 1, 2",
        )?
        .query_map([], |row| {
            let name: String = row.get(0)?;
            Ok((ChannelName::new(name), state(row, 1)?, row.get::<_, i64>(2)? as u64))
        })?
        .collect()
}

/// The delivery that was queued last.
pub fn last(connection: &Connection) -> Result<DeliveryId> {
    connection
        .query_row("SELECT coalesce(max(id), 0) FROM delivery", [], |row| row.get(0))
        .map(DeliveryId)
}

/// How many of those queued after one are held, by the reason.
pub fn held_since(connection: &Connection, after: DeliveryId) -> Result<Vec<(String, u64)>> {
    connection
        .prepare_cached(
            "SELECT coalesce(why, ''), count(*) FROM delivery WHERE id > ?1 AND state = 'held'
             GROUP BY 1 ORDER BY 2 DESC, 1",
        )?
        .query_map([after.0], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?
        .collect()
}

/// Sends a delivery as soon as its channel allows, whatever became of it so far; a sent one is left
/// alone. A stopped channel goes on.
pub fn retry(connection: &Connection, id: DeliveryId, now: Timestamp) -> Result<(), MendError> {
    let (channel, was) = find(connection, id)?;
    if matches!(was, DeliveryState::Sent | DeliveryState::InFlight) {
        return Err(MendError::State(id, was, "retried"));
    }
    connection.execute(
        "UPDATE delivery SET state = 'queued', why = NULL, not_before = ?2, attempts = 0, \
         first_tried = NULL, settled_at = NULL, \
         digest = CASE id WHEN ?1 THEN NULL ELSE digest END WHERE id = ?1 OR digest = ?1",
        params![id.0, now.as_second()],
    )?;
    channel::resume(connection, &channel)?;
    Ok(())
}

/// Never sends a delivery.
pub fn drop_one(connection: &Connection, id: DeliveryId, now: Timestamp) -> Result<(), MendError> {
    let (_, was) = find(connection, id)?;
    if matches!(was, DeliveryState::Sent | DeliveryState::InFlight) {
        return Err(MendError::State(id, was, "dropped"));
    }
    connection.execute(
        "UPDATE delivery SET state = 'skipped', why = 'dropped by the operator', settled_at = ?2 \
         WHERE id = ?1 OR digest = ?1",
        params![id.0, now.as_second()],
    )?;
    Ok(())
}

fn find(
    connection: &Connection,
    id: DeliveryId,
) -> Result<(ChannelName, DeliveryState), MendError> {
    connection
        .query_row("SELECT channel, state FROM delivery WHERE id = ?1", [id.0], |row| {
            let name: String = row.get(0)?;
            Ok((ChannelName::new(name), state(row, 1)?))
        })
        .optional()?
        .ok_or(MendError::NoSuch(id))
}

/// Skips what is still queued for a story that is not to be posted any more: withdrawn, joined to
/// another, judged off-topic. Returns how many there were.
pub fn drop_stale(
    connection: &Connection,
    story: StoryId,
    why: &str,
    now: Timestamp,
) -> Result<usize> {
    connection.execute(
        "UPDATE delivery SET state = 'skipped', why = ?2, settled_at = ?3 \
         WHERE story = ?1 AND state IN ('held', 'queued') AND digest IS NULL",
        params![story.0, why, now.as_second()],
    )
}
