//! Looking at an address without storing anything: for `preview`, `sources add` and `check`.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::desk::{Copy, Desk};
use super::documents;
use super::heavy::Task;
use super::parsing;
use crate::fetch::{Client, FetchError, Outcome, Purpose, Request};
use crate::model::{Article, Deadline, Entry, Listing, Source, Verdict, WebUrl};
use crate::parse::{Context, Reading, Want, page::Memory};

/// What stands at an address.
#[derive(Debug)]
pub enum Seen {
    Listing { at: WebUrl, listing: Listing },
    Article { at: WebUrl, article: Article },
}

/// How the operator wants times read, where not as the source has it.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    pub now: Option<Timestamp>,
    pub timezone: Option<TimeZone>,
}

/// Fetches and reads one address as the source would be read.
pub async fn look(
    client: &Client,
    source: &Source,
    want: Want,
    wishes: &Wishes,
    now: Timestamp,
) -> Result<Seen, FetchError> {
    let request = Request::of(source, source.url.clone(), Purpose::Probe);
    let page = match client.fetch(&request).await? {
        Outcome::Fresh(page) => page,
        Outcome::NotModified => {
            return Ok(Seen::Article { at: source.url.clone(), article: Article::default() });
        }
    };
    let mut context: Context = Desk::context(source, &page, wishes.now.unwrap_or(now));
    if let Some(timezone) = &wishes.timezone {
        context.timezone = timezone.clone();
    }
    let at = page.url.clone();
    if documents::is_document(&page.body, page.content_type.as_deref()) {
        let article = documents::article(&page.body, &context).await;
        let article = article.unwrap_or_else(|error| documents::unread(&error));
        return Ok(Seen::Article { at, article });
    }
    let (list, article) = (source.list.clone(), source.article.clone());
    let task = Task { context, want, memory: Memory::default(), list, article };
    Ok(match parsing::read(page, task).await {
        Some(Reading::Listing(listing)) => Seen::Listing { at, listing },
        Some(Reading::Article(article)) => Seen::Article { at, article },
        None => Seen::Article { at, article: Article::default() },
    })
}

/// One entry with what the desk thinks of it, by what the listing says alone.
#[derive(Debug)]
pub struct Judged {
    pub entry: Entry,
    pub verdict: Verdict,
    pub deadlines: Vec<Deadline>,
    /// What would have tipped the verdict.
    pub tipping: String,
}

pub fn judge(desk: &Desk, source: &Source, entries: Vec<Entry>, now: Timestamp) -> Vec<Judged> {
    entries
        .into_iter()
        .map(|entry| {
            let copy = Copy {
                title: &entry.title,
                text: entry.body(),
                url: Some(&entry.url),
                published: entry.published.as_ref(),
                lang: None,
            };
            let opinion = desk.opinion(source, &copy, now);
            let tipping = desk.tipping(source, &copy, &opinion.verdict);
            Judged { verdict: opinion.verdict, deadlines: opinion.deadlines, tipping, entry }
        })
        .collect()
}
