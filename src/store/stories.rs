//! Stories and who belongs to them.

use rusqlite::{Connection, OptionalExtension};

use super::error::{Result, StoreError};
use super::outbox;
use super::transaction::Transaction;
use crate::model::{ItemId, JoinReason, StoryId};

/// An item's place in its story.
#[derive(Debug, Clone)]
pub struct Member {
    pub item: ItemId,
    pub source: String,
    pub title: String,
    pub link: String,
    pub joined: JoinReason,
}

/// Opens a story; its lead is set when its first item is stored.
pub fn open(tx: &Transaction<'_>) -> Result<StoryId> {
    tx.prepare_cached("INSERT INTO story (lead) VALUES (NULL)")?.execute([])?;
    Ok(StoryId(tx.last_insert_rowid()))
}

pub fn set_lead(tx: &Transaction<'_>, story: StoryId, lead: ItemId) -> Result<()> {
    tx.prepare_cached("UPDATE story SET lead = ?2 WHERE id = ?1")?.execute((story.0, lead.0))?;
    Ok(())
}

/// The item leads its story unless another does.
pub(super) fn lead_at_least(tx: &Transaction<'_>, story: StoryId, item: ItemId) -> Result<()> {
    tx.prepare_cached("UPDATE story SET lead = ?2 WHERE id = ?1 AND lead IS NULL")?
        .execute((story.0, item.0))?;
    Ok(())
}

pub fn lead(connection: &Connection, story: StoryId) -> Result<Option<ItemId>> {
    let lead: Option<Option<i64>> = connection
        .prepare_cached("SELECT lead FROM story WHERE id = ?1")?
        .query_row([story.0], |row| row.get(0))
        .optional()?;
    Ok(lead.flatten().map(ItemId))
}

/// All members, the lead first.
pub fn members(connection: &Connection, story: StoryId) -> Result<Vec<Member>> {
    let mut query = connection.prepare_cached(
        "SELECT item.id, source, title, link, joined FROM item JOIN story ON story.id = item.story
         WHERE item.story = ?1 ORDER BY item.id <> story.lead, sort_at, item.id",
    )?;
    let rows = query.query_map([story.0], |row| {
        let joined: String = row.get(4)?;
        Ok(Member {
            item: ItemId(row.get(0)?),
            source: row.get(1)?,
            title: row.get(2)?,
            link: row.get(3)?,
            joined: serde_json::from_str(&joined).unwrap_or(JoinReason::First),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Moves an item into another story, with what was told of it: its posts stay its own, so that it is
/// not told twice and what stays behind is not taken for told. A story left empty is removed and its
/// number leads on to the new one; one that lost its lead gets the earliest remaining item.
pub fn move_item(
    tx: &Transaction<'_>,
    item: ItemId,
    to: StoryId,
    joined: &JoinReason,
) -> Result<()> {
    let from: Option<i64> = tx
        .query_row("SELECT story FROM item WHERE id = ?1", [item.0], |row| row.get(0))
        .optional()?;
    let Some(from) = from.map(StoryId) else {
        return Err(StoreError::NotFound(format!("there is no item {item}")));
    };
    tx.prepare_cached("UPDATE item SET story = ?2, joined = ?3 WHERE id = ?1")?.execute((
        item.0,
        to.0,
        serde_json::to_string(joined)?,
    ))?;
    if from == to {
        return Ok(());
    }
    let heir: Option<i64> = tx
        .query_row(
            "SELECT id FROM item WHERE story = ?1 ORDER BY sort_at, id LIMIT 1",
            [from.0],
            |row| row.get(0),
        )
        .optional()?;
    outbox::carry(tx, (from, to), heir.is_some().then_some(item))?;
    if let Some(heir) = heir {
        tx.execute(
            "UPDATE story SET lead = ?2 WHERE id = ?1 AND lead = ?3",
            (from.0, heir, item.0),
        )?;
    } else {
        tx.execute("DELETE FROM related WHERE a = ?1 OR b = ?1", [from.0])?;
        tx.execute("UPDATE moved_story SET into_story = ?2 WHERE into_story = ?1", (from.0, to.0))?;
        tx.execute("INSERT OR REPLACE INTO moved_story VALUES (?1, ?2)", (from.0, to.0))?;
        tx.execute("DELETE FROM story WHERE id = ?1", [from.0])?;
    }
    Ok(())
}

/// The story that took the place of one that is no more.
pub fn moved_to(connection: &Connection, story: StoryId) -> Result<Option<StoryId>> {
    Ok(connection
        .prepare_cached(
            "SELECT into_story FROM moved_story JOIN story ON story.id = into_story
             WHERE moved_story.story = ?1",
        )?
        .query_row([story.0], |row| row.get(0).map(StoryId))
        .optional()?)
}

/// Makes the earliest relevant member the lead, as long as the story was told to nobody. The lead
/// that steps back takes over the reason for which the new one had joined it.
pub fn elect(tx: &Transaction<'_>, story: StoryId) -> Result<()> {
    if posted(tx, story)? {
        return Ok(());
    }
    let best: Option<(i64, String)> = tx
        .prepare_cached(
            "SELECT id, joined FROM item WHERE story = ?1 AND withdrawn = 0
             ORDER BY relevant DESC, sort_at, first_seen, id LIMIT 1",
        )?
        .query_row([story.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (Some((best, joined)), Some(lead)) = (best, lead(tx, story)?) else { return Ok(()) };
    if best == lead.0 {
        return Ok(());
    }
    let mut explain = tx.prepare_cached("UPDATE item SET joined = ?2 WHERE id = ?1")?;
    explain.execute((lead.0, joined))?;
    explain.execute((best, serde_json::to_string(&JoinReason::First)?))?;
    set_lead(tx, story, ItemId(best))
}

/// Links two stories as telling the same event in other words.
pub fn relate(tx: &Transaction<'_>, one: StoryId, other: StoryId) -> Result<()> {
    if one != other {
        tx.prepare_cached("INSERT OR IGNORE INTO related (a, b) VALUES (?1, ?2)")?
            .execute((one.0.min(other.0), one.0.max(other.0)))?;
    }
    Ok(())
}

pub fn related(connection: &Connection, story: StoryId) -> Result<Vec<StoryId>> {
    let mut query = connection.prepare_cached(
        "SELECT b FROM related WHERE a = ?1 UNION SELECT a FROM related WHERE b = ?1",
    )?;
    let rows = query.query_map([story.0], |row| Ok(StoryId(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether any post of the story went out or may have.
pub fn posted(connection: &Connection, story: StoryId) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM delivery WHERE story = ?1 AND kind = 'post'
             AND state IN ('sent', 'in-flight', 'unknown'))",
        )?
        .query_row([story.0], |row| row.get(0))?)
}
