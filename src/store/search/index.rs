//! What is written to the index. FTS5 writes all that it has gathered whenever a statement on another
//! table may have to be undone, and that is what storing the next item is; so the items of a
//! transaction are noted first and indexed together when it ends.

use rusqlite::{OptionalExtension, Transaction};

use super::tokens;
use crate::model::ItemId;

/// Notes that an item is to be indexed when the transaction ends.
pub(crate) fn note(tx: &Transaction<'_>, id: ItemId) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO unsearched (item) VALUES (?1)")?.execute([id.0])?;
    Ok(())
}

/// Indexes what was noted; the last thing before the commit.
pub(crate) fn catch_up(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let noted: Vec<i64> = tx
        .prepare_cached("SELECT item FROM unsearched ORDER BY item")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if noted.is_empty() {
        return Ok(());
    }
    tx.prepare_cached("DELETE FROM unsearched")?.execute([])?;
    noted.into_iter().try_for_each(|id| index(tx, id))
}

fn index(tx: &Transaction<'_>, id: i64) -> rusqlite::Result<()> {
    let tokens: Option<String> = tx
        .prepare_cached(
            "SELECT title, coalesce(item_text.text, summary, '') FROM item
             LEFT JOIN item_text ON item_text.item = item.id WHERE item.id = ?1",
        )?
        .query_row([id], |row| {
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            Ok(tokens(text(0)?, text(1)?))
        })
        .optional()?;
    let Some(tokens) = tokens else { return Ok(()) };
    tx.prepare_cached("INSERT OR REPLACE INTO item_search (rowid, tokens) VALUES (?1, ?2)")?
        .execute((id, tokens))?;
    Ok(())
}

/// Takes an item out.
pub(crate) fn remove(tx: &Transaction<'_>, id: ItemId) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM item_search WHERE rowid = ?1")?.execute([id.0])?;
    Ok(())
}

/// Indexes all items anew.
pub(crate) fn all(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut query = tx.prepare("SELECT id FROM item ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        index(tx, row.get(0)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::search::{Query, matches};
    use crate::store::{Filter, StoreError, open_writer, transact};

    fn add(tx: &Transaction<'_>, id: i64, title: &str) {
        tx.execute(
            "INSERT INTO item (id, url, link, source, story, joined, title, sort_at, first_seen,
                relevant, score, judge_version, article)
             VALUES (?1, ?1, 'u', 's', 1, '\"first\"', ?2, 1, 1, 1, 0.9, 1, 'none')",
            (id, title),
        )
        .unwrap();
        note(tx, ItemId(id)).unwrap();
    }

    #[test]
    fn what_was_noted_is_found_once_a_transaction_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = open_writer(&dir.path().join("edwire.db")).unwrap();
        store.execute("INSERT INTO story (id, lead) VALUES (1, 1)", []).unwrap();
        let found = |store: &rusqlite::Connection| {
            let query = Query::parse("奖学金").unwrap();
            let all = Filter { all: true, ..Filter::default() };
            matches(store, &query, &all, 10).unwrap().0
        };
        transact(&mut store, |tx| {
            add(tx, 1, "國際獎學金");
            add(tx, 2, "奖学金申请");
            Ok::<_, StoreError>(())
        })
        .unwrap();
        assert_eq!(found(&store), [2, 1]);

        // committed by somebody who knows nothing of the index
        let tx = store.transaction().unwrap();
        add(&tx, 3, "奖学金");
        tx.execute("UPDATE item SET title = 'grants' WHERE id = 2", []).unwrap();
        note(&tx, ItemId(2)).unwrap();
        tx.commit().unwrap();
        assert_eq!(found(&store), [1]);
        transact(&mut store, |_| Ok::<_, StoreError>(())).unwrap();
        assert_eq!(found(&store), [3, 1]);
    }
}
