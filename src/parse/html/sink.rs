//! Where html5ever builds a [`Tree`]: nodes that know their neighbours, laid out in order at the end.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, expanded_name, local_name, ns, parse_document};

use super::attr::Attr;
use super::tree::{Data, Span, Tree, is_silent};

/// Parses a page that [`cap`](super::cap) has cut to size.
pub(super) fn parse(markup: &str) -> Tree {
    parse_document(Sink::new(markup.len()), ParseOpts::default()).one(markup)
}

pub(super) type Id = u32;

const NONE: Id = Id::MAX;
const DOCUMENT: Id = 0;

#[derive(Debug)]
struct Node {
    parent: Id,
    before: Id,
    after: Id,
    first: Id,
    last: Id,
    value: Value,
}

#[derive(Debug)]
enum Value {
    Element(QualName, Span),
    Text(Span),
    /// The document, comments, the contents of templates.
    Other,
}

#[derive(Debug)]
struct Nodes {
    all: Vec<Node>,
    attributes: Vec<(Attr, Span)>,
    text: String,
}

impl Nodes {
    fn new(size: usize) -> Self {
        let mut nodes = Self {
            all: Vec::with_capacity(size / 32 + 16),
            attributes: Vec::with_capacity(size / 64),
            text: String::with_capacity(size / 2),
        };
        nodes.add(Value::Other);
        nodes
    }

    fn add(&mut self, value: Value) -> Id {
        let node = Node { parent: NONE, before: NONE, after: NONE, first: NONE, last: NONE, value };
        self.all.push(node);
        self.all.len() as Id - 1
    }

    fn get(&self, id: Id) -> Option<&Node> {
        self.all.get(id as usize)
    }

    fn get_mut(&mut self, id: Id) -> Option<&mut Node> {
        self.all.get_mut(id as usize)
    }

    fn parent(&self, id: Id) -> Id {
        self.get(id).map_or(NONE, |node| node.parent)
    }

    fn detach(&mut self, id: Id) {
        let Some(node) = self.get_mut(id) else { return };
        let parent = std::mem::replace(&mut node.parent, NONE);
        let before = std::mem::replace(&mut node.before, NONE);
        let after = std::mem::replace(&mut node.after, NONE);
        self.set_next(parent, before, after);
        self.set_previous(parent, after, before);
    }

    /// What comes after `before`, or first.
    fn set_next(&mut self, parent: Id, before: Id, next: Id) {
        if let Some(node) = self.get_mut(before) {
            node.after = next;
        } else if let Some(parent) = self.get_mut(parent) {
            parent.first = next;
        }
    }

    /// What comes before `after`, or last.
    fn set_previous(&mut self, parent: Id, after: Id, previous: Id) {
        if let Some(node) = self.get_mut(after) {
            node.before = previous;
        } else if let Some(parent) = self.get_mut(parent) {
            parent.last = previous;
        }
    }

    /// Puts a free node below `parent`, before `after` or last.
    fn put(&mut self, id: Id, parent: Id, after: Id) {
        let before = match self.get(after) {
            Some(node) => node.before,
            None => self.get(parent).map_or(NONE, |node| node.last),
        };
        if let Some(node) = self.get_mut(id) {
            (node.parent, node.before, node.after) = (parent, before, after);
        }
        self.set_next(parent, before, id);
        self.set_previous(parent, after, id);
    }

    fn insert(&mut self, child: NodeOrText<Id>, parent: Id, after: Id) {
        match child {
            NodeOrText::AppendNode(id) => self.put(id, parent, after),
            NodeOrText::AppendText(text) => {
                let before = match self.get(after) {
                    Some(node) => node.before,
                    None => self.get(parent).map_or(NONE, |node| node.last),
                };
                if !self.lengthen(before, &text) {
                    let span = self.store(&text);
                    let id = self.add(Value::Text(span));
                    self.put(id, parent, after);
                }
            }
        }
    }

    /// Adds to a node that is text.
    fn lengthen(&mut self, id: Id, text: &str) -> bool {
        let Some(Value::Text(old)) = self.get(id).map(|node| &node.value) else { return false };
        let mut span = *old;
        if span.end as usize != self.text.len() {
            let start = self.text.len() as u32;
            self.text.extend_from_within(span.range());
            span = Span { start, end: self.text.len() as u32 };
        }
        self.text.push_str(text);
        span.end = self.text.len() as u32;
        if let Some(node) = self.get_mut(id) {
            node.value = Value::Text(span);
        }
        true
    }

