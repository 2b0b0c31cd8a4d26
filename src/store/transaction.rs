//! One writing transaction, and what it has to do before it ends.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Deref;

use rusqlite::{Connection, TransactionBehavior};

use super::error::Result;
use super::search::index;
use crate::model::ItemId;

/// A transaction that is rolled back unless it is committed.
#[derive(Debug)]
pub struct Transaction<'c> {
    inner: rusqlite::Transaction<'c>,
    /// Items whose words have changed. They are indexed together at the end: many small runs would have
    /// to be merged.
    unindexed: RefCell<BTreeSet<ItemId>>,
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.inner
    }
}

impl<'c> Transaction<'c> {
    /// Waits for its turn now, not when it first writes.
    pub fn begin(connection: &'c mut Connection) -> Result<Self> {
        let inner = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Self { inner, unindexed: RefCell::default() })
    }

    pub(super) fn index_later(&self, item: ItemId) {
        self.unindexed.borrow_mut().insert(item);
    }

    /// Runs a part that is taken back alone when it fails.
    pub(super) fn apart<T>(&self, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.prepare_cached("SAVEPOINT part")?.execute([])?;
        let result = work(self);
        if result.is_err() && !self.is_autocommit() {
            self.prepare_cached("ROLLBACK TO part")?.execute([])?;
        }
        if !self.is_autocommit() {
            self.prepare_cached("RELEASE part")?.execute([])?;
        }
        result
    }

    pub fn commit(self) -> Result<()> {
        index::add(&self, self.unindexed.take())?;
        Ok(self.inner.commit()?)
    }
}
