//! One walk over the page: machine-readable dates are voted for at once, lines of text are kept.

use scraper::{Html, Node, node::Element};

use super::machine;
use super::place::{self, Hint, Zone};
use super::vote::{Votes, Witness};

/// A line of text as a reader sees it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) zone: Zone,
    pub(super) hint: Hint,
    /// Inside a heading.
    pub(super) heading: bool,
    /// How much of it is link text, in bytes.
    pub(super) linked: usize,
    /// How many `time` elements it shows.
    pub(super) timed: bool,
}

#[derive(Debug, Default)]
pub(super) struct Seen<'a> {
    pub(super) lines: Vec<Line>,
    /// The title element and the title of the sharing card.
    pub(super) titles: Vec<String>,
    /// `datetime` attributes, with the line and the part of the page in which they stand.
    pub(super) times: Vec<(usize, Zone, &'a str)>,
    pub(super) scripts: Vec<&'a str>,
}

/// Text beyond this is a page of something else than news.
const MAX_LINES: usize = 20_000;

struct Walker<'v, 'c, 'a> {
    votes: &'v mut Votes<'c>,
    seen: Seen<'a>,
    /// Zone and hint of each open element.
    open: Vec<(Zone, Hint)>,
    line: String,
    linked: usize,
    timed: bool,
    hint: Hint,
    links: usize,
    headings: usize,
    articles: usize,
}

pub(super) fn walk<'a>(page: &'a Html, votes: &mut Votes<'_>) -> Seen<'a> {
    let mut walker = Walker {
        votes,
        seen: Seen::default(),
        open: Vec::new(),
        line: String::new(),
        linked: 0,
        timed: false,
        hint: Hint::None,
        links: 0,
        headings: 0,
        articles: 0,
    };
    let root = page.tree.root();
    let mut node = root;
    loop {
        let enter = match node.value() {
            Node::Text(text) => {
                walker.text(text);
                false
            }
            Node::Element(element) => {
                let inside = node.first_child().and_then(|child| match child.value() {
                    Node::Text(text) => Some(&**text),
                    _ => None,
                });
                let enter = !walker.leaf(element, inside);
                if enter {
                    walker.open(element);
                }
                enter
            }
            _ => true,
        };
        if let Some(child) = node.first_child().filter(|_| enter) {
            node = child;
            continue;
        }
        if enter {
            walker.leave(node.value());
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                walker.flush();
                return walker.seen;
            };
            walker.leave(parent.value());
            node = parent;
        }
    }
}

impl<'a> Walker<'_, '_, 'a> {
    /// Elements whose inside is no text of the page; says whether this was one.
    fn leaf(&mut self, element: &'a Element, inside: Option<&'a str>) -> bool {
        match element.name() {
            "script" => {
                let text = inside.unwrap_or_default();
                let kind = element.attr("type").unwrap_or_default();
                if kind.contains("ld+json") {
                    machine::linked(text, self.votes);
                } else if text.len() > 40 && self.seen.scripts.len() < 200 {
                    self.seen.scripts.push(text);
                }
                true
            }
            "title" => {
                self.titled(inside);
                true
            }
            "meta" => {
                machine::meta(element, self.votes);
                let card = element.attr("property").or(element.attr("name")).unwrap_or_default();
                if matches!(card, "og:title" | "twitter:title" | "ArticleTitle") {
                    self.titled(element.attr("content"));
                }
                true
            }
            "style" | "noscript" | "template" | "svg" | "select" | "textarea" | "iframe"
            | "object" | "button" => true,
            _ => false,
        }
    }

    /// Keeps the beginning of a title: the lines of the page are compared with it.
    fn titled(&mut self, title: Option<&str>) {
        if let Some(title) = title.filter(|_| self.seen.titles.len() < 4) {
            self.seen.titles.push(title.chars().take(300).collect());
        }
    }

    fn open(&mut self, element: &'a Element) {
        let (outer, _) = self.open.last().copied().unwrap_or((Zone::Content, Hint::None));
        let (zone, hint) = place::look(element, outer, self.articles > 0);
        self.articles += usize::from(element.name() == "article");
        let apart = self.headings > 0 && (hint != Hint::None || element.name() == "small");
        if is_block(element.name()) || apart {
            self.flush();
        } else if spaced(element.name()) && !self.line.is_empty() {
            self.line.push(' ');
        }
        self.open.push((zone, hint));
        self.links += usize::from(element.name() == "a");
        self.headings += usize::from(is_heading(element.name()));
        self.attributes(element, zone, hint);
    }

