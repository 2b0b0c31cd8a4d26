//! The program as a user meets it: a folder with a config.toml, a command, what it prints and how
//! it exits.

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use crate::server::{Server, answer};

/// A folder to run in.
pub(crate) struct Desk {
    pub(crate) dir: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

impl Desk {
    pub(crate) fn new(config: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("config.toml"), config).unwrap();
        Self { dir }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("edwire").unwrap();
        command
            .current_dir(self.path())
            .args(args)
            .env_remove("TELEGRAM_BOT_TOKEN")
            .env("HOME", self.path())
            .timeout(std::time::Duration::from_mins(2));
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        finish(&mut self.command(args))
    }
}

pub(crate) fn finish(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

const DOCS: &str = r#"{"url":"http://news.example.edu/a?utm_source=x","title":"Call for applications: scholarships for international master students","text":"The international office invites applications from abroad for ten full scholarships. Apply by 31 March 2097.","published":"2096-11-20","lang":"en"}
{"url":"https://www.news.example.edu/a","title":"Call for applications: scholarships for international master students","text":"The same again."}
{"url":"http://sport.example.edu/b","title":"Basketball team wins the cup","text":"Our team won the final on Sunday.","published":"2096-11-19","lang":"en"}
{"url":"http://zh.example.edu/c","title":"关于申报2027年国际学生奖学金的通知","text":"面向国际学生开展奖学金申报工作。","published":"2096-11-21T09:30:00+08:00","lang":"zh"}
{"url":"ftp://old.example.edu/d","title":"No web address"}
"#;

/// Deadlines far ahead are not believed, so they lie in the next year.
fn next_year() -> i16 {
    edwire::daemon::clock::now().to_zoned(jiff::tz::TimeZone::UTC).year() + 1
}

fn docs() -> String {
    DOCS.replace("2097", &next_year().to_string()).replace("2096", &(next_year() - 2).to_string())
}

fn imported() -> Desk {
    let desk = Desk::new("");
    std::fs::write(desk.path().join("docs.jsonl"), docs()).unwrap();
    let ran = desk.run(&["import", "--format", "jsonl", "docs.jsonl"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let outcomes: Vec<Value> = ran.json().iter().map(|line| line["outcome"].clone()).collect();
    assert_eq!(outcomes, ["new", "duplicate", "new", "new", "refused"]);
    assert!(ran.err.contains("ftp"), "{}", ran.err);
    desk
}

#[test]
fn what_is_imported_is_found_in_english_and_chinese() {
    let desk = imported();
    for (query, url) in [
        ("scholarships", "news.example.edu/a"),
        ("奖学金", "zh.example.edu/c"),
        ("学", "zh.example.edu/c"),
        ("\"international master\"", "news.example.edu/a"),
        ("申报 OR nothing", "zh.example.edu/c"),
    ] {
        let ran = desk.run(&["search", query, "--format", "jsonl"]);
        let hits = ran.json();
        assert_eq!((ran.code, hits.len()), (0, 1), "{query}: {ran:?}");
        assert!(hits[0]["url"].as_str().unwrap().contains(url), "{query}: {}", hits[0]);
    }
    assert!(desk.run(&["search", "奖学金 -国际"]).out.is_empty());
    let ran = desk.run(&["search", "\"\""]);
    assert_eq!(ran.code, 2, "{ran:?}");
}

#[test]
fn latest_hides_what_is_off_topic_until_all_is_asked_for() {
    let desk = imported();
    let titles = |args: &[&str]| {
        let ran = desk.run(args);
        ran.json().iter().map(|item| item["title"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&["latest"]).len(), 2);
    assert_eq!(titles(&["latest", "--all"]).len(), 3);
    assert_eq!(titles(&["latest", "--lang", "zh"]).len(), 1);
    assert_eq!(titles(&["latest", "--since", &format!("{}-11-21", next_year() - 2)]).len(), 1);
    assert_eq!(titles(&["latest", "--topic", "scholarship", "--limit", "1"]).len(), 1);
}

#[test]
fn show_tells_all_of_an_item_and_why_an_address_is_unknown() {
    let desk = imported();
    let whole = &desk.run(&["show", "http://sport.example.edu/b"]).json()[0];
    assert_eq!(whole["state"], "off-topic");
    assert_eq!(whole["relevant"], false);
    assert_eq!(whole["text"], "Our team won the final on Sunday.");
    let ran = desk.run(&["show", "http://nowhere.example/x"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no source covers nowhere.example"), "{}", ran.err);
}

#[test]
fn what_is_exported_imports_again_to_the_same_store() {
    let desk = imported();
    let exported = desk.run(&["export", "--all"]).out;
    let other = Desk::new("");
    std::fs::write(other.path().join("docs.jsonl"), &exported).unwrap();
    assert_eq!(other.run(&["import", "docs.jsonl"]).code, 0);
    let again = other.run(&["export", "--all"]).out;
    let urls = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|item| format!("{} {} {}", item["url"], item["published"], item["relevant"]))
            .collect()
    };
    assert_eq!(urls(&exported), urls(&again));
    let csv = desk.run(&["export", "--format", "csv"]).out;
    assert_eq!(csv.lines().next().unwrap().split(',').next(), Some("id"), "{csv}");
}

#[test]
fn a_marked_item_keeps_the_operators_word() {
    let desk = imported();
    let ran = desk.run(&["mark", "http://sport.example.edu/b", "relevant", "--format", "json"]);
    assert_eq!(ran.json()[0][0]["relevant"], true, "{ran:?}");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(desk.run(&["latest"]).json().len(), 3);
    let ran = desk.run(&["tune"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
    let ran = desk.run(&["rejudge"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("0 of 3 items would change"), "{}", ran.err);
}

#[test]
fn weights_are_taken_only_to_the_better_and_a_mark_can_be_tried_first() {
    let desk = imported();
    let tried = desk.run(&["mark", "http://sport.example.edu/b", "relevant", "--dry-run"]);
    assert_eq!(tried.code, 0, "{tried:?}");
    assert!(tried.err.contains("would be relevant"), "{}", tried.err);
    assert_eq!(desk.run(&["tune"]).code, 1, "nothing is marked yet");

    // a mark that the judge agrees with already leaves nothing to better
    assert_eq!(desk.run(&["mark", "http://news.example.edu/a", "relevant"]).code, 0);
    let refused = desk.run(&["tune", "--apply"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("--force"), "{}", refused.err);
    let forced = desk.run(&["tune", "--apply", "--force"]);
    assert_eq!(forced.code, 0, "{forced:?}");
    assert!(forced.err.contains("a running edwire judges by them"), "{}", forced.err);
    assert_eq!(desk.run(&["tune", "--reset"]).code, 0);
}

const FEED: &str = "<rss version=\"2.0\"><channel><title>News</title><item><title>Call for \
    applications: scholarships for international master students</title><link>/a</link></item>\
    </channel></rss>";

#[test]
fn classify_and_preview_judge_by_the_weights_that_were_tuned() {
    let desk = imported();
    let url = "http://news.example.edu/a";
    let doc = docs().lines().next().unwrap().to_owned();
    let server = Server::of(|seen| match seen.path() {
        "/news" => answer("200 OK", "Content-Type: application/rss+xml\r\n", FEED),
        _ => answer("404 Not Found", "", "none"),
    });
    let config = format!(
        "[fetch]\nallow_private_networks = true\n[[source]]\nid = \"feed\"\nurl = {:?}\n",
        server.url("/news").as_str()
    );
    std::fs::write(desk.path().join("config.toml"), config).unwrap();
    let verdicts = || {
        let judged = finish(desk.command(&["classify"]).write_stdin(doc.clone()));
        let seen = desk.run(&["preview", "feed", "--format", "jsonl"]);
        assert_eq!((judged.code, seen.code), (0, 0), "{judged:?} {seen:?}");
        (judged.json()[0]["score"].as_f64().unwrap(), seen.json()[0]["score"].as_f64().unwrap())
    };
    let before = verdicts();
    assert_eq!(desk.run(&["mark", url, "off-topic"]).code, 0);
    assert_eq!(desk.run(&["tune", "--apply", "--force"]).code, 0);
    let after = verdicts();
    assert!(after.0 < before.0 && after.1 < before.1, "{before:?} {after:?}");
}

#[test]
fn one_house_s_chinese_and_english_versions_are_linked_and_shown() {
    let desk = Desk::new("");
    let line = |url: &str, title: &str, text: &str| {
        let day = "2026-01-04";
        let doc = serde_json::json!({"url": url, "title": title, "text": text, "published": day});
        format!("{doc}\n")
    };
    let (english, chinese) = (
        "https://english.u.example.edu.cn/info/7/1.htm",
        "https://www.u.example.edu.cn/info/9/4.htm",
    );
    let docs = line(
        english,
        "University attends XQSE 2025 seminar",
        "On January 3, the XQSE held its 2025 seminar. The vice-president spoke on 16 joint \
         programmes.",
    ) + &line(
        chinese,
        "学校参加2025年国际教育研讨会",
        "1月3日，XQSE在京召开2025年研讨会，副校长介绍了16个合作办学项目的进展情况。",
    );
    std::fs::write(desk.path().join("two.jsonl"), docs).unwrap();
    let ran = desk.run(&["import", "two.jsonl", "--format", "jsonl"]);
    assert_eq!(ran.json()[1]["outcome"], "related", "{ran:?}");
    let shown = |url: &str| desk.run(&["show", url]).json().remove(0);
    assert_eq!(shown(english)["related"], serde_json::json!([shown(chinese)["story"]]));
    let card = desk.run(&["show", english, "--format", "table"]).out;
    assert!(card.contains("told in other words") && card.contains(chinese), "{card}");
}

#[test]
fn stories_are_joined_and_split_by_hand() {
    let desk = imported();
    let story = |url: &str| desk.run(&["show", url]).json()[0]["story"].clone();
    let (a, c) = ("http://news.example.edu/a", "http://zh.example.edu/c");
    assert_ne!(story(a), story(c));
    assert_eq!(desk.run(&["story", "join", a, c]).code, 0);
    assert_eq!(story(a), story(c));
    let split = desk.run(&["story", "split", c, "--format", "jsonl"]);
    assert_eq!((split.code, &split.json()[0]["story"]), (0, &story(c)), "{split:?}");
    assert_ne!(story(a), story(c));
}

#[test]
fn a_backup_is_a_store_of_its_own() {
    let desk = imported();
    assert_eq!(desk.run(&["backup", "copy.db"]).code, 0);
    assert_eq!(desk.run(&["backup", "copy.db"]).code, 2, "an existing file is left alone");
    std::fs::write(desk.path().join("other.toml"), "[store]\npath = \"copy.db\"\n").unwrap();
    let ran = desk.run(&["--config", "other.toml", "latest", "--all"]);
    assert_eq!(ran.json().len(), 3);
}

#[test]
fn classify_explains_each_verdict() {
    let desk = Desk::new("");
    let docs: String = docs().lines().take(3).map(|line| format!("{line}\n")).collect();
    let ran = finish(desk.command(&["classify", "--format", "jsonl"]).write_stdin(docs));
    let verdicts = ran.json();
    assert_eq!(verdicts[0]["relevant"], true, "{}", verdicts[0]);
    let deadline = format!("{}-03-31", next_year());
    assert_eq!(verdicts[0]["deadlines"][0]["date"], deadline, "{}", verdicts[0]);
    assert!(!verdicts[0]["why"].as_array().unwrap().is_empty());
    assert_eq!(verdicts[2]["relevant"], false, "{}", verdicts[2]);
}

#[test]
fn completions_and_the_manual_are_printed() {
    let desk = Desk::new("");
    assert!(desk.run(&["completions", "bash"]).out.contains("edwire"));
    assert!(desk.run(&["man"]).out.contains(".TH edwire "));
    let page = desk.run(&["man", "search"]).out;
    assert!(page.contains(".TH edwire-search ") && page.contains("facets"), "{page}");
    assert_eq!(desk.run(&["man", "serch"]).code, 2);
}
