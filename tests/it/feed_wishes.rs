//! What feeds and their servers ask of those who read them, through the real program: when the next
//! look is.

use jiff::{SignedDuration, Timestamp};

use crate::cli::Desk;
use crate::feed_server::{Entry, config, entry, once, rss};
use crate::server::{Server, answer};

fn entries() -> Vec<Entry> {
    vec![entry(1, "Scholarships for international master students", "Apply now.")]
}

/// How long after a look the next one is planned, where the server answers like this.
fn next_look(answer: impl Fn() -> String + Send + Sync + 'static) -> (SignedDuration, String) {
    let server = Server::of(move |_| answer());
    let text = config(server.url("/feed").as_str(), "respect_robots = false");
    let desk = Desk::new(&text);
    let before = edwire::daemon::clock::now();
    once(&desk);
    let source = desk.run(&["sources", "--format", "jsonl"]).json().remove(0);
    let health = source["health"].as_str().unwrap().to_owned();
    let next = source["next_check"].as_str();
    let next: Timestamp = next.map_or(Timestamp::MAX, |at| at.parse().unwrap());
    (next.duration_since(before), health)
}

fn feed(channel: &'static str, headers: &'static str) -> impl Fn() -> String {
    move || {
        let headers = format!("Content-Type: application/rss+xml\r\n{headers}");
        answer("200 OK", &headers, &rss(&entries(), channel))
    }
}

#[test]
fn a_feed_is_left_alone_for_as_long_as_it_asks() {
    let hours = SignedDuration::from_hours;
    let (usual, health) = next_look(feed("", ""));
    assert!(usual < hours(2) && health == "ok", "{usual:?}");
    let (ttl, _) = next_look(feed("<ttl>600</ttl>", ""));
    assert!(ttl >= hours(10), "{ttl:?}");
    let period = "<sy:updatePeriod xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\">daily\
                  </sy:updatePeriod>";
    let (daily, _) = next_look(feed(period, ""));
    assert!(daily >= hours(24), "{daily:?}");
    let (fresh, _) = next_look(feed("", "Cache-Control: max-age=14400\r\n"));
    assert!(fresh >= hours(4), "{fresh:?}");
    let days = "<skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday\
                </day><day>Friday</day><day>Saturday</day><day>Sunday</day></skipDays>";
    let (never, _) = next_look(feed(days, ""));
    assert!(never < hours(25), "a feed that skips every day is read all the same: {never:?}");
}

#[test]
fn a_server_that_asks_for_time_gets_it_without_a_cap() {
    let hours = SignedDuration::from_hours;
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let head = "Retry-After: 259200\r\n";
        let (wait, health) = next_look(move || answer(status, head, ""));
        assert!(wait >= hours(72) && health == "failing", "{status}: {wait:?} {health}");
    }
}

#[test]
fn a_feed_that_is_gone_for_good_is_paused() {
    let (_, health) = next_look(|| answer("410 Gone", "", ""));
    assert_eq!(health, "paused");
}
