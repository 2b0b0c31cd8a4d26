//! The index of possible copies: which stored items share keys with a new one.
//!
//! The number of rows read is bounded whatever the store holds: of a key that many items share
//! (a boilerplate text, a standing title) only the newest count.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::rows::{moment, published};
use crate::model::{CanonicalUrl, ItemId, Published, SourceId, StoryId};

/// Items looked at per key: the newest 24. The limit stands in the statement's own text, for SQLite plans a
/// statement anew whenever a bound limit changes, which costs more than the look-up.
macro_rules! sharing {
    ($place:literal) => {
        concat!(
            "SELECT * FROM (SELECT item FROM fingerprint WHERE key = ?",
            $place,
            " ORDER BY item DESC LIMIT 24)"
        )
    };
    ($first:literal, $($place:literal),+) => {
        concat!(sharing!($first), $(" UNION ALL ", sharing!($place)),+)
    };
}

/// Keys of one statement: begun one by one, statements cost as much as the look-ups.
const TOGETHER: usize = 8;
const SHARING: &str = sharing!(1, 2, 3, 4, 5, 6, 7, 8);
const INSERT: &str = "INSERT OR IGNORE INTO fingerprint (key, item)
     VALUES (?1, ?9), (?2, ?9), (?3, ?9), (?4, ?9), (?5, ?9), (?6, ?9), (?7, ?9), (?8, ?9)";
/// Keys have 47 bits.
const NO_KEY: i64 = -1;

/// Members of one story that have a say in who joins it: the oldest 24.
const MEMBERS: &str =
    "SELECT id FROM item WHERE story = (SELECT story FROM item WHERE id = ?1) ORDER BY id LIMIT 24";

/// Candidates given at most, those that share the most keys.
const MOST: usize = 32;

/// Further members of the candidates' stories given at most.
const MOST_MEMBERS: usize = 32;

/// What is compared of a stored item.
#[derive(Debug, Clone)]
pub struct Neighbour {
    pub story: StoryId,
    pub url: CanonicalUrl,
    pub source: SourceId,
    pub title: String,
    /// Its summary where no text is kept.
    pub text: String,
    pub published: Option<Published>,
    pub first_seen: Timestamp,
    /// As it was given to [`sketch`].
    pub sketch: Option<Vec<u8>>,
}

pub fn get(connection: &Connection, item: ItemId) -> rusqlite::Result<Option<Neighbour>> {
    connection
        .prepare_cached(
            "SELECT story, url, source, title, coalesce(item_text.text, summary, ''), published,
                published_from, first_seen, sketch.bytes
             FROM item LEFT JOIN item_text ON item_text.item = item.id
             LEFT JOIN sketch ON sketch.item = item.id WHERE item.id = ?1",
        )?
        .query_row([item.0], |row| {
            Ok(Neighbour {
                story: StoryId(row.get(0)?),
                url: CanonicalUrl::from_canonical(row.get::<_, String>(1)?),
                source: SourceId::new(row.get::<_, String>(2)?),
                title: row.get(3)?,
                text: row.get(4)?,
                published: published(row.get(5)?, row.get(6)?),
                first_seen: moment(row.get(7)?),
                sketch: row.get(8)?,
            })
        })
        .optional()
}

/// Keeps what an item's text looks like; only the desk reads it.
pub fn sketch(connection: &Connection, item: ItemId, bytes: &[u8]) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO sketch (item, bytes) VALUES (?1, ?2)")?
        .execute((item.0, bytes))?;
    Ok(())
}

/// Whether it was compared with others.
pub fn is_kept(connection: &Connection, item: ItemId) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM sketch WHERE item = ?1)")?
        .query_row([item.0], |row| row.get(0))
}

/// Remembers an item's keys. Keys it has already do no harm.
pub fn insert(connection: &Connection, item: ItemId, keys: &[i64]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(INSERT)?;
    for some in keys.chunks(TOGETHER) {
        let last = some.last().copied().unwrap_or(NO_KEY);
        let keys = padded(some, last);
        statement.execute(params_from_iter(keys.iter().chain([&item.0])))?;
    }
    Ok(())
}

fn padded(keys: &[i64], with: i64) -> [i64; TOGETHER] {
    std::array::from_fn(|at| keys.get(at).copied().unwrap_or(with))
}

/// Forgets an item's keys.
pub fn remove(connection: &Connection, item: ItemId, keys: &[i64]) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare_cached("DELETE FROM fingerprint WHERE key = ?1 AND item = ?2")?;
    for key in keys {
        statement.execute(params![key, item.0])?;
    }
    Ok(())
}

/// Items that share keys with these, those that share the most first, then the newest; followed
/// by the other members of their stories, which have a say in who joins.
pub fn candidates(connection: &Connection, keys: &[i64]) -> rusqlite::Result<Vec<ItemId>> {
    let mut found = sharing(connection, keys)?;
    let mut members = connection.prepare_cached(MEMBERS)?;
    let mut room = MOST_MEMBERS;
    for at in 0..found.len() {
        let Some(item) = found.get(at).copied() else { break };
        for member in members.query_map([item.0], |row| row.get(0).map(ItemId))? {
            let member = member?;
            if room > 0 && !found.contains(&member) {
                found.push(member);
                room -= 1;
            }
        }
    }
    Ok(found)
}

fn sharing(connection: &Connection, keys: &[i64]) -> rusqlite::Result<Vec<ItemId>> {
    let mut statement = connection.prepare_cached(SHARING)?;
    let mut shared: HashMap<ItemId, usize> = HashMap::new();
    for some in keys.chunks(TOGETHER) {
        let rows = statement.query_map(padded(some, NO_KEY), |row| row.get(0).map(ItemId))?;
        for item in rows {
            *shared.entry(item?).or_default() += 1;
        }
    }
    let mut ranked: Vec<(ItemId, usize)> = shared.into_iter().collect();
    ranked.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(b.0.cmp(&a.0)));
    Ok(ranked.into_iter().take(MOST).map(|(item, _)| item).collect())
}
