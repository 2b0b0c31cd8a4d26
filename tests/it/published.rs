//! The publication date of article pages, out of all the dates that a page shows.

use edwire::model::DateOrigin;
use edwire::parse::date::{self, Around, Clues};
use jiff::tz::TimeZone;

const PROSE: &str = "<p>The two universities have worked together since 12 May 2019, and students \
    of both have spent a term at the other since then. The new agreement adds doctoral students \
    and joint courses, and it opens the libraries of both to all members.</p>";

fn chosen(head: &str, body: &str, url: &str) -> Option<(String, DateOrigin)> {
    let page = format!(
        "<html><head><title>Agreement renewed - Example University</title>{head}</head>\
         <body><div class=top>Today is 2 April 2026</div>{body}\
         <div class=footer>Copyright 2014-2026, updated 1 April 2026</div></body></html>"
    );
    let clues = Clues {
        now: "2026-04-02T10:00:00+08:00".parse().unwrap(),
        timezone: TimeZone::get("Asia/Shanghai").unwrap(),
        order: None,
    };
    let page = scraper::Html::parse_document(&page);
    date::choose(&page, &Around { url, last_modified: None }, &clues)
        .map(|published| (published.to_string(), published.from))
}

fn article(line: &str) -> String {
    format!("<h1>Agreement renewed</h1>{line}<div class=content>{}</div>", PROSE.repeat(3))
}

#[test]
fn the_meta_line_under_the_title_tells_the_day() {
    for (line, wanted) in [
        ("<p>Editor: &nbsp; Date:2026-03-25 &nbsp; Hits:</p>", "2026-03-25"),
        ("<p>发布时间：2026-03-23 来源：国际处 浏览次数：</p>", "2026-03-23"),
        ("<p>Release time:2025年12月13日 09:33</p>", "2025-12-13T09:33:00+08:00"),
        (
            "<p><span>发布者:李明</span><span>发布时间:2025-09-12</span><span>浏览次数:10</span></p>",
            "2025-09-12",
        ),
        ("<div class=info>2026年3月31日</div>", "2026-03-31"),
        (
            "<p>By Li Ming | China Campus | Updated: 2026-03-15 09:51</p>",
            "2026-03-15T09:51:00+08:00",
        ),
        ("<p>Published 5 March 2026</p><p>Last updated 12 March 2026</p>", "2026-03-05"),
        ("<p>등록일 2026.03.04 조회수 128</p>", "2026-03-04"),
        ("<p>Veröffentlicht am 3. März 2026 von der Pressestelle</p>", "2026-03-03"),
        ("<p>令和8年3月19日(木)</p>", "2026-03-19"),
    ] {
        let found = chosen("", &article(line), "http://www.example.edu/info/1/2.htm");
        assert_eq!(found, Some((wanted.to_owned(), DateOrigin::Article)), "{line}");
    }
}

#[test]
fn machine_readable_dates_are_read_in_their_dialects() {
    for head in [
        "<meta property='article:published_time' content='2026-03-25T09:30:00+08:00'>",
        "<meta name=PubDate content='2026-03-25 09:30'>",
        "<meta name='DC.date.issued' content='2026-03-25T09:30+08:00'>",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-03-25T09:30:00+08:00\",\"dateModified\":\"2026-03-30\"}</script>",
        "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\",\"datePublished\":\"2026-03-01\"},{\"@type\":[\"Article\"],\"datePublished\":\"2026-03-25T01:30:00Z\"}]}</script>",
    ] {
        let found = chosen(head, &article(""), "http://www.example.edu/a");
        let wanted = ("2026-03-25T09:30:00+08:00".to_owned(), DateOrigin::Meta);
        assert_eq!(found, Some(wanted), "{head}");
    }
}

#[test]
fn an_address_tells_the_day_where_nothing_else_does() {
    let found = chosen("", &article(""), "http://www.example.edu/2026/0325/c1a2/page.htm");
    assert_eq!(found, Some(("2026-03-25".to_owned(), DateOrigin::Url)));
}

#[test]
fn event_dates_change_dates_and_todays_date_are_not_taken() {
    for (head, line) in [
        ("", ""),
        ("", "<p>Event date: 20 March 2026</p><p>Venue: Great Hall</p>"),
        ("", "<p>讲座时间：2026年3月18日 14:30</p><p>讲座地点：图书馆</p>"),
        ("<meta property='og:updated_time' content='2026-03-30T10:00:00Z'>", ""),
        (
            "<script type='application/ld+json'>{\"@type\":\"WebPage\",\"datePublished\":\"2021-03-01\"}</script>",
            "",
        ),
        ("", "<p>令和5年度 交換留学生</p>"),
        ("", "<p>March 2026</p>"),
    ] {
        assert_eq!(chosen(head, &article(line), "http://www.example.edu/a"), None, "{head}{line}");
    }
}

#[test]
fn dates_of_other_news_beside_the_article_are_not_its_own() {
    let body = format!(
        "{}<div class=related><h3>More news</h3><ul><li>2026-03-30 Library opens</li>\
         <li>2026-03-29 New dean</li></ul></div>",
        article("<p class=meta>24 March 2026</p>")
    );
    let found = chosen("", &body, "http://www.example.edu/a");
    assert_eq!(found, Some(("2026-03-24".to_owned(), DateOrigin::Article)));
}
