//! Articles that are read again for a while, and what was found of them so far.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};

use super::error::Result;
use super::rows::{ceil_second, moment_at};
use super::transaction::Transaction;
use crate::model::{ItemId, SourceId};

/// An article that is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    pub item: ItemId,
    pub source: SourceId,
    /// Made so far.
    pub looks: u32,
    /// As the article's page had it last; `None` before the first look.
    pub headline: Option<String>,
    /// When it was there last.
    pub seen_at: Option<Timestamp>,
    /// Looks in a row that found it gone or taken back, and the first of them.
    pub missed: u32,
    pub missed_since: Option<Timestamp>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// When the page last came in full.
    pub fresh_at: Option<Timestamp>,
}

/// How much of one source is asked for at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    pub per_source: u32,
    /// From one look at an article of a source to the next batch.
    pub spacing: SignedDuration,
    pub most: u32,
}

/// Begins to follow an item; one that is followed already goes on as it was.
pub fn add(
    tx: &Transaction<'_>,
    item: ItemId,
    source: &SourceId,
    not_before: Timestamp,
) -> Result<()> {
    tx.prepare_cached(
        "INSERT OR IGNORE INTO followed (item, source, not_before) VALUES (?1, ?2, ?3)",
    )?
    .execute((item.0, source.as_str(), ceil_second(not_before)))?;
    Ok(())
}

/// Writes down a look that was made at `now`, and when the next is due.
pub fn save(
    tx: &Transaction<'_>,
    followed: &Followed,
    now: Timestamp,
    not_before: Timestamp,
) -> Result<()> {
    tx.prepare_cached(
        "UPDATE followed SET looks = ?2, headline = ?3, missed = ?4, etag = ?5, last_modified = ?6,
            fresh_at = ?7, looked_at = ?8, not_before = ?9, seen_at = ?10, missed_since = ?11
         WHERE item = ?1",
    )?
    .execute((
        followed.item.0,
        followed.looks,
        &followed.headline,
        followed.missed,
        &followed.etag,
        &followed.last_modified,
        followed.fresh_at.map(Timestamp::as_second),
        now.as_second(),
        ceil_second(not_before),
        followed.seen_at.map(Timestamp::as_second),
        followed.missed_since.map(Timestamp::as_second),
    ))?;
    Ok(())
}

pub fn remove(tx: &Transaction<'_>, item: ItemId) -> Result<()> {
    tx.prepare_cached("DELETE FROM followed WHERE item = ?1")?.execute([item.0])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Followed> {
    Ok(Followed {
        item: ItemId(row.get("item")?),
        source: SourceId::new(row.get::<_, String>("source")?),
        looks: row.get("looks")?,
        headline: row.get("headline")?,
        seen_at: moment_at(row, "seen_at")?,
        missed: row.get("missed")?,
        missed_since: moment_at(row, "missed_since")?,
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        fresh_at: moment_at(row, "fresh_at")?,
    })
}

/// Those whose time has come, the longest waiting first, within the budget.
pub fn due(connection: &Connection, now: Timestamp, budget: Budget) -> Result<Vec<Followed>> {
    let mut query = connection.prepare_cached(
        "SELECT * FROM (
            SELECT followed.*, row_number() OVER (
                PARTITION BY source ORDER BY not_before, item) AS place
            FROM followed WHERE not_before <= ?1) AS one
         WHERE place <= ?2 AND NOT EXISTS (
            SELECT 1 FROM followed AS other
            WHERE other.source = one.source AND other.looked_at > ?3)
         ORDER BY not_before, item LIMIT ?4",
    )?;
    let rested = now.checked_sub(budget.spacing).unwrap_or(now);
    let values = (now.as_second(), budget.per_source, rested.as_second(), budget.most);
    let rows = query.query_map(values, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What the other articles of a source say about one that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// No other is followed.
    None,
    /// At least one was seen since the moment asked about.
    Seen,
    /// None was; some have not been looked at since.
    Unknown,
    /// All are missing too.
    Missing,
}

/// Whether other articles of the source were seen since a moment.
pub fn others(
    connection: &Connection,
    (item, source): (ItemId, &SourceId),
    since: Timestamp,
) -> Result<Others> {
    let (all, missed, seen): (u32, u32, u32) = connection
        .prepare_cached(
            "SELECT count(*), count(nullif(missed, 0)), count(nullif(seen_at >= ?3, 0))
             FROM followed WHERE source = ?1 AND item <> ?2",
        )?
        .query_row((source.as_str(), item.0, since.as_second()), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    Ok(match (all, seen) {
        (0, _) => Others::None,
        (_, 1..) => Others::Seen,
        _ if missed == all => Others::Missing,
        _ => Others::Unknown,
    })
}

/// Has a few articles of a source that are not missing looked at next.
pub fn ask(tx: &Transaction<'_>, source: &SourceId, now: Timestamp) -> Result<()> {
    tx.prepare_cached(
        "UPDATE followed SET not_before = min(not_before, ?2) WHERE item IN (
            SELECT item FROM followed WHERE source = ?1 AND missed = 0
            ORDER BY looked_at, item LIMIT 2)",
    )?
    .execute((source.as_str(), now.as_second()))?;
    Ok(())
}

/// Makes every one due at once, in the order in which they would have been.
pub fn wake_all(connection: &Connection) -> Result<()> {
    const YEARS: i64 = 3 * 366 * 24 * 60 * 60;
    connection
        .execute("UPDATE followed SET not_before = not_before - ?1, looked_at = 0", [YEARS])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open_writer;

    #[test]
    fn a_look_holds_up_its_own_source_only() {
        let dir = tempfile::tempdir().unwrap();
        let mut connection = open_writer(&dir.path().join("edwire.db")).unwrap();
        connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let tx = Transaction::begin(&mut connection).unwrap();
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let (busy, other) = (SourceId::new("busy"), SourceId::new("other"));
        for (id, source) in [(1, &busy), (2, &busy), (3, &other), (4, &other), (5, &other)] {
            add(&tx, ItemId(id), source, now).unwrap();
        }
        let budget = Budget { per_source: 2, spacing: SignedDuration::from_mins(10), most: 50 };
        let items = |now| -> Vec<i64> {
            due(&tx, now, budget).unwrap().iter().map(|one| one.item.0).collect()
        };
        assert_eq!(items(now), [1, 2, 3, 4]);
        let first = due(&tx, now, budget).unwrap().swap_remove(0);
        save(&tx, &first, now, now + SignedDuration::from_hours(6)).unwrap();
        assert_eq!(items(now + SignedDuration::from_mins(5)), [3, 4]);
        assert_eq!(items(now + SignedDuration::from_mins(11)), [2, 3, 4]);
    }
}
