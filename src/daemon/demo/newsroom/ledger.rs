//! The request log.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

use crate::model::SourceId;

/// The oldest lines go first.
const MAX_HITS: usize = 10_000;

/// One request to a site and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub at: Timestamp,
    pub site: SourceId,
    /// Path and query.
    pub target: String,
    /// The `User-Agent` as sent.
    pub agent: String,
    /// The client showed an `ETag` or `Last-Modified` it had been given before.
    pub conditional: bool,
    pub status: u16,
}

#[derive(Debug)]
pub(super) struct Ledger {
    opened: Timestamp,
    since: Instant,
    hits: Mutex<VecDeque<Hit>>,
}

impl Ledger {
    pub(super) fn new(opened: Timestamp) -> Self {
        Self { opened, since: Instant::now(), hits: Mutex::new(VecDeque::new()) }
    }

    /// The newsroom's own time: the moment it was given, plus what has passed since.
    pub(super) fn time(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.since.elapsed()).unwrap_or(SignedDuration::ZERO);
        self.opened.checked_add(passed).unwrap_or(self.opened)
    }

    pub(super) fn note(&self, hit: Hit) {
        let mut hits = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        if hits.len() == MAX_HITS {
            hits.pop_front();
        }
        hits.push_back(hit);
    }

    pub(super) fn hits(&self) -> Vec<Hit> {
        self.hits.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
