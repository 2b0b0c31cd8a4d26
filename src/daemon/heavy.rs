//! Heavy pages, read in a child process one after another. What a thread once took for a tree it keeps for the
//! next one, so that pages of many sources would add up.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::apart;
use crate::fetch::Page;
use crate::model::{ArticleSelectors, ListSelectors};
use crate::parse::page::Memory;
use crate::parse::{self, Context, Reading, Want};

/// The hidden command under which edwire starts itself.
pub const COMMAND: &str = "read-page";

static TURN: Semaphore = Semaphore::const_new(1);
static APART: AtomicBool = AtomicBool::new(false);

/// A page's reading without its bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task {
    pub context: Context,
    pub want: Want,
    pub memory: Memory,
    pub list: Option<ListSelectors>,
    pub article: Option<ArticleSelectors>,
}

impl Task {
    pub fn read(&self, body: &[u8]) -> Reading {
        let selectors = (self.list.as_ref(), self.article.as_ref());
        parse::read(body, &self.context, self.want, &self.memory, selectors)
    }
}

/// To be said by a program that knows [`COMMAND`]; any other reads heavy pages itself.
pub fn set_apart() {
    APART.store(true, Ordering::Relaxed);
}

pub(super) fn are_apart() -> bool {
    APART.load(Ordering::Relaxed)
}

/// What the child is given: a line of JSON, then the page.
pub(super) async fn read(page: &Page, task: &Task) -> Option<Reading> {
    let task = serde_json::to_vec(task).ok()?;
    let _turn = TURN.acquire().await;
    match apart::ask(COMMAND, &[&task, b"\n", &page.body]).await {
        Ok(reading) => reading,
        Err(silence) => {
            tracing::debug!(url = %page.url, %silence, "a heavy page was left");
            None
        }
    }
}
