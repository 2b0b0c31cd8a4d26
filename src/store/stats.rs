//! How much of everything there is.

use rusqlite::Connection;

use super::error::Result;

/// A count with its name, such as `("health", "ok", 12)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub what: &'static str,
    pub value: String,
    pub count: u64,
}

/// Each question and its counts, the largest first but for months.
const COUNTS: [(&str, &str); 8] = [
    (
        "items",
        "SELECT CASE WHEN withdrawn THEN 'withdrawn'
                     WHEN id <> (SELECT lead FROM story WHERE story.id = item.story) THEN 'duplicate'
                     WHEN coalesce(mark, relevant) THEN 'relevant' ELSE 'off-topic' END, count(*)
         FROM item GROUP BY 1 ORDER BY 2 DESC",
    ),
    ("sources", "SELECT CASE WHEN paused THEN 'paused' ELSE health END, count(*) FROM source
         WHERE configured = 1 GROUP BY 1 ORDER BY 2 DESC"),
    ("language", "SELECT coalesce(lang, 'unknown'), count(*) FROM item GROUP BY 1 ORDER BY 2 DESC LIMIT 10"),
    (
        "topic",
        "SELECT value, count(*) FROM item, json_each(item.topics)
         WHERE coalesce(mark, relevant) AND NOT withdrawn GROUP BY 1 ORDER BY 2 DESC LIMIT 20",
    ),
    ("source", "SELECT source, count(*) FROM item GROUP BY 1 ORDER BY 2 DESC LIMIT 20"),
    (
        "month",
        "SELECT strftime('%Y-%m', sort_at, 'unixepoch'), count(*) FROM item
         WHERE sort_at >= (SELECT max(sort_at) FROM item) - 31622400 GROUP BY 1 ORDER BY 1 DESC",
    ),
    ("deliveries", "SELECT channel || ' ' || state, count(*) FROM delivery GROUP BY 1 ORDER BY 2 DESC"),
    ("articles to read", "SELECT 'waiting', count(*) FROM wanted HAVING count(*) > 0"),
];

/// Counts everything; walks through the whole store.
pub fn stats(connection: &Connection) -> Result<Vec<Count>> {
    let mut counts = Vec::new();
    for (what, sql) in COUNTS {
        let mut query = connection.prepare(sql)?;
        let rows = query.query_map([], |row| {
            let count: i64 = row.get(1)?;
            Ok(Count { what, value: row.get(0)?, count: count as u64 })
        })?;
        for row in rows {
            counts.push(row?);
        }
    }
    Ok(counts)
}
