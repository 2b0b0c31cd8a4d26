//! Where a page repeats itself: runs of siblings that each hold links. A record is a range of
//! nodes; it may span several siblings (`dt` and `dd`, a heading and its paragraphs, the text
//! between two line breaks).

use std::ops::Range;

use super::features::Measure;
use super::hash::{Hash, Map};
use super::links::Links;
use super::looks::{self, Looks};
use crate::parse::html::{At, Tree};

/// More links than this in one record, on average, and the record is a page section.
const MAX_LINKS_IN_RECORD: usize = 16;
/// The same for a post that stands on the page as a whole.
const MAX_LINKS_IN_POST: usize = 80;
/// So many children of one class are a list of their own.
const ALIKE: usize = 3;
/// Classes looked at among the children of one element.
const MAX_CLASSES: usize = 12;

/// One repeated block.
#[derive(Debug, Clone)]
pub(super) struct Region<'a> {
    pub container: At,
    /// The tag that every record starts with.
    pub tag: &'a str,
    /// The class of its records, where not every child with that tag is one.
    pub class: Option<&'a str>,
    pub records: Vec<Range<At>>,
}

impl Region<'_> {
    /// Its records, as a selector of children says it.
    pub(super) fn item(&self) -> String {
        self.class.map_or_else(|| self.tag.to_owned(), |class| format!("{}.{class}", self.tag))
    }
}

/// The lowest element that holds all blocks of a group.
pub(super) fn frame(tree: &Tree, group: &[Region<'_>]) -> At {
    let Some(first) = group.first() else { return 0 };
    let end = group.iter().map(|region| tree.end(region.container)).max().unwrap_or(0);
    let up = std::iter::once(first.container).chain(tree.ancestors(first.container));
    up.into_iter().find(|&up| tree.end(up) >= end).unwrap_or(0)
}

/// Blocks that look alike are taken together: rows of a grid, sections by day or topic.
pub(super) fn find<'a>(measure: &Measure<'a>, wanted: &dyn Fn(At) -> bool) -> Vec<Vec<Region<'a>>> {
    let mut groups = alike(measure, wanted);
    groups.retain(|group| repeats(measure, group));
    groups
}

/// Whether blocks are repeated, or stand where something is to be.
pub(super) fn repeats(measure: &Measure<'_>, group: &[Region<'_>]) -> bool {
    records_of(group) > 1 || group.iter().any(|region| holds_lists(measure, region.container))
}

/// What stands on the page once.
pub(super) fn single<'a>(measure: &Measure<'a>) -> Vec<Vec<Region<'a>>> {
    let mut groups = alike(measure, &|_| true);
    groups.retain(|group| records_of(group) == 1);
    groups
}

fn records_of(group: &[Region<'_>]) -> usize {
    group.iter().map(|region| region.records.len()).sum()
}

fn alike<'a>(measure: &Measure<'a>, wanted: &dyn Fn(At) -> bool) -> Vec<Vec<Region<'a>>> {
    let (tree, links) = (measure.tree, measure.links);
    let mut order: Vec<Hash> = Vec::new();
    let mut alike: Map<Hash, Vec<Region<'a>>> = Map::default();
    let ways = ways(tree, measure.looks);
    for container in containers(tree, links).into_iter().filter(|&at| wanted(at)) {
        for region in regions_in(measure, container) {
            let mut look = ways.get(container).copied().unwrap_or_default();
            look.add(region.tag.as_bytes());
            look.add(region.class.unwrap_or_default().as_bytes());
            let group = alike.entry(look).or_default();
            if group.is_empty() {
                order.push(look);
            }
            group.push(region);
        }
    }
    order.iter().filter_map(|look| alike.remove(look)).collect()
}

fn holds_lists(measure: &Measure<'_>, at: At) -> bool {
    matches!(measure.tree.name(at), "ul" | "ol" | "dl" | "tbody" | "main" | "article")
        || measure.looks.at(at).list
}

