//! Pages without news are seen for what they are.

use edwire::model::WarningKind;
use edwire::parse::page::{self, Memory};

use crate::lists::{context, page as around};

fn kinds(html: &str) -> Vec<WarningKind> {
    let listing =
        page::guess(html, &context("https://www.example.edu/x/"), &Memory::default(), None);
    assert!(listing.entries.is_empty(), "{:?}", listing.entries);
    listing.warnings.iter().map(|warning| warning.kind).collect()
}

#[test]
fn an_article_with_related_links_is_no_list() {
    let body = "学校国际合作与交流处负责人介绍了近年来学校与世界各地高校开展合作的总体情况，并回答了与会师生的提问。".repeat(12);
    let related: String = (0..4)
        .map(|i| {
            format!(
                "<li><a href='/info/9/{i}12.htm'>相关报道之{i}：我校代表团访问欧洲高校</a></li>"
            )
        })
        .collect();
    let html = around(&format!(
        "<h1>我校举行国际合作交流座谈会</h1><p>{body}</p><p>{body}</p><h4>相关新闻</h4><ul>{related}</ul>"
    ));
    assert_eq!(kinds(&html), [WarningKind::NoList]);
}

#[test]
fn a_directory_of_links_is_no_list() {
    let names: String = (0..40)
        .map(|i| format!("<li><a href='http://u{i}.example.org/'>第{i}大学</a></li>"))
        .collect();
    assert_eq!(kinds(&around(&format!("<ul>{names}</ul>"))), [WarningKind::NoList]);
}

#[test]
fn a_log_in_form_is_named() {
    let html = "<title>统一身份认证平台</title><form action=/login><input name=u><input type=password name=p><button>登录</button></form>";
    assert_eq!(kinds(html), [WarningKind::Login]);
}

#[test]
fn a_challenge_is_named() {
    let html = "<title>Just a moment...</title><body><h1>www.example.edu</h1><p>Verify you are human by completing the action below.</p></body>";
    assert_eq!(kinds(html), [WarningKind::Challenge]);
    let script =
        "<html><body><script>document.cookie='k=1';location.reload()</script></body></html>";
    assert_eq!(kinds(script), [WarningKind::Challenge]);
}

#[test]
fn a_soft_404_is_named_whatever_stands_beside() {
    let latest: String = (0..6).map(|i| format!("<li><a href='/info/9/{i}12.htm'>我校代表团访问欧洲多所高校之{i}</a> 2026-03-0{}</li>", i + 1)).collect();
    let html = around(&format!("<h1>404 Not Found</h1><ul>{latest}</ul>"));
    assert_eq!(kinds(&html), [WarningKind::Closed]);
}

#[test]
fn a_construction_centre_is_not_under_construction() {
    let list: String = (0..6).map(|i| format!("<li><a href='/info/9/{i}12.htm'>我校信息化工作会议顺利召开之{i}</a> 2026-03-0{}</li>", i + 1)).collect();
    let html = around(&format!("<h1>信息化建设中心</h1><ul>{list}</ul>"));
    let listing =
        page::guess(&html, &context("https://www.example.edu/x/"), &Memory::default(), None);
    assert_eq!(listing.entries.len(), 6);
}

#[test]
fn frames_empty_pages_and_nonsense_are_named() {
    for html in [
        "",
        "<frameset><frame src=a.htm></frameset>",
        "<div id=root></div><script src=app.js></script>",
        "<<<>>",
        "\u{0}\u{1}",
    ] {
        assert_eq!(kinds(html).len(), 1, "{html:?}");
    }
}

#[test]
fn data_islands_are_read_where_the_page_shows_nothing() {
    let items: Vec<String> = (0..5)
        .map(|i| format!(r#"{{"title":"Exchange programme news number {i}","url":"/news/{i}","publishedAt":"2026-03-0{}T08:00:00Z"}}"#, i + 1))
        .collect();
    let html = format!(
        "<div id=__next></div><script id=__NEXT_DATA__ type=application/json>{{\"props\":{{\"posts\":[{}]}}}}</script>",
        items.join(",")
    );
    let listing =
        page::read(&html, &context("https://www.example.edu/x/"), &Memory::default(), None);
    assert_eq!(listing.entries.len(), 5);
    assert_eq!(listing.entries[0].url.as_str(), "https://www.example.edu/news/0");
    assert!(listing.entries.iter().all(|entry| entry.published.is_some()));
}

#[test]
fn the_news_of_a_site_is_found_from_its_home_page() {
    let html = around("<a href='/xwdt/'>新闻动态</a> <a href='/tzgg.htm'>通知公告</a> <a href='/gjjl/'>国际交流</a> <a href='/rss.xml'>RSS</a>")
        .replace("<head>", "<head><link rel=alternate type='application/rss+xml' href='/feed/'>");
    let found = page::discover(&html, &context("https://www.example.edu/"));
    assert_eq!(
        found.feeds.iter().map(edwire::model::WebUrl::as_str).collect::<Vec<_>>(),
        ["https://www.example.edu/feed/", "https://www.example.edu/rss.xml"]
    );
    let leads: Vec<&str> = found.leads.iter().take(3).map(|lead| lead.text.as_str()).collect();
    assert!(
        ["新闻动态", "通知公告", "国际交流"].iter().all(|name| leads.contains(name)),
        "{leads:?}"
    );
}

#[test]
fn a_page_that_did_not_come_whole_is_not_taken_for_one_of_scripts() {
    let said = |html: &str| {
        let url = context("https://www.example.edu/x/");
        let listing = page::guess(html, &url, &Memory::default(), None);
        listing.warnings.last().map(|warning| warning.text.clone()).unwrap_or_default()
    };
    let head = "<html><head><title>News</title><script>var a = 1;</script>";
    for (rest, within) in [
        ("<script>var news = [{title: 'A call'", "a script"),
        ("<style>body { color:", "a style sheet"),
        ("</head><body><!-- the menu", "a comment"),
        ("</head><body><div class=\"ne", "a tag"),
    ] {
        let said = said(&format!("{head}{rest}"));
        assert!(said.contains(&format!("cut off: it ends within {within}")), "{said}");
    }
    let whole = said(&format!("{head}</head><body><div id=app></div></body></html>"));
    assert!(whole.contains("empty until its scripts have run"), "{whole}");
}
