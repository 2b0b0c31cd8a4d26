//! How far long work is: one line on stderr, rewritten in place, on a terminal only.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Between two rewritings.
const PAUSE: Duration = Duration::from_millis(200);

pub(crate) struct Progress {
    what: &'static str,
    total: Option<u64>,
    done: u64,
    since: Instant,
    shown: Option<Instant>,
    live: bool,
}

impl Progress {
    pub(crate) fn new(what: &'static str, total: Option<u64>) -> Self {
        let live = io::stderr().is_terminal();
        Self { what, total, done: 0, since: Instant::now(), shown: None, live }
    }

    pub(crate) fn step(&mut self, by: u64) {
        self.done += by;
        let now = Instant::now();
        // Work that is done before one could read of it says nothing.
        let rested = now.duration_since(self.shown.unwrap_or(self.since)) >= PAUSE;
        if self.live && rested {
            self.shown = Some(now);
            let text = told(self.what, self.done, self.total);
            self.write(&format!("\r{text}\x1b[K"));
        }
    }

    fn write(&mut self, text: &str) {
        let mut err = io::stderr().lock();
        // A terminal that is gone needs no progress.
        self.live = err.write_all(text.as_bytes()).and_then(|()| err.flush()).is_ok();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.live && self.shown.is_some() {
            self.write("\r\x1b[K");
        }
    }
}

fn told(what: &str, done: u64, total: Option<u64>) -> String {
    match total.filter(|total| *total > 0) {
        Some(total) => format!("{what} {done} of {total} ({} %)", done.min(total) * 100 / total),
        None => format!("{what} {done}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_end_is_told_as_a_share() {
        assert_eq!(told("items", 250, Some(1_000)), "items 250 of 1000 (25 %)");
        assert_eq!(told("items", 250, None), "items 250");
    }
}
