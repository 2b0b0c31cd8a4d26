//! Articles that were told, read again: a deadline moves, a notice is taken back, and only the
//! article's own page says so. Conditional requests at growing gaps, within a budget per source.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::desk::{Copy, Desk, Opinion};
use super::schedule::{self, FollowUp};
use super::{change, place, whole};
use crate::curate::dedupe::{Change, Difference, Presence, Version, presence};
use crate::curate::normalise::letters;
use crate::fetch::{Client, ErrorClass, Outcome, Page, Purpose, Request, Validators};
use crate::model::{Article, Health, Source, WebUrl};
use crate::store::followed::{self, Budget, Followed, Others};
use crate::store::items::{ArticleState, Item};
use crate::store::{Store, StoreError, Transaction, items, outbox, sources, stories};

type Result<T> = std::result::Result<T, StoreError>;

/// What is asked for at a time.
pub(super) const BUDGET: Budget =
    Budget { per_source: 2, spacing: SignedDuration::from_mins(10), most: 50 };

/// Looks in a row that must miss an article before it counts as withdrawn: with the gaps between
/// them this takes most of a day. Words that say so need one less.
const MISSED: u32 = 3;
const SAID: u32 = 2;

/// What stands at the article's address.
enum Found {
    Unchanged,
    Read {
        presence: Presence,
        article: Box<Article>,
        validators: Validators,
    },
    /// 404, 410.
    Gone,
    /// Nothing can be said; perhaps not before a moment.
    Trouble(Option<Timestamp>),
    /// We may not go there.
    Closed,
}

/// Begins to follow an item that is offered to the channels.
pub(super) fn begin(tx: &Transaction<'_>, item: &Item, now: Timestamp) -> Result<()> {
    match schedule::follow_up(&wish(item, 0, 0, now)) {
        Some(next) if !item.imported => followed::add(tx, item.id, &item.source, next),
        _ => Ok(()),
    }
}

fn wish(item: &Item, looks: u32, missed: u32, now: Timestamp) -> FollowUp {
    let last = |deadline: &crate::model::Deadline| {
        let until = deadline.until.and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok());
        until.map_or(deadline.date.at, |until| until.timestamp().max(deadline.date.at))
    };
    let deadline = item.deadlines.iter().map(last).max();
    FollowUp { item: item.id, now, told: item.sort_at(), deadline, looks, missed }
}

/// Looks at one followed article; `now` is when the look began.
pub(super) async fn look(
    desk: &Arc<Desk>,
    store: &Store,
    client: &Client,
    followed: Followed,
    now: Timestamp,
) -> Result<()> {
    let id = followed.item;
    let item = store.read(move |connection| items::get(connection, id)).await?;
    let source = desk.sources.get(&followed.source).cloned();
    let (Some(item), Some(source)) = (item, source) else {
        return store.write(move |tx| followed::remove(tx, id)).await;
    };
    let Ok(url) = WebUrl::parse(&item.link) else {
        return store.write(move |tx| followed::remove(tx, id)).await;
    };
    let found = find(client, &source, &item, (request(&source, url, &followed, now), now)).await;
    let desk = Arc::clone(desk);
    store.write(move |tx| put(tx, &desk, &source, (followed, found), now)).await
}

fn request(source: &Source, url: WebUrl, followed: &Followed, now: Timestamp) -> Request {
    let mut request = Request::of(source, url, Purpose::Article);
    if followed.fresh_at.is_some_and(|since| Validators::hold(since, now)) {
        request.validators = Validators {
            etag: followed.etag.clone(),
            last_modified: followed.last_modified.clone(),
        };
    }
    request
}

async fn find(
    client: &Client,
    source: &Source,
    item: &Item,
    (request, now): (Request, Timestamp),
) -> Found {
    match client.fetch(&request).await {
        Ok(Outcome::NotModified) => Found::Unchanged,
        Ok(Outcome::Fresh(page)) => read((client, source), item, page, now).await,
        Err(error) => match error.class {
            ErrorClass::NotFound | ErrorClass::Gone => Found::Gone,
            ErrorClass::Throttled { until } => Found::Trouble(Some(until)),
            ErrorClass::Transient | ErrorClass::Crowded | ErrorClass::Permanent => {
                Found::Trouble(None)
            }
            ErrorClass::Robots | ErrorClass::Refused => Found::Closed,
        },
    }
}

async fn read(
    (client, source): (&Client, &Source),
    item: &Item,
    page: Box<Page>,
    now: Timestamp,
) -> Found {
    let validators = page.validators.clone();
    let Some(article) = whole::whole(client, source, page, now).await else {
        return Found::Trouble(None);
    };
    let headline = article.title.as_deref().unwrap_or_default();
    let presence = presence((&item.title, &item.text), (headline, &article.text));
    Found::Read { presence, article: Box::new(article), validators }
}

