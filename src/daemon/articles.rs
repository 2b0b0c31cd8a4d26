//! Articles that the listings only announced: read politely, one source's trouble apart from
//! another's, and written back as a change of their item.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::commit::Counts;
use super::desk::{Copy, Desk};
use super::{offer, place, whole};
use crate::curate::normalise::{canonical_of_page, letters};
use crate::fetch::{Client, ErrorClass, FetchError, Outcome, Purpose, Request};
use crate::model::{Article, JoinReason, Source, WebUrl};
use crate::store::items::{ArticleState, Item};
use crate::store::wanted::{self, Wanted};
use crate::store::{Store, StoreError, Transaction, items, stories};

/// Attempts on one article, unless the time runs out before.
const ATTEMPTS: u32 = 4;
/// Before the second attempt; doubled each time.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(2);

/// How the reading of one article ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Read,
    Later,
    Failed,
}

/// Reads one wanted article; `now` is when the attempt began. Returns what a pass counts of
/// it.
pub async fn read(
    desk: &Arc<Desk>,
    store: &Store,
    client: &Client,
    wanted: Wanted,
    now: Timestamp,
) -> Result<(Ended, Counts), StoreError> {
    let Some(source) = desk.sources.get(&wanted.source).cloned() else {
        return give_up(desk, store, None, wanted, now).await;
    };
    let Ok(url) = WebUrl::parse(&wanted.url) else {
        return give_up(desk, store, Some(source), wanted, now).await;
    };
    match client.fetch(&Request::of(&source, url, Purpose::Article)).await {
        Ok(Outcome::Fresh(page)) => match whole::whole(client, &source, page, now).await {
            Some(article) => {
                if let Some(why) = article.shut() {
                    tracing::debug!(source = %source.id, url = %wanted.url, %why, "no article");
                    return give_up(desk, store, Some(source), wanted, now).await;
                }
                take(desk, store, source, wanted, (article, now)).await
            }
            None => give_up(desk, store, Some(source), wanted, now).await,
        },
        Ok(Outcome::NotModified) => give_up(desk, store, Some(source), wanted, now).await,
        Err(error) => retry(desk, store, source, wanted, (error, now)).await,
    }
}

async fn retry(
    desk: &Arc<Desk>,
    store: &Store,
    source: Source,
    mut wanted: Wanted,
    (error, now): (FetchError, Timestamp),
) -> Result<(Ended, Counts), StoreError> {
    tracing::debug!(source = %source.id, url = %wanted.url, %error, "article not read");
    if error.class == ErrorClass::Crowded && now < wanted.give_up {
        let next = now.checked_add(FIRST_WAIT).unwrap_or(now);
        store.write(move |tx| wanted::add(tx, &wanted, next)).await?;
        return Ok((Ended::Later, Counts::default()));
    }
    wanted.attempts += 1;
    let wait = FIRST_WAIT * 2_i32.saturating_pow(wanted.attempts - 1);
    let backoff = now.checked_add(wait).unwrap_or(wanted.give_up);
    let next = match error.class {
        ErrorClass::Transient => backoff,
        ErrorClass::Throttled { until } => until.max(backoff),
        _ => return give_up(desk, store, Some(source), wanted, now).await,
    };
    if wanted.attempts >= ATTEMPTS || next > wanted.give_up {
        return give_up(desk, store, Some(source), wanted, now).await;
    }
    store.write(move |tx| wanted::add(tx, &wanted, next)).await?;
    Ok((Ended::Later, Counts::default()))
}

/// The item goes out, or not, as its listing has it.
async fn give_up(
    desk: &Arc<Desk>,
    store: &Store,
    source: Option<Source>,
    wanted: Wanted,
    now: Timestamp,
) -> Result<(Ended, Counts), StoreError> {
    let desk = Arc::clone(desk);
    let queued = store
        .write(move |tx| {
            wanted::remove(tx, wanted.item)?;
            let Some(mut item) = items::get(tx, wanted.item)? else {
                return Ok(Counts::default());
            };
            let before = place::facts_of(&item);
            if item.article != ArticleState::Read {
                item.article = ArticleState::Failed;
            }
            place::again(tx, &mut item, &before)?;
            items::update(tx, &item)?;
            let queued = match source {
                Some(source) => offer::ready(tx, &desk, &source, now)?,
                None => 0,
            };
            Ok(Counts { queued, ..tally(&item) })
        })
        .await?;
    Ok((Ended::Failed, queued))
}

