//! Small facts about the store itself.

use rusqlite::{Connection, OptionalExtension};

use super::error::Result;

/// What is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The judge's weights as tuned from the operator's marks (TOML).
    Weights,
    /// The operator was told that the disk is nearly full.
    DiskLow,
    /// The day of the last daily summary, whether or not there was anything to say.
    SummaryOf,
    /// Since when our own network has been down (RFC 3339).
    NetworkDown,
    /// The last fingerprint key that was looked at for items that are gone.
    KeysTidied,
}

impl Note {
    fn name(self) -> &'static str {
        match self {
            Self::Weights => "weights",
            Self::DiskLow => "disk-low",
            Self::SummaryOf => "summary-of",
            Self::NetworkDown => "network-down",
            Self::KeysTidied => "keys-tidied",
        }
    }
}

pub fn get(connection: &Connection, note: Note) -> Result<Option<String>> {
    Ok(connection
        .prepare_cached("SELECT value FROM note WHERE name = ?1")?
        .query_row([note.name()], |row| row.get(0))
        .optional()?)
}

pub fn set(connection: &Connection, note: Note, value: &str) -> Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO note (name, value) VALUES (?1, ?2)")?
        .execute((note.name(), value))?;
    Ok(())
}

pub fn remove(connection: &Connection, note: Note) -> Result<()> {
    connection.prepare_cached("DELETE FROM note WHERE name = ?1")?.execute([note.name()])?;
    Ok(())
}
