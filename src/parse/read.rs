use serde::{Deserialize, Serialize};

use super::sniff::{self, Sniffed};
use super::{Context, article, charset, feed, page};
use crate::model::{Article, ArticleSelectors, ListSelectors, Listing, SourceKind};

/// What the caller expects a document to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Want {
    Auto,
    Feed,
    List,
    Article,
}

impl From<SourceKind> for Want {
    fn from(kind: SourceKind) -> Self {
        match kind {
            SourceKind::Auto => Self::Auto,
            SourceKind::Feed => Self::Feed,
            SourceKind::Page => Self::List,
        }
    }
}

/// What a document turned out to be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Reading {
    Listing(Listing),
    Article(Article),
}

/// Reads a document as what it is wanted to be; [`Want::Auto`] takes a feed as a feed, a page with
/// a news list as a list, and any other page as an article.
pub fn read(
    body: &[u8],
    context: &Context,
    want: Want,
    memory: &page::Memory,
    selectors: (Option<&ListSelectors>, Option<&ArticleSelectors>),
) -> Reading {
    let sniffed = sniff::sniff(body, context.content_type.as_deref());
    match want {
        Want::Feed => return Reading::Listing(feed::read(body, context)),
        Want::Article => return Reading::Article(article::read(body, context, selectors.1)),
        Want::Auto if sniffed == Sniffed::Feed => {
            return Reading::Listing(feed::read(body, context));
        }
        // says in a word that it is no page
        Want::Auto | Want::List
            if matches!(sniffed, Sniffed::Pdf | Sniffed::Docx | Sniffed::Binary) =>
        {
            return Reading::Article(article::read(body, context, selectors.1));
        }
        Want::Auto | Want::List => {}
    }
    let decoded = charset::decode_html(body, context);
    let reader = if want == Want::List { page::read } else { page::guess };
    let mut listing = reader(&decoded.text, context, memory, selectors.0);
    listing.warnings.splice(0..0, decoded.warnings);
    // a large page is not to be kept twice
    drop(decoded.text);
    if want == Want::Auto && listing.entries.is_empty() {
        return Reading::Article(article::read(body, context, selectors.1));
    }
    Reading::Listing(listing)
}
