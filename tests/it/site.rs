//! A small university on loopback whose pages can be changed while it is read, and the desk that
//! reads it through the real program.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::bot_api::BotApi;
use crate::cli::{Desk, Ran, finish};
use crate::server::{Seen, Server, answer};

type Pages = Arc<Mutex<BTreeMap<String, (u16, String)>>>;

pub(crate) struct Site {
    pub(crate) server: Server,
    pages: Pages,
}

impl Site {
    pub(crate) fn new() -> Self {
        let pages = Pages::default();
        let shown = Arc::clone(&pages);
        let server = Server::of(move |seen| serve(seen, &shown.lock().unwrap()));
        Self { server, pages }
    }

    /// Puts a page up, or another in its place.
    pub(crate) fn put(&self, path: &str, body: String) {
        self.pages.lock().unwrap().insert(path.to_owned(), (200, body));
    }

    /// From now on the path answers with this status and a page that says so little.
    pub(crate) fn fail(&self, path: &str, status: u16) {
        let body = "<html><title>Oops</title><body><h1>Oops</h1></body></html>".to_owned();
        self.pages.lock().unwrap().insert(path.to_owned(), (status, body));
    }

    /// The list of news at `/news.htm`: path, title and date of each.
    pub(crate) fn list(&self, rows: &[(&str, &str, &str)]) {
        let rows: String = rows
            .iter()
            .map(|(path, title, date)| {
                format!("<li><a href=\"{path}\">{title}</a><span>{date}</span></li>")
            })
            .collect();
        self.put(
            "/news.htm",
            format!(
                "<html><title>News</title><body><ul class=menu><li><a href=/>Home</a><li><a \
                 href=/about.htm>About</a></ul><h2>News</h2><ul class=news>{rows}</ul></body></html>"
            ),
        );
    }

    pub(crate) fn article(&self, path: &str, title: &str, paragraphs: &[&str]) {
        let text: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
        self.put(
            path,
            format!(
                "<html><title>{title} - A University</title><body><h1>{title}</h1><div \
                 class=v_news_content>{text}</div></body></html>"
            ),
        );
    }

    /// How often a path was asked for.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.server.paths().iter().filter(|seen| *seen == path).count()
    }
}

fn serve(seen: &Seen, pages: &BTreeMap<String, (u16, String)>) -> String {
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    match pages.get(seen.path()) {
        Some((200, body)) => {
            let tag = format!("\"{:x}\"", xxhash_rust::xxh3::xxh3_64(body.as_bytes()));
            if seen.header("if-none-match") == Some(tag.as_str()) {
                return answer("304 Not Modified", "", "");
            }
            answer("200 OK", &format!("{html}ETag: {tag}\r\n"), body)
        }
        Some((status, body)) => answer(&format!("{status} Trouble"), html, body),
        None => answer("404 Not Found", html, "no such page"),
    }
}

/// A desk that reads the site and posts to a chat; `channel` adds to the channel's settings.
pub(crate) fn desk(site: &Site, api: &BotApi, channel: &str) -> Desk {
    Desk::new(&format!(
        "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n\
         [[channel]]\nname = \"wire\"\nkind = \"telegram\"\nchat = \"@wire_test\"\napi_url = \"{}\"\n\
         max_age = \"40000d\"\n{channel}\n\
         [[source]]\nid = \"u\"\nname = \"A University\"\nurl = \"{}\"\n",
        api.url,
        site.server.url("/news.htm")
    ))
}

/// One pass, with every source due.
pub(crate) fn pass(desk: &Desk) -> (Ran, Value) {
    let path = desk.path().join("edwire.db");
    if path.exists() {
        let store = edwire::store::open_writer(&path).unwrap();
        edwire::store::sources::wake_all(&store).unwrap();
    }
    let mut command = desk.command(&["run", "--once", "--format", "json"]);
    let ran = finish(command.env("TELEGRAM_BOT_TOKEN", "12345:test-token-of-nobody"));
    let report = ran.json().pop().unwrap_or(Value::Null);
    (ran, report)
}

/// What `show` says of one of the site's pages.
pub(crate) fn shown(desk: &Desk, site: &Site, path: &str) -> Value {
    let ran = desk.run(&["show", site.server.url(path).as_str()]);
    ran.json().pop().unwrap_or_else(|| panic!("{ran:?}"))
}
