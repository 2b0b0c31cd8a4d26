//! Search, lists, import and export as a user meets them.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::cli::{Desk, finish};

const CONFIG: &str = r#"
[[source]]
id = "dong"
name = "Dong University"
url = "https://dong.example/news"
country = "CN"

[[source]]
id = "nord"
name = "Nordmark University"
url = "https://nord.example/news"
country = "DE"
"#;

fn document(source: &str, path: &str, title: &str, text: &str) -> Value {
    json!({"url": format!("https://{source}.example/{path}"), "title": title, "text": text,
           "source": source, "published": "2025-03-04"})
}

fn desk() -> Desk {
    let desk = Desk::new(CONFIG);
    let documents = [
        document(
            "dong",
            "1",
            "關於國際學生獎學金的通知",
            "申請國際學生獎學金者，請於截止日期前提交材料。",
        ),
        document("dong", "2", "国际教育周开幕", "ＤＡＡＤ与我校签署合作协议，国际与教育部门出席。"),
        document(
            "nord",
            "3",
            "Exchange agreement with Universität Zürich signed",
            "International students may apply for the exchange. A double degree follows.",
        ),
        document(
            "nord",
            "4",
            "International degree students welcome",
            "The degree is double the work, say international students of the exchange.",
        ),
    ];
    let lines: String = documents.iter().fold(String::new(), |mut lines, document| {
        writeln!(lines, "{document}").unwrap();
        lines
    });
    std::fs::write(desk.path().join("docs.jsonl"), lines).unwrap();
    let ran = desk.run(&["import", "docs.jsonl"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    desk
}

fn found(desk: &Desk, query: &str) -> Vec<String> {
    let ran = desk.run(&["search", "--all", "--format", "jsonl", "--", query]);
    assert_eq!(ran.code, 0, "{query}: {ran:?}");
    let last = |hit: &Value| hit["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let mut hits: Vec<String> = ran.json().iter().map(last).collect();
    hits.sort();
    hits
}

#[test]
fn every_spelling_finds_the_same() {
    let desk = desk();
    for (query, expected) in [
        ("奖学金", vec!["1"]),
        ("獎學金", vec!["1"]),
        ("国际", vec!["1", "2"]),
        ("周", vec!["2"]),
        ("国际教育", vec!["2"]),
        ("国际与教育", vec!["2"]),
        ("学生 国际", vec!["1"]),
        ("daad", vec!["2"]),
        ("DAAD与我校", vec!["2"]),
        ("zurich", vec!["3"]),
        ("ZÜRICH universitat", vec!["3"]),
        ("\"double degree\"", vec!["3"]),
        ("double degree", vec!["3", "4"]),
        ("exchange -\"double degree\"", vec!["4"]),
        ("title:exchange", vec!["3"]),
        ("signing OR 獎學金", vec!["1", "3"]),
        ("student source:nord", vec!["3", "4"]),
        ("国际 country:CN", vec!["1", "2"]),
        ("nothing-like-this", vec![]),
        ("schol*", vec![]),
        ("agree*", vec!["3"]),
        ("zür* OR 獎*", vec!["1", "3"]),
        ("title:univ*", vec!["3"]),
        ("stud* -exch*", vec![]),
        ("inter* source:nord work", vec!["4"]),
        ("double/degree", vec!["3"]),
        ("double:degree", vec!["3"]),
    ] {
        assert_eq!(found(&desk, query), expected, "{query}");
    }
}

#[test]
fn by_date_the_newest_come_first_in_whatever_order_they_were_stored() {
    let desk = Desk::new(CONFIG);
    let lines: Vec<String> = [5, 1, 4, 2, 3]
        .map(|day| {
            let title = format!("Grants of day {day} and of no other");
            let mut document = document("dong", &day.to_string(), &title, "");
            document["published"] = json!(format!("2025-03-0{day}"));
            document.to_string()
        })
        .to_vec();
    std::fs::write(desk.path().join("docs.jsonl"), lines.join("\n")).unwrap();
    assert_eq!(desk.run(&["import", "docs.jsonl"]).code, 0);
    for (query, limit) in [("grants", "2"), ("\"and of no other\"", "3"), ("grants", "9")] {
        let ran = desk.run(&["search", "--all", "--sort", "date", "--limit", limit, "--", query]);
        let dates: Vec<Value> = ran.json().iter().map(|hit| hit["published"].clone()).collect();
        let expected: Vec<String> = (1..=5).rev().map(|day| format!("2025-03-0{day}")).collect();
        assert_eq!(dates, expected[..limit.parse::<usize>().unwrap().min(5)], "{query} {limit}");
    }
}

#[test]
fn a_wrong_query_or_value_gets_a_hint() {
    let desk = desk();
    for (args, hint) in [
        (vec!["search", "--", "-only"], "only excludes"),
        (vec!["search", "grant", "-visa"], "write NOT before it"),
        (vec!["search", "a OR"], "OR stands between two words"),
        (vec!["search", "\"open"], "not closed"),
        (vec!["search", "titel:x"], "did you mean title:"),
        (vec!["search", "x", "--source", "nort"], "did you mean nord?"),
        (vec!["latest", "--country", "FR"], "no source is of the country FR"),
        (vec!["latest", "--source", "elsewhere"], "there is no source elsewhere"),
        (vec!["export", "--source", "dogn"], "did you mean dong?"),
        (vec!["search", "x source:nrod"], "did you mean nord?"),
    ] {
        let ran = desk.run(&args);
        assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
        assert!(ran.err.contains(hint) && ran.out.is_empty(), "{args:?}: {ran:?}");
    }
    for query in
        ["NEAR(a b)", "a* b^2", "x:y", "'; DROP TABLE item; --", "(((", "{a b}: c", "a\u{0}b"]
    {
        if !query.contains('\0') {
            assert!(desk.run(&["search", "--", query]).code != 1, "{query}");
        }
    }
}

#[test]
fn nothing_found_is_told_with_how_the_words_were_read() {
    let desk = desk();
    for (query, told) in [
        ("subject:visa", "there is no field subject:"),
        ("exchange/grant", "as the phrase \"exchange grant\""),
        ("https://dong.example/1", "edwire show URL"),
    ] {
        let ran = desk.run(&["search", "--all", "--format", "jsonl", query]);
        assert!(ran.code == 0 && ran.out.is_empty() && ran.err.contains(told), "{query}: {ran:?}");
    }
    let found = desk.run(&["search", "--all", "--format", "jsonl", "double/degree"]);
    assert!(found.err.is_empty(), "{found:?}");
}

#[test]
fn hits_are_marked_and_counted() {
    let desk = desk();
    let hit = &desk.run(&["search", "--all", "--format", "jsonl", "奖学金"]).json()[0];
    let snippet: Vec<char> = hit["snippet"].as_str().unwrap().chars().collect();
    let marks = hit["marks"][0].as_array().unwrap();
    let place = |at: usize| marks[at].as_u64().unwrap() as usize;
    assert_eq!(snippet[place(0)..place(1)].iter().collect::<String>(), "獎學金");
    let counts =
        desk.run(&["search", "--all", "--facets", "--format", "jsonl", "international OR 国际"]);
    let of = |facet: &str, value: &str| {
        let rows = counts.json();
        let row = rows.iter().find(|row| row["facet"] == facet && row["value"] == value);
        row.map(|row| row["count"].clone())
    };
    assert_eq!(of("source", "dong"), Some(json!(2)));
    assert_eq!(of("source", "nord"), Some(json!(2)));
    assert_eq!(of("month", "2025-03"), Some(json!(4)));
    let table = desk.run(&["search", "--all", "--format", "table", "zurich"]);
    assert!(
        table.out.contains("https://nord.example/3") && !table.out.contains('\u{1b}'),
        "{table:?}"
    );
}

#[test]
fn csv_comes_back_as_it_went_and_a_spreadsheet_runs_none_of_it() {
    let desk = desk();
    let formula = document(
        "nord",
        "5",
        "=HYPERLINK(\"http://x.example\")",
        "+49 is a prefix, \"quoted\"\nand on.",
    );
    std::fs::write(desk.path().join("formula.jsonl"), formula.to_string()).unwrap();
    assert_eq!(desk.run(&["import", "formula.jsonl"]).code, 0);
    let csv = desk.run(&["export", "--all", "--format", "csv"]).out;
    assert!(csv.contains("\"'=HYPERLINK") && csv.contains("\"'+49"), "{csv}");
    let other = Desk::new(CONFIG);
    std::fs::write(other.path().join("items.csv"), &csv).unwrap();
    assert_eq!(other.run(&["import", "items.csv"]).code, 0);
    let plain = |desk: &Desk| {
        let mut items: Vec<Value> = desk.run(&["export", "--all", "--format", "jsonl"]).json();
        for item in &mut items {
            let item = item.as_object_mut().unwrap();
            for own in ["id", "story", "first_seen"] {
                item.remove(own);
            }
        }
        items.sort_by_key(|item| item["url"].to_string());
        items
    };
    assert_eq!(plain(&other), plain(&desk));
}

#[test]
fn a_date_that_cannot_be_is_named_with_its_line() {
    let desk = Desk::new(CONFIG);
    let lines = "{\"url\":\"https://a.example/1\",\"title\":\"One\",\"published\":\"2199-01-01\"}\n\
                 {\"url\":\"https://a.example/2\",\"title\":\"Two\",\"published\":\"soon\"}\n\
                 {\"url\":\"https://a.example/3\",\n";
    std::fs::write(desk.path().join("bad.jsonl"), lines).unwrap();
    let ran = desk.run(&["import", "bad.jsonl"]);
    assert_eq!(ran.code, 1);
    for said in [
        "line 1: https://a.example/1: published \"2199-01-01\" lies in the future",
        "line 2:",
        "line 3:",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    let items = desk.run(&["latest", "--all", "--format", "jsonl"]).json();
    assert!(
        items.len() == 2 && items.iter().all(|item| item.get("published").is_none()),
        "{items:?}"
    );
}

#[test]
fn init_writes_what_is_missing_and_never_over_it() {
    let empty = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("edwire").unwrap();
        finish(command.current_dir(empty.path()).env("HOME", empty.path()).args(args))
    };
    let ran = run(&[
        "init",
        "--yes",
        "--offline",
        "--source",
        "https://dong.example/news",
        "--chat",
        "@a_channel",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let written = std::fs::read_to_string(empty.path().join("config.toml")).unwrap();
    assert!(
        written.contains("chat = \"@a_channel\"") && written.contains("https://dong.example/news"),
        "{written}"
    );
    let again = run(&["init", "--yes", "--offline"]);
    assert_eq!(again.code, 2, "{again:?}");
    assert_eq!(std::fs::read_to_string(empty.path().join("config.toml")).unwrap(), written);
    let known = run(&["sources", "add", "https://dong.example/news"]);
    assert!(known.code == 0 && known.err.contains("is known already"), "{known:?}");
    let broken = empty.path().join("edwire.db");
    std::fs::write(&broken, "no store at all, whatever its name says it is. ".repeat(50)).unwrap();
    let said = run(&["latest"]);
    assert!(said.code == 1 && said.err.contains("edwire.db is no store"), "{said:?}");
}

#[test]
fn stats_count_what_is_stored() {
    let desk = desk();
    let rows = desk.run(&["stats", "--format", "jsonl"]).json();
    let count = |what: &str, value: &str| {
        let row = rows.iter().find(|row| row["what"] == what && row["value"] == value);
        row.map_or(0, |row| row["count"].as_u64().unwrap())
    };
    assert_eq!(count("source", "dong"), 2);
    assert_eq!(count("month", "2025-03"), 4);
}
