//! The web page over a real store, asked over HTTP.

use edwire::model::{
    Call, CanonicalUrl, ChannelName, DateOrigin, Deadline, DeadlineKind, JoinReason, Lang, Place,
    Published, Reason, Source, SourceId, SourceKind, StoryId, TopicId, Verdict, WebUrl,
};
use edwire::serve::web::{self, Rate, Site};
use edwire::store::items::{ArticleState, Item};
use edwire::store::outbox::{self, NewDelivery};
use edwire::store::{Store, items, sources, stories};
use jiff::Timestamp;
use reqwest::header::{
    ACCEPT_LANGUAGE, ALLOW, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK,
};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

const HOSTILE: &str = "<script>alert(1)</script> & \"quotes\" scholarship";

pub(crate) struct Page {
    pub(crate) address: String,
    pub(crate) store: Store,
    pub(crate) stop: CancellationToken,
    pub(crate) serving: JoinSet<std::io::Result<()>>,
    _folder: TempDir,
}

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn source(id: &str, name: &str, country: &str) -> Source {
    let url = WebUrl::parse(&format!("https://{id}.example/news")).unwrap();
    Source {
        id: SourceId::new(id),
        country: Some(country.to_owned()),
        ..edwire::config::source_from_url(url, SourceKind::Page, Some(name.to_owned()))
    }
}

fn item(story: StoryId, path: &str, title: &str, published: &str) -> Item {
    let link = format!("https://lan.example/{path}");
    Item {
        id: edwire::model::ItemId(0),
        url: CanonicalUrl::from_canonical(link.clone()),
        link,
        source: SourceId::new("lan"),
        story,
        joined: JoinReason::First,
        title: title.to_owned(),
        summary: Some(format!("Summary of {path}.")),
        text: format!("First paragraph of {path}.\n\nSecond paragraph."),
        lang: Lang::parse("en"),
        author: None,
        office: None,
        published: Some(Published::parse(published, DateOrigin::Listing).unwrap()),
        first_seen: now(),
        verdict: Verdict {
            call: Call::Relevant,
            score: 0.9,
            topics: vec![TopicId::new("scholarship")],
            reasons: vec![Reason {
                evidence: "exchange <b>programme</b>".to_owned(),
                place: Place::Title,
                weight: 1.5,
            }],
            judge_version: 1,
        },
        mark: None,
        deadlines: Vec::new(),
        image: None,
        article: ArticleState::Read,
        occasion: None,
        imported: false,
        withdrawn: false,
    }
}

/// Three stories: one told by two sources and posted, one with a hostile title, one off-topic.
fn fill(tx: &edwire::store::Transaction<'_>) -> Result<(), edwire::store::StoreError> {
    sources::sync(tx, &[source("lan", "Lan University", "CN"), source("dong", "Dong", "DE")])?;
    let mut state = sources::get(tx, &SourceId::new("dong"))?.unwrap();
    state.health = edwire::model::Health::Broken;
    state.why = Some("no news on the page".to_owned());
    state.last_checked = Some(now());
    sources::save(tx, &state)?;
    let first = stories::open(tx)?;
    let mut lead = item(first, "exchange", "Exchange with Nordmark", "2026-11-20");
    lead.deadlines = vec![Deadline {
        date: Published::parse("2026-12-15", DateOrigin::Article).unwrap(),
        until: None,
        kind: DeadlineKind::Apply,
        what: "exchange places".to_owned(),
    }];
    let id = items::insert(tx, &lead)?;
    let mut copy = item(first, "copy", "Exchange with Nordmark, again", "2026-11-21");
    copy.source = SourceId::new("dong");
    copy.joined = JoinReason::NearText(0.87);
    items::insert(tx, &copy)?;
    let post = NewDelivery::post(ChannelName::new("news"), first, id, now());
    outbox::enqueue(tx, &post)?;
    let second = stories::open(tx)?;
    items::insert(tx, &item(second, "hostile", HOSTILE, "2026-11-19T09:30:00+08:00"))?;
    let third = stories::open(tx)?;
    let mut canteen = item(third, "canteen", "Canteen closed", "2026-11-18");
    canteen.verdict.call = Call::OffTopic;
    items::insert(tx, &canteen)?;
    let fourth = stories::open(tx)?;
    let mut chinese = item(fourth, "zh", "关于国际学生奖学金的通知", "2026-11-10");
    chinese.lang = Lang::parse("zh");
    items::insert(tx, &chinese)?;
    Ok(())
}

impl Page {
    pub(crate) async fn open() -> Self {
        Self::open_at(Rate::default()).await
    }

