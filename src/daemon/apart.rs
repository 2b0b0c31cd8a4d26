//! edwire started again as a child, for what may take much memory or never end: it has limits of its own, and
//! its end gives everything back.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

/// Seconds of processor time, and bytes of address space, that a child may take.
pub const CPU_SECONDS: u64 = 10;
pub const MEMORY: u64 = 320 << 20;

/// For starting, reading and answering together.
const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes of an answer: twice the largest page.
const LONGEST_ANSWER: u64 = 16 << 20;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Silence {
    #[error("it took longer than {} s to read", PATIENCE.as_secs())]
    TooSlow,
    #[error("it took more memory or time to read than one may")]
    TooMuch,
    #[error("the reader could not be started: {0}")]
    Start(#[from] std::io::Error),
}

/// Starts the hidden command, gives it the parts one after another and takes its answer, which is JSON.
pub(super) async fn ask<T: serde::de::DeserializeOwned>(
    command: &str,
    parts: &[&[u8]],
) -> Result<T, Silence> {
    let child = Command::new(own_program()?)
        .arg(command)
        // tokens may stand in the environment
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    match tokio::time::timeout(PATIENCE, talk(child, parts)).await {
        Ok(answer) => serde_json::from_slice(&answer?).map_err(|_unfinished| Silence::TooMuch),
        Err(_elapsed) => Err(Silence::TooSlow),
    }
}

/// The program that runs, also when its file has been replaced meanwhile.
fn own_program() -> std::io::Result<PathBuf> {
    if cfg!(target_os = "linux") {
        return Ok(PathBuf::from("/proc/self/exe"));
    }
    std::env::current_exe()
}

async fn talk(mut child: Child, parts: &[&[u8]]) -> std::io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Ok(answer);
    };
    let give = async move {
        for part in parts {
            // a child that has seen enough closes its end
            if to.write_all(part).await.is_err() {
                break;
            }
        }
        drop(to);
    };
    let mut from = from.take(LONGEST_ANSWER);
    let ((), read) = tokio::join!(give, from.read_to_end(&mut answer));
    read?;
    child.kill().await?;
    Ok(answer)
}
