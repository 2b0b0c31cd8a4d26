//! What becomes of a post when its story changes: through the real program, from a feed on loopback
//! to a Bot API on loopback.

use edwire::store::outbox;
use serde_json::Value;

use crate::bot_api::{BotApi, Call, Mood};
use crate::cli::Desk;
use crate::feed_server::{Feed, config, entry, once, telegram};

const CALL: &str = "Call for applications: scholarships for international master students";

fn next_year() -> i16 {
    edwire::daemon::clock::now().to_zoned(jiff::tz::TimeZone::UTC).year() + 1
}

fn apply_by(day: &str) -> String {
    format!("The university invites applications from abroad. Apply by {day} {}.", next_year())
}

/// The calls of one method.
fn of(api: &BotApi, method: &str) -> Vec<Call> {
    api.calls().into_iter().filter(|call| call.path.ends_with(method)).collect()
}

fn posted(feed: &Feed, api: &BotApi, rest: &str) -> Desk {
    let desk = Desk::new(&config(feed.server.url("/feed").as_str(), &telegram(api, rest)));
    feed.show(vec![entry(1, CALL, &apply_by("31 March"))]);
    let (ran, report) = once(&desk);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(report["new"], 1, "{report}");
    desk
}

#[test]
fn a_moved_deadline_edits_the_post_and_is_said_in_a_reply() {
    let (feed, api) = (Feed::start(""), BotApi::start(|_| Mood::Accept));
    let desk = posted(&feed, &api, "");
    feed.show(vec![entry(1, CALL, &apply_by("15 April"))]);
    let (_, report) = once(&desk);
    assert_eq!(report["new"], 0, "{report}");
    let edits = of(&api, "EditMessageText");
    assert_eq!(edits.len(), 1, "{:?}", api.calls());
    assert_eq!(edits[0].body["message_id"], 1);
    assert!(edits[0].text().contains(&format!("{}-04-15", next_year())), "{}", edits[0].text());
    let messages = of(&api, "SendMessage");
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[1].body["reply_parameters"]["message_id"], 1);
    let said = messages[1].text();
    let (old, new) = (format!("{}-03-31", next_year()), format!("{}-04-15", next_year()));
    assert!(said.contains(&old) && said.contains(&new), "{said}");
    once(&desk);
    assert_eq!(api.count(), 3, "nothing is said again");
}

#[test]
fn a_corrected_title_edits_the_post_and_a_slip_needs_no_reply() {
    let (feed, api) = (Feed::start(""), BotApi::start(|_| Mood::Accept));
    let desk = posted(&feed, &api, "");
    let slip = CALL.replace("international", "internatonal");
    feed.show(vec![entry(1, &slip, &apply_by("31 March"))]);
    once(&desk);
    assert_eq!((of(&api, "EditMessageText").len(), of(&api, "SendMessage").len()), (1, 1));
    let other = CALL.replace("master", "doctoral");
    feed.show(vec![entry(1, &other, &apply_by("31 March"))]);
    once(&desk);
    assert_eq!((of(&api, "EditMessageText").len(), of(&api, "SendMessage").len()), (2, 2));
    assert!(of(&api, "SendMessage")[1].text().contains("doctoral"));
}

#[test]
fn view_counters_are_no_change() {
    let (feed, api) = (Feed::start(""), BotApi::start(|_| Mood::Accept));
    let desk = posted(&feed, &api, "");
    for views in 1..4 {
        let mut shown = entry(1, CALL, &apply_by("31 March"));
        shown.text.push_str(&format!("</p><p>Views: {views}"));
        feed.show(vec![shown]);
        once(&desk);
    }
    assert_eq!(api.count(), 1, "{:?}", api.calls());
}

#[test]
fn a_copy_of_the_story_edits_the_post_of_the_first() {
    let (feed, copy) = (Feed::start(""), Feed::start(""));
    let api = BotApi::start(|_| Mood::Accept);
    let text = config(feed.server.url("/feed").as_str(), &telegram(&api, ""));
    let second = format!(
        "[[source]]\nid = \"v\"\nname = \"A Ministry\"\nurl = \"{}\"\n",
        copy.server.url("/feed")
    );
    let desk = Desk::new(&(text + &second));
    feed.show(vec![entry(1, CALL, &apply_by("31 March"))]);
    once(&desk);
    copy.show(vec![entry(7, CALL, &apply_by("31 March"))]);
    let (_, report) = once(&desk);
    assert_eq!(report["duplicates"], 1, "{report}");
    let edits = of(&api, "EditMessageText");
    assert_eq!((of(&api, "SendMessage").len(), edits.len()), (1, 1));
    assert!(edits[0].text().contains("A Ministry"), "{}", edits[0].text());
}

/// What waits for a digest waits no longer.
fn the_hour_comes(desk: &Desk) {
    let store = edwire::store::open_writer(&desk.path().join("edwire.db")).unwrap();
    for waiting in outbox::list(&store, 99).unwrap() {
        outbox::retry(&store, waiting.id, edwire::daemon::clock::now()).unwrap();
    }
}

