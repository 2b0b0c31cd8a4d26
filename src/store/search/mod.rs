//! Full text in every script. FTS5 holds which items contain which words and characters
//! ([`tokens()`]); what stands together, and in which order, is looked up in the texts themselves,
//! which keeps the index small and quick to write. The best are chosen among the newest matches.

mod facets;
mod find;
mod fold;
pub(super) mod index;
mod matching;
mod query;
mod snippet;
mod term;
mod tokens;

pub use facets::{Facet, Facets, facets};
pub use find::{Order, find, matches};
pub use query::{Query, QueryError};
pub use snippet::{Piece, marked, snippet};
pub use tokens::tokens;
