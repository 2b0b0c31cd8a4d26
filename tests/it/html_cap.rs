use std::borrow::Cow;

use edwire::model::WarningKind;
use edwire::parse::html::cap;
use scraper::{Html, Node};

fn depth(markup: &str) -> usize {
    let tree = Html::parse_document(markup);
    let elements =
        tree.tree.root().descendants().filter(|node| matches!(node.value(), Node::Element(_)));
    elements.map(|element| element.ancestors().count()).max().unwrap_or(0)
}

fn capped(markup: &str) -> String {
    let (capped, warnings) = cap(markup);
    assert!(warnings.iter().any(|warning| warning.kind == WarningKind::Limit), "{warnings:?}");
    capped.into_owned()
}

fn untouched(markup: &str) {
    let (capped, warnings) = cap(markup);
    assert!(matches!(capped, Cow::Borrowed(text) if text == markup));
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn a_well_behaved_page_is_untouched() {
    untouched("<!doctype html><title>a < b</title><ul><li><a href='/1'>One</a><li>Two</ul>");
}

#[test]
fn endless_text_is_cut_between_two_characters() {
    let (text, long) = ("国际学生奖学金申请".repeat(40_000), 2 << 20);
    let cut = capped(&format!("<p>{text}</p><p>{text}</p><p>{text}</p>"));
    assert!(cut.starts_with(&format!("<p>{text}</p><p>")));
    assert!((long..long + 32).contains(&cut.len()), "{}", cut.len());
}

#[test]
fn unclosed_paragraphs_items_and_cells_are_not_depth() {
    untouched(&"<p>one".repeat(3000));
    untouched(&format!("<ul>{}</ul>", "<li>one <b>x</b>".repeat(3000)));
    untouched(&format!("<table>{}</table>", "<tr><td>one<td><font>two".repeat(3000)));
    untouched(&format!("<dl>{}</dl>", "<dt>one<dd>two".repeat(3000)));
    untouched(&format!("<select>{}</select>", "<option>one".repeat(3000)));
    untouched(&"<a href=/x>one".repeat(3000));
}

#[test]
fn tags_inside_scripts_styles_and_comments_are_not_depth() {
    for (open, close) in [
        ("<script>", "</script>"),
        ("<style>", "</style>"),
        ("<!--", "-->"),
        ("<textarea>", "</textarea>"),
    ] {
        untouched(&format!("<div>{open}{}{close}</div>", "<div>".repeat(5000)));
    }
}

#[test]
fn no_way_of_nesting_gets_past_the_depth_limit() {
    for open in [
        "<div>",
        "<span>",
        "<b>",
        "<x-y>",
        "<table>",
        "<table><tr><td>",
        "<ul><li>",
        "<font size=1>",
        "<span><div></span>",
        "<svg>",
        "<svg><td>",
        "<td><svg>",
        "<b><p></b>",
        "<button><p>",
        "<li><ul>",
        "<object>",
        "<p><table>",
        "<svg><style>",
        "<dl><dd>",
        "<form><div></form>",
        "<template>",
        "<i><table>",
        "<math><mi>",
        "<select><option>",
        "<h1><div>",
    ] {
        let markup = open.repeat(5000);
        let (capped, _) = cap(&markup);
        let deepest = depth(&capped);
        assert!(deepest <= 1600, "{open}: {deepest}");
    }
}

#[test]
fn text_past_the_depth_limit_is_kept() {
    let markup =
        format!("{}deep down{}<p>after</p>", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let tree = Html::parse_document(&capped(&markup));
    let text: String = tree.root_element().text().collect();
    assert_eq!(text, "deep downafter");
}

#[test]
fn a_million_links_are_cut_at_the_node_limit() {
    let markup = "<a href=/1>x</a>".repeat(1_000_000);
    let tree = Html::parse_document(&capped(&markup));
    let nodes = tree.tree.nodes().count();
    assert!((90_000..=110_000).contains(&nodes), "{nodes}");
}

#[test]
fn formatting_left_open_does_not_multiply() {
    let markup: String = (0..20_000).map(|i| format!("<p><font size={i}>x")).collect();
    let tree = Html::parse_document(&capped(&markup));
    assert!(tree.tree.nodes().count() < 2_000_000);
}

#[test]
fn surplus_attributes_are_dropped_but_the_link_stays() {
    let attributes: String = (0..100_000).map(|i| format!(" a{i}='>'")).collect();
    let capped = capped(&format!("<a href='/x'{attributes}>one</a>"));
    assert!(capped.starts_with("<a href='/x' a0='>'"));
    assert!(capped.ends_with(">one</a>"));
    assert!(capped.len() < 10_000);
}

#[test]
fn unfinished_markup_ends_quietly() {
    for markup in [
        "<",
        "</",
        "<!",
        "<!--",
        "<!-->",
        "<a",
        "<a href='",
        "<script>",
        "<script></scrip",
        "</>",
        "<a b=>x",
    ] {
        untouched(markup);
    }
}
