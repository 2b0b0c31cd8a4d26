//! Whether a page reads like a single article, whatever lists stand beside it.

use std::sync::LazyLock;

use super::links::Links;
use super::looks::Looks;
use super::text::units;
use super::titles::is_date;
use crate::parse::date::Clues;
use crate::parse::html::{At, Tree};

/// A shorter headline may be the name of a section.
const HEADLINE: usize = 18;
/// How far below the headline its by-line stands at most, in units of text.
const NEAR: usize = 160;
/// So much of what follows a by-line is looked at: a list goes on with a title.
const BEHIND: usize = 20;
/// A link text of this length is a title.
const TITLE: usize = 14;

/// Words of links and labels that lead from one article to its neighbours.
const NEIGHBOURS: &[&str] = &[
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "上一則",
    "下一則",
    "前一篇",
    "后一篇",
    "上篇",
    "下篇",
    "previous article",
    "next article",
    "previous post",
    "next post",
    "previous story",
    "next story",
    "前の記事",
    "次の記事",
    "이전글",
    "다음글",
    "предыдущая новость",
    "следующая новость",
    "vorheriger artikel",
    "nächster artikel",
    "article précédent",
    "article suivant",
];

/// How they start.
static FIRSTS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut firsts: Vec<char> = NEIGHBOURS.iter().filter_map(|word| word.chars().next()).collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts
});

/// Labels of a by-line.
const LABELS: &[&str] = &[
    "发布时间",
    "发布日期",
    "发表时间",
    "发布者",
    "作者",
    "来源",
    "浏览次数",
    "点击率",
    "点击数",
    "阅读次数",
    "点击：",
    "浏览：",
    "責任編輯",
    "责任编辑",
    "責任者",
    "작성자",
    "조회수",
    "published",
    "posted",
    "author",
    "written by",
    "views",
    "publié",
    "veröffentlicht",
    "publicado",
    "опубликовано",
    "просмотр",
];

pub(super) fn reads_like_one(tree: &Tree, links: &Links, looks: &Looks, clues: &Clues) -> bool {
    has_neighbours(tree) || has_byline(tree, links, looks, clues)
}

fn has_neighbours(tree: &Tree) -> bool {
    let leads = |at: At| {
        let text = tree.text_at(at).map(str::trim_start).unwrap_or_default();
        let first = text.chars().next().into_iter().flat_map(char::to_lowercase).next();
        if !first.is_some_and(|first| FIRSTS.contains(&first)) {
            return false;
        }
        let start: String = text.chars().take(24).collect::<String>().to_lowercase();
        NEIGHBOURS.iter().any(|word| start.starts_with(word))
    };
    (0..tree.len()).any(leads)
}

/// A headline that is the title of the page, with a by-line or a date before any other title.
fn has_byline(tree: &Tree, links: &Links, looks: &Looks, clues: &Clues) -> bool {
    let Some(title) = (0..tree.len()).find(|&at| tree.name(at) == "title") else { return false };
    let title = tree.text(title..tree.end(title)).to_lowercase();
    let headline = |at: &At| {
        let heading = || tree.is_heading(*at) && !matches!(tree.name(*at), "h5" | "h6");
        let named = looks.at(*at).title || heading();
        if !named || tree.end(*at) > at + 40 {
            return false;
        }
        let text = tree.text(*at..tree.end(*at)).to_lowercase();
        units(&text) >= HEADLINE && title.starts_with(&text)
    };
    (0..tree.len()).filter(headline).take(4).any(|at| signed(tree, links, tree.end(at), clues))
}

fn signed(tree: &Tree, links: &Links, from: At, clues: &Clues) -> bool {
    let (mut passed, mut found) = (0, None);
    for at in from..tree.len() {
        let Some(text) = tree.text_at(at) else { continue };
        passed += units(text);
        if passed > found.unwrap_or(NEAR) {
            let titles = links.within(&(from..at)).filter_map(|index| links.get(index));
            return found.is_some() && !titles.into_iter().any(|link| units(&link.text) >= TITLE);
        }
        let lower = text.to_lowercase();
        let short = text.chars().count() <= 80;
        if found.is_none()
            && short
            && (LABELS.iter().any(|label| lower.contains(label)) || is_date(text, clues))
        {
            found = Some(passed + BEHIND);
        }
    }
    found.is_some()
}
