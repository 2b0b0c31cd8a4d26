//! A known item of which its source says something else now.

use jiff::{SignedDuration, Timestamp};

use super::desk::{Copy, Desk};
use super::{offer, place};
use crate::curate::dedupe::{Change, Version, change};
use crate::deliver::{self, deadline_date};
use crate::model::{Deadline, DeadlineKind, Entry, Source, WebUrl};
use crate::store::items::{ArticleState, Item};
use crate::store::wanted::{self, Wanted};
use crate::store::{StoreError, Transaction, items};

/// How long an article may take to be read again.
const PATIENCE: SignedDuration = SignedDuration::from_mins(20);

/// Writes a changed listing into the item and tells the channels where it matters.
pub(super) fn from_listing(
    tx: &Transaction<'_>,
    desk: &Desk,
    source: &Source,
    (mut item, entry): (Item, &Entry),
    now: Timestamp,
) -> Result<(), StoreError> {
    let old = item.clone();
    // A title cut short says nothing new, and an article read in full knows better.
    let same = entry.title_cut || extends(&item.title, &entry.title);
    if !same {
        item.title.clone_from(&entry.title);
    }
    if item.published.is_none() || (item.article != ArticleState::Read && !same) {
        item.published = entry.published.or(item.published);
    }
    let is_read = item.article == ArticleState::Read;
    if let Some(text) = entry.text.as_ref().filter(|_| !is_read) {
        item.text.clone_from(text);
    }
    if item.title != old.title || !is_read {
        let said = entry.summary.as_deref().filter(|_| !is_read);
        opinion_again(desk, source, &mut item, said, now);
    }
    let what = settle(tx, desk, (&old, &mut item), now)?;
    if is_read && matches!(what, Change::Material(_)) {
        // what the article says may have changed with its title
        let (url, give_up) = (item.link.clone(), now.saturating_add(PATIENCE).unwrap_or(now));
        let source = item.source.clone();
        let again = Wanted { item: item.id, source, url, attempts: 0, give_up };
        wanted::add(tx, &again, now)?;
    }
    Ok(())
}

/// Reads deadlines and the summary anew; the verdict on what may have been posted stays.
fn opinion_again(
    desk: &Desk,
    source: &Source,
    item: &mut Item,
    said: Option<&str>,
    now: Timestamp,
) {
    let known = if item.text.is_empty() { item.summary.as_deref() } else { Some(&*item.text) };
    let text = if item.text.is_empty() { said.or(known) } else { known }.unwrap_or_default();
    let url = WebUrl::parse(&item.link).ok();
    let copy = Copy {
        title: &item.title,
        text,
        url: url.as_ref(),
        published: item.published.as_ref(),
        lang: item.lang.as_ref(),
    };
    let opinion = desk.opinion(source, &copy, now);
    item.deadlines = opinion.deadlines;
    if item.article != ArticleState::Read {
        let said = said.map(str::to_owned);
        item.summary = opinion.summary.or(said).or(item.summary.take());
    }
}

/// Stores what has changed, and tells the channels that had it before.
pub(super) fn settle(
    tx: &Transaction<'_>,
    desk: &Desk,
    (old, item): (&Item, &mut Item),
    now: Timestamp,
) -> Result<Change, StoreError> {
    let what = change(version(old), version(item));
    match &what {
        Change::None if *old == *item => {}
        Change::None | Change::Cosmetic => {
            items::update(tx, item)?;
            // view counters and the like stand in the text, which no post shows
            if old.title != item.title || old.summary != item.summary {
                for channel in &desk.channels {
                    offer::edit(tx, channel, item, now)?;
                }
            }
        }
        Change::Material(what) => {
            tracing::info!(item = %item.id, what, "an item changed");
            place::again(tx, item, &place::facts_of(old))?;
            items::update(tx, item)?;
            tell(tx, desk, (old, item), now)?;
        }
    }
    Ok(what)
}

fn version(item: &Item) -> Version<'_> {
    let summary = item.summary.as_deref().unwrap_or_default();
    Version {
        title: &item.title,
        text: if item.text.is_empty() { summary } else { &item.text },
        deadlines: &item.deadlines,
        withdrawn: item.withdrawn,
    }
}

fn tell(
    tx: &Transaction<'_>,
    desk: &Desk,
    (old, item): (&Item, &Item),
    now: Timestamp,
) -> Result<(), StoreError> {
    let Ok(url) = WebUrl::parse(&item.link) else { return Ok(()) };
    let mut changes = Vec::new();
    if old.title != item.title {
        let (from, to) = (old.title.clone(), item.title.clone());
        changes.push(deliver::Change::Title { from, to });
    }
    let (from, to) = (closing(&old.deadlines), closing(&item.deadlines));
    if from != to {
        changes.push(deliver::Change::Deadline { from, to });
    }
    let (title, lang) = (item.title.clone(), item.lang.clone());
    let correction = deliver::Correction { title, url, lang, changes };
    for channel in &desk.channels {
        offer::edit(tx, channel, item, now)?;
        if !correction.changes.is_empty() {
            offer::reply(tx, channel, item, &correction, now)?;
        }
    }
    Ok(())
}

/// The day by which to apply; where there is none, the day of the event.
fn closing(deadlines: &[Deadline]) -> Option<String> {
    let apply = deadlines.iter().find(|deadline| deadline.kind == DeadlineKind::Apply);
    apply.or(deadlines.first()).map(deadline_date)
}

/// Whether the known title is the listed one in full, or the other way round up to punctuation.
fn extends(known: &str, listed: &str) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let (known, listed) = (plain(known), plain(listed));
    !listed.is_empty() && known.starts_with(&listed)
}
