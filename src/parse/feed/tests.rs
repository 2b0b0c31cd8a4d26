use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

fn context(content_type: Option<&str>) -> Context {
    Context {
        url: WebUrl::parse("http://www.example.edu/news/feed.xml").unwrap(),
        content_type: content_type.map(str::to_owned),
        encoding: None,
        now: "2026-11-20T12:00:00Z".parse().unwrap(),
        timezone: TimeZone::UTC,
        lang: None,
    }
}

fn feed(text: &str) -> Listing {
    read(text.as_bytes(), &context(None))
}

fn titles(listing: &Listing) -> Vec<&str> {
    listing.entries.iter().map(|entry| entry.title.as_str()).collect()
}

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>International Office</title><link>http://www.example.edu/news/</link>
<language>en-GB</language><ttl>90</ttl>
<atom:link rel="hub" href="https://hub.example.org/"/>
<item><title>Scholarships &amp; grants 2026</title><link>/news/17.htm</link>
  <guid isPermaLink="false">news-17</guid><pubDate>Tue, 31 Mar 2026 09:30:00 +0800</pubDate>
  <dc:creator>Li Wei</dc:creator><category>Notices</category>
  <description><![CDATA[<p>Apply by <b>30 April</b>.</p>]]></description></item>
<item><title>Summer school</title><guid>http://www.example.edu/news/18.htm</guid></item>
</channel></rss>"#;

#[test]
fn an_rss_feed_is_read_whole() {
    let listing = feed(RSS);
    assert_eq!(listing.warnings, []);
    assert_eq!(listing.title.as_deref(), Some("International Office"));
    assert_eq!(listing.lang.as_deref(), Some("en-gb"));
    assert_eq!(
        (listing.ttl_minutes, listing.hub.unwrap().as_str()),
        (Some(90), "https://hub.example.org/")
    );
    let first = &listing.entries[0];
    assert_eq!(first.title, "Scholarships & grants 2026");
    assert_eq!(first.url.as_str(), "http://www.example.edu/news/17.htm");
    assert_eq!(first.guid.as_deref(), Some("news-17"));
    assert_eq!(first.published.unwrap().to_string(), "2026-03-31T09:30:00+08:00");
    assert_eq!(first.author.as_deref(), Some("Li Wei"));
    assert_eq!(first.categories, ["Notices"]);
    assert_eq!((first.summary.as_deref(), &first.text), (Some("Apply by 30 April."), &None));
    assert_eq!(listing.entries[1].url.as_str(), "http://www.example.edu/news/18.htm");
}

#[test]
fn atom_of_both_versions_is_read() {
    let long = "Every word of it. ".repeat(20);
    let atom = format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="http://www.example.edu/blog/">
        <title type="html">Study &lt;em&gt;abroad&lt;/em&gt;</title>
        <entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Fees &amp; <b>dates</b></div></title>
        <link rel="self" href="self.xml"/><link rel="enclosure" href="a.mp3"/><link href="fees.html"/>
        <id>tag:example.edu,2026:1</id><updated>2026-04-02T08:00:00Z</updated><published>2026-04-01T08:00:00Z</published>
        <author><name>Ann</name><email>ann@example.edu</email></author><category term="fees" label="Fees"/>
        <source><title>Another feed</title><id>x</id><updated>2001-01-01T00:00:00Z</updated></source>
        <content type="application/xhtml+xml"><div><p>{long}</p></div></content></entry></feed>"#
    );
    let listing = feed(&atom);
    assert_eq!(
        (listing.title.as_deref(), listing.lang.as_deref()),
        (Some("Study abroad"), Some("en"))
    );
    let entry = &listing.entries[0];
    assert_eq!(
        (entry.title.as_str(), entry.url.as_str()),
        ("Fees & dates", "http://www.example.edu/blog/fees.html")
    );
    assert_eq!(entry.guid.as_deref(), Some("tag:example.edu,2026:1"));
    assert_eq!(entry.published.unwrap().to_string(), "2026-04-01T08:00:00+00:00");
    assert_eq!(
        (entry.author.as_deref(), entry.categories.as_slice()),
        (Some("Ann"), &["Fees".to_owned()][..])
    );
    assert_eq!(entry.text.as_deref(), Some(long.trim()));
    let old = feed(
        r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" type="text/html">A &lt;i&gt;b&lt;/i&gt;</title>
        <link rel="alternate" type="text/html" href="/b"/><issued>2026-01-02</issued><modified>2026-01-03T00:00:00Z</modified></entry></feed>"#,
    );
    assert_eq!(titles(&old), ["A b"]);
    assert_eq!(old.entries[0].published.unwrap().to_string(), "2026-01-02");
}

