//! One bounded HTML tree for every reader of pages.

mod cap;
mod nesting;
mod tags;

pub use cap::cap;
