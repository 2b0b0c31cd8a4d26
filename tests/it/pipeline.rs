//! From a page on loopback to a post in a chat, through the real program.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::bot_api::{BotApi, Mood};
use crate::cli::{Desk, Ran, finish};
use crate::server::{Server, answer, ok};

/// Number, title and date.
pub(crate) type Row = (u32, &'static str, &'static str);

/// A university's news page whose rows can be changed while it is served, and its articles.
pub(crate) struct University {
    pub(crate) server: Server,
    pub(crate) rows: Arc<Mutex<Vec<Row>>>,
}

pub(crate) const CALL: &str =
    "Call for applications: scholarships for international master students";
const VISIT: &str = "Delegation of a partner university abroad visits to agree on a double degree";

impl University {
    pub(crate) fn new() -> Self {
        let rows = Arc::new(Mutex::new(vec![
            (104, CALL, "2024-11-20"),
            (103, "Basketball team wins the provincial league for the third time", "2024-11-19"),
            (102, "Campus power supply maintenance on Sunday morning", "2024-11-18"),
            (101, "Library opening hours during the examination weeks", "2024-11-17"),
        ]));
        let shown = Arc::clone(&rows);
        let server = Server::of(move |seen| page(seen.path(), &shown.lock().unwrap()));
        Self { server, rows }
    }

    fn publish(&self, id: u32, title: &'static str, date: &'static str) {
        self.rows.lock().unwrap().insert(0, (id, title, date));
    }
}

fn page(path: &str, rows: &[(u32, &str, &str)]) -> String {
    if path == "/news.htm" {
        let rows: String = rows
            .iter()
            .map(|(id, title, date)| {
                format!("<li><a href=\"info/{id}.htm\">{title}</a><span>{date}</span></li>")
            })
            .collect();
        let body = format!(
            "<html><title>News</title><body><ul class=menu><li><a href=/>Home</a><li><a \
             href=/about.htm>About</a></ul><h2>News</h2><ul class=news>{rows}</ul></body></html>"
        );
        return html(&body);
    }
    let id = path.trim_start_matches("/info/").trim_end_matches(".htm").parse().unwrap_or(0);
    match rows.iter().find(|(other, ..)| *other == id) {
        Some((_, title, date)) => html(&format!(
            "<html><title>{title}</title><body><h1>{title}</h1><p class=info>Date: {date} Hits: \
             12</p><div class=v_news_content><p>{title}, the university announced today. Details \
             of what is planned follow in the coming weeks, and everybody is invited to read \
             them.</p><p>The office answers questions from Monday to Friday in its rooms on the \
             main campus.</p></div></body></html>"
        )),
        None => answer("404 Not Found", "", "no such page"),
    }
}

fn html(body: &str) -> String {
    answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", body)
}

pub(crate) fn config(university: &University, rest: &str) -> String {
    format!(
        "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n{rest}\n\
         [[source]]\nid = \"u\"\nname = \"A University\"\nurl = \"{}\"\n",
        university.server.url("/news.htm")
    )
}

pub(crate) fn telegram(api: &BotApi) -> String {
    format!(
        "[[channel]]\nname = \"wire\"\nkind = \"telegram\"\nchat = \"@wire_test\"\napi_url = \
         \"{}\"\nmax_age = \"40000d\"\nfirst_look = \"all\"\n",
        api.url
    )
}

fn once(desk: &Desk) -> (Ran, Value) {
    let mut command = desk.command(&["run", "--once", "--format", "json"]);
    let ran = finish(command.env("TELEGRAM_BOT_TOKEN", "12345:test-token-of-nobody"));
    let report = ran.json().pop().unwrap_or(Value::Null);
    (ran, report)
}

/// Makes every source due again, as time would.
fn later(desk: &Desk) {
    let store = edwire::store::open_writer(&desk.path().join("edwire.db")).unwrap();
    edwire::store::sources::wake_all(&store).unwrap();
}

#[test]
fn an_item_is_posted_once_and_a_new_one_once() {
    let university = University::new();
    let api = BotApi::start(|_| Mood::Accept);
    let desk = Desk::new(&config(&university, &telegram(&api)));

    let (ran, first) = once(&desk);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!((&first["new"], &first["delivered"]), (&4.into(), &1.into()), "{first}");

    later(&desk);
    let (_, second) = once(&desk);
    assert_eq!((&second["new"], &second["delivered"]), (&0.into(), &0.into()), "{second}");

    university.publish(105, VISIT, "2024-11-21");
    later(&desk);
    let (_, third) = once(&desk);
    assert_eq!((&third["new"], &third["delivered"]), (&1.into(), &1.into()), "{third}");

    let posts: Vec<String> = api.calls().iter().map(|call| call.text().to_owned()).collect();
    assert_eq!(posts.len(), 2, "{posts:?}");
    assert!(posts[0].contains(CALL) && posts[0].contains("/info/104.htm"), "{}", posts[0]);
    assert!(posts[1].contains(VISIT), "{}", posts[1]);
    let shown = &desk.run(&["show", university.server.url("/info/104.htm").as_str()]).json()[0];
    assert_eq!(shown["state"], "posted", "{shown}");
    assert!(shown["text"].as_str().unwrap().contains("the university announced today"));
    assert!(!shown["text"].as_str().unwrap().contains("Hits"), "{shown}");
}