#[test]
fn json_feed_is_read_with_its_mistakes() {
    let json = r#"{"version":"https://jsonfeed.org/version/2","items":[
        {"id":7,"url":"/a","title":"One &amp; two","content_html":"<p>Short.</p>","date_published":"2026-03-01T10:00:00+01:00","tags":["x",3]},
        {"id":"8","external_url":"http://other.example/","title":null,"content_text":"Only text","author":{"name":"Bo"}},
        "no item"],"hubs":[{"type":"WebSub","url":"https://hub.example.org/"}]}"#;
    let listing = feed(json);
    assert_eq!(titles(&listing), ["One & two", ""]);
    assert_eq!(listing.entries[0].url.as_str(), "http://www.example.edu/a");
    assert_eq!(listing.entries[0].guid.as_deref(), Some("7"));
    assert_eq!(listing.entries[0].published.unwrap().to_string(), "2026-03-01T10:00:00+01:00");
    assert_eq!(listing.entries[1].author.as_deref(), Some("Bo"));
    assert_eq!(listing.entries[1].summary.as_deref(), Some("Only text"));
    assert!(listing.hub.is_some());
}

/// A fault, and a feed that has it around two entries, which stand for `ONE` and `TWO`.
const FAULTS: [(&str, &str); 16] = [
    ("no version", "<rss><channel>ONETWO</channel></rss>"),
    ("odd version", "<rss version='2.01'><channel>ONETWO</channel></rss>"),
    ("no channel", "<rss version='2.0'>ONETWO</rss>"),
    (
        "html first",
        "<br/>\n<b>Warning</b>: x<?xml version='1.0'?><rss><channel>ONETWO</channel></rss>",
    ),
    ("html last", "<rss><channel>ONETWO</channel></rss><script>x('<item>')</script>"),
    ("cut off", "<rss><channel>ONETWO<item"),
    ("cut off inside", "<rss><channel>ONE<item><link>http://x.example/2</link><title>News 2"),
    (
        "unclosed",
        "<rss><channel>ONE<item><title>News 2<link>http://x.example/2</link></item></channel>",
    ),
    ("bare ampersand", "<rss><channel><title>A & B &nbsp; &c</title>ONETWO</channel></rss>"),
    ("control characters", "<rss><channel><title>\u{1}\u{8}x\u{b}</title>ONETWO</channel></rss>"),
    (
        "undeclared prefix",
        "<rss><channel>ONE<item><dc:title>News 2</dc:title><foo:bar/><link>http://x.example/2</link></item></channel></rss>",
    ),
    ("wrong namespace", "<rss xmlns='http://nobody.example/rss'><channel>ONETWO</channel></rss>"),
    (
        "rdf",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel/>ONETWO</rdf:RDF>",
    ),
    (
        "upper case",
        "<RSS><CHANNEL><ITEM><TITLE>News 1</TITLE><LINK>http://x.example/1</LINK></ITEM>TWO</CHANNEL></RSS>",
    ),
    ("doctype", "<!DOCTYPE rss [<!ENTITY a \"b\">]><rss><channel>ONETWO</channel></rss>"),
    (
        "image first",
        "<rss><channel><image><title>Logo</title><url>x</url></image>ONETWO</channel></rss>",
    ),
];

#[test]
fn broken_feeds_give_what_can_be_read() {
    let item =
        |n: u8| format!("<item><title>News {n}</title><link>http://x.example/{n}</link></item>");
    for (fault, text) in FAULTS {
        let listing = feed(&text.replace("ONE", &item(1)).replace("TWO", &item(2)));
        assert_eq!(titles(&listing), ["News 1", "News 2"], "{fault}");
        let links: Vec<&str> = listing.entries.iter().map(|entry| entry.url.as_str()).collect();
        assert_eq!(links, ["http://x.example/1", "http://x.example/2"], "{fault}");
    }
    let cut = feed(&format!("<rss version='2.0'><channel>{}", item(1)));
    assert!(cut.warnings.iter().any(|warning| warning.text.contains("breaks off")));
}

