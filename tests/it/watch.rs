//! What the daemon makes of a look, put together from its pure parts: list inference with its
//! memory, and the judgement of a source's health.

use std::collections::HashMap;

use edwire::daemon::health::{self, Shown};
use edwire::model::{Listing, WarningKind};
use edwire::parse::page::{self, Memory};

use crate::lists::context;

/// One source as it is remembered.
#[derive(Default)]
pub(crate) struct Watch {
    memory: Memory,
    usual: Option<u32>,
    /// The day of the last look.
    looked: Option<i64>,
    /// By address: the day that the item bears, and the day it was last seen.
    seen: HashMap<String, (i64, i64)>,
    /// Days on which something new was seen.
    days: Vec<i64>,
}

/// What one look gave.
pub(crate) struct Sight {
    pub(crate) listing: Listing,
    /// Why nothing was taken from it.
    pub(crate) why: Option<String>,
}

impl Watch {
    pub(crate) fn look(&mut self, html: &str, today: i64) -> Sight {
        let at = context("https://www.example.edu/list/");
        let listing = page::read(html, &at, &self.memory, None);
        let shown = self.shown(&listing);
        let quiet = |kind| matches!(kind, WarningKind::Note | WarningKind::Date);
        let telling = listing.warnings.iter().find(|warning| !quiet(warning.kind));
        let empty = listing.entries.is_empty().then(|| {
            telling.map_or_else(|| "no list of news was found".to_owned(), ToString::to_string)
        });
        let frozen = || if shown.new == 0 { health::frozen(&self.days, today) } else { None };
        let why = empty.or_else(|| health::odd(&shown, self.usual)).or_else(frozen);
        if why.is_none() {
            self.take(&listing, &shown, today);
        }
        Sight { listing, why }
    }

    fn shown(&self, listing: &Listing) -> Shown {
        let known = || listing.entries.iter().filter_map(|e| self.seen.get(e.url.as_str()));
        let newest = listing.entries.iter().filter_map(day).max();
        let back = known().filter(|(_, last)| self.looked.is_some_and(|looked| *last < looked - 2));
        Shown {
            entries: u32::try_from(listing.entries.len()).unwrap(),
            new: listing.entries.len() - known().count(),
            back: back.count(),
            gone: self
                .seen
                .values()
                .filter(|(day, _)| newest.is_some_and(|n| *day > n + 1))
                .count(),
        }
    }

    fn take(&mut self, listing: &Listing, shown: &Shown, today: i64) {
        self.usual = Some(health::usual(self.usual, shown));
        self.looked = Some(today);
        if shown.new > 0 {
            self.days.push(today);
        }
        for entry in listing.entries.iter().rev() {
            let url = entry.url.to_string();
            if let Some((_, last)) = self.seen.get_mut(&url) {
                *last = today;
                continue;
            }
            self.memory.known.insert(0, (entry.title.clone(), url.clone()));
            self.seen.insert(url, (day(entry).unwrap_or(today), today));
        }
        self.memory.known.truncate(200);
        if listing.template.is_some() {
            self.memory.template.clone_from(&listing.template);
        }
    }
}

fn day(entry: &edwire::model::Entry) -> Option<i64> {
    entry.published.map(|date| date.at.as_second().div_euclid(86_400))
}
