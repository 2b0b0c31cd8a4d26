//! Placing and indexing new items beside a large store on disk:
//! `cargo bench --bench dedupe -- [ITEMS]` (default 100,000; the stated figures are of 1,000,000).
//!
//! The store is generated: texts of 60 to 260 words or 150 to 700 Chinese characters, drawn unevenly from a
//! vocabulary. A fifth of the new items are planted copies
//! (Jaccard similarity 0.7 to 1, other titles), the rest unseen.
//! The yardstick in the same run is what SQLite takes to insert as many random rows as an item has keys.

use std::collections::HashSet;
use std::sync::LazyLock;
use std::time::Duration;

use anyhow::Result;
use edwire::curate::dedupe::{
    Facts, Fingerprint, Neighbour, Placement, Sketch, fingerprint, place,
};
use edwire::curate::normalise::letters;
use edwire::model::{CanonicalUrl, ItemId, SourceId, StoryId, finish};
use edwire::store::neighbours;
use rusqlite::{Connection, params};

/// New items measured.
const NEW: u64 = 6_000;

/// New items in one transaction, as a look at a source brings them.
const BATCH: u64 = 20;

/// Time this thread has run: other processes on a shared machine do not count.
#[derive(Clone, Copy)]
struct Clock(Duration);

impl Clock {
    fn now() -> Self {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Self(Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
    }

    fn elapsed(self) -> Duration {
        Self::now().0.saturating_sub(self.0)
    }
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        finish(self.0)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Small numbers come up far more often, as words of a language do.
    fn uneven(&mut self, end: u64) -> u64 {
        let x = self.below(1_000_000) as f64 / 1e6;
        ((end as f64).powf(x) - 1.0) as u64
    }

    fn word(&mut self, chinese: bool) -> &'static str {
        let at = self.uneven(VOCABULARY) as usize;
        VOCABULARIES
            .get(usize::from(chinese))
            .and_then(|words| words.get(at))
            .map_or("", String::as_str)
    }

    fn words(&mut self, count: u64, chinese: bool) -> Vec<&'static str> {
        (0..count).map(|_| self.word(chinese)).collect()
    }
}

const VOCABULARY: u64 = 30_000;

/// Invented words: of letters, and of one to three Chinese characters.
static VOCABULARIES: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| {
    let spelled = |seed: u64, chinese: bool| -> String {
        let mut spelling = Random(seed * 7 + u64::from(chinese));
        if chinese {
            let length = 1 + spelling.below(3);
            (0..length)
                .filter_map(|_| char::from_u32(0x4e00 + spelling.below(3_000) as u32))
                .collect()
        } else {
            let length = 2 + spelling.below(9);
            (0..length).map(|_| char::from(b'a' + spelling.below(26) as u8)).collect()
        }
    };
    [false, true].map(|chinese| (0..VOCABULARY).map(|seed| spelled(seed, chinese)).collect())
});

struct Piece {
    title: String,
    words: Vec<&'static str>,
    chinese: bool,
}

impl Piece {
    fn numbered(number: u64) -> Self {
        let mut random = Random(number.wrapping_mul(0x0001_0000_0001));
        let chinese = number.is_multiple_of(2);
        let title = random.words(9, chinese);
        let count = if chinese { 75 + random.below(275) } else { 60 + random.below(200) };
        Self { title: title.join(gap(chinese)), words: random.words(count, chinese), chinese }
    }

    /// Under another title, with stretches rewritten.
    fn copy(&self, seed: u64) -> Self {
        let mut random = Random(seed);
        let mut words = self.words.clone();
        for _ in 0..random.below(4) {
            let stretch = (1 + random.below(words.len() as u64 / 16 + 1)) as usize;
            let at = random.below((words.len() - stretch) as u64) as usize;
            let fresh = random.words(stretch as u64, self.chinese);
            words.splice(at..at + stretch, fresh);
        }
        let title = random.words(9, self.chinese).join(gap(self.chinese));
        Self { title, words, chinese: self.chinese }
    }

    fn text(&self) -> String {
        self.words.join(gap(self.chinese))
    }

