//! What a single pass says at its end, and the outbox after it.

use crate::bot_api::{BotApi, Mood};
use crate::cli::{Desk, Ran, finish};
use crate::site::{Site, desk};

/// A site with so many calls, each with an article.
fn site(calls: usize) -> Site {
    const LANDS: [&str; 5] = ["Kenya", "Chile", "Norway", "Japan", "Italy"];
    let site = Site::new();
    let rows: Vec<(String, String, String)> = (0..calls)
        .map(|n| {
            let land = LANDS[n / 5 % 5];
            let title = match n % 5 {
                0 => format!("Scholarships for international students from {land} are open"),
                1 => format!("A double degree in physics is agreed on with a partner in {land}"),
                2 => format!("Visa rules change for those who come from {land} to study"),
                3 => format!("Summer school of Chinese for exchange students: guests from {land}"),
                _ => format!("Agreement on staff mobility signed with a university in {land}"),
            };
            (format!("/a{n}.htm"), title, format!("2024-11-{:02}", 28 - n))
        })
        .collect();
    let listed: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|(path, title, day)| (path.as_str(), title.as_str(), day.as_str()))
        .collect();
    site.list(&listed);
    for (path, title, _) in &rows {
        site.article(path, title, &[&format!("{title}. The university invites them to apply.")]);
    }
    site
}

fn told(desk: &Desk) -> Ran {
    let store = desk.path().join("edwire.db");
    if store.exists() {
        edwire::store::sources::wake_all(&edwire::store::open_writer(&store).unwrap()).unwrap();
    }
    let mut command = desk.command(&["run", "--once"]);
    finish(command.env("TELEGRAM_BOT_TOKEN", "12345:test-token-of-nobody"))
}

#[test]
fn what_is_still_to_be_read_and_why_posts_are_held_is_told() {
    let site = site(25);
    let api = BotApi::start(|_| Mood::Accept);
    let desk = desk(&site, &api, "first_look = 3");
    let ran = told(&desk);
    assert_eq!((ran.code, api.count()), (0, 0), "{ran:?}");
    assert!(ran.err.contains("still to be read: 5 articles"), "{}", ran.err);
    let ran = told(&desk);
    assert_eq!((ran.code, api.count()), (0, 3), "{ran:?}");
    assert!(!ran.err.contains("still to be read"), "{}", ran.err);
    assert!(ran.err.contains(" posts held: backlog (a new source posts"), "{}", ran.err);
    let ran = told(&desk);
    assert!(!ran.err.contains("posts held"), "only what this pass held: {}", ran.err);
}

#[test]
fn a_failure_is_named_once_by_the_log_or_without_it() {
    let site = Site::new();
    site.fail("/news.htm", 404);
    let api = BotApi::start(|_| Mood::Accept);
    let desk = desk(&site, &api, "");
    for args in [&["run", "--once"][..], &["-q", "run", "--once"]] {
        let store = desk.path().join("edwire.db");
        if store.exists() {
            edwire::store::sources::wake_all(&edwire::store::open_writer(&store).unwrap()).unwrap();
        }
        let ran = finish(desk.command(args).env("TELEGRAM_BOT_TOKEN", "12345:of-nobody"));
        assert_eq!(ran.code, 1, "{ran:?}");
        assert_eq!(ran.err.matches("404").count(), 1, "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_channel_that_stops_is_named_once() {
    for args in [&["run", "--once"][..], &["-q", "run", "--once"]] {
        let site = site(4);
        let api = BotApi::start(|_| Mood::Refuse(403, "Forbidden: bot was kicked"));
        let desk = desk(&site, &api, "");
        let ran = finish(desk.command(args).env("TELEGRAM_BOT_TOKEN", "12345:of-nobody"));
        assert_eq!(ran.code, 1, "{ran:?}");
        assert_eq!(ran.err.matches("kicked").count(), 1, "{args:?}: {}", ran.err);
        let again = told(&desk);
        assert!(again.err.contains("channel wire is stopped: Forbidden"), "{}", again.err);
    }
}

#[test]
fn a_channel_that_cannot_be_used_is_told_with_what_to_do() {
    let site = site(4);
    for (mood, words) in [
        (Mood::Refuse(401, "Unauthorized"), "@BotFather shows the right one"),
        (Mood::Refuse(400, "Bad Request: chat not found"), "the bot has to be in it"),
        (Mood::Accept, "is not the Bot API's"),
        (Mood::Break(false), "cannot be reached"),
    ] {
        let api = BotApi::start(move |_| mood);
        let desk = desk(&site, &api, "");
        let mut command = desk.command(&["check", "--online"]);
        let ran = finish(command.env("TELEGRAM_BOT_TOKEN", "12345:of-nobody"));
        assert!(ran.code == 1 && ran.err.contains(words), "{words}: {ran:?}");
        assert!(!ran.err.contains("of-nobody"), "{ran:?}");
    }
}

#[test]
fn the_outbox_says_until_when_a_channel_waits() {
    let site = site(4);
    let api = BotApi::start(|_| Mood::TooFast(7_300));
    let desk = desk(&site, &api, "");
    assert_eq!(told(&desk).code, 0);
    let ran = desk.run(&["outbox"]);
    assert!(ran.err.contains("channel wire was told to wait until 20"), "{ran:?}");
    assert!(ran.err.contains("2h from now"), "{ran:?}");
    assert_eq!(ran.json().len(), 3);
    let again = told(&desk);
    assert!(again.err.contains("channel wire was told to wait until 20"), "{}", again.err);
}

#[test]
fn the_outbox_names_what_waits_and_no_time_for_what_is_held() {
    let site = site(6);
    let api = BotApi::start(|_| Mood::Accept);
    let desk = desk(&site, &api, "first_look = 1");
    assert_eq!(told(&desk).code, 0);
    let held = desk.run(&["outbox", "--format", "jsonl"]).json();
    assert!(held.iter().all(|row| row["state"] == "held" && row["title"].is_string()), "{held:?}");
    let table = desk.run(&["outbox", "--format", "table"]).out;
    assert!(table.contains("Kenya") && !table.contains(" ago"), "{table}");
    let none = desk.run(&["outbox", "drop", &held[0]["id"].to_string()]);
    assert_eq!(none.code, 0, "{none:?}");
}

#[test]
fn a_command_names_the_errors_of_the_configuration_and_check_all_it_found() {
    let desk = Desk::new("[[source]]\nurl = \"https://u.example/news\"\nurls = 1\n");
    let ran = desk.run(&["sources"]);
    assert!(ran.code == 2 && ran.err.contains("unknown key `urls`"), "{ran:?}");
    assert!(!ran.err.contains("warning"), "{ran:?}");
    assert!(desk.run(&["check"]).err.contains("warning: [fetch] contact"), "check tells all");
    let none = Desk::new("");
    std::fs::remove_file(none.path().join("config.toml")).unwrap();
    for args in [&["check"][..], &["run", "--once"], &["sources", "add", "u.example"]] {
        let ran = none.run(args);
        assert!(ran.code == 2 && ran.err.contains("`edwire init` writes one"), "{ran:?}");
    }
}
