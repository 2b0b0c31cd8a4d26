//! A copy of the store, taken while others read and write.

use std::path::Path;

use rusqlite::Connection;

use super::error::Result;

/// Writes a compact copy to a file that does not exist yet.
pub fn backup(connection: &Connection, to: &Path) -> Result<()> {
    connection.execute_batch("PRAGMA query_only = OFF")?;
    connection.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(())
}
