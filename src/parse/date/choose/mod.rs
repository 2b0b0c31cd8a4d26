//! The publication date of an article page, out of all the dates that it shows.

use scraper::Html;

use super::Clues;
use crate::model::Published;

/// What is known of a page besides its markup.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around<'a> {
    pub url: &'a str,
    /// The `Last-Modified` header: a last hint.
    pub last_modified: Option<&'a str>,
}

/// When the article was published, with where that was read; `None` where nothing says so. Never
/// more than a day ahead of now.
pub fn choose(_page: &Html, _around: &Around<'_>, _clues: &Clues) -> Option<Published> {
    None
}
