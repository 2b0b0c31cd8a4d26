//! A source whose page goes wrong, through the real program: what is said of it, and that nothing
//! doubtful is taken.

use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::cli::Desk;
use crate::server::{Server, ok};

const TOPICS: [&str; 12] = [
    "Call for applications: scholarships for international master students",
    "Delegation of a partner university abroad visits the campus",
    "Exchange places in Lisbon and Porto are open for the spring",
    "Visa guidance for international students has been updated",
    "Summer school on water engineering invites applicants from abroad",
    "Double degree with a university in Hanoi has been signed",
    "Language tandem programme looks for speakers of Portuguese",
    "International office is closed during the holidays",
    "Rector elected to the board of an alliance of universities",
    "Erasmus staff week brings forty guests to the campus",
    "Report on the mobility of doctoral students is published",
    "Welcome week for international students starts on Monday",
];

/// A page that can be changed while it is served.
struct Site {
    server: Server,
    body: Arc<Mutex<String>>,
}

impl Site {
    fn new(body: &str) -> Self {
        let body = Arc::new(Mutex::new(body.to_owned()));
        let shown = Arc::clone(&body);
        let server = Server::of(move |seen| match seen.path() {
            "/news.htm" => ok(&shown.lock().unwrap()),
            _ => crate::server::answer("404 Not Found", "", ""),
        });
        Self { server, body }
    }

    fn shows(&self, body: &str) {
        body.clone_into(&mut self.body.lock().unwrap());
    }

    fn desk(&self) -> Desk {
        Desk::new(&format!(
            "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n\
             [[source]]\nid = \"u\"\nurl = \"{}\"\n",
            self.server.url("/news.htm")
        ))
    }
}

fn around(inside: &str) -> String {
    format!(
        "<html><title>News</title><body><ul class=menu><li><a href=/>Home</a><li><a href=/about.htm>About</a></ul>\
         <div class=main>{inside}</div></body></html>"
    )
}

/// A list of the given items, each dated to so many days ago.
fn list(items: &[usize]) -> String {
    let today = edwire::daemon::clock::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let row = |&i: &usize| {
        let date = today - jiff::Span::new().days(2 * i as i64);
        format!("<li><a href='/info/10{i}.htm'>{}</a><span>{date}</span></li>", TOPICS[i])
    };
    around(&format!("<ul class=news>{}</ul>", items.iter().map(row).collect::<String>()))
}

/// Looks at the source now; answers with its state.
fn look(desk: &Desk) -> Value {
    let store = edwire::store::open_writer(&desk.path().join("edwire.db")).unwrap();
    edwire::store::sources::wake_all(&store).unwrap();
    drop(store);
    desk.run(&["-q", "run", "--once"]);
    desk.run(&["sources", "--format", "jsonl"]).json().remove(0)
}

/// Lets everything in the store become so many days older.
fn age(desk: &Desk, days: i64) {
    let store = edwire::store::open_writer(&desk.path().join("edwire.db")).unwrap();
    let seconds = days * 86_400;
    store
        .execute_batch(&format!(
            "UPDATE sighting SET first_seen = first_seen - {seconds}, last_seen = last_seen - {seconds};
             UPDATE item SET sort_at = sort_at - {seconds}, first_seen = first_seen - {seconds};
             UPDATE source SET last_checked = last_checked - {seconds}, last_news = last_news - {seconds};"
        ))
        .unwrap();
}

fn items(desk: &Desk) -> usize {
    desk.run(&["latest", "--all", "--format", "jsonl", "--limit", "100"]).json().len()
}

