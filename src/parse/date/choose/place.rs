//! What the names of elements say about the dates inside.

use scraper::node::Element;

/// The part of a page in which something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Zone {
    Content,
    /// The site's own header.
    Banner,
    /// Beside the article: side columns, other news, comments, footers.
    Beside,
}

/// What an element's name says about a date inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hint {
    None,
    /// "date", "time", "meta", "info", "byline".
    Dated,
    /// "published", "pubdate".
    Published,
    Modified,
    /// Of an event, of today.
    Foreign,
}

const BESIDE: [&str; 24] = [
    "related",
    "recommend",
    "sidebar",
    "side-bar",
    "comment-list",
    "commentlist",
    "comments-area",
    "breadcrumb",
    "footer",
    "copyright",
    "popular",
    "latest",
    "trending",
    "calendar",
    "carousel",
    "newsletter",
    "mostread",
    "most-read",
    "hotnews",
    "ranking",
    "disqus",
    "navbar",
    "morenews",
    "more-news",
];

/// Names that count only as a whole.
const BESIDE_WHOLE: [&str; 12] = [
    "comments",
    "comment",
    "prev",
    "next",
    "prevnext",
    "post-navigation",
    "pagination",
    "pager",
    "foot",
    "bottom",
    "aside",
    "side",
];

/// `within` tells whether an article is open: its own footer often carries its date.
pub(super) fn zone(element: &Element, outer: Zone, within: bool) -> Zone {
    if outer == Zone::Beside {
        return outer;
    }
    match element.name() {
        "article" | "main" => return Zone::Content,
        "footer" if within => return outer,
        "aside" | "footer" | "nav" => return Zone::Beside,
        "html" | "body" => return outer,
        _ => {}
    }
    let own = zone_of_names(element, within);
    own.max(outer)
}

fn zone_of_names(element: &Element, within: bool) -> Zone {
    let mut zone = Zone::Content;
    each_name(element, |name| {
        if within && name.contains("footer") {
            return;
        }
        if BESIDE.iter().any(|part| name.contains(part)) || BESIDE_WHOLE.contains(&name) {
            zone = Zone::Beside;
        } else if matches!(
            name,
            "top" | "topbar" | "top-bar" | "banner" | "site-header" | "masthead" | "head-top"
        ) {
            zone = zone.max(Zone::Banner);
        }
    });
    zone
}

pub(super) fn hint(element: &Element) -> Hint {
    let mut hint = Hint::None;
    each_name(element, |name| hint = hint.max(of_name(name)));
    hint
}

fn of_name(name: &str) -> Hint {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if has(&[
        "event",
        "today",
        "deadline",
        "now-",
        "current-date",
        "currentdate",
        "clock",
        "countdown",
        "expire",
        "start-date",
        "end-date",
    ]) {
        Hint::Foreign
    } else if has(&["modif", "updated", "update-", "lastmod"]) && !has(&["publish"]) {
        Hint::Modified
    } else if has(&[
        "publish",
        "pubdate",
        "pub-date",
        "pub_date",
        "pubtime",
        "posted-on",
        "post-date",
        "entry-date",
        "release",
    ]) && !has(&["publisher", "unpublish"])
    {
        Hint::Published
    } else if has(&[
        "date", "time", "datum", "fecha", "meta", "info", "byline", "dateline", "source", "author",
    ]) && !has(&["timeline", "update", "sometime"])
    {
        Hint::Dated
    } else {
        Hint::None
    }
}

/// Calls for each class and the id, in lower case; endless attributes are cut.
fn each_name(element: &Element, mut call: impl FnMut(&str)) {
    let mut buffer = String::new();
    let names = element.attr("class").unwrap_or_default();
    let all = names.split_ascii_whitespace().take(12).chain(element.attr("id"));
    for name in all.filter(|name| name.len() <= 64) {
        buffer.clear();
        buffer.extend(name.chars().map(|c| c.to_ascii_lowercase()));
        call(&buffer);
    }
}
