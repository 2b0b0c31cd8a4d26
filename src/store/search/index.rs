//! What is written to the index: a run for each transaction, and now and then one run out of eight of a
//! size, so that there are never many and each posting is written a few times only.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use super::postings::{Decoder, Encoder, Place};
use super::tokens::{self, Token};
use crate::model::ItemId;

/// Runs of a size that are merged into one.
const TOGETHER: usize = 8;
/// Runs of this size and more stay as they are: merging them would hold up the writer.
const LARGE: u32 = 6;
/// Postings that are gathered before they are written.
const GATHERED: usize = 1 << 19;
/// The number of a block's row: the run's, 32 bits of the token, the part's.
const PART_BITS: u32 = 11;
const RUN_SHIFT: u32 = 32 + PART_BITS;
/// So many parts and runs there can be.
pub(super) const PARTS: u32 = 1 << PART_BITS;
const RUNS: i64 = 1 << 20;

/// A run of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) id: i64,
    items: i64,
    least: i64,
    last: i64,
}

impl Run {
    /// Where its rows begin, or those of one token of it.
    pub(super) fn row(self, token: Token, part: u32) -> i64 {
        self.id << RUN_SHIFT | i64::from(token.0) << PART_BITS | i64::from(part)
    }

    /// Its first row, and the one behind its last.
    fn rows(self) -> (i64, i64) {
        (self.id << RUN_SHIFT, (self.id + 1) << RUN_SHIFT)
    }

    /// How often eight have been put together for it.
    fn size(self) -> u32 {
        self.items.max(1).ilog2() / 3
    }
}

/// The first token of a row.
pub(super) fn token_of(row: i64) -> Token {
    Token((row >> PART_BITS) as u32)
}

pub(super) fn runs(connection: &Connection) -> rusqlite::Result<Vec<Run>> {
    connection
        .prepare_cached("SELECT id, items, least, last FROM search_run ORDER BY id")?
        .query_map([], |row| {
            Ok(Run { id: row.get(0)?, items: row.get(1)?, least: row.get(2)?, last: row.get(3)? })
        })?
        .collect()
}

/// Indexes items from what is kept of them, if it still is; in ascending order.
pub(crate) fn add(
    connection: &Connection,
    ids: impl IntoIterator<Item = ItemId>,
) -> rusqlite::Result<()> {
    let mut items: Vec<u64> = Vec::new();
    let mut postings: Vec<u64> = Vec::new();
    let mut select = connection.prepare_cached(
        "SELECT title, coalesce(item_text.text, summary, '') FROM item
         LEFT JOIN item_text ON item_text.item = item.id WHERE item.id = ?1",
    )?;
    for id in ids {
        let place = items.len() as u64;
        let taken = select
            .query_row([id.0], |row| {
                tokens::each(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?, |token| {
                    postings.push(u64::from(token.0) << 32 | place);
                });
                Ok(())
            })
            .optional()?;
        items.extend(taken.map(|()| id.0 as u64));
        if postings.len() > GATHERED {
            write(connection, &items, &mut postings)?;
            items.clear();
        }
    }
    write(connection, &items, &mut postings)?;
    merge_full(connection)
}

/// Takes an item out: no search shows what is not stored, and its postings go in time.
pub(crate) fn remove(connection: &Connection, id: ItemId) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO search_gone (item) VALUES (?1)")?
        .execute([id.0])?;
    Ok(())
}

/// Indexes all items anew.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM search_run; DELETE FROM search_block; DELETE FROM search_gone",
    )?;
    let mut after = 0;
    loop {
        let mut next = connection
            .prepare_cached("SELECT id FROM item WHERE id > ?1 ORDER BY id LIMIT 2000")?;
        let ids: Vec<ItemId> = next
            .query_map([after], |row| row.get(0).map(ItemId))?
            .collect::<rusqlite::Result<_>>()?;
        let Some(last) = ids.last() else { return Ok(()) };
        after = last.0;
        add(connection, ids)?;
    }
}

/// Writes large runs again of which half is gone.
pub(crate) fn tidy(connection: &Connection) -> rusqlite::Result<()> {
    let mut count = connection
        .prepare_cached("SELECT count(*) FROM search_gone WHERE item BETWEEN ?1 AND ?2")?;
    for run in runs(connection)? {
        let gone: i64 = count.query_row((run.least, run.last), |row| row.get(0))?;
        if gone > 0 && gone * 2 >= run.items {
            merge(connection, &[run])?;
            connection
                .prepare_cached("DELETE FROM search_gone WHERE item BETWEEN ?1 AND ?2")?
                .execute((run.least, run.last))?;
        }
    }
    Ok(())
}

