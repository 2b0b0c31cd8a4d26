//! Articles and events marked up as microdata (`itemscope itemtype="https://schema.org/…"`).

use super::items;
use crate::model::Entry;
use crate::parse::Context;
use crate::parse::html::{At, Attr, Tree};

/// Nodes of one item that are looked at.
const MAX_NODES: usize = 400;
/// Items of one page.
const MAX_ITEMS: usize = 500;

pub(super) fn entries(tree: &Tree, context: &Context) -> Vec<Entry> {
    (0..tree.len())
        .filter(|&at| tree.attr(at, Attr::Itemtype).is_some_and(is_article))
        .take(MAX_ITEMS)
        .filter_map(|at| entry(tree, at, context))
        .collect()
}

fn is_article(kind: &str) -> bool {
    let name = kind.trim().rsplit('/').next().unwrap_or_default();
    kind.contains("schema.org/") && items::TYPES.contains(&name)
}

fn entry(tree: &Tree, item: At, context: &Context) -> Option<Entry> {
    let (mut url, mut title, mut date) = (None, None, None);
    for at in item..tree.end(item).min(item + MAX_NODES) {
        let Some(names) = tree.attr(at, Attr::Itemprop) else { continue };
        for name in names.split_ascii_whitespace() {
            let attr = |name: Attr| tree.attr(at, name).map(str::to_owned);
            let text = || attr(Attr::Content).unwrap_or_else(|| tree.text(at..tree.end(at)));
            match name {
                "url" | "mainEntityOfPage" => {
                    url = url.or_else(|| attr(Attr::Href).or_else(|| attr(Attr::Itemid)));
                }
                "headline" | "name" if title.is_none() => {
                    title = Some(text());
                    let mut inside = at..tree.end(at);
                    url = url.or_else(|| {
                        inside.find_map(|at| tree.attr(at, Attr::Href)).map(str::to_owned)
                    });
                }
                "datePublished" | "startDate" => {
                    date = date.or_else(|| Some(attr(Attr::Datetime).unwrap_or_else(text)));
                }
                _ => {}
            }
        }
    }
    let around = || tree.ancestors(item).take(3).find_map(|up| tree.attr(up, Attr::Href));
    let url = url.or_else(|| around().map(str::to_owned))?;
    items::made(&url, &title?, date.as_deref(), context)
}
