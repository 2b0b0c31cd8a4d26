//! The topics as configured, for readers that have no judge.

use std::collections::HashMap;

use rusqlite::Connection;

use super::error::Result;
use super::transaction::Transaction;
use crate::model::TopicId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicRow {
    pub id: TopicId,
    pub name: String,
    pub name_zh: String,
    /// Without the `#`.
    pub hashtag: String,
}

/// Replaces all of them, if any is another.
pub fn sync(tx: &Transaction<'_>, topics: &[TopicRow]) -> Result<()> {
    let known = all(tx)?;
    if known.len() == topics.len() && topics.iter().all(|row| known.get(&row.id) == Some(row)) {
        return Ok(());
    }
    tx.execute("DELETE FROM topic", [])?;
    let mut insert = tx.prepare_cached(
        "INSERT OR REPLACE INTO topic (id, name, name_zh, hashtag) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for topic in topics {
        insert.execute((topic.id.as_str(), &topic.name, &topic.name_zh, &topic.hashtag))?;
    }
    Ok(())
}

pub fn all(connection: &Connection) -> Result<HashMap<TopicId, TopicRow>> {
    let mut query = connection.prepare_cached("SELECT id, name, name_zh, hashtag FROM topic")?;
    let rows = query.query_map([], |row| {
        let id = TopicId::new(row.get::<_, String>(0)?);
        let name_zh: Option<String> = row.get(2)?;
        Ok(TopicRow {
            id,
            name: row.get(1)?,
            name_zh: name_zh.unwrap_or_default(),
            hashtag: row.get(3)?,
        })
    })?;
    Ok(rows
        .collect::<rusqlite::Result<Vec<_>>>()?
        .into_iter()
        .map(|topic| (topic.id.clone(), topic))
        .collect())
}
