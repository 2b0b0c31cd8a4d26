//! Parsing beside the async threads.

use std::panic::AssertUnwindSafe;
use std::sync::LazyLock;
use std::sync::mpsc::{self, Sender};

use tokio::sync::oneshot;

use crate::fetch::Page;
use crate::store::Turns;

/// How far heavy pages stand back, as `nice` counts it.
#[cfg(target_os = "linux")]
const PATIENT: i32 = 15;

type Job = Box<dyn FnOnce() + Send>;

/// Heavy pages are parsed here, one after another. What a thread once took for a tree it keeps for
/// the next one, so that with a thread for each the memory of all of them would add up.
static HEAVY: LazyLock<Option<Sender<Job>>> = LazyLock::new(|| {
    let (sender, jobs) = mpsc::channel::<Job>();
    let work = move || {
        stand_back();
        jobs.into_iter().for_each(|job| job());
    };
    std::thread::Builder::new().name("heavy-pages".to_owned()).spawn(work).ok().map(|_| sender)
});

/// Honest pages go first; where that is not granted, they only wait longer.
fn stand_back() {
    #[cfg(target_os = "linux")]
    let _granted = rustix::process::setpriority_process(Some(rustix::thread::gettid()), PATIENT);
}

/// As many at once as are worth it: parsing waits for nothing but a processor, and each thread keeps
/// the memory of the largest page it has met.
static TURNS: LazyLock<Turns> = LazyLock::new(|| {
    Turns::new(std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8)))
});

/// Work that is nothing but thought, off the async threads. `None` where it panicked.
pub(super) async fn thought<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    TURNS.run(work).await.ok()
}

/// Runs a parser over a page. `None` where it panicked, which costs this page and nothing else.
pub(super) async fn parsed<T: Send + 'static>(
    page: Box<Page>,
    parse: impl FnOnce(&Page) -> T + Send + 'static,
) -> Option<T> {
    if !page.held.is_heavy() {
        return thought(move || parse(&page)).await;
    }
    let run = move || std::panic::catch_unwind(AssertUnwindSafe(|| parse(&page))).ok();
    let (answer, answered) = oneshot::channel();
    let job = move || {
        // whoever asked may have gone
        let _gone = answer.send(run());
    };
    HEAVY.as_ref()?.send(Box::new(job)).ok()?;
    answered.await.ok().flatten()
}
