//! Which items may match a query: what the index says, every match and at times a few more.

use rusqlite::{Connection, OptionalExtension};

use super::index::{PARTS, Run, runs, token_of};
use super::postings::Decoder;
use super::query::Query;
use super::term::Term;
use super::tokens::Token;

/// So few items are looked at sooner than another list of them is read.
const FEW: usize = 24;

/// The numbers of the items, in ascending order; `None` where the index narrows nothing. With
/// `titles`, those only where all terms stand in the title.
pub(super) fn candidates(
    connection: &Connection,
    query: &Query,
    titles: bool,
) -> rusqlite::Result<Option<Vec<i64>>> {
    let index = Index { connection, runs: runs(connection)? };
    let mut found: Option<Vec<u64>> = None;
    for either in &query.all {
        let mut group: Vec<u64> = Vec::new();
        let mut any = false;
        for term in either {
            match index.term(term, titles)? {
                Some(mut items) => group.append(&mut items),
                None => any = true,
            }
        }
        if any {
            continue;
        }
        if either.len() > 1 {
            group.sort_unstable();
            group.dedup();
        }
        found = Some(match found {
            Some(found) => intersection(&found, &group),
            None => group,
        });
        if found.as_ref().is_some_and(Vec::is_empty) {
            break;
        }
    }
    Ok(found.map(|found| found.into_iter().map(|item| item as i64).collect()))
}

struct Index<'c> {
    connection: &'c Connection,
    runs: Vec<Run>,
}

impl Index<'_> {
    fn term(&self, term: &Term, titles: bool) -> rusqlite::Result<Option<Vec<u64>>> {
        let mut found: Option<Vec<u64>> = None;
        for token in term.tokens(titles) {
            if found.as_ref().is_some_and(|found| found.len() <= FEW) {
                break;
            }
            let list = self.items(token)?;
            found = Some(match found {
                Some(found) => intersection(&found, &list),
                None => list,
            });
        }
        Ok(found)
    }

    /// All items that hold a token.
    fn items(&self, token: Token) -> rusqlite::Result<Vec<u64>> {
        let mut items = Vec::new();
        let mut first = self.connection.prepare_cached(
            "SELECT id, bytes FROM search_block WHERE id <= ?1 AND id >= ?2 ORDER BY id DESC LIMIT 1",
        )?;
        let mut more = self.connection.prepare_cached(
            "SELECT id, bytes FROM search_block WHERE id > ?1 AND id <= ?2 ORDER BY id",
        )?;
        for run in &self.runs {
            let start = run.row(token, 0);
            let block = first
                .query_row((start, run.row(Token(0), 0)), |row| {
                    Ok((
                        row.get(0)?,
                        read(token, row.get(0)?, row.get_ref(1)?.as_blob()?, &mut items),
                    ))
                })
                .optional()?;
            let row = match block {
                Some((row, Last::Same)) => row,
                Some((_, Last::Later)) => continue,
                None => start - 1,
            };
            let mut rows = more.query((row, run.row(token, PARTS - 1)))?;
            while let Some(block) = rows.next()? {
                read(token, block.get(0)?, block.get_ref(1)?.as_blob()?, &mut items);
            }
        }
        if !items.is_sorted() {
            items.sort_unstable();
        }
        items.dedup();
        Ok(items)
    }
}

/// How a block ends, seen from a token.
enum Last {
    /// With it, or before it: what comes next may hold more.
    Same,
    Later,
}

/// Adds a token's items from one block.
fn read(token: Token, row: i64, bytes: &[u8], items: &mut Vec<u64>) -> Last {
    for entry in Decoder::new(token_of(row), bytes) {
        if entry.token == token {
            entry.read(items);
        } else if entry.token > token {
            return Last::Later;
        }
    }
    Last::Same
}

/// What is in both of two ascending lists.
fn intersection(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (short, mut long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut both = Vec::with_capacity(short.len());
    for item in short {
        // doubling steps, then halves: long lists are not read through for short ones
        let mut step = 1;
        while long.get(step).is_some_and(|other| other < item) {
            step *= 2;
        }
        let within = long.get(..long.len().min(step + 1)).unwrap_or_default();
        let at = within.partition_point(|other| other < item);
        long = long.get(at..).unwrap_or_default();
        match long.first() {
            Some(first) if first == item => both.push(*item),
            Some(_) => {}
            None => break,
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_both_is_found() {
        let threes: Vec<u64> = (0..400).map(|n| n * 3).collect();
        let fives: Vec<u64> = (0..20).map(|n| n * 35).collect();
        let expected: Vec<u64> = fives.iter().copied().filter(|n| n % 3 == 0).collect();
        assert_eq!(intersection(&threes, &fives), expected);
        assert_eq!(intersection(&fives, &threes), expected);
        assert!(intersection(&threes, &[]).is_empty());
    }
}
