//! Which items match, in which order.
//!
//! A rare query is ranked among all its matches, a common one among its newest: reading every item
//! that holds a word of every second text would take seconds and rank the same few on top. Titles
//! count beside texts, so a common query has its newest titles looked at as well.
//!
//! What is shown has been looked at: the index may still name an item for words that were edited out.
//! Only counts of single words take the index at its word. Of a word of which only the beginning is
//! given the index knows nothing; alone, it is looked for in the newest items.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::candidates::candidates;
use super::fold::folded;
use super::query::Query;
use crate::model::ItemId;
use crate::store::error::Result;
use crate::store::filter::Filter;
use crate::store::handle::snapshot;
use crate::store::items::{self, Item};

/// The order of a list of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Newest,
    Relevance,
}

/// How far a search looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Everything,
    /// So many of the newest items, for it names no whole word.
    Newest(usize),
}

/// Items that are read for a query that names no whole word.
const NEWEST: usize = 20_000;
/// Matches among which the best are chosen, and titles looked at besides.
const POOL: usize = 100;
const TITLES: usize = 50;
/// Items looked at for those titles.
const LOOKED_AT: usize = 200;
/// Items stored out of the order of their dates that are looked up one by one.
const STRAGGLERS: usize = 500;
/// So many candidates are looked up one by one where a filter has bounds; of more, dates are walked.
const ONE_BY_ONE: usize = 2_000;
/// Seconds after which an item counts half: ninety days.
const HALF: f64 = 7_776_000.0;
/// Saturation and length of BM25, and the length in bytes of a usual text.
const K1: f64 = 1.2;
const B: f64 = 0.75;
const USUAL: f64 = 1_500.0;
/// How much more a term in the title says.
const TITLE: f64 = 5.0;

/// Calls `take` with each match, best or newest first, until it says stop; tells how far it looked.
pub fn find(
    connection: &Connection,
    query: &Query,
    filter: &Filter,
    order: Order,
    mut take: impl FnMut(Item) -> Result<bool>,
) -> Result<Reach> {
    let filter = query.narrowed(filter);
    if query.is_everything() {
        crate::store::views::each(connection, &filter, take)?;
        return Ok(Reach::Everything);
    }
    let _seen = snapshot(connection)?;
    let limit = filter.limit.map_or(usize::MAX, |limit| limit as usize);
    let search =
        Search { connection, query, filter: &filter, verified: true, cut: Cell::default() };
    let ids = match order {
        Order::Newest => search.newest(limit)?,
        Order::Relevance => search.best(limit)?,
    };
    for id in ids {
        if let Some(item) = items::get(connection, ItemId(id))?
            && !take(item)?
        {
            break;
        }
    }
    Ok(if search.cut.get() { Reach::Newest(NEWEST) } else { Reach::Everything })
}

/// The numbers of all matches within the filter, newest first, up to `limit`; whether there may be
/// more.
pub fn matches(
    connection: &Connection,
    query: &Query,
    filter: &Filter,
    limit: usize,
) -> Result<(Vec<i64>, bool)> {
    let _seen = snapshot(connection)?;
    let verified = query.to_be_verified();
    let search = Search { connection, query, filter, verified, cut: Cell::default() };
    let mut ids: Vec<i64> = Vec::new();
    search.walk(Titles::Any, limit.saturating_add(1), |hit| ids.push(hit.id))?;
    let more = ids.len() > limit || search.cut.get();
    ids.truncate(limit);
    Ok((ids, more))
}

struct Search<'a> {
    connection: &'a Connection,
    query: &'a Query,
    filter: &'a Filter,
    /// Whether each match is looked at.
    verified: bool,
    /// Whether items were left out because nothing narrows them.
    cut: Cell<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Titles {
    Only,
    Any,
}

/// A match on its way to a place in the list.
struct Hit {
    id: i64,
    sort_at: i64,
    title: String,
    /// Folded; where it was looked at.
    text: Option<String>,
    score: f64,
}

