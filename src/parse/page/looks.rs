//! What elements look like: what their class names and ids say, each name read once.

use std::ops::Range;

use super::hash::{Hash, WordMap};
use super::names::{Name, Zone};
use crate::parse::html::{At, Attr, Tree};

/// What the class names and the id of one element say.
#[expect(clippy::struct_excessive_bools, reason = "a row of measurements")]
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Look {
    /// Equal where they are the same but for what tells one item from the next.
    pub hash: Hash,
    pub zone: Zone,
    /// A class name says that it holds a title.
    pub title: bool,
    /// A class name says that it names who wrote.
    pub author: bool,
    /// They say that it leads to further pages.
    pub pager: bool,
    /// They say that it holds news.
    pub news: bool,
    /// A class name says that it is a list.
    pub list: bool,
}

#[derive(Debug)]
pub(super) struct Looks {
    of: Vec<u32>,
    distinct: Vec<Look>,
    steps: Vec<Option<Hash>>,
    /// Elements that tell machines a time.
    timed: Vec<At>,
}

impl Looks {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut reader = Reader { names: WordMap::default(), classes: WordMap::default() };
        // the first look is that of an element that says nothing
        let mut looks = Self {
            of: Vec::with_capacity(tree.len()),
            distinct: vec![Look::default()],
            steps: steps(tree),
            timed: Vec::new(),
        };
        for at in (0..tree.len()).filter(|&at| tree.has_attributes(at)) {
            looks.of.resize(at, 0);
            if tree.attr(at, Attr::Datetime).is_some() {
                looks.timed.push(at);
            }
            let (classes, id) = (tree.attr(at, Attr::Class), tree.attr(at, Attr::Id));
            let classes = classes.map_or(0, |classes| reader.classes(classes, &mut looks.distinct));
            looks.of.push(match id {
                Some(id) => {
                    let look = looks.distinct.get(classes as usize).copied().unwrap_or_default();
                    looks.distinct.push(reader.add(look, id));
                    looks.distinct.len() as u32 - 1
                }
                None => classes,
            });
        }
        looks
    }

    /// Whether an element in the range tells machines a time.
    pub(super) fn is_timed(&self, range: &Range<At>) -> bool {
        let next = self.timed.partition_point(|&at| at < range.start);
        self.timed.get(next).is_some_and(|at| range.contains(at))
    }

    /// The way from the top of a record down to a node, as a hash of tags and columns.
    pub(super) fn path(&self, tree: &Tree, at: At, record: &Range<At>) -> u64 {
        let mut path = Hash::default();
        let above = tree.ancestors(at).take_while(|up| record.contains(up));
        for up in std::iter::once(at).chain(above) {
            if let Some(Some(step)) = self.steps.get(up) {
                path.mix(step.0);
            }
        }
        path.0
    }

    pub(super) fn at(&self, at: At) -> Look {
        let look = self.of.get(at).and_then(|&look| self.distinct.get(look as usize));
        look.copied().unwrap_or_default()
    }
}

/// What each element adds to the way down to it: its tag, and the column of a cell.
fn steps(tree: &Tree) -> Vec<Option<Hash>> {
    let mut columns: Vec<u64> = vec![0; tree.len()];
    let step = |at: At| {
        let name = tree.name(at);
        if tree.is_inline(at)
            && matches!(name, "b" | "strong" | "em" | "i" | "font" | "u" | "span" | "small")
        {
            return None;
        }
        let mut hash = Hash::default();
        hash.add(name.as_bytes());
        if tree.is_element(at) && at > 0 {
            let column = columns.get_mut(tree.parent(at))?;
            if matches!(name, "td" | "th") {
                hash.mix(*column);
            }
            *column += 1;
        }
        Some(hash)
    };
    (0..tree.len()).map(step).collect()
}

/// Reads every name, and every list of class names, once.
struct Reader<'a> {
    names: WordMap<'a, (Name, Hash)>,
    classes: WordMap<'a, u32>,
}

impl<'a> Reader<'a> {
    fn classes(&mut self, classes: &'a str, distinct: &mut Vec<Look>) -> u32 {
        if let Some(known) = self.classes.get(classes) {
            return *known;
        }
        let mut look = Look::default();
        for class in classes.split_ascii_whitespace() {
            look = self.add(look, class);
            look.title |= self.names.get(class).is_some_and(|(name, _)| name.title);
            look.author |= self.names.get(class).is_some_and(|(name, _)| name.author);
            look.list |= class.to_ascii_lowercase().contains("list");
        }
        // Blogger makes the posts of a page one of its widgets
        let has = |name: &str| classes.split_ascii_whitespace().any(|class| class == name);
        if look.zone == Zone::Side && has("widget") && has("Blog") {
            look.zone = Zone::Content;
        }
        distinct.push(look);
        let number = distinct.len() as u32 - 1;
        self.classes.insert(classes, number);
        number
    }

    fn add(&mut self, mut look: Look, name: &'a str) -> Look {
        let read = || {
            let mut hash = Hash::default();
            hash.add(steady(name).unwrap_or_default().as_bytes());
            (Name::read(name), hash)
        };
        let (name, hash) = *self.names.entry(name).or_insert_with(read);
        look.zone = look.zone.max(name.zone);
        look.pager |= name.pager;
        look.news |= name.news;
        look.hash.mix(hash.0);
        look
    }
}

/// A class name or id without what tells one item from the next.
fn steady(name: &str) -> Option<String> {
    const STATES: &[&str] = &[
        "first", "last", "odd", "even", "active", "on", "cur", "current", "clearfix", "hover",
        "sticky", "top", "row", "line", "no",
    ];
    let plain: String = name.chars().filter(|c| !c.is_ascii_digit()).collect();
    let plain = plain.trim_matches(['-', '_']).to_ascii_lowercase();
    (plain.len() > 1 && !STATES.contains(&plain.as_str())).then_some(plain)
}

/// A name that needs no escape in CSS, carries no number, and says no passing state.
pub(super) fn is_steady(name: &str) -> bool {
    const STATES: &[&str] = &[
        "active", "current", "on", "cur", "first", "last", "odd", "even", "hover", "show", "open",
        "selected", "in",
    ];
    let plain = name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'));
    plain && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !STATES.contains(&name)
}
