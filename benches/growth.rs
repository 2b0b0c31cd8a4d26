//! What stays the same as a store grows: `cargo bench --bench growth -- [ITEMS]...`
//! (default 10,000 100,000 1,000,000; the stated figures go on to 5,000,000, which takes 12 GB).
//!
//! One store is filled further and further; `GROWTH_STORE=FOLDER` keeps it there and takes it up again. At
//! each size: a pass in which every feed answers 304, one in which every feed has a new entry, the start of
//! the service, `edwire latest` as a process, and bytes an item. The yardstick is the first size.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench waits for other processes, and reports to the terminal"
)]

#[path = "light/farm.rs"]
#[expect(dead_code, reason = "the other bench asks more of it")]
mod farm;
#[path = "search/item.rs"]
mod item;
#[path = "light/process.rs"]
#[expect(dead_code, reason = "the other bench asks more of it")]
mod process;
#[path = "search/texts.rs"]
mod texts;

use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use edwire::store::{self, open_writer, views};
use farm::Farm;

const FEEDS: u64 = 200;
/// Passes of a kind, and starts of a process.
const TIMES: u32 = 5;
const STARTS: usize = 15;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if args.iter().any(|arg| arg == "farm") {
        return farm::serve();
    }
    let mut sizes = args.iter().map(|arg| arg.parse()).collect::<Result<Vec<u64>, _>>()?;
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    let folder = tempfile::tempdir()?;
    let kept = std::env::var_os("GROWTH_STORE").map(PathBuf::from);
    let dir = kept.unwrap_or_else(|| folder.path().to_owned());
    let bench = Bench { farm: Farm::start()?, dir };
    bench.configure()?;
    if bench.store().exists() {
        // what the feeds publish now has to be new to a store that was kept
        let known: i64 = open_writer(&bench.store())?.query_row(
            "SELECT count(*) FROM item WHERE NOT imported",
            [],
            |row| row.get(0),
        )?;
        (0..known as u64 / FEEDS).try_for_each(|_| bench.farm.publish(1))?;
    }
    bench.pass()?;
    for size in sizes {
        let mut store = open_writer(&bench.store())?;
        let filled: i64 =
            store.query_row("SELECT count(*) FROM item WHERE imported", [], |row| row.get(0))?;
        item::fill(&mut store, filled as u64..size)?;
        drop(store);
        bench.measure(size)?;
    }
    Ok(())
}

struct Bench {
    farm: Farm,
    dir: PathBuf,
}

impl Bench {
    fn store(&self) -> PathBuf {
        self.dir.join("edwire.db")
    }

    fn edwire(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_edwire"));
        command.arg("--config").arg(self.dir.join("config.toml")).arg("-q").stdout(Stdio::null());
        command
    }

    fn configure(&self) -> Result<()> {
        let mut text = farm::configuration(FEEDS, self.farm.port);
        text.push_str("[store]\nkeep_text = \"36500d\"\nkeep_off_topic = \"36500d\"\n");
        Ok(std::fs::write(self.dir.join("config.toml"), text)?)
    }

    /// One pass over all feeds.
    fn pass(&self) -> Result<process::Cost> {
        if self.store().exists() {
            store::sources::wake_all(&open_writer(&self.store())?)?;
        }
        process::run(self.edwire().args(["run", "--once", "--format", "json"]))
    }

    fn measure(&self, size: u64) -> Result<()> {
        let (mut unchanged, mut new) = (process::Cost::default(), process::Cost::default());
        // what was filled in goes into the file, and the pages are read once
        self.pass()?;
        for _ in 0..TIMES {
            unchanged += self.pass()?;
        }
        for _ in 0..TIMES {
            self.farm.publish(1)?;
            new += self.pass()?;
        }
        let each = |cost: process::Cost| cost.processor.as_secs_f64() * 1e3 / f64::from(TIMES);
        let peak = unchanged.peak.max(new.peak) as f64 / 1024.0;
        let start = median((0..STARTS).map(|_| self.start()))?;
        let latest = median((0..STARTS).map(|_| self.latest()))?;
        println!(
            "{size:>9} items: 304 pass {:.0} ms, one new entry each {:.0} ms, {peak:.0} MiB; service \
             ready after {:.1} ms, latest {:.1} ms; {} bytes an item",
            each(unchanged),
            each(new),
            start.as_secs_f64() * 1e3,
            latest.as_secs_f64() * 1e3,
            bytes(&self.store())? / views::count(&open_writer(&self.store())?)?,
        );
        Ok(())
    }

    /// From nothing to a service that says it is ready.
    fn start(&self) -> Result<Duration> {
        let path = self.dir.join("notify");
        drop(std::fs::remove_file(&path));
        let socket = UnixDatagram::bind(&path)?;
        socket.set_read_timeout(Some(Duration::from_mins(1)))?;
        let began = Instant::now();
        let mut service = self.edwire().arg("run").env("NOTIFY_SOCKET", &path).spawn()?;
        let said = socket.recv(&mut [0; 64]);
        let spent = began.elapsed();
        service.kill()?;
        service.wait()?;
        said?;
        Ok(spent)
    }

    fn latest(&self) -> Result<Duration> {
        let began = Instant::now();
        ensure!(self.edwire().arg("latest").status()?.success(), "`edwire latest` failed");
        Ok(began.elapsed())
    }
}

fn median(times: impl Iterator<Item = Result<Duration>>) -> Result<Duration> {
    let mut times = times.collect::<Result<Vec<Duration>>>()?;
    times.sort_unstable();
    Ok(times.get(times.len() / 2).copied().unwrap_or_default())
}

/// The store's size; free pages count.
fn bytes(path: &Path) -> Result<u64> {
    let connection = open_writer(path)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(std::fs::metadata(path)?.len())
}
