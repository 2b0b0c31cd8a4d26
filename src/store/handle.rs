//! The store for async callers: one writer thread, a few read-only connections.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot};

use super::error::{Result, StoreError};
use super::open::{open_reader, open_writer};
use super::transaction::Transaction;
use super::turns::Turns;

/// Writes that share one transaction at most.
const TOGETHER: usize = 64;
/// Reads at once at most, each on a connection of its own that is kept open. More than there are
/// processors would only take memory, but one slow question must not stop all others.
const READERS: usize = 4;
/// How long a transaction may take in further work; what comes later waits for the next.
const LONG: Duration = Duration::from_millis(250);
/// Steps of the database machine between two looks at the time limit; well under a millisecond.
const STEPS: i32 = 10_000;

/// Without a bound of its own: every caller waits for its answer, so that there are never more
/// writes than callers, and none can wait for room that another holds.
type Queue = mpsc::UnboundedReceiver<Box<dyn Job>>;

/// A piece of writing that waits for its turn.
trait Job: Send {
    /// Whether something was written that must outlast a loss of power.
    fn run(&mut self, tx: &Transaction<'_>) -> bool;
    /// Tells the caller, once what it wrote is safe or lost.
    fn tell(self: Box<Self>, lost: Option<StoreError>);
}

/// What of a write must outlast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lasts {
    /// An end of the process: what a loss of power takes back will be read again.
    Process,
    /// A loss of power as well.
    Power,
}

struct Write<T, F> {
    lasts: Lasts,
    work: Option<F>,
    result: Option<Result<T>>,
    answer: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Write<T, F>
where
    T: Send,
    F: FnOnce(&Transaction<'_>) -> Result<T> + Send,
{
    fn run(&mut self, tx: &Transaction<'_>) -> bool {
        let before = tx.total_changes();
        self.result = self.work.take().map(|work| tx.apart(work));
        self.lasts == Lasts::Power && tx.total_changes() > before
    }

    fn tell(self: Box<Self>, lost: Option<StoreError>) {
        let result = match lost {
            Some(error) => Err(error),
            None => self.result.unwrap_or(Err(StoreError::Closed)),
        };
        // The caller may have been cancelled; what was written stays written.
        drop(self.answer.send(result));
    }
}

/// A shared handle; the last clone dropped lets the writer finish and close the file.
#[derive(Clone)]
pub struct Store {
    jobs: mpsc::UnboundedSender<Box<dyn Job>>,
    readers: Arc<Mutex<Vec<Connection>>>,
    turns: Turns,
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
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let log = PathBuf::from(log);
        let (jobs, mut queue) = mpsc::unbounded_channel::<Box<dyn Job>>();
        std::thread::Builder::new().name("store-writer".into()).spawn(move || {
            while let Some(first) = queue.blocking_recv() {
                together((&mut connection, &log), first, &mut queue);
            }
            if let Err(error) = connection.execute_batch("PRAGMA optimize") {
                tracing::debug!(%error, "closing the store");
            }
        })?;
        let processors = std::thread::available_parallelism().map_or(READERS, usize::from);
        let turns = Turns::new(processors.clamp(2, READERS));
        Ok(Self { jobs, readers: Arc::default(), turns, path: Arc::new(path.to_owned()) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs on the writer thread, in a transaction that what waits at the same time shares; an error
    /// takes back this part alone. Answers when all of it is committed.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    {
        self.queue(Lasts::Process, work).await
    }

    /// The same for what must outlast a loss of power: that a message is being sent, and that it was.
    pub async fn write_for_good<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    {
        self.queue(Lasts::Power, work).await
    }

    async fn queue<T, F>(&self, lasts: Lasts, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    {
        let (answer, done) = oneshot::channel();
        let job = Box::new(Write { lasts, work: Some(work), result: None, answer });
        self.jobs.send(job).map_err(|_closed| StoreError::Closed)?;
        done.await.map_err(|_closed| StoreError::Closed)?
    }

    /// Runs a query on a read-only connection, off the async threads.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let this = self.clone();
        let read = move || {
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
        };
        self.turns.run(read).await.map_err(|_unfinished| StoreError::Closed)?
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
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

/// What is stored now, as long as it is held: all questions see the same, and none has to ask
/// whether something has changed.
pub fn snapshot(connection: &Connection) -> Result<Option<rusqlite::Transaction<'_>>> {
    let free = connection.is_autocommit();
    Ok(free.then(|| connection.unchecked_transaction()).transpose()?)
}

/// Has the disk keep what the write-ahead log holds. SQLite does so by itself only when the log is
/// written back, or else at every single commit.
fn sync(log: &Path) {
    if let Err(error) = std::fs::File::open(log).and_then(|file| file.sync_data()) {
        tracing::warn!(log = %log.display(), %error, "what was sent may be sent again after a loss of power");
    }
}

/// One transaction for all that waits: they share the cost of its end. Nobody is told that
/// something was written before it is committed.
fn together((connection, log): (&mut Connection, &Path), first: Box<dyn Job>, queue: &mut Queue) {
    let start = Instant::now();
    let mut jobs = vec![first];
    let done = Transaction::begin(connection).and_then(|tx| {
        let (mut at, mut for_good) = (0, false);
        while let Some(job) = jobs.get_mut(at) {
            for_good |= job.run(&tx);
            if tx.is_autocommit() {
                return Err(StoreError::GivenUp);
            }
            at += 1;
            if at == jobs.len() && at < TOGETHER && start.elapsed() < LONG {
                jobs.extend(queue.try_recv());
            }
        }
        tx.commit()?;
        if for_good {
            sync(log);
        }
        Ok(())
    });
    let lost = done.err();
    for job in jobs {
        job.tell(lost.as_ref().map(StoreError::again));
    }
}