    fn jaccard(&self, other: &Self) -> f64 {
        let width = if self.chinese { 3 } else { 6 };
        let set = |piece: &Self| -> HashSet<Vec<char>> {
            let chars: Vec<char> = letters(&piece.text()).chars().collect();
            chars.windows(width).map(<[char]>::to_vec).collect()
        };
        let (a, b) = (set(self), set(other));
        let common = a.intersection(&b).count();
        common as f64 / (a.len() + b.len() - common) as f64
    }
}

fn gap(chinese: bool) -> &'static str {
    if chinese { "" } else { " " }
}

fn facts(number: u64, title: String, text: String) -> Facts {
    Facts {
        url: CanonicalUrl::from_canonical(format!(
            "https://site{}.example.edu/{number}",
            number % 900
        )),
        source: SourceId::new("bench"),
        guid: None,
        title,
        text,
        published: None,
        first_seen: jiff::Timestamp::UNIX_EPOCH,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a store of its own, with the house pragmas set below"
)]
fn open(folder: &tempfile::TempDir) -> Result<Connection> {
    let connection = Connection::open(folder.path().join("bench.db"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
         CREATE TABLE item (id INTEGER PRIMARY KEY, story INTEGER NOT NULL, title TEXT NOT NULL) STRICT;
         CREATE INDEX item_story ON item (story);
         CREATE TABLE item_text (item INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
         CREATE TABLE fingerprint (key INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (key, item)) STRICT, WITHOUT ROWID;
         CREATE TABLE sketch (item INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;",
    )?;
    Ok(connection)
}

/// Fills the store. Keys go in sorted, in two rounds: the second splits the full pages of the
/// first, which leaves them as random arrivals would.
fn fill(connection: &mut Connection, items: u64) -> Result<()> {
    let mut rows: Vec<(i64, i64)> = Vec::new();
    let transaction = connection.transaction()?;
    {
        let mut item = transaction.prepare("INSERT INTO item VALUES (?1, ?1, ?2)")?;
        let mut text = transaction.prepare("INSERT INTO item_text VALUES (?1, ?2)")?;
        for number in 0..items {
            let piece = Piece::numbered(number);
            let body = piece.text();
            let made = fingerprint(&piece.title, &body);
            rows.extend(made.keys.iter().map(|key| (*key, number as i64)));
            neighbours::sketch(&transaction, ItemId(number as i64), &made.sketch.to_bytes())?;
            item.execute(params![number as i64, piece.title])?;
            text.execute(params![number as i64, body])?;
        }
    }
    transaction.commit()?;
    rows.sort_unstable();
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO fingerprint VALUES (?1, ?2)")?;
        for late in [false, true] {
            let part =
                rows.iter().filter(|(key, _)| (Random(*key as u64).below(100) >= 65) == late);
            for (key, item) in part {
                insert.execute(params![key, item])?;
            }
        }
    }
    transaction.commit()?;
    Ok(())
}

fn neighbour(connection: &Connection, id: ItemId) -> Result<Neighbour> {
    let mut read = connection.prepare_cached(
        "SELECT item.story, item.title, item_text.text, sketch.bytes FROM item
         JOIN item_text ON item_text.item = item.id LEFT JOIN sketch ON sketch.item = item.id
         WHERE item.id = ?1",
    )?;
    let (story, title, text, sketch): (_, _, _, Option<Vec<u8>>) =
        read.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(Neighbour {
        item: id,
        story: StoryId(story),
        facts: facts(id.0 as u64, title, text),
        sketch: sketch.and_then(|bytes: Vec<u8>| Sketch::from_bytes(&bytes)),
    })
}

/// One new item, from its text to its rows.
fn settle(connection: &Connection, id: ItemId, new: &Facts) -> Result<Placement> {
    let Fingerprint { keys, sketch, .. } = fingerprint(&new.title, &new.text);
    let near = neighbours::candidates(connection, &keys)?
        .into_iter()
        .map(|id| neighbour(connection, id))
        .collect::<Result<Vec<_>>>()?;
    let placement = place(new, &sketch, &near);
    let story = match &placement {
        Placement::Opens { .. } => StoryId(id.0),
        Placement::Joins { story, .. } => *story,
    };
    connection
        .prepare_cached("INSERT INTO item VALUES (?1, ?2, ?3)")?
        .execute(params![id.0, story.0, new.title])?;
    connection
        .prepare_cached("INSERT INTO item_text VALUES (?1, ?2)")?
        .execute(params![id.0, new.text])?;
    neighbours::insert(connection, id, &keys)?;
    neighbours::sketch(connection, id, &sketch.to_bytes())?;
    Ok(placement)
}

#[derive(Default)]
struct Tally {
    each: Vec<Duration>,
    commits: Vec<Duration>,
    planted: usize,
    found: usize,
    wrong: usize,
}

fn measure(connection: &mut Connection, items: u64) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut random = Random(77);
    for batch in 0..NEW / BATCH {
        let transaction = connection.transaction()?;
        for i in 0..BATCH {
            let number = items + batch * BATCH + i;
            let original = random.below(items);
            let planted = number.is_multiple_of(5);
            let (piece, target) = if planted {
                let old = Piece::numbered(original);
                let copy = old.copy(number);
                let target = (copy.jaccard(&old) >= 0.7).then_some(original);
                (copy, target)
            } else {
                (Piece::numbered(number), None)
            };
            if planted && target.is_none() {
                continue; // rewritten too far to count either way
            }
            let new = facts(number, piece.title.clone(), piece.text());
            let start = Clock::now();
            let placement = settle(&transaction, ItemId(number as i64), &new)?;
            tally.each.push(start.elapsed());
            let joined = match placement {
                Placement::Joins { like, .. } => Some(like.0 as u64),
                Placement::Opens { .. } => None,
            };
            tally.planted += usize::from(target.is_some());
            tally.found += usize::from(target.is_some() && joined.is_some());
            tally.wrong += usize::from(target.is_none() && joined.is_some());
        }
        let start = Clock::now();
        transaction.commit()?;
        tally.commits.push(start.elapsed());
    }
    Ok(tally)
}

/// As many random rows as an item has keys, into the same table.
fn yardstick(connection: &mut Connection, keys: u64) -> Result<Vec<Duration>> {
    let mut random = Random(99);
    let mut each = Vec::new();
    for _ in 0..NEW / BATCH {
        let transaction = connection.transaction()?;
        for _ in 0..BATCH {
            let start = Clock::now();
            let mut insert =
                transaction.prepare_cached("INSERT INTO fingerprint VALUES (?1, ?2)")?;
            for _ in 0..keys {
                insert.execute(params![(random.next() >> 17) as i64, 1])?;
            }
            each.push(start.elapsed());
        }
        transaction.commit()?;
    }
    Ok(each)
}

fn micros(times: &mut [Duration], per_thousand: usize) -> f64 {
    times.sort_unstable();
    let at = (times.len() * per_thousand / 1000).min(times.len().saturating_sub(1));
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e6)
}

