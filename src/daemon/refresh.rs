//! One look at a source, start to end.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use xxhash_rust::xxh3::xxh3_64;

use super::commit::{self, Counts};
use super::desk::Desk;
use super::draft::{self, Draft};
use super::schedule::{self, Look};
use super::{alert, health, sense};
use crate::deliver::Alert;
use crate::fetch::{self, Client, ErrorClass, FetchError, Outcome, Purpose, Request, Validators};
use crate::model::{
    Health, Listing, ListingKind, Published, Source, SourceKind, Template, WarningKind,
};
use crate::parse::{self, Reading, Want, page::Memory};
use crate::store::sources::SourceState;
use crate::store::{Store, StoreError, sightings, sources};

/// Validators are dropped after this long of nothing but 304: some servers answer it to anything.
const VALIDATORS_FOR: SignedDuration = SignedDuration::from_hours(8 * 24);
/// Titles and addresses that list inference may compare a page with.
const REMEMBERED: u32 = 200;

/// How a look ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    Read(Counts),
    NotModified,
    /// The reason, for the operator.
    Failed(String),
}

/// What a page turned out to be good for.
enum Found {
    Listing(Box<Listing>),
    /// It answers, but not with news; why.
    Nonsense(String),
}

/// Looks at one source and writes down what came of it.
pub async fn look(
    desk: &Arc<Desk>,
    store: &Store,
    client: &Client,
    mut state: SourceState,
    now: Timestamp,
) -> Result<Ended, StoreError> {
    let Some(source) = desk.sources.get(&state.id).cloned() else {
        return Ok(Ended::NotModified);
    };
    let previous = state.last_checked;
    state.last_checked = Some(now);
    let request = request(&source, &state, now);
    match client.fetch(&request).await {
        Err(error) => failed(desk, store, &source, state, &error).await,
        Ok(Outcome::NotModified) => quiet(desk, store, &source, state, None).await,
        Ok(Outcome::Fresh(page)) => {
            let hash = xxh3_64(&page.body) as i64;
            let not_before = page.fresh_for.and_then(|time| wish(now, time));
            keep_validators(&mut state, &page, now);
            if state.body_hash == Some(hash) && state.health == Health::Ok {
                return quiet(desk, store, &source, state, not_before).await;
            }
            state.body_hash = Some(hash);
            match read(store, &source, &state, page, now).await? {
                Found::Listing(listing) => {
                    let not_before = listing
                        .ttl_minutes
                        .and_then(|ttl| now.checked_add(SignedDuration::from_mins(ttl.into())).ok())
                        .max(not_before);
                    took(desk, store, &source, state, (*listing, previous, not_before)).await
                }
                Found::Nonsense(why) => broken(desk, store, &source, state, (why, None)).await,
            }
        }
    }
}

fn request(source: &Source, state: &SourceState, now: Timestamp) -> Request {
    let stale =
        state.validators_since.is_none_or(|since| now.duration_since(since) > VALIDATORS_FOR);
    let mut request = Request::new(source.url.clone(), Purpose::Listing);
    if !stale && state.health == Health::Ok {
        request.validators =
            Validators { etag: state.etag.clone(), last_modified: state.last_modified.clone() };
    }
    request.proxy.clone_from(&source.proxy);
    request
}

fn keep_validators(state: &mut SourceState, page: &fetch::Page, now: Timestamp) {
    state.etag.clone_from(&page.validators.etag);
    state.last_modified.clone_from(&page.validators.last_modified);
    state.validators_since = (!page.validators.is_empty()).then_some(now);
}

fn wish(now: Timestamp, time: std::time::Duration) -> Option<Timestamp> {
    // Caches are told absurd lifetimes; a page's freshness never stretches a check beyond hours.
    let time = SignedDuration::try_from(time).ok()?.min(SignedDuration::from_hours(5));
    now.checked_add(time).ok()
}

