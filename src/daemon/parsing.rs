//! Parsing beside the async threads.

use std::sync::LazyLock;

use crate::fetch::Page;
use crate::parse::Reading;
use crate::store::Turns;

use super::heavy::{self, Task};

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

/// Reads a page. `None` where that panicked or took too much, which costs this page and nothing else.
pub(super) async fn read(page: Box<Page>, task: Task) -> Option<Reading> {
    if page.held.is_heavy() && heavy::are_apart() {
        return heavy::read(&page, &task).await;
    }
    thought(move || task.read(&page.body)).await
}
