//! Blocking work beside the async threads, a few pieces at a time.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// The work panicked, or the program is ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the work was not finished")]
pub struct Unfinished;

type Work = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Line {
    waiting: VecDeque<Work>,
    /// Threads that take from the line.
    at_work: usize,
}

/// A line of work of one kind, of which so many pieces run at once. A turn is never given to a
/// caller: one that is not polled for a while could then sit on what another needs to go on.
#[derive(Clone)]
pub struct Turns {
    line: Arc<Mutex<Line>>,
    at_once: usize,
}

impl std::fmt::Debug for Turns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Turns").field("at_once", &self.at_once).finish_non_exhaustive()
    }
}

impl Turns {
    pub fn new(at_once: usize) -> Self {
        Self { line: Arc::default(), at_once }
    }

    /// Runs the work when its turn comes, whether or not anyone still waits for it.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unfinished> {
        let (answer, answered) = oneshot::channel();
        let work = Box::new(move || {
            if let Ok(result) = std::panic::catch_unwind(AssertUnwindSafe(work)) {
                // whoever asked may have gone
                let _gone = answer.send(result);
            }
        });
        if self.queue(work) {
            let this = self.clone();
            tokio::task::spawn_blocking(move || this.clear());
        }
        answered.await.map_err(|_dropped| Unfinished)
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether one more thread is needed.
    fn queue(&self, work: Work) -> bool {
        let mut line = self.line();
        line.waiting.push_back(work);
        let more = line.at_work < self.at_once;
        if more {
            line.at_work += 1;
        }
        more
    }

    fn next(&self) -> Option<Work> {
        let mut line = self.line();
        let work = line.waiting.pop_front();
        if work.is_none() {
            line.at_work -= 1;
        }
        work
    }

    fn clear(&self) {
        while let Some(work) = self.next() {
            work();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn callers_that_are_not_polled_hold_nobody_up() {
        let turns = Turns::new(2);
        let mut waiting: Vec<_> = (0..8).map(|n| Box::pin(turns.run(move || n))).collect();
        for one in &mut waiting {
            assert!(one.now_or_never().is_none());
        }
        let last = tokio::time::timeout(Duration::from_secs(20), turns.run(|| 8)).await;
        assert_eq!(last.unwrap(), Ok(8));
        assert_eq!(waiting.pop().unwrap().await, Ok(7));
    }

    #[tokio::test]
    async fn a_panic_costs_its_own_work_and_no_turn() {
        let turns = Turns::new(1);
        for _ in 0..3 {
            let broken: Result<(), _> = turns.run(|| std::panic::resume_unwind(Box::new(1))).await;
            assert_eq!(broken, Err(Unfinished));
        }
        assert_eq!(turns.run(|| 1).await, Ok(1));
    }
}
