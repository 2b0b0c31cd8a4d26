//! Where the sources' addresses lead.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::error::Result;
use super::rows::moment_at;
use super::transaction::Transaction;
use crate::model::SourceId;

/// What is known of a source that does not answer where it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redirect {
    /// Where its news was found last.
    pub landed: String,
    /// Where it says it went for good, since when, and in how many looks in a row.
    pub moved: Option<String>,
    pub since: Option<Timestamp>,
    pub looks: u32,
    /// Where it is read now instead of at its configured address.
    pub adopted: Option<String>,
}

pub fn get(connection: &Connection, source: &SourceId) -> Result<Option<Redirect>> {
    Ok(connection
        .prepare_cached("SELECT * FROM redirect WHERE source = ?1")?
        .query_row([source.as_str()], |row| {
            Ok(Redirect {
                landed: row.get("landed")?,
                moved: row.get("moved")?,
                since: moment_at(row, "since")?,
                looks: row.get("looks")?,
                adopted: row.get("adopted")?,
            })
        })
        .optional()?)
}

pub fn put(tx: &Transaction<'_>, source: &SourceId, redirect: &Redirect) -> Result<()> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO redirect (source, landed, moved, since, looks, adopted)
         VALUES (:source, :landed, :moved, :since, :looks, :adopted)",
    )?
    .execute(named_params! {
        ":source": source.as_str(), ":landed": redirect.landed, ":moved": redirect.moved,
        ":since": redirect.since.map(Timestamp::as_second), ":looks": redirect.looks,
        ":adopted": redirect.adopted,
    })?;
    Ok(())
}

/// From now on the configured address counts again.
pub fn forget(tx: &Transaction<'_>, source: &SourceId) -> Result<()> {
    tx.prepare_cached("DELETE FROM redirect WHERE source = ?1")?.execute([source.as_str()])?;
    Ok(())
}