    pub(crate) async fn open_at(rate: Rate) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("edwire.db")).unwrap();
        store.write(fill).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let site = Site { store: store.clone(), clock: now, public_url: None, rate };
        let mut serving = JoinSet::new();
        serving.spawn(web::serve(listener, site, stop.clone()));
        Self { address, store, stop, serving, _folder: folder }
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        client().get(format!("{}{path}", self.address)).send().await.unwrap()
    }

    pub(crate) async fn text(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    async fn refused(&self, path: &str, status: StatusCode) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
        answer.text().await.unwrap()
    }
}

pub(crate) fn client() -> Client {
    rustls::crypto::ring::default_provider().install_default().ok();
    Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn the_latest_page_shows_relevant_stories_once_and_escapes_what_is_hostile() {
    let page = Page::open().await;
    let html = page.text("/").await;
    assert!(html.contains("Exchange with Nordmark</a>"), "{html}");
    assert!(!html.contains("Nordmark, again") && !html.contains("Canteen"));
    assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
    assert!(!html.contains("<script"));
    assert!(html.contains("2026-11-19 09:30") && html.contains("Lan University"));
    let all = page.text("/?all=1").await;
    assert!(all.contains("Nordmark, again") && all.contains("Canteen"));
    let german = page.text("/?country=de&all=1").await;
    assert!(german.contains("Nordmark, again") && !german.contains("Canteen"));
}

#[tokio::test]
async fn a_search_finds_words_of_both_languages_and_pages_lead_on() {
    let page = Page::open().await;
    let html = page.text("/search?q=nordmark").await;
    assert!(html.contains("story/1") && !html.contains("alert(1)"));
    assert!(page.text("/search?q=%E5%A5%96%E5%AD%A6%E9%87%91").await.contains("国际学生奖学金"));
    assert!(page.text("/search?q=zebra").await.contains("Nothing found"));
    let first = page.text("/?limit=1").await;
    assert!(first.contains("Nordmark") && first.contains("page=2"), "{first}");
    let second = page.text("/?limit=1&page=2").await;
    assert!(second.contains("alert(1)") && !second.contains("Nordmark"));
}

#[tokio::test]
async fn a_story_shows_its_members_its_reasons_and_where_it_went() {
    let page = Page::open().await;
    let html = page.text("/story/1").await;
    for part in [
        "Nordmark, again",
        "text 87 % alike",
        "exchange &lt;b&gt;programme",
        "+1.50",
        "queued",
        "news",
        "First paragraph of exchange.",
        "2026-12-15",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    for missing in ["/story/99", "/story/x", "/story/-1", "/story/1/../../etc", "/story/%ff", "/x"]
    {
        let text = page.refused(missing, StatusCode::NOT_FOUND).await;
        assert!(!text.contains("panicked"), "{missing}");
    }
}

#[tokio::test]
async fn what_is_due_and_how_the_sources_are() {
    let page = Page::open().await;
    let due = page.text("/due").await;
    assert!(due.contains("2026-12-15") && due.contains("exchange places"), "{due}");
    assert!(page.text("/due?within=7d").await.contains("No dates ahead"));
    let sources = page.text("/sources").await;
    assert!(sources.contains("no news on the page") && sources.contains("broken: 1"), "{sources}");
}

#[tokio::test]
async fn feeds_are_valid_and_take_the_filters() {
    let page = Page::open().await;
    for (path, media_type) in [
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
    ] {
        let answer = page.get(path).await;
        assert_eq!(answer.headers()[CONTENT_TYPE], media_type);
        let body = answer.bytes().await.unwrap();
        let feed = feed_rs::parser::parse(&body[..]).unwrap();
        assert_eq!(feed.entries.len(), 3, "{path}");
        let titles: Vec<_> = feed.entries.iter().filter_map(|entry| entry.title.as_ref()).collect();
        assert!(titles.iter().any(|title| title.content == HOSTILE), "{titles:?}");
        let searched = page.get(&format!("{path}?q=nordmark")).await.bytes().await.unwrap();
        assert_eq!(feed_rs::parser::parse(&searched[..]).unwrap().entries.len(), 1);
        let none = page.get(&format!("{path}?q=zebra")).await.bytes().await.unwrap();
        assert!(feed_rs::parser::parse(&none[..]).unwrap().entries.is_empty());
    }
    let calendar = page.text("/feed.ics").await;
    assert!(calendar.starts_with("BEGIN:VCALENDAR") && calendar.contains("20261215"), "{calendar}");
}

#[tokio::test]
async fn the_api_gives_the_documented_items() {
    let page = Page::open().await;
    let answer = page.get("/api/items?limit=1").await;
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(answer.headers()[LINK], "<items?limit=1&page=2>; rel=\"next\"");
    let items: Vec<Value> = answer.json().await.unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["url"], "https://lan.example/exchange");
    assert_eq!(items[0]["state"], "queued");
    assert_eq!(items[0]["also"][0], "https://lan.example/copy");
    assert_eq!(items[0]["deliveries"][0]["channel"], "news");
    assert!(items[0].get("text").is_none());
    let wrong: Value =
        serde_json::from_str(&page.refused("/api/items?limit=9999", StatusCode::BAD_REQUEST).await)
            .unwrap();
    assert!(wrong["error"].as_str().unwrap().contains("from 1 to 200"));
}

#[tokio::test]
async fn a_wrong_question_gets_a_hint_and_a_long_one_is_cut_off() {
    let page = Page::open().await;
    for (path, hint) in [
        ("/?since=soon", "neither a span like 7d"),
        ("/search?q=-only", "nothing to search for"),
        ("/?topics=visa", "there are q, since"),
        ("/due?within=x", "30d"),
        ("/feed.atom?limit=0", "from 1 to 200"),
        ("/search?q=%22%22%20*%20(", "nothing to search for"),
    ] {
        let text = page.refused(path, StatusCode::BAD_REQUEST).await;
        assert!(text.contains(hint), "{path}: {text}");
    }
    for query in ["\" OR 1=1 --", "title:", "a OR OR b", "NEAR(a b)", "*", "a* b^2", "x:y"] {
        let escaped: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let status = page.get(&format!("/search?q={escaped}")).await.status();
        assert!(matches!(status.as_u16(), 200 | 400), "{query}: {status}");
    }
    let long = format!("/search?q={}", "a".repeat(5_000));
    page.refused(&long, StatusCode::URI_TOO_LONG).await;
}

#[tokio::test]
async fn nothing_can_be_written() {
    let page = Page::open().await;
    for path in ["/", "/search", "/story/1", "/sources", "/api/items", "/healthz", "/nowhere"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request = client().request(method, format!("{}{path}", page.address));
            let answer = request.body("title=x").send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
            assert_eq!(answer.headers()[ALLOW], "GET, HEAD");
        }
    }
    let head = client().head(format!("{}/", page.address)).send().await.unwrap();
    assert_eq!(head.status(), StatusCode::OK);
    assert!(head.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn answers_carry_a_validator_and_lock_the_browser_down() {
    let page = Page::open().await;
    let answer = page.get("/").await;
    let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe"));
    let tag = answer.headers()[ETAG].clone();
    let again = || client().get(format!("{}/", page.address)).header(IF_NONE_MATCH, &tag).send();
    let known = again().await.unwrap();
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    assert!(known.bytes().await.unwrap().is_empty());
    let more = |tx: &edwire::store::Transaction<'_>| {
        let story = stories::open(tx)?;
        items::insert(tx, &item(story, "new", "Fresh news", "2026-11-22")).map(drop)
    };
    page.store.write(more).await.unwrap();
    // an answer is kept for a second
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(again().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn chinese_readers_are_answered_in_chinese() {
    let page = Page::open().await;
    let request = client().get(format!("{}/due", page.address));
    let html = request.header(ACCEPT_LANGUAGE, "zh-CN,zh;q=0.9").send().await.unwrap();
    assert!(html.text().await.unwrap().contains("<h1>截止日期</h1>"));
    let html = page.text("/due?hl=zh").await;
    assert!(html.contains("<html lang=\"zh\">") && html.contains("sources?hl=zh"), "{html}");
}

#[tokio::test]
async fn health_and_metrics_tell_of_the_store() {
    let page = Page::open().await;
    let health: Value = page.get("/healthz").await.json().await.unwrap();
    assert_eq!(health["status"], "ok");
    assert_eq!(health["sources"], 2);
    let metrics = page.text("/metrics").await;
    for line in [
        "edwire_items 5",
        "edwire_sources{health=\"broken\"} 1",
        "edwire_deliveries{channel=\"news\",state=\"queued\"} 1",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line}: {metrics}");
    }
}

#[tokio::test]
async fn stopping_waits_for_no_idle_client_and_a_flood_of_headers_is_refused() {
    let mut page = Page::open().await;
    let host = page.address.trim_start_matches("http://").to_owned();
    let mut flood = TcpStream::connect(&host).await.unwrap();
    let head: String = (0..100).map(|n| format!("x-{n}: y\r\n")).collect();
    flood.write_all(format!("GET / HTTP/1.1\r\nhost: x\r\n{head}\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    flood.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let mut idle = TcpStream::connect(&host).await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    assert_eq!(page.get("/healthz").await.status(), StatusCode::OK);
    page.stop.cancel();
    let stopped = page.serving.join_next();
    let stopped = tokio::time::timeout(std::time::Duration::from_secs(20), stopped).await;
    stopped.unwrap().unwrap().unwrap().unwrap();
    assert!(TcpStream::connect(&host).await.is_err());
}
