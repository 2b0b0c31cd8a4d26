//! Stories joined and split by hand: what was told stays told, what was not may be.

use crate::bot_api::{BotApi, Mood};
use crate::cli::Desk;
use crate::site::{Site, desk, pass, shown};

const CALL: &str = "Scholarships for international master students open in May";
const VISIT: &str = "Partner university from Kenya agrees on a double degree";

/// Two stories of which one was posted and one is held back.
fn told_and_held() -> (Site, BotApi, Desk) {
    let site = Site::new();
    site.list(&[
        ("/a.htm", CALL, "2024-11-20"),
        ("/b.htm", VISIT, "2024-11-19"),
        ("/c.htm", "Car park closed on Sunday for works", "2024-11-18"),
        ("/d.htm", "Library hours during the examination weeks", "2024-11-17"),
    ]);
    site.article("/a.htm", CALL, &["The university offers scholarships to students from abroad."]);
    site.article("/b.htm", VISIT, &["A delegation signed an agreement on a double degree."]);
    let api = BotApi::start(|_| Mood::Accept);
    let desk = desk(&site, &api, "first_look = 1");
    let (ran, report) = pass(&desk);
    assert_eq!((ran.code, &report["delivered"]), (0, &1.into()), "{ran:?}");
    assert_eq!(shown(&desk, &site, "/a.htm")["state"], "posted");
    assert_eq!(shown(&desk, &site, "/b.htm")["state"], "held");
    (site, api, desk)
}

fn number(desk: &Desk, site: &Site, path: &str, field: &str) -> String {
    shown(desk, site, path)[field].to_string()
}

#[test]
fn a_split_off_item_keeps_its_post_and_what_was_never_told_is_offered() {
    let (site, api, desk) = told_and_held();
    let [a, b] = ["/a.htm", "/b.htm"].map(|path| number(&desk, &site, path, "id"));
    assert_eq!(desk.run(&["story", "join", &a, &b]).code, 0);
    assert_eq!(shown(&desk, &site, "/b.htm")["state"], "duplicate");
    let ran = desk.run(&["story", "split", &a]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("was never posted"), "{}", ran.err);
    assert_eq!(shown(&desk, &site, "/a.htm")["state"], "posted");
    let (ran, report) = pass(&desk);
    assert_eq!(report["delivered"], 1, "{ran:?}");
    let posts: Vec<String> = api.calls().iter().map(|call| call.text().to_owned()).collect();
    assert_eq!(posts.iter().filter(|text| text.contains(CALL)).count(), 1, "{posts:?}");
    assert_eq!(posts.iter().filter(|text| text.contains(VISIT)).count(), 1, "{posts:?}");
    assert_eq!(shown(&desk, &site, "/b.htm")["state"], "posted");
}

#[test]
fn a_story_that_takes_in_a_told_one_is_not_told_again() {
    let (site, api, desk) = told_and_held();
    let [a, b] = ["/a.htm", "/b.htm"].map(|path| number(&desk, &site, path, "id"));
    assert_eq!(desk.run(&["story", "join", &b, &a]).code, 0);
    let held = desk.run(&["outbox", "--format", "jsonl"]).json();
    assert!(held.is_empty(), "the held post gave way to the told one: {held:?}");
    assert_eq!(shown(&desk, &site, "/b.htm")["state"], "posted");
    assert_eq!(pass(&desk).1["delivered"], 0);
    assert_eq!(api.count(), 1);
}

#[test]
fn unknown_items_fail_and_change_nothing() {
    let (site, _api, desk) = told_and_held();
    let a = number(&desk, &site, "/a.htm", "id");
    for unknown in ["99999", "http://nowhere.example.org/x", "nonsense"] {
        let ran = desk.run(&["story", "join", &a, unknown]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains(&format!("there is no item {unknown}")), "{}", ran.err);
        assert_eq!(desk.run(&["story", "split", unknown]).code, 1);
    }
    assert_eq!(desk.run(&["story", "join", &a]).code, 2, "one item alone is wrong usage");
    assert_eq!(shown(&desk, &site, "/a.htm")["state"], "posted");
}

#[test]
fn the_address_of_a_joined_story_leads_to_the_one_that_took_it_in() {
    let (site, _api, desk) = told_and_held();
    let [a, b] = ["/a.htm", "/b.htm"].map(|path| number(&desk, &site, path, "id"));
    let [old, new] = ["/b.htm", "/a.htm"].map(|path| number(&desk, &site, path, "story"));
    assert_eq!(desk.run(&["story", "join", &a, &b]).code, 0);
    let store = edwire::store::open_reader(&desk.path().join("edwire.db")).unwrap();
    let id = |text: &str| edwire::model::StoryId(text.parse().unwrap());
    let found = edwire::store::stories::moved_to(&store, id(&old)).unwrap();
    assert_eq!(found, Some(id(&new)));
    assert_eq!(edwire::store::stories::moved_to(&store, id(&new)).unwrap(), None);
}
