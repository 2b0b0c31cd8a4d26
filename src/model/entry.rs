use serde::{Deserialize, Serialize};

use super::{Published, SourceKind, Template, Warning, WebUrl};

/// What one listing says of one piece of news.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The feed's own id, never one that a parser made up.
    pub guid: Option<String>,
    pub url: WebUrl,
    /// The resolved address as the listing spells it, where that differs.
    pub spelled: Option<String>,
    pub title: String,
    /// The listing cut the title short; the article has it whole.
    pub title_cut: bool,
    /// Plain text, at most 2,000 characters.
    pub summary: Option<String>,
    /// The whole text as plain paragraphs, where a feed carries it.
    pub text: Option<String>,
    #[serde(with = "super::time::exact")]
    pub published: Option<Published>,
    pub author: Option<String>,
    pub categories: Vec<String>,
    /// The heading of the block it stood in ("Notices").
    pub section: Option<String>,
}

impl Entry {
    /// The best text that the listing gives of it; empty where it gives none.
    pub fn body(&self) -> &str {
        self.text.as_deref().or(self.summary.as_deref()).unwrap_or_default()
    }

    pub fn new(url: WebUrl, title: impl Into<String>) -> Self {
        Self {
            guid: None,
            url,
            spelled: None,
            title: title.into(),
            title_cut: false,
            summary: None,
            text: None,
            published: None,
            author: None,
            categories: Vec::new(),
            section: None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ListingKind {
    Feed,
    List,
}

impl ListingKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::List => "list",
        }
    }
}

impl From<ListingKind> for SourceKind {
    fn from(kind: ListingKind) -> Self {
        match kind {
            ListingKind::Feed => Self::Feed,
            ListingKind::List => Self::Page,
        }
    }
}

/// What a feed or a news page says, in its own order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    pub kind: ListingKind,
    pub title: Option<String>,
    pub lang: Option<String>,
    pub entries: Vec<Entry>,
    pub warnings: Vec<Warning>,
    /// How the list was found, to be used again at the next look.
    pub template: Option<Template>,
    /// Feeds that the page or feed itself names.
    pub feeds: Vec<WebUrl>,
    /// The WebSub hub that the feed names.
    pub hub: Option<WebUrl>,
    /// The feed's own address, by which the hub knows it (`rel="self"`).
    pub topic: Option<WebUrl>,
    /// How long the feed asks to be left alone, in minutes (`ttl`, `sy:updatePeriod`).
    pub ttl_minutes: Option<u32>,
}

impl Listing {
    pub fn empty(kind: ListingKind) -> Self {
        Self {
            kind,
            title: None,
            lang: None,
            entries: Vec::new(),
            warnings: Vec::new(),
            template: None,
            feeds: Vec::new(),
            hub: None,
            topic: None,
            ttl_minutes: None,
        }
    }
}
