//! Search over a generated store on disk: `cargo bench --bench search -- [ITEMS]`
//! (default 100,000; the stated figures are of 1,000,000). `BENCH_STORE=FILE` keeps the store there and
//! takes it up again.
//!
//! Half of the items are Chinese, half English, their words drawn unevenly from invented
//! vocabularies, some words of the other script among them. Completeness is measured against a scan of all texts, size
//! against the texts, the cost of building against FTS5's trigram tokenizer in the same run.

#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]

#[path = "search/item.rs"]
mod item;
#[path = "search/scan.rs"]
mod scan;
#[path = "search/texts.rs"]
mod texts;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use anyhow::Result;
use edwire::store::search::{self, Order, Query};
use edwire::store::{Connection, Filter, Transaction, open_reader, open_writer, views};

use texts::{Text, text};

/// Queries of each language.
const QUERIES: u64 = 500;
const PAGE: u64 = 50;
/// Items of the indexes that are built for comparison.
const COMPARED: u64 = 100_000;

/// Time this thread has run: other processes on a shared machine do not count.
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn fill(path: &Path, count: u64) -> Result<()> {
    let mut connection = open_writer(path)?;
    let start = now();
    item::fill(&mut connection, 0..count)?;
    println!(
        "fill: {count} items in {:.0} s of processor time",
        now().saturating_sub(start).as_secs_f64()
    );
    Ok(())
}

/// Bytes and seconds of FTS5's trigram index alone, in a file of its own.
fn trigram(path: &Path, count: u64) -> Result<(u64, f64)> {
    #[expect(clippy::disallowed_methods, reason = "an index for comparison")]
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         CREATE VIRTUAL TABLE f USING fts5 (a, b, content = '', contentless_delete = 1,
            tokenize = 'trigram')",
    )?;
    let mut spent = Duration::ZERO;
    for chunk in 0..count.div_ceil(1_000) {
        let texts: Vec<Text> = (chunk * 1_000..count.min((chunk + 1) * 1_000)).map(text).collect();
        let start = now();
        let tx = connection.transaction()?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO f (a, b) VALUES (?1, ?2)")?;
            for text in texts {
                insert.execute((text.title, text.text))?;
            }
        }
        tx.commit()?;
        spent += now().saturating_sub(start);
    }
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    drop(connection);
    Ok((std::fs::metadata(path)?.len(), spent.as_secs_f64()))
}

/// The same of our own, built anew over a store.
fn own(path: &Path, count: u64) -> Result<(u64, f64)> {
    fill(path, count)?;
    let mut connection = open_writer(path)?;
    let start = now();
    let tx = Transaction::begin(&mut connection)?;
    search::rebuild(&tx)?;
    tx.commit()?;
    let spent = now().saturating_sub(start);
    let bytes: i64 = connection.query_row(
        "SELECT sum(pgsize) FROM dbstat WHERE name = 'search_block'",
        [],
        |row| row.get(0),
    )?;
    Ok((bytes as u64, spent.as_secs_f64()))
}

fn sizes(folder: &Path, count: u64) -> Result<()> {
    let texts: u64 = (0..count).map(text).map(|t| (t.title.len() + t.text.len()) as u64).sum();
    let (bytes, own_time) = own(&folder.join("own.db"), count)?;
    let (other, other_time) = trigram(&folder.join("trigram.db"), count)?;
    let share = |bytes: u64| bytes as f64 / texts as f64;
    println!("texts: {} MB", texts / 1_000_000);
    println!("index: {:.2} times the texts, built in {own_time:.1} s", share(bytes));
    println!("trigram: {:.2} times the texts, built in {other_time:.1} s", share(other));
    std::fs::remove_file(folder.join("own.db"))?;
    std::fs::remove_file(folder.join("trigram.db"))?;
    Ok(())
}

fn everything() -> Filter {
    Filter { all: true, ..Filter::default() }
}

