//! When a page's own `rel=canonical` may name the item.

use super::{canonical, registrable};
use crate::model::{CanonicalUrl, WebUrl};

/// The form by which an article is known, given what the page says of itself.
///
/// The page's word counts only where it is plausible: same registrable domain, not a home page,
/// not the list it was found on, and not said by other articles too (`shared`), as templates with
/// a hard-wired address do.
pub fn canonical_of_page(
    found: &WebUrl,
    said: Option<&WebUrl>,
    shared: &[CanonicalUrl],
) -> CanonicalUrl {
    let own = canonical(found);
    let Some(said) = said else { return own };
    let theirs = canonical(said);
    let path = said.as_url().path().trim_matches('/');
    let same_house = registrable(found.host()) == registrable(said.host());
    let home = path.is_empty() && said.as_url().query().is_none();
    let above = own.as_str().starts_with(&format!("{}/", theirs.as_str()));
    if !same_house || home || above || is_home_page(&theirs) || shared.contains(&theirs) {
        return own;
    }
    // a query that picks the article is lost in many templates' canonical address
    let loses_query = own.as_str().split_once('?').is_some_and(|(base, _)| base == theirs.as_str());
    if loses_query { own } else { theirs }
}

fn is_home_page(url: &CanonicalUrl) -> bool {
    let rest = url.as_str().strip_prefix("https://").unwrap_or_default();
    rest.split_once('/').is_none_or(|(_, path)| path.is_empty() || path.starts_with('#'))
}
