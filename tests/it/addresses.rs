//! One address for one article, whatever form it arrives in; two for two.

use std::collections::{HashMap, HashSet};

use edwire::curate::normalise::{canonical, canonical_of_page};
use edwire::model::{CanonicalUrl, WebUrl};
use proptest::prelude::*;

fn known_as(url: &str) -> CanonicalUrl {
    canonical(&WebUrl::parse(url).unwrap())
}

/// The forms in which one article of each kind of site is linked.
fn variants(article: usize) -> Vec<String> {
    let tracked = [
        "utm_source=rss&utm_medium=feed",
        "fbclid=Iw1AR",
        "from=timeline",
        "spm=a2.b3",
        "gclid=x1",
    ];
    let track = tracked[article % tracked.len()];
    let (number, column) = (1000 + article, 100 + article % 7);
    match article % 5 {
        0 => path_forms(&format!("news.uni-{article}.edu/2026/05/story-{number}"), track),
        1 => board_forms(&format!("board.uni-{article}.ac.kr"), number, track),
        2 => vsb_forms(&format!("uni-{article}.edu.cn"), (column, number), track),
        3 => {
            let place = format!("news.uni-{article}.edu.cn/2f/3a/c{column}a{number}");
            let mut forms = path_forms(&format!("{place}/page.htm"), track);
            forms.truncate(7);
            forms.extend(
                ["page.psp", "pagem.htm", "page.html"].map(|page| format!("http://{place}/{page}")),
            );
            forms
        }
        _ => trs_forms(&format!("edu-{article}.gov"), number, track),
    }
}

fn board_forms(host: &str, number: usize, track: &str) -> Vec<String> {
    vec![
        format!("https://{host}/view.do?boardNo=7&articleNo={number}"),
        format!("http://{host}/view.do?articleNo={number}&boardNo=7"),
        format!(
            "https://{host}/view.do?boardNo=7&articleNo={number}&article.offset=20&articleLimit=10"
        ),
        format!("https://{host}:443/view.do?boardNo=7&articleNo={number}&{track}"),
        format!("https://m.{host}/view.do?boardNo=7&articleNo={number}"),
        format!("https://{host}/view.do;jsessionid=0A{number}FF?boardNo=7&articleNo={number}"),
        format!("https://{host}/view.do?boardNo=7&articleNo={number}&print=1"),
        format!("https://{host}/view.do?boardNo=7&articleNo={number}#comments"),
        format!("https://{host}/view.do?boardNo=7&articleNo={number}&searchKeyword="),
        format!("HTTPS://{}/view.do?boardNo=7&&articleNo={number}", host.to_uppercase()),
    ]
}

fn vsb_forms(host: &str, (column, number): (usize, usize), track: &str) -> Vec<String> {
    vec![
        format!("https://www.{host}/en/info/{column}/{number}.htm"),
        format!("http://www.{host}/en/info/{column}/{number}.html"),
        format!(
            "http://{host}/en/content.jsp?urltype=news.NewsContentUrl&wbtreeid={column}&wbnewsid={number}"
        ),
        format!(
            "http://{host}/en/new.jsp?wbnewsid={number}&wbtreeid={column}&urltype=news.NewsContentUrl&{track}"
        ),
        format!("https://{host}/en/info/{column}/{number}.htm"),
        format!("https://www.{host}/en/./x/../info/{column}/{number}.htm"),
        format!("https://www.{host}/en/info//{column}/{number}.htm?{track}"),
        format!("https://www.{host}:443/en/info/{column}/{number}.htm#top"),
        format!("https://m.{host}/en/info/{column}/{number}.htm"),
        format!("https://www.{host}/en/%69nfo/{column}/{number}.htm"),
    ]
}

