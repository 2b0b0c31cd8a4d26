//! The pieces of text of a page, as a reader sees them set apart.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::text::{Sums, units};
use super::titles;
use crate::parse::date::{self, Clues, Found};
use crate::parse::html::{At, Attr, Tree, push_text};

/// More pieces than this in one record are not looked at.
const MAX_CHUNKS: usize = 80;

/// Text between two elements that are more than plain formatting.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub text: String,
    /// The element that holds it.
    pub holder: At,
    /// How much it says.
    pub units: usize,
    dates: OnceCell<Vec<Found>>,
}

impl Chunk {
    fn new(text: String, holder: At, units: usize) -> Self {
        Self { text, holder, units, dates: OnceCell::new() }
    }

    /// The dates in it, by what is known of any page.
    pub(super) fn dates(&self, clues: &Clues) -> &[Found] {
        self.dates.get_or_init(|| date::scan(&self.text, clues))
    }

    /// Whether it is a date and hardly more.
    pub(super) fn is_date(&self, clues: &Clues) -> bool {
        titles::is_date_of(&self.text, || self.dates(clues))
    }
}

/// All pieces of a page.
#[derive(Debug)]
pub(super) struct Chunks {
    /// Each with the texts it is made of.
    all: Vec<(Range<At>, Chunk)>,
}

impl Chunks {
    pub(super) fn of(tree: &Tree, sums: &Sums) -> Self {
        let holders = holders(tree);
        let mut all: Vec<(Range<At>, Chunk)> = Vec::new();
        let mut open: Option<(Range<At>, String, At)> = None;
        let mut close = |open: &mut Option<(Range<At>, String, At)>| {
            if let Some((range, mut text, holder)) = open.take() {
                text.truncate(text.trim_end().len());
                let units = sums.between(&range);
                all.push((range, Chunk::new(text, holder, units)));
            }
        };
        for at in 0..tree.len() {
            let Some(text) = tree.text_at(at) else {
                if !is_plain(tree, at) {
                    close(&mut open);
                }
                continue;
            };
            if text.trim_ascii_start().is_empty() || text.trim().is_empty() {
                if let Some((_, whole, _)) = &mut open {
                    push_text(whole, text);
                }
                continue;
            }
            let holder = holders.get(at).copied().unwrap_or(0);
            if open.as_ref().is_some_and(|(_, _, own)| *own != holder) {
                close(&mut open);
            }
            let (range, whole, _) =
                open.get_or_insert_with(|| (at..at, String::with_capacity(text.len()), holder));
            range.end = at + 1;
            push_text(whole, text);
        }
        close(&mut open);
        Self { all }
    }

    /// The pieces of a range, which starts with a child of some element and ends before another.
    pub(super) fn within(&self, tree: &Tree, range: &Range<At>) -> Vec<Cow<'_, Chunk>> {
        let first = self.all.partition_point(|(own, _)| own.end <= range.start);
        let own = self.all.iter().skip(first).take_while(|(own, _)| own.start < range.end);
        let own = own.filter_map(|(texts, chunk)| {
            let outside = chunk.holder < range.start && chunk.holder != tree.parent(range.start);
            if !outside && range.start <= texts.start && texts.end <= range.end {
                return Some(Cow::Borrowed(chunk));
            }
            let texts = texts.start.max(range.start)..texts.end.min(range.end);
            let mut text = String::new();
            texts.filter_map(|at| tree.text_at(at)).for_each(|piece| push_text(&mut text, piece));
            text.truncate(text.trim_end().len());
            let holder =
                if chunk.holder < range.start { tree.parent(range.start) } else { chunk.holder };
            let units = units(&text);
            (!text.is_empty()).then(|| Cow::Owned(Chunk::new(text, holder, units)))
        });
        own.take(MAX_CHUNKS).collect()
    }
}

/// For each node the nearest element around it that is more than formatting.
fn holders(tree: &Tree) -> Vec<At> {
    let mut holders: Vec<At> = Vec::with_capacity(tree.len());
    for at in 0..tree.len() {
        let up = tree.parent(at);
        let above = holders.get(up).copied().unwrap_or(0);
        holders.push(if at == 0 || is_plain(tree, up) { above } else { up });
    }
    holders
}

/// Every text of a range by itself, however it is formatted.
pub(super) fn leaves(tree: &Tree, range: Range<At>) -> Vec<Chunk> {
    let texts = range.filter_map(|at| Some((at, tree.text_at(at)?)));
    let whole = texts.filter(|(_, text)| !text.trim().is_empty()).take(MAX_CHUNKS);
    let leaf =
        |(at, text): (At, &str)| Chunk::new(text.trim().to_owned(), tree.parent(at), units(text));
    whole.map(leaf).collect()
}

fn is_plain(tree: &Tree, at: At) -> bool {
    if !tree.is_inline(at) {
        return false;
    }
    match tree.name(at) {
        "b" | "strong" | "em" | "i" | "font" | "u" | "sup" | "sub" | "wbr" | "mark" | "big"
        | "abbr" | "q" => true,
        "span" => tree.attr(at, Attr::Class).is_none() && tree.attr(at, Attr::Id).is_none(),
        _ => false,
    }
}
