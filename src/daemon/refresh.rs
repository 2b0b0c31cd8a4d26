//! One look at a source, start to end.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use xxhash_rust::xxh3::xxh3_64;

use super::commit::{self, Counts};
use super::desk::Desk;
use super::draft::{self, Draft};
use super::line::Sign;
use super::moves::{self, Overlap, Trail};
use super::reading::{Found, follow, read};
use super::schedule::Look;
use super::{alert, health, offer, parsing, sense, timetable, websub};
use crate::deliver::Alert;
use crate::fetch::{self, Client, ErrorClass, FetchError, Outcome, Purpose, Request, Validators};
use crate::model::{Health, Listing, ListingKind, Published, Source, Template, WebUrl};
use crate::store::hubs::Subscription;
use crate::store::redirects::Redirect;
use crate::store::sources::SourceState;
use crate::store::{Connection, Store, StoreError, hubs, redirects, sightings, sources};

/// Titles and addresses that list inference may compare a page with.
pub(super) const REMEMBERED: u32 = 200;
/// When a page is asked for again that we had no room for.
const SOON: SignedDuration = SignedDuration::from_mins(2);

/// How a look ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    Read(Counts),
    NotModified,
    /// The reason, for the operator; and whether that is what the server said just now.
    Failed {
        why: String,
        heard: bool,
    },
    /// Nothing answered; the reason.
    Silent(String),
}

impl Ended {
    /// What it says of our own network.
    pub fn sign(&self) -> Sign {
        match self {
            Self::Read(_) | Self::NotModified | Self::Failed { heard: true, .. } => Sign::Answer,
            Self::Silent(_) => Sign::Silence,
            Self::Failed { heard: false, .. } => Sign::Nothing,
        }
    }
}

/// A source whose time has come, with what is known of where it is found.
#[derive(Debug, Clone)]
pub struct Due {
    pub state: SourceState,
    redirect: Option<Redirect>,
    subscription: Option<Subscription>,
}

impl Due {
    /// Read together with the states: most sources have neither redirect nor hub.
    pub fn of(connection: &Connection, state: SourceState) -> Result<Self, StoreError> {
        let redirect = redirects::get(connection, &state.id)?;
        let subscription = hubs::get(connection, &state.id)?;
        Ok(Self { state, redirect, subscription })
    }
}

/// Looks at one source and writes down what came of it.
pub async fn look(
    desk: &Arc<Desk>,
    store: &Store,
    client: &Client,
    Due { mut state, redirect, subscription }: Due,
    now: Timestamp,
) -> Result<Ended, StoreError> {
    let Some(source) = desk.sources.get(&state.id).cloned() else {
        return Ok(Ended::NotModified);
    };
    let previous = state.last_checked;
    state.last_checked = Some(now);
    let asked = moves::address(&source, redirect.as_ref());
    let seldom = websub::seldom(desk, subscription.as_ref(), now);
    let request = request(&source, &asked, &state, now);
    match client.fetch(&request).await {
        Err(error) => failed(desk, store, &source, state, &error).await,
        Ok(Outcome::NotModified) => quiet(desk, store, &source, state, seldom).await,
        Ok(Outcome::Fresh(page)) => {
            let hash = xxh3_64(&page.body) as i64;
            let not_before = page.fresh_for.and_then(|time| wish(now, time)).max(seldom);
            let trail = Trail::of(asked, &page, redirect);
            let named = (page.hub.clone(), page.topic.clone());
            keep_validators(&mut state, &page, now);
            if state.body_hash == Some(hash) && state.health == Health::Ok {
                let same = (&trail, Overlap::SAME_PAGE);
                moves::note(desk, store, &source, &state, same).await?;
                return quiet(desk, store, &source, state, not_before).await;
            }
            state.body_hash = Some(hash);
            let mut found = read(store, &source, &state, page, now).await?;
            if let Found::Elsewhere(feed) = &found {
                match follow(client, &source, feed).await {
                    Ok(page) => {
                        // what the page says of itself says nothing of its feed
                        (state.etag, state.last_modified, state.body_hash) = (None, None, None);
                        found = read(store, &source, &state, page, now).await?;
                    }
                    Err(error) => return failed(desk, store, &source, state, &error).await,
                }
            }
            match found {
                Found::Listing(mut listing) => {
                    listing.hub = named.0.or(listing.hub);
                    listing.topic = named.1.or(listing.topic).or_else(|| Some(trail.landed()));
                    let not_before = listing
                        .ttl_minutes
                        .and_then(|ttl| now.checked_add(SignedDuration::from_mins(ttl.into())).ok())
                        .max(not_before);
                    let heard = Heard { trail, subscription, previous, not_before };
                    took(desk, store, &source, state, (*listing, heard)).await
                }
                Found::Nonsense(why) => broken(desk, store, &source, state, (why, None)).await,
                Found::Elsewhere(feed) => {
                    let why = format!("a page that names a feed at {feed}, which is none");
                    broken(desk, store, &source, state, (why, None)).await
                }
            }
        }
    }
}

