//! Opening the one SQLite file, with the house pragmas.

use std::path::Path;
use std::sync::LazyLock;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations};

use super::error::{Result, StoreError};
use super::items;
use super::search::index;

static STEPS: LazyLock<Vec<M<'static>>> = LazyLock::new(|| {
    vec![
        M::up(include_str!("migrations/001_first.sql")),
        M::up(include_str!("migrations/002_health.sql")),
        M::up(include_str!("migrations/004_follow.sql")),
        M::up(include_str!("migrations/005_bot.sql")),
        M::up(include_str!("migrations/006_addresses.sql")),
        M::up(include_str!("migrations/007_rhythm.sql")),
        M::up_with_hook(
            include_str!("migrations/008_search.sql"),
            |tx: &rusqlite::Transaction<'_>| Ok(items::date_all(tx)?),
        ),
        M::up(include_str!("migrations/009_buckets.sql")),
        M::up(include_str!("migrations/010_sketch.sql")),
        M::up(include_str!("migrations/011_standing.sql")),
        M::up_with_hook(
            include_str!("migrations/012_runs.sql"),
            |tx: &rusqlite::Transaction<'_>| Ok(index::all(tx)?),
        ),
        M::up(include_str!("migrations/013_pieces.sql")),
        M::up(include_str!("migrations/014_scans.sql")),
    ]
});

/// Opens the store for writing, making it or bringing it up to date where needed.
pub fn open_writer(path: &Path) -> Result<Connection> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        let why = format!("the folder {} does not exist; make it first", folder.display());
        return Err(StoreError::Unopened { path: path.to_owned(), why });
    }
    writer(path).map_err(|error| named(path, error))
}

fn writer(path: &Path) -> Result<Connection> {
    let mut connection = connect(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    refuse_newer(&connection, path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000;
         PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8000;",
    )?;
    Migrations::new(STEPS.clone()).to_latest(&mut connection).map_err(|source| {
        StoreError::Migration { path: path.to_owned(), source: Box::new(source) }
    })?;
    Ok(connection)
}

/// Opens an existing store for reading only. One of an older version is brought up to date first;
/// one that lies where nothing can be written is read as it is.
pub fn open_reader(path: &Path) -> Result<Connection> {
    if !path.exists() {
        return Err(StoreError::Missing(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = connect(path, flags).and_then(|connection| reader(connection, path));
    let opened = match opened {
        Err(StoreError::Sqlite(error)) if is_unwritable(&error) => {
            unchanging(path).and_then(|connection| reader(connection, path))
        }
        other => other,
    };
    opened.map_err(|error| named(path, error))
}

fn reader(connection: Connection, path: &Path) -> Result<Connection> {
    refuse_newer(&connection, path)?;
    let connection = match version(&connection)? {
        0 => return Err(StoreError::Missing(path.to_owned())),
        found if found < STEPS.len() as i64 => writer(path).map_err(|error| match error {
            StoreError::Migration { .. } | StoreError::Sqlite(_) => {
                StoreError::Older(path.to_owned())
            }
            other => other,
        })?,
        _ => connection,
    };
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -1000;")?;
    Ok(connection)
}

/// A file in a folder where nothing can be written, so that nobody writes beside us. What a log
/// beside it holds is not seen.
fn unchanging(path: &Path) -> Result<Connection> {
    let path = std::path::absolute(path)?;
    let escaped: String =
        url::form_urlencoded::byte_serialize(path.as_os_str().as_encoded_bytes()).collect();
    let uri = format!("file:{}?immutable=1", escaped.replace("%2F", "/").replace('+', "%20"));
    connect(
        Path::new(&uri),
        OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
}

fn is_unwritable(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure)
    )
}

/// An error of the database with the file that it concerns.
fn named(path: &Path, error: StoreError) -> StoreError {
    let StoreError::Sqlite(error) = error else { return error };
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StoreError::Damaged(path),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            let why = "the file and its folder must be writable for whoever runs edwire";
            StoreError::Unopened { path, why: why.to_owned() }
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            let why = "another program has been writing for long; try again in a moment";
            StoreError::Unopened { path, why: why.to_owned() }
        }
        _ => StoreError::Sqlite(error),
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that opens connections")]
fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn refuse_newer(connection: &Connection, path: &Path) -> Result<()> {
    let (found, known) = (version(connection)?, STEPS.len() as i64);
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

    #[test]
    fn what_is_no_store_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("edwire.db");
        std::fs::write(&path, "not a database, but long enough to be looked at: ".repeat(40))
            .unwrap();
        for error in [open_writer(&path).unwrap_err(), open_reader(&path).unwrap_err()] {
            assert!(matches!(error, StoreError::Damaged(_)), "{error}");
        }
        let error = open_writer(&dir.path().join("none/edwire.db")).unwrap_err().to_string();
        assert!(error.contains("none does not exist"), "{error}");
    }

    #[test]
    fn a_store_is_read_where_nothing_can_be_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ed wire+1.db");
        drop(open_writer(&path).unwrap());
        let reader = unchanging(&path).and_then(|connection| reader(connection, &path)).unwrap();
        let items: i64 =
            reader.query_row("SELECT count(*) FROM item", [], |row| row.get(0)).unwrap();
        assert_eq!(items, 0);
    }

    #[test]
    fn an_older_store_is_brought_up_to_date_and_searched() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("edwire.db");
        {
            let old = connect(&path, OpenFlags::default()).unwrap();
            old.execute_batch(include_str!("migrations/001_first.sql")).unwrap();
            old.execute_batch(
                "INSERT INTO story (lead) VALUES (1);
                 INSERT INTO item (url, link, source, story, joined, title, sort_at, first_seen,
                    relevant, score, judge_version, article)
                 VALUES ('u', 'u', 's', 1, '\"first\"', '國際獎學金', 1, 1, 1, 0.9, 1, 'none');
                 PRAGMA user_version = 1;",
            )
            .unwrap();
        }
        let reader = open_reader(&path).unwrap();
        let query = crate::store::search::Query::parse("奖学金").unwrap();
        let found =
            crate::store::search::matches(&reader, &query, &crate::store::Filter::default(), 10);
        assert_eq!(found.unwrap().0, [1]);
    }
}
