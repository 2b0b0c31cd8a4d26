//! Articles and events in data: those that JSON-LD describes, and the longest list of things with a
//! title and an address.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::model::{DateOrigin, Entry, Published, WebUrl};
use crate::parse::Context;
use crate::parse::date::{self, Clues};

/// Deepest nesting that is looked into.
const MAX_DEPTH: usize = 24;

/// What schema.org calls what we read.
pub(super) const TYPES: &[&str] = &[
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "BlogPosting",
    "Event",
    "EducationEvent",
    "Report",
    "ScholarlyArticle",
    "SocialEvent",
    "BusinessEvent",
    "SpecialAnnouncement",
];

/// The articles and events that JSON-LD describes.
pub(super) fn articles(value: &Value, context: &Context, found: &mut Vec<Entry>) {
    walk(value, 0, &mut |object| {
        let article = is_a(object, TYPES);
        if article {
            found.extend(entry(object, context));
        }
        article
    });
}

/// The addresses of an `ItemList`, which may name no more than them.
pub(super) fn listed(value: &Value, context: &Context) -> Vec<WebUrl> {
    let mut found = Vec::new();
    walk(value, 0, &mut |object| {
        if !is_a(object, &["ItemList"]) {
            return false;
        }
        let items = object.get("itemListElement").and_then(Value::as_array);
        for item in items.into_iter().flatten().filter_map(Value::as_object) {
            let inner = item.get("item").and_then(Value::as_object).unwrap_or(item);
            let plain = item.get("item").and_then(Value::as_str);
            let address = plain.or_else(|| text(inner, &["url", "@id"]));
            found.extend(address.and_then(|address| context.url.join(address).ok()));
        }
        false
    });
    found
}

/// Shows every object to `visit`, which says whether it has seen enough of it.
fn walk(value: &Value, depth: usize, visit: &mut dyn FnMut(&Map<String, Value>) -> bool) {
    match value {
        Value::Array(items) if depth <= MAX_DEPTH => {
            for item in items {
                walk(item, depth + 1, visit);
            }
        }
        Value::Object(object) if depth <= MAX_DEPTH && !visit(object) => {
            for item in object.values() {
                walk(item, depth + 1, visit);
            }
        }
        _ => {}
    }
}

fn is_a(object: &Map<String, Value>, types: &[&str]) -> bool {
    let named = |value: &Value| value.as_str().is_some_and(|name| types.contains(&name));
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(named),
        Some(value) => named(value),
        None => false,
    }
}

/// The longest array of objects that each have a title and an address.
pub(super) fn longest(value: &Value, context: &Context, depth: usize) -> Vec<Entry> {
    if depth > MAX_DEPTH {
        return Vec::new();
    }
    let mut best: Vec<Entry> = Vec::new();
    let mut consider = |found: Vec<Entry>| {
        if found.len() > best.len() {
            best = found;
        }
    };
    match value {
        Value::Array(items) => {
            let own: Vec<Entry> =
                items.iter().filter_map(|item| entry(item.as_object()?, context)).collect();
            if own.len() * 5 >= items.len() * 4 && own.iter().any(|entry| entry.published.is_some())
            {
                consider(own);
            }
            for item in items {
                consider(longest(item, context, depth + 1));
            }
        }
        Value::Object(object) => {
            for item in object.values() {
                consider(longest(item, context, depth + 1));
            }
        }
        _ => {}
    }
    best
}

fn text<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| match object.get(*name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.as_str()),
        Value::Object(inner) => ["rendered", "@id", "url", "current", "alias", "href", "value"]
            .iter()
            .find_map(|name| inner.get(*name)?.as_str()),
        _ => None,
    })
}

fn entry(object: &Map<String, Value>, context: &Context) -> Option<Entry> {
    let title = text(object, &["headline", "title", "name", "newsTitle", "subject"])?;
    let address = text(
        object,
        &["url", "link", "href", "path", "permalink", "uri", "mainEntityOfPage", "@id"],
    )?;
    let date = moment(
        object,
        &[
            "datePublished",
            "publishedAt",
            "published_at",
            "publishedDate",
            "pubDate",
            "publishDate",
            "date",
            "createdAt",
            "created_at",
            "startDate",
            "dateCreated",
            "publishTime",
            "created",
        ],
    );
    made(address, title, date.as_deref(), context)
}

fn moment(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let number = |name: &&str| object.get(*name).and_then(Value::as_i64);
    let told = text(object, names).map(str::to_owned);
    told.or_else(|| names.iter().find_map(number).map(|number| number.to_string()))
}

/// An entry of what data tells, where that is a title and the address of a page.
pub(super) fn made(
    address: &str,
    title: &str,
    date: Option<&str>,
    context: &Context,
) -> Option<Entry> {
    let address = address.trim();
    let rooted = address.starts_with('/') || address.contains("://") || address.contains('.');
    let url = context.url.join(address).ok().filter(|url| rooted && !is_root(url))?;
    let title = html_escape::decode_html_entities(title.trim());
    let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.chars().count() < 4 {
        return None;
    }
    let mut entry = Entry::new(url, title.chars().take(300).collect::<String>());
    entry.published = date.and_then(|date| read_date(date, context));
    Some(entry)
}

fn is_root(url: &WebUrl) -> bool {
    url.as_url().path() == "/" && url.as_url().query().is_none()
}

fn read_date(text: &str, context: &Context) -> Option<Published> {
    if let Ok(number) = text.parse::<i64>() {
        // of what these frameworks write, milliseconds have thirteen digits
        let seconds = if text.len() >= 12 { number / 1000 } else { number };
        let at = Timestamp::from_second(seconds).ok()?.to_zoned(context.timezone.clone());
        let plausible = (1995..=2100).contains(&at.year());
        let date = || Published::minute(at.datetime(), &context.timezone, DateOrigin::Listing);
        return plausible.then(date).flatten();
    }
    let clues = Clues { now: context.now, timezone: context.timezone.clone(), order: None };
    let exact = Published::parse(text, DateOrigin::Listing).ok();
    exact.or_else(|| date::scan(text, &clues).first()?.published(&clues, DateOrigin::Listing))
}
