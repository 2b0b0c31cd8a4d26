//! The part of the page round the text that is about this article: title, meta line, text,
//! attached files, editors' line.

use super::body::Body;
use super::title::{self, Title};
use super::tree::Tree;
use super::walk::blocks;

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

/// Lines that may name author and source: between headline and text, then the first and last lines
/// of the text itself and what follows it.
pub(super) fn meta_lines(
    tree: &Tree<'_>,
    region: usize,
    body: &Body,
    title: Option<&Title>,
) -> Vec<String> {
    const BEFORE: usize = 12;
    const AFTER: usize = 8;
    const LONGEST: usize = 300;
    let short = |text: &str| text.chars().count() <= LONGEST;
    let folded = title.map(|title| title::fold(&title.text)).unwrap_or_default();
    let skipped = |at: usize| matches!(tree.name(at), "nav" | "footer" | "aside");
    let all = blocks(tree, region, &skipped);
    let from = title.and_then(|title| title.at).map_or(0, |at| tree.range(at).end);
    let first = body.first.as_deref().unwrap_or_default();
    let last = body.last.as_deref().unwrap_or_default();
    let start = all.iter().position(|block| block.at >= from).unwrap_or(0);
    let begin = all.iter().skip(start).position(|block| block.text == first);
    let begin = start + begin.unwrap_or(0);
    let mut lines: Vec<String> = Vec::new();
    let head = all.get(start..begin).unwrap_or_default();
    let head = head.iter().map(|block| block.text.clone());
    lines.extend(head.filter(|text| title::fold(text) != folded && short(text)).take(BEFORE));
    let end = all.iter().rposition(|block| block.text == last).unwrap_or(all.len());
    let tail = all.iter().skip(end.saturating_sub(3)).take(AFTER);
    lines.extend(tail.map(|block| block.text.clone()).filter(|text| short(text)));
    lines.retain(|line| !line.is_empty());
    lines
}
