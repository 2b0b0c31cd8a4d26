//! The text of an article.

use super::finder::{self, Place, Prose};
use super::noise;
use super::tree::Tree;
use super::walk::{Block, Kind};

pub fn lab(markup: &str, mode: &str) -> String {
    if mode == "lib" {
        return join(&super::library::extract(markup).unwrap_or_default());
    }
    let html = scraper::Html::parse_document(markup);
    let tree = Tree::of(&html);
    let prose = Prose::of(&tree);
    let Some(place) = finder::find(&tree, &prose) else { return String::new() };
    join(&own(&tree, &prose, place))
}

fn own(tree: &Tree<'_>, prose: &Prose, place: Place) -> Vec<Block> {
    let kept: Vec<Block> = prose
        .inside(tree, place.at)
        .filter(|b| !noise::is_noise_line(&b.text) && !(b.linked * 10 > b.chars * 8 && b.chars < 200))
        .cloned()
        .collect();
    kept
}

fn join(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        if block.kind == Kind::Item {
            out.push_str("- ");
        }
        out.push_str(&block.text);
    }
    out
}