#[test]
fn what_stood_in_a_digest_is_corrected_in_the_next_one_and_marked() {
    let (feed, api) = (Feed::start(""), BotApi::start(|_| Mood::Accept));
    let hour = edwire::daemon::clock::now().to_zoned(jiff::tz::TimeZone::UTC).hour();
    let rest = format!("mode = \"digest\"\ndigest_at = \"{:02}:30\"", (hour + 12) % 24);
    let desk = posted(&feed, &api, &rest);
    assert_eq!(api.count(), 0, "the digest's hour has not come");
    the_hour_comes(&desk);
    once(&desk);
    assert!(api.calls()[0].text().contains("🗞"), "{}", api.calls()[0].text());
    feed.show(vec![entry(1, CALL, &apply_by("15 April"))]);
    once(&desk);
    the_hour_comes(&desk);
    once(&desk);
    let texts: Vec<String> = api.calls().iter().map(|call| call.text().to_owned()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[1].contains("Corrections") && texts[1].contains("04-15"), "{}", texts[1]);
}

#[test]
fn a_group_that_became_a_supergroup_is_followed_and_told() {
    let feed = Feed::start("");
    let api = BotApi::judging(|_, call| match call.body["chat_id"].as_i64() {
        Some(-100) => Mood::MovedTo(-100_777),
        _ => Mood::Accept,
    });
    let desk = posted(&feed, &api, "");
    let chats: Vec<i64> =
        api.calls().iter().filter_map(|call| call.body["chat_id"].as_i64()).collect();
    assert_eq!(chats, [-100, -100_777]);
    feed.show(vec![entry(2, "Exchange semester abroad: apply now", &apply_by("1 May"))]);
    once(&desk);
    assert_eq!(api.calls().last().unwrap().body["chat_id"], -100_777);
    assert_eq!(api.count(), 3, "the old number is not tried again");
}

#[test]
fn a_post_that_telegram_refuses_goes_out_plain() {
    let feed = Feed::start("");
    let api = BotApi::judging(|_, call| {
        if call.body["parse_mode"].is_null() {
            Mood::Accept
        } else {
            Mood::Refuse(400, "Bad Request: can't parse entities: Unsupported start tag")
        }
    });
    let desk = posted(&feed, &api, "");
    let last = api.calls().pop().unwrap();
    assert!(last.text().contains(CALL) && last.text().contains("http://u.example/1.htm"));
    let shown = &desk.run(&["latest", "--format", "jsonl"]).json()[0];
    assert_eq!(shown["state"], "posted");
}

#[test]
fn a_message_in_doubt_is_sent_again_or_never_as_the_channel_says() {
    for (after_crash, expected) in [("resend", 2), ("skip", 1)] {
        let feed = Feed::start("");
        let api =
            BotApi::start(|number| if number == 0 { Mood::Break(true) } else { Mood::Accept });
        let desk = posted(&feed, &api, &format!("after_crash = \"{after_crash}\""));
        once(&desk);
        let standing = api.calls().iter().filter(|call| call.accepted()).count();
        assert_eq!(standing, expected, "{after_crash}");
    }
}

#[test]
fn a_delivery_that_does_not_exist_is_no_wrong_usage() {
    let (feed, api) = (Feed::start(""), BotApi::start(|_| Mood::Accept));
    let desk = posted(&feed, &api, "");
    for verb in ["retry", "drop"] {
        let ran = desk.run(&["outbox", verb, "999"]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("there is no delivery 999"), "{}", ran.err);
    }
}

#[test]
fn a_channels_dry_run_respects_its_filters_its_caps_and_its_quiet_hours() {
    let (feed, api) = (Feed::start(""), BotApi::start(|_| Mood::Accept));
    let desk = posted(&feed, &api, "");
    let more = [
        "Exchange semester abroad: apply now for partner universities in Asia",
        "Visa rules for international students change in autumn",
        "Joint doctoral programme with a partner university abroad opens",
    ];
    let entries = more.iter().zip(2..).map(|(title, id)| entry(id, title, "Read on."));
    feed.show(entries.collect());
    once(&desk);
    let channel = |rest: &str| {
        let url = feed.server.url("/feed");
        let dry = format!(
            "{}[[channel]]\nname = \"dry\"\nkind = \"terminal\"\n{rest}\n",
            telegram(&api, "")
        );
        std::fs::write(desk.path().join("config.toml"), config(url.as_str(), &dry)).unwrap();
        let ran = desk.run(&["preview", "--channel", "dry", "--since", "30d", "--format", "jsonl"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let rows = ran.json();
        let of = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
        rows.iter().map(|row| (of(row, "would"), of(row, "at"))).collect::<Vec<_>>()
    };
    let would = |rows: &[(String, String)], what: &str| {
        rows.iter().filter(|(would, _)| would == what).count()
    };
    let all = channel("first_look = \"all\"");
    assert_eq!((all.len(), would(&all, "post")), (4, 4), "{all:?}");
    let visa = channel("first_look = \"all\"\ntopics = [\"visa-immigration\"]");
    assert!(would(&visa, "post") < 4 && would(&visa, "pass over") > 0, "{visa:?}");
    let capped = channel("first_look = 0");
    assert_eq!((would(&capped, "hold"), would(&capped, "post")), (1, 3), "{capped:?}");
    let night = channel("first_look = \"all\"\nquiet = \"00:00-23:59\"");
    assert_eq!(would(&night, "post"), 4, "{night:?}");
    assert!(night.iter().all(|(_, at)| at.contains("T23:59:00Z")), "{night:?}");
    let stored = desk.run(&["outbox", "--format", "jsonl"]).json();
    assert!(stored.is_empty(), "a dry run queues nothing: {stored:?}");
}
