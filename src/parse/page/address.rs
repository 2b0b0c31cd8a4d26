//! What an address says of what stands there.

use super::hash::Hash;
use crate::model::WebUrl;

/// Whether the address is that of a single document rather than of a section: it carries a
/// number, a date, a long slug or a file ending.
pub(super) fn is_document(url: &url::Url) -> bool {
    let last = url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let stem = last.split('.').next().unwrap_or_default();
    let digits = url.path().bytes().filter(u8::is_ascii_digit).count();
    let slug = stem.split(['-', '_']).filter(|word| !word.is_empty()).count();
    let query =
        url.query().is_some_and(|query| query.bytes().filter(u8::is_ascii_digit).count() >= 2);
    digits >= 3 || slug >= 4 || stem.len() >= 30 || query || is_file(url)
}

/// The site that an address belongs to, whatever the host's first names.
pub(super) fn site(url: &WebUrl) -> &str {
    psl::domain_str(url.host()).unwrap_or(url.host())
}

/// Whether the address is that of a document to load.
pub(super) fn is_file(url: &url::Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip"]
        .iter()
        .any(|end| path.ends_with(end))
}

/// An address with its digits and words masked, so that addresses of one kind are equal.
pub(super) fn mask(url: &url::Url) -> Hash {
    let mut mask = Hash::default();
    mask.add(url.host_str().unwrap_or_default().as_bytes());
    for part in url.path().split('/').filter(|part| !part.is_empty()) {
        mask.mix(if part.bytes().all(|b| b.is_ascii_digit()) {
            1
        } else if part.bytes().any(|b| b.is_ascii_digit()) && !is_slug(part) {
            2
        } else {
            3
        });
    }
    if url.query().is_some() {
        for (name, _) in url.query_pairs().take(8) {
            mask.add(name.as_bytes());
        }
    }
    mask
}

/// The folder of an address, whatever its numbers.
pub(super) fn folder(url: &url::Url) -> Hash {
    let mut folder = Hash::default();
    folder.add(url.host_str().unwrap_or_default().as_bytes());
    let (path, _) = url.path().rsplit_once('/').unwrap_or_default();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let words: Vec<u8> = part.bytes().filter(|b| !b.is_ascii_digit()).collect();
        folder.add(&words);
    }
    folder
}

/// Whether a part of an address is words, among which there may be a number.
fn is_slug(part: &str) -> bool {
    let words = part.split(['-', '_']).filter(|word| word.bytes().all(|b| b.is_ascii_alphabetic()));
    words.count() >= 3
}