/// A run of what was gathered: token and place among the items.
fn write(connection: &Connection, items: &[u64], postings: &mut Vec<u64>) -> rusqlite::Result<()> {
    let (Some(least), Some(last)) = (items.first(), items.last()) else { return Ok(()) };
    let run = begin(connection, (items.len() as i64, *least as i64, *last as i64))?;
    // by the token alone: the places are in order already, and stay so
    radsort::sort_by_key(postings, |posting| (posting >> 32) as u32);
    postings.dedup();
    let mut encoder = Encoder::new(*least);
    let mut keep = |place: Place, bytes: &[u8]| put(connection, run, place, bytes);
    let mut holding: Vec<u64> = Vec::new();
    for same in postings.chunk_by(|a, b| a >> 32 == b >> 32) {
        let Some(first) = same.first() else { continue };
        holding.clear();
        holding.extend(same.iter().filter_map(|posting| items.get(*posting as u32 as usize)));
        encoder.push(Token((first >> 32) as u32), &holding, &mut keep)?;
    }
    encoder.end(&mut keep)?;
    postings.clear();
    Ok(())
}

/// A new run, under a number that no other has.
fn begin(connection: &Connection, (items, least, last): (i64, i64, i64)) -> rusqlite::Result<Run> {
    let taken: HashSet<i64> = runs(connection)?.into_iter().map(|run| run.id).collect();
    let id = (0..RUNS).find(|id| !taken.contains(id)).unwrap_or(RUNS);
    let run = Run { id, items, least, last };
    connection
        .prepare_cached("INSERT INTO search_run (id, items, least, last) VALUES (?1, ?2, ?3, ?4)")?
        .execute((id, items, least, last))?;
    Ok(run)
}

fn put(connection: &Connection, run: Run, place: Place, bytes: &[u8]) -> rusqlite::Result<()> {
    // more parts than there are numbers would take eight million items in one run
    let row = run.row(place.token, place.part.min(PARTS - 1));
    connection
        .prepare_cached("INSERT INTO search_block (id, bytes) VALUES (?1, ?2)")?
        .execute((row, bytes))?;
    Ok(())
}

fn merge_full(connection: &Connection) -> rusqlite::Result<()> {
    loop {
        let runs = runs(connection)?;
        let full = (0..LARGE).find_map(|size| {
            let same: Vec<Run> = runs.iter().copied().filter(|run| run.size() == size).collect();
            (same.len() >= TOGETHER).then_some(same)
        });
        match full {
            Some(same) => merge(connection, &same)?,
            None => return Ok(()),
        }
    }
}

/// Puts runs together, without what is gone.
fn merge(connection: &Connection, of: &[Run]) -> rusqlite::Result<()> {
    let least = of.iter().map(|run| run.least).min().unwrap_or_default();
    let last = of.iter().map(|run| run.last).max().unwrap_or_default();
    let gone: HashSet<u64> = connection
        .prepare_cached("SELECT item FROM search_gone WHERE item BETWEEN ?1 AND ?2")?
        .query_map((least, last), |row| row.get::<_, i64>(0).map(|item| item as u64))?
        .collect::<rusqlite::Result<_>>()?;
    let items = of.iter().map(|run| run.items).sum::<i64>() - gone.len() as i64;
    let run = begin(connection, (items.max(1), least, last))?;
    let mut cursors: Vec<Cursor<'_>> =
        of.iter().map(|run| Cursor::new(connection, *run)).collect::<rusqlite::Result<_>>()?;
    let mut encoder = Encoder::new(least as u64);
    let mut keep = |place: Place, bytes: &[u8]| put(connection, run, place, bytes);
    let mut holding: Vec<u64> = Vec::new();
    while let Some(token) = cursors.iter().filter_map(|cursor| cursor.token).min() {
        holding.clear();
        for cursor in &mut cursors {
            while cursor.token == Some(token) {
                cursor.take(&mut holding)?;
            }
        }
        if !holding.is_sorted() {
            holding.sort_unstable();
        }
        holding.dedup();
        if !gone.is_empty() {
            holding.retain(|item| !gone.contains(item));
        }
        encoder.push(token, &holding, &mut keep)?;
    }
    encoder.end(&mut keep)?;
    for run in of {
        connection
            .prepare_cached("DELETE FROM search_block WHERE id >= ?1 AND id < ?2")?
            .execute(run.rows())?;
        connection.prepare_cached("DELETE FROM search_run WHERE id = ?1")?.execute([run.id])?;
    }
    Ok(())
}