fn trs_forms(host: &str, number: usize, track: &str) -> Vec<String> {
    let place = format!("tzgg/202605/t20260512_{number}");
    let mut forms = Vec::new();
    for scheme in ["http", "https"] {
        forms.extend(
            ["htm", "html", "shtml"]
                .map(|ending| format!("{scheme}://www.{host}/{place}.{ending}")),
        );
    }
    forms.push(format!(
        "https://www.{host}/tzgg/./202605/../202605/t20260512_{number}.html?{track}"
    ));
    forms.push(format!("https://wap.{host}/{place}.html"));
    forms.push(format!("https://www.{host}./{place}.html"));
    forms.push(format!("https://www.{host}/{place}.html?{track}&print=1#main"));
    forms
}

fn path_forms(place: &str, track: &str) -> Vec<String> {
    vec![
        format!("https://{place}"),
        format!("http://{place}"),
        format!("https://www.{place}"),
        format!("http://m.{place}?{track}"),
        format!("https://{place}#share"),
        format!("https://{place}?{track}&print=1"),
        format!("https://{}", place.replacen('/', "//", 1)),
        format!("https://{place}/"),
        format!("https://{place}/amp/"),
        format!("https://{place}/print/index.html?PHPSESSID=abcdef0123456789"),
    ]
}

#[test]
fn two_thousand_forms_of_two_hundred_articles_are_two_hundred_items() {
    let mut items: HashMap<CanonicalUrl, usize> = HashMap::new();
    let mut forms = HashSet::new();
    for article in 0..200 {
        let all = variants(article);
        assert_eq!(all.len(), 10);
        for form in all {
            let owner = *items.entry(known_as(&form)).or_insert(article);
            assert_eq!(owner, article, "{form} is {}", known_as(&form));
            forms.insert(form);
        }
    }
    assert_eq!((items.len(), forms.len()), (200, 2000));
}

#[test]
fn addresses_that_merely_look_alike_stay_apart() {
    let apart = [
        "https://a.example.edu/news",
        "https://a.example.edu/News",
        "https://b.example.edu/news",
        "https://www1.example.edu/news",
        "https://example.edu/news",
        "https://example.edu:8080/news",
        "https://example.edu/news/1",
        "https://example.edu/news/10",
        "https://example.edu/news.html",
        "https://example.edu/news?id=1",
        "https://example.edu/news?id=2",
        "https://example.edu/news?id=1&page=2",
        "https://example.edu/news?no=1",
        "https://example.edu/news?ID=1x",
        "https://example.edu/news?type=notice&id=1",
        "https://example.edu/news?lang=en&id=1",
        "https://example.edu/news?from=abroad",
        "https://example.edu/news?source=ministry",
        "https://example.edu/news?sid=12",
        "https://example.edu/news?tag=a&tag=b",
        "https://example.edu/news?tag=b&tag=a",
        "https://example.edu/?p=123",
        "https://example.edu/?p=124",
        "https://example.edu/?page_id=123",
        "https://example.edu/?news/123",
        "https://example.edu/info/1017/1643.htm",
        "https://example.edu/info/1017/1644.htm",
        "https://example.edu/info/1018/1643.htm",
        "https://example.edu/en/info/1017/1643.htm",
        "https://example.edu/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1017",
        "https://example.edu/2f/3a/c10a20/page.htm",
        "https://example.edu/2f/3a/c10a21/page.htm",
        "https://example.edu/2f/3a/c10a20/list.htm",
        "https://example.edu/t20260512_841766.html",
        "https://example.edu/t20260512_841767.html",
        "https://example.edu/page.html",
        "https://example.edu/page.htm",
        "https://example.edu/a%2Fb",
        "https://example.edu/a/b",
        "https://example.edu/app#!/news/1",
        "https://example.edu/app#!/news/2",
        "https://example.edu/app#/news/1",
        "https://example.edu/printmaking",
        "https://example.edu/campus/amp-lab",
        "https://m-lab.example.edu/news",
        "https://example.edu/indexes.html",
        "https://example.edu/s?__biz=Mz1&mid=1&idx=1&sn=a",
        "https://example.edu/s?__biz=Mz1&mid=1&idx=2&sn=b",
        "https://1.2.3.4/news",
        "https://[2001:db8::1]/news",
    ];
    let mut seen: HashMap<CanonicalUrl, &str> = HashMap::new();
    for url in apart {
        if let Some(other) = seen.insert(known_as(url), url) {
            panic!("{url} became {other}: {}", known_as(url));
        }
    }
}

