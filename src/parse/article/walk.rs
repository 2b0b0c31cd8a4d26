//! Text out of a part of the page: blocks as a reader sees them, paragraph by paragraph.

use super::tree::{Role, Tree, What, is_blank};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading,
    Paragraph,
    Item,
    Row,
    /// Text that stands in no element of its own.
    Loose,
}

#[derive(Debug, Clone)]
pub(super) struct Block {
    pub text: String,
    pub kind: Kind,
    /// The innermost block element that holds it.
    pub at: usize,
    /// Characters without blanks, and how many of them are links.
    pub chars: usize,
    pub linked: usize,
}

/// Collects the blocks of a subtree, leaving out what `dropped` says.
pub(super) fn blocks(tree: &Tree<'_>, root: usize, dropped: &dyn Fn(usize) -> bool) -> Vec<Block> {
    let mut walk = Walk::default();
    let range = tree.range(root);
    let mut at = range.start;
    while let Some(node) = tree.node(at).filter(|_| at < range.end) {
        walk.close_before(at);
        match node.what {
            What::Text(text) => {
                walk.line.push(text, walk.links > 0);
                at += 1;
            }
            What::Element(_, Role::Skip) if at != root => at = node.end,
            What::Element(..) if at != root && dropped(at) => {
                walk.line.pending_gap = true;
                at = node.end;
            }
            What::Element(_, role) => {
                walk.enter(tree, at, node.end, role);
                at += 1;
            }
        }
    }
    walk.close_before(usize::MAX);
    walk.flush();
    walk.out
}

struct Open {
    at: usize,
    end: usize,
    role: Role,
}

#[derive(Default)]
struct Walk {
    out: Vec<Block>,
    line: Line,
    open: Vec<Open>,
    links: usize,
    rows: usize,
    items: usize,
}

impl Walk {
    fn close_before(&mut self, at: usize) {
        while let Some(open) = self.open.pop_if(|open| open.end <= at) {
            if let Some(count) = self.count(open.role) {
                *count -= 1;
            }
            match open.role {
                Role::Link | Role::Inline | Role::Break | Role::Skip => {}
                Role::Cell if self.in_row() => self.line.pending_cell = true,
                _ if self.in_row() => self.line.pending_gap = true,
                // the row itself is closed now: its cells make one line
                _ => self.flush_as(open.role, open.at),
            }
        }
    }

    fn count(&mut self, role: Role) -> Option<&mut usize> {
        match role {
            Role::Link => Some(&mut self.links),
            Role::Row => Some(&mut self.rows),
            Role::Item => Some(&mut self.items),
            _ => None,
        }
    }

    fn in_row(&self) -> bool {
        self.rows > 0
    }

    fn enter(&mut self, tree: &Tree<'_>, at: usize, end: usize, role: Role) {
        let role = match role {
            Role::Row if !is_data_row(tree, at) => Role::Block,
            other => other,
        };
        match role {
            Role::Break if self.in_row() => self.line.pending_gap = true,
            Role::Break => self.line.newline(),
            Role::Inline | Role::Link | Role::Skip => {}
            _ if self.in_row() => self.line.pending_gap = true,
            _ => self.flush(),
        }
        if end > at + 1 {
            if let Some(count) = self.count(role) {
                *count += 1;
            }
            self.open.push(Open { at, end, role });
        }
    }

    /// Text that precedes a block belongs to the block around both.
    fn flush(&mut self) {
        let holder = self.open.iter().rev().find(|open| {
            !matches!(open.role, Role::Inline | Role::Link | Role::Break | Role::Skip)
        });
        let (role, at) = holder.map_or((Role::Block, 0), |open| (open.role, open.at));
        self.flush_as(role, at);
    }

    fn flush_as(&mut self, role: Role, at: usize) {
        let line = std::mem::take(&mut self.line);
        if line.chars == 0 {
            return;
        }
        let in_item = role == Role::Item || self.items > 0;
        let kind = match role {
            Role::Heading(_) => Kind::Heading,
            Role::Row => Kind::Row,
            Role::Item => Kind::Item,
            Role::Paragraph if in_item => Kind::Item,
            Role::Paragraph => Kind::Paragraph,
            _ => Kind::Loose,
        };
        for (text, chars, linked) in line.paragraphs() {
            self.out.push(Block { text, kind, at, chars, linked });
        }
    }
}

/// Cells side by side that hold words, not a page's columns: then the row is one line.
fn is_data_row(tree: &Tree<'_>, row: usize) -> bool {
    const LONGEST_CELL: usize = 600;
    let mut cells = 0;
    for cell in tree.children(row).filter(|&at| tree.role(at) == Some(Role::Cell)) {
        cells += 1;
        let nested = tree.elements(cell).any(|at| tree.role(at) == Some(Role::Table));
        let bytes: usize = tree
            .range(cell)
            .filter_map(|at| match tree.node(at)?.what {
                What::Text(text) => Some(text.trim().len()),
                What::Element(..) => None,
            })
            .sum();
        if nested || bytes > LONGEST_CELL {
            return false;
        }
    }
    cells >= 2
}

/// Text under way: blanks squeezed, line breaks remembered.
#[derive(Default)]
struct Line {
    text: String,
    /// At each line break: the length of `text`, the characters and the linked characters so far.
    breaks: Vec<(usize, usize, usize)>,
    pending_gap: bool,
    pending_cell: bool,
    chars: usize,
    linked: usize,
}

impl Line {
    fn push(&mut self, text: &str, in_link: bool) {
        for c in text.chars() {
            if is_blank(c) {
                self.pending_gap = true;
                continue;
            }
            if self.pending_cell && self.chars > 0 {
                self.text.push_str(" | ");
            } else if self.pending_gap && !self.at_line_start() {
                self.text.push(' ');
            }
            self.pending_gap = false;
            self.pending_cell = false;
            self.text.push(c);
            self.chars += 1;
            self.linked += usize::from(in_link);
        }
    }

    fn at_line_start(&self) -> bool {
        self.breaks.last().map_or(0, |&(at, ..)| at) == self.text.len()
    }

    fn newline(&mut self) {
        if !self.at_line_start() {
            self.breaks.push((self.text.len(), self.chars, self.linked));
        }
    }

    /// Cut at line breaks; text, characters and linked characters of each piece.
    fn paragraphs(self) -> Vec<(String, usize, usize)> {
        let mut pieces = Vec::new();
        let mut start = (0, 0, 0);
        for end in self.breaks.iter().copied().chain([(self.text.len(), self.chars, self.linked)]) {
            if let Some(piece) = self.text.get(start.0..end.0).filter(|piece| !piece.is_empty()) {
                pieces.push((piece.trim().to_owned(), end.1 - start.1, end.2 - start.2));
            }
            start = end;
        }
        pieces
    }
}
