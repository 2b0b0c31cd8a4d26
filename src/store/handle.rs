//! The store for async callers: one writer thread, a few read-only connections.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::error::{Result, StoreError};
use super::open::{open_reader, open_writer};
use super::search::index;

/// Writes waiting at once; more make the callers wait.
const QUEUE: usize = 64;
/// Read connections kept open.
const READERS: usize = 4;
/// Steps of the database machine between two looks at the time limit; well under a millisecond.
const STEPS: i32 = 10_000;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// A shared handle; the last clone dropped lets the writer finish and close the file.
#[derive(Clone)]
pub struct Store {
    jobs: mpsc::Sender<Job>,
    readers: Arc<Mutex<Vec<Connection>>>,
    path: Arc<PathBuf>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Store {
    pub fn open(path: &Path) -> Result<Self> {
        let mut connection = open_writer(path)?;
        let (jobs, mut queue) = mpsc::channel::<Job>(QUEUE);
        std::thread::Builder::new().name("store-writer".into()).spawn(move || {
            while let Some(job) = queue.blocking_recv() {
                job(&mut connection);
            }
            if let Err(error) = connection.execute_batch("PRAGMA optimize") {
                tracing::debug!(%error, "closing the store");
            }
        })?;
        Ok(Self { jobs, readers: Arc::default(), path: Arc::new(path.to_owned()) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs one transaction on the writer thread; an error rolls it back.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    {
        let (answer, done) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = transact(connection, work);
            // The caller may have been cancelled; what was written stays written.
            drop(answer.send(result));
        });
        self.jobs.send(job).await.map_err(|_closed| StoreError::Closed)?;
        done.await.map_err(|_closed| StoreError::Closed)?
    }

    /// Runs a query on a read-only connection, off the async threads.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let this = self.clone();
        tokio::task::spawn_blocking(move || {
            let connection = match this.lend() {
                Some(connection) => connection,
                None => open_reader(&this.path)?,
            };
            let result = match snapshot(&connection) {
                Ok(_seen) => work(&connection),
                Err(error) => Err(error),
            };
            this.take_back(connection);
            result
        })
        .await
        .map_err(|_cancelled| StoreError::Closed)?
    }

    /// The same for a question from outside, which is broken off with [`StoreError::TooLong`] when
    /// it has not been answered within the limit.
    pub async fn read_within<T, F>(&self, limit: Duration, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        self.read(move |connection| {
            let start = Instant::now();
            connection.progress_handler(STEPS, Some(move || start.elapsed() > limit))?;
            let result = work(connection);
            connection.progress_handler(0, None::<fn() -> bool>)?;
            match result {
                Err(StoreError::Sqlite(error))
                    if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) =>
                {
                    Err(StoreError::TooLong)
                }
                other => other,
            }
        })
        .await
    }

    fn lend(&self) -> Option<Connection> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn take_back(&self, connection: Connection) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS {
            readers.push(connection);
        }
    }
}

/// What is stored now, as long as it is held: all questions see the same, and none has to ask
/// whether something has changed.
pub fn snapshot(connection: &Connection) -> Result<Option<Transaction<'_>>> {
    let free = connection.is_autocommit();
    Ok(free.then(|| connection.unchecked_transaction()).transpose()?)
}

/// One transaction, searchable when it is done; an error rolls it back.
pub fn transact<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let transaction = begun.map_err(StoreError::from)?;
    let value = work(&transaction)?;
    index::catch_up(&transaction).map_err(StoreError::from)?;
    transaction.commit().map_err(StoreError::from)?;
    Ok(value)
}
