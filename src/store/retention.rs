//! What is let go of: texts and off-topic items after their time. Sightings and fingerprints of what
//! was told stay, so that an old item that returns is still known.

use jiff::{SignedDuration, Timestamp};

use super::error::Result;
use super::notes::{self, Note};
use super::search::index;
use super::transaction::Transaction;
use crate::model::ItemId;

/// Items swept in one transaction, so that nobody waits long for the writer.
const BATCH: u32 = 2_000;
/// Texts looked at in one transaction, the oldest: items come nearly in the order in which they were
/// first seen, and one that does not has its turn when it is among the oldest.
const OLDEST: u32 = 500;
/// Fingerprint keys looked at in one transaction.
const KEYS: u32 = 100_000;

/// How long things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    pub text: SignedDuration,
    pub off_topic: SignedDuration,
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            text: SignedDuration::from_hours(24 * 400),
            off_topic: SignedDuration::from_hours(24 * 30),
        }
    }
}

/// Sweeps one batch; returns how many items were touched.
pub fn sweep(tx: &Transaction<'_>, keep: Keep, now: Timestamp) -> Result<usize> {
    let before = |span| now.checked_sub(span).unwrap_or(Timestamp::UNIX_EPOCH).as_second();
    let texts: Vec<i64> = tx
        .prepare_cached(
            "DELETE FROM item_text WHERE item IN (
                SELECT id FROM (SELECT item FROM item_text ORDER BY item LIMIT ?2)
                CROSS JOIN item ON item.id = item WHERE first_seen < ?1) RETURNING item",
        )?
        .query_map((before(keep.text), OLDEST), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in &texts {
        tx.index_later(ItemId(*id));
    }
    let old: Vec<i64> = tx
        .prepare_cached(
            "SELECT id FROM item WHERE relevant = 0 AND mark IS NULL AND first_seen < ?1
               AND article <> 'wanted' LIMIT ?2",
        )?
        .query_map((before(keep.off_topic), BATCH), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in &old {
        remove(tx, *id)?;
    }
    Ok(texts.len() + old.len())
}

/// Forgets postings and fingerprints of items that were removed; done once after a sweep. Keys that
/// lead to nothing do no harm, so that a part of them is looked at each time, and in turn all of them.
pub fn forget_removed(tx: &Transaction<'_>) -> Result<usize> {
    index::tidy(tx)?;
    let from = notes::get(tx, Note::KeysTidied)?.and_then(|key| key.parse().ok());
    let from: i64 = from.unwrap_or(i64::MIN);
    let to: Option<i64> = tx
        .prepare_cached(
            "SELECT max(key) FROM (
                SELECT key FROM fingerprint WHERE key > ?1 ORDER BY key LIMIT ?2)",
        )?
        .query_row((from, KEYS), |row| row.get(0))?;
    let Some(to) = to else {
        notes::remove(tx, Note::KeysTidied)?;
        return Ok(0);
    };
    notes::set(tx, Note::KeysTidied, &to.to_string())?;
    Ok(tx
        .prepare_cached(
            "DELETE FROM fingerprint WHERE key > ?1 AND key <= ?2
               AND item NOT IN (SELECT id FROM item)",
        )?
        .execute((from, to))?)
}

fn remove(tx: &Transaction<'_>, id: i64) -> Result<()> {
    let story: i64 =
        tx.query_row("SELECT story FROM item WHERE id = ?1", [id], |row| row.get(0))?;
    index::remove(tx, ItemId(id))?;
    tx.prepare_cached("DELETE FROM sketch WHERE item = ?1")?.execute([id])?;
    tx.prepare_cached("DELETE FROM item WHERE id = ?1")?.execute([id])?;
    let heir: Option<i64> =
        tx.query_row("SELECT min(id) FROM item WHERE story = ?1", [story], |row| row.get(0))?;
    if let Some(heir) = heir {
        tx.prepare_cached("UPDATE story SET lead = ?2 WHERE id = ?1 AND lead = ?3")?
            .execute((story, heir, id))?;
    } else {
        tx.prepare_cached("DELETE FROM related WHERE a = ?1 OR b = ?1")?.execute([story])?;
        tx.prepare_cached("DELETE FROM story WHERE id = ?1")?.execute([story])?;
    }
    Ok(())
}
