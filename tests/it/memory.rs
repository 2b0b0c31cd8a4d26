//! What was seen stays known: whatever a feed calls it, however long ago it was.

use crate::bot_api::{BotApi, Mood};
use crate::site::{Site, desk, pass, shown};

const CALLS: [&str; 8] = [
    "Scholarships for master students from Kenya open on Monday",
    "Exchange semester in Riga: places left for law students",
    "International office moves to the old library",
    "Double degree with Aurora University starts in autumn",
    "Visa desk for international students opens on campus",
    "Erasmus staff week brings guests from twelve countries",
    "Delegation of a partner university abroad signs an agreement",
    "Summer school in Lund: applications until the end of May",
];

/// A feed at the address of the news, with these ids and addresses.
fn feed(site: &Site, id: &str, folder: &str) {
    let items: String = CALLS
        .iter()
        .enumerate()
        .map(|(n, title)| {
            let link = site.server.url(&format!("{folder}/{n}.htm"));
            format!(
                "<item><title>{title}</title><link>{link}</link><guid \
                 isPermaLink=\"false\">{id}-{n}</guid><pubDate>Fri, 20 Nov 2026 0{n}:00:00 \
                 GMT</pubDate></item>"
            )
        })
        .collect();
    site.put(
        "/news.htm",
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>{items}\
             </channel></rss>"
        ),
    );
    for (n, title) in CALLS.iter().enumerate() {
        let text = format!("{title}, the university says. Questions are answered in room {n}.");
        site.article(&format!("{folder}/{n}.htm"), title, &[&text]);
    }
}

#[test]
fn a_feed_that_renames_its_ids_and_then_its_addresses_floods_nobody() {
    let site = Site::new();
    let api = BotApi::start(|_| Mood::Accept);
    let desk = desk(&site, &api, "first_look = \"all\"");
    feed(&site, "old", "/a");
    let (ran, first) = pass(&desk);
    assert_eq!((ran.code, &first["new"]), (0, &8.into()), "{ran:?}");
    let posts = api.count();
    assert!(posts >= 5, "{posts}");

    feed(&site, "new", "/a");
    let (_, renamed) = pass(&desk);
    assert_eq!((&renamed["new"], api.count()), (&0.into(), posts), "{renamed}");

    feed(&site, "newer", "/b");
    let (_, moved) = pass(&desk);
    assert_eq!(moved["duplicates"], moved["new"], "{moved}");
    assert_eq!(api.count(), posts, "each joined its story; nothing was posted again or edited");
}

#[test]
fn an_old_item_that_returns_after_two_years_is_still_known() {
    let site = Site::new();
    let api = BotApi::start(|_| Mood::Accept);
    let desk = desk(&site, &api, "first_look = \"all\"");
    let rows = [
        ("/call.htm", CALLS[0], "2024-11-20"),
        ("/park.htm", "Car park closed on Sunday for works", "2024-11-19"),
        ("/hours.htm", "Library hours during the examination weeks", "2024-11-18"),
    ];
    site.list(&rows);
    site.article("/call.htm", CALLS[0], &["Students from Kenya may apply for a scholarship."]);
    assert_eq!(pass(&desk).1["delivered"], 1);

    let mut store = edwire::store::open_writer(&desk.path().join("edwire.db")).unwrap();
    let later = edwire::daemon::clock::now() + jiff::SignedDuration::from_hours(2 * 366 * 24);
    let tx = edwire::store::Transaction::begin(&mut store).unwrap();
    let keep = edwire::store::retention::Keep::default();
    assert!(edwire::store::retention::sweep(&tx, keep, later).unwrap() >= 3);
    edwire::store::retention::forget_removed(&tx).unwrap();
    tx.commit().unwrap();
    drop(store);
    assert!(shown(&desk, &site, "/call.htm").get("text").is_none(), "its text was let go of");

    let [call, park, hours] = rows;
    site.list(&[park, hours, call, ("/new.htm", "Canteen open again after Easter", "2026-11-20")]);
    let (_, report) = pass(&desk);
    assert_eq!((&report["new"], &report["delivered"]), (&1.into(), &0.into()), "{report}");
    assert_eq!(api.count(), 1);
}
