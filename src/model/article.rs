use serde::{Deserialize, Serialize};

use super::{Lang, Published, Warning, WarningKind, WebUrl};

/// What an article page says.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Article {
    pub title: Option<String>,
    /// Plain paragraphs separated by blank lines.
    pub text: String,
    /// The article's own first sentences, at most 300 characters.
    pub summary: Option<String>,
    #[serde(with = "super::time::exact")]
    pub published: Option<Published>,
    pub author: Option<String>,
    /// The issuing office, or the original publisher of a reprint.
    pub source: Option<String>,
    pub lang: Option<Lang>,
    /// The main image first.
    pub images: Vec<WebUrl>,
    pub attachments: Vec<Attachment>,
    /// Where more of its text stands.
    pub rest: Option<Rest>,
    /// `rel=canonical`, as the page says it.
    pub canonical: Option<WebUrl>,
    pub warnings: Vec<Warning>,
}

impl Article {
    /// Why what stands at the address is no article at all.
    pub fn shut(&self) -> Option<&Warning> {
        let doors = [WarningKind::Login, WarningKind::Challenge, WarningKind::Closed];
        self.warnings.iter().find(|warning| doors.contains(&warning.kind))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub url: WebUrl,
    pub name: String,
}

/// Where an article goes on, when its page does not hold it whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rest {
    /// On its next page.
    Page(WebUrl),
    /// In a frame of the page.
    Frame(WebUrl),
    /// In the one file that a short notice attaches.
    File(WebUrl),
}

/// A date ahead that readers should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// The last day to apply, or the first day of the event.
    pub date: Published,
    /// The last day of an event that spans several.
    pub until: Option<jiff::civil::Date>,
    pub kind: DeadlineKind,
    /// What it is for, in the words of the text, at most 120 characters.
    pub what: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeadlineKind {
    Apply,
    Event,
}
