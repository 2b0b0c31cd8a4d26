//! Blocks that lie behind each other under tabs: a tab names the block that it opens.

use super::hash::WordMap;
use crate::parse::html::{At, Attr, Tree};

/// The name of a tab is short, in characters.
const NAME: usize = 60;

#[derive(Debug)]
pub(super) struct Tabs<'a>(WordMap<'a, At>);

impl<'a> Tabs<'a> {
    pub(super) fn of(tree: &'a Tree) -> Self {
        let mut tabs = WordMap::default();
        for at in (0..tree.len()).filter(|&at| tree.has_attributes(at)) {
            let inside = tree.attr(at, Attr::Href).and_then(|href| href.strip_prefix('#'));
            let opened = inside.or_else(|| tree.attr(at, Attr::AriaControls));
            if let Some(id) = opened.filter(|id| !id.is_empty()) {
                tabs.entry(id).or_insert(at);
            }
        }
        Self(tabs)
    }

    /// What the tab says that opens this element.
    pub(super) fn name(&self, tree: &Tree, at: At) -> Option<String> {
        let tab = *self.0.get(tree.attr(at, Attr::Id)?)?;
        let name = tree.text(tab..tree.end(tab));
        let fits = !name.is_empty() && name.chars().count() <= NAME;
        (fits && !(at..tree.end(at)).contains(&tab)).then_some(name)
    }
}
