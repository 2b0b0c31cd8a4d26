//! News lists: which links on a page are news.

use super::Context;
use crate::model::{ListSelectors, Listing, ListingKind, Template};

/// What is known of this source from earlier looks.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pub template: Option<Template>,
    /// Titles and addresses seen on it before, newest first.
    pub known: Vec<(String, String)>,
}

pub fn read(
    _html: &str,
    _context: &Context,
    _memory: &Memory,
    _selectors: Option<&ListSelectors>,
) -> Listing {
    Listing::empty(ListingKind::List)
}
