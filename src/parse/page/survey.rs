//! What is to be known of a page as a whole before its blocks are judged.

use std::ops::Range;

use super::hash::{Hash, Map};
use super::links::Links;
use super::looks::Looks;
use super::paging;
use super::text::{Sums, units};
use super::{address, article, words};
use crate::model::WebUrl;
use crate::parse::date::Clues;
use crate::parse::html::{At, Attr, Tree};

/// A text of this many units outside links is prose.
const SENTENCE: usize = 50;

#[expect(clippy::struct_excessive_bools, reason = "a row of measurements")]
#[derive(Debug)]
pub(super) struct Survey {
    text: Sums,
    /// Where the page offers its further pages.
    pagers: Vec<At>,
    /// The parts of the page's title, and its main headings.
    names: Vec<String>,
    /// The place of the page's address that its own articles share.
    folder: String,
    /// Long numbers of the page's address.
    numbers: Vec<String>,
    /// The page says that it is an article.
    pub article: bool,
    /// It reads like one: a by-line under its headline, or links to the articles before and after.
    pub reading: bool,
    /// The shape of the page's own address, where that is one of a single document.
    pub shape: Option<Hash>,
    /// The page's name or address says that it holds news.
    pub news: bool,
    /// It is the place for news: its headline says so, or where it has none, its title.
    pub section: bool,
    /// The page is the front of its site.
    pub front: bool,
    /// What the page calls itself.
    pub title: Option<String>,
    /// The `lang` attribute of the page.
    pub lang: Option<String>,
    /// The largest body of prose: its element, and its units.
    pub body: (At, usize),
}

impl Survey {
    pub(super) fn of(
        tree: &Tree,
        links: &Links,
        (looks, text): (&Looks, Sums),
        (page, clues): (&WebUrl, &Clues),
    ) -> Self {
        let names = names(tree);
        Self {
            pagers: pagers(tree, links, looks),
            news: is_news(&names, page),
            section: is_section(tree, &names, page),
            names,
            front: is_front(page),
            folder: folder(page),
            numbers: numbers(page.as_url().path()),
            article: is_article(tree),
            reading: article::reads_like_one(tree, links, looks, clues) || is_dated(tree),
            shape: address::is_document(page.as_url()).then(|| address::mask(page.as_url())),
            body: body(tree, &text),
            text,
            title: title(tree),
            lang: lang(tree),
        }
    }

    pub(super) fn text(&self, range: &Range<At>) -> usize {
        self.text.between(range)
    }

    /// Whether a pager comes right after this place.
    pub(super) fn pager_after(&self, end: At) -> bool {
        let next = self.pagers.partition_point(|&pager| pager < end);
        self.pagers.get(next).is_some_and(|&pager| self.text(&(end..pager)) <= 60)
    }

    /// Whether a heading is the name of the page itself.
    pub(super) fn is_named(&self, heading: &str) -> bool {
        let heading = heading.trim();
        let lower = || heading.chars().flat_map(char::to_lowercase);
        self.names.iter().any(|name| name.chars().eq(lower())) && units(heading) >= 4
    }

    /// Whether an address lies below the page's own, or shares its number.
    pub(super) fn is_own(&self, url: &WebUrl) -> bool {
        let path = url.as_url().path();
        let below = self.folder.len() > 2
            && path.strip_prefix(self.folder.as_str()).is_some_and(|rest| rest.len() > 1);
        below || self.numbers.iter().any(|number| path.contains(number.as_str()))
    }

    /// Whether an address asks for something by the number of the page, where that is a document.
    pub(super) fn is_asked_for(&self, url: &WebUrl) -> bool {
        let query = url.as_url().query().unwrap_or_default();
        let mut values = query.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() >= 5);
        self.shape.is_some() && values.any(|number| self.numbers.iter().any(|own| own == number))
    }
}

fn is_news(names: &[String], page: &WebUrl) -> bool {
    let path = page.as_url().path().to_ascii_lowercase();
    let parts = || path.split(['/', '.', '-', '_']);
    names.iter().any(|name| words::is_news_heading(name))
        || words::NEWS_PATHS.iter().any(|word| parts().any(|part| part == *word))
}

fn is_section(tree: &Tree, names: &[String], page: &WebUrl) -> bool {
    let path = page.as_url().path().to_ascii_lowercase();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let last = last.split('.').next().unwrap_or_default();
    let headings = (0..tree.len()).filter(|&at| tree.name(at) == "h1");
    let mut headings = headings.map(|at| tree.text(at..tree.end(at))).peekable();
    words::NEWS_PATHS.contains(&last)
        || match headings.peek() {
            Some(_) => headings.any(|heading| words::is_news_heading(&heading)),
            None => names.iter().any(|name| words::is_news_heading(name)),
        }
}

