//! Blocking work beside the async threads, a few pieces at a time.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinError;

/// How many pieces of work of one kind run at once; the others wait in the order they came.
#[derive(Debug, Clone)]
pub struct Turns(Arc<Semaphore>);

impl Turns {
    pub fn new(at_once: usize) -> Self {
        Self(Arc::new(Semaphore::new(at_once)))
    }

    /// Runs the work when its turn comes. It waits in a task of its own: a caller that is not polled
    /// for a while must not sit on a turn that another caller, perhaps the one it waits for, needs.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let turns = Arc::clone(&self.0);
        tokio::spawn(async move {
            // never closed, so that there is always a turn
            let _turn = turns.acquire_owned().await.ok();
            tokio::task::spawn_blocking(work).await
        })
        .await?
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
        assert_eq!(last.unwrap().unwrap(), 8);
        assert_eq!(waiting.pop().unwrap().await.unwrap(), 7);
    }
}