    fn attributes(&mut self, element: &'a Element, zone: Zone, hint: Hint) {
        let stamp = element.attr("datetime").or(element.attr("content"));
        let property = element.attr("itemprop").or(element.attr("property"));
        if element.name() == "time" {
            self.timed = true;
        }
        if let Some(witness) = property.and_then(machine::named) {
            let witness =
                if witness == Witness::MetaPublished { Witness::Property } else { witness };
            if let (Some(stamp), true) = (stamp, zone != Zone::Beside) {
                self.votes.value(witness, stamp);
                return;
            }
        }
        if let Some(stamp) = element.attr("datetime").filter(|_| element.name() == "time") {
            match hint {
                Hint::Published if zone != Zone::Beside && self.seen.times.len() < 4 => {
                    self.votes.value(Witness::Property, stamp);
                }
                Hint::Modified => self.votes.value(Witness::Modified, stamp),
                Hint::Foreign => {}
                _ => self.seen.times.push((self.seen.lines.len(), zone, stamp)),
            }
        } else if let (Hint::Published, "abbr" | "span", Some(title)) =
            (hint, element.name(), element.attr("title"))
        {
            self.votes.value(Witness::Property, title);
        }
    }

    fn leave(&mut self, node: &Node) {
        let Node::Element(element) = node else { return };
        self.articles = self.articles.saturating_sub(usize::from(element.name() == "article"));
        self.links = self.links.saturating_sub(usize::from(element.name() == "a"));
        if is_block(element.name()) {
            self.flush();
        } else if spaced(element.name()) {
            self.line.push(' ');
        }
        self.open.pop();
        self.headings = self.headings.saturating_sub(usize::from(is_heading(element.name())));
    }

    fn text(&mut self, text: &str) {
        let before = self.line.len();
        self.line.push_str(text);
        if self.links > 0 {
            self.linked += self.line.len() - before;
        }
        let (_, hint) = self.open.last().copied().unwrap_or((Zone::Content, Hint::None));
        if text.bytes().any(|b| b.is_ascii_digit()) {
            self.hint = self.hint.max(hint);
        }
    }

    fn flush(&mut self) {
        let (zone, outer) = self.open.last().copied().unwrap_or((Zone::Content, Hint::None));
        let hint = self.hint.max(outer);
        let text = self.line.trim();
        if !text.is_empty() && self.seen.lines.len() < MAX_LINES {
            let text = even(text);
            let (heading, linked, timed) = (self.headings > 0, self.linked, self.timed);
            self.seen.lines.push(Line { text, zone, hint, heading, linked, timed });
        }
        self.line.clear();
        self.linked = 0;
        self.timed = false;
        self.hint = Hint::None;
    }
}

/// Runs of white space as one line end, or at most two spaces: wide gaps part what they separate.
fn even(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = String::new();
    for c in text.chars() {
        if c.is_whitespace() {
            gap.push(c);
            continue;
        }
        if gap.contains('\n') {
            out.push('\n');
        } else if !gap.is_empty() {
            out.push_str(if gap.chars().nth(1).is_some() { "  " } else { " " });
        }
        gap.clear();
        out.push(c);
    }
    out
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3")
}

/// Whether an element is set off from the text round it without beginning a line.
fn spaced(name: &str) -> bool {
    matches!(name, "span" | "a" | "time" | "label" | "small" | "i" | "em" | "abbr" | "cite")
}

fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "span"
            | "a"
            | "b"
            | "i"
            | "u"
            | "s"
            | "em"
            | "strong"
            | "font"
            | "time"
            | "label"
            | "small"
            | "sup"
            | "sub"
            | "abbr"
            | "cite"
            | "code"
            | "mark"
            | "q"
            | "big"
            | "ins"
            | "del"
            | "bdi"
            | "bdo"
            | "data"
            | "var"
            | "kbd"
            | "wbr"
            | "img"
            | "input"
    )
}