impl Search<'_> {
    /// The best of the newest, then the others from newest to oldest.
    fn best(&self, limit: usize) -> Result<Vec<i64>> {
        let mut pool: Vec<Hit> = Vec::new();
        let mut rest: Vec<i64> = Vec::new();
        self.walk(Titles::Any, limit.max(POOL), |hit| {
            if pool.len() < POOL { pool.push(hit) } else { rest.push(hit.id) }
        })?;
        if pool.len() == POOL {
            let known: HashSet<i64> = pool.iter().map(|hit| hit.id).collect();
            self.walk(Titles::Only, TITLES, |hit| {
                if !known.contains(&hit.id) {
                    pool.push(hit);
                }
            })?;
            let of_pool: HashSet<i64> = pool.iter().skip(POOL).map(|hit| hit.id).collect();
            rest.retain(|id| !of_pool.contains(id));
        }
        self.score(&mut pool);
        pool.sort_by(|a, b| {
            let by_score = b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal);
            by_score.then(b.sort_at.cmp(&a.sort_at)).then(b.id.cmp(&a.id))
        });
        Ok(pool.into_iter().map(|hit| hit.id).chain(rest).take(limit).collect())
    }

    /// BM25 without the rarity of words (all of them must occur), halved for each ninety days that an
    /// item is older than the newest match.
    fn score(&self, pool: &mut [Hit]) {
        let newest = pool.iter().map(|hit| hit.sort_at).max().unwrap_or_default();
        for hit in pool.iter_mut() {
            let (title, text) = (folded(&hit.title), hit.text.as_deref().unwrap_or_default());
            let usual = 1.0 - B + B * text.len() as f64 / USUAL;
            let terms = self.query.all.iter().flatten().map(|term| {
                let title = term.count(&title) as f64;
                let often = if term.title { 0.0 } else { term.count(text) as f64 };
                TITLE * title / (title + K1) + often / (often + K1 * usual)
            });
            let age = (newest - hit.sort_at).max(0) as f64 / HALF;
            hit.score = terms.sum::<f64>() / (1.0 + age);
        }
    }

    /// By date. Items are stored nearly in that order, so the last stored matches are taken, and
    /// then what was stored before them with a later date. Where that is much, all dates are walked.
    fn newest(&self, limit: usize) -> Result<Vec<i64>> {
        let found = self.candidates(Titles::Any)?;
        let mut hits: Vec<(i64, i64)> = Vec::new();
        self.meet(&found, (limit, usize::MAX), |hit| hits.push((hit.sort_at, hit.id)))?;
        if hits.len() == limit && !self.by_dates() {
            let oldest = hits.iter().min().copied().unwrap_or_default();
            let last = hits.last().map_or(0, |(_, id)| *id);
            let before = found.partition_point(|id| *id < last);
            let early = match found.get(..before).filter(|rest| rest.len() <= STRAGGLERS) {
                Some(rest) => rest.to_vec(),
                None => self.stored_before(last, oldest.0)?,
            };
            if early.len() > STRAGGLERS {
                hits.clear();
                self.by_date(&found, limit, |hit| hits.push((hit.sort_at, hit.id)))?;
            } else {
                let mut early: Vec<i64> =
                    early.into_iter().filter(|id| found.binary_search(id).is_ok()).collect();
                early.sort_unstable();
                let all = (usize::MAX, usize::MAX);
                self.one_by_one(&early, all, |hit| hits.push((hit.sort_at, hit.id)))?;
            }
        }
        hits.sort_unstable_by(|a, b| b.cmp(a));
        Ok(hits.into_iter().map(|(_, id)| id).take(limit).collect())
    }

    /// What was stored before an item and is dated no earlier than a moment.
    fn stored_before(&self, id: i64, sort_at: i64) -> Result<Vec<i64>> {
        let mut early = self
            .connection
            .prepare_cached("SELECT id FROM item WHERE sort_at >= ?1 AND id < ?2 LIMIT ?3")?;
        let rows = early.query_map((sort_at, id, STRAGGLERS as i64 + 1), |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The items to look at, in ascending order.
    fn candidates(&self, titles: Titles) -> Result<Vec<i64>> {
        let only = titles == Titles::Only;
        match candidates(self.connection, self.query, only)? {
            Some(found) => Ok(found),
            // the newest have had their titles looked at
            None if only => Ok(Vec::new()),
            None => self.latest(),
        }
    }

    fn latest(&self) -> Result<Vec<i64>> {
        let (conditions, values) = self.filter.conditions();
        let mut latest = self.connection.prepare_cached(&format!(
            "SELECT item.id FROM item WHERE {conditions}
             ORDER BY item.sort_at DESC, item.id DESC LIMIT {}",
            NEWEST + 1
        ))?;
        let rows = latest.query_map(params_from_iter(values), |row| row.get(0))?;
        let mut ids: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
        self.cut.set(ids.len() > NEWEST);
        ids.truncate(NEWEST);
        ids.sort_unstable();
        Ok(ids)
    }

    /// Whether matches are met along their dates.
    fn by_dates(&self) -> bool {
        let filter = self.filter;
        filter.since.is_some() || filter.until.is_some() || !filter.sources.is_empty()
    }

    /// Matches from the last to the first, within the filter.
    fn walk(&self, titles: Titles, limit: usize, take: impl FnMut(Hit)) -> Result<()> {
        let found = self.candidates(titles)?;
        let most = if titles == Titles::Only { LOOKED_AT } else { usize::MAX };
        self.meet(&found, (limit, most), take)
    }

    /// Where the filter has bounds of its own and the candidates are many, a walk along the dates
    /// meets the matches sooner than one from the last stored to the first.
    fn meet(
        &self,
        found: &[i64],
        (limit, most): (usize, usize),
        take: impl FnMut(Hit),
    ) -> Result<()> {
        if self.by_dates() {
            self.by_date(found, limit, take)
        } else {
            self.one_by_one(found, (limit, most), take)
        }
    }

    /// Takes up to `limit` matches out of up to `most` candidates, from the last stored to the first.
    fn one_by_one(
        &self,
        found: &[i64],
        (limit, most): (usize, usize),
        mut take: impl FnMut(Hit),
    ) -> Result<()> {
        let (conditions, conditions_values) = self.filter.conditions();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT item.sort_at, item.title, {} FROM item WHERE item.id = ? AND {conditions}",
            self.text()
        ))?;
        let mut values = vec![Value::Null];
        values.extend(conditions_values);
        let mut taken = 0;
        for id in found.iter().rev().take(most) {
            if taken >= limit {
                break;
            }
            if let Some(first) = values.first_mut() {
                *first = Value::Integer(*id);
            }
            let mut rows = statement.query(params_from_iter(values.iter()))?;
            if let Some(row) = rows.next()?
                && let Some(hit) = self.hit(*id, row)?
            {
                taken += 1;
                take(hit);
            }
        }
        Ok(())
    }

    /// The same along the dates, newest first.
    fn by_date(&self, found: &[i64], limit: usize, mut take: impl FnMut(Hit)) -> Result<()> {
        if found.len() <= ONE_BY_ONE {
            let mut hits = Vec::new();
            self.one_by_one(found, (usize::MAX, usize::MAX), |hit| hits.push(hit))?;
            hits.sort_by_key(|hit| std::cmp::Reverse((hit.sort_at, hit.id)));
            hits.into_iter().take(limit).for_each(take);
            return Ok(());
        }
        let (conditions, values) = self.filter.conditions();
        let mut dates = self.connection.prepare_cached(&format!(
            "SELECT item.id FROM item WHERE {conditions} ORDER BY item.sort_at DESC, item.id DESC"
        ))?;
        let mut text = self.connection.prepare_cached(&format!(
            "SELECT item.sort_at, item.title, {} FROM item WHERE item.id = ?1",
            self.text()
        ))?;
        let found: HashSet<i64> = found.iter().copied().collect();
        let mut rows = dates.query(params_from_iter(values))?;
        let mut taken = 0;
        while taken < limit {
            let Some(row) = rows.next()? else { break };
            let id: i64 = row.get(0)?;
            if !found.contains(&id) {
                continue;
            }
            let mut rows = text.query([id])?;
            if let Some(row) = rows.next()?
                && let Some(hit) = self.hit(id, row)?
            {
                taken += 1;
                take(hit);
            }
        }
        Ok(())
    }

    /// An item of which the index says that it matches, if it does.
    fn hit(&self, id: i64, row: &rusqlite::Row<'_>) -> Result<Option<Hit>> {
        let title: String = row.get(1)?;
        let text = row.get_ref(2)?.as_str_or_null().ok().flatten().map(folded);
        if self.verified && !self.query.holds(&folded(&title), text.as_deref().unwrap_or_default())
        {
            return Ok(None);
        }
        Ok(Some(Hit { id, sort_at: row.get(0)?, title, text, score: 0.0 }))
    }

    /// The column of texts, where they are to be looked at.
    fn text(&self) -> &'static str {
        if self.verified { TEXT } else { "NULL" }
    }
}

/// What is indexed besides the title.
const TEXT: &str =
    "coalesce((SELECT text FROM item_text WHERE item_text.item = item.id), item.summary)";
