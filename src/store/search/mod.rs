//! Full text in every script. An index holds which items contain which words and characters
//! ([`tokens`]), in sorted runs of postings ([`postings`], [`index`]) as log-structured merge trees
//! keep them (O'Neil, Cheng, Gawlick, O'Neil 1996); what stands together, and in which order, is looked
//! up in the texts themselves, which keeps the index small and quick to write. The best are chosen
//! among the newest matches.

mod candidates;
mod facets;
mod find;
mod fold;
pub(super) mod index;
mod matching;
mod postings;
mod query;
mod snippet;
mod stem;
mod term;
mod tokens;

pub use facets::{Facet, Facets, facets};
pub use find::{Order, Reach, find, matches};
pub use query::{Query, QueryError, Reading};
pub use snippet::{Piece, marked, snippet};

/// Indexes all items anew.
pub fn rebuild(tx: &crate::store::Transaction<'_>) -> Result<(), super::StoreError> {
    Ok(index::all(tx)?)
}