/// Every element with a link somewhere below a child of it, each once.
fn containers(tree: &Tree, links: &Links) -> Vec<At> {
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

/// What an element looks like from the root down: tags, class names, ids.
fn ways(tree: &Tree, looks: &Looks) -> Vec<Hash> {
    let mut ways: Vec<Hash> = Vec::with_capacity(tree.len());
    for at in 0..tree.len() {
        let above = (at > 0).then(|| ways.get(tree.parent(at)).copied());
        let mut way = above.flatten().unwrap_or_default();
        if tree.is_element(at) {
            way.add(tree.name(at).as_bytes());
            way.mix(looks.at(at).hash.0);
        }
        ways.push(way);
    }
    ways
}

fn regions_in<'a>(measure: &Measure<'a>, container: At) -> Vec<Region<'a>> {
    let (tree, links, looks) = (measure.tree, measure.links, measure.looks);
    let mut by_tag: Vec<(&'a str, Vec<At>)> = Vec::new();
    let (mut inside, mut breaks) = (0, 0);
    for child in tree.children(container) {
        let name = tree.name(child);
        breaks += usize::from(name == "br");
        let within = links.within(&(child..tree.end(child)));
        let count = within.len();
        if name.is_empty() || count == 0 || count > 1 && only_numbers(links, within) {
            continue;
        }
        inside += count;
        match by_tag.iter_mut().find(|(tag, _)| *tag == name) {
            Some((_, children)) => children.push(child),
            None => by_tag.push((name, vec![child])),
        }
    }
    let mut regions: Vec<Region<'a>> = Vec::new();
    for (tag, starts) in &by_tag {
        if inside > starts.len() * MAX_LINKS_IN_RECORD {
            regions.extend(posts(tree, looks, links, (container, tag, starts)));
            continue;
        }
        if matches!(*tag, "a" | "span" | "b" | "font" | "strong" | "em")
            && breaks + 1 >= starts.len()
            && breaks > 0
        {
            continue;
        }
        let records = spans(tree, container, tag, starts);
        regions.push(Region { container, tag, class: None, records });
        regions.extend(by_class(tree, container, tag, starts));
    }
    if breaks > 0 && !by_tag.is_empty() {
        let records = lines(tree, links, container);
        if records.len() > 1 {
            regions.push(Region { container, tag: "br", class: None, records });
        }
    }
    regions
}

/// Pages to turn to, or the days of a calendar.
fn only_numbers(links: &Links, within: Range<usize>) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    within.filter_map(|index| links.get(index)).all(|link| number(link.text.trim()))
}

/// Whole posts with all the links of their texts.
fn posts<'a>(
    tree: &'a Tree,
    looks: &Looks,
    links: &Links,
    (container, tag, starts): (At, &'a str, &[At]),
) -> Option<Region<'a>> {
    let named = |&start: &At| tag == "article" || looks.at(start).news && !looks.at(start).list;
    let records = starts.iter().filter(|start| named(start)).map(|&start| start..tree.end(start));
    let records: Vec<Range<At>> = records.collect();
    let within: usize = records.iter().map(|record| links.within(record).len()).sum();
    let fits = records.len() >= ALIKE && within <= records.len() * MAX_LINKS_IN_POST;
    fits.then_some(Region { container, tag, class: None, records })
}

/// The like among children that differ: posts between banners, the second row of teasers.
fn by_class<'a>(tree: &'a Tree, container: At, tag: &'a str, starts: &[At]) -> Vec<Region<'a>> {
    let mut classes: Vec<(&'a str, Vec<At>)> = Vec::new();
    for &start in starts {
        let Some(class) = tree.classes(start).find(|class| looks::is_steady(class)) else {
            continue;
        };
        let seen = classes.len();
        match classes.iter_mut().find(|(known, _)| *known == class) {
            Some((_, like)) => like.push(start),
            None if seen < MAX_CLASSES => classes.push((class, vec![start])),
            None => {}
        }
    }
    classes.retain(|(_, like)| like.len() >= ALIKE && like.len() < starts.len());
    let region = |(class, like): (&'a str, Vec<At>)| Region {
        container,
        tag,
        class: Some(class),
        records: like.iter().map(|&start| start..tree.end(start)).collect(),
    };
    classes.into_iter().map(region).collect()
}

/// Lets each start reach over the siblings that go with it.
fn spans(tree: &Tree, container: At, tag: &str, starts: &[At]) -> Vec<Range<At>> {
    let alone = || starts.iter().map(|&start| start..tree.end(start)).collect();
    if heavy(tag) {
        return alone();
    }
    let children: Vec<At> =
        tree.children(container).filter(|&child| is_material(tree, child)).collect();
    let is_start = |child: At| starts.binary_search(&child).is_ok();
    let leading = children.first().is_some_and(|&child| !is_start(child));
    let trailing = children.last().is_some_and(|&child| !is_start(child));
    let between = children.iter().filter(|&&child| !is_start(child)).count();
    let end = tree.end(container);
    if between + 1 < starts.len() {
        return alone();
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
fn heavy(tag: &str) -> bool {
    matches!(tag, "ul" | "ol" | "table" | "tbody" | "section" | "article" | "nav" | "form" | "li")
}

fn is_material(tree: &Tree, at: At) -> bool {
    match tree.text_at(at) {
        Some(text) => !text.trim().is_empty(),
        None => !matches!(tree.name(at), "br" | "hr" | "input" | "script"),
    }
}

/// The stretches between line breaks that hold a link.
fn lines(tree: &Tree, links: &Links, container: At) -> Vec<Range<At>> {
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
