//! The general extraction library, kept at arm's length: it gets capped markup only, and a panic
//! inside it costs one page its second opinion.

use std::panic::{AssertUnwindSafe, catch_unwind};

use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use super::quiet;
use super::tree::Tree;
use super::walk::{Block, blocks};

/// Markup in bytes that the library is asked about.
const LARGEST: usize = 2 << 20;

/// The article's blocks as the library sees them; none where it finds nothing or fails.
pub(super) fn extract(markup: &str) -> Result<Vec<Block>, Failed> {
    // it keeps every fault of a page in memory, of which a large one may have millions
    if markup.len() > LARGEST {
        return Ok(Vec::new());
    }
    let options = Options::default()
        .with_fallback(true)
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    let result = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(markup, &options)));
    let Ok(result) = result else { return Err(Failed) };
    let Ok(found) = result else { return Ok(Vec::new()) };
    let fragment = quiet::document(&found.content_html);
    let tree = Tree::of(&fragment);
    Ok(blocks(&tree, 0, &|_| false))
}

/// The library panicked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failed;
