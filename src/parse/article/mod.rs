//! Article pages: title, text, date, by-line, pictures and attached files.
//!
//! One bounded tree serves all of it. The text comes from the container that the content system
//! names or from where the running text stands; the general extraction library gives a second
//! opinion where that is doubtful.

mod body;
mod byline;
mod families;
mod finder;
mod gate;
mod head;
mod labels;
mod language;
mod letters;
mod library;
mod media;
mod noise;
mod quiet;
mod region;
mod rest;
mod summary;
mod title;
mod tree;
mod unlabelled;
mod walk;

use scraper::{Html, Selector};

use super::sniff::Sniffed;
use super::{Context, charset, date, html, sniff};
use crate::model::{Article, ArticleSelectors, Lang, Warning, WarningKind};

use finder::Prose;
use head::Head;
use title::Title;
use tree::Tree;

pub use language::language;
pub use summary::summary;

/// Reads an article page. Never fails: what could not be read is absent, and warnings say why.
pub fn read(body: &[u8], context: &Context, selectors: Option<&ArticleSelectors>) -> Article {
    let kind = match sniff::sniff(body, context.content_type.as_deref()) {
        Sniffed::Html | Sniffed::Feed => None,
        Sniffed::Pdf => Some("a PDF document, not a page"),
        Sniffed::Docx => Some("a Word document, not a page"),
        Sniffed::Binary => Some("binary data, not a page"),
    };
    if let Some(kind) = kind {
        let warnings = vec![Warning::new(WarningKind::Note, format!("this is {kind}"))];
        return Article { warnings, ..Article::default() };
    }
    let decoded = charset::decode_html(body, context);
    let (markup, limits) = html::cap(&decoded.text);
    let mut article = read_markup(&markup, context, selectors);
    article.warnings.splice(0..0, decoded.warnings.into_iter().chain(limits));
    article
}

fn read_markup(markup: &str, context: &Context, selectors: Option<&ArticleSelectors>) -> Article {
    let page = quiet::document(markup);
    let tree = Tree::of(&page);
    let head = Head::of(&tree);
    let prose = Prose::of(&tree);
    let mut warnings = Vec::new();

    let chosen = |selector: Option<&String>| {
        let selector = Selector::parse(selector?).ok()?;
        let element = page.select(&selector).next()?;
        tree.position(element.value())
    };
    let told_body = chosen(selectors.and_then(|s| s.text.as_ref()));
    let told_title = chosen(selectors.and_then(|s| s.title.as_ref()));

    let told_date = chosen(selectors.and_then(|s| s.date.as_ref()));
    let told_date = told_date.and_then(|at| date_at(&tree, at, &clues(context)));

    let place = finder::find(&tree, &prose, told_body);
    let title = match told_title {
        Some(at) => Some(Title { text: tree.line(at), at: Some(at) }),
        None => title::find(&tree, &head, place.map(|place| place.at)),
    };
    let base = base(&tree, context);
    let (body, doubts) = body::read(markup, &tree, &prose, place, title.as_ref());
    warnings.extend(doubts);

    let region = region::around(&tree, place.map(|place| place.at), title.as_ref());
    let lines = region::meta_lines(&tree, region, &body, title.as_ref());
    let byline = byline::find(&lines, &head, &clues(context));
    let declared = head.lang.as_deref().and_then(Lang::parse).or_else(|| context.lang.clone());
    let lang = language::of_page(&body.text, declared.as_ref())
        .or_else(|| language::of_page(title.as_ref()?.text.as_str(), declared.as_ref()))
        .or(declared);
    let below = title.as_ref().and_then(|title| title.at).map_or(0, |at| tree.range(at).end);
    let attachments = media::attachments(&tree, region, below, &base);
    let known = rest::Known {
        here: &context.url,
        base: &base,
        text: &body.text,
        attachments: &attachments,
    };
    let rest = rest::find(&tree, markup, region, known);
    if body.text.is_empty() && !attachments.is_empty() {
        warnings.push(Warning::new(WarningKind::Note, "the text stands in an attached file"));
    }
    let article = Article {
        title: title.map(|title| title.text),
        summary: summary(&body.text, lang.as_ref()),
        published: told_date.or_else(|| published(&page, context)),
        author: byline.author.or(byline.editor),
        source: byline.source,
        lang,
        images: media::images(&tree, &head, place.map(|place| place.at), &base),
        attachments,
        rest,
        canonical: head.canonical.as_deref().and_then(|href| base.join(href).ok()),
        text: body.text,
        warnings,
    };
    gate::pass(&tree, article)
}

/// The address that links on the page are relative to.
fn base(tree: &Tree<'_>, context: &Context) -> crate::model::WebUrl {
    let told = tree.elements(0).find(|&at| tree.name(at) == "base");
    let href = told.and_then(|at| tree.attr(at, "href"));
    href.and_then(|href| context.url.join(href).ok()).unwrap_or_else(|| context.url.clone())
}

fn clues(context: &Context) -> date::Clues {
    date::Clues { now: context.now, timezone: context.timezone.clone(), order: None }
}

/// The date in an element that the operator named: its machine-readable form, or its words.
fn date_at(tree: &Tree<'_>, at: usize, clues: &date::Clues) -> Option<crate::model::Published> {
    let told = ["datetime", "content"].iter().find_map(|name| tree.attr(at, name));
    let line = told.map_or_else(|| tree.line(at), str::to_owned);
    let read = |one: &date::Found| one.published(clues, crate::model::DateOrigin::Article);
    date::scan(&line, clues).iter().find_map(read)
}

fn published(page: &Html, context: &Context) -> Option<crate::model::Published> {
    let around = date::Around { url: context.url.as_str(), last_modified: context.last_modified };
    date::choose(page, &around, &clues(context))
}
