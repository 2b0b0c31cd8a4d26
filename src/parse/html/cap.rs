use std::borrow::Cow;

use super::nesting::{Fate, MAX_DEPTH, Nesting};
use super::tags::{Tag, Tags};
use crate::model::{Warning, WarningKind};

/// How many nodes a tree may have (design limit); texts and stray end tags count.
const MAX_NODES: usize = 100_000;

/// Cuts markup that is too deep or has too many elements, on tokens, before any tree is built: a
/// plain tree build is quadratic in depth. Well-behaved markup is returned untouched.
pub fn cap(markup: &str) -> (Cow<'_, str>, Vec<Warning>) {
    let mut cutter = Cutter { markup, out: String::new(), kept: 0, deep: false, wide: false };
    let mut tags = Tags::new(markup);
    let mut nesting = Nesting::default();
    let mut nodes = 0;
    let mut cut_at = None;
    let mut name = String::new();
    while let Some(tag) = tags.next() {
        if nodes > MAX_NODES {
            cut_at = Some(tag.start);
            break;
        }
        name.clear();
        name.extend(tag.name.chars().take(32).map(|c| c.to_ascii_lowercase()));
        let raw = is_raw(&name) && !nesting.is_foreign();
        let fate = match tag.closing {
            true => nesting.end(&name),
            false if raw || is_void(&name) => Fate::Kept,
            false => nesting.start(&name),
        };
        cutter.judge(&tag, fate);
        if raw && !tag.closing {
            tags.skip_raw(&name);
        }
        let makes_node = fate == Fate::Stray || fate == Fate::Kept && !tag.closing;
        nodes += usize::from(makes_node) + usize::from(tag.text_before);
    }
    cutter.finish(cut_at)
}

/// Elements whose content is text, whatever it looks like.
fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "textarea"
            | "title"
            | "xmp"
            | "iframe"
            | "noembed"
            | "noframes"
            | "plaintext"
    )
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "image"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Copies nothing until something has to go.
struct Cutter<'a> {
    markup: &'a str,
    out: String,
    /// Up to here the markup is copied or dropped.
    kept: usize,
    deep: bool,
    wide: bool,
}

impl<'a> Cutter<'a> {
    fn judge(&mut self, tag: &Tag<'_>, fate: Fate) {
        if fate == Fate::Dropped {
            self.deep = true;
            self.drop(tag.start, tag.end);
        } else if let Some(surplus) = tag.surplus {
            self.wide = true;
            self.drop(surplus, tag.end.saturating_sub(1));
        }
    }

    fn drop(&mut self, from: usize, to: usize) {
        self.out.push_str(self.markup.get(self.kept..from).unwrap_or_default());
        self.kept = to;
    }

    fn finish(mut self, cut_at: Option<usize>) -> (Cow<'a, str>, Vec<Warning>) {
        let mut warnings = Vec::new();
        let mut warn = |text: String| warnings.push(Warning::new(WarningKind::Limit, text));
        if self.deep {
            warn(format!("elements nested deeper than {MAX_DEPTH} or never closed were flattened"));
        }
        if self.wide {
            warn("surplus attributes were dropped".to_owned());
        }
        if cut_at.is_some() {
            warn(format!("only the first {MAX_NODES} nodes of the page were read"));
        }
        let end = cut_at.unwrap_or(self.markup.len());
        if self.kept == 0 {
            return (Cow::Borrowed(self.markup.get(..end).unwrap_or_default()), warnings);
        }
        self.out.push_str(self.markup.get(self.kept..end).unwrap_or_default());
        (Cow::Owned(self.out), warnings)
    }
}
