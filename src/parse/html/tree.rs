use std::ops::Range;

use html5ever::{LocalName, local_name};

use super::attr::Attr;

/// A position in a [`Tree`]; documents order.
pub type At = usize;

/// A page flattened in document order, so that a subtree is a range and every figure about one a
/// difference of two sums. Scripts, styles and comments are left out.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<(Attr, Span)>,
    /// All texts and values of attributes.
    text: String,
}

#[derive(Debug)]
struct Node {
    parent: u32,
    /// After the last node below.
    end: u32,
    kind: Kind,
    data: Data,
}

/// What is asked of names most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Inline,
    Heading,
    Other,
}

impl Kind {
    fn of(data: &Data) -> Self {
        match data {
            Data::Element(name, _) if is_inline(name) => Self::Inline,
            Data::Element(name, _) if is_heading(name) => Self::Heading,
            _ => Self::Other,
        }
    }
}

#[derive(Debug)]
pub(super) enum Data {
    Element(LocalName, Span),
    Text(Span),
}

/// A stretch of one of the shared stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Tree {
    pub(super) fn with(text: String, attributes: Vec<(Attr, Span)>, nodes: usize) -> Self {
        Self { nodes: Vec::with_capacity(nodes), attributes, text }
    }

    /// Adds a node, whose children come before it is closed.
    pub(super) fn open(&mut self, parent: At, data: Data) -> At {
        let at = self.nodes.len();
        let kind = Kind::of(&data);
        self.nodes.push(Node { parent: parent as u32, end: at as u32 + 1, kind, data });
        at
    }

    pub(super) fn close(&mut self, at: At) {
        let end = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(at) {
            node.end = end;
        }
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// After the last node below `at`.
    pub fn end(&self, at: At) -> At {
        self.nodes.get(at).map_or(at, |node| node.end as usize)
    }

    pub fn parent(&self, at: At) -> At {
        self.nodes.get(at).map_or(0, |node| node.parent as usize)
    }

    pub fn is_element(&self, at: At) -> bool {
        self.nodes.get(at).is_some_and(|node| matches!(node.data, Data::Element(..)))
    }

    /// Whether it is an element that does not end a word.
    pub fn is_inline(&self, at: At) -> bool {
        self.nodes.get(at).is_some_and(|node| node.kind == Kind::Inline)
    }

    /// Whether it is one of `h1` to `h6`.
    pub fn is_heading(&self, at: At) -> bool {
        self.nodes.get(at).is_some_and(|node| node.kind == Kind::Heading)
    }

    /// The tag name; empty for a text.
    pub fn name(&self, at: At) -> &str {
        match self.nodes.get(at).map(|node| &node.data) {
            Some(Data::Element(name, _)) => name,
            _ => "",
        }
    }

    /// The text of a text node.
    pub fn text_at(&self, at: At) -> Option<&str> {
        match self.nodes.get(at)?.data {
            Data::Text(span) => self.text.get(span.range()),
            Data::Element(..) => None,
        }
    }

    pub fn has_attributes(&self, at: At) -> bool {
        let node = self.nodes.get(at).map(|node| &node.data);
        matches!(node, Some(Data::Element(_, span)) if !span.range().is_empty())
    }

    pub fn attr(&self, at: At, name: Attr) -> Option<&str> {
        let Data::Element(_, span) = self.nodes.get(at)?.data else { return None };
        let own = self.attributes.get(span.range())?;
        let (_, value) = own.iter().find(|(key, _)| *key == name)?;
        self.text.get(value.range())
    }

    pub fn classes(&self, at: At) -> impl Iterator<Item = &str> {
        self.attr(at, Attr::Class).unwrap_or_default().split_ascii_whitespace()
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
    pub fn text(&self, range: Range<At>) -> String {
        let mut text = String::new();
        for at in range {
            if let Some(piece) = self.text_at(at) {
                push_text(&mut text, piece);
            } else if !self.is_inline(at) && !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// Adds a text, its white space folded.
pub fn push_text(to: &mut String, piece: &str) {
    // stretches that stay as they are go over whole
    let mut from = 0;
    // how white space and what is invisible begins, in bytes
    let special = |b: &u8| matches!(b, 0..=b' ' | 0xc2 | 0xe1..=0xe3 | 0xef);
    let mut at = 0;
    while let Some(next) = piece.as_bytes().get(at..).and_then(|rest| rest.iter().position(special))
    {
        at += next;
        let Some(c) = piece.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let start = at;
        at += c.len_utf8();
        let space = c.is_whitespace();
        if !space && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}') {
            continue;
        }
        to.push_str(piece.get(from..start).unwrap_or_default());
        if space {
            // indentation comes in long runs
            let rest = piece.as_bytes().get(at..).unwrap_or_default();
            at += rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')).count();
        }
        from = at;
        if space && !to.is_empty() && !to.ends_with(' ') {
            to.push(' ');
        }
    }
    to.push_str(piece.get(from..).unwrap_or_default());
}

fn is_heading(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
    )
}

/// Elements that do not end a word.
fn is_inline(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("abbr")
            | local_name!("b")
            | local_name!("bdi")
            | local_name!("bdo")
            | local_name!("big")
            | local_name!("cite")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("ins")
            | local_name!("mark")
            | local_name!("q")
            | local_name!("s")
            | local_name!("small")
            | local_name!("span")
            | local_name!("strong")
            | local_name!("sub")
            | local_name!("sup")
            | local_name!("tt")
            | local_name!("u")
            | local_name!("wbr")
    )
}

/// Elements that are never read, nor what stands in them.
pub fn is_silent(name: &str) -> bool {
    matches!(name, "script" | "style" | "noscript" | "template" | "svg" | "math" | "object")
}
