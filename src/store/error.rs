use std::path::PathBuf;

/// Why the store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no store at {path} yet; `edwire run` makes one", path = .0.display())]
    Missing(PathBuf),
    #[error(
        "the store {path} was written by a newer edwire (format {found}, this one knows {known}); \
         use that version, or restore a backup",
        path = .path.display()
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("the store {path} could not be brought up to date: {source}", path = .path.display())]
    Migration { path: PathBuf, source: Box<rusqlite_migration::Error> },
    #[error("the store {path} cannot be opened: {why}", path = .path.display())]
    Unopened { path: PathBuf, why: String },
    #[error(
        "{path} is no store of edwire, or it is damaged; restore a backup, or move it away and let \
         `edwire run` make a new one",
        path = .0.display()
    )]
    Damaged(PathBuf),
    #[error(
        "the store {path} was written by an older edwire and cannot be brought up to date here, for \
         it is read-only; `edwire run` does it where it can write",
        path = .0.display()
    )]
    Older(PathBuf),
    #[error("store: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("store: a kept value is unreadable: {0}")]
    Json(#[from] serde_json::Error),
    #[error("store: {0}")]
    Io(#[from] std::io::Error),
    /// SQLite takes back a whole transaction where the disk is full or fails.
    #[error("store: the disk is full or fails; what was to be written together is not")]
    GivenUp,
    #[error("the store is shutting down")]
    Closed,
    #[error("the question took too long to answer")]
    TooLong,
    /// Something the caller asked for is not there.
    #[error("{0}")]
    NotFound(String),
}

impl StoreError {
    /// The same again, for each of those whom one failure concerns.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(code, text)) => {
                Self::Sqlite(rusqlite::Error::SqliteFailure(*code, text.clone()))
            }
            other => Self::Io(std::io::Error::other(other.to_string())),
        }
    }
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;
