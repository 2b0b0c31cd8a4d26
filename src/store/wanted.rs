//! The stored queue of articles that are still to be read.

use jiff::Timestamp;
use rusqlite::Connection;

use super::error::Result;
use super::rows::moment;
use super::transaction::Transaction;
use crate::model::{ItemId, SourceId};

/// An article to be read.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub item: ItemId,
    pub source: SourceId,
    pub url: String,
    pub attempts: u32,
    /// From then on the item goes out as the listing has it.
    pub give_up: Timestamp,
}

pub fn add(tx: &Transaction<'_>, wanted: &Wanted, not_before: Timestamp) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO wanted (item, source, url, attempts, not_before, give_up)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (item) DO UPDATE SET attempts = ?4, not_before = ?5",
    )?
    .execute((
        wanted.item.0,
        wanted.source.as_str(),
        &wanted.url,
        wanted.attempts,
        not_before.as_second(),
        wanted.give_up.as_second(),
    ))?;
    Ok(())
}

pub fn remove(tx: &Transaction<'_>, item: ItemId) -> Result<()> {
    tx.prepare_cached("DELETE FROM wanted WHERE item = ?1")?.execute([item.0])?;
    Ok(())
}

/// Articles whose time has come, at most `per_source` of one source, newest items first. The CROSS keeps
/// SQLite from walking through all items for the few that are wanted.
pub fn due(connection: &Connection, now: Timestamp, per_source: u32) -> Result<Vec<Wanted>> {
    let mut query = connection.prepare_cached(
        "SELECT item, source, url, attempts, give_up FROM (
            SELECT wanted.*, item.sort_at, row_number() OVER (
                PARTITION BY wanted.source ORDER BY item.sort_at DESC, item.id) AS place
            FROM wanted CROSS JOIN item ON item.id = wanted.item WHERE wanted.not_before <= ?1)
         WHERE place <= ?2 ORDER BY place, sort_at DESC LIMIT 500",
    )?;
    let rows = query.query_map((now.as_second(), per_source), |row| {
        Ok(Wanted {
            item: ItemId(row.get(0)?),
            source: SourceId::new(row.get::<_, String>(1)?),
            url: row.get(2)?,
            attempts: row.get(3)?,
            give_up: moment(row.get(4)?),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a clock that ran ahead put off is due now: nothing waits longer than it would be waited for.
pub fn unstall(tx: &Transaction<'_>, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE wanted SET not_before = ?1, give_up = min(give_up, ?1 + 86400)
         WHERE not_before > ?1 + 86400",
        [now.as_second()],
    )?;
    Ok(())
}

/// When the next article may be read.
pub fn next_due(connection: &Connection) -> Result<Option<Timestamp>> {
    let next: Option<i64> =
        connection.query_row("SELECT min(not_before) FROM wanted", [], |row| row.get(0))?;
    Ok(next.map(moment))
}

/// How many articles are still to be read.
pub fn count(connection: &Connection) -> Result<u64> {
    let count: i64 = connection.query_row("SELECT count(*) FROM wanted", [], |row| row.get(0))?;
    Ok(count as u64)
}