/// Writes down what was found, and when to look again.
fn put(
    tx: &Transaction<'_>,
    desk: &Desk,
    source: &Source,
    (mut followed, found): (Followed, Found),
    now: Timestamp,
) -> Result<()> {
    let Some(mut item) = items::get(tx, followed.item)?.filter(Item::relevant) else {
        return followed::remove(tx, followed.item);
    };
    followed.looks += 1;
    let mut not_before = None;
    match found {
        Found::Closed => return followed::remove(tx, item.id),
        Found::Trouble(until) => not_before = until,
        Found::Unchanged => {
            seen(&mut followed, now);
            restored(tx, desk, &mut item, now)?;
        }
        Found::Gone => missed(tx, desk, (&mut item, &mut followed), MISSED, now)?,
        Found::Read { presence: Presence::Unclear, .. } => {}
        Found::Read { presence: Presence::Missing, .. } => {
            missed(tx, desk, (&mut item, &mut followed), MISSED, now)?;
        }
        Found::Read { presence: Presence::TakenBack, .. } => {
            missed(tx, desk, (&mut item, &mut followed), SAID, now)?;
        }
        Found::Read { presence: Presence::Here, article, validators } => {
            seen(&mut followed, now);
            followed.etag = validators.etag;
            followed.last_modified = validators.last_modified;
            followed.fresh_at = Some(now);
            restored(tx, desk, &mut item, now)?;
            let before = followed.headline.take();
            followed.headline.clone_from(&article.title);
            edited(tx, desk, source, (&mut item, before, *article), now)?;
        }
    }
    match schedule::follow_up(&wish(&item, followed.looks, followed.missed, now)) {
        Some(next) => followed::save(tx, &followed, now, next.max(not_before.unwrap_or(next))),
        None => followed::remove(tx, item.id),
    }
}

fn seen(followed: &mut Followed, now: Timestamp) {
    followed.seen_at = Some(now);
    followed.missed = 0;
    followed.missed_since = None;
}

/// The article was not where it was; when it has been missed often enough, it is withdrawn.
fn missed(
    tx: &Transaction<'_>,
    desk: &Desk,
    (item, followed): (&mut Item, &mut Followed),
    enough: u32,
    now: Timestamp,
) -> Result<()> {
    followed.missed += 1;
    let since = *followed.missed_since.get_or_insert(now);
    if item.withdrawn || followed.missed < enough {
        return Ok(());
    }
    if enough == MISSED && !is_its_own(tx, item, since, now)? {
        return Ok(());
    }
    item.withdrawn = true;
    items::update(tx, item)?;
    if stories::lead(tx, item.story)? == Some(item.id) {
        outbox::drop_stale(tx, item.story, "withdrawn by its source", now)?;
    }
    stories::elect(tx, item.story)?;
    change::tell(tx, desk, item, &[Difference::Withdrawn], now)
}

/// Whether the absence is the article's own: its source is read, and others of its articles are where
/// they were. A site that moved takes back nothing.
fn is_its_own(tx: &Transaction<'_>, item: &Item, since: Timestamp, now: Timestamp) -> Result<bool> {
    if !sources::get(tx, &item.source)?.is_some_and(|s| s.health == Health::Ok) {
        return Ok(false);
    }
    Ok(match followed::others(tx, (item.id, &item.source), since)? {
        Others::None | Others::Seen => true,
        Others::Missing => {
            tracing::warn!(source = %item.source, "its articles are gone; has the site moved?");
            false
        }
        Others::Unknown => {
            followed::ask(tx, &item.source, now)?;
            false
        }
    })
}

fn restored(tx: &Transaction<'_>, desk: &Desk, item: &mut Item, now: Timestamp) -> Result<()> {
    if !item.withdrawn {
        return Ok(());
    }
    item.withdrawn = false;
    items::update(tx, item)?;
    change::tell(tx, desk, item, &[Difference::Restored], now)
}

/// Compares the article with what is known of it, and tells what matters.
fn edited(
    tx: &Transaction<'_>,
    desk: &Desk,
    source: &Source,
    (item, headline, article): (&mut Item, Option<String>, Article),
    now: Timestamp,
) -> Result<()> {
    // what a feed carried cannot be compared with a page that was never read
    if item.article != ArticleState::Read || article.text.is_empty() {
        return Ok(());
    }
    let before = place::facts_of(item);
    let known = opinion(desk, source, item, now);
    let (old_title, old_text) = (item.title.clone(), item.text.clone());
    // the page's headline may always have read otherwise than the list: only its own change counts
    if let (Some(headline), Some(title)) = (headline, article.title)
        && letters(&headline) != letters(&title)
    {
        item.title = title.chars().take(300).collect();
    }
    item.text = article.text;
    let read = opinion(desk, source, item, now);
    let old = Version {
        title: &old_title,
        text: &old_text,
        deadlines: &known.deadlines,
        withdrawn: item.withdrawn,
    };
    let new = Version { title: &item.title, text: &item.text, deadlines: &read.deadlines, ..old };
    let found = crate::curate::dedupe::change(old, new);
    if found == Change::None || only_counted(&old, &new) {
        return Ok(());
    }
    let summary = article.summary.or(read.summary).or(item.summary.take());
    item.summary = summary;
    item.deadlines.clone_from(&read.deadlines);
    place::again(tx, item, &before)?;
    items::update(tx, item)?;
    match found {
        Change::Material(found) => change::tell(tx, desk, item, &found, now),
        _ => Ok(()),
    }
}

/// Nothing but numbers differ, and none that anybody waits for.
fn only_counted(old: &Version<'_>, new: &Version<'_>) -> bool {
    let words =
        |text: &str| -> String { letters(text).chars().filter(|c| !c.is_numeric()).collect() };
    old.title == new.title && words(old.text) == words(new.text) && old.deadlines == new.deadlines
}

fn opinion(desk: &Desk, source: &Source, item: &Item, now: Timestamp) -> Opinion {
    let copy = Copy { text: &item.text, ..Copy::of(item, None) };
    desk.opinion(source, &copy, now)
}
