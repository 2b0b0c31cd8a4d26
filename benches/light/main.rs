//! What edwire costs beside the practical floor, over the same farm of feeds on loopback:
//! `cargo bench --bench light` (1,000 sources), `cargo bench --bench light -- 20000`.
//!
//! Both are whole processes, start and end included; the farm is a third one and is not counted.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench waits for other processes, and the floor is plain"
)]

mod farm;
mod floor;
mod process;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};
use farm::Farm;
use process::Cost;

/// Repetitions of the passes that bring little.
const TIMES: u32 = 5;
/// How long nothing is due.
const IDLE: Duration = Duration::from_mins(1);

/// The two that are compared, each with its own store.
struct Bench {
    farm: Farm,
    feeds: u64,
    dir: PathBuf,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["farm"] => farm::serve(),
        ["floor", store, port, feeds] => {
            floor::pass(Path::new(store), port.parse()?, feeds.parse()?)
        }
        [] => bench(1_000),
        [feeds] => bench(feeds.parse()?),
        _ => bail!("light [SOURCES]"),
    }
}

#[expect(clippy::print_stdout, reason = "a bench reports")]
fn bench(feeds: u64) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let bench = Bench { farm: Farm::start()?, feeds, dir: dir.path().to_owned() };
    bench.configure()?;
    println!("{feeds} feeds of 25 entries; processor time and peak memory of the whole process");
    row("first pass", 1, bench.compare(1)?);
    let mut unchanged = <(Cost, Cost)>::default();
    let mut little = <(Cost, Cost)>::default();
    let mut same = <(Cost, Cost)>::default();
    for _ in 0..TIMES {
        add(&mut unchanged, bench.compare(1)?);
    }
    row("everything answers 304", TIMES, unchanged);
    for _ in 0..TIMES {
        bench.farm.publish(20)?;
        add(&mut little, bench.compare(1)?);
    }
    row("5 % have a new entry", TIMES, little);
    bench.farm.validators(false)?;
    bench.compare(1)?;
    add(&mut same, bench.compare(TIMES)?);
    row("the same bodies again, without 304", TIMES, same);
    bench.farm.validators(true)?;
    bench.idle()
}

fn add(sum: &mut (Cost, Cost), more: (Cost, Cost)) {
    sum.0 += more.0;
    sum.1 += more.1;
}

#[expect(clippy::print_stdout, reason = "a bench reports")]
fn row(name: &str, times: u32, (floor, edwire): (Cost, Cost)) {
    let each = |cost: Cost| cost.processor.as_secs_f64() * 1e3 / f64::from(times);
    let mib = |cost: Cost| cost.peak as f64 / 1024.0;
    println!(
        "{name:<36} floor {:8.1} ms {:5.1} MiB   edwire {:8.1} ms {:5.1} MiB   ratio {:.2}",
        each(floor),
        mib(floor),
        each(edwire),
        mib(edwire),
        each(edwire) / each(floor),
    );
}

impl Bench {
    fn edwire(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_edwire"));
        command.arg("--config").arg(self.dir.join("config.toml")).arg("-q");
        command
    }

    fn configure(&self) -> Result<()> {
        let text = farm::configuration(self.feeds, self.farm.port);
        Ok(std::fs::write(self.dir.join("config.toml"), text)?)
    }

    /// So many passes of each.
    fn compare(&self, times: u32) -> Result<(Cost, Cost)> {
        let mut sum = <(Cost, Cost)>::default();
        for _ in 0..times {
            let floor = process::run(
                Command::new(std::env::current_exe()?)
                    .arg("floor")
                    .arg(self.dir.join("floor.db"))
                    .args([self.farm.port.to_string(), self.feeds.to_string()]),
            )?;
            self.wake()?;
            let edwire = process::run(self.edwire().args(["run", "--once", "--format", "json"]))?;
            add(&mut sum, (floor, edwire));
        }
        Ok(sum)
    }

    /// Makes everything due, as time would.
    fn wake(&self) -> Result<()> {
        let path = self.dir.join("edwire.db");
        if path.exists() {
            let store = edwire::store::open_writer(&path)?;
            edwire::store::sources::wake_all(&store)?;
        }
        Ok(())
    }

    #[expect(clippy::print_stdout, reason = "a bench reports")]
    fn idle(&self) -> Result<()> {
        let mut daemon = self.edwire().arg("run").spawn()?;
        std::thread::sleep(Duration::from_secs(20));
        let before = process::threads(&daemon)?;
        std::thread::sleep(IDLE);
        let spent = process::threads(&daemon)?.saturating_sub(before);
        println!(
            "idle: {:.1} MiB resident, {:.2} ms of processor time in {} s",
            process::memory(&daemon, "VmRSS").unwrap_or(0) as f64 / 1024.0,
            spent.as_secs_f64() * 1e3,
            IDLE.as_secs(),
        );
        daemon.kill()?;
        daemon.wait()?;
        Ok(())
    }
}
