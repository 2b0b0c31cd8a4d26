//! What a process cost, as Linux tells it: processor time and peak memory of the whole process.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// What a process took from start to end.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// User and system time; in steps of 10 ms.
    pub(crate) processor: Duration,
    /// In KiB.
    pub(crate) peak: u64,
}

impl std::ops::AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.processor += other.processor;
        self.peak = self.peak.max(other.peak);
    }
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Result<Cost> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let mut cost = Cost::default();
    // A process that has ended keeps its account until it is waited for, but not its memory.
    while !ended(&child)? {
        cost.peak = cost.peak.max(memory(&child, "VmHWM").unwrap_or(0));
        thread::sleep(Duration::from_millis(5));
    }
    cost.processor = processor(&child)?;
    let status = child.wait()?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(cost)
}

fn stat(child: &Child) -> Result<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{}/stat", child.id()))?;
    let (_, fields) = text.rsplit_once(')').context("an odd /proc/PID/stat")?;
    Ok(fields.split_whitespace().map(str::to_owned).collect())
}

fn ended(child: &Child) -> Result<bool> {
    Ok(stat(child)?.first().is_some_and(|state| state == "Z"))
}

fn processor(child: &Child) -> Result<Duration> {
    let fields = stat(child)?;
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    let ticks = ticks(11).zip(ticks(12)).context("an odd /proc/PID/stat")?;
    Ok(Duration::from_millis((ticks.0 + ticks.1) * 10))
}

/// A figure of `/proc/PID/status` in KiB.
pub(crate) fn memory(child: &Child, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Time on a processor of all threads that live, to the nanosecond.
pub(crate) fn threads(child: &Child) -> Result<Duration> {
    let mut sum = 0;
    for thread in fs::read_dir(format!("/proc/{}/task", child.id()))? {
        let text = fs::read_to_string(thread?.path().join("schedstat"))?;
        sum += text.split_whitespace().next().and_then(|time| time.parse().ok()).unwrap_or(0_u64);
    }
    Ok(Duration::from_nanos(sum))
}
