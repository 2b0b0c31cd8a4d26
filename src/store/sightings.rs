//! Every key under which a source ever showed an item. Outlives the item's text, so that an old
//! item that returns is no news.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::error::Result;
use super::rows::moment;
use super::transaction::Transaction;
use crate::model::{ItemId, SourceId};

/// What is remembered of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    pub item: ItemId,
    /// Hash of what the listing said of it.
    pub face: i64,
    pub last_seen: Timestamp,
}

pub fn find(connection: &Connection, source: &SourceId, key: i64) -> Result<Option<Sighting>> {
    Ok(connection
        .prepare_cached(
            "SELECT item, face, last_seen FROM sighting WHERE source = ?1 AND key = ?2",
        )?
        .query_row((source.as_str(), key), |row| {
            Ok(Sighting {
                item: ItemId(row.get(0)?),
                face: row.get(1)?,
                last_seen: moment(row.get(2)?),
            })
        })
        .optional()?)
}

/// Whether the source has ever shown anything.
pub fn any(connection: &Connection, source: &SourceId) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM sighting WHERE source = ?1)")?
        .query_row([source.as_str()], |row| row.get(0))?)
}

/// Notes that the source shows the item under this key.
pub fn note(tx: &Transaction<'_>, source: &SourceId, key: i64, sighting: Sighting) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO sighting (source, key, item, face, first_seen, last_seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT (source, key) DO UPDATE SET last_seen = ?5, face = ?4, item = ?3",
    )?
    .execute((
        source.as_str(),
        key,
        sighting.item.0,
        sighting.face,
        sighting.last_seen.as_second(),
    ))?;
    Ok(())
}

/// When a source was looked at first.
pub fn first(connection: &Connection, source: &SourceId) -> Result<Option<Timestamp>> {
    let first: Option<i64> = connection
        .prepare_cached("SELECT min(first_seen) FROM sighting WHERE source = ?1")?
        .query_row([source.as_str()], |row| row.get(0))?;
    Ok(first.map(moment))
}

/// How many items of a source are newer than a moment.
pub fn newer(connection: &Connection, source: &SourceId, than: Timestamp) -> Result<usize> {
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM item WHERE source = ?1 AND sort_at > ?2")?
        .query_row((source.as_str(), than.as_second()), |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// The latest days on which a source had something new, as days since 1970: those on which it was
/// seen, and those that it dates its items to.
pub fn news_days(connection: &Connection, source: &SourceId, limit: u32) -> Result<Vec<i64>> {
    let mut query = connection.prepare_cached(
        "SELECT * FROM (SELECT DISTINCT first_seen / 86400 AS day FROM sighting
                        WHERE source = ?1 ORDER BY day DESC LIMIT ?2)
         UNION
         SELECT * FROM (SELECT DISTINCT sort_at / 86400 AS day FROM item
                        WHERE source = ?1 ORDER BY day DESC LIMIT ?2)",
    )?;
    let rows = query.query_map((source.as_str(), limit), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Titles and links that a source showed lately, newest first.
pub fn recent(
    connection: &Connection,
    source: &SourceId,
    limit: u32,
) -> Result<Vec<(String, String)>> {
    let mut query = connection.prepare_cached(
        "SELECT title, link FROM item WHERE source = ?1 ORDER BY sort_at DESC LIMIT ?2",
    )?;
    let rows = query.query_map((source.as_str(), limit), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
