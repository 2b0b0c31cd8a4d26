//! Notices that come as PDF or Word files.
//!
//! Reading them is split in two. [`read`] unpacks hostile formats and may take all the memory it
//! gets, so the daemon calls it in a child process of its own; [`article`] makes an article of
//! the plain text that comes back.

mod docx;
mod pdf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Context;
use super::article::{language, summary};
use super::date::{self, Clues, Form};
use super::sniff::{self, Sniffed};
use crate::model::{Article, DateOrigin, Published, Warning, WarningKind};

/// The longest text kept, in characters.
const LONGEST: usize = 200_000;

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub title: Option<String>,
    /// When the file says it was made.
    pub created: Option<Timestamp>,
    /// Plain paragraphs separated by blank lines.
    pub text: String,
    /// What was left out, and why.
    pub notes: Vec<String>,
}

/// Why a file gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Unread {
    #[error("neither a PDF nor a Word document")]
    Other,
    #[error("the document is protected by a password")]
    Encrypted,
    #[error("the document is damaged")]
    Broken,
    #[error("the document holds no text that can be read: a scan, or fonts without letters")]
    NoText,
    #[error("the document unpacks to more than edwire reads")]
    TooLarge,
}

/// Unpacks a file. Bounded in pages and characters, not in memory: that is for the caller.
pub fn read(body: Vec<u8>) -> Result<Document, Unread> {
    let mut document = match sniff::sniff(&body, None) {
        Sniffed::Pdf => pdf::read(body),
        Sniffed::Docx => docx::read(body),
        _ => Err(Unread::Other),
    }?;
    if let Some((end, _)) = document.text.char_indices().nth(LONGEST) {
        document.text.truncate(end);
        document.notes.push(format!("the text is longer than {LONGEST} characters"));
    }
    if document.text.chars().filter(|c| c.is_alphanumeric()).count() < 3 {
        return Err(Unread::NoText);
    }
    Ok(document)
}

/// A document as an article. Its date is that of its own heading or signature; else, as a last
/// hint, when the file was made.
pub fn article(document: Document, context: &Context) -> Article {
    let clues = Clues { now: context.now, timezone: context.timezone.clone(), order: None };
    let text = match &document.title {
        Some(title) => without_title(&document.text, title),
        None => document.text.clone(),
    };
    let lang = language(&text).or_else(|| context.lang.clone());
    let published = signed(&document.text, &clues).or_else(|| stamped(document.created?, &clues));
    Article {
        summary: summary(&text, lang.as_ref()),
        title: document.title,
        text,
        published,
        lang,
        warnings: document
            .notes
            .into_iter()
            .map(|note| Warning::new(WarningKind::Limit, note))
            .collect(),
        ..Article::default()
    }
}

/// The date line at the end or the head of a notice: `2027年1月10日`, `Northbridge, 5 March 2027`.
fn signed(text: &str, clues: &Clues) -> Option<Published> {
    const NEAR_END: usize = 8;
    const NEAR_TOP: usize = 6;
    const MOST_WORDS: usize = 40;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = lines.iter().rev().take(NEAR_END);
    let candidates = last.chain(lines.iter().take(NEAR_TOP));
    candidates
        .filter_map(|line| {
            let found = date::scan(line, clues);
            let [one] = found.as_slice() else { return None };
            let rest = line.chars().count().saturating_sub(one.end - one.start);
            let whole = one.year.is_some() && one.form == Form::Calendar;
            let alone = rest <= MOST_WORDS && line.get(one.end..)?.chars().count() <= 3;
            let about = crate::parse::deadline::says_what(line);
            (whole && alone && !about).then(|| one.published(clues, DateOrigin::Article))?
        })
        .find(|date| date.at <= clues.now)
}

fn stamped(created: Timestamp, clues: &Clues) -> Option<Published> {
    let day = created.to_zoned(clues.timezone.clone()).date();
    (created <= clues.now).then(|| Published::day(day, &clues.timezone, DateOrigin::Header))?
}

/// The text below its headline.
fn without_title(text: &str, title: &str) -> String {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let title = bare(title);
    let mut gathered = String::new();
    let mut rest = text;
    for _ in 0..6 {
        let (line, below) = rest.split_once("\n\n").unwrap_or((rest, ""));
        gathered.push_str(&bare(line));
        if gathered == title && !below.is_empty() {
            return below.to_owned();
        }
        if !title.starts_with(&gathered) {
            break;
        }
        rest = below;
    }
    text.to_owned()
}

/// A title of the file's properties, unless it is the name of a file or of a program's draft.
fn tidy_title(told: &str) -> Option<String> {
    const LONGEST: usize = 300;
    let told = told.trim();
    let lower = told.to_lowercase();
    let file = ["microsoft word", "untitled", "powerpoint", "document1", "无标题", "文档"]
        .iter()
        .any(|word| lower.starts_with(word))
        || [".doc", ".docx", ".pdf", ".wps", ".indd", ".dotx"]
            .iter()
            .any(|end| lower.ends_with(end));
    let words = told.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    (!file && words && told.chars().count() <= LONGEST).then(|| told.to_owned())
}

/// Blanks squeezed, characters that show nothing dropped.
fn squeeze(text: &str) -> String {
    let shown = text.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c });
    let shown: String =
        shown.filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
