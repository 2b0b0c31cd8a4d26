//! Which items match, in which order.
//!
//! A rare query is ranked among all its matches, a common one among its newest: reading every item
//! that holds a word of every second text would take seconds and rank the same few on top. Titles
//! count beside texts, so a common query has its newest titles looked at as well.

use std::cmp::Ordering;
use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

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

/// Matches among which the best are chosen, and titles looked at besides.
const POOL: usize = 100;
const TITLES: usize = 50;
/// Items looked at for those titles.
const LOOKED_AT: usize = 200;
/// Items stored out of the order of their dates that are looked up one by one.
const STRAGGLERS: usize = 500;
/// Seconds after which an item counts half: ninety days.
const HALF: f64 = 7_776_000.0;
/// Saturation and length of BM25, and the length in bytes of a usual text.
const K1: f64 = 1.2;
const B: f64 = 0.75;
const USUAL: f64 = 1_500.0;
/// How much more a term in the title says.
const TITLE: f64 = 5.0;

/// Calls `take` with each match, best or newest first, until it says stop.
pub fn find(
    connection: &Connection,
    query: &Query,
    filter: &Filter,
    order: Order,
    mut take: impl FnMut(Item) -> Result<bool>,
) -> Result<()> {
    let filter = query.narrowed(filter);
    if query.is_everything() {
        return crate::store::views::each(connection, &filter, take);
    }
    let _seen = snapshot(connection)?;
    let limit = filter.limit.map_or(usize::MAX, |limit| limit as usize);
    let search = Search { connection, query, filter: &filter };
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
    Ok(())
}

/// The numbers of all matches within the filter, newest first, up to `limit`; whether there are more.
pub fn matches(
    connection: &Connection,
    query: &Query,
    filter: &Filter,
    limit: usize,
) -> Result<(Vec<i64>, bool)> {
    let search = Search { connection, query, filter };
    let mut ids: Vec<i64> = Vec::new();
    search.walk(Titles::Any, limit.saturating_add(1), |hit| ids.push(hit.id))?;
    let more = ids.len() > limit;
    ids.truncate(limit);
    Ok((ids, more))
}

