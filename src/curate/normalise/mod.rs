//! One address for one article, one spelling for one text.

use crate::model::{CanonicalUrl, WebUrl};

/// The form of an address by which an item is known.
pub fn canonical(url: &WebUrl) -> CanonicalUrl {
    CanonicalUrl::from_canonical(url.as_str())
}