/// The element whose paragraphs hold the most prose. Teasers of a list are one paragraph each, so
/// they make no body.
fn body(tree: &Tree, sums: &Sums) -> (At, usize) {
    let mut bodies: Map<At, usize> = Map::default();
    let mut linked = 0;
    for at in 0..tree.len() {
        if tree.name(at) == "a" {
            linked = linked.max(tree.end(at));
        }
        let length = sums.between(&(at..at + 1));
        if length < SENTENCE || at < linked || tree.is_element(at) {
            continue;
        }
        let block = tree.ancestors(at).find(|&up| !tree.is_inline(up)).unwrap_or(0);
        *bodies.entry(block).or_default() += length;
        if tree.name(block) == "p" || tree.name(block) == "div" {
            *bodies.entry(tree.parent(block)).or_default() += length;
        }
    }
    bodies.into_iter().max_by_key(|&(at, length)| (length, at)).unwrap_or((0, 0))
}

fn pagers(tree: &Tree, links: &Links, looks: &Looks) -> Vec<At> {
    let mut found = Vec::new();
    let mut run = 0;
    let mut last: Option<At> = None;
    for at in 0..tree.len() {
        if looks.at(at).pager && tree.end(at) > at + 2 && tree.end(at) < at + 400 {
            found.push(at);
        }
    }
    // where a pager has links, one that has none turns pictures or tabs over
    let links_on = |&at: &At| !links.within(&(at..tree.end(at))).is_empty();
    if found.iter().any(links_on) {
        found.retain(links_on);
    }
    for link in links.all() {
        let text = link.text.trim();
        let number =
            !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
        let near = last.is_some_and(|last| link.at < last + 12);
        run = if number && near { run + 1 } else { usize::from(number) };
        if number {
            last = Some(link.at);
        }
        if run == 2 || paging::is_next(text) || tree.attr(link.at, Attr::Rel) == Some("next") {
            found.push(link.at);
        }
    }
    found.sort_unstable();
    found
}

fn names(tree: &Tree) -> Vec<String> {
    let (mut names, mut headings) = (Vec::new(), Vec::new());
    for at in 0..tree.len() {
        match tree.name(at) {
            "title" => {
                let title = tree.text(at..tree.end(at)).to_lowercase();
                names.extend(
                    title
                        .split(['-', '|', '_', '–', '—', '»', ':', '·'])
                        .map(|part| part.trim().to_owned()),
                );
            }
            "h1" => headings.push(tree.text(at..tree.end(at)).to_lowercase()),
            _ => {}
        }
    }
    if headings.len() <= 2 {
        names.append(&mut headings);
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The path without its file ending and what merely says "list" or "page 3".
fn folder(page: &WebUrl) -> String {
    let mut parts: Vec<&str> =
        page.as_url().path().split('/').filter(|part| !part.is_empty()).collect();
    let dull = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default();
        let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-'));
        matches!(stem, "" | "index" | "list" | "main" | "default" | "page" | "home")
    };
    while parts.last().is_some_and(|part| dull(part)) {
        parts.pop();
    }
    let path = parts.join("/");
    let stem = match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => stem,
        _ => path.as_str(),
    };
    format!("/{stem}").trim_end_matches('/').to_owned()
}

/// Whether an address is that of a site's first page, perhaps in one of its languages.
fn is_front(page: &WebUrl) -> bool {
    const NAMES: &[&str] = &[
        "index",
        "main",
        "home",
        "default",
        "homepage",
        "welcome",
        "portal",
        "start",
        "startseite",
        "inicio",
        "accueil",
        "web",
        "www",
        "site",
        "pages",
        "english",
        "eng",
    ];
    let number = page.as_url().query().is_some_and(|query| query.contains("id="));
    let path = page.as_url().path().to_ascii_lowercase();
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let is_plain = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default();
        // `en`, `pt-br`
        let language = stem.len() <= 5
            && stem
                .split(['-', '_'])
                .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()));
        language || NAMES.contains(&stem)
    };
    !number && parts.all(is_plain)
}

fn numbers(path: &str) -> Vec<String> {
    path.split(|c: char| !c.is_ascii_digit())
        .filter(|number| number.len() >= 4)
        .map(str::to_owned)
        .collect()
}

fn is_article(tree: &Tree) -> bool {
    metas(tree).any(|(name, content)| name == "og:type" && content.eq_ignore_ascii_case("article"))
}

/// Whether the page carries the title or the date of an article.
fn is_dated(tree: &Tree) -> bool {
    let named = ["article:published_time", "articletitle", "pubdate"];
    metas(tree).any(|(name, content)| named.contains(&name.as_str()) && !content.is_empty())
}

fn metas(tree: &Tree) -> impl Iterator<Item = (String, &str)> {
    (0..tree.len()).filter(|&at| tree.name(at) == "meta").filter_map(|at| {
        let name = tree.attr(at, Attr::Property).or_else(|| tree.attr(at, Attr::Name))?;
        Some((name.to_ascii_lowercase(), tree.attr(at, Attr::Content).unwrap_or_default().trim()))
    })
}

fn title(tree: &Tree) -> Option<String> {
    let at = (0..tree.len()).find(|&at| tree.name(at) == "title")?;
    Some(tree.text(at..tree.end(at))).filter(|title| !title.is_empty())
}

fn lang(tree: &Tree) -> Option<String> {
    let at = (0..tree.len()).take(8).find(|&at| tree.name(at) == "html")?;
    tree.attr(at, Attr::Lang).map(str::trim).filter(|lang| !lang.is_empty()).map(str::to_owned)
}