async fn take(
    desk: &Arc<Desk>,
    store: &Store,
    source: Source,
    wanted: Wanted,
    (article, now): (Article, Timestamp),
) -> Result<(Ended, Counts), StoreError> {
    let desk = Arc::clone(desk);
    let queued = store.write(move |tx| put(tx, &desk, &source, &wanted, (article, now))).await?;
    Ok((Ended::Read, queued))
}

fn put(
    tx: &Transaction<'_>,
    desk: &Desk,
    source: &Source,
    wanted: &Wanted,
    (article, now): (Article, Timestamp),
) -> Result<Counts, StoreError> {
    wanted::remove(tx, wanted.item)?;
    let Some(mut item) = items::get(tx, wanted.item)? else { return Ok(Counts::default()) };
    let (before, old) = (place::facts_of(&item), item.clone());
    let said = article.canonical.clone();
    merge(desk, source, &mut item, article, now);
    if old.article == ArticleState::Read {
        // read again because its listing changed: it has gone out already
        item.verdict = old.verdict.clone();
        super::change::settle(tx, desk, (&old, &mut item), now)?;
        return Ok(Counts::default());
    }
    if let Some(known) = same_page(tx, &item, said.as_ref())? {
        place::join(tx, &mut item, &known)?;
    }
    place::again(tx, &mut item, &before)?;
    items::update(tx, &item)?;
    stories::elect(tx, item.story)?;
    Ok(Counts { queued: offer::ready(tx, desk, source, now)?, ..tally(&item) })
}

/// What a pass counts of an item whose article has been dealt with.
fn tally(item: &Item) -> Counts {
    let copy = item.joined != JoinReason::First;
    Counts {
        duplicates: u64::from(copy),
        irrelevant: u64::from(!copy && !item.relevant()),
        ..Counts::default()
    }
}

/// The item that this one is by its page's own `rel=canonical`, where that is sane and known.
fn same_page(
    tx: &Transaction<'_>,
    item: &Item,
    said: Option<&WebUrl>,
) -> Result<Option<Item>, StoreError> {
    let Ok(found) = WebUrl::parse(&item.link) else { return Ok(None) };
    let named = canonical_of_page(&found, said, &[]);
    if named == item.url {
        return Ok(None);
    }
    // A template may carry one hard-wired address on all its pages, so the titles must agree.
    let same_title = |known: &Item| letters(&known.title) == letters(&item.title);
    Ok(items::by_url(tx, &named)?.filter(same_title))
}

/// What the article adds to what the listing said. The listing's title stays unless it was cut:
/// an article's headline is read with less certainty than the link that led to it.
fn merge(desk: &Desk, source: &Source, item: &mut Item, article: Article, now: Timestamp) {
    item.article = ArticleState::Read;
    if let Some(title) = article.title
        && completes(&item.title, &title)
    {
        item.title = title;
    }
    if !article.text.is_empty() {
        item.text = article.text;
    }
    item.author = article.author.or(item.author.take());
    item.office = article.source.or(item.office.take());
    item.image = article.images.first().map(ToString::to_string).or(item.image.take());
    let published = super::refresh::plausible(article.published, now);
    item.published = better_date(item.published, published);
    let url = WebUrl::parse(&item.link).ok();
    let copy = Copy { lang: article.lang.as_ref(), ..Copy::of(item, url.as_ref()) };
    let opinion = desk.opinion(source, &copy, now);
    item.summary = article.summary.or(opinion.summary).or(item.summary.take());
    item.lang = opinion.lang;
    item.verdict = opinion.verdict;
    item.deadlines = opinion.deadlines;
}

/// Whether the article's headline is the listing's title in full.
fn completes(listed: &str, headline: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (listed, headline) = (plain(listed), plain(headline));
    listed.is_empty() || (headline.len() > listed.len() && headline.starts_with(&listed))
}

/// A time beats a day, and the listing's day beats another day read elsewhere.
fn better_date(
    listed: Option<crate::model::Published>,
    read: Option<crate::model::Published>,
) -> Option<crate::model::Published> {
    use crate::model::Precision;
    match (listed, read) {
        (None, read) => read,
        (listed, None) => listed,
        (Some(listed), Some(read)) => {
            let finer = listed.precision == Precision::Day
                && read.precision == Precision::Minute
                && listed.date() == read.date();
            Some(if finer { read } else { listed })
        }
    }
}