fn request(source: &Source, asked: &WebUrl, state: &SourceState, now: Timestamp) -> Request {
    let mut request = Request::of(source, asked.clone(), Purpose::Listing);
    let hold = state.validators_since.is_some_and(|since| Validators::hold(since, now));
    if hold && state.health == Health::Ok {
        request.validators =
            Validators { etag: state.etag.clone(), last_modified: state.last_modified.clone() };
    }
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

/// What is known of a look beside the listing.
struct Heard {
    trail: Trail,
    subscription: Option<Subscription>,
    /// When the look before was.
    previous: Option<Timestamp>,
    not_before: Option<Timestamp>,
}

async fn took(
    desk: &Arc<Desk>,
    store: &Store,
    source: &Source,
    mut state: SourceState,
    (listing, Heard { trail, subscription, previous, not_before }): (Listing, Heard),
) -> Result<Ended, StoreError> {
    let Some(now) = state.last_checked else { return Ok(Ended::NotModified) };
    let named = websub::Named::by(&listing);
    let (listed, is_page) = (listing.entries.len(), listing.kind == ListingKind::List);
    let remarks = Remarks::of(&listing);
    let (id, mut entries) = (source.id.clone(), listing.entries);
    for entry in &mut entries {
        entry.published = plausible(entry.published, now);
    }
    let newest = entries.iter().filter_map(|entry| entry.published).map(|date| date.at).max();
    let (known, unknown, titles) = store
        .read(move |connection| {
            let (known, unknown) = commit::recognised(connection, &id, entries)?;
            let titles = if unknown.is_empty() {
                Vec::new()
            } else {
                sightings::recent(connection, &id, REMEMBERED)?
            };
            Ok((known, unknown, titles))
        })
        .await?;
    let overlap = Overlap { known: known.len(), listed };
    if let Some(why) = moves::note(desk, store, source, &state, (&trail, overlap)).await? {
        return broken(desk, store, source, state, (why, None)).await;
    }
    websub::note(store, source, (subscription, named), now).await?;
    let shown =
        sense::shown(store, source, (&known, previous, newest), (listed, unknown.len())).await?;
    if is_page && let Some(why) = health::odd(&shown, state.usual_entries) {
        return broken(desk, store, source, state, (why, None)).await;
    }
    if unknown.is_empty()
        && let Some(why) = sense::silence(store, &state).await?
    {
        return broken(desk, store, source, state, (why, Some(Look::Fine))).await;
    }
    state.usual_entries = Some(health::usual(state.usual_entries, &shown));
    let recovered = read_well(source, &mut state, remarks);
    let drafts = drafts(desk, source, unknown, now).await?;
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
    write_down(desk, store, source, batch).await
}

async fn write_down(
    desk: &Arc<Desk>,
    store: &Store,
    source: &Source,
    batch: commit::Batch,
) -> Result<Ended, StoreError> {
    let (desk, source, now) = (Arc::clone(desk), source.clone(), batch.now);
    let is_first = batch.last_look.is_none();
    let counts = store
        .write(move |tx| {
            let counts = commit::look(tx, &desk, &source, batch)?;
            if counts.new > 0 && !is_first {
                hubs::found_news(tx, &source.id, now)?;
            }
            Ok(counts)
        })
        .await?;
    Ok(Ended::Read(counts))
}

/// Judges what nobody knows, off the async threads.
async fn drafts(
    desk: &Arc<Desk>,
    source: &Source,
    unknown: Vec<draft::Keyed>,
    now: Timestamp,
) -> Result<Vec<Draft>, StoreError> {
    let (desk, source) = (Arc::clone(desk), source.clone());
    let draft =
        move || unknown.into_iter().map(|keyed| draft::draft(&desk, &source, keyed, now)).collect();
    parsing::thought(draft).await.ok_or(StoreError::Closed)
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
        broken(desk, store, source, state, (why, Some(Look::Fine))).await?;
        return Ok(Ended::NotModified);
    }
    let before = state.failures;
    state.health = Health::Ok;
    state.failures = 0;
    if let Some(now) = state.last_checked {
        timetable::watch(source, &mut state, &[], (now, now));
    }
    timetable::plan(desk, source, &mut state, Look::Fine, not_before);
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
    if error.class == ErrorClass::Crowded {
        let (now, why) = (state.last_checked.unwrap_or_default(), error.to_string());
        state.next_check = now.checked_add(SOON).unwrap_or(now);
        store.write(move |tx| sources::save(tx, &state)).await?;
        return Ok(Ended::Failed { why, heard: false });
    }
    let before = state.failures;
    state.failures += 1;
    state.health = if error.class == ErrorClass::Gone { Health::Gone } else { Health::Failing };
    state.why = Some(error.to_string());
    let not_before = match error.class {
        ErrorClass::Throttled { until } => Some(until),
        _ => None,
    };
    let times = state.failures;
    timetable::plan(desk, source, &mut state, Look::Failed(times), not_before);
    save(desk, store, source, state, before).await?;
    let why = error.to_string();
    Ok(match error.class {
        ErrorClass::Transient if !error.answered => Ended::Silent(why),
        // These may have been decided without asking.
        ErrorClass::Throttled { .. } | ErrorClass::Refused | ErrorClass::Robots => {
            Ended::Failed { why, heard: false }
        }
        _ => Ended::Failed { why, heard: true },
    })
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
    timetable::plan(desk, source, &mut state, look, None);
    save(desk, store, source, state, before).await?;
    Ok(Ended::Failed { why: format!("{}: {why}", source.url), heard: true })
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
    let (desk, source) = (Arc::clone(desk), source.clone());
    let now = state.last_checked.unwrap_or(Timestamp::UNIX_EPOCH);
    store
        .write(move |tx| {
            sources::save(tx, &state)?;
            if state.health == Health::Ok {
                // what the operator marked or split meanwhile waits for no news
                offer::ready(tx, &desk, &source, now)?;
            }
            if state.failures == alert::PATIENCE {
                // the configured address may work again
                redirects::forget(tx, &state.id)?;
            }
            if state.health == Health::Gone {
                sources::set_paused(tx, &state.id, true)?;
            }
            alert::queue(tx, &desk, told, now)
        })
        .await
}
