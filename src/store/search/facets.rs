//! How many matches there are of each topic, source and month.

use std::collections::HashMap;
use std::hash::Hash;

use jiff::tz::TimeZone;
use rusqlite::Connection;

use super::find::matches;
use super::query::Query;
use crate::model::{SourceId, TopicId};
use crate::store::error::Result;
use crate::store::filter::Filter;
use crate::store::rows::moment;

/// A value and how many items have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet<T> {
    pub value: T,
    pub count: u64,
}

/// The most frequent first; months, written YYYY-MM, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    pub topics: Vec<Facet<TopicId>>,
    pub sources: Vec<Facet<SourceId>>,
    pub months: Vec<Facet<String>>,
    /// Items counted.
    pub counted: u64,
    /// There are more matches; the newest were counted.
    pub more: bool,
}

/// Counts up to `limit` matches.
pub fn facets(
    connection: &Connection,
    query: &Query,
    filter: &Filter,
    limit: usize,
) -> Result<Facets> {
    let filter = Filter { limit: None, ..query.narrowed(filter) };
    let (ids, more) = matches(connection, query, &filter, limit)?;
    let mut row_of =
        connection.prepare_cached("SELECT source, topics, sort_at FROM item WHERE id = ?1")?;
    let (mut topics, mut sources, mut months) = (HashMap::new(), HashMap::new(), HashMap::new());
    for id in &ids {
        let (source, ids, at): (String, String, i64) =
            row_of.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        for topic in serde_json::from_str::<Vec<TopicId>>(&ids)? {
            *topics.entry(topic).or_default() += 1;
        }
        *sources.entry(SourceId::new(source)).or_default() += 1;
        let month = moment(at).to_zoned(TimeZone::UTC).date();
        *months.entry((month.year(), month.month())).or_default() += 1;
    }
    let mut months: Vec<((i16, i8), u64)> = months.into_iter().collect();
    months.sort_unstable_by(|a, b| b.cmp(a));
    Ok(Facets {
        topics: by_count(topics, TopicId::as_str),
        sources: by_count(sources, SourceId::as_str),
        months: months
            .into_iter()
            .map(|((year, month), count)| Facet { value: format!("{year:04}-{month:02}"), count })
            .collect(),
        counted: ids.len() as u64,
        more,
    })
}

fn by_count<T: Eq + Hash>(counts: HashMap<T, u64>, name: fn(&T) -> &str) -> Vec<Facet<T>> {
    let mut facets: Vec<Facet<T>> =
        counts.into_iter().map(|(value, count)| Facet { value, count }).collect();
    facets.sort_unstable_by(|a, b| {
        b.count.cmp(&a.count).then_with(|| name(&a.value).cmp(name(&b.value)))
    });
    facets
}