/// A run, read token by token.
struct Cursor<'c> {
    connection: &'c Connection,
    row: i64,
    end: i64,
    block: Vec<u8>,
    /// How far the block is read.
    at: usize,
    /// The token whose items come next.
    token: Option<Token>,
    items: Vec<u64>,
}

impl<'c> Cursor<'c> {
    fn new(connection: &'c Connection, run: Run) -> rusqlite::Result<Self> {
        let (start, end) = run.rows();
        let mut cursor = Self {
            connection,
            row: start - 1,
            end,
            block: Vec::new(),
            at: 0,
            token: None,
            items: Vec::new(),
        };
        cursor.advance()?;
        Ok(cursor)
    }

    /// Adds the token's items to a list, and goes on.
    fn take(&mut self, out: &mut Vec<u64>) -> rusqlite::Result<()> {
        out.append(&mut self.items);
        self.advance()
    }

    fn advance(&mut self) -> rusqlite::Result<()> {
        loop {
            let last = self.token.unwrap_or(token_of(self.row));
            let mut decoder = Decoder::resume(token_of(self.row), &self.block, self.at, last);
            if let Some(entry) = decoder.next() {
                entry.read(&mut self.items);
                self.token = Some(entry.token);
                self.at = decoder.read_of(self.block.len());
                return Ok(());
            }
            let next = self
                .connection
                .prepare_cached(
                    "SELECT id, bytes FROM search_block WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT 1",
                )?
                .query_row((self.row, self.end), |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            (self.at, self.token) = (0, None);
            let Some((row, block)) = next else { return Ok(()) };
            (self.row, self.block) = (row, block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open_writer;
    use crate::store::search::{Query, matches};

    fn put(connection: &Connection, id: i64, title: &str) {
        connection.execute("INSERT OR IGNORE INTO story (id, lead) VALUES (?1, ?1)", [id]).unwrap();
        connection
            .execute(
                "INSERT INTO item (id, url, link, source, story, joined, title, sort_at, first_seen,
                    relevant, score, judge_version, article)
                 VALUES (?1, 'u' || ?1, 'u', 's', ?1, '\"first\"', ?2, 1, 1, 1, 0.9, 1, 'none')
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title",
                (id, title),
            )
            .unwrap();
    }

    fn found(connection: &Connection, query: &str) -> Vec<i64> {
        let everything = crate::store::Filter { all: true, ..Default::default() };
        let query = Query::parse(query).unwrap();
        matches(connection, &query, &everything, usize::MAX).unwrap().0
    }

    #[test]
    fn runs_are_merged_and_lose_what_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let connection = open_writer(&dir.path().join("edwire.db")).unwrap();
        for id in 1..=600 {
            let even = if id % 2 == 0 { "even" } else { "奇数的" };
            put(&connection, id, &format!("number n{id} of many {even}"));
            add(&connection, [ItemId(id)]).unwrap();
        }
        let count = runs(&connection).unwrap().len();
        assert!(count < 8 * 3, "{count}");
        assert_eq!(found(&connection, "numbers").len(), 600);
        assert_eq!(
            found(&connection, "奇数的"),
            (1..=600).rev().step_by(2).map(|n| n - 1).collect::<Vec<i64>>()
        );
        assert_eq!(found(&connection, "n77"), [77]);
        // an item that reads otherwise, and items that are gone
        put(&connection, 77, "seventy-seven");
        add(&connection, [ItemId(77)]).unwrap();
        assert_eq!(found(&connection, "\"seventy seven\""), [77]);
        for id in 100..=500 {
            connection.execute("DELETE FROM item WHERE id = ?1", [id]).unwrap();
            remove(&connection, ItemId(id)).unwrap();
        }
        assert_eq!(found(&connection, "even").len(), 99);
        let size = |connection: &Connection| -> i64 {
            let sum = "SELECT sum(length(bytes)) FROM search_block";
            connection.query_row(sum, [], |row| row.get(0)).unwrap()
        };
        let before = size(&connection);
        tidy(&connection).unwrap();
        assert!(size(&connection) < before);
        assert_eq!(found(&connection, "even").len(), 99);
        all(&connection).unwrap();
        assert_eq!(found(&connection, "even").len(), 99);
        assert_eq!(found(&connection, "n77"), Vec::<i64>::new());
    }
}
