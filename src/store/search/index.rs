//! What is written to the index. FTS5 writes all that it has gathered whenever a statement on another
//! table may have to be undone, and that is what storing the next item is; so the items of a
//! transaction are noted first and indexed together when it ends.

use rusqlite::{OptionalExtension, Transaction};

use super::tokens;
use crate::model::ItemId;

/// Notes that an item is to be indexed when the transaction ends.
pub(crate) fn note(tx: &Transaction<'_>, id: ItemId) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO unsearched (item) VALUES (?1)")?.execute([id.0])?;
    Ok(())
}

/// Indexes what was noted; the last thing before the commit.
pub(crate) fn catch_up(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let noted: Vec<i64> = tx
        .prepare_cached("SELECT item FROM unsearched ORDER BY item")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if noted.is_empty() {
        return Ok(());
    }
    tx.prepare_cached("DELETE FROM unsearched")?.execute([])?;
    noted.into_iter().try_for_each(|id| index(tx, id))
}

fn index(tx: &Transaction<'_>, id: i64) -> rusqlite::Result<()> {
    let tokens: Option<String> = tx
        .prepare_cached(
            "SELECT title, coalesce(item_text.text, summary, '') FROM item
             LEFT JOIN item_text ON item_text.item = item.id WHERE item.id = ?1",
        )?
        .query_row([id], |row| {
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            Ok(tokens(text(0)?, text(1)?))
        })
        .optional()?;
    let Some(tokens) = tokens else { return Ok(()) };
    tx.prepare_cached("INSERT OR REPLACE INTO item_search (rowid, tokens) VALUES (?1, ?2)")?
        .execute((id, tokens))?;
    Ok(())
}

/// Takes an item out.
pub(crate) fn remove(tx: &Transaction<'_>, id: ItemId) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM item_search WHERE rowid = ?1")?.execute([id.0])?;
    Ok(())
}

/// Indexes all items anew.
pub(crate) fn all(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut query = tx.prepare("SELECT id FROM item ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        index(tx, row.get(0)?)?;
    }
    Ok(())
}
