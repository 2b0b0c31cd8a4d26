//! A known item whose source says something else of it now.

use jiff::Timestamp;
use jiff::civil::Date;

use super::desk::Desk;
use super::{offer, place};
use crate::curate::dedupe::{Change, Difference, Version, change};
use crate::deliver;
use crate::model::{Entry, WebUrl};
use crate::store::items::{ArticleState, Item};
use crate::store::{StoreError, Transaction, items};

/// Writes a changed listing into the item and tells the channels where it matters.
pub(super) fn from_listing(
    tx: &Transaction<'_>,
    desk: &Desk,
    mut item: Item,
    entry: &Entry,
    now: Timestamp,
) -> Result<(), StoreError> {
    let before = place::facts_of(&item);
    let old_title = item.title.clone();
    // A title cut short says nothing new, and an article read in full knows better.
    let same = entry.title_cut || extends(&item.title, &entry.title);
    if !same {
        item.title.clone_from(&entry.title);
    }
    if item.published.is_none() || (item.article != ArticleState::Read && !same) {
        item.published = entry.published.or(item.published);
    }
    let version = |title| Version {
        title,
        text: item.text.as_str(),
        deadlines: &item.deadlines,
        withdrawn: item.withdrawn,
    };
    match change(version(&old_title), version(&item.title)) {
        Change::None => {}
        Change::Cosmetic => {
            items::update(tx, &item)?;
            for channel in &desk.channels {
                offer::edit(tx, channel, &item, now)?;
            }
        }
        Change::Material(found) => {
            place::again(tx, &mut item, &before)?;
            items::update(tx, &item)?;
            tell(tx, desk, &item, &found, now)?;
        }
    }
    Ok(())
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
