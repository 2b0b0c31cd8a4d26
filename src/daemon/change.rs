//! A known item of which its source says something else now.

use jiff::Timestamp;
use jiff::civil::Date;

use super::desk::{Copy, Desk};
use super::{draft, offer, place};
use crate::curate::dedupe::{Change, Difference, Version, change};
use crate::deliver;
use crate::model::{Entry, Source, WebUrl};
use crate::store::items::{ArticleState, Item};
use crate::store::wanted::{self, Wanted};
use crate::store::{StoreError, Transaction, items};

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
        let (url, give_up) =
            (item.link.clone(), now.saturating_add(draft::PATIENCE).unwrap_or(now));
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
    let url = WebUrl::parse(&item.link).ok();
    let known = Copy::of(item, url.as_ref());
    let said = said.filter(|_| item.text.is_empty());
    let copy = Copy { text: said.unwrap_or(known.text), ..known };
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
        Change::Material(found) => {
            place::again(tx, item, &place::facts_of(old))?;
            items::update(tx, item)?;
            tell(tx, desk, item, found, now)?;
        }
    }
    Ok(what)
}

fn version(item: &Item) -> Version<'_> {
    Version {
        title: &item.title,
        text: item.body(),
        deadlines: &item.deadlines,
        withdrawn: item.withdrawn,
    }
}

/// Has posts of the item's story edited, and says in a reply what changed.
pub(super) fn tell(
    tx: &Transaction<'_>,
    desk: &Desk,
    item: &Item,
    found: &[Difference],
    now: Timestamp,
) -> Result<(), StoreError> {
    let what: Vec<String> = found.iter().map(ToString::to_string).collect();
    tracing::info!(item = %item.id, what = what.join("; "), "an item changed");
    let Ok(url) = WebUrl::parse(&item.link) else { return Ok(()) };
    let correction = deliver::Correction {
        title: item.title.clone(),
        url,
        lang: item.lang.clone(),
        changes: found.iter().map(|difference| told(item, difference)).collect(),
    };
    for channel in &desk.channels {
        offer::edit(tx, channel, item, now)?;
        offer::reply(tx, channel, item, &correction, now)?;
    }
    Ok(())
}

/// A difference in the words of a correction.
fn told(item: &Item, difference: &Difference) -> deliver::Change {
    match difference {
        Difference::Withdrawn => deliver::Change::Withdrawn,
        Difference::Restored => deliver::Change::Restored,
        Difference::Title { from, to } => {
            deliver::Change::Title { from: from.clone(), to: to.clone() }
        }
        Difference::Deadline { from, to } => {
            let list = |days: &[Date]| {
                let each: Vec<String> =
                    days.iter().take(3).map(|day| written(item, *day)).collect();
                (!each.is_empty()).then(|| each.join(", "))
            };
            deliver::Change::Deadline { from: list(from), to: list(to) }
        }
    }
}

/// A day as the item's post writes it, with the hour where the item knows one.
fn written(item: &Item, day: Date) -> String {
    let known = item.deadlines.iter().find(|deadline| deadline.date.date() == day);
    known.map_or_else(|| day.to_string(), deliver::deadline_date)
}

/// Whether the known title is the listed one in full, or the other way round up to punctuation.
fn extends(known: &str, listed: &str) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let (known, listed) = (plain(known), plain(listed));
    !listed.is_empty() && known.starts_with(&listed)
}
