//! Items that are not in the index yet. A run for every new item would be merged over and over, so that
//! items wait until there are many of them; a search looks at each one that waits.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::fold::folded;
use super::index;
use super::query::Query;
use crate::model::ItemId;

/// So many wait at most.
const MANY: i64 = 512;
/// So many wait at most where items come one by one, so that most searches look at fewer.
const SOME: i64 = 64;
/// Items of a transaction that come one by one.
const FEW: usize = 8;

/// Takes down items whose words are new, and indexes all that wait when they are enough.
pub(crate) fn note(connection: &Connection, items: &BTreeSet<ItemId>) -> rusqlite::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO search_pending (item) VALUES (?1)")?;
    for item in items {
        insert.execute([item.0])?;
    }
    index_if(connection, if items.len() < FEW { SOME } else { MANY })
}

/// Indexes what waits unless it is little; done when a writer ends.
pub(crate) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    index_if(connection, SOME)
}

fn index_if(connection: &Connection, at_least: i64) -> rusqlite::Result<()> {
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM search_pending")?
        .query_row([], |row| row.get(0))?;
    if count < at_least {
        return Ok(());
    }
    let ids: Vec<ItemId> = connection
        .prepare_cached("SELECT item FROM search_pending ORDER BY item")?
        .query_map([], |row| row.get(0).map(ItemId))?
        .collect::<rusqlite::Result<_>>()?;
    index::add(connection, ids)?;
    forget(connection)
}

/// Nothing waits any more.
pub(super) fn forget(connection: &Connection) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM search_pending")?.execute([])?;
    Ok(())
}

/// The numbers of those that match, in ascending order; with `titles`, those whose title does.
pub(super) fn matching(
    connection: &Connection,
    query: &Query,
    titles: bool,
) -> rusqlite::Result<Vec<i64>> {
    let mut waiting = connection.prepare_cached(
        "SELECT item.id, title, iif(?1, '', coalesce(item_text.text, summary, ''))
         FROM search_pending JOIN item ON item.id = search_pending.item
         LEFT JOIN item_text ON item_text.item = item.id ORDER BY item.id",
    )?;
    let mut rows = waiting.query([titles])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let title = folded(row.get_ref(1)?.as_str()?);
        if query.holds(&title, &folded(row.get_ref(2)?.as_str()?)) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Filter;
    use crate::store::open_writer;
    use crate::store::search::matches;

    fn put(connection: &Connection, id: i64, title: &str) {
        connection.execute("INSERT OR IGNORE INTO story (id, lead) VALUES (?1, ?1)", [id]).unwrap();
        connection
            .execute(
                "INSERT INTO item (id, url, link, source, story, joined, title, summary, sort_at,
                    first_seen, relevant, score, judge_version, article)
                 VALUES (?1, 'u' || ?1, 'u', 's', ?1, '\"first\"', ?2, '双学位 double degree', 1, 1, 1,
                    0.9, 1, 'none')
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title",
                (id, title),
            )
            .unwrap();
        note(connection, &BTreeSet::from([ItemId(id)])).unwrap();
    }

    fn waiting(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM search_pending", [], |row| row.get(0)).unwrap()
    }

    fn found(connection: &Connection, query: &str) -> Vec<i64> {
        let everything = Filter { all: true, ..Default::default() };
        matches(connection, &Query::parse(query).unwrap(), &everything, usize::MAX).unwrap().0
    }

    #[test]
    fn what_waits_is_found_as_what_is_indexed() {
        let dir = tempfile::tempdir().unwrap();
        let connection = open_writer(&dir.path().join("edwire.db")).unwrap();
        for id in 1..=100 {
            put(&connection, id, &format!("Call n{id} 奖学金"));
            assert_eq!(found(&connection, &format!("n{id}")), [id]);
            assert_eq!(found(&connection, "獎學金").len() as i64, id);
        }
        assert_eq!(waiting(&connection), 36, "64 were indexed together");
        assert_eq!(found(&connection, "\"double degree\"").len(), 100);
        assert_eq!(found(&connection, "title:degree"), Vec::<i64>::new());
        assert_eq!(found(&connection, "calls -n99 -n1").len(), 98);
        // one that is indexed reads otherwise, and one that waits is gone
        put(&connection, 7, "Visit n7");
        connection.execute("DELETE FROM item WHERE id = 99", []).unwrap();
        index::remove(&connection, ItemId(99)).unwrap();
        assert_eq!(found(&connection, "visits"), [7]);
        assert_eq!(found(&connection, "title:奖学金").len(), 98);
        settle(&connection).unwrap();
        assert_eq!(waiting(&connection), 37, "too few to be worth a run");
        for id in 101..=200 {
            put(&connection, id, &format!("Call n{id}"));
        }
        assert_eq!(found(&connection, "title:call -n5").len(), 197);
        assert!(waiting(&connection) < SOME);
    }

    #[test]
    fn many_at_once_wait_for_more() {
        let dir = tempfile::tempdir().unwrap();
        let connection = open_writer(&dir.path().join("edwire.db")).unwrap();
        let some: BTreeSet<ItemId> = (1..=100).map(ItemId).collect();
        note(&connection, &some).unwrap();
        assert_eq!(waiting(&connection), 100);
        settle(&connection).unwrap();
        assert_eq!(waiting(&connection), 0);
    }
}
