//! What a page tells machines: meta elements, JSON-LD, `time` and microdata.

use std::sync::LazyLock;

use regex::Regex;
use scraper::node::Element;
use serde_json::Value;

use super::vote::{Votes, Witness};

/// Larger blocks of JSON-LD carry whole catalogues.
const MAX_JSON: usize = 1 << 20;

/// A `meta` element.
pub(super) fn meta(element: &Element, votes: &mut Votes<'_>) {
    let Some(content) = element.attr("content").filter(|c| c.len() >= 6) else { return };
    for attribute in ["name", "property", "itemprop", "http-equiv"] {
        if let Some(witness) = element.attr(attribute).and_then(named) {
            votes.value(witness, content);
            return;
        }
    }
}

/// What the name of a field says about the date in it, by the words that names are built of.
pub(super) fn named(name: &str) -> Option<Witness> {
    if name.len() > 60 {
        return None;
    }
    let bare: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let has = |parts: &[&str]| parts.iter().any(|part| bare.contains(part));
    if has(&["expir", "valid", "event", "start", "end", "unpub", "copyright", "birth", "publisher"])
        && !has(&["calendar"])
    {
        return None;
    }
    let when = has(&["date", "time", "ptime", "issued"]) || bare.ends_with("at");
    if has(&["modif", "updat", "revis", "lastmod", "changed", "review"]) {
        return (when || bare == "lastmod" || bare == "lastmodified").then_some(Witness::Modified);
    }
    if bare == "pubdate" || when && has(&["publ", "pub", "posted", "issue", "release", "online"]) {
        return Some(Witness::MetaPublished);
    }
    let plain = matches!(bare.as_str(), "date" | "dcdate" | "dctermsdate" | "ptime" | "dcissued");
    (plain
        || when
            && has(&[
                "creat", "citation", "parsely", "sailthru", "dcdate", "article", "avail", "display",
            ]))
    .then_some(Witness::MetaDate)
}

/// A JSON-LD block.
pub(super) fn linked(text: &str, votes: &mut Votes<'_>) {
    if text.len() > MAX_JSON || !text.contains("date") && !text.contains("Date") {
        return;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => object(&value, &mut Articles::default(), votes),
        // hand-made blocks break on line ends and trailing commas; the fields are still legible
        Err(_) => fields(text, Witness::LinkedArticle, votes),
    }
}

#[derive(Default)]
struct Articles {
    seen: usize,
}

fn object(value: &Value, articles: &mut Articles, votes: &mut Votes<'_>) {
    match value {
        Value::Array(all) => {
            for one in all {
                object(one, articles, votes);
            }
        }
        Value::Object(map) => {
            let text = |key: &str| map.get(key).and_then(Value::as_str);
            let kind = map.get("@type").map(kind_of).unwrap_or_default();
            if let Some(date) = text("datePublished").filter(|_| kind != Kind::Other) {
                articles.seen += usize::from(kind == Kind::Article);
                let first = kind == Kind::Article && articles.seen == 1;
                votes.value(if first { Witness::LinkedArticle } else { Witness::LinkedPage }, date);
            } else if let Some(date) = text("dateCreated").filter(|_| kind == Kind::Article) {
                votes.value(Witness::LinkedPage, date);
            }
            for (key, inner) in map {
                if !matches!(
                    key.as_str(),
                    "comment" | "itemListElement" | "review" | "hasPart" | "mentions"
                ) {
                    object(inner, articles, votes);
                }
            }
        }
        _ => {}
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    Article,
    #[default]
    Page,
    Other,
}

fn kind_of(value: &Value) -> Kind {
    let name = match value {
        Value::String(name) => name.as_str(),
        Value::Array(names) => names.first().and_then(Value::as_str).unwrap_or_default(),
        _ => "",
    };
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if has(&["Article", "Posting", "Report", "Story"]) && !has(&["Job"]) {
        Kind::Article
    } else if has(&["Page", "CreativeWork"]) || name.is_empty() {
        Kind::Page
    } else {
        Kind::Other
    }
}

/// A field of publication in the text of a script.
static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)["'\\](?:date_?published|publish(?:ed)?_?(?:date|time|at|on)|pub_?date|first_?publish\w{0,8})\\?["']\s{0,4}:\s{0,4}\\?["']([^"'\\]{8,40})"#,
    )
    .ok()
});

/// Inline scripts carry the page's data on sites that build themselves in the browser.
pub(super) fn scripts(texts: &[&str], votes: &mut Votes<'_>) {
    for text in texts {
        fields(text, Witness::Script, votes);
    }
}

fn fields(text: &str, witness: Witness, votes: &mut Votes<'_>) {
    let Some(field) = FIELD.as_ref() else { return };
    let text = if text.len() > MAX_JSON { "" } else { text };
    if let Some(value) = field.captures(text).and_then(|found| found.get(1)) {
        votes.value(witness, value.as_str());
    }
}
