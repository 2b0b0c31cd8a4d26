//! The general extraction library, kept at arm's length: it gets capped markup only, and a panic
//! inside it costs one page its second opinion.

use std::panic::{AssertUnwindSafe, catch_unwind};

use scraper::Html;
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use super::tree::Tree;
use super::walk::{Block, blocks};

/// The article's blocks as the library sees them; none where it finds nothing or fails.
pub(super) fn extract(markup: &str) -> Result<Vec<Block>, Failed> {
    let options = Options::default()
        .with_fallback(true)
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    let result = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(markup, &options)));
    let Ok(result) = result else { return Err(Failed) };
    let Ok(found) = result else { return Ok(Vec::new()) };
    let fragment = Html::parse_document(&found.content_html);
    let tree = Tree::of(&fragment);
    Ok(blocks(&tree, 0, &|_| false))
}

/// The library panicked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failed;
