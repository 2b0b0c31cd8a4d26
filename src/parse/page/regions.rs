//! Where a page repeats itself: runs of siblings that each hold links. A record is a range of
//! nodes; it may span several siblings (`dt` and `dd`, a heading and its paragraphs, the text
//! between two line breaks).

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::links::Links;
use crate::parse::html::{At, Tree};

/// More links than this in one record, on average, and the record is a page section.
const MAX_LINKS_IN_RECORD: usize = 16;

/// One repeated block.
#[derive(Debug, Clone)]
pub(super) struct Region<'a> {
    pub container: At,
    /// The tag that every record starts with.
    pub tag: &'a str,
    pub records: Vec<Range<At>>,
}

/// The lowest element that holds all blocks of a group.
pub(super) fn frame(tree: &Tree<'_>, group: &[Region<'_>]) -> At {
    let Some(first) = group.first() else { return 0 };
    let end = group.iter().map(|region| tree.end(region.container)).max().unwrap_or(0);
    let up = std::iter::once(first.container).chain(tree.ancestors(first.container));
    up.into_iter().find(|&up| tree.end(up) >= end).unwrap_or(0)
}

/// Blocks that look alike are taken together: rows of a grid, sections by day or topic.
pub(super) fn find<'a>(
    tree: &'a Tree<'a>,
    links: &Links,
    wanted: &dyn Fn(At) -> bool,
) -> Vec<Vec<Region<'a>>> {
    let mut order: Vec<u64> = Vec::new();
    let mut alike: HashMap<u64, Vec<Region<'a>>> = HashMap::new();
    let looks = looks(tree);
    for container in containers(tree, links).into_iter().filter(|&at| wanted(at)) {
        for region in regions_in(tree, links, container) {
            let mut hasher = DefaultHasher::new();
            looks.get(container).hash(&mut hasher);
            region.tag.hash(&mut hasher);
            let look = hasher.finish();
            let group = alike.entry(look).or_default();
            if group.is_empty() {
                order.push(look);
            }
            group.push(region);
        }
    }
    let mut groups: Vec<_> = order.iter().filter_map(|look| alike.remove(look)).collect();
    groups.retain(|group| {
        let records: usize = group.iter().map(|region| region.records.len()).sum();
        records > 1 || group.iter().any(|region| holds_lists(tree, region.container))
    });
    groups
}

fn holds_lists(tree: &Tree<'_>, at: At) -> bool {
    matches!(tree.name(at), "ul" | "ol" | "dl" | "tbody" | "main" | "article")
        || tree.classes(at).any(|class| class.to_ascii_lowercase().contains("list"))
}

/// Every element with a link somewhere below a child of it, each once.
fn containers(tree: &Tree<'_>, links: &Links) -> Vec<At> {
    let mut seen = vec![false; tree.len()];
    let mut found = Vec::new();
    for link in links.all() {
        for up in tree.ancestors(link.at) {
            match seen.get_mut(up) {
                Some(seen) if !*seen => *seen = true,
                _ => break,
            }
            found.push(up);
        }
    }
    found.sort_unstable();
    found
}

/// What an element looks like from the root down, as a hash: tags, class names, ids.
fn looks(tree: &Tree<'_>) -> Vec<u64> {
    let mut looks = Vec::with_capacity(tree.len());
    for at in 0..tree.len() {
        let mut hasher = DefaultHasher::new();
        if at > 0 {
            looks.get(tree.parent(at)).hash(&mut hasher);
        }
        tree.name(at).hash(&mut hasher);
        for name in tree.classes(at).chain(tree.attr(at, "id")) {
            steady(name).hash(&mut hasher);
        }
        looks.push(hasher.finish());
    }
    looks
}

