//! One bounded HTML tree for every reader of pages.

mod attr;
mod cap;
mod feed;
mod nesting;
mod sink;
mod tags;
mod tree;

use std::borrow::Cow;

use crate::model::Warning;

pub use attr::Attr;
pub use cap::cap;
pub use tree::{At, Tree, is_silent, push_text};

/// A page as its list is read.
#[derive(Debug)]
pub struct Page<'a> {
    pub tree: Tree,
    pub scripts: Vec<Script<'a>>,
    pub warnings: Vec<Warning>,
    /// What a page that was wanted whole was read from.
    pub markup: Cow<'a, str>,
}

/// A script of a page.
#[derive(Debug, Clone)]
pub struct Script<'a> {
    /// The `type` attribute.
    pub kind: Cow<'a, str>,
    pub id: &'a str,
    pub text: &'a str,
}

impl<'a> Page<'a> {
    pub fn of(markup: &'a str) -> Self {
        feed::page(markup)
    }

    /// With all that it hides, for who asks for it by selectors of his own.
    pub fn whole(markup: &'a str) -> Self {
        let (markup, warnings) = cap(markup);
        Self { tree: sink::parse(&markup), scripts: Vec::new(), warnings, markup }
    }
}