#[test]
fn what_says_only_how_one_came_there_goes() {
    for (url, known) in [
        ("http://www.example.edu", "https://example.edu/"),
        ("https://example.edu/default.aspx", "https://example.edu/"),
        ("https://example.edu/en/index.php?p=7", "https://example.edu/en?p=7"),
        ("https://example.edu/x?b=2&a=1&utm_campaign=z", "https://example.edu/x?a=1&b=2"),
        ("https://example.edu/%7eann/a%3ab", "https://example.edu/~ann/a%3Ab"),
        ("https://example.edu/node/5?format=print", "https://example.edu/node/5"),
        ("https://example.edu/story.amp.html?outputType=amp", "https://example.edu/story.html"),
        (
            "https://example.edu/s?__biz=Mz1&mid=2&idx=1&sn=ab&chksm=c&scene=21&from=timeline#rd",
            "https://example.edu/s?__biz=Mz1&idx=1&mid=2&sn=ab",
        ),
    ] {
        assert_eq!(known_as(url).as_str(), known);
    }
}

#[test]
fn a_page_s_own_word_counts_only_where_it_is_sane() {
    let found = WebUrl::parse("https://news.example.edu/node/77").unwrap();
    let said = |url: &str| WebUrl::parse(url).ok();
    let shared = [known_as("https://example.edu/all/news")];
    let known =
        |url: &str| canonical_of_page(&found, said(url).as_ref(), &shared).as_str().to_owned();
    assert_eq!(known("https://www.example.edu/2026/fair"), "https://example.edu/2026/fair");
    for insane in [
        "https://example.edu/",
        "https://example.edu/index.html",
        "https://other.example.org/2026/fair",
        "https://news.example.edu/node",
        "https://example.edu/all/news",
    ] {
        assert_eq!(known(insane), "https://news.example.edu/node/77", "{insane}");
    }
    let board = WebUrl::parse("https://example.edu/view.do?no=9").unwrap();
    let bare = said("https://example.edu/view.do");
    assert_eq!(
        canonical_of_page(&board, bare.as_ref(), &[]).as_str(),
        "https://example.edu/view.do?no=9"
    );
}

proptest! {
    #[test]
    fn canonical_is_idempotent(
        scheme in "https?",
        host in "(www\\.|m\\.|amp\\.|www1\\.|wap\\.m\\.)?[a-z]{1,6}\\.(edu|edu\\.cn|ac\\.uk|com)\\.?",
        port in "(:80|:443|:8080)?",
        path in "(/|/[a-zA-Z0-9%;=._~!-]{0,9}|/amp|/print|/index\\.html|/info/12/34\\.html|/%7[0-9a-f]|/x;sid=1|/\\.\\.|//){0,6}",
        query in "(\\?([a-z_]{1,5}=?[a-zA-Z0-9%+;/?.-]{0,5}&?|utm_source=x&|print=1&|wbtreeid=3&|wbnewsid=4&|__biz=a&|mid=2&|idx=1&|id=5&|_=1&){0,6})?",
        fragment in "(#!?/?[a-z0-9/?#%]{0,6})?",
    ) {
        if let Ok(url) = WebUrl::parse(&format!("{scheme}://{host}{port}{path}{query}{fragment}")) {
            let once = canonical(&url);
            let again = canonical(&WebUrl::parse(once.as_str()).unwrap());
            prop_assert_eq!(once, again);
        }
    }
}
