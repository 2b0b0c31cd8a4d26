//! What earlier looks at a source have shown.

use std::collections::HashSet;

use super::links;
use super::text::said;
use crate::model::{Entry, WebUrl};

/// Items seen before, by address and by title.
#[derive(Debug, Default)]
pub(super) struct Known {
    keys: HashSet<String>,
    titles: HashSet<String>,
    places: HashSet<String>,
}

impl Known {
    pub(super) fn of(items: &[(String, String)]) -> Self {
        let urls: Vec<WebUrl> =
            items.iter().filter_map(|(_, url)| WebUrl::parse(url).ok()).collect();
        Self {
            keys: urls.iter().map(links::key).collect(),
            places: urls.iter().map(place).collect(),
            titles: items
                .iter()
                .map(|(title, _)| said(title))
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

    /// Whether a list in its old place goes on as it did: it shows what is known, or, where all of
    /// it is new, what lies in the folders that are known.
    pub(super) fn continues(&self, entries: &[Entry]) -> bool {
        if self.is_empty() || entries.iter().any(|entry| self.holds(entry)) {
            return true;
        }
        let kin = entries.iter().filter(|entry| self.places.contains(&place(&entry.url))).count();
        kin * 2 > entries.len()
    }

    fn holds(&self, entry: &Entry) -> bool {
        self.keys.contains(&links::key(&entry.url)) || self.titles.contains(&said(&entry.title))
    }
}

/// The folder of an address, without what a date or a running number changes in it.
fn place(url: &WebUrl) -> String {
    let mut parts: Vec<&str> = url.as_url().path().split('/').collect();
    parts.pop();
    let masked = parts.into_iter().map(|part| {
        let number = part.bytes().all(|b| b.is_ascii_digit());
        let year = number && (part.starts_with("19") || part.starts_with("20")) && part.len() == 4;
        match part.len() {
            3..=5 if number && !year => part.to_owned(),
            3.. if !number => part.replace(|c: char| c.is_ascii_digit(), "#"),
            _ => "#".to_owned(),
        }
    });
    format!("{}{}", url.host(), masked.collect::<Vec<_>>().join("/"))
}
