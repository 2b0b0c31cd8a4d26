//! Article pages that mean harm, or are broken beyond sense.

use std::fmt::Write as _;

use edwire::model::{WarningKind, WebUrl};
use edwire::parse::{Context, article};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn context() -> Context {
    Context {
        url: WebUrl::parse("http://news.example.edu/a/b.htm").unwrap(),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        encoding: None,
        now: Timestamp::UNIX_EPOCH,
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    }
}

#[test]
fn a_depth_bomb_is_cut_and_named() {
    let page = format!("<h1>Deep</h1>{}<p>Bottom.</p>", "<div>".repeat(100_000));
    let article = article::read(page.as_bytes(), &context(), None);
    assert!(article.warnings.iter().any(|warning| warning.kind == WarningKind::Limit));
}

#[test]
fn a_megabyte_of_one_word_links_gives_no_text_and_no_hang() {
    let mut page = String::from("<title>Links</title><body>");
    for i in 0..40_000 {
        write!(page, "<a href=/{i}>Link {i}</a> ").unwrap();
    }
    let article = article::read(page.as_bytes(), &context(), None);
    assert!(article.text.chars().count() <= 200_000);
}

#[test]
fn a_text_beyond_the_limit_is_cut_with_a_warning() {
    let paragraph = "<p>The committee met again, and again it agreed on nothing at all.</p>";
    let page = format!("<h1>Minutes</h1><article>{}</article>", paragraph.repeat(6_000));
    let article = article::read(page.as_bytes(), &context(), None);
    assert_eq!(article.text.chars().count(), 200_000);
    assert!(article.warnings.iter().any(|warning| warning.kind == WarningKind::Limit));
}

#[test]
fn an_element_with_endless_attributes_is_read_past() {
    let attributes: String = (0..50_000).map(|i| format!(" data-a{i}=\"{i}\"")).collect();
    let page = format!("<h1>News</h1><div{attributes}><p>One line of text, and another.</p></div>");
    let article = article::read(page.as_bytes(), &context(), None);
    assert_eq!(article.title.as_deref(), Some("News"));
}

#[test]
fn what_answers_in_the_place_of_an_article_is_no_article() {
    let context = Context { now: "2026-05-01T00:00:00Z".parse().unwrap(), ..context() };
    let why = |page: &str| {
        let article = article::read(page.as_bytes(), &context, None);
        article.shut().map(|warning| warning.kind)
    };
    let menu = "<ul><li><a href=/a>About us</a><li><a href=/b>Study here</a></ul>";
    let challenge = "<title>Just a moment...</title><body><h1>u.example</h1><p>Verify you are human \
                     by completing the action below.</p>";
    assert_eq!(why(challenge), Some(WarningKind::Challenge));
    let form = format!(
        "<title>Staff portal</title><body>{menu}<form><p>Name and password</p><input name=n>\
         <input type=password name=p></form>"
    );
    assert_eq!(why(&form), Some(WarningKind::Login));
    let lost = format!("<title>404 页面不存在</title><body>{menu}<p>您访问的页面不存在。</p>");
    assert_eq!(why(&lost), Some(WarningKind::Closed));

    let beside_form = format!(
        "<title>Exchange places</title><body>{menu}<form><input type=password></form><h1>Exchange \
         places</h1><p>{}</p>",
        "The office offers places at twenty partner universities abroad. ".repeat(8)
    );
    assert_eq!(why(&beside_form), None);
    let dated = format!(
        "<title>Security check on campus</title><body>{menu}<h1>Security check on campus</h1>\
         <p>Date: 2026-03-04</p><p>The gates are checked on Friday.</p>"
    );
    assert_eq!(why(&dated), None);
}

#[test]
fn a_picture_served_as_a_page_is_named() {
    let article = article::read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04", &context(), None);
    assert_eq!(article.text, "");
    assert_eq!(article.warnings.len(), 1);
}

const PIECES: &[&str] = &[
    "<div class=v_news_content>",
    "</div>",
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<h1>",
    "</h1>",
    "<a href='a.pdf'>",
    "</a>",
    "<!--",
    "-->",
    "<script type=application/ld+json>",
    "</script>",
    "{\"@type\":\"NewsArticle\",\"headline\":",
    "<meta property=og:title content=\"",
    "\">",
    "来源：",
    "作者：",
    "By Li Ming | ",
    "2026年3月31日",
    "本报讯（记者",
    "&#0;",
    "\u{feff}",
    "…",
    "<svg><p>",
    "<template>",
    "<br>",
    "The text goes on here, with a comma. ",
    "各位同学：",
    "<ul><li>",
    "<form>",
    "<select><option>",
    "<frameset>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn mangled_markup_gives_an_article_within_its_limits(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..120),
        noise in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut page = pieces.concat().into_bytes();
        page.extend(noise);
        let article = article::read(&page, &context(), None);
        prop_assert!(article.text.chars().count() <= 200_000);
        prop_assert!(article.title.is_none_or(|title| title.chars().count() <= 300));
        prop_assert!(article.summary.is_none_or(|summary| summary.chars().count() <= 300));
    }
}
