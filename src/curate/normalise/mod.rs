//! One address for one article, one spelling for one text.
//!
//! [`canonical`] gives the form of an address by which items are known: a key, not a link to
//! follow. [`canonical_of_page`] lets a page's own `rel=canonical` speak where that is sane.
//! [`fold()`] gives a text's spelling for comparison and search.

mod address;
mod family;
mod fold;
mod page;
mod query;

pub use crate::model::to_simplified;
pub use address::{canonical, registrable, shareable};
pub use fold::{each_composed, each_letter, fold, is_unspaced, letters};
pub use page::canonical_of_page;
