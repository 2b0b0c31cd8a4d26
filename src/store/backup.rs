//! A copy of the store, taken while others read and write.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::error::{Result, StoreError};

/// Writes a compact copy to a file that does not exist yet, and looks through it. `step` is called
/// now and then while it is written.
pub fn backup(
    connection: &Connection,
    to: &Path,
    step: impl FnMut() + Send + 'static,
) -> Result<()> {
    let mut step = step;
    connection.progress_handler(
        100_000,
        Some(move || {
            step();
            false
        }),
    )?;
    connection.execute_batch("PRAGMA query_only = OFF")?;
    let written = connection.execute("VACUUM INTO ?1", [to.to_string_lossy()]);
    connection.execute_batch("PRAGMA query_only = ON")?;
    connection.progress_handler(0, None::<fn() -> bool>)?;
    written?;
    sound(to)
}

#[expect(clippy::disallowed_methods, reason = "a copy is no store that others share")]
fn sound(copy: &Path) -> Result<()> {
    let connection = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" { Ok(()) } else { Err(StoreError::Damaged(copy.to_owned())) }
}
