use std::collections::HashMap;
use std::path::Path;

use super::*;
use crate::curate::judge::{LazyJudge, Settings};
use crate::daemon::{disk, schedule, summary};
use crate::model::{ChannelName, DeliveryKind, SourceId, WebUrl};
use crate::store::outbox::{Claim, ClaimRules, Settlement};
use crate::store::{Connection, open_writer, retention::Keep, sources};

const GIB: u64 = 1 << 30;

fn desk() -> Desk {
    Desk {
        judge: LazyJudge::new(Settings::default()),
        sources: HashMap::new(),
        channels: Vec::new(),
        schedule: schedule::Settings::default(),
        keep: Keep::default(),
        admin: Some(ChannelName::new("admin")),
        pacer: crate::daemon::timetable::Pacer::default(),
    }
}

fn source(id: &str) -> Source {
    let url = WebUrl::parse(&format!("https://{id}.example/news")).unwrap();
    Source::at(SourceId::new(id), url)
}

/// Sends what waits; answers with what it said.
fn told(store: &Connection) -> Vec<Alert> {
    let admin = ChannelName::new("admin");
    let rules = ClaimRules { resend_unknown: true, digest: false };
    let now = at("2030-01-01T00:00:00Z");
    let mut said = Vec::new();
    while let Claim::Ready(one) = outbox::claim(store, &admin, rules, now).unwrap() {
        said.push(serde_json::from_str(&one.body.unwrap()).unwrap());
        let sent = Settlement::Sent { receipts: String::new() };
        outbox::settle(store, one.id, &sent, now).unwrap();
    }
    said
}

fn titles(said: &[Alert]) -> Vec<&str> {
    said.iter().map(|alert| alert.title.as_str()).collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn write(store: &mut Connection, work: impl FnOnce(&Transaction<'_>)) {
    let tx = Transaction::begin(store).unwrap();
    work(&tx);
    tx.commit().unwrap();
}

/// A source in the state it comes to after so many failures.
fn failing(store: &mut Connection, id: &str, health: Health, failures: u32) {
    write(store, |tx| {
        sources::sync(tx, &[source(id)]).unwrap();
        let mut state = sources::get(tx, &SourceId::new(id)).unwrap().unwrap();
        state.health = health;
        state.failures = failures;
        state.why = Some("no connection".to_owned());
        sources::save(tx, &state).unwrap();
    });
}

#[test]
fn a_source_is_told_of_once_when_it_fails_and_once_when_it_recovers() {
    let mut store = open_writer(Path::new(":memory:")).unwrap();
    failing(&mut store, "u", Health::Failing, 0);
    let mut state = sources::get(&store, &SourceId::new("u")).unwrap().unwrap();
    let mut said = Vec::new();
    for look in [1, 2, 3, 4, 5, 0, 0, 1, 0] {
        let before = state.failures;
        state.failures = look;
        state.health = if look == 0 { Health::Ok } else { Health::Failing };
        said.push(of(&source("u"), &state, before).map(|alert| alert.title));
    }
    let titles: Vec<String> = said.into_iter().flatten().collect();
    assert_eq!(titles, ["u.example cannot be read", "u.example is read again"]);
}

#[test]
fn a_disk_that_fills_up_is_told_of_once_and_so_is_the_room_made_on_it() {
    let mut store = open_writer(Path::new(":memory:")).unwrap();
    let desk = desk();
    let path = Path::new("/var/lib/edwire/edwire.db");
    for free in [GIB, GIB / 4, GIB / 8, GIB / 2 + 1, GIB, GIB] {
        write(&mut store, |tx| {
            disk::judge(tx, &desk, (path, free), at("2026-03-01T12:00:00Z")).unwrap();
        });
    }
    let said = told(&store);
    let expected =
        ["The disk that holds the store is nearly full", "There is room on the disk again"];
    assert_eq!(titles(&said), expected);
    let text = &said[0].text;
    assert!(text.contains("256 MiB are left for /var/lib/edwire/edwire.db"), "{text}");
}

#[test]
fn a_day_without_trouble_has_no_summary_and_another_has_one() {
    let mut store = open_writer(Path::new(":memory:")).unwrap();
    let desk = desk();
    let morning = |store: &mut Connection, now: &str| {
        write(store, |tx| summary::daily(tx, &desk, at(now)).unwrap());
    };
    failing(&mut store, "u", Health::Failing, 1);
    morning(&mut store, "2026-03-01T09:00:00Z");
    assert!(told(&store).is_empty(), "a hiccup is no news");
    failing(&mut store, "u", Health::Failing, 5);
    morning(&mut store, "2026-03-01T20:00:00Z");
    assert!(told(&store).is_empty(), "once a day");
    morning(&mut store, "2026-03-02T07:59:59Z");
    assert!(told(&store).is_empty(), "not before the morning");
    morning(&mut store, "2026-03-02T08:00:00Z");
    morning(&mut store, "2026-03-02T08:10:00Z");
    assert_eq!(titles(&told(&store)), ["Daily summary: 1 of 1 sources"]);
    let wire = ChannelName::new("wire");
    write(&mut store, |tx| outbox::stop(tx, &wire, "bot was kicked").unwrap());
    morning(&mut store, "2026-03-03T08:00:00Z");
    let said = told(&store);
    assert_eq!(titles(&said), ["Daily summary: 1 of 1 sources, 1 stopped channels"]);
    let text = &said[0].text;
    assert!(text.contains("bot was kicked") && text.contains("no connection"), "{text}");
}

#[test]
fn no_alert_is_queued_where_nobody_wants_them() {
    let mut store = open_writer(Path::new(":memory:")).unwrap();
    let desk = Desk { admin: None, ..desk() };
    failing(&mut store, "u", Health::Broken, 9);
    write(&mut store, |tx| {
        disk::judge(tx, &desk, (Path::new("x.db"), 0), at("2026-03-01T12:00:00Z")).unwrap();
        summary::daily(tx, &desk, at("2026-03-01T12:00:00Z")).unwrap();
    });
    let queued = outbox::list(&store, 10).unwrap();
    assert!(queued.iter().all(|one| one.kind != DeliveryKind::Alert));
}