struct Search<'a> {
    connection: &'a Connection,
    query: &'a Query,
    filter: &'a Filter,
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
    /// Folded; where it had to be looked at.
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
        self.score(&mut pool)?;
        pool.sort_by(|a, b| {
            let by_score = b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal);
            by_score.then(b.sort_at.cmp(&a.sort_at)).then(b.id.cmp(&a.id))
        });
        Ok(pool.into_iter().map(|hit| hit.id).chain(rest).take(limit).collect())
    }

    /// BM25 without the rarity of words (all of them must occur), halved for each ninety days that an
    /// item is older than the newest match.
    fn score(&self, pool: &mut [Hit]) -> Result<()> {
        let newest = pool.iter().map(|hit| hit.sort_at).max().unwrap_or_default();
        let mut text_of = self
            .connection
            .prepare_cached(&format!("SELECT {TEXT} FROM item WHERE item.id = ?1"))?;
        for hit in pool.iter_mut() {
            if hit.text.is_none() {
                let text: Option<String> = text_of.query_row([hit.id], |row| row.get(0))?;
                hit.text = text.as_deref().map(folded);
            }
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
        Ok(())
    }

    /// By date. Items are stored nearly in that order, so the last stored matches are taken, and
    /// then what was stored before them with a later date. Where that is much, all dates are walked.
    fn newest(&self, limit: usize) -> Result<Vec<i64>> {
        let mut hits = Vec::new();
        self.walk(Titles::Any, limit, |hit| hits.push((hit.sort_at, hit.id)))?;
        if hits.len() == limit && !self.by_dates() {
            let oldest = hits.iter().min().copied().unwrap_or_default();
            let last = hits.last().map_or(0, |(_, id)| *id);
            let early = self.stored_before(last, oldest.0)?;
            if early.len() > STRAGGLERS {
                let mut hits = Vec::new();
                self.by_date(&self.query.expression(false), limit, |hit| hits.push(hit.id))?;
                return Ok(hits);
            }
            for id in early {
                self.one(id, |hit| hits.push((hit.sort_at, hit.id)))?;
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

    /// An item, if it matches.
    fn one(&self, id: i64, take: impl FnMut(Hit)) -> Result<()> {
        let (conditions, conditions_values) = self.filter.conditions();
        let mut values = vec![Value::Text(self.query.expression(false)), Value::Integer(id)];
        values.extend(conditions_values);
        let sql = format!(
            "SELECT item.id, item.sort_at, item.title, {}
             FROM item_search CROSS JOIN item ON item.id = item_search.rowid
             WHERE item_search MATCH ? AND item_search.rowid = ? AND {conditions}",
            self.text()
        );
        self.run(&sql, values, (1, 1), take)
    }

    fn by_date(&self, expression: &str, limit: usize, take: impl FnMut(Hit)) -> Result<()> {
        let (conditions, mut values) = self.filter.conditions();
        values.push(Value::Text(expression.to_owned()));
        // The plus keeps the planner from looking up each match instead of walking by date.
        let sql = format!(
            "SELECT item.id, item.sort_at, item.title, {} FROM item
             WHERE {conditions} AND +item.id IN
                (SELECT rowid FROM item_search WHERE item_search MATCH ?)
             ORDER BY item.sort_at DESC, item.id DESC",
            self.text()
        );
        self.run(&sql, values, (limit, usize::MAX), take)
    }

    /// Whether matches are met along their dates.
    fn by_dates(&self) -> bool {
        let filter = self.filter;
        filter.since.is_some() || filter.until.is_some() || !filter.sources.is_empty()
    }

    /// Matches from the last stored to the first, within the filter. Where the filter has bounds of
    /// its own and the matches are many, a walk along the dates meets them sooner.
    fn walk(&self, titles: Titles, limit: usize, take: impl FnMut(Hit)) -> Result<()> {
        let expression = self.query.expression(titles == Titles::Only);
        if self.by_dates() {
            return self.by_date(&expression, limit, take);
        }
        let (conditions, conditions_values) = self.filter.conditions();
        let mut values = vec![Value::Text(expression)];
        values.extend(conditions_values);
        let sql = format!(
            "SELECT item.id, item.sort_at, item.title, {}
             FROM item_search CROSS JOIN item ON item.id = item_search.rowid
             WHERE item_search MATCH ? AND {conditions} ORDER BY item_search.rowid DESC",
            if titles == Titles::Only { "NULL" } else { self.text() }
        );
        let most = if titles == Titles::Only { LOOKED_AT } else { usize::MAX };
        self.run(&sql, values, (limit, most), take)
    }

    /// Takes up to `limit` matches out of up to `most` rows.
    fn run(
        &self,
        sql: &str,
        values: Vec<Value>,
        (limit, most): (usize, usize),
        mut take: impl FnMut(Hit),
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let (mut taken, mut seen) = (0, 0);
        while taken < limit && seen < most {
            seen += 1;
            let Some(row) = rows.next()? else { break };
            let title: String = row.get(2)?;
            let text = row.get_ref(3)?.as_str_or_null().ok().flatten().map(folded);
            if self.query.to_be_verified()
                && !self.query.holds(&folded(&title), text.as_deref().unwrap_or_default())
            {
                continue;
            }
            taken += 1;
            take(Hit { id: row.get(0)?, sort_at: row.get(1)?, title, text, score: 0.0 });
        }
        Ok(())
    }

    /// The column of texts, where they are to be looked at.
    fn text(&self) -> &'static str {
        if self.query.to_be_verified() { TEXT } else { "NULL" }
    }
}

/// What is indexed besides the title.
const TEXT: &str =
    "coalesce((SELECT text FROM item_text WHERE item_text.item = item.id), item.summary)";