    fn store(&mut self, text: &str) -> Span {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Span { start, end: self.text.len() as u32 }
    }

    fn store_attributes(&mut self, attributes: &[Attribute]) -> Span {
        let start = self.attributes.len() as u32;
        for attribute in attributes {
            if let Some(name) = Attr::named(&attribute.name.local) {
                let value = self.store(&attribute.value);
                self.attributes.push((name, value));
            }
        }
        Span { start, end: self.attributes.len() as u32 }
    }

    fn add_missing(&mut self, id: Id, attributes: &[Attribute]) {
        let Some(Value::Element(_, span)) = self.get(id).map(|node| &node.value) else { return };
        let own = self.attributes.get(span.range()).unwrap_or_default().to_vec();
        let start = self.attributes.len() as u32;
        self.attributes.extend_from_slice(&own);
        for attribute in attributes {
            let name = Attr::named(&attribute.name.local);
            let Some(name) = name.filter(|name| own.iter().all(|(key, _)| key != name)) else {
                continue;
            };
            let value = self.store(&attribute.value);
            self.attributes.push((name, value));
        }
        let end = self.attributes.len() as u32;
        if let Some(Node { value: Value::Element(_, span), .. }) = self.get_mut(id) {
            *span = Span { start, end };
        }
    }

    /// The nodes that are read, in document order.
    fn flat(mut self) -> Tree {
        let text = std::mem::take(&mut self.text);
        let attributes = std::mem::take(&mut self.attributes);
        let mut tree = Tree::with(text, attributes, self.all.len());
        let mut open: Vec<usize> = Vec::new();
        let mut here = DOCUMENT;
        loop {
            let Some(node) = self.get_mut(here) else { return tree };
            let (first, other) = (node.first, here == DOCUMENT);
            let data = match std::mem::replace(&mut node.value, Value::Other) {
                Value::Element(name, span) if !is_silent(&name.local) => {
                    Some(Data::Element(name.local, span))
                }
                Value::Text(span) => Some(Data::Text(span)),
                _ => None,
            };
            let shown = data.is_some();
            let at = tree.len();
            if let Some(data) = data {
                tree.open(open.last().copied().unwrap_or(0), data);
            }
            if first != NONE && (shown || other) {
                open.push(at);
                here = first;
                continue;
            }
            loop {
                let Some(node) = self.get(here) else { return tree };
                if node.after != NONE {
                    here = node.after;
                    break;
                }
                here = node.parent;
                let Some(at) = open.pop() else { return tree };
                tree.close(at);
            }
        }
    }
}

pub(super) struct Sink(RefCell<Nodes>);

impl Sink {
    pub(super) fn new(size: usize) -> Self {
        Self(RefCell::new(Nodes::new(size)))
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.0.into_inner().flat()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        const NO_NAME: &QualName =
            &QualName { prefix: None, ns: ns!(html), local: local_name!("") };
        Ref::map(self.0.borrow(), |nodes| match nodes.get(*target).map(|node| &node.value) {
            Some(Value::Element(name, _)) => name,
            _ => NO_NAME,
        })
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Id {
        let mut nodes = self.0.borrow_mut();
        let template = name.expanded() == expanded_name!(html "template");
        let span = nodes.store_attributes(&attrs);
        let id = nodes.add(Value::Element(name, span));
        if template {
            let contents = nodes.add(Value::Other);
            nodes.put(contents, id, NONE);
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.0.borrow_mut().add(Value::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.0.borrow_mut().add(Value::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.0.borrow_mut().insert(child, *parent, NONE);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        if self.0.borrow().parent(*element) == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        self.0.borrow().get(*target).map_or(DOCUMENT, |node| node.first)
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let mut nodes = self.0.borrow_mut();
        if let NodeOrText::AppendNode(id) = child {
            nodes.detach(id);
        }
        let parent = nodes.parent(*sibling);
        if parent != NONE {
            nodes.insert(child, parent, *sibling);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attrs: Vec<Attribute>) {
        self.0.borrow_mut().add_missing(*target, &attrs);
    }

    fn remove_from_parent(&self, target: &Id) {
        self.0.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut nodes = self.0.borrow_mut();
        loop {
            let child = nodes.get(*node).map_or(NONE, |node| node.first);
            if child == NONE {
                return;
            }
            nodes.detach(child);
            nodes.put(child, *new_parent, NONE);
        }
    }
}
