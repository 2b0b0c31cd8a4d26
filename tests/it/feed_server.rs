//! A feed on loopback that a test can change, and the program run against it.

use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::cli::{Desk, Ran, finish};
use crate::server::{Server, answer};

/// An entry of the feed.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) text: String,
}

pub(crate) fn entry(id: u32, title: &str, text: &str) -> Entry {
    // long enough to be judged by, so that no article is wanted
    let more = " The international office of the university answers questions of applicants from \
                abroad every working day and by mail."
        .repeat(6);
    Entry { id, title: title.to_owned(), text: format!("{text}{more}") }
}

pub(crate) struct Feed {
    pub(crate) server: Server,
    pub(crate) entries: Arc<Mutex<Vec<Entry>>>,
}

impl Feed {
    /// `links` are written into the channel as they are.
    pub(crate) fn start(links: &'static str) -> Self {
        let entries: Arc<Mutex<Vec<Entry>>> = Arc::default();
        let shown = Arc::clone(&entries);
        let server = Server::of(move |seen| {
            if seen.path() == "/robots.txt" {
                return answer("404 Not Found", "", "");
            }
            let body = rss(&shown.lock().unwrap(), links);
            answer("200 OK", "Content-Type: application/rss+xml\r\n", &body)
        });
        Self { server, entries }
    }

    pub(crate) fn show(&self, entries: Vec<Entry>) {
        *self.entries.lock().unwrap() = entries;
    }
}

pub(crate) fn rss(entries: &[Entry], links: &str) -> String {
    let today = edwire::daemon::clock::now().to_zoned(jiff::tz::TimeZone::UTC);
    let date = jiff::fmt::rfc2822::to_string(&today).unwrap();
    let items: String = entries
        .iter()
        .map(|entry| {
            let Entry { id, title, text } = entry;
            format!(
                "<item><title>{title}</title><link>http://u.example/{id}.htm</link>\
                 <guid>id-{id}</guid><pubDate>{date}</pubDate>\
                 <content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
            )
        })
        .collect();
    format!(
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\
         <title>A University</title>{links}{items}</channel></rss>"
    )
}

/// A configuration that reads this source.
pub(crate) fn config(url: &str, rest: &str) -> String {
    format!(
        "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n{rest}\n\
         [[source]]\nid = \"u\"\nname = \"A University\"\nurl = \"{url}\"\n"
    )
}

pub(crate) fn telegram(api: &crate::bot_api::BotApi, rest: &str) -> String {
    format!(
        "[[channel]]\nname = \"wire\"\nkind = \"telegram\"\nchat = -100\napi_url = \"{}\"\n\
         first_look = \"all\"\n{rest}\n",
        api.url
    )
}

/// One pass, as if every source had come due.
pub(crate) fn once(desk: &Desk) -> (Ran, Value) {
    if desk.path().join("edwire.db").exists() {
        let store = edwire::store::open_writer(&desk.path().join("edwire.db")).unwrap();
        edwire::store::sources::wake_all(&store).unwrap();
    }
    let mut command = desk.command(&["run", "--once", "--format", "json"]);
    let ran = finish(command.env("TELEGRAM_BOT_TOKEN", "12345:test-token-of-nobody"));
    let report = ran.json().pop().unwrap_or(Value::Null);
    (ran, report)
}
