use std::fmt;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{Lang, SourceId, WebUrl, country_of, usual_zone};

/// How a source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Whatever the answer turns out to be.
    #[default]
    Auto,
    Feed,
    Page,
}

/// Whether a source's items are judged or taken as relevant unless plainly off-topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RelevanceMode {
    #[default]
    Judge,
    All,
}

/// What a source is. What last happened to it stands in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub id: SourceId,
    pub name: String,
    pub url: WebUrl,
    pub kind: SourceKind,
    pub lang: Option<Lang>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// An IANA name such as `Asia/Shanghai`.
    pub timezone: Option<String>,
    pub tags: Vec<String>,
    /// A fixed interval instead of a learned one.
    pub interval: Option<SignedDuration>,
    /// A WHATWG encoding label that overrides what the page says.
    pub encoding: Option<String>,
    pub proxy: Option<String>,
    pub relevance: RelevanceMode,
    pub list: Option<ListSelectors>,
    pub article: Option<ArticleSelectors>,
}

impl Source {
    /// The name of its time zone: its own, or its country's.
    pub fn zone(&self) -> Option<&str> {
        let usual = || usual_zone(self.country.as_deref()?);
        self.timezone.as_deref().or_else(usual)
    }

    /// A source of which nothing but its place is known.
    pub fn at(id: SourceId, url: WebUrl) -> Self {
        Self {
            name: url.host().to_owned(),
            country: country_of(url.host()).map(str::to_owned),
            id,
            url,
            kind: SourceKind::Auto,
            lang: None,
            timezone: None,
            tags: Vec::new(),
            interval: None,
            encoding: None,
            proxy: None,
            relevance: RelevanceMode::Judge,
            list: None,
            article: None,
        }
    }
}

/// CSS selectors for a list page, each below `item` relative to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListSelectors {
    pub item: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// CSS selectors for an article page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleSelectors {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What was learned about a source's list page, as `parse` wrote it and reads it again; the other
/// rooms only carry it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(pub String);

/// How a source is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// Never looked at.
    #[default]
    New,
    Ok,
    /// The network or the server fails.
    Failing,
    /// The page answers but makes no sense any more.
    Broken,
    Paused,
    /// The server says it is gone for good (410).
    Gone,
}

impl Health {
    pub const ALL: [Self; 6] =
        [Self::New, Self::Ok, Self::Failing, Self::Broken, Self::Paused, Self::Gone];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ok => "ok",
            Self::Failing => "failing",
            Self::Broken => "broken",
            Self::Paused => "paused",
            Self::Gone => "gone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|health| health.as_str() == text)
    }
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
