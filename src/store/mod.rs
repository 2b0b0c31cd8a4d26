//! The only room with SQL: what was seen, what it was judged to be, what is to be sent. Verbs of
//! the trade go in and out; no row, statement or SQL type leaves it.
//!
//! Reading and writing functions take a [`Connection`] or [`Transaction`] that [`Store`] or
//! [`open_writer`] hands out, so that one look at a source is one transaction.

mod backup;
mod error;
mod filter;
pub mod followed;
mod handle;
pub mod hubs;
pub mod items;
mod known;
pub mod neighbours;
pub mod notes;
mod open;
pub mod outbox;
pub mod redirects;
pub mod retention;
mod rows;
pub mod search;
pub mod sightings;
pub mod sources;
mod stats;
pub mod stories;
pub mod topics;
mod transaction;
mod turns;
pub mod views;
pub mod wanted;

pub use backup::backup;
pub use error::StoreError;
pub use filter::Filter;
pub use handle::{Store, snapshot};
pub use known::{Unknown, unknown};
pub use open::{open_reader, open_writer};
pub use rusqlite::{Connection, Error as SqlError, Result as SqlResult};
pub use stats::{Count, stats};
pub use transaction::Transaction;
pub use turns::{Turns, Unfinished};