#[expect(clippy::print_stdout, reason = "a bench reports to the terminal")]
fn main() -> Result<()> {
    let items = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir()?;
    let mut connection = open(&folder)?;
    let start = std::time::Instant::now();
    fill(&mut connection, items)?;
    let (bytes, rows): (f64, f64) = connection.query_row(
        "SELECT (SELECT sum(pgsize) FROM dbstat WHERE name = 'fingerprint') * 1.0, (SELECT count(*) FROM fingerprint) * 1.0",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    println!(
        "{items} items filled in {:.0} s; times below are of this thread",
        start.elapsed().as_secs_f64()
    );
    println!(
        "index: {:.0} bytes and {:.1} keys an item",
        bytes / items as f64,
        rows / items as f64
    );
    let mut tally = measure(&mut connection, items)?;
    let mut plain = yardstick(&mut connection, (rows / items as f64).round() as u64)?;
    let (p50, base) = (micros(&mut tally.each, 500), micros(&mut plain, 500));
    println!(
        "place and index: median {p50:.0} us, p99 {:.0} us, most {:.0} us",
        micros(&mut tally.each, 990),
        micros(&mut tally.each, 1000)
    );
    println!(
        "commit of {BATCH}: median {:.0} us, p99 {:.0} us",
        micros(&mut tally.commits, 500),
        micros(&mut tally.commits, 990)
    );
    println!("yardstick, random rows alone: median {base:.0} us; ratio {:.2}", p50 / base);
    println!(
        "planted copies found: {} of {} ({:.4}); joined without being planted: {}",
        tally.found,
        tally.planted,
        tally.found as f64 / tally.planted.max(1) as f64,
        tally.wrong
    );
    Ok(())
}
