//! What is exported, read by parsers that are not ours.

use std::collections::HashSet;
use std::fmt::Write as _;

use feed_rs::model::{Feed, FeedType};
use serde_json::json;

use crate::cli::Desk;

const TITLES: [&str; 3] = [
    "Scholarships <for> \"all\" & sundry; apply by 30 June 2026, please",
    "关于申请2026年国际学生奖学金的通知",
    "Line\u{2028}separators, \u{1f393} signs and \\backslashes",
];

fn desk() -> Desk {
    let desk = Desk::new("");
    let mut lines = String::new();
    for (number, title) in TITLES.into_iter().enumerate() {
        let document = json!({
            "url": format!("https://u{number}.example/a?x=1&y={number}"), "title": title,
            "text": "International students apply for the scholarship. The application deadline \
                     is 30 June 2026.\n\n]]> <script>alert(1)</script> 截止日期：2026年6月15日。",
            "source": format!("u{number}"), "published": "2026-03-04T10:00:00+08:00",
        });
        writeln!(lines, "{document}").unwrap();
    }
    std::fs::write(desk.path().join("docs.jsonl"), lines).unwrap();
    let ran = desk.run(&["import", "docs.jsonl"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    desk
}

fn exported(desk: &Desk, format: &str) -> String {
    let ran = desk.run(&["export", "--all", "--format", format]);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.out
}

fn check(feed: &Feed, kind: &FeedType) {
    assert_eq!(&feed.feed_type, kind);
    assert!(!feed.id.is_empty() && feed.title.is_some());
    let titles: HashSet<&str> = feed
        .entries
        .iter()
        .filter_map(|entry| Some(entry.title.as_ref()?.content.as_str()))
        .collect();
    assert_eq!(titles, TITLES.into_iter().collect());
    let ids: HashSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.len(), TITLES.len(), "every entry has an id of its own");
    for entry in &feed.entries {
        let link = &entry.links.first().unwrap().href;
        assert!(link.contains(".example/a?x=1&y="), "{link}");
        let published = entry.published.or(entry.updated).unwrap();
        assert_eq!(published.to_rfc3339(), "2026-03-04T02:00:00+00:00");
    }
}

#[test]
fn another_feed_parser_reads_what_was_meant() {
    let desk = desk();
    for (format, kind) in [("atom", FeedType::Atom), ("json-feed", FeedType::JSON)] {
        let text = exported(&desk, format);
        let feed = feed_rs::parser::parse(text.as_bytes()).unwrap_or_else(|error| {
            panic!("{format}: {error}: {text}");
        });
        check(&feed, &kind);
    }
}

/// A content line of RFC 5545: its name and its value.
fn content(line: &str) -> (&str, &str) {
    let (head, value) = line.split_once(':').expect(line);
    let name = head.split(';').next().unwrap();
    let sound = |c: char| c.is_ascii_uppercase() || c == '-';
    assert!(!name.is_empty() && name.chars().all(sound), "{line}");
    assert!(value.chars().all(|c| c == '\t' || !c.is_control()), "{line}");
    (name, value)
}

/// TEXT: commas and semicolons stand behind a backslash, and a backslash before nothing else.
fn is_text(value: &str) -> bool {
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if !matches!(chars.next(), Some('\\' | ';' | ',' | 'n' | 'N')) => return false,
            ';' | ',' => return false,
            _ => {}
        }
    }
    true
}

#[test]
fn a_calendar_keeps_to_its_grammar_line_by_line() {
    let text = exported(&desk(), "ics");
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
    let unfolded = text.replace("\r\n ", "");
    let mut open: Vec<&str> = Vec::new();
    let (mut names, mut uids): (Vec<&str>, HashSet<&str>) = Default::default();
    let mut events = 0;
    for line in unfolded.lines() {
        let (name, value) = content(line);
        match name {
            "BEGIN" => {
                open.push(value);
                names.clear();
            }
            "END" => {
                assert_eq!(open.pop(), Some(value));
                let once = |name: &str| names.iter().filter(|other| **other == name).count() == 1;
                if value == "VEVENT" {
                    events += 1;
                    assert!(
                        ["UID", "DTSTAMP", "DTSTART", "SUMMARY"].into_iter().all(once),
                        "{names:?}"
                    );
                }
            }
            "UID" => assert!(uids.insert(value), "{value} stands twice"),
            "SUMMARY" | "DESCRIPTION" => assert!(is_text(value), "{line}"),
            "DTSTAMP" => {
                let moment = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", value);
                assert!(moment.is_ok(), "{line}");
            }
            "DTSTART" | "DTEND" if line.contains("VALUE=DATE:") => {
                assert!(jiff::civil::Date::strptime("%Y%m%d", value).is_ok(), "{line}");
            }
            _ => {}
        }
        names.push(name);
    }
    assert!(open.is_empty());
    assert!(events >= TITLES.len(), "every item has a deadline: {unfolded}");
}
