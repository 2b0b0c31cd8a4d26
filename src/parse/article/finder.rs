//! Where on a page the article stands: the named container of its content system, or else the
//! smallest element that holds nearly all of the page's running text.

use super::families::{self, Trust};
use super::noise::{self, Noise};
use super::tree::{Node, Role, Tree, What};
use super::walk::{Block, Kind, blocks};

/// The page's running text, counted so that any subtree's share is a subtraction.
#[derive(Debug)]
pub(super) struct Prose {
    pub blocks: Vec<Block>,
    /// Running text before each node, in characters; one longer than the tree.
    before: Vec<usize>,
    /// All characters before each node.
    all_before: Vec<usize>,
    /// Whether the page has long texts at all, be they in boxes that are no article.
    pub holds_long_texts: bool,
}

impl Prose {
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let core = Core::of(tree);
        let blocks = blocks(tree, 0, &|at| {
            noise::by_name(tree, at).is_some_and(|noise| !core.excuses(tree, at, noise))
        });
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
        Self { blocks, before, all_before, holds_long_texts: core.total > 0 }
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

/// Where the page keeps its long texts. A box that holds half of them, or the container that the
/// content system names, is no box beside the article, whatever it is called.
struct Core {
    /// Bytes of long texts before each node.
    long_before: Vec<usize>,
    /// Named containers before each node.
    named_before: Vec<u32>,
    total: usize,
}

impl Core {
    fn of(tree: &Tree<'_>) -> Self {
        const LONG: usize = 80;
        let mut long_before = Vec::with_capacity(tree.len() + 1);
        let mut named_before = Vec::with_capacity(tree.len() + 1);
        let (mut long, mut named, mut skip_until) = (0, 0, 0);
        for at in 0..tree.len() {
            long_before.push(long);
            named_before.push(named);
            match tree.node(at) {
                Some(Node { what: What::Element(_, Role::Skip), end, .. }) => {
                    skip_until = skip_until.max(end);
                }
                Some(Node { what: What::Element(element, _), .. }) => {
                    let core = matches!(element.name(), "main")
                        || families::trust(tree, at) == Some(Trust::Sure);
                    named += u32::from(core);
                }
                Some(Node { what: What::Text(text), .. }) if at >= skip_until => {
                    let bytes = text.trim().len();
                    long += if bytes >= LONG { bytes } else { 0 };
                }
                _ => {}
            }
        }
        long_before.push(long);
        named_before.push(named);
        Self { long_before, named_before, total: long }
    }

    /// Whether a box holds too much to be what it is called.
    fn excuses(&self, tree: &Tree<'_>, at: usize, noise: Noise) -> bool {
        let range = tree.range(at);
        let named = |i: usize| self.named_before.get(i).copied().unwrap_or(0);
        let (named, percent) = match noise {
            Noise::Likely => (named(range.end) > named(range.start), 50),
            Noise::Beside => (named(range.end) > named(range.start), 40),
            Noise::Sure => (named(range.end) > named(range.start), 85),
            Noise::Hidden => (false, 95),
        };
        let long = between(&self.long_before, tree, at);
        named || (self.total > 0 && long * 100 > self.total * percent)
    }
}

/// The characters of a block that read as prose. Chinese says in one character what takes Latin
/// two or three.
pub(super) fn running(block: &Block) -> usize {
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
    /// Its share of the page's running text, in percent.
    pub share: usize,
}

/// The container of the article; `told` is the operator's word.
pub(super) fn find(tree: &Tree<'_>, prose: &Prose, told: Option<usize>) -> Option<Place> {
    let total = prose.mass(tree, 0).max(1);
    let place = |at, trust| Place { at, trust, share: prose.mass(tree, at) * 100 / total };
    if let Some(at) = told {
        return Some(place(at, Some(Trust::Sure)));
    }
    if let Some(at) = named(tree, prose, Trust::Sure) {
        return Some(place(at, Some(Trust::Sure)));
    }
    if let Some(at) =
        named(tree, prose, Trust::Usual).filter(|&at| prose.mass(tree, at) * 2 > total)
    {
        return Some(place(at, Some(Trust::Usual)));
    }
    densest(tree, prose).map(|at| place(at, None))
}

/// The container with such a name that holds most text; of nested ones the innermost that still
/// holds nearly as much. Where the text is cut into several alike, what holds them all.
fn named(tree: &Tree<'_>, prose: &Prose, trust: Trust) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    let mut all: Vec<(usize, usize)> = Vec::new();
    for at in tree.elements(0).filter(|&at| families::trust(tree, at) == Some(trust)) {
        let chars = prose.chars(tree, at);
        all.push((at, chars));
        best = match best {
            Some((old, most)) if tree.range(old).contains(&at) && chars * 10 >= most * 9 => {
                Some((at, chars))
            }
            Some((old, most)) if most >= chars => Some((old, most)),
            _ => Some((at, chars)),
        };
    }
    let (at, most) = best?;
    let twins: Vec<usize> = all
        .into_iter()
        .filter(|&(other, chars)| {
            chars * 20 >= most
                && !tree.range(at).contains(&other)
                && !tree.range(other).contains(&at)
                && tree.names(other) == tree.names(at)
        })
        .map(|(other, _)| other)
        .collect();
    let Some((&first, &last)) = twins.first().zip(twins.last()) else { return Some(at) };
    let (first, last) = (first.min(at), last.max(at));
    tree.ancestors(first).find(|&up| tree.range(up).contains(&last)).or(Some(at))
}

/// Down from the top as long as one child holds nearly all.
fn densest(tree: &Tree<'_>, prose: &Prose) -> Option<usize> {
    const NEARLY_ALL: usize = 88;
    let mut at = 0;
    if prose.mass(tree, at) == 0 {
        return None;
    }
    loop {
        let mass = prose.mass(tree, at);
        let next = tree.children(at).find(|&child| {
            // one long paragraph is not the article round it
            !matches!(
                tree.role(child),
                Some(Role::Paragraph | Role::Item | Role::Inline | Role::Link)
            ) && prose.mass(tree, child) * 100 >= mass * NEARLY_ALL
        });
        match next {
            Some(child) => at = child,
            None => return Some(at),
        }
    }
}
