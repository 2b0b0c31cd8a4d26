//! One article with all that belongs to it: its further pages, the frame that holds its text, the
//! file that a short notice attaches.

use jiff::Timestamp;

use super::desk::Desk;
use super::documents;
use super::heavy::Task;
use super::parsing;
use crate::fetch::{Client, Outcome, Page, Purpose, Request};
use crate::model::{Article, Rest, Source, WebUrl};
use crate::parse::{Reading, Want, page::Memory};

/// Further pages, frames and files that are fetched for one article.
const MOST_STEPS: usize = 9;

/// Characters after which no further page is asked for.
const LONGEST: usize = 200_000;

/// Reads an article from the page it begins on, following what holds the rest of it; `None` where
/// the page could not be read at all. What of the rest is out of reach is left out.
pub(super) async fn whole(
    client: &Client,
    source: &Source,
    page: Box<Page>,
    now: Timestamp,
) -> Option<Article> {
    let mut article = one(source, page, now).await?;
    let mut rest = article.rest.take();
    let mut steps = 0;
    while let Some(step) = rest.take() {
        steps += 1;
        if steps > MOST_STEPS || article.text.len() > LONGEST {
            break;
        }
        let (Rest::Page(url) | Rest::Frame(url) | Rest::File(url)) = &step;
        let Some(page) = fetch(client, source, url).await else { break };
        let Some(more) = one(source, page, now).await else { break };
        rest = join(&mut article, &step, more);
    }
    Some(article)
}

async fn fetch(client: &Client, source: &Source, url: &WebUrl) -> Option<Box<Page>> {
    let request = Request::of(source, url.clone(), Purpose::Article);
    match client.fetch(&request).await {
        Ok(Outcome::Fresh(page)) => Some(page),
        Ok(Outcome::NotModified) => None,
        Err(error) => {
            tracing::debug!(source = %source.id, %url, %error, "the rest of an article not read");
            None
        }
    }
}

/// Reads what was fetched, page or file.
async fn one(source: &Source, page: Box<Page>, now: Timestamp) -> Option<Article> {
    let context = Desk::context(source, &page, now);
    if documents::is_document(&page.body, page.content_type.as_deref()) {
        return match documents::article(&page.body, &context).await {
            Ok(article) => Some(article),
            Err(error) => {
                tracing::debug!(source = %source.id, url = %page.url, %error, "file not read");
                None
            }
        };
    }
    let task = Task {
        context,
        want: Want::Article,
        memory: Memory::default(),
        list: None,
        article: source.article.clone(),
    };
    match parsing::read(page, task).await? {
        Reading::Article(article) => Some(article),
        Reading::Listing(_) => None,
    }
}

/// Adds what was found further on; returns where that goes on itself.
fn join(article: &mut Article, step: &Rest, more: Article) -> Option<Rest> {
    // a server that takes no notice of the page's number sends the first again
    if more.text.is_empty() || article.text.contains(&more.text) {
        return None;
    }
    if !article.text.is_empty() {
        article.text.push_str("\n\n");
    }
    article.text.push_str(&more.text);
    article.summary = article.summary.take().or(more.summary);
    article.title = article.title.take().or(more.title);
    article.author = article.author.take().or(more.author);
    article.source = article.source.take().or(more.source);
    article.published = article.published.or(more.published);
    article.lang = article.lang.take().or(more.lang);
    let new = more.attachments.into_iter().filter(|file| !article.attachments.contains(file));
    let new: Vec<_> = new.collect();
    article.attachments.extend(new);
    for image in more.images {
        if !article.images.contains(&image) {
            article.images.push(image);
        }
    }
    match (step, more.rest) {
        // a page leads to pages, a frame to its pages or its file, a file nowhere
        (Rest::Page(_) | Rest::Frame(_), Some(next @ Rest::Page(_)))
        | (Rest::Frame(_), Some(next @ Rest::File(_))) => Some(next),
        _ => None,
    }
}