/// Parses off the async threads; a parser that panics costs this look, not the daemon.
async fn read(
    store: &Store,
    source: &Source,
    state: &SourceState,
    page: Box<fetch::Page>,
    now: Timestamp,
) -> Result<Found, StoreError> {
    let id = source.id.clone();
    let known =
        store.read(move |connection| sightings::recent(connection, &id, REMEMBERED)).await?;
    let memory = Memory { template: state.template.clone(), known };
    // What the page turned out to be is asked only where the operator did not say.
    let kind = if source.kind == SourceKind::Auto { state.kind } else { source.kind };
    let want = Want::from(kind);
    let context = Desk::context(source, &page, now);
    let list = source.list.clone();
    let reading = tokio::task::spawn_blocking(move || {
        std::panic::catch_unwind(AssertUnwindSafe(|| {
            parse::read(&page.body, &context, want, &memory, (list.as_ref(), None))
        }))
    })
    .await;
    Ok(match reading {
        Ok(Ok(Reading::Listing(listing))) => judge_listing(listing),
        Ok(Ok(Reading::Article(article))) => {
            let why = article.warnings.first().map_or_else(
                || "it reads like a single article, not like a list of news".to_owned(),
                ToString::to_string,
            );
            Found::Nonsense(why)
        }
        _ => Found::Nonsense("the page could not be parsed (a fault of edwire's)".to_owned()),
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
    match (listing.kind, telling) {
        (_, Some(warning)) => Found::Nonsense(warning.to_string()),
        (ListingKind::Feed, None) => Found::Listing(Box::new(listing)),
        (ListingKind::List, None) => Found::Nonsense("no list of news was found on it".to_owned()),
    }
}

async fn took(
    desk: &Arc<Desk>,
    store: &Store,
    source: &Source,
    mut state: SourceState,
    (listing, previous, not_before): (Listing, Option<Timestamp>, Option<Timestamp>),
) -> Result<Ended, StoreError> {
    let Some(now) = state.last_checked else { return Ok(Ended::NotModified) };
    let (listed, is_page) = (listing.entries.len(), listing.kind == ListingKind::List);
    let remarks = Remarks::of(&listing);
    let (id, mut entries) = (source.id.clone(), listing.entries);
    for entry in &mut entries {
        entry.published = plausible(entry.published, now);
    }
    let newest = entries.iter().filter_map(|entry| entry.published).map(|date| date.at).max();
    let (known, unknown, titles) = store
        .read(move |connection| {
            let keyed = commit::keyed(connection, &id, entries)?;
            let (known, unknown) = commit::split_known(connection, &id, keyed)?;
            let titles = if unknown.is_empty() {
                Vec::new()
            } else {
                sightings::recent(connection, &id, REMEMBERED)?
            };
            Ok((known, unknown, titles))
        })
        .await?;
    let shown =
        sense::shown(store, source, (&known, previous, newest), (listed, unknown.len())).await?;
    if is_page && let Some(why) = health::odd(&shown, state.usual_entries) {
        return broken(desk, store, source, state, (why, None)).await;
    }
    if unknown.is_empty()
        && let Some(why) = sense::silence(store, &state).await?
    {
        return broken(desk, store, source, state, (why, Some(Look::Quiet))).await;
    }
    state.usual_entries = Some(health::usual(state.usual_entries, &shown));
    let recovered = read_well(source, &mut state, remarks);
    let drafts: Vec<Draft> = {
        let (desk, source) = (Arc::clone(desk), source.clone());
        tokio::task::spawn_blocking(move || {
            unknown.into_iter().map(|keyed| draft::draft(&desk, &source, keyed, now)).collect()
        })
        .await
        .map_err(|_cancelled| StoreError::Closed)?
    };
    let last_look = previous.filter(|_| state.looks > 0);
    state.looks += 1;
    let titles = titles.into_iter().map(|(title, _)| title).collect();
    let batch = commit::Batch {
        now,
        last_look,
        listed,
        known,
        drafts,
        titles,
        state,
        not_before,
        recovered,
    };
    let desk = Arc::clone(desk);
    let source = source.clone();
    let counts = store.write(move |tx| commit::look(tx, &desk, &source, batch)).await?;
    Ok(Ended::Read(counts))
}

/// What a listing says beside its entries.
struct Remarks {
    kind: ListingKind,
    template: Option<Template>,
    why: Option<String>,
}

impl Remarks {
    fn of(listing: &Listing) -> Self {
        let empty = || listing.entries.is_empty().then(|| "the feed has no entries".to_owned());
        Self {
            kind: listing.kind,
            template: listing.template.clone(),
            why: listing.warnings.first().map(ToString::to_string).or_else(empty),
        }
    }
}

/// Notes a listing that was read; answers with the alert where the source was failing before.
fn read_well(source: &Source, state: &mut SourceState, remarks: Remarks) -> Option<Alert> {
    let before = state.failures;
    state.kind = remarks.kind.into();
    if remarks.template.is_some() {
        state.template = remarks.template;
    }
    state.health = Health::Ok;
    state.failures = 0;
    state.why = remarks.why;
    alert::of(source, state, before)
}

/// Nothing is published more than a day ahead of now: such a date is an event's, or a mistake.
pub(super) fn plausible(published: Option<Published>, now: Timestamp) -> Option<Published> {
    published.filter(|published| published.at <= now + SignedDuration::from_hours(24))
}

async fn quiet(
    desk: &Arc<Desk>,
    store: &Store,
    source: &Source,
    mut state: SourceState,
    not_before: Option<Timestamp>,
) -> Result<Ended, StoreError> {
    if let Some(why) = sense::silence(store, &state).await? {
        broken(desk, store, source, state, (why, Some(Look::Quiet))).await?;
        return Ok(Ended::NotModified);
    }
    let before = state.failures;
    state.health = Health::Ok;
    state.failures = 0;
    plan(desk, source, &mut state, Look::Quiet, not_before);
    save(desk, store, source, state, before).await?;
    Ok(Ended::NotModified)
}

async fn failed(
    desk: &Arc<Desk>,
    store: &Store,
    source: &Source,
    mut state: SourceState,
    error: &FetchError,
) -> Result<Ended, StoreError> {
    let before = state.failures;
    state.failures += 1;
    state.health = if error.class == ErrorClass::Gone { Health::Gone } else { Health::Failing };
    state.why = Some(error.to_string());
    let not_before = match error.class {
        ErrorClass::Throttled { until } => Some(until),
        _ => None,
    };
    let times = state.failures;
    plan(desk, source, &mut state, Look::Failed(times), not_before);
    save(desk, store, source, state, before).await?;
    Ok(Ended::Failed(error.to_string()))
}

/// The page answers and makes no sense. A look that failed backs off, unless said otherwise.
async fn broken(
    desk: &Arc<Desk>,
    store: &Store,
    source: &Source,
    mut state: SourceState,
    (why, look): (String, Option<Look>),
) -> Result<Ended, StoreError> {
    let before = state.failures;
    state.failures += 1;
    state.health = Health::Broken;
    state.why = Some(why.clone());
    let look = look.unwrap_or(Look::Failed(state.failures));
    plan(desk, source, &mut state, look, None);
    save(desk, store, source, state, before).await?;
    Ok(Ended::Failed(format!("{}: {why}", source.url)))
}

/// Writes a state back, with the alert that it calls for. What is gone for good is paused.
async fn save(
    desk: &Arc<Desk>,
    store: &Store,
    source: &Source,
    state: SourceState,
    failures_before: u32,
) -> Result<(), StoreError> {
    let told = alert::of(source, &state, failures_before);
    let desk = Arc::clone(desk);
    let now = state.last_checked.unwrap_or(Timestamp::UNIX_EPOCH);
    store
        .write(move |tx| {
            sources::save(tx, &state)?;
            if state.health == Health::Gone {
                sources::set_paused(tx, &state.id, true)?;
            }
            alert::queue(tx, &desk, told, now)
        })
        .await
}

/// Sets the next check.
pub(super) fn plan(
    desk: &Desk,
    source: &Source,
    state: &mut SourceState,
    look: Look,
    not_before: Option<Timestamp>,
) {
    let (next, interval) = schedule::next(
        &desk.schedule,
        &schedule::Inputs {
            source: &source.id,
            now: state.last_checked.unwrap_or(Timestamp::UNIX_EPOCH),
            look,
            last: state.interval_s.map(SignedDuration::from_secs),
            fixed: source.interval,
            not_before,
        },
    );
    state.next_check = next;
    // A failure's back-off is no rhythm to go on from.
    if !matches!(look, Look::Failed(_)) {
        state.interval_s = Some(interval.as_secs());
    }
}
