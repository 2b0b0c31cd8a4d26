//! Opening the one SQLite file, with the house pragmas.

use std::path::Path;
use std::sync::LazyLock;

use rusqlite::{Connection, OpenFlags, Transaction};
use rusqlite_migration::{M, Migrations};

use super::error::{Result, StoreError};
use super::items;

static STEPS: LazyLock<Vec<M<'static>>> = LazyLock::new(|| {
    vec![
        M::up(include_str!("migrations/001_first.sql")),
        M::up(include_str!("migrations/002_health.sql")),
        M::up(include_str!("migrations/004_follow.sql")),
        M::up(include_str!("migrations/005_bot.sql")),
        M::up(include_str!("migrations/006_addresses.sql")),
        M::up(include_str!("migrations/007_rhythm.sql")),
        M::up_with_hook(include_str!("migrations/008_search.sql"), |tx: &Transaction<'_>| {
            Ok(items::index_all(tx)?)
        }),
    ]
});

/// Opens the store for writing, making it or bringing it up to date where needed.
pub fn open_writer(path: &Path) -> Result<Connection> {
    let mut connection = connect(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    refuse_newer(&connection, path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 1000;
         PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8000;",
    )?;
    Migrations::new(STEPS.clone()).to_latest(&mut connection).map_err(|source| {
        StoreError::Migration { path: path.to_owned(), source: Box::new(source) }
    })?;
    Ok(connection)
}

/// Opens an existing store for reading only.
pub fn open_reader(path: &Path) -> Result<Connection> {
    if !path.exists() {
        return Err(StoreError::Missing(path.to_owned()));
    }
    let connection =
        connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    refuse_newer(&connection, path)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -4000;")?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version == 0 {
        return Err(StoreError::Missing(path.to_owned()));
    }
    Ok(connection)
}

#[expect(clippy::disallowed_methods, reason = "the one place that opens connections")]
fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn refuse_newer(connection: &Connection, path: &Path) -> Result<()> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = STEPS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_sound() {
        Migrations::new(STEPS.clone()).validate().unwrap();
    }

    #[test]
    fn a_store_from_the_future_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("edwire.db");
        open_writer(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
        let error = open_writer(&path).unwrap_err().to_string();
        assert!(error.contains("newer edwire (format 99"), "{error}");
    }
}
