//! The text of an article.

use super::byline;
use super::families::Trust;
use super::finder::{Place, Prose, running};
use super::library;
use super::noise::{self, End};
use super::title::{self, Title};
use super::tree::Tree;
use super::walk::{self, Block, Kind};
use crate::model::{Warning, WarningKind};

/// The longest text kept, in characters.
const LONGEST: usize = 200_000;

/// The library takes up to half a second for a megabyte; longer markup is read without it.
const LIBRARY_LIMIT: usize = 300_000;

#[derive(Debug, Default)]
pub(super) struct Body {
    /// Paragraphs separated by blank lines.
    pub text: String,
    /// Its first and last paragraph as they stand on the page.
    pub first: Option<String>,
    pub last: Option<String>,
}

/// The article's text, and doubts about it.
pub(super) fn read(
    markup: &str,
    tree: &Tree<'_>,
    prose: &Prose,
    place: Option<Place>,
    title: Option<&Title>,
) -> (Body, Vec<Warning>) {
    let mut warnings = Vec::new();
    let mut blocks = match place {
        Some(place) => own(tree, prose, place, title),
        None => Vec::new(),
    };
    if blocks.is_empty() {
        blocks = place.map(|place| captions(tree, place)).unwrap_or_default();
    }
    if place.is_none() {
        blocks = under(tree, prose, title);
    }
    let nothing = blocks.is_empty() && prose.holds_long_texts;
    let doubtful = place.map_or(prose.holds_long_texts, |place| {
        is_doubtful(tree, prose, place) || (nothing && place.trust != Some(Trust::Sure))
    });
    if doubtful && markup.len() <= LIBRARY_LIMIT {
        match library::extract(markup) {
            Ok(found) if is_better(&found, &blocks) => blocks = found,
            Ok(_) => {}
            Err(library::Failed) => warnings.push(Warning::new(
                WarningKind::Markup,
                "the extraction library failed on this page",
            )),
        }
    }
    let first = blocks.first().map(|block| block.text.clone());
    let last = blocks.last().map(|block| block.text.clone());
    let mut text = join(&blocks);
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        warnings.push(Warning::new(
            WarningKind::Limit,
            format!("the text is longer than {LONGEST} characters; the rest was not kept"),
        ));
    }
    (Body { text, first, last }, warnings)
}

/// A notice too short to have running text: the lines under its headline.
fn under(tree: &Tree<'_>, prose: &Prose, title: Option<&Title>) -> Vec<Block> {
    const MOST: usize = 12;
    let Some(at) = title.and_then(|title| title.at) else { return Vec::new() };
    let end = tree.range(at).end;
    let holder = tree.ancestors(at).find(|&up| prose.chars(tree, up) > prose.chars(tree, at));
    let lines = holder.into_iter().flat_map(|holder| prose.inside(tree, holder));
    let lines = lines.filter(|block| block.at >= end && !noise::is_noise_line(&block.text));
    let lines = lines.skip_while(|block| is_meta_line(block));
    lines.take_while(|block| !is_link_bar(block)).take(MOST).cloned().collect()
}

/// Whether a second opinion is worth its time: no container told by name, and the running text is
/// spread over the whole page.
fn is_doubtful(tree: &Tree<'_>, prose: &Prose, place: Place) -> bool {
    const LITTLE: usize = 250;
    place.trust.is_none()
        && (matches!(tree.name(place.at), "html" | "body") || place.share < 70)
        && prose.mass(tree, place.at) > LITTLE
}

/// The library's text wins where it is no mere scrap of ours.
fn is_better(found: &[Block], own: &[Block]) -> bool {
    let mass = |blocks: &[Block]| blocks.iter().map(running).sum::<usize>();
    let (found, own) = (mass(found), mass(own));
    found > 0 && found * 4 > own
}

/// The captions of a container that holds nothing but pictures.
fn captions(tree: &Tree<'_>, place: Place) -> Vec<Block> {
    if place.trust != Some(Trust::Sure) {
        return Vec::new();
    }
    walk::blocks(tree, place.at, &|at| {
        tree.name(at) != "figcaption" && noise::by_name(tree, at).is_some()
    })
}

/// The blocks of the article in its container, without what pages put round it.
fn own(tree: &Tree<'_>, prose: &Prose, place: Place, title: Option<&Title>) -> Vec<Block> {
    let all: Vec<&Block> =
        prose.inside(tree, place.at).filter(|block| !noise::is_noise_line(&block.text)).collect();
    let mut blocks: Vec<Block> = Vec::with_capacity(all.len());
    for (i, block) in all.iter().enumerate() {
        // a line that is one link is text between paragraphs, and a bar among its like
        let alike =
            |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(|b| is_link_bar(b));
        if is_link_bar(block)
            && (block.kind == Kind::Item || alike(i.checked_sub(1)) || alike(Some(i + 1)))
        {
            continue;
        }
        blocks.push((*block).clone());
    }
    if let Some(title) = title.filter(|_| place.trust != Some(Trust::Sure)) {
        cut_head(&mut blocks, title);
    }
    cut_tail(&mut blocks);
    blocks
}

fn is_link_bar(block: &Block) -> bool {
    const SHORT: usize = 200;
    block.linked * 10 > block.chars * 8 && block.chars < SHORT && block.kind != Kind::Row
}

/// What stands above the headline, the headline itself and the meta lines under it.
fn cut_head(blocks: &mut Vec<Block>, title: &Title) {
    let total: usize = blocks.iter().map(running).sum();
    let folded = title::fold(&title.text);
    let mut before = 0;
    let mut cut = 0;
    for (i, block) in blocks.iter().enumerate() {
        // the headline itself may follow boxes of other news; the same words again may be one of them
        let short = block.text.len() < 3 * title.text.len() + 100;
        let own = short && title.at == Some(block.at) && before * 10 <= total * 7;
        let text = if short { title::fold(&block.text) } else { String::new() };
        let again = before * 5 <= total
            && (text == folded || (text.len() < folded.len() + 24 && text.ends_with(&folded)));
        if own || again {
            cut = i + 1;
        }
        before += running(block);
    }
    blocks.drain(..cut);
    let meta = blocks.iter().take(8).take_while(|block| is_meta_line(block)).count();
    blocks.drain(..meta);
}

/// A date, a by-line, a counter: short, and no sentence.
fn is_meta_line(block: &Block) -> bool {
    const SHORT: usize = 140;
    let text = block.text.as_str();
    if block.chars > SHORT || text.ends_with(['.', '。', '!', '！', '?', '？']) {
        return false;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let dated = digits >= 4 && digits * 8 >= block.chars && running(block) == 0;
    dated || byline::is_byline(text)
}

/// What pages hang below an article: "Related" and what follows, headings with nothing under
/// them, bars of links.
fn cut_tail(blocks: &mut Vec<Block>) {
    let total: usize = blocks.iter().map(running).sum();
    let mut before = 0;
    let end = blocks.iter().position(|block| {
        let ends = match noise::end(&block.text) {
            Some(End::Surely) => before * 4 > total,
            Some(End::Perhaps) => before * 3 > total * 2,
            None => false,
        };
        before += running(block);
        ends
    });
    if let Some(end) = end {
        blocks.truncate(end);
    }
    let empty = |block: &Block| block.kind == Kind::Heading || block.linked * 2 > block.chars;
    while blocks.len() > 1 && blocks.last().is_some_and(empty) {
        blocks.pop();
    }
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
