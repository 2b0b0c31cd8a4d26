//! Articles that were posted are read again: what changed on them reaches the readers, what only
//! seems to have changed does not.

use crate::bot_api::{BotApi, Mood};
use crate::cli::Desk;
use crate::site::{Site, desk, pass, shown};

const TITLE: &str = "Scholarships for international master students: call for applications";
const ABOUT: &str = "The university offers twenty scholarships to international students of all \
    master programmes, with a monthly grant and free housing for two years on the main campus.";
const DOCS: &str = "Applicants hand in a letter, their transcript and the name of two referees to \
    the international office, which answers questions from Monday to Friday in its rooms.";

fn year() -> i16 {
    edwire::daemon::clock::now().to_zoned(jiff::tz::TimeZone::UTC).year() + 1
}

fn due(month: &str) -> String {
    format!("Applications must be submitted by 20 {month} {} at the latest.", year())
}

/// A site with a call that was posted, and its desk.
fn posted() -> (Site, BotApi, Desk) {
    let site = Site::new();
    site.list(&[
        ("/call.htm", TITLE, "2026-11-20"),
        ("/c.htm", "Car park closed on Sunday for works", "2026-11-18"),
        ("/d.htm", "Library hours during the examination weeks", "2026-11-17"),
    ]);
    site.article("/call.htm", TITLE, &[ABOUT, &due("May"), DOCS]);
    let api = BotApi::start(|_| Mood::Accept);
    let desk = desk(&site, &api, "first_look = \"all\"");
    let (ran, report) = pass(&desk);
    assert_eq!((ran.code, &report["delivered"]), (0, &1.into()), "{ran:?}");
    let deadline = shown(&desk, &site, "/call.htm")["deadlines"][0]["date"].clone();
    assert_eq!(deadline, format!("{}-05-20", year()));
    (site, api, desk)
}

/// A pass some days later, as far as second looks are concerned.
fn later(desk: &Desk) {
    let store = edwire::store::open_writer(&desk.path().join("edwire.db")).unwrap();
    edwire::store::followed::wake_all(&store).unwrap();
    drop(store);
    let (ran, _) = pass(desk);
    assert_eq!(ran.code, 0, "{ran:?}");
}

/// What was sent since the first post: method and text of each.
fn sent(api: &BotApi) -> Vec<String> {
    let method = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let calls = api.calls();
    calls.iter().skip(1).map(|call| format!("{} {}", method(&call.path), call.text())).collect()
}

#[test]
fn a_moved_deadline_edits_the_post_and_is_told() {
    let (site, api, desk) = posted();
    later(&desk);
    later(&desk);
    assert_eq!(site.asked("/call.htm"), 3);
    assert_eq!(sent(&api), Vec::<String>::new(), "nothing had changed");
    let conditional = site
        .server
        .seen()
        .iter()
        .filter(|s| s.path() == "/call.htm")
        .next_back()
        .is_some_and(|seen| seen.header("if-none-match").is_some());
    assert!(conditional, "it is asked whether it has changed");

    site.article("/call.htm", TITLE, &[ABOUT, &due("June"), DOCS]);
    later(&desk);
    let told = sent(&api);
    assert_eq!(told.len(), 2, "{told:#?}");
    let june = format!("{}-06-20", year());
    assert!(told[0].starts_with("EditMessageText") && told[0].contains(&june), "{told:#?}");
    assert!(told[1].contains("New deadline") && told[1].contains(&june), "{told:#?}");
    assert_eq!(shown(&desk, &site, "/call.htm")["deadlines"][0]["date"], june);
    later(&desk);
    assert_eq!(sent(&api).len(), 2);
}

#[test]
fn counters_and_wording_are_no_news_to_anybody() {
    let (site, api, desk) = posted();
    for hits in ["Hits: 17", "Hits: 2048"] {
        site.article("/call.htm", TITLE, &[ABOUT, &due("May"), DOCS, hits]);
        later(&desk);
    }
    let reworded = DOCS.replace("hand in", "submit");
    site.article("/call.htm", TITLE, &[ABOUT, &due("May"), &reworded]);
    later(&desk);
    assert_eq!(sent(&api), Vec::<String>::new());
    let text = shown(&desk, &site, "/call.htm")["text"].to_string();
    assert!(text.contains("submit a letter"), "{text}");
}

#[test]
fn an_article_that_stays_away_is_withdrawn_and_one_that_returns_is_not() {
    let (site, api, desk) = posted();
    let state = || shown(&desk, &site, "/call.htm")["state"].clone();
    for status in [404, 503, 404] {
        site.fail("/call.htm", status);
        later(&desk);
        assert_eq!((state(), sent(&api).len()), ("posted".into(), 0), "{status}");
    }
    site.article("/call.htm", TITLE, &[ABOUT, &due("May"), DOCS]);
    later(&desk);
    for look in 1..=4 {
        site.fail("/call.htm", 410);
        later(&desk);
        let wanted = if look < 3 { "posted" } else { "withdrawn" };
        assert_eq!(state(), wanted, "look {look}");
    }
    let told = sent(&api);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("has taken it back"), "{told:#?}");

    site.article("/call.htm", TITLE, &[ABOUT, &due("May"), DOCS]);
    later(&desk);
    assert_eq!(state(), "posted");
    assert!(sent(&api).last().is_some_and(|text| text.contains("published again")));
}

#[test]
fn words_that_take_it_back_count_when_they_stay_and_an_empty_page_never() {
    let (site, api, desk) = posted();
    let state = || shown(&desk, &site, "/call.htm")["state"].clone();
    for page in ["Sign in", "Maintenance"] {
        site.article("/call.htm", page, &["Please come back later."]);
        (0..4).for_each(|_| later(&desk));
        assert_eq!(state(), "posted", "{page}");
    }
    for (title, text) in [
        ("Page not found", "Sorry, this page does not exist."),
        (TITLE, "This call has been withdrawn by the ministry. Applications are not accepted."),
    ] {
        site.article("/call.htm", title, &[text]);
        later(&desk);
    }
    assert_eq!(state(), "withdrawn");
    assert_eq!(sent(&api).len(), 1);
}

#[test]
fn a_site_that_lost_all_its_articles_at_once_has_moved() {
    let site = Site::new();
    let rows: Vec<(String, String)> =
        (0..3).map(|n| (format!("/call{n}.htm"), format!("{TITLE} of round {n}"))).collect();
    let listed: Vec<(&str, &str, &str)> =
        rows.iter().map(|(path, title)| (path.as_str(), title.as_str(), "2026-11-20")).collect();
    site.list(&listed);
    for (path, title) in &rows {
        let own = format!("Round {path} has a jury of its own that meets in the old town hall.");
        site.article(path, title, &[ABOUT, &own, &due("May"), DOCS]);
    }
    let api = BotApi::start(|_| Mood::Accept);
    let desk = desk(&site, &api, "first_look = \"all\"");
    pass(&desk);
    let posts = api.count();
    assert_eq!(posts, 3, "{:#?}", sent(&api));
    rows.iter().for_each(|(path, _)| site.fail(path, 404));
    (0..6).for_each(|_| later(&desk));
    assert_eq!(api.count(), posts, "{:#?}", sent(&api));
    assert_eq!(shown(&desk, &site, "/call0.htm")["state"], "posted");
    let (path, title) = &rows[2];
    let own = format!("Round {path} has a jury of its own that meets in the old town hall.");
    site.article(path, title, &[ABOUT, &own, &due("May"), DOCS]);
    (0..4).for_each(|_| later(&desk));
    assert_eq!(shown(&desk, &site, "/call0.htm")["state"], "withdrawn", "another one is there");
}
