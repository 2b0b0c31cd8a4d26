//! What was off-topic when it was found, and is relevant since, or of which a copy is.

use crate::bot_api::{BotApi, Mood};
use crate::cli::Desk;
use crate::site::{Site, desk, pass, shown};

const NEWS: &str = "Rowing club wins the regatta on the river in front of the old boathouse";
const WORDS: &str = "The rowing club of the university won the regatta on the river on Saturday, in \
    front of the old boathouse and of two thousand people. It was the first victory in nine years.";

/// So little off-topic that its article is read, and it is compared.
const CALL: &str = "Applications open for the Nordmark merit scholarships of the old foundation";

/// A site with one item, and room for a copy of it at a second source.
fn off_topic(title: &str, second: &str) -> (Site, BotApi, Desk) {
    let site = Site::new();
    let more = [
        ("/b.htm", "Car park closed on Sunday for works", "2024-11-18"),
        ("/c.htm", "Library hours during the examination weeks", "2024-11-17"),
        ("/d.htm", "Canteen offers soup of the day again", "2024-11-16"),
    ];
    site.list(&[&[("/a.htm", title, "2024-11-20")], &more[..]].concat());
    site.article("/a.htm", title, &[WORDS]);
    site.put("/feed.xml", feed(&[("/x/1", "Staff meeting moved to the small hall", "Soon.")]));
    let api = BotApi::start(|_| Mood::Accept);
    let desk = desk(&site, &api, "");
    let config = desk.path().join("config.toml");
    let feed = site.server.url("/feed.xml");
    let second = format!("[[source]]\nid = \"v\"\nurl = \"{feed}\"\nkind = \"feed\"\n{second}\n");
    std::fs::write(&config, std::fs::read_to_string(&config).unwrap() + &second).unwrap();
    assert_eq!(pass(&desk).0.code, 0);
    assert_eq!(shown(&desk, &site, "/a.htm")["state"], "off-topic");
    (site, api, desk)
}

fn feed(entries: &[(&str, &str, &str)]) -> String {
    let entries: String = entries
        .iter()
        .map(|(path, title, text)| {
            format!(
                "<item><title>{title}</title><link>{path}</link><guid>{path}</guid>\
                 <pubDate>Wed, 20 Nov 2024 10:00:00 GMT</pubDate>\
                 <description>{text}</description></item>"
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>V</title>{entries}</channel></rss>")
}

/// The copy appears at the second source.
fn copied(site: &Site, title: &str, text: &str) {
    site.put("/feed.xml", feed(&[("/x/2", title, text), ("/x/1", "Staff meeting moved", "Soon.")]));
}

#[test]
fn a_copy_of_what_changed_rules_made_relevant_is_known_for_one() {
    let (site, api, desk) = off_topic(NEWS, "");
    let config = desk.path().join("config.toml");
    let rules = std::fs::read_to_string(&config).unwrap()
        + "[[topic]]\nid = \"rowing\"\nname = \"Rowing\"\nwords = [\"regatta\"]\nweight = 9\n";
    std::fs::write(&config, rules).unwrap();
    let ran = desk.run(&["rejudge", "--apply"]);
    assert!(ran.code == 0 && ran.err.contains("1 now relevant"), "{ran:?}");
    copied(&site, NEWS, &WORDS.repeat(4));
    assert_eq!(pass(&desk).0.code, 0);
    let copy = shown(&desk, &site, "/x/2");
    assert_eq!((&copy["relevant"], &copy["state"]), (&true.into(), &"duplicate".into()), "{copy}");
    assert_eq!(api.count(), 0, "rejudge was not told to post");
}

#[test]
fn a_relevant_copy_of_what_is_off_topic_is_posted() {
    // a feed that says all, one whose article is read, one whose article is not there
    for (text, article) in [(WORDS.repeat(4), true), ("Won.".into(), true), ("Won.".into(), false)]
    {
        let (site, api, desk) = off_topic(CALL, "relevance = \"all\"");
        let before = api.count();
        copied(&site, CALL, &text);
        if article {
            site.article("/x/2", CALL, &[WORDS]);
        }
        assert_eq!(pass(&desk).0.code, 0);
        let copy = shown(&desk, &site, "/x/2");
        assert_eq!(copy["state"], "posted", "{copy}");
        assert_eq!(copy["story"], shown(&desk, &site, "/a.htm")["story"], "{copy}");
        assert_eq!(api.count(), before + 1);
    }
}
