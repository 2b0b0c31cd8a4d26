//! The pieces of text of a record, as a reader sees them set apart.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use crate::parse::html::{At, Tree, push_text};

/// More pieces than this in one record are not looked at.
const MAX_CHUNKS: usize = 80;

#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub text: String,
    /// The element that holds it.
    pub holder: At,
}

/// Splits the text of a range at every element that is more than plain formatting.
pub(super) fn of(tree: &Tree<'_>, range: Range<At>) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut open: Option<At> = None;
    for at in range.clone() {
        let Some(text) = tree.text_at(at) else {
            if !is_plain(tree, at) {
                open = None;
            }
            continue;
        };
        if text.trim().is_empty() {
            if let Some(last) = chunks.last_mut().filter(|_| open.is_some()) {
                push_text(&mut last.text, text);
            }
            continue;
        }
        let holder = holder(tree, at, range.start);
        match chunks.last_mut() {
            Some(last) if open == Some(holder) => push_text(&mut last.text, text),
            _ => {
                if chunks.len() == MAX_CHUNKS {
                    break;
                }
                let mut piece = String::new();
                push_text(&mut piece, text);
                chunks.push(Chunk { text: piece, holder });
                open = Some(holder);
            }
        }
    }
    for chunk in &mut chunks {
        chunk.text.truncate(chunk.text.trim_end().len());
    }
    chunks
}

/// Every text of a range by itself, however it is formatted.
pub(super) fn leaves(tree: &Tree<'_>, range: Range<At>) -> Vec<Chunk> {
    let texts = range.filter_map(|at| Some((at, tree.text_at(at)?)));
    let whole = texts.filter(|(_, text)| !text.trim().is_empty()).take(MAX_CHUNKS);
    whole
        .map(|(at, text)| Chunk { text: text.trim().to_owned(), holder: tree.parent(at) })
        .collect()
}

fn is_plain(tree: &Tree<'_>, at: At) -> bool {
    match tree.name(at) {
        "b" | "strong" | "em" | "i" | "font" | "u" | "sup" | "sub" | "wbr" | "mark" | "big" => true,
        "span" => tree.attr(at, "class").is_none() && tree.attr(at, "id").is_none(),
        _ => false,
    }
}

/// The nearest element around a text that is more than formatting.
fn holder(tree: &Tree<'_>, at: At, top: At) -> At {
    let up = tree.ancestors(at).find(|&up| !is_plain(tree, up) || up < top);
    up.unwrap_or(0)
}

/// The way from the top of a record down to a node, as a hash of tags and columns.
pub(super) fn path(tree: &Tree<'_>, at: At, record: &Range<At>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let above = tree.ancestors(at).take_while(|up| record.contains(up));
    for up in std::iter::once(at).chain(above) {
        let name = tree.name(up);
        if matches!(name, "b" | "strong" | "em" | "i" | "font" | "u" | "span" | "small") {
            continue;
        }
        name.hash(&mut hasher);
        if matches!(name, "td" | "th") {
            column(tree, up).hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn column(tree: &Tree<'_>, cell: At) -> usize {
    tree.children(tree.parent(cell))
        .take(40)
        .take_while(|&child| child < cell)
        .filter(|&child| tree.element(child).is_some())
        .count()
}
