//! WebSub with a hub on loopback: subscribed to, asked back, pushed to; and what is not believed.

use edwire::model::SourceId;
use edwire::store::{hubs, open_reader};
use jiff::SignedDuration;
use reqwest::{Client, StatusCode};
use ring::hmac;

use crate::bot_api::{BotApi, Mood};
use crate::cli::Desk;
use crate::feed_server::{Feed, config, entry};
use crate::service::{Service, free_port, until};

/// The feed's own address as it names it; the hub is written in by the test.
const TOPIC: &str = "http://feeds.example.edu/news.xml";

/// What the hub was asked for.
struct Asked {
    mode: String,
    topic: String,
    callback: String,
    secret: String,
    lease: u32,
}

impl Asked {
    fn read(form: &[u8]) -> Self {
        let pairs: std::collections::HashMap<String, String> =
            url::form_urlencoded::parse(form).into_owned().collect();
        let of = |name: &str| pairs[name].clone();
        Self {
            mode: of("hub.mode"),
            topic: of("hub.topic"),
            callback: of("hub.callback"),
            secret: of("hub.secret"),
            lease: of("hub.lease_seconds").parse().unwrap(),
        }
    }
}

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn client() -> Client {
    drop(rustls::crypto::ring::default_provider().install_default());
    Client::builder().no_proxy().build().unwrap()
}

/// The hub asks back; the status and the text of the answer.
fn ask_back(asked: &Asked, query: &[(&str, &str)]) -> (StatusCode, String) {
    let mut url: url::Url = asked.callback.parse().unwrap();
    url.query_pairs_mut().extend_pairs(query);
    block(async {
        let answer = client().get(url).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    })
}

fn push(callback: &str, signature: Option<String>, body: &'static str) -> StatusCode {
    block(async {
        let mut request = client().post(callback).body(body);
        if let Some(signature) = signature {
            request = request.header("X-Hub-Signature", signature);
        }
        request.send().await.unwrap().status()
    })
}

fn sign(secret: &str, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA512, secret.as_bytes());
    let tag = hmac::sign(&key, body.as_bytes());
    let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha512={digits}")
}

const BODY: &str = "<rss>whatever the hub says</rss>";

/// The hub's and the feed's own links, for as long as the test runs.
fn links(hub: &BotApi) -> &'static str {
    format!(
        "<atom:link rel=\"hub\" href=\"{}hub\"/><atom:link rel=\"self\" href=\"{TOPIC}\"/>",
        hub.url
    )
    .leak()
}

#[test]
fn a_hub_is_subscribed_to_asked_back_and_believed_when_it_signs() {
    let hub = BotApi::start(|_| Mood::Accept);
    let feed = Feed::start(links(&hub));
    feed.show(vec![entry(1, "Scholarships for international master students", "Apply now.")]);
    let port = free_port();
    let web =
        format!("[web]\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1:{port}\"\n");
    let desk = Desk::new(&config(feed.server.url("/feed").as_str(), &web));
    let service = Service::start(&desk, &[]);

    until("a request to the hub", || hub.count() > 0);
    let call = hub.calls()[0].clone();
    assert_eq!(call.path, "/hub");
    let asked = Asked::read(&call.raw);
    assert_eq!((asked.mode.as_str(), asked.topic.as_str()), ("subscribe", TOPIC));
    assert!(asked.callback.starts_with(&format!("http://127.0.0.1:{port}/push/")));
    assert!(asked.secret.len() >= 32 && asked.lease >= 3_600);

    let question = |mode, topic| {
        let lease = ("hub.lease_seconds", "864000");
        vec![("hub.mode", mode), ("hub.topic", topic), ("hub.challenge", "a<b>c"), lease]
    };
    assert_eq!(ask_back(&asked, &question("subscribe", "http://x/")).0, StatusCode::NOT_FOUND);
    assert_eq!(ask_back(&asked, &question("unsubscribe", TOPIC)).0, StatusCode::NOT_FOUND);
    let granted = ask_back(&asked, &question("subscribe", TOPIC));
    assert_eq!(granted, (StatusCode::OK, "a<b>c".to_owned()));
    let again = ask_back(&asked, &question("subscribe", TOPIC));
    assert_eq!(again.0, StatusCode::NOT_FOUND, "nothing more was asked for");

    let looks = feed.server.seen().len();
    let unknown = asked.callback.replace("/push/", "/push/0");
    assert_eq!(push(&unknown, Some(sign(&asked.secret, BODY)), BODY), StatusCode::GONE);
    // answered like a right one, and ignored
    assert_eq!(push(&asked.callback, None, BODY), StatusCode::ACCEPTED);
    assert_eq!(push(&asked.callback, Some(sign("x", BODY)), BODY), StatusCode::ACCEPTED);
    let known = || {
        let store = open_reader(&desk.path().join("edwire.db")).unwrap();
        let id = SourceId::new("u");
        let state = edwire::store::sources::get(&store, &id).unwrap().unwrap();
        (hubs::get(&store, &id).unwrap().unwrap(), state)
    };
    let now = edwire::daemon::clock::now();
    assert!(known().1.next_check > now + SignedDuration::from_mins(5), "not due by a forged push");

    let mut shown = vec![entry(2, "Exchange semester abroad: applications open", "Apply now.")];
    shown.extend(feed.entries.lock().unwrap().clone());
    feed.show(shown);
    let pushed = push(&asked.callback, Some(sign(&asked.secret, BODY)), BODY);
    assert_eq!(pushed, StatusCode::ACCEPTED);
    until("a look after the push", || feed.server.seen().len() > looks);
    until("the news", || desk.run(&["latest", "--all", "--format", "jsonl"]).json().len() == 2);
    let (subscription, state) = known();
    assert!(subscription.is_live(now));
    assert!(state.next_check > now + SignedDuration::from_hours(5), "polled seldom");
    let listed = &desk.run(&["sources", "--format", "jsonl"]).json()[0];
    assert_eq!(listed["hub"], format!("{}hub", hub.url));

    let path = asked.callback.rsplit('/').next().unwrap().to_owned();
    let log = service.stop();
    assert!(log.contains("a hub says that there is news"), "{log}");
    for secret in [asked.secret.as_str(), path.as_str()] {
        assert!(!log.contains(secret), "{log}");
        assert!(!desk.run(&["sources", "--format", "jsonl"]).out.contains(secret));
    }
}

