//! The demo's newsroom, asked over HTTP.

use std::collections::{BTreeSet, VecDeque};

use edwire::daemon::demo::newsroom::{Act, Newsroom};
use edwire::model::WebUrl;
use encoding_rs::{Encoding, GBK, UTF_8};
use jiff::Timestamp;
use reqwest::header::{
    CONTENT_TYPE, ETAG, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode};
use scraper::{Html, Selector};

/// More pages than the newsroom has.
const MAX_PAGES: usize = 600;

async fn newsroom() -> Newsroom {
    Newsroom::open("2026-11-20T08:00:00Z".parse().unwrap()).await.unwrap()
}

fn client() -> Client {
    rustls::crypto::ring::default_provider().install_default().ok();
    Client::builder().no_proxy().user_agent("newsroom-test").build().unwrap()
}

fn address(newsroom: &Newsroom, site: &str) -> WebUrl {
    let sources = newsroom.sources();
    sources.into_iter().find(|source| source.id.as_str() == site).unwrap().url
}

async fn get(url: &WebUrl) -> Response {
    client().get(url.as_str()).send().await.unwrap()
}

async fn read(url: &WebUrl, encoding: &'static Encoding) -> String {
    let response = get(url).await;
    assert_eq!(response.status(), StatusCode::OK, "{url}");
    let bytes = response.bytes().await.unwrap();
    let (text, _, broken) = encoding.decode(&bytes);
    assert!(!broken, "{url} is not {}", encoding.name());
    text.into_owned()
}

fn encoding_of(site: &str) -> &'static Encoding {
    if site == "donglan" { GBK } else { UTF_8 }
}

#[tokio::test]
async fn every_site_shows_fresh_news_on_an_origin_of_its_own() {
    let newsroom = newsroom().await;
    let sources = newsroom.sources();
    let ports: BTreeSet<_> = sources.iter().map(|source| source.url.as_url().port()).collect();
    assert_eq!((sources.len(), ports.len()), (7, 7));
    for source in sources {
        let text = read(&source.url, encoding_of(source.id.as_str())).await;
        let yesterday =
            ["2026年11月19日", "2026-11-19", "19/11/2026", "19 Nov", "19 November 2026"];
        assert!(yesterday.iter().any(|day| text.contains(day)), "{}: {text}", source.id);
    }
}

#[tokio::test]
async fn the_gbk_site_declares_gb2312_cuts_titles_and_is_no_utf_8() {
    let newsroom = newsroom().await;
    let list = address(&newsroom, "donglan");
    let response = get(&list).await;
    assert_eq!(response.headers()[CONTENT_TYPE], "text/html");
    let bytes = response.bytes().await.unwrap();
    assert!(std::str::from_utf8(&bytes).is_err());
    let (text, _, broken) = GBK.decode(&bytes);
    assert!(!broken);
    assert!(text.contains("charset=gb2312"));
    assert!(text.contains("关于做好2027年度东澜省政府外国留学生奖学金申请与..."), "{text}");
    assert!(!text.contains("奖学金申请与评审工作的通知"));
    let article = list.join("202611/t20261118_84120.html").unwrap();
    assert!(read(&article, GBK).await.contains("奖学金申请与评审工作的通知"));
}

