//! What earlier looks at a source have shown.

use std::collections::HashSet;

use super::links;
use crate::model::{Entry, WebUrl};

/// Items seen before, by address and by title.
#[derive(Debug, Default)]
pub(super) struct Known {
    keys: HashSet<String>,
    titles: HashSet<String>,
}

impl Known {
    pub(super) fn of(items: &[(String, String)]) -> Self {
        let keys = items.iter().filter_map(|(_, url)| WebUrl::parse(url).ok());
        Self {
            keys: keys.map(|url| links::key(&url)).collect(),
            titles: items
                .iter()
                .map(|(title, _)| fold(title))
                .filter(|t| t.chars().count() > 3)
                .collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.titles.is_empty()
    }

    /// Whether a list shows enough of what is known: a fifth of it, between one and three items.
    pub(super) fn agrees(&self, entries: &[Entry]) -> bool {
        let most = entries.len().min(self.titles.len().max(self.keys.len()));
        let shared = entries.iter().filter(|entry| self.holds(entry)).count();
        shared >= (most / 5).clamp(1, 3)
    }

    fn holds(&self, entry: &Entry) -> bool {
        self.keys.contains(&links::key(&entry.url)) || self.titles.contains(&fold(&entry.title))
    }
}

fn fold(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
