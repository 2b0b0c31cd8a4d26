//! What class names and ids say of their elements, whatever the site.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Pieces of class names and ids of blocks that are no content.
const CHROME: &[&str] = &[
    "nav",
    "menu",
    "footer",
    "foot",
    "header",
    "breadcrumb",
    "crumb",
    "crumbs",
    "pager",
    "pagination",
    "paging",
    "pages",
    "sitemap",
    "topbar",
    "toolbar",
    "copyright",
    "tagcloud",
    "tags",
    "social",
    "share",
    "sharing",
    "cookie",
    "lang",
    "language",
    "languages",
    "login",
    "search",
    "friendlink",
    "dropdown",
    "submenu",
    "navbar",
    "megamenu",
    "navigation",
    "skip",
    "calendar",
    "subnav",
    "leftnav",
    "links",
    "quicklinks",
];

/// The same for blocks beside the content.
const SIDE: &[&str] = &[
    "sidebar",
    "aside",
    "side",
    "widget",
    "rightbar",
    "leftbar",
    "hot",
    "rank",
    "ranking",
    "popular",
    "related",
    "recommend",
    "recommended",
    "recommendation",
    "recommendations",
    "trending",
    "promo",
    "banner",
    "ad",
    "ads",
    "archives",
    "mostread",
];

/// Pieces that say nothing of the place beside others: page builders make all content of widgets, what
/// was searched is a list, and so is a calendar of events.
const OTHERWISE: &[(&str, &[&str])] = &[
    ("widget", &["elementor", "siteorigin", "sow"]),
    ("search", &["result", "results"]),
    ("calendar", &["list", "event", "events"]),
];

/// What others have read stands beside the content; written as one word or in parts.
const READ_BY_OTHERS: &[&str] = &[
    "mostread",
    "mostpopular",
    "mostviewed",
    "mostcommented",
    "mostshared",
    "mostclicked",
    "popularpost",
    "populararticle",
    "popularnews",
    "trendingnow",
    "meistgelesen",
    "meistgeklickt",
    "pluslus",
    "masleid",
    "masvist",
    "maislid",
    "maisvist",
    "maiscomentad",
    "piuletti",
    "meestgelezen",
    "mestlest",
    "mestlaest",
    "najczesciejczyt",
    "nejctenejsi",
    "cokokunan",
    "xemnhieu",
    "docnhieu",
];

/// Pieces of class names of elements that hold a title.
const TITLE: &[&str] = &[
    "title",
    "tit",
    "headline",
    "subject",
    "heading",
    "bt",
    "tt",
    "titre",
    "titulo",
    "titolo",
    "titel",
    "tytul",
    "nadpis",
    "baslik",
    "zagolovok",
];

/// The same where it names who wrote.
const AUTHOR: &[&str] = &["author", "autor", "auteur", "autore", "byline", "writer", "columnist"];

/// Pieces of class names and ids of blocks that hold news.
const NEWS_NAMES: &[&str] = &[
    "news",
    "newslist",
    "headline",
    "headlines",
    "post",
    "posts",
    "blog",
    "article",
    "articles",
    "event",
    "events",
    "press",
    "story",
    "stories",
    "notice",
    "notices",
    "xw",
    "xwlist",
    "xinwen",
    "tzgg",
    "noticias",
    "aktuelles",
    "actualites",
    "nyheter",
    "teasers",
];

/// Pieces of class names of elements that lead to further pages of a list.
const PAGER: &[&str] = &[
    "pager",
    "pagination",
    "paging",
    "pages",
    "pagenav",
    "pagebar",
    "paginator",
    "pagelist",
    "fanye",
];

/// What a class name says of its block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Zone {
    #[default]
    Content,
    Side,
    Chrome,
}

/// What one class name or id says of its element.
#[expect(clippy::struct_excessive_bools, reason = "a row of answers")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub zone: Zone,
    pub title: bool,
    /// The element names who wrote.
    pub author: bool,
    /// The element leads to further pages of a list.
    pub pager: bool,
    /// The element holds news.
    pub news: bool,
}

impl Name {
    /// Judges a name by its parts (`main-nav`, `sideBar2`).
    pub(super) fn read(name: &str) -> Self {
        let lower = parted(name);
        let parts = || lower.split(' ').filter(|part| !part.is_empty());
        Self {
            zone: zone_of(parts).max(if is_read_by_others(&lower) {
                Zone::Side
            } else {
                Zone::Content
            }),
            title: parts().any(|part| TITLE.contains(&part) || part.ends_with("title")),
            author: parts().any(|part| AUTHOR.contains(&part)),
            news: parts().any(|part| NEWS_NAMES.contains(&part.trim_matches(is_digit))),
            pager: parts().any(|part| PAGER.contains(&part.trim_end_matches(is_digit))),
        }
    }
}

fn is_read_by_others(parted: &str) -> bool {
    static FINDER: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::new(READ_BY_OTHERS).ok());
    // most names are shorter than all of these
    let shortest = READ_BY_OTHERS.iter().map(|word| word.len()).min().unwrap_or(0);
    if parted.len() < shortest {
        return false;
    }
    let whole: String = parted.split(' ').collect();
    FINDER.as_ref().is_some_and(|finder| finder.is_match(&whole))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn zone_of<'a, P: Iterator<Item = &'a str>>(parts: impl Fn() -> P) -> Zone {
    // what a theme says of the inside or the look of a block, not of its place
    const LOOKS: &[&str] = &[
        "with", "has", "no", "without", "is", "category", "tag", "type", "pt", "pb", "mt", "mb",
        "before", "after",
    ];
    if parts().nth(4).is_some() || parts().any(|part| LOOKS.contains(&part)) {
        return Zone::Content;
    }
    let meant = |part: &str| {
        let other = |(word, beside): &(&str, &[&str])| {
            *word == part && parts().any(|part| beside.contains(&part))
        };
        !OTHERWISE.iter().any(other)
    };
    let mut worst = Zone::Content;
    for part in parts() {
        let part = part.trim_matches(is_digit);
        if !meant(part) {
            continue;
        }
        if CHROME.contains(&part) {
            return Zone::Chrome;
        }
        if SIDE.contains(&part) {
            worst = Zone::Side;
        }
    }
    worst
}

/// The parts of a name in lower case: `mainNav-left_2` gives `main nav left 2`.
fn parted(name: &str) -> String {
    let mut parted = String::with_capacity(name.len() + 8);
    let mut lower = false;
    for c in name.chars().take(80) {
        if !c.is_alphanumeric() || (c.is_uppercase() && lower) {
            parted.push(' ');
        }
        lower = c.is_lowercase();
        if c.is_ascii_alphanumeric() {
            parted.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            parted.extend(c.to_lowercase());
        }
    }
    parted
}