#[test]
fn a_page_that_goes_wrong_is_broken_and_the_reason_is_told() {
    let all: Vec<usize> = (0..12).collect();
    let site = Site::new(&list(&all));
    let desk = site.desk();
    assert_eq!(look(&desk)["health"], "ok");
    let hot: String = (20..26)
        .map(|i| {
            format!("<li><a href='/best/{i}.htm'>The ten best places to eat, part {i}</a></li>")
        })
        .collect();
    for (page, reason) in [
        (around("<ul class=news></ul>"), "no longer shows the list"),
        (around(&format!("<ul>{hot}</ul>")), "no longer shows the list"),
        (around("<form><input type=password></form>"), "log-in form"),
        (format!("<title>Page not found</title><ul>{hot}</ul>"), "nothing here"),
        ("<title>Just a moment...</title><p>Checking your browser".to_owned(), "who is asking"),
        (list(&[9, 10]), "only 2 entries are shown where 12 are usual"),
    ] {
        site.shows(&page);
        let state = look(&desk);
        assert_eq!(state["health"], "broken", "{page}");
        let why = state["why"].as_str().unwrap();
        assert!(why.contains(reason), "{why:?} should say {reason:?}");
        assert_eq!(items(&desk), 12);
    }
    site.shows(&list(&all));
    assert_eq!(look(&desk)["health"], "ok");
}

#[test]
fn an_older_copy_of_the_page_is_seen_for_what_it_is() {
    let site = Site::new(&list(&[4, 5, 6, 7, 8, 9, 10, 11]));
    let desk = site.desk();
    look(&desk);
    age(&desk, 4);
    site.shows(&list(&[0, 1, 2, 3, 4, 5, 6, 7]));
    assert_eq!(look(&desk)["health"], "ok");
    site.shows(&list(&[4, 5, 6, 7, 8, 9, 10, 11]));
    let state = look(&desk);
    assert_eq!(state["health"], "broken");
    assert!(state["why"].as_str().unwrap().contains("an older copy of the page"), "{state}");
}

#[test]
fn a_source_that_falls_silent_is_flagged_by_its_own_rhythm() {
    let all: Vec<usize> = (0..12).collect();
    let page = list(&all);
    let site = Site::new(&page);
    let desk = site.desk();
    look(&desk);
    age(&desk, 20);
    assert_eq!(look(&desk)["health"], "ok");
    age(&desk, 20);
    // the page is the same, byte for byte
    let state = look(&desk);
    assert_eq!(state["health"], "broken", "{state}");
    let why = state["why"].as_str().unwrap();
    assert!(why.contains("nothing new for 40 days") && why.contains("every 2 days"), "{why}");
    site.shows(&page.replace("/info/100.htm", "/info/200.htm"));
    assert_eq!(look(&desk)["health"], "ok");
}

#[test]
fn a_title_that_the_list_cuts_is_completed_from_the_article() {
    let whole = "关于做好2026年国家公派出国留学选派工作有关事项的通知";
    let row = |i: usize, title: &str| {
        format!("<li><a href='/info/{i}.htm'>{title}</a><span>2026-03-1{i}</span></li>")
    };
    let rows: String = [
        (1, "关于做好2026年国家公派出国留学……"),
        (2, "我校与海德堡大学签署学生交换协议"),
        (3, "外国留学生奖学金评审结果公示"),
    ]
    .map(|(i, title)| row(i, title))
    .concat();
    let page = format!("<meta charset=utf-8>{}", around(&format!("<ul>{rows}</ul>")));
    let text =
        "为进一步推进教育对外开放，现将有关事项通知如下，请各单位认真组织申报，按时报送材料。"
            .repeat(3);
    let article = format!(
        "<meta charset=utf-8><title>{whole}-某大学</title><h1>{whole}</h1><p>发布时间：2026-03-11</p><div id=vsb_content><p>{text}</p></div>"
    );
    let server = Server::of(move |seen| match seen.path() {
        "/news.htm" => ok(&page),
        "/info/1.htm" => ok(&article),
        _ => crate::server::answer("404 Not Found", "", ""),
    });
    let desk = Desk::new(&format!(
        "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n\
         [[source]]\nid = \"u\"\nurl = \"{}\"\n",
        server.url("/news.htm")
    ));
    desk.run(&["-q", "run", "--once"]);
    let found = desk.run(&["latest", "--all", "--format", "jsonl"]).json();
    let titles: Vec<&str> = found.iter().filter_map(|item| item["title"].as_str()).collect();
    assert!(titles.contains(&whole), "{titles:?}");
}
