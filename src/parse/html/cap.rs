use std::borrow::Cow;
use std::ops::Range;

use html5ever::{LocalName, local_name};

use super::nesting::{Fate, MAX_DEPTH, Nesting};
use super::tags::{Piece, Tag, Tags};
use crate::model::{Warning, WarningKind};

/// How many nodes a tree may have (design limit); texts, comments and stray end tags count.
const MAX_NODES: usize = 100_000;
/// Bytes of text that a tree may hold: more than the longest article that is kept, in any script.
const MAX_TEXT: usize = 2 << 20;
/// Bytes of a tag's name that are looked at.
const MAX_NAME: usize = 32;

/// Cuts markup that is too deep or has too many elements, on tokens, before any tree is built: a
/// plain tree build is quadratic in depth. Well-behaved markup is returned untouched.
pub fn cap(markup: &str) -> (Cow<'_, str>, Vec<Warning>) {
    let mut cutter = Cutter { markup, out: String::new(), kept: 0 };
    let mut tags = Tags::new(markup);
    let mut limits = Limits::default();
    let mut end = 0;
    while let Some(piece) = tags.next() {
        if limits.are_reached() {
            return (cutter.finish(end), limits.warnings());
        }
        if let Piece::Text(range) = &piece {
            let shown = limits.shown(markup, range.clone());
            if shown.end < range.end {
                return (cutter.finish(shown.end), limits.warnings());
            }
        }
        if let Some(Judged { tag, name, fate, raw }) = limits.piece(&piece) {
            if fate == Fate::Dropped {
                cutter.drop(tag.start, tag.end);
            } else if let Some(surplus) = tag.surplus {
                cutter.drop(surplus, tag.end.saturating_sub(1));
            }
            if raw {
                tags.skip_raw(&name);
            }
        }
        end = tags.at();
    }
    (cutter.finish(markup.len()), limits.warnings())
}

/// Counts what a page is made of, so that no tree of it grows out of hand.
#[derive(Debug, Default)]
pub(super) struct Limits {
    nesting: Nesting,
    nodes: usize,
    text: usize,
    deep: bool,
    wide: bool,
    cut: bool,
}

/// What is to become of a tag.
pub(super) struct Judged<'a> {
    pub tag: Tag<'a>,
    pub name: LocalName,
    pub fate: Fate,
    /// What follows is text, whatever it looks like.
    pub raw: bool,
}

impl Limits {
    pub(super) fn are_reached(&mut self) -> bool {
        self.cut = self.nodes > MAX_NODES;
        self.cut || self.is_long()
    }

    /// As much of a text as there is room for.
    pub(super) fn shown(&mut self, markup: &str, mut text: Range<usize>) -> Range<usize> {
        let room = MAX_TEXT.saturating_sub(self.text);
        self.text += text.len();
        if text.len() > room {
            text.end = markup.floor_char_boundary(text.start + room);
        }
        text
    }

    fn is_long(&self) -> bool {
        self.text > MAX_TEXT
    }

    /// Counts a piece, and judges it where it is a tag.
    pub(super) fn piece<'a>(&mut self, piece: &Piece<'a>) -> Option<Judged<'a>> {
        let Piece::Tag(tag) = piece else {
            // comments are nodes of the general tree, and bytes for whoever sends a million of them
            self.nodes += usize::from(matches!(piece, Piece::Text(_) | Piece::Comment));
            return None;
        };
        let name = name_of(tag.name);
        let raw = is_raw(&name) && !self.nesting.is_foreign();
        let fate = match tag.closing {
            true => self.nesting.end(&name),
            false if raw || is_void(&name) => Fate::Kept,
            false => self.nesting.start(&name),
        };
        self.deep |= fate == Fate::Dropped;
        self.wide |= fate != Fate::Dropped && tag.surplus.is_some();
        self.nodes += usize::from(fate == Fate::Stray || fate == Fate::Kept && !tag.closing);
        Some(Judged { tag: *tag, name, fate, raw: raw && !tag.closing })
    }

    /// What was cut, for the reader of the page.
    pub(super) fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |text: String| warnings.push(Warning::new(WarningKind::Limit, text));
        if self.deep {
            warn(format!("elements nested deeper than {MAX_DEPTH} or never closed were flattened"));
        }
        if self.wide {
            warn("surplus attributes were dropped".to_owned());
        }
        if self.is_long() {
            warn(format!("only the first {MAX_TEXT} bytes of the page's text were read"));
        }
        if self.cut {
            warn(format!("only the first {MAX_NODES} nodes of the page were read"));
        }
        warnings
    }
}

/// A tag's name in lower case.
fn name_of(name: &str) -> LocalName {
    match name {
        // half of all tags, without a look into the table of names
        "a" => return local_name!("a"),
        "div" => return local_name!("div"),
        "li" => return local_name!("li"),
        "span" => return local_name!("span"),
        "td" => return local_name!("td"),
        "p" => return local_name!("p"),
        _ => {}
    }
    let name = name.get(..name.floor_char_boundary(MAX_NAME)).unwrap_or_default();
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        return LocalName::from(name.to_ascii_lowercase());
    }
    LocalName::from(name)
}

/// Elements whose content is text, whatever it looks like.
fn is_raw(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("xmp")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("plaintext")
    )
}

fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("basefont")
            | local_name!("bgsound")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("frame")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("image")
            | local_name!("input")
            | local_name!("keygen")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}

/// Copies nothing until something has to go.
struct Cutter<'a> {
    markup: &'a str,
    out: String,
    /// Up to here the markup is copied or dropped.
    kept: usize,
}

impl<'a> Cutter<'a> {
    fn drop(&mut self, from: usize, to: usize) {
        self.out.push_str(self.markup.get(self.kept..from).unwrap_or_default());
        self.kept = to;
    }

    fn finish(mut self, end: usize) -> Cow<'a, str> {
        if self.kept == 0 {
            return Cow::Borrowed(self.markup.get(..end).unwrap_or_default());
        }
        self.out.push_str(self.markup.get(self.kept..end).unwrap_or_default());
        Cow::Owned(self.out)
    }
}
