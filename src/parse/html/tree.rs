use std::collections::HashMap;

use scraper::{Html, Node as Parsed, node::Element};

/// A position in a [`Tree`]; documents order.
pub type At = usize;

/// A page flattened in document order, so that a subtree is a range and every figure about one a
/// difference of two sums.
#[derive(Debug)]
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

#[derive(Debug, Clone, Copy)]
struct Node<'a> {
    parent: At,
    /// After the last node below.
    end: At,
    data: Data<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Data<'a> {
    Element(&'a Element),
    Text(&'a str),
}

impl<'a> Tree<'a> {
    /// The readable part of a page; scripts, styles and comments are left out.
    pub fn of(page: &'a Html) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(4096);
        let mut open: Vec<At> = Vec::new();
        let mut here = page.tree.root();
        loop {
            let data = match here.value() {
                Parsed::Element(element) if !is_silent(element.name()) => {
                    Some(Data::Element(element))
                }
                Parsed::Text(text) => Some(Data::Text(text)),
                _ => None,
            };
            let at = nodes.len();
            if let Some(data) = data {
                let parent = open.last().copied().unwrap_or(0);
                nodes.push(Node { parent, end: at + 1, data });
            }
            let below = here.first_child().filter(|_| {
                matches!(data, Some(Data::Element(_))) || matches!(here.value(), Parsed::Document)
            });
            if let Some(child) = below {
                open.push(at);
                here = child;
                continue;
            }
            loop {
                if let Some(next) = here.next_sibling() {
                    here = next;
                    break;
                }
                let Some(parent) = here.parent() else { return Self { nodes } };
                here = parent;
                let length = nodes.len();
                if let Some(node) = open.pop().and_then(|at| nodes.get_mut(at)) {
                    node.end = node.end.max(length);
                }
            }
        }
    }

    /// Where each element of the parsed page stands.
    pub fn places(&self) -> HashMap<*const Element, At> {
        let elements = self.nodes.iter().enumerate();
        elements
            .filter_map(|(at, node)| match node.data {
                Data::Element(element) => Some((std::ptr::from_ref(element), at)),
                Data::Text(_) => None,
            })
            .collect()
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// After the last node below `at`.
    pub fn end(&self, at: At) -> At {
        self.nodes.get(at).map_or(at, |node| node.end)
    }

    pub fn parent(&self, at: At) -> At {
        self.nodes.get(at).map_or(0, |node| node.parent)
    }

    /// The tag name; empty for a text.
    pub fn name(&self, at: At) -> &'a str {
        self.element(at).map_or("", Element::name)
    }

    /// The text of a text node.
    pub fn text_at(&self, at: At) -> Option<&'a str> {
        match self.nodes.get(at)?.data {
            Data::Text(text) => Some(text),
            Data::Element(_) => None,
        }
    }

    pub fn element(&self, at: At) -> Option<&'a Element> {
        match self.nodes.get(at)?.data {
            Data::Element(element) => Some(element),
            Data::Text(_) => None,
        }
    }

    pub fn attr(&self, at: At, name: &str) -> Option<&'a str> {
        self.element(at)?.attrs().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    pub fn classes(&self, at: At) -> impl Iterator<Item = &'a str> {
        self.attr(at, "class").unwrap_or_default().split_ascii_whitespace()
    }

    pub fn children(&self, at: At) -> impl Iterator<Item = At> + '_ {
        let end = self.end(at);
        std::iter::successors(Some(at + 1), move |&child| Some(self.end(child).max(child + 1)))
            .take_while(move |&child| child < end)
    }

    /// From the parent up to the root.
    pub fn ancestors(&self, at: At) -> impl Iterator<Item = At> + '_ {
        std::iter::successors((at > 0).then(|| self.parent(at)), move |&up| {
            (up > 0).then(|| self.parent(up))
        })
    }

    /// The text of a range of nodes, with single spaces.
    pub fn text(&self, range: std::ops::Range<At>) -> String {
        let mut text = String::new();
        for at in range {
            match self.nodes.get(at).map(|node| node.data) {
                Some(Data::Text(piece)) => push_text(&mut text, piece),
                Some(Data::Element(element))
                    if !is_inline(element.name()) && !text.is_empty() && !text.ends_with(' ') =>
                {
                    text.push(' ');
                }
                _ => {}
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// Adds a text, its white space folded.
pub fn push_text(to: &mut String, piece: &str) {
    for c in piece.chars() {
        if c.is_whitespace() {
            if !to.is_empty() && !to.ends_with(' ') {
                to.push(' ');
            }
        } else if !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}') {
            to.push(c);
        }
    }
}

/// Elements that do not end a word.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "wbr"
    )
}

fn is_silent(name: &str) -> bool {
    matches!(name, "script" | "style" | "noscript" | "template" | "svg" | "math" | "object")
}
