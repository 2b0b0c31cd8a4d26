//! A known item whose source says something else of it now.

use jiff::Timestamp;

use super::desk::Desk;
use super::{offer, place};
use crate::curate::dedupe::{Change, Version, change};
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
        Change::Material(what) => {
            tracing::info!(item = %item.id, what, "an item changed");
            place::again(tx, &mut item, &before)?;
            items::update(tx, &item)?;
            tell(tx, desk, &item, &old_title, now)?;
        }
    }
    Ok(())
}

fn tell(
    tx: &Transaction<'_>,
    desk: &Desk,
    item: &Item,
    old_title: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Ok(url) = WebUrl::parse(&item.link) else { return Ok(()) };
    let correction = deliver::Correction {
        title: item.title.clone(),
        url,
        lang: item.lang.clone(),
        changes: vec![deliver::Change::Title {
            from: old_title.to_owned(),
            to: item.title.clone(),
        }],
    };
    for channel in &desk.channels {
        offer::edit(tx, channel, item, now)?;
        offer::reply(tx, channel, item, &correction, now)?;
    }
    Ok(())
}

/// Whether the known title is the listed one in full, or the other way round up to punctuation.
fn extends(known: &str, listed: &str) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let (known, listed) = (plain(known), plain(listed));
    !listed.is_empty() && known.starts_with(&listed)
}
