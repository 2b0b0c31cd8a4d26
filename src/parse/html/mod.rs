//! One bounded HTML tree for every reader of pages.

mod cap;
mod nesting;
mod tags;
mod tree;

pub use cap::cap;
pub use tree::{At, Tree, is_inline, push_text};
