//! Data that a page carries for machines: JSON-LD, and the state of JavaScript frameworks.

use std::collections::HashMap;

use scraper::{Html, Selector};
use serde_json::{Map, Value};

use super::links;
use crate::model::{DateOrigin, Entry, Published, WebUrl};
use crate::parse::Context;
use crate::parse::date::{self, Clues};

/// Fewer items than this are no list.
const MIN_ITEMS: usize = 3;
/// Deepest nesting that is looked into.
const MAX_DEPTH: usize = 24;

/// The entries of a page whose list stands in its data only.
pub(super) fn entries(page: &Html, context: &Context) -> Vec<Entry> {
    let mut best = Vec::new();
    for (kind, value) in scripts(page) {
        let found = match kind {
            Kind::Linked => articles(&value, context),
            Kind::State => longest(&value, context, 0),
        };
        if found.len() > best.len() {
            best = found;
        }
    }
    if best.len() < MIN_ITEMS { Vec::new() } else { best }
}

/// Adds dates that the data knows and the page does not show.
pub(super) fn complete(page: &Html, context: &Context, entries: &mut [Entry]) {
    if entries.iter().all(|entry| entry.published.is_some()) {
        return;
    }
    let linked = scripts(page).into_iter().filter(|(kind, _)| *kind == Kind::Linked);
    let told: Vec<Entry> = linked.flat_map(|(_, value)| articles(&value, context)).collect();
    let dates: HashMap<String, Published> =
        told.iter().filter_map(|entry| Some((links::key(&entry.url), entry.published?))).collect();
    for entry in entries.iter_mut().filter(|entry| entry.published.is_none()) {
        entry.published = dates.get(&links::key(&entry.url)).copied();
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Linked,
    State,
}

fn scripts(page: &Html) -> Vec<(Kind, Value)> {
    let Ok(selector) = Selector::parse(r#"script[type*="json" i], script#__NEXT_DATA__"#) else {
        return Vec::new();
    };
    page.select(&selector)
        .filter_map(|script| {
            let linked = script.value().attr("type").is_some_and(|kind| kind.contains("ld+json"));
            let text: String = script.text().collect();
            let value = serde_json::from_str(text.trim()).ok()?;
            Some((if linked { Kind::Linked } else { Kind::State }, value))
        })
        .collect()
}

/// The articles and events that JSON-LD describes.
fn articles(value: &Value, context: &Context) -> Vec<Entry> {
    let mut found = Vec::new();
    collect(value, context, &mut found, 0);
    found
}

fn collect(value: &Value, context: &Context, found: &mut Vec<Entry>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => {
            for item in items {
                collect(item, context, found, depth + 1);
            }
        }
        Value::Object(object) => {
            if is_article(object) {
                found.extend(entry(object, context));
                return;
            }
            for item in object.values() {
                collect(item, context, found, depth + 1);
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    const TYPES: &[&str] = &[
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Event",
        "EducationEvent",
        "Report",
        "ScholarlyArticle",
        "SocialEvent",
        "BusinessEvent",
    ];
    let named = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(named),
        Some(value) => named(value),
        None => false,
    }
}

/// The longest array of objects that each have a title and an address.
fn longest(value: &Value, context: &Context, depth: usize) -> Vec<Entry> {
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

fn entry(object: &Map<String, Value>, context: &Context) -> Option<Entry> {
    let text = |names: &[&str]| {
        names.iter().find_map(|name| match object.get(*name)? {
            Value::String(text) => Some(text.as_str()),
            Value::Object(inner) => ["rendered", "@id", "url", "current"]
                .iter()
                .find_map(|name| inner.get(*name)?.as_str()),
            _ => None,
        })
    };
    let title = text(&["headline", "title", "name"])?;
    let address = text(&["url", "link", "href", "path", "permalink", "mainEntityOfPage", "@id"])?;
    let rooted = address.starts_with('/') || address.contains("://");
    let url = context.url.join(address).ok().filter(|url| rooted && !is_root(url))?;
    let title = html_escape::decode_html_entities(title.trim());
    let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.chars().count() < 4 {
        return None;
    }
    let mut entry = Entry::new(url, title.chars().take(300).collect::<String>());
    let date = text(&[
        "datePublished",
        "publishedAt",
        "published_at",
        "pubDate",
        "publishDate",
        "date",
        "createdAt",
        "startDate",
        "dateCreated",
        "publishTime",
    ]);
    entry.published = date.and_then(|date| read_date(date, context));
    Some(entry)
}

fn is_root(url: &WebUrl) -> bool {
    url.as_url().path() == "/" && url.as_url().query().is_none()
}

fn read_date(text: &str, context: &Context) -> Option<Published> {
    let clues = Clues { now: context.now, timezone: context.timezone.clone(), order: None };
    let exact = Published::parse(text, DateOrigin::Listing).ok();
    exact.or_else(|| date::scan(text, &clues).first()?.published(&clues, DateOrigin::Listing))
}
