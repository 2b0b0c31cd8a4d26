use std::io::Read as _;

use anyhow::Result;
use edwire::daemon::documents;
use edwire::parse::document::{self, Unread};

use crate::{Outcome, output};

/// The child's side of reading an attached file: bytes on stdin, the answer on stdout.
pub(crate) fn run() -> Result<Outcome> {
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

/// From here on, what takes too much ends with the process.
#[cfg(unix)]
fn confine() -> Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |n: u64| Rlimit { current: Some(n), maximum: Some(n) };
    setrlimit(Resource::Core, most(0))?;
    setrlimit(Resource::Fsize, most(0))?;
    setrlimit(Resource::Cpu, most(documents::CPU_SECONDS))?;
    setrlimit(Resource::As, most(documents::MEMORY))?;
    Ok(())
}

#[cfg(not(unix))]
fn confine() -> Result<()> {
    Ok(())
}