#[test]
fn leases_are_renewed_and_hubs_that_miss_news_are_not_relied_on() {
    use edwire::store::sources;
    let folder = tempfile::tempdir().unwrap();
    let mut store = edwire::store::open_writer(&folder.path().join("edwire.db")).unwrap();
    let id = SourceId::new("u");
    let url = edwire::model::WebUrl::parse("https://u.example/feed").unwrap();
    let now: jiff::Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    let later = |hours| now + SignedDuration::from_hours(hours);
    let tx = edwire::store::Transaction::begin(&mut store).unwrap();
    sources::sync(&tx, &[edwire::model::Source::at(id.clone(), url)]).unwrap();
    let new = hubs::Subscription {
        source: id.clone(),
        hub: "https://hub.example/".to_owned(),
        topic: TOPIC.to_owned(),
        path: "p".to_owned(),
        secret: "s".to_owned(),
        failures: 0,
        lease_until: jiff::Timestamp::UNIX_EPOCH,
        trusted: true,
    };
    hubs::want(&tx, &new, now).unwrap();
    assert_eq!(hubs::due(&tx, now, 9).unwrap().len(), 1);
    assert!(!hubs::confirm(&tx, ("p", TOPIC), 36_000, now).unwrap(), "nobody asked yet");
    hubs::asked(&tx, &id, now, later(1)).unwrap();
    assert!(hubs::due(&tx, now, 9).unwrap().is_empty());
    assert_eq!(hubs::due(&tx, later(1), 9).unwrap()[0].failures, 1, "the hub was silent");
    assert!(hubs::confirm(&tx, ("p", TOPIC), 36_000, now).unwrap());
    assert!(hubs::due(&tx, later(7), 9).unwrap().is_empty());
    assert_eq!(hubs::due(&tx, later(8), 9).unwrap().len(), 1, "before the ten hours are over");
    let live = |at| hubs::get(&tx, &id).unwrap().unwrap().is_live(at);
    assert!(live(later(9)) && !live(later(10)));
    hubs::pushed(&tx, &id, now).unwrap();
    hubs::found_news(&tx, &id, later(0)).unwrap();
    assert!(live(later(1)), "the news came with the push");
    hubs::found_news(&tx, &id, later(3)).unwrap();
    assert!(!live(later(3)), "the news came without a push");
    hubs::pushed(&tx, &id, later(4)).unwrap();
    assert!(live(later(4)));
    assert!(hubs::denied(&tx, ("p", TOPIC), "no", now).unwrap());
    assert!(!live(now) && hubs::due(&tx, later(24), 9).unwrap().is_empty());
    assert!(!format!("{:?}", hubs::get(&tx, &id).unwrap()).contains("secret"));
}
