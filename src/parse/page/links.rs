//! Every place of a page that leads somewhere else.

use std::ops::Range;

use super::hash::WordMap;
use super::text::{Sums, units};
use crate::model::WebUrl;
use crate::parse::html::{At, Attr, Tree};

/// The longest link text looked at, in nodes below the link.
const MAX_NODES_IN_LINK: usize = 400;

#[derive(Debug, Clone)]
pub(super) struct Link {
    pub at: At,
    /// As found, resolved.
    pub url: WebUrl,
    /// As the page spells it, where that differs.
    pub spelled: Option<String>,
    /// Equal for links to one document.
    pub key: String,
    /// Visible text, or what stands for it.
    pub text: String,
    /// The `title` attribute, where it is a text.
    pub title: Option<String>,
    /// The same number for links to one document.
    pub document: usize,
    /// The same number for links that say the same.
    pub words: usize,
    /// The link before to the same document.
    pub twin: Option<usize>,
    /// How much it says.
    pub units: usize,
}

#[derive(Debug)]
pub(super) struct Links {
    all: Vec<Link>,
    feeds: Vec<WebUrl>,
    /// How many links stand before each node.
    before: Vec<usize>,
}

impl Links {
    pub(super) fn of(tree: &Tree, sums: &Sums, page: &WebUrl) -> Self {
        let base = base(tree, page);
        let own = key(page);
        let (mut all, mut feeds) = (Vec::new(), Vec::new());
        let mut covered = 0;
        for at in 0..tree.len() {
            let Some(Target { url, spelled }) = target(tree, at, &base, covered > at) else {
                continue;
            };
            let key = key(&url);
            if is_feed(&url) {
                feeds.push(url);
                continue;
            }
            if key == own {
                continue;
            }
            if tree.name(at) == "a" {
                covered = covered.max(tree.end(at));
            }
            let (text, units) = visible(tree, sums, at);
            let title = tree.attr(at, Attr::Title).map(str::trim);
            let title = title.filter(|t| !t.is_empty() && !t.contains("://")).map(str::to_owned);
            let (document, words, twin) = (0, 0, None);
            all.push(Link { at, url, spelled, key, text, title, document, words, twin, units });
        }
        drop_wrappers(tree, &mut all);
        number(&mut all);
        let mut before = vec![0; tree.len() + 1];
        for link in &all {
            if let Some(count) = before.get_mut(link.at + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut before {
            sum += *count;
            *count = sum;
        }
        Self { all, feeds, before }
    }

    pub(super) fn all(&self) -> &[Link] {
        &self.all
    }

    /// Links to feeds, which are no news themselves.
    pub(super) fn feeds(&self) -> &[WebUrl] {
        &self.feeds
    }

    /// The links within a range of nodes.
    pub(super) fn within(&self, range: &Range<At>) -> Range<usize> {
        let before = |at: At| self.before.get(at).copied().unwrap_or(self.all.len());
        before(range.start)..before(range.end)
    }

    pub(super) fn get(&self, index: usize) -> Option<&Link> {
        self.all.get(index)
    }
}

/// Numbers documents and texts by their first links.
fn number(links: &mut [Link]) {
    let (mut documents, mut said) = (WordMap::default(), WordMap::default());
    let numbers = links.iter().enumerate().map(|(at, link)| {
        let (first, last) = documents.entry(link.key.as_str()).or_insert((at, at));
        let twin = (*last < at).then_some(*last);
        *last = at;
        (*first, *said.entry(link.text.as_str()).or_insert(at), twin)
    });
    let numbers: Vec<_> = numbers.collect();
    for (link, (document, words, twin)) in links.iter_mut().zip(numbers) {
        (link.document, link.words, link.twin) = (document, words, twin);
    }
}

/// A row that is clickable as a whole gives way to the anchors inside it.
fn drop_wrappers(tree: &Tree, links: &mut Vec<Link>) {
    let starts: Vec<(At, bool)> =
        links.iter().map(|link| (link.at, tree.name(link.at) == "a")).collect();
    let mut index = 0;
    links.retain(|link| {
        index += 1;
        let anchor = tree.name(link.at) == "a";
        let end = tree.end(link.at);
        let next = starts.get(index);
        anchor || !next.is_some_and(|&(at, inner)| at < end && inner)
    });
}

pub(super) fn base(tree: &Tree, page: &WebUrl) -> WebUrl {
    (0..tree.len())
        .filter(|&at| tree.name(at) == "base")
        .find_map(|at| page.join(tree.attr(at, Attr::Href)?).ok())
        .unwrap_or_else(|| page.clone())
}

/// The address without its fragment, unless the fragment is a route of its own (`#/news/1`).
pub(super) fn key(url: &WebUrl) -> String {
    let text = url.as_str();
    match text.split_once('#') {
        Some((before, after)) if !after.starts_with(['/', '!']) => before.to_owned(),
        _ => text.to_owned(),
    }
}

/// Where an element leads.
struct Target {
    url: WebUrl,
    spelled: Option<String>,
}

impl Target {
    fn of(base: &WebUrl, reference: &str) -> Option<Self> {
        let url = base.join(reference).ok()?;
        let spelled = url.spelled_as(reference);
        Some(Self { url, spelled })
    }
}

fn target(tree: &Tree, at: At, base: &WebUrl, inside_link: bool) -> Option<Target> {
    if !tree.has_attributes(at) {
        return None;
    }
    let name = tree.name(at);
    let anchor = matches!(name, "a" | "area");
    if !anchor && (inside_link || matches!(name, "link" | "base" | "img" | "button" | "iframe")) {
        return None;
    }
    let href = tree.attr(at, Attr::Href).filter(|_| anchor).map(str::trim);
    if let Some(href) = href.filter(|href| leads_away(href)) {
        return Target::of(base, href);
    }
    let scripted = href
        .filter(|href| starts_with_script(href))
        .and_then(called)
        .or_else(|| tree.attr(at, Attr::Onclick).and_then(called));
    let data = [Attr::DataHref, Attr::DataLink, Attr::DataUrl];
    let data = data.into_iter().find_map(|name| tree.attr(at, name)).map(str::trim);
    let candidates = [data, scripted.as_deref()];
    candidates
        .into_iter()
        .flatten()
        .filter(|text| leads_away(text))
        .find_map(|text| Target::of(base, text))
}

/// Whether an address is that of a feed.
pub(super) fn is_feed(url: &WebUrl) -> bool {
    let path = url.as_url().path().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default().as_bytes();
    let ends = |end: &str| {
        let tail = last.len().checked_sub(end.len()).and_then(|from| last.get(from..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
    };
    ["rss", "feed", "feeds", "atom"].into_iter().any(|name| last.len() == name.len() && ends(name))
        || [".rss", "rss.xml", "feed.xml", "atom.xml", "rss.php", "rss.jsp", "rss.aspx"]
            .into_iter()
            .any(ends)
}

fn starts_with_script(href: &str) -> bool {
    href.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("javascript:"))
}

fn leads_away(href: &str) -> bool {
    let fragment_only = href.starts_with('#') && !href.starts_with("#/") && !href.starts_with("#!");
    !href.is_empty() && !fragment_only && !starts_with_script(href)
}

/// The address that a script call opens: its first quoted argument that looks like one.
fn called(script: &str) -> Option<String> {
    let opens = ["location", "open", "href", "goto", "view", "detail", "jump", "link", "url"];
    let lower: String = script.chars().take(600).collect::<String>().to_ascii_lowercase();
    if !opens.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let quoted = script.split(['\'', '"']).skip(1).step_by(2);
    quoted.take(8).map(str::trim).find(|text| is_address(text)).map(str::to_owned)
}

fn is_address(text: &str) -> bool {
    let documents = [
        ".htm", ".html", ".shtml", ".jsp", ".php", ".asp", ".aspx", ".do", ".pdf", ".doc", ".docx",
    ];
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let plain = !text.contains(char::is_whitespace) && text.is_ascii() && text.len() > 3;
    plain
        && (text.contains("://")
            || text.starts_with('/')
            || text.starts_with("./")
            || text.starts_with("../")
            || text.starts_with('?')
            || documents.iter().any(|end| path.ends_with(end)))
}

/// What an element says, and how much.
fn visible(tree: &Tree, sums: &Sums, at: At) -> (String, usize) {
    let range = at..tree.end(at).min(at + MAX_NODES_IN_LINK);
    let text = tree.text(range.clone());
    if !text.is_empty() {
        return (text, sums.between(&range));
    }
    let alt = range.filter_map(|node| tree.attr(node, Attr::Alt)).map(str::trim);
    let label = tree.attr(at, Attr::AriaLabel).or_else(|| tree.attr(at, Attr::Title));
    let text = alt.chain(label).find(|text| !text.is_empty() && !is_file_name(text));
    let text = text.unwrap_or_default();
    (text.to_owned(), units(text))
}

fn is_file_name(text: &str) -> bool {
    let images = [".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".svg"];
    let lower = text.to_ascii_lowercase();
    images.iter().any(|end| lower.ends_with(end)) || text.contains("://")
}
