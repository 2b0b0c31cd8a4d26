//! RSS, Atom and JSON Feed.

use super::Context;
use crate::model::{Listing, ListingKind};

pub fn read(_body: &[u8], _context: &Context) -> Listing {
    Listing::empty(ListingKind::Feed)
}
