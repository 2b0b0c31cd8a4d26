//! The part of the page round the text that is about this article: title, meta line, text,
//! attached files, editors' line.

use super::body::Body;
use super::byline::Lines;
use super::title::{self, Title};
use super::tree::Tree;
use super::walk::{Block, blocks};

/// The smallest element that holds both text and headline; where the headline stands nowhere, a
/// little more than the text.
pub(super) fn around(tree: &Tree<'_>, body: Option<usize>, title: Option<&Title>) -> usize {
    let Some(body) = body else { return 0 };
    match title.and_then(|title| title.at) {
        Some(at) if tree.range(body).contains(&at) => body,
        Some(at) => tree.ancestors(body).find(|&up| tree.range(up).contains(&at)).unwrap_or(0),
        None => tree.parent(body),
    }
}

/// Lines that may name author and source: between headline and text, then the last lines of the
/// text itself and what follows it.
pub(super) fn meta_lines(
    tree: &Tree<'_>,
    region: usize,
    body: &Body,
    title: Option<&Title>,
) -> Lines {
    const BEFORE: usize = 12;
    const AFTER: usize = 8;
    const LONGEST: usize = 300;
    let short = |text: &str| text.chars().count() <= LONGEST;
    let folded = title.map(|title| title::fold(&title.text)).unwrap_or_default();
    let all = blocks(tree, region, &|at| matches!(tree.name(at), "nav" | "footer" | "aside"));
    let from = title.and_then(|title| title.at).map_or(0, |at| tree.range(at).end);
    let is = |text: &Option<String>, block: &Block| text.as_deref() == Some(block.text.as_str());
    let start = all.iter().position(|block| block.at >= from).unwrap_or(0);
    let length = all.iter().skip(start).position(|block| is(&body.first, block));
    let head = all.iter().skip(start).take(length.unwrap_or(0));
    let head = head.map(|block| block.text.clone());
    let head = head.filter(|text| title::fold(text) != folded && short(text)).take(BEFORE);
    let end = all.iter().rposition(|block| is(&body.last, block)).unwrap_or(all.len());
    let tail = all.iter().skip(end.saturating_sub(3)).take(AFTER);
    Lines {
        head: head.collect(),
        tail: tail.map(|block| block.text.clone()).filter(|text| short(text)).collect(),
        start: body.first.clone(),
        marked: marked(tree, region),
    }
}

/// The words of elements that the page marks as the author's name.
fn marked(tree: &Tree<'_>, region: usize) -> Vec<String> {
    const MOST: usize = 3;
    const LONGEST: usize = 60;
    let names_author = |at: usize| {
        tree.attr(at, "rel") == Some("author")
            || tree.attr(at, "itemprop") == Some("author")
            || tree.names(at).into_iter().flat_map(str::split_ascii_whitespace).any(|name| {
                matches!(
                    name.to_ascii_lowercase().as_str(),
                    "author"
                        | "byline"
                        | "author-name"
                        | "byline-name"
                        | "entry-author"
                        | "post-author"
                        | "article-author"
                        | "author_name"
                        | "authorname"
                        | "byline__name"
                        | "fn"
                )
            })
    };
    let small = |&at: &usize| tree.range(at).len() <= 30;
    let lines = tree.elements(region).filter(small).filter(|&at| names_author(at));
    let lines = lines.map(|at| tree.line(at));
    lines.filter(|line| (2..=LONGEST).contains(&line.chars().count())).take(MOST).collect()
}
