//! Whatever the markup, reading a page ends, in bounds and without a panic.

use edwire::parse::page::{self, Memory};
use proptest::prelude::*;

use crate::lists::{context, page as around, read, rows};

fn piece() -> impl Strategy<Value = String> {
    let tags = prop::sample::select(vec![
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</tr>",
        "</table>",
        "<a href=/x/1.htm>",
        "<a href='/news/2026/22.htm'>",
        "</a>",
        "<br>",
        "<div class=list>",
        "</div>",
        "<p>",
        "<h3>",
        "</h3>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<b>",
        "<font>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<svg>",
        "</svg>",
        "<time datetime=2026-01-01>",
        "<span>",
        "</span>",
        "<a onclick=\"open('/n/3.htm')\">",
        "<select>",
        "<form>",
        "<base href=//>",
        "<a href='javascript:'>",
        "<title>",
        "<nav>",
    ]);
    let texts = prop::sample::select(vec![
        "关于公布2026年录取名单的通知",
        "Call for applications",
        "2026-01-02",
        "03/04",
        "12",
        "Jan",
        "…",
        "更多",
        "a",
        "\u{0}",
        "🎓",
        " ",
        "3天前",
        "(2026年1月",
        "下一页",
    ]);
    prop_oneof![
        tags.prop_map(str::to_owned),
        texts.prop_map(str::to_owned),
        any::<char>().prop_map(String::from)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mangled_markup_does_no_harm(pieces in prop::collection::vec(piece(), 0..200)) {
        let html = pieces.concat();
        let listing = read(&html);
        prop_assert!(listing.entries.len() <= 2000);
        for entry in &listing.entries {
            prop_assert!(!entry.title.is_empty() && entry.title.chars().count() <= 300);
        }
        let memory = Memory { template: listing.template.clone(), known: Vec::new() };
        let again = page::read(&html, &context("https://oia.example.edu/gjjl/index.htm"), &memory, None);
        prop_assert!(again.entries.len() <= 2000);
        page::discover(&html, &context("https://oia.example.edu/"));
    }

    #[test]
    fn a_cut_page_gives_what_was_there(share in 0.0..1.0_f64) {
        let list = rows(|i, t| format!("<li><a href='/info/10/{i}21.htm'>{t}</a><span>2026-03-1{i}</span></li>"));
        let html = around(&format!("<ul>{list}</ul>"));
        let end = (html.chars().count() as f64 * share) as usize;
        let cut: String = html.chars().take(end).collect();
        prop_assert!(read(&cut).entries.len() <= 8);
    }
}

#[test]
fn a_million_links_and_deep_tables_are_read_within_bounds() {
    let many = "<li><a href='/news/2026/1.htm'>A title of some length that repeats</a></li>"
        .repeat(1_000_000 / 16);
    assert!(read(&format!("<ul>{many}</ul>")).entries.len() <= 2000);
    let deep = format!("{}<a href=/1.htm>x</a>", "<table><tr><td>".repeat(340_000));
    assert!(read(&deep).entries.is_empty());
    let distinct: String = (0..40_000)
        .map(|i| {
            format!(
                "<div><p><a href='/news/{i}.htm'>A title of some length, number {i}</a> 2026-03-01</p></div>"
            )
        })
        .collect();
    assert_eq!(read(&distinct).entries.len(), 2000);
}
