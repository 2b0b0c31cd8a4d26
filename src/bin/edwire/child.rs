//! What edwire does when it is started by itself: read one thing from stdin and answer on stdout.

use std::io::{BufRead as _, Read as _};

use anyhow::Result;
use edwire::daemon::{apart, documents, heavy};
use edwire::parse::Reading;
use edwire::parse::document::{self, Unread};

use crate::{Outcome, output};

/// An attached file.
pub(crate) fn document() -> Result<Outcome> {
    confine()?;
    let mut body = Vec::new();
    std::io::stdin().take(documents::LARGEST as u64 + 1).read_to_end(&mut body)?;
    let answer: documents::Answer = if body.len() > documents::LARGEST {
        Err(Unread::TooLarge)
    } else {
        std::panic::catch_unwind(|| document::read(body)).unwrap_or(Err(Unread::Broken))
    };
    output::line(&serde_json::to_string(&answer)?)?;
    Ok(Outcome::Fine)
}

/// A heavy page, below a line that says how it is to be read.
pub(crate) fn page() -> Result<Outcome> {
    confine()?;
    let mut input = std::io::stdin().lock();
    let mut task = Vec::new();
    input.read_until(b'\n', &mut task)?;
    let task: heavy::Task = serde_json::from_slice(&task)?;
    let mut body = Vec::new();
    input.read_to_end(&mut body)?;
    let reading: Option<Reading> = std::panic::catch_unwind(|| task.read(&body)).ok();
    output::line(&serde_json::to_string(&reading)?)?;
    Ok(Outcome::Fine)
}

/// How far a child stands back behind honest pages, as `nice` counts it.
#[cfg(unix)]
const PATIENT: i32 = 15;

/// From here on, what takes too much ends with the process.
#[cfg(unix)]
fn confine() -> Result<()> {
    use rustix::process::{Resource, Rlimit, setpriority_process, setrlimit};
    // where that is not granted, others only wait longer
    let _granted = setpriority_process(None, PATIENT);
    let most = |n: u64| Rlimit { current: Some(n), maximum: Some(n) };
    setrlimit(Resource::Core, most(0))?;
    setrlimit(Resource::Fsize, most(0))?;
    setrlimit(Resource::Cpu, most(apart::CPU_SECONDS))?;
    setrlimit(Resource::As, most(apart::MEMORY))?;
    Ok(())
}

#[cfg(not(unix))]
fn confine() -> Result<()> {
    Ok(())
}
