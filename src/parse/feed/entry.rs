//! From the library's entry, and what was noted of it, to ours.

use feed_rs::model as library;
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::mend::Note;
use super::{dates, plain};
use crate::model::{Entry, WebUrl};
use crate::parse::Context;

const TITLE: usize = 300;
const SUMMARY: usize = 2000;
const TEXT: usize = 200_000;
/// Shorter content is a teaser; the article has more to say.
const TEASER: usize = 200;
const MOST_CATEGORIES: usize = 20;

/// An entry, and whether its date was written but not believed, and why.
pub(super) fn entry(
    read: &library::Entry,
    note: &Note,
    context: &Context,
) -> (Entry, Option<&'static str>) {
    let title = read.title.as_ref().map(|title| plain::line(&title.content, TITLE));
    let title = title.unwrap_or_default();
    let (published, disbelieved) = match &note.date {
        None => (None, None),
        Some((_, text)) => match dates::read(text, context) {
            Ok(published) => (Some(published), None),
            Err(why) => (None, Some(why)),
        },
    };
    let mut entry = Entry::new(address(read, note, &title, context), title);
    entry.title_cut = entry.title.ends_with('…') || entry.title.ends_with("...");
    entry.guid = note.id.as_deref().map(|id| plain::fold(id, 1000)).filter(|id| !id.is_empty());
    entry.published = published;
    (entry.summary, entry.text) = texts(read);
    entry.author = read
        .authors
        .iter()
        .find_map(|person| person.name.as_deref().or(person.email.as_deref()))
        .map(|name| plain::line(name, 200))
        .filter(|name| !name.is_empty());
    entry.categories = read
        .categories
        .iter()
        .map(|category| plain::line(category.label.as_deref().unwrap_or(&category.term), 100))
        .filter(|name| !name.is_empty())
        .take(MOST_CATEGORIES)
        .collect();
    (entry, disbelieved)
}

/// The page of an entry: its link, an id that is an address, any other address it gives; at last
/// one made of the feed's own address and the entry's id, so that it is the same at every look.
fn address(read: &library::Entry, note: &Note, title: &str, context: &Context) -> WebUrl {
    let is_page = |link: &&library::Link| {
        link.rel.as_deref().is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"))
    };
    let is_html =
        |link: &&library::Link| link.media_type.as_deref().is_none_or(|kind| kind.contains("html"));
    let pages = read.links.iter().filter(is_page);
    let best = pages.clone().filter(is_html).chain(pages).map(|link| link.href.as_str());
    let id = note.id.as_deref().filter(|id| !note.id_is_no_link && WebUrl::parse(id).is_ok());
    let related = read.links.iter().filter(|link| {
        let rel = link.rel.as_deref().unwrap_or_default().to_ascii_lowercase();
        matches!(rel.as_str(), "related" | "via")
    });
    let all = best.chain(id).chain(note.about.as_deref());
    all.chain(related.map(|link| link.href.as_str()))
        .find_map(|reference| resolve(reference, note.base.as_ref(), context))
        .unwrap_or_else(|| made_up(note, title, context))
}

fn resolve(reference: &str, base: Option<&Url>, context: &Context) -> Option<WebUrl> {
    let base = base.unwrap_or_else(|| context.url.as_url());
    WebUrl::try_from(base.join(reference.trim()).ok()?).ok()
}

fn made_up(note: &Note, title: &str, context: &Context) -> WebUrl {
    let date = note.date.as_ref().map(|(_, date)| date.as_str()).unwrap_or_default();
    let id = note.id.clone().unwrap_or_else(|| format!("{title}\n{date}"));
    let fragment = format!("#entry-{:016x}", xxh3_64(id.as_bytes()));
    context.url.join(&fragment).unwrap_or_else(|_| context.url.clone())
}

/// Summary and whole text. What is too short or breaks off is no whole text.
fn texts(read: &library::Entry) -> (Option<String>, Option<String>) {
    let summary = read.summary.as_ref().map(|text| paragraphs(&text.content)).unwrap_or_default();
    let content = read.content.as_ref().and_then(|content| content.body.as_deref());
    let content = content.map(paragraphs).unwrap_or_default();
    let whole =
        if content.chars().count() >= summary.chars().count() { &content } else { &summary };
    let breaks_off = ["…", "...", "[…]", "[...]", "»", ">>"].iter().any(|end| whole.ends_with(end));
    let is_long = whole.chars().nth(TEASER).is_some();
    let is_content = !content.is_empty() || whole.chars().nth(SUMMARY).is_some();
    let text = (is_long && is_content && !breaks_off).then(|| whole.clone());
    let short = if summary.is_empty() { &content } else { &summary };
    let short = cut(short, SUMMARY);
    ((!short.is_empty()).then(|| short.to_owned()), text)
}

fn paragraphs(markup: &str) -> String {
    // Escaped twice: what should be markup still is text.
    if !markup.contains('<') && markup.contains("&lt;") {
        return plain::paragraphs(&super::entities::decode(markup), TEXT);
    }
    plain::paragraphs(markup, TEXT)
}

fn cut(text: &str, limit: usize) -> &str {
    let end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text).trim_end()
}