/// A class name or id without what tells one item from the next.
pub(super) fn steady(name: &str) -> Option<String> {
    const STATES: &[&str] = &[
        "first", "last", "odd", "even", "active", "on", "cur", "current", "clearfix", "hover",
        "sticky", "top", "row", "line", "no",
    ];
    let plain: String = name.chars().filter(|c| !c.is_ascii_digit()).collect();
    let plain = plain.trim_matches(['-', '_']).to_ascii_lowercase();
    (plain.len() > 1 && !STATES.contains(&plain.as_str())).then_some(plain)
}

fn regions_in<'a>(tree: &'a Tree<'a>, links: &Links, container: At) -> Vec<Region<'a>> {
    let mut by_tag: Vec<(&'a str, Vec<At>)> = Vec::new();
    let mut inside = 0;
    for child in tree.children(container) {
        let name = tree.name(child);
        let count = links.within(&(child..tree.end(child))).len();
        if name.is_empty() || count == 0 {
            continue;
        }
        inside += count;
        match by_tag.iter_mut().find(|(tag, _)| *tag == name) {
            Some((_, children)) => children.push(child),
            None => by_tag.push((name, vec![child])),
        }
    }
    let breaks = tree.children(container).filter(|&child| tree.name(child) == "br").count();
    let mut regions: Vec<Region<'a>> = Vec::new();
    for (tag, starts) in &by_tag {
        if inside > starts.len() * MAX_LINKS_IN_RECORD {
            continue;
        }
        if matches!(*tag, "a" | "span" | "b" | "font" | "strong" | "em")
            && breaks + 1 >= starts.len()
            && breaks > 0
        {
            continue;
        }
        regions.push(Region { container, tag, records: spans(tree, container, tag, starts) });
    }
    if breaks > 0 && !by_tag.is_empty() {
        let records = lines(tree, links, container);
        if records.len() > 1 {
            regions.push(Region { container, tag: "br", records });
        }
    }
    regions
}

/// Lets each start reach over the siblings that go with it.
fn spans(tree: &Tree<'_>, container: At, tag: &str, starts: &[At]) -> Vec<Range<At>> {
    let children: Vec<At> =
        tree.children(container).filter(|&child| is_material(tree, child)).collect();
    let is_start = |child: At| starts.binary_search(&child).is_ok();
    let leading = children.first().is_some_and(|&child| !is_start(child));
    let trailing = children.last().is_some_and(|&child| !is_start(child));
    let between = children.iter().filter(|&&child| !is_start(child)).count();
    let end = tree.end(container);
    if between + 1 < starts.len() || heavy(tree, tag) {
        return starts.iter().map(|&start| start..tree.end(start)).collect();
    }
    if leading && !trailing {
        // what goes with a start stands before it
        let mut from = children.first().copied().unwrap_or(container + 1);
        return starts
            .iter()
            .map(|&start| std::mem::replace(&mut from, tree.end(start))..tree.end(start))
            .collect();
    }
    let next = starts.iter().skip(1).copied().chain([end]);
    starts.iter().zip(next).map(|(&start, next)| start..next).collect()
}

/// Sections stand for themselves.
fn heavy(tree: &Tree<'_>, tag: &str) -> bool {
    let _ = tree;
    matches!(tag, "ul" | "ol" | "table" | "tbody" | "section" | "article" | "nav" | "form" | "li")
}

fn is_material(tree: &Tree<'_>, at: At) -> bool {
    match tree.text_at(at) {
        Some(text) => !text.trim().is_empty(),
        None => !matches!(tree.name(at), "br" | "hr" | "input" | "script"),
    }
}

/// The stretches between line breaks that hold a link.
fn lines(tree: &Tree<'_>, links: &Links, container: At) -> Vec<Range<At>> {
    let mut records = Vec::new();
    let mut start = container + 1;
    for child in tree.children(container).filter(|&child| tree.name(child) == "br") {
        records.push(start..child);
        start = child + 1;
    }
    records.push(start..tree.end(container));
    records.retain(|range| !range.is_empty() && !links.within(range).is_empty());
    records
}
