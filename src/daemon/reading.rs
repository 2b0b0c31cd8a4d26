//! What an answer is good for: parsed off the async threads, judged as a listing.

use jiff::Timestamp;

use super::desk::Desk;
use super::heavy::Task;
use super::parsing;
use crate::fetch::{self, Client, ErrorClass, FetchError, Outcome, Purpose, Request};
use crate::model::{Listing, ListingKind, Source, SourceKind, WarningKind, WebUrl};
use crate::parse::{Reading, Want, page::Memory};
use crate::store::sources::SourceState;
use crate::store::{Store, StoreError, sightings};

/// What a page turned out to be good for.
pub(super) enum Found {
    Listing(Box<Listing>),
    /// It answers, but not with news; why.
    Nonsense(String),
    /// A page in the place of a feed, which names one.
    Elsewhere(WebUrl),
}

/// Fetches the feed that a page names.
pub(super) async fn follow(
    client: &Client,
    source: &Source,
    feed: &WebUrl,
) -> Result<Box<fetch::Page>, FetchError> {
    let request = Request::of(source, feed.clone(), Purpose::Listing);
    match client.fetch(&request).await? {
        Outcome::Fresh(page) => Ok(page),
        Outcome::NotModified => Err(FetchError {
            url: Box::new(feed.clone()),
            class: ErrorClass::Transient,
            text: "an answer out of place".to_owned(),
            answered: true,
        }),
    }
}

/// Parses what was fetched, as what the source is known to be.
pub(super) async fn read(
    store: &Store,
    source: &Source,
    state: &SourceState,
    page: Box<fetch::Page>,
    now: Timestamp,
) -> Result<Found, StoreError> {
    // What the page turned out to be is asked only where the operator did not say.
    let kind = if source.kind == SourceKind::Auto { state.kind } else { source.kind };
    let want = Want::from(kind);
    let id = source.id.clone();
    // a feed needs no memory
    let known = if want == Want::Feed {
        Vec::new()
    } else {
        let most = super::refresh::REMEMBERED;
        store.read(move |connection| sightings::recent(connection, &id, most)).await?
    };
    let memory = Memory { template: state.template.clone(), known };
    let context = Desk::context(source, &page, now);
    let task = Task { context, want, memory, list: source.list.clone(), article: None };
    Ok(match parsing::read(page, task).await {
        Some(Reading::Listing(listing)) => judge_listing(listing),
        Some(Reading::Article(article)) => {
            let why = article.warnings.first().map_or_else(
                || "it reads like a single article, not like a list of news".to_owned(),
                ToString::to_string,
            );
            Found::Nonsense(why)
        }
        None => {
            let why =
                "it takes more memory or time to read than one may, or reading it met a fault";
            Found::Nonsense(why.to_owned())
        }
    })
}

/// An empty feed is a feed; an empty page is a riddle.
fn judge_listing(listing: Listing) -> Found {
    let telling = listing.warnings.iter().find(|warning| {
        matches!(
            warning.kind,
            WarningKind::Login
                | WarningKind::Challenge
                | WarningKind::Closed
                | WarningKind::NoList
                | WarningKind::Template
                | WarningKind::Markup
        )
    });
    if !listing.entries.is_empty() {
        return Found::Listing(Box::new(listing));
    }
    if let (ListingKind::Feed, Some(feed)) = (listing.kind, listing.feeds.first()) {
        return Found::Elsewhere(feed.clone());
    }
    match (listing.kind, telling) {
        (_, Some(warning)) => Found::Nonsense(warning.to_string()),
        (ListingKind::Feed, None) => Found::Listing(Box::new(listing)),
        (ListingKind::List, None) => Found::Nonsense("no list of news was found on it".to_owned()),
    }
}
