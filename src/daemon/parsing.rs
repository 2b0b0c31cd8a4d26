//! Parsing beside the async threads.

use std::panic::AssertUnwindSafe;

use crate::fetch::Page;

/// Runs a parser over a page; heavy pages wait for their turn. `None` where it panicked, which costs
/// this page and nothing else.
pub(super) async fn parsed<T: Send + 'static>(
    page: Box<Page>,
    parse: impl FnOnce(&Page) -> T + Send + 'static,
) -> Option<T> {
    let _turn = page.held.turn().await;
    let run = move || std::panic::catch_unwind(AssertUnwindSafe(|| parse(&page))).ok();
    tokio::task::spawn_blocking(run).await.ok().flatten()
}
