//! What is written to the index.

use rusqlite::{Connection, OptionalExtension};

use super::tokens;
use crate::model::ItemId;

/// Indexes an item from what is kept of it, if it still is.
pub(crate) fn add(connection: &Connection, id: ItemId) -> rusqlite::Result<()> {
    let tokens: Option<String> = connection
        .prepare_cached(
            "SELECT title, coalesce(item_text.text, summary, '') FROM item
             LEFT JOIN item_text ON item_text.item = item.id WHERE item.id = ?1",
        )?
        .query_row([id.0], |row| Ok(tokens(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?)))
        .optional()?;
    let Some(tokens) = tokens else { return Ok(()) };
    connection
        .prepare_cached("INSERT OR REPLACE INTO item_search (rowid, tokens) VALUES (?1, ?2)")?
        .execute((id.0, tokens))?;
    Ok(())
}

/// Takes an item out.
pub(crate) fn remove(connection: &Connection, id: ItemId) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM item_search WHERE rowid = ?1")?.execute([id.0])?;
    Ok(())
}

/// Indexes all items anew.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<()> {
    let mut query = connection.prepare("SELECT id FROM item ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        add(connection, ItemId(row.get(0)?))?;
    }
    Ok(())
}
