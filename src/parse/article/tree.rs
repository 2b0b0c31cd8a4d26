//! The page as a flat table in document order: a subtree is a range, so counting and skipping cost
//! nothing.

use std::ops::Range;

use scraper::{Html, Node as Raw, node::Element};

/// What an element does to the text inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Never text of the article: scripts, controls, media.
    Skip,
    Break,
    Heading(u8),
    Paragraph,
    Item,
    Table,
    Row,
    Cell,
    Block,
    Link,
    Inline,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum What<'a> {
    Text(&'a str),
    Element(&'a Element, Role),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    pub what: What<'a>,
    pub parent: usize,
    /// One past the last node inside.
    pub end: usize,
}

#[derive(Debug)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Tree<'a> {
    pub(super) fn of(html: &'a Html) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(4096);
        let mut open: Vec<usize> = Vec::new();
        let mut next = html.tree.root().first_child();
        let mut current = html.tree.root();
        loop {
            if let Some(node) = next {
                current = node;
                let parent = open.last().copied().unwrap_or(0);
                let what = match node.value() {
                    Raw::Text(text) => Some(What::Text(text)),
                    Raw::Element(element) => Some(What::Element(element, role(element.name()))),
                    _ => None,
                };
                let has_inside = matches!(what, Some(What::Element(..)));
                if let Some(what) = what {
                    nodes.push(Node { what, parent, end: nodes.len() + 1 });
                }
                if has_inside && node.has_children() {
                    open.push(nodes.len() - 1);
                    next = node.first_child();
                } else {
                    next = node.next_sibling();
                }
            } else {
                let Some(closed) = open.pop() else { break };
                let end = nodes.len();
                if let Some(node) = nodes.get_mut(closed) {
                    node.end = end;
                }
                let Some(parent) = current.parent() else { break };
                current = parent;
                next = parent.next_sibling();
            }
        }
        Self { nodes }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Where an element of the same page stands.
    pub(super) fn position(&self, wanted: &Element) -> Option<usize> {
        (0..self.len()).find(|&at| self.element(at).is_some_and(|(e, _)| std::ptr::eq(e, wanted)))
    }

    pub(super) fn node(&self, at: usize) -> Option<Node<'a>> {
        self.nodes.get(at).copied()
    }

    /// The node and everything inside it.
    pub(super) fn range(&self, at: usize) -> Range<usize> {
        at..self.nodes.get(at).map_or(at, |node| node.end)
    }

    pub(super) fn parent(&self, at: usize) -> usize {
        self.nodes.get(at).map_or(0, |node| node.parent)
    }

    /// From the parent up to the root.
    pub(super) fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = at;
        std::iter::from_fn(move || {
            let parent = self.parent(at);
            let up = (parent != at && at != 0).then_some(parent);
            at = parent;
            up
        })
    }

    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let Range { start, end } = self.range(at);
        let mut next = start + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.range(child).end.max(child + 1);
            Some(child)
        })
    }

    pub(super) fn element(&self, at: usize) -> Option<(&'a Element, Role)> {
        match self.node(at)?.what {
            What::Element(element, role) => Some((element, role)),
            What::Text(_) => None,
        }
    }

    pub(super) fn role(&self, at: usize) -> Option<Role> {
        self.element(at).map(|(_, role)| role)
    }

    pub(super) fn name(&self, at: usize) -> &'a str {
        self.element(at).map_or("", |(element, _)| element.name())
    }

    pub(super) fn attr(&self, at: usize, name: &str) -> Option<&'a str> {
        self.element(at)?.0.attr(name)
    }

    /// Class names and id as one text.
    pub(super) fn names(&self, at: usize) -> [&'a str; 2] {
        self.element(at).map_or(["", ""], |(element, _)| {
            [element.attr("class").unwrap_or(""), element.attr("id").unwrap_or("")]
        })
    }

    /// Every element inside, in document order.
    pub(super) fn elements(&self, inside: usize) -> impl Iterator<Item = usize> + '_ {
        self.range(inside).filter(|&at| self.element(at).is_some())
    }

    /// The text inside on one line, without scripts.
    pub(super) fn line(&self, at: usize) -> String {
        let mut out = String::new();
        let Range { start, end } = self.range(at);
        let mut next = start;
        while let Some(node) = self.node(next).filter(|_| next < end) {
            match node.what {
                What::Element(_, Role::Skip) if next != start => next = node.end,
                What::Element(_, role) => {
                    if !matches!(role, Role::Inline | Role::Link) {
                        out.push(' ');
                    }
                    next += 1;
                }
                What::Text(text) => {
                    out.push_str(text);
                    next += 1;
                }
            }
        }
        squeeze(&out)
    }
}

/// White space of every kind becomes one blank; none at the ends.
pub(super) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// White space, and what pages put in for it: zero-width characters, byte order marks.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{ad}')
}

fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "select" | "button"
        | "textarea" | "input" | "object" | "embed" | "iframe" | "video" | "audio" | "canvas"
        | "map" | "head" | "title" | "meta" | "link" | "datalist" | "dialog" | "frame"
        | "frameset" | "noframes" | "label" | "rp" | "rt" => Role::Skip,
        "br" | "wbr" => Role::Break,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" | "h5" | "h6" => Role::Heading(4),
        "p" | "blockquote" | "pre" => Role::Paragraph,
        "li" | "dt" | "dd" => Role::Item,
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "a" => Role::Link,
        "span" | "b" | "strong" | "i" | "em" | "u" | "font" | "small" | "big" | "sub" | "sup"
        | "abbr" | "acronym" | "cite" | "code" | "kbd" | "q" | "s" | "strike" | "del" | "ins"
        | "mark" | "time" | "var" | "samp" | "tt" | "bdi" | "bdo" | "data" | "dfn" | "img"
        | "ruby" | "nobr" | "o:p" | "st1:chsdate" => Role::Inline,
        _ => Role::Block,
    }
}