fn complete(connection: &Connection, queries: &scan::Queries, count: u64) -> Result<()> {
    let expected = queries.scan(count);
    for (name, queries, expected) in [
        ("chinese", &queries.chinese, expected.chinese),
        ("english", &queries.english, expected.english),
    ] {
        let (mut wanted, mut missed, mut extra) = (0, 0, 0);
        for (query, mut expected) in queries.iter().zip(expected) {
            let (mut found, _) =
                search::matches(connection, &Query::parse(query)?, &everything(), usize::MAX)?;
            found.retain(|id| *id <= count as i64);
            found.sort_unstable();
            expected.dedup();
            let lost = expected.iter().filter(|id| found.binary_search(id).is_err()).count();
            if lost > 0 {
                println!("  {query:?}: {lost} of {} missed", expected.len());
            }
            missed += lost;
            wanted += expected.len();
            extra += found.len() + lost - expected.len();
        }
        println!(
            "{name}: {} of {wanted} matches found by {} queries, {extra} more by other forms of words",
            wanted - missed,
            queries.len()
        );
    }
    Ok(())
}

fn percentiles(name: &str, mut times: Vec<(Duration, String)>) {
    times.sort();
    let at = |share: f64| {
        let place = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
        times.get(place).map_or(0.0, |(time, _)| time.as_secs_f64() * 1e3)
    };
    let worst: Vec<&str> = times.iter().rev().take(3).map(|(_, query)| query.as_str()).collect();
    println!(
        "{name}: p50 {:.2} ms, p99 {:.2} ms, at most {:.2} ms ({})",
        at(0.5),
        at(0.99),
        at(1.0),
        worst.join(" | ")
    );
}

fn time(
    connection: &Connection,
    queries: &[String],
    order: Order,
) -> Result<Vec<(Duration, String)>> {
    let filter = Filter { limit: Some(PAGE), ..Filter::default() };
    let mut times = Vec::new();
    for query in queries {
        let start = now();
        let parsed = Query::parse(query)?;
        search::find(connection, &parsed, &filter, order, |_| Ok(true))?;
        times.push((now().saturating_sub(start), query.clone()));
    }
    Ok(times)
}

fn speed(path: &Path, queries: &scan::Queries) -> Result<()> {
    let connection = open_reader(path)?;
    for round in ["cold", "warm"] {
        for (name, queries) in [("chinese", &queries.chinese), ("english", &queries.english)] {
            percentiles(&format!("{name}, {round}"), time(&connection, queries, Order::Relevance)?);
        }
    }
    percentiles("chinese by date", time(&connection, &queries.chinese, Order::Newest)?);
    percentiles("english by date", time(&connection, &queries.english, Order::Newest)?);
    Ok(())
}

/// Searches while another thread adds items as fast as it can for ten seconds.
fn adding(path: &Path, queries: &scan::Queries, count: u64) -> Result<()> {
    let stop = AtomicBool::new(false);
    let mut writer = open_writer(path)?;
    let reader = open_reader(path)?;
    // a store that was kept has some already
    let count = count.max(views::count(&reader)?);
    std::thread::scope(|scope| {
        let adding = scope.spawn(|| -> Result<(u64, f64)> {
            let (start, mut added) = (Instant::now(), 0);
            while !stop.load(Relaxed) {
                let tx = Transaction::begin(&mut writer)?;
                for number in added..added + 50 {
                    item::add(&tx, count + number)?;
                }
                tx.commit()?;
                added += 50;
            }
            Ok((added, start.elapsed().as_secs_f64()))
        });
        let start = Instant::now();
        let mut times = Vec::new();
        while start.elapsed() < Duration::from_secs(10) {
            for queries in [&queries.chinese, &queries.english] {
                times.extend(time(&reader, queries, Order::Relevance)?);
            }
        }
        stop.store(true, Relaxed);
        let (added, seconds) = adding.join().unwrap_or(Ok((0, 1.0)))?;
        println!("adding: {:.0} items a second while searching", added as f64 / seconds);
        percentiles("searching while adding", times);
        Ok(())
    })
}

fn main() -> Result<()> {
    let count: u64 = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir()?;
    let kept = std::env::var_os("BENCH_STORE").map(PathBuf::from);
    let path = kept.unwrap_or_else(|| folder.path().join("edwire.db"));
    if !path.exists() {
        sizes(folder.path(), count.min(COMPARED))?;
        fill(&path, count)?;
    }
    let queries = scan::Queries::draw(count, QUERIES);
    speed(&path, &queries)?;
    adding(&path, &queries, count)?;
    complete(&open_reader(&path)?, &queries, count)
}
