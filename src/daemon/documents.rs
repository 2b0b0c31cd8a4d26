//! Attached files, read in a child process: formats that unpack to anything get memory, time and
//! output of their own, and their end is not the daemon's.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

use crate::model::{Article, Warning, WarningKind};
use crate::parse::document::{Document, Unread};
use crate::parse::sniff::Sniffed;
use crate::parse::{self, Context};

/// The hidden command under which edwire starts itself.
pub const COMMAND: &str = "read-document";

/// Bytes of a file; nothing larger is fetched either.
pub const LARGEST: usize = 16 << 20;

/// Seconds of processor time, and bytes of address space, that the child may take.
pub const CPU_SECONDS: u64 = 10;
pub const MEMORY: u64 = 768 << 20;

/// For starting, reading and answering together.
const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes of the answer: the longest text in JSON.
const LONGEST_ANSWER: u64 = 4 << 20;

/// Children at once.
static ROOM: Semaphore = Semaphore::const_new(2);

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Unread(#[from] Unread),
    #[error("the document took longer than {} s to read", PATIENCE.as_secs())]
    TooSlow,
    #[error("the document took more memory or time than one may")]
    TooMuch,
    #[error("the reader of documents could not be started: {0}")]
    Start(#[from] std::io::Error),
}

/// What the child writes to its stdout.
pub type Answer = Result<Document, Unread>;

/// Reads a PDF or Word file.
pub async fn read(body: &[u8]) -> Result<Document, Failure> {
    if body.len() > LARGEST {
        return Err(Failure::Unread(Unread::TooLarge));
    }
    let Ok(_turn) = ROOM.acquire().await else { return Err(Failure::TooSlow) };
    let child = Command::new(own_program()?)
        .arg(COMMAND)
        // tokens may stand in the environment
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    match tokio::time::timeout(PATIENCE, talk(child, body)).await {
        Ok(answer) => Ok(answer?.ok_or(Failure::TooMuch)??),
        Err(_elapsed) => Err(Failure::TooSlow),
    }
}

/// A file as an article.
pub async fn article(body: &[u8], context: &Context) -> Result<Article, Failure> {
    Ok(parse::document::article(read(body).await?, context))
}

/// An article that says why the file gave none.
pub fn unread(failure: &Failure) -> Article {
    let warnings = vec![Warning::new(WarningKind::Note, failure.to_string())];
    Article { warnings, ..Article::default() }
}

/// Whether the bytes are a file of these kinds.
pub fn is_document(body: &[u8], content_type: Option<&str>) -> bool {
    matches!(parse::sniff::sniff(body, content_type), Sniffed::Pdf | Sniffed::Docx)
}

/// The program that runs, also when its file has been replaced meanwhile.
fn own_program() -> std::io::Result<PathBuf> {
    if cfg!(target_os = "linux") {
        return Ok(PathBuf::from("/proc/self/exe"));
    }
    std::env::current_exe()
}

/// `None` where the child ended without an answer.
async fn talk(mut child: Child, body: &[u8]) -> std::io::Result<Option<Answer>> {
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Ok(None);
    };
    let give = async move {
        // a child that has seen enough closes its end
        let _ended_early = to.write_all(body).await;
        drop(to);
    };
    let mut answer = Vec::new();
    let mut from = from.take(LONGEST_ANSWER);
    let ((), read) = tokio::join!(give, from.read_to_end(&mut answer));
    read?;
    child.kill().await?;
    Ok(serde_json::from_slice(&answer).ok())
}
