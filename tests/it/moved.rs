//! Sources that move, and addresses that only pretend to: through the real program.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use edwire::model::SourceId;
use edwire::store::{open_writer, redirects};
use jiff::SignedDuration;

use crate::bot_api::{BotApi, Mood};
use crate::cli::Desk;
use crate::feed_server::{Entry, config, entry, once, rss, telegram};
use crate::server::{Server, answer, ok, redirect};

const NEWS: [&str; 3] = [
    "Scholarships for international master students",
    "Exchange semester abroad: applications open",
    "Visa rules for international students change",
];

fn entries() -> Vec<Entry> {
    NEWS.iter().zip(1..).map(|(title, id)| entry(id, title, "Read on.")).collect()
}

/// `/old` shows its news, or leads with this status to a path.
struct Site {
    server: Server,
    status: Arc<AtomicU16>,
}

fn site(leads_to: &'static str) -> Site {
    let status = Arc::new(AtomicU16::new(200));
    let mood = Arc::clone(&status);
    let feed = |entries: &[Entry]| {
        answer("200 OK", "Content-Type: application/rss+xml\r\n", &rss(entries, ""))
    };
    let server = Server::of(move |seen| match (seen.path(), mood.load(Ordering::SeqCst)) {
        ("/old", 200) => feed(&entries()),
        ("/old", status) => redirect(status, leads_to),
        ("/new", _) => {
            let mut shown = entries();
            shown.push(entry(9, "Joint degree with a partner university abroad", "Read on."));
            feed(&shown)
        }
        ("/casino", _) => feed(&[
            entry(81, "Scholarships for international students at our casino", "Play."),
            entry(82, "International students win admission to our casino", "Play."),
        ]),
        ("/sorry", _) => ok("<h1>Down for maintenance</h1><p>We are back soon.</p>"),
        _ => answer("404 Not Found", "", ""),
    });
    Site { server, status }
}

/// The place that the source is read at, where that is not the configured one.
fn adopted(desk: &Desk) -> Option<String> {
    let listed = &desk.run(&["sources", "--format", "jsonl"]).json()[0];
    listed["moved_to"].as_str().map(str::to_owned)
}

/// Days pass.
fn days_pass(desk: &Desk) {
    let mut store = open_writer(&desk.path().join("edwire.db")).unwrap();
    let id = SourceId::new("u");
    let mut known = redirects::get(&store, &id).unwrap().unwrap();
    known.since = known.since.map(|since| since - SignedDuration::from_hours(24 * 4));
    let tx = edwire::store::Transaction::begin(&mut store).unwrap();
    redirects::put(&tx, &id, &known).unwrap();
    tx.commit().unwrap();
}

#[test]
fn a_move_for_good_is_taken_up_after_days_told_and_taken_back_when_it_fails() {
    let (site, api) = (site("/new"), BotApi::start(|_| Mood::Accept));
    let admin = "[admin]\nchannel = \"wire\"\n";
    let url = site.server.url("/old");
    let desk = Desk::new(&config(url.as_str(), &format!("{}{admin}", telegram(&api, ""))));
    once(&desk);
    assert_eq!(api.count(), 3);
    site.status.store(301, Ordering::SeqCst);
    for _ in 0..3 {
        once(&desk);
        assert_eq!(adopted(&desk), None, "said on one day only");
    }
    assert_eq!(api.count(), 4, "what is new there is news");
    days_pass(&desk);
    once(&desk);
    let new = site.server.url("/new").to_string();
    assert_eq!(adopted(&desk), Some(new.clone()));
    let told = api.calls().pop().unwrap().text().to_owned();
    assert!(told.contains("has moved") && told.contains(&new), "{told}");
    let before = site.server.paths().iter().filter(|path| *path == "/old").count();
    once(&desk);
    let after = site.server.paths().iter().filter(|path| *path == "/old").count();
    assert_eq!(before, after, "it is read at its new place");
    assert_eq!(api.count(), 5, "told once");
}

#[test]
fn a_hijacked_address_posts_nothing_and_is_named() {
    for status in [301, 302, 308] {
        let (site, api) = (site("/casino"), BotApi::start(|_| Mood::Accept));
        let url = site.server.url("/old");
        let desk = Desk::new(&config(url.as_str(), &telegram(&api, "")));
        once(&desk);
        site.status.store(status, Ordering::SeqCst);
        let (ran, _) = once(&desk);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("none of its news stands"), "{}", ran.err);
        assert_eq!((api.count(), adopted(&desk)), (3, None), "{status}");
        site.status.store(200, Ordering::SeqCst);
        let (ran, report) = once(&desk);
        assert_eq!((ran.code, &report["new"]), (0, &0.into()), "{ran:?}");
    }
}

#[test]
fn a_maintenance_page_is_no_move() {
    let site = site("/sorry");
    let desk = Desk::new(&config(site.server.url("/old").as_str(), ""));
    once(&desk);
    site.status.store(301, Ordering::SeqCst);
    for _ in 0..4 {
        let (ran, _) = once(&desk);
        assert_eq!(ran.code, 1, "{ran:?}");
    }
    assert_eq!(adopted(&desk), None);
    let listed = &desk.run(&["sources", "--format", "jsonl"]).json()[0];
    assert_eq!(listed["health"], "broken", "{listed}");
    site.status.store(200, Ordering::SeqCst);
    let (ran, report) = once(&desk);
    assert_eq!((ran.code, &report["new"]), (0, &0.into()), "{ran:?}");
}

#[test]
fn the_page_in_a_feeds_place_leads_to_its_feed() {
    let site = Server::of(|seen| match seen.path() {
        "/news" => ok("<html><head><link rel=alternate type='application/rss+xml' \
                       href='/feed.xml'></head><body><h1>News</h1><p>Subscribe!</body></html>"),
        // a feed that calls itself a page
        "/feed.xml" => ok(&rss(&entries(), "")),
        _ => answer("404 Not Found", "", ""),
    });
    let text = config(site.url("/news").as_str(), "") + "kind = \"feed\"\n";
    let desk = Desk::new(&text);
    let (ran, report) = once(&desk);
    assert_eq!((ran.code, &report["new"]), (0, &3.into()), "{ran:?}");
    let (_, report) = once(&desk);
    assert_eq!(report["new"], 0, "{report}");
}
