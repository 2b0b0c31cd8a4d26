//! Where on a page the article stands: the named container of its content system, or else the
//! smallest element that holds nearly all of the page's running text.

use super::families::{self, Trust};
use super::noise;
use super::tree::Tree;
use super::walk::{Block, Kind, blocks};

/// The page's running text, counted so that any subtree's share is a subtraction.
#[derive(Debug)]
pub(super) struct Prose {
    pub blocks: Vec<Block>,
    /// Running text before each node, in characters; one longer than the tree.
    before: Vec<usize>,
    /// All characters before each node.
    all_before: Vec<usize>,
}

impl Prose {
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let total: usize = text_bytes(tree);
        // a name that holds most of the page ("has-sidebar") is no box beside it
        let dropped =
            |at: usize| noise::by_name(tree, at) && text_bytes_in(tree, at) * 10 < total * 4;
        let blocks = blocks(tree, 0, &dropped);
        let mut at_node = vec![(0_usize, 0_usize); tree.len() + 1];
        for block in &blocks {
            if let Some(sum) = at_node.get_mut(block.at) {
                sum.0 += running(block);
                sum.1 += block.chars;
            }
        }
        let mut before = Vec::with_capacity(at_node.len());
        let mut all_before = Vec::with_capacity(at_node.len());
        let mut sum = (0, 0);
        for (prose, all) in at_node {
            before.push(sum.0);
            all_before.push(sum.1);
            sum = (sum.0 + prose, sum.1 + all);
        }
        Self { blocks, before, all_before }
    }

    pub(super) fn mass(&self, tree: &Tree<'_>, at: usize) -> usize {
        between(&self.before, tree, at)
    }

    pub(super) fn chars(&self, tree: &Tree<'_>, at: usize) -> usize {
        between(&self.all_before, tree, at)
    }

    pub(super) fn inside(&self, tree: &Tree<'_>, at: usize) -> impl Iterator<Item = &Block> {
        let range = tree.range(at);
        self.blocks.iter().filter(move |block| range.contains(&block.at))
    }
}

fn between(sums: &[usize], tree: &Tree<'_>, at: usize) -> usize {
    let range = tree.range(at);
    let sum = |i: usize| sums.get(i).copied().unwrap_or(0);
    sum(range.end).saturating_sub(sum(range.start))
}

fn text_bytes(tree: &Tree<'_>) -> usize {
    text_bytes_in(tree, 0)
}

fn text_bytes_in(tree: &Tree<'_>, at: usize) -> usize {
    use super::tree::{Role, What};
    let range = tree.range(at);
    let mut next = range.start;
    let mut sum = 0;
    while let Some(node) = tree.node(next).filter(|_| next < range.end) {
        match node.what {
            What::Element(_, Role::Skip) => next = node.end,
            What::Element(..) => next += 1,
            What::Text(text) => {
                sum += text.trim().len();
                next += 1;
            }
        }
    }
    sum
}

/// The characters of a block that read as prose. Chinese says in one character what takes Latin
/// two or three.
fn running(block: &Block) -> usize {
    const SHORTEST: usize = 40;
    if block.kind == Kind::Heading || block.linked * 2 > block.chars {
        return 0;
    }
    let wide = block.text.chars().filter(|&c| c >= '\u{2e80}').count();
    let weight = block.chars - block.linked + wide;
    let sentence = block.text.contains(['.', ',', '。', '，', '、', '；', '．', '।', '،']);
    if weight >= SHORTEST && (sentence || weight >= 2 * SHORTEST) { weight } else { 0 }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub at: usize,
    pub trust: Option<Trust>,
    /// Its share of the page's running text.
    pub share: f64,
}

/// The container of the article.
pub(super) fn find(tree: &Tree<'_>, prose: &Prose) -> Option<Place> {
    let total = prose.mass(tree, 0).max(1);
    let place = |at, trust| Place { at, trust, share: prose.mass(tree, at) as f64 / total as f64 };
    if let Some(at) = named(tree, prose, Trust::Sure) {
        return Some(place(at, Some(Trust::Sure)));
    }
    if let Some(at) = named(tree, prose, Trust::Usual).filter(|&at| prose.mass(tree, at) * 2 > total) {
        return Some(place(at, Some(Trust::Usual)));
    }
    densest(tree, prose).map(|at| place(at, None))
}

/// The container with such a name that holds most text; of nested ones the innermost that still
/// holds nearly as much.
fn named(tree: &Tree<'_>, prose: &Prose, trust: Trust) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for at in tree.elements(0).filter(|&at| families::trust(tree, at) == Some(trust)) {
        let chars = prose.chars(tree, at);
        best = match best {
            Some((old, most)) if tree.range(old).contains(&at) && chars * 10 >= most * 9 => {
                Some((at, chars))
            }
            Some((old, most)) if most >= chars => Some((old, most)),
            _ => Some((at, chars)),
        };
    }
    best.map(|(at, _)| at)
}

/// Down from the top as long as one child holds nearly all.
fn densest(tree: &Tree<'_>, prose: &Prose) -> Option<usize> {
    let mut at = 0;
    if prose.mass(tree, at) == 0 {
        return None;
    }
    loop {
        let mass = prose.mass(tree, at);
        let next = tree.children(at).find(|&child| prose.mass(tree, child) * 100 >= mass * 85);
        match next {
            Some(child) => at = child,
            None => return Some(at),
        }
    }
}