#[tokio::test]
async fn validators_are_honoured() {
    let newsroom = newsroom().await;
    for source in newsroom.sources() {
        let headers = get(&source.url).await.headers().clone();
        let pairs = [(ETAG, IF_NONE_MATCH), (LAST_MODIFIED, IF_MODIFIED_SINCE)];
        let known: HeaderMap = pairs
            .into_iter()
            .filter_map(|(given, asked)| Some((asked, headers.get(given)?.clone())))
            .collect();
        assert!(!known.is_empty(), "{}", source.id);
        for (name, value) in &known {
            let request = client().get(source.url.as_str()).header(name, value);
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{} {name}", source.id);
            assert!(response.bytes().await.unwrap().is_empty());
        }
    }
    let list = address(&newsroom, "lanjiang");
    let etag = get(&list).await.headers()[ETAG].clone();
    newsroom.advance(Act::Breaking);
    let response = client().get(list.as_str()).header(IF_NONE_MATCH, etag).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn when_news_breaks_the_sites_change_as_the_play_says() {
    let newsroom = newsroom().await;
    let lanjiang = address(&newsroom, "lanjiang");
    let donglan = address(&newsroom, "donglan");
    let falkenau = address(&newsroom, "falkenau");
    let ardenia = address(&newsroom, "ardenia");
    let article = lanjiang.join("../info/1046/2507.htm").unwrap();
    assert_eq!(get(&article).await.status(), StatusCode::NOT_FOUND);
    assert!(!read(&lanjiang, UTF_8).await.contains("诺斯米尔国际学院"));

    newsroom.advance(Act::Breaking);
    assert!(read(&lanjiang, UTF_8).await.contains("诺斯米尔国际学院"));
    assert!(read(&article, UTF_8).await.contains("来源：国际合作与交流处"));
    let reprint = donglan.join("202611/t20261120_84133.html").unwrap();
    assert!(read(&reprint, GBK).await.contains("来源：澜江大学"));
    assert!(read(&ardenia, UTF_8).await.contains("500 fully funded joint doctoral places"));
    let news = read(&falkenau, UTF_8).await;
    assert!(news.contains("doctoral places | International Office"));
    assert!(news.contains("Car park P3 closed"));
    let copy = falkenau.join("/en/news/five-hundred-joint-doctoral-places-1120").unwrap();
    let original = ardenia.join("/en/press/2026/212-joint-doctoral-places.html").unwrap();
    assert!(read(&copy, UTF_8).await.contains(original.as_str()));

    let login = read(&address(&newsroom, "northmere"), UTF_8).await;
    assert!(login.contains("type=\"password\"") && !login.contains("Scholarships"));
    let unavailable = get(&address(&newsroom, "valdoria")).await;
    assert_eq!(unavailable.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(unavailable.headers()[RETRY_AFTER], "120");
}

#[tokio::test]
async fn every_internal_link_leads_to_a_page() {
    let newsroom = newsroom().await;
    let mut pages = 0;
    for source in newsroom.sources() {
        let encoding = encoding_of(source.id.as_str());
        let mut seen = BTreeSet::from([source.url.clone()]);
        let mut queue = VecDeque::from([source.url.clone()]);
        queue.extend(source.url.join("/"));
        while let Some(url) = queue.pop_front() {
            let response = get(&url).await;
            assert_eq!(response.status(), StatusCode::OK, "{url}");
            let bytes = response.bytes().await.unwrap();
            let (text, _, _) = encoding.decode(&bytes);
            for link in links(&text, &url) {
                let origin = link.as_url().origin();
                if origin == source.url.as_url().origin() && seen.insert(link.clone()) {
                    queue.push_back(link);
                }
            }
        }
        assert!(seen.len() > 15, "{} has only {} pages", source.id, seen.len());
        pages += seen.len();
        assert!(pages < MAX_PAGES);
    }
}

/// Links of a page, or of the feed's entries, without their fragments.
fn links(text: &str, base: &WebUrl) -> Vec<WebUrl> {
    let html = Html::parse_document(text);
    let selector = Selector::parse("a[href], entry link[href]").unwrap();
    let attributes = html.select(&selector).filter_map(|element| element.attr("href"));
    let rss = text.split("<link>").skip(1).filter_map(|rest| rest.split('<').next());
    attributes.chain(rss).filter_map(|href| base.join(href.split('#').next()?).ok()).collect()
}

#[tokio::test]
async fn two_newsrooms_of_one_moment_print_the_same_words() {
    let (one, other) = (newsroom().await, newsroom().await);
    for (left, right) in one.sources().iter().zip(other.sources()) {
        let encoding = encoding_of(left.id.as_str());
        let port = |url: &WebUrl| format!(":{}", url.as_url().port().unwrap());
        let texts = (read(&left.url, encoding).await, read(&right.url, encoding).await);
        assert_eq!(
            texts.0.replace(&port(&left.url), ""),
            texts.1.replace(&port(&right.url), ""),
            "{}",
            left.id
        );
    }
}

#[tokio::test]
async fn requests_are_written_down_and_robots_txt_is_there() {
    let newsroom = newsroom().await;
    let opened: Timestamp = "2026-11-20T08:00:00Z".parse().unwrap();
    for source in newsroom.sources() {
        let robots = source.url.join("/robots.txt").unwrap();
        assert!(read(&robots, UTF_8).await.contains("User-agent: *"), "{}", source.id);
    }
    get(&address(&newsroom, "lanjiang").join("/nothing.htm").unwrap()).await;
    let hits = newsroom.requests();
    assert_eq!(hits.len(), 8);
    assert!(hits.iter().take(7).all(|hit| hit.target == "/robots.txt" && hit.status == 200));
    let last = hits.last().unwrap();
    assert_eq!((last.target.as_str(), last.status), ("/nothing.htm", 404));
    assert_eq!((last.site.as_str(), last.agent.as_str()), ("lanjiang", "newsroom-test"));
    assert!(last.at >= opened && !last.conditional);
}

#[tokio::test]
async fn the_index_page_links_all_sites() {
    let newsroom = newsroom().await;
    let page = read(newsroom.index(), UTF_8).await;
    for source in newsroom.sources() {
        assert!(page.contains(&format!("href=\"{}\"", source.url)), "{}: {page}", source.id);
    }
    assert!(!page.contains("now answers 503"));
    newsroom.advance(Act::Breaking);
    assert!(read(newsroom.index(), UTF_8).await.contains("now answers 503"));
}
