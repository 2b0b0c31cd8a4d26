//! Attached files, read in a child process: formats that unpack to anything get memory, time and
//! output of their own, and their end is not the daemon's.

use tokio::sync::Semaphore;

use super::apart::{self, Silence};
use crate::model::{Article, Warning, WarningKind};
use crate::parse::document::{Document, Unread};
use crate::parse::sniff::Sniffed;
use crate::parse::{self, Context};

/// The hidden command under which edwire starts itself.
pub const COMMAND: &str = "read-document";

/// Bytes of a file; nothing larger is fetched either.
pub const LARGEST: usize = 16 << 20;

/// Children at once.
static ROOM: Semaphore = Semaphore::const_new(2);

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Unread(#[from] Unread),
    #[error("the document is left: {0}")]
    Silence(#[from] Silence),
}

/// What the child writes to its stdout.
pub type Answer = Result<Document, Unread>;

/// Reads a PDF or Word file.
pub async fn read(body: &[u8]) -> Result<Document, Failure> {
    if body.len() > LARGEST {
        return Err(Failure::Unread(Unread::TooLarge));
    }
    let _turn = ROOM.acquire().await;
    Ok(apart::ask::<Answer>(COMMAND, &[body]).await??)
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
