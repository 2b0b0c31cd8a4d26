//! RSS, Atom, JSON Feed, and what serves as one: the posts of WordPress, sitemaps with news.
//!
//! The reading is done by a library that wants its feeds flawless. Before it, [`mend`] writes what
//! came anew, so that a broken feed gives what can be read; after it, [`entry`] makes plain text,
//! addresses and dates of what it found.

mod collect;
mod dates;
mod entities;
mod entry;
mod json;
mod mend;
mod names;
mod pace;
mod page_instead;
mod plain;
mod posts;
mod sitemap;
mod tokens;
mod write;

pub use sitemap::{in_robots as sitemaps_in_robots, is_news as is_news_sitemap};

use std::collections::HashMap;

use feed_rs::model as library;
use feed_rs::parser::Builder;

use super::{Context, charset};
use crate::model::{Entry, Listing, ListingKind, Warning, WarningKind, WebUrl};
use mend::{Faults, MAX_ENTRIES, Mended};

/// Reads a feed of any kind. Of a broken one it gives what can be read, with warnings; of a page
/// in a feed's place, the feeds that the page names.
pub fn read(body: &[u8], context: &Context) -> Listing {
    let decoded = charset::decode_xml(body, context);
    let mut listing = Listing::empty(ListingKind::Feed);
    listing.warnings = decoded.warnings;
    let text = decoded.text.as_ref();
    let address = context.url.as_url();
    let is_json = text.trim_start().starts_with(['{', '[']);
    let sitemap = sitemap::read(text, &context.url);
    if let Some(sitemap) = &sitemap {
        listing.feeds.clone_from(&sitemap.further);
        if sitemap.is_empty() {
            let text = "this is a sitemap without news in it";
            listing.warnings.push(Warning::new(WarningKind::NoList, text));
            return listing;
        }
    }
    let ready = match &sitemap {
        Some(sitemap) => sitemap.mended(address),
        None if is_json => json::mend(text, address),
        None => None,
    };
    let mended = match ready {
        Some(mended) => mended,
        None => mend::mend(text, address),
    };
    listing.warnings.extend(told(mended.faults));
    if mended.faults.no_root {
        listing.feeds = page_instead::feeds(text, &context.url);
        listing.warnings.push(no_feed(&listing.feeds));
        return listing;
    }
    match library().parse(mended.xml.as_bytes()) {
        Ok(feed) => fill(&mut listing, &feed, &mended, context),
        Err(error) => {
            let text = format!("the feed could not be read: {error}");
            listing.warnings.push(Warning::new(WarningKind::Markup, text));
        }
    }
    if is_json && listing.hub.is_none() {
        let address = |text: Option<String>| text.and_then(|url| context.url.join(&url).ok());
        listing.hub = address(json::hub(text));
        listing.topic = address(json::own_address(text)).or(listing.topic.take());
    }
    listing
}

/// The library, kept from making up ids; dates are read from the notes.
fn library() -> feed_rs::parser::Parser {
    Builder::new().id_generator(|_, _, _| String::new()).timestamp_parser(|_| None).build()
}

fn fill(listing: &mut Listing, feed: &library::Feed, mended: &Mended, context: &Context) {
    listing.title = feed
        .title
        .as_ref()
        .map(|title| plain::line(&title.content, 300))
        .filter(|title| !title.is_empty());
    listing.lang = feed.language.as_ref().map(|lang| lang.trim().to_owned());
    let link = |relation: &str| {
        let mut links = feed.links.iter();
        let has = |rel: &str| rel.eq_ignore_ascii_case(relation);
        let found = links.find(|link| link.rel.as_deref().is_some_and(has))?;
        context.url.join(&found.href).ok()
    };
    (listing.hub, listing.topic) = (link("hub"), link("self"));
    listing.ttl_minutes = pace::minutes(feed.ttl, &mended.pace, context.now);
    let mut disbelieved: HashMap<&'static str, usize> = HashMap::new();
    for read in &feed.entries {
        let Some(note) = read.id.parse().ok().and_then(|number: usize| mended.notes.get(number))
        else {
            continue;
        };
        let (entry, why) = entry::entry(read, note, context);
        listing.entries.push(entry);
        if let Some(why) = why {
            *disbelieved.entry(why).or_default() += 1;
        }
    }
    for (why, count) in disbelieved {
        let text = format!("{count} dates are {why}");
        listing.warnings.push(Warning::new(WarningKind::Date, text));
    }
    drop_shared_ids(&mut listing.entries);
}

/// An id that stands on entries with different addresses names none of them.
fn drop_shared_ids(entries: &mut [Entry]) {
    let mut first: HashMap<String, (WebUrl, bool)> = HashMap::new();
    for entry in entries.iter() {
        if let Some(id) = &entry.guid {
            let (url, shared) =
                first.entry(id.clone()).or_insert_with(|| (entry.url.clone(), false));
            *shared |= *url != entry.url;
        }
    }
    for entry in entries {
        if entry.guid.as_ref().and_then(|id| first.get(id)).is_some_and(|(_, shared)| *shared) {
            entry.guid = None;
        }
    }
}

fn told(faults: Faults) -> Vec<Warning> {
    let said = [
        (
            faults.too_many,
            WarningKind::Limit,
            format!("only the first {MAX_ENTRIES} entries are read"),
        ),
        (
            faults.cut_off,
            WarningKind::Markup,
            "the feed breaks off; what came before is read".to_owned(),
        ),
        (
            faults.broken_markup && !faults.no_root && !faults.cut_off,
            WarningKind::Markup,
            "the feed is not well-formed; it was mended".to_owned(),
        ),
    ];
    said.into_iter()
        .filter(|(is, ..)| *is)
        .map(|(_, kind, text)| Warning::new(kind, text))
        .collect()
}

fn no_feed(feeds: &[WebUrl]) -> Warning {
    let text = match feeds {
        [] => "this is no feed".to_owned(),
        [first, ..] => format!("this is no feed but a page; it names one at {first}"),
    };
    Warning::new(WarningKind::NoList, text)
}

#[cfg(test)]
mod tests;
