//! Pages that answer for an article with status 200 and are none. The words for it may well stand
//! in news, so they count on pages that carry no date and hardly any text only.

use super::tree::Tree;
use crate::model::{Article, DateOrigin, Published, Warning, WarningKind};
use crate::parse::shut::{CHALLENGE, CLOSED};

/// Bytes of text: more, and it is an article whatever its words.
const MUCH: usize = 700;
/// The same of a page with all its menus.
const PAGE: usize = 2_000;
/// The same beside a form that asks for a password; many sites have one on every page.
const BESIDE_FORM: usize = 200;
/// A headline is longer than the name of an error page.
const NAME: usize = 120;

/// Leaves of what is no article the reason, and of a closed page also its words, which tell whether
/// an article was taken back.
pub(super) fn pass(tree: &Tree<'_>, mut article: Article) -> Article {
    // addresses and servers date error pages, too
    let on_page = |date: Published| matches!(date.from, DateOrigin::Meta | DateOrigin::Article);
    if article.published.is_some_and(on_page) {
        return article;
    }
    let Some(why) = shut(tree, &article.text) else { return article };
    let is_closed = why.kind == WarningKind::Closed;
    let mut warnings = std::mem::take(&mut article.warnings);
    warnings.insert(0, why);
    let Article { title, text, .. } = article;
    let (title, text) = if is_closed { (title, text) } else { (None, String::new()) };
    Article { title, text, warnings, ..Article::default() }
}

/// What stands in the place of the article with this text.
fn shut(tree: &Tree<'_>, text: &str) -> Option<Warning> {
    if text.len() > MUCH {
        return None;
    }
    let page = tree.line(0).to_lowercase();
    let names: Vec<String> = tree
        .elements(0)
        .filter(|&at| matches!(tree.name(at), "title" | "h1"))
        .map(|at| tree.line(at).to_lowercase())
        .filter(|name| name.len() <= NAME)
        .collect();
    let said = |words: &[&'static str], within: &str| {
        words.iter().copied().find(|word| within.contains(word))
    };
    let named = |words: &[&'static str]| names.iter().find_map(|name| said(words, name));
    let short = page.len() <= PAGE;
    if let Some(word) = named(CHALLENGE).or_else(|| said(CHALLENGE, &page)).filter(|_| short) {
        let text = format!("the site wants to check who is asking ({word:?})");
        return Some(Warning::new(WarningKind::Challenge, text));
    }
    if text.len() <= BESIDE_FORM && asks_password(tree) {
        return Some(Warning::new(WarningKind::Login, "the page is a log-in form"));
    }
    named(CLOSED).map(|word| {
        let text = format!("the page says that there is nothing here ({word:?})");
        Warning::new(WarningKind::Closed, text)
    })
}

fn asks_password(tree: &Tree<'_>) -> bool {
    let password =
        |at| tree.attr(at, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("password"));
    tree.elements(0).any(|at| tree.name(at) == "input" && password(at))
}