#[test]
fn without_a_channel_posts_go_to_the_terminal() {
    let university = University::new();
    university.rows.lock().unwrap().clear();
    let now = edwire::daemon::clock::now();
    let today: &'static str = now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string().leak();
    for (id, title) in [(3, CALL), (2, "Car park closed on Monday"), (1, "Library hours in May")] {
        university.rows.lock().unwrap().push((id, title, today));
    }
    let desk = Desk::new(&config(&university, ""));
    let ran = desk.run(&["run", "--once"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains(CALL), "{ran:?}");
    assert!(!ran.out.contains("Car park"), "{ran:?}");
    later(&desk);
    assert!(desk.run(&["run", "--once"]).out.is_empty());
}

#[test]
fn one_sources_trouble_leaves_the_others_alone() {
    let university = University::new();
    let trouble = Server::of(|seen| match seen.path() {
        "/gone.htm" => answer("404 Not Found", "", "gone"),
        "/prose.htm" => html("<html><body><h1>About us</h1><p>We are a university.</p></body>"),
        "/empty.xml" => answer(
            "200 OK",
            "Content-Type: application/rss+xml\r\n",
            "<rss version=\"2.0\"><channel><title>Quiet</title></channel></rss>",
        ),
        _ => answer("404 Not Found", "", ""),
    });
    let mut text = config(&university, "");
    for (id, path) in [("gone", "/gone.htm"), ("prose", "/prose.htm"), ("empty", "/empty.xml")] {
        text += &format!("[[source]]\nid = \"{id}\"\nurl = \"{}\"\n", trouble.url(path));
    }
    text += "[[source]]\nid = \"dead\"\nurl = \"http://127.0.0.1:9/\"\n";
    let desk = Desk::new(&text);
    let (ran, report) = once(&desk);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!((&report["sources"], &report["failed"]), (&5.into(), &3.into()), "{ran:?}");
    assert_eq!(report["new"], 4);
    for (id, words) in [("gone", "404"), ("prose", "list"), ("dead", "no connection")] {
        let line = ran.err.lines().find(|line| line.contains(&format!("source {id}: ")));
        assert!(line.is_some_and(|line| line.contains(words)), "{id}: {}", ran.err);
    }
    let states = desk.run(&["sources", "--format", "jsonl"]).json();
    let health = |id: &str| {
        let state = states.iter().find(|state| state["id"] == id).unwrap();
        (state["health"].as_str().unwrap().to_owned(), state["why"].to_string())
    };
    assert_eq!(health("u").0, "ok");
    assert_eq!(health("empty"), ("ok".into(), "\"the feed has no entries\"".into()));
    assert_eq!(health("prose").0, "broken");
    assert_eq!(health("dead").0, "failing");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test waits for another process")]
fn the_service_finishes_what_is_in_flight_when_told_to_stop() {
    let university = University::new();
    let api = BotApi::start(|_| Mood::Accept);
    let text = config(&university, &telegram(&api)) + "[web]\nlisten = \"\"\n";
    let desk = Desk::new(&text);
    let binary = assert_cmd::cargo::cargo_bin("edwire");
    let mut child = std::process::Command::new(binary)
        .args(["run", "--log", "json"])
        .current_dir(desk.path())
        .env("TELEGRAM_BOT_TOKEN", "12345:test-token-of-nobody")
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    while api.count() == 0 && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(50));
    }
    let second = desk.run(&["run", "--once"]);
    assert_eq!(second.code, 1, "{second:?}");
    assert!(second.err.contains("another edwire is running"), "{}", second.err);
    let kill = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    assert!(child.wait().unwrap().success());
    let mut log = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut log).unwrap();
    assert!(log.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{log}");
    assert!(!log.contains("test-token-of-nobody"), "{log}");
    later(&desk);
    let (_, report) = once(&desk);
    assert_eq!((&report["delivered"], &report["queued"]), (&0.into(), &0.into()), "{report}");
    assert_eq!(api.count(), 1);
}

#[test]
fn preview_shows_verdicts_and_stores_nothing() {
    let university = University::new();
    let desk = Desk::new(&config(&university, ""));
    let ran = desk.run(&["preview", "u", "--format", "jsonl"]);
    let rows = ran.json();
    assert_eq!(rows.len(), 4, "{ran:?}");
    assert_eq!(rows[0]["relevant"], true, "{}", rows[0]);
    assert!(!desk.path().join("edwire.db").exists());
    let feed = Server::of(|_| ok("nothing here"));
    let ran = desk.run(&["preview", feed.url("/x").as_str()]);
    assert_eq!(ran.code, 1, "{ran:?}");
}

#[test]
fn the_demo_runs_through_by_itself() {
    let desk = Desk::new("");
    let ran = desk.run(&["demo"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for words in ["posted", "off-topic", "duplicate", "broken", "failing", "0 new"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
}