#[test]
fn east_asian_feeds_are_right_with_and_without_declaration() {
    let cases: [(&'static Encoding, &str, &str, &str); 4] = [
        (GBK, "gb2312", "cn", "国际学院发布二〇二六年来华留学奖学金申请通知"),
        (BIG5, "big5", "tw", "國際事務處公告境外學生獎學金申請辦法及注意事項"),
        (SHIFT_JIS, "Shift_JIS", "jp", "外国人留学生のための奨学金の募集についてのお知らせ"),
        (
            EUC_KR,
            "euc-kr",
            "kr",
            "외국인 유학생 장학금 신청 안내 및 제출 서류에 대하여 알려 드립니다",
        ),
    ];
    for (encoding, label, country, title) in cases {
        for declaration in [
            format!("<?xml version=\"1.0\" encoding=\"{label}\"?>"),
            String::new(),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>".to_owned(),
        ] {
            let text = format!(
                "{declaration}<rss version='2.0'><channel><item><title>{title}</title><link>/1</link></item></channel></rss>"
            );
            let (bytes, _, lossy) = encoding.encode(&text);
            assert!(!lossy);
            let mut context = context(None);
            context.url = WebUrl::parse(&format!("http://www.example.{country}/feed")).unwrap();
            assert_eq!(titles(&read(&bytes, &context)), [title], "{label} {declaration:?}");
            context.content_type = Some(format!("text/xml; charset={label}"));
            assert_eq!(titles(&read(&bytes, &context)), [title], "{label} {declaration:?}");
        }
    }
}

#[test]
fn entries_without_an_address_get_a_lasting_one_of_their_own() {
    let text = "<rss version='2.0'><channel><item><title>A</title></item><item><title>B</title></item></channel></rss>";
    let (first, again) = (feed(text), feed(text));
    assert_eq!(first.entries, again.entries);
    let urls: Vec<&str> = first.entries.iter().map(|entry| entry.url.as_str()).collect();
    assert!(
        urls[0].starts_with("http://www.example.edu/news/feed.xml#entry-") && urls[0] != urls[1]
    );
    assert!(first.entries.iter().all(|entry| entry.guid.is_none()));
}

#[test]
fn an_id_shared_by_different_entries_is_none() {
    let item = |n: u8| format!("<item><title>{n}</title><link>/{n}</link><guid>same</guid></item>");
    let listing = feed(&format!("<rss><channel>{}{}</channel></rss>", item(1), item(2)));
    assert!(listing.entries.iter().all(|entry| entry.guid.is_none()));
}

#[test]
fn a_page_in_a_feeds_place_names_its_feeds() {
    let page = "<!doctype html><html><head><base href='/en/'><link rel=alternate type='application/rss+xml' href='feed.xml'>\
                <link rel=stylesheet href=x.css></head><body>No feed here</body></html>";
    let listing = feed(page);
    assert!(listing.entries.is_empty());
    assert_eq!(listing.feeds[0].as_str(), "http://www.example.edu/en/feed.xml");
    assert_eq!(listing.warnings.last().unwrap().kind, WarningKind::NoList);
}

#[test]
fn limits_hold() {
    let item = format!(
        "<item><title>{}</title><description>{}</description></item>",
        "t".repeat(400),
        "d".repeat(2100)
    );
    let listing = feed(&format!("<rss><channel>{}</channel></rss>", item.repeat(2100)));
    assert_eq!(listing.entries.len(), 2000);
    assert!(listing.warnings.iter().any(|warning| warning.kind == WarningKind::Limit));
    let entry = &listing.entries[0];
    assert_eq!((entry.title.len(), entry.summary.as_ref().unwrap().len()), (300, 2000));
    let huge = feed(&format!(
        "<rss><channel><item><title>x</title><description>{}",
        "长文 ".repeat(400_000)
    ));
    assert!(huge.entries[0].text.as_ref().unwrap().chars().count() <= 200_000);
}

#[test]
fn deep_and_endless_markup_is_harmless() {
    for unit in [
        "<a>",
        "<item>",
        "<title>",
        "<content type='xhtml'>",
        "<x xmlns:a='b'>",
        "&#1;",
        "<![CDATA[",
        "</item>",
        "<feed xml:base='a/'>",
    ] {
        let text = format!("<rss><channel>{}", unit.repeat(100_000));
        assert!(feed(&text).entries.len() <= 2000, "{unit}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_damage_makes_the_reader_fail(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_usize..40), 1..12),
    ) {
        let mut bytes = RSS.as_bytes().to_vec();
        for (place, byte, length) in cuts {
            let at = place.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, [byte]);
        }
        let listing = read(&bytes, &context(None));
        prop_assert!(listing.entries.len() <= 2);
    }
}

#[test]
fn the_posts_of_a_wordpress_site_are_a_feed() {
    let posts = r#"[{"id":7,"date":"2026-03-02T18:00:00","date_gmt":"2026-03-02T10:00:00","link":"https://www.example.edu/2026/03/grants/",
        "title":{"rendered":"Grants &#8211; call 2026"},"excerpt":{"rendered":"<p>Apply now.</p>"},"content":{"rendered":"<p>Apply now.</p>"}},
        {"id":6,"date":"2026-03-01T18:00:00","link":"https://www.example.edu/2026/03/visit/","title":{"rendered":"A visit"}},
        {"id":5,"title":{"rendered":"no link"}}]"#;
    assert_eq!(
        crate::parse::sniff::sniff(posts.as_bytes(), None),
        crate::parse::sniff::Sniffed::Feed
    );
    let listing = feed(posts);
    assert_eq!(titles(&listing), ["Grants – call 2026", "A visit"]);
    let first = &listing.entries[0];
    assert_eq!(first.url.as_str(), "https://www.example.edu/2026/03/grants/");
    assert_eq!(first.published.unwrap().to_string(), "2026-03-02T10:00:00+00:00");
    assert_eq!(first.summary.as_deref(), Some("Apply now."));
    assert_eq!(feed(r#"[{"code":"rest_no_route"}]"#).entries, []);
}

const SITEMAP: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://www.example.edu/n/1</loc><news:news><news:publication><news:name>Example</news:name>
  <news:language>en</news:language></news:publication><news:publication_date>2026-03-02T10:00:00+08:00</news:publication_date>
  <news:title><![CDATA[Call for applications & more]]></news:title></news:news>
  <image:image><image:loc>https://www.example.edu/1.jpg</image:loc><image:title>A picture</image:title></image:image></url>
<url><loc>https://www.example.edu/about</loc></url></urlset>"#;

#[test]
fn a_sitemap_of_news_is_a_feed() {
    assert_eq!(
        crate::parse::sniff::sniff(SITEMAP.as_bytes(), None),
        crate::parse::sniff::Sniffed::Feed
    );
    let listing = feed(SITEMAP);
    assert_eq!(titles(&listing), ["Call for applications & more"]);
    assert_eq!(listing.entries[0].url.as_str(), "https://www.example.edu/n/1");
    assert_eq!(listing.entries[0].published.unwrap().to_string(), "2026-03-02T10:00:00+08:00");
    assert_eq!(listing.warnings, []);
}

#[test]
fn an_index_of_sitemaps_names_those_of_news_first() {
    let index = "<sitemapindex><sitemap><loc>https://www.example.edu/pages.xml</loc></sitemap>\
        <sitemap><loc>/news.xml</loc></sitemap></sitemapindex>";
    let listing = feed(index);
    let named: Vec<&str> = listing.feeds.iter().map(WebUrl::as_str).collect();
    assert_eq!(named, ["http://www.example.edu/news.xml", "https://www.example.edu/pages.xml"]);
    assert_eq!(listing.warnings.len(), 1);
    let robots =
        "User-agent: *\nDisallow:\nSitemap: https://www.example.edu/pages.xml\nsitemap:/news.xml";
    let site = WebUrl::parse("http://www.example.edu/").unwrap();
    let named = sitemaps_in_robots(robots, &site);
    assert_eq!(named[0].as_str(), "http://www.example.edu/news.xml");
}
