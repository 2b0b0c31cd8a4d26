//! What the names of elements say about the dates inside.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
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

/// A part of a name, as a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Beside = 1,
    Footer = 2,
    Foreign = 4,
    Modified = 8,
    Published = 16,
    Dated = 32,
    /// "publisher", "unpublished".
    NotPublished = 64,
    /// "timeline", "update".
    NotDated = 128,
}

const PARTS: [(Part, &str); 8] = [
    (
        Part::Beside,
        "related recommend sidebar side-bar comment-list commentlist comments-area breadcrumb \
         copyright popular latest trending calendar carousel newsletter mostread most-read hotnews \
         ranking disqus navbar morenews more-news",
    ),
    (Part::Footer, "footer"),
    (
        Part::Foreign,
        "event today deadline now- current-date currentdate clock countdown expire start-date \
         end-date",
    ),
    (Part::Modified, "modif updated update- lastmod"),
    (
        Part::Published,
        "publish pubdate pub-date pub_date pubtime posted-on post-date entry-date release",
    ),
    (Part::Dated, "date time datum fecha meta info byline source author"),
    (Part::NotPublished, "publisher unpublish"),
    (Part::NotDated, "timeline update sometime"),
];

/// Names that count only as a whole.
const BESIDE: [&str; 12] = [
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
const BANNER: [&str; 7] =
    ["top", "topbar", "top-bar", "banner", "site-header", "masthead", "head-top"];

static TABLE: LazyLock<Option<(AhoCorasick, Vec<Part>)>> = LazyLock::new(|| {
    let all = || PARTS.iter().flat_map(|(part, line)| line.split(' ').map(move |w| (*part, w)));
    let patterns = all().map(|(_, word)| word);
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(patterns).ok()?;
    Some((automaton, all().map(|(part, _)| part).collect()))
});

/// Zone and hint of an element in `outer`; `within` tells whether an article is open: its own
/// footer often carries its date.
pub(super) fn look(element: &Element, outer: Zone, within: bool) -> (Zone, Hint) {
    let (mut named, mut hint) = (Zone::Content, Hint::None);
    let classes = element.attr("class").unwrap_or_default().split_ascii_whitespace().take(12);
    // endless attributes are cut
    for name in classes.chain(element.attr("id")).filter(|name| name.len() <= 64) {
        let parts = parts(name);
        let has = |part: Part| parts & part as u8 != 0;
        let is = |whole: &[&str]| whole.iter().any(|one| name.eq_ignore_ascii_case(one));
        if has(Part::Footer) && within {
            named = named.max(Zone::Content);
        } else if has(Part::Beside) || has(Part::Footer) || is(&BESIDE) {
            named = Zone::Beside;
        } else if is(&BANNER) {
            named = named.max(Zone::Banner);
        }
        hint = hint.max(hint_of(has));
    }
    let zone = match element.name() {
        _ if outer == Zone::Beside => outer,
        "article" | "main" => Zone::Content,
        "footer" if within => outer,
        "aside" | "footer" | "nav" => Zone::Beside,
        "html" | "body" => outer,
        _ => named.max(outer),
    };
    (zone, hint)
}

fn parts(name: &str) -> u8 {
    let Some((automaton, parts)) = TABLE.as_ref() else { return 0 };
    automaton
        .find_overlapping_iter(name)
        .filter_map(|found| parts.get(found.pattern().as_usize()))
        .fold(0, |all, part| all | *part as u8)
}

fn hint_of(has: impl Fn(Part) -> bool) -> Hint {
    if has(Part::Foreign) {
        Hint::Foreign
    } else if has(Part::Modified) && !has(Part::Published) {
        Hint::Modified
    } else if has(Part::Published) && !has(Part::NotPublished) {
        Hint::Published
    } else if has(Part::Dated) && !has(Part::NotDated) {
        Hint::Dated
    } else {
        Hint::None
    }
}
