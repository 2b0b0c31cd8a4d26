//! What is wrong is named, with its place and what to do.

use crate::cli::Desk;
use crate::server::{Server, answer, ok};

#[test]
fn every_fault_of_a_config_is_named_with_its_place() {
    let desk = Desk::new(
        "[fetch]\ntimout = \"20s\"\nper_host_interval = \"soon\"\n\n[[source]]\nurl = \
         \"ftp://x.example/\"\n\n[[sourse]]\nurl = \"http://y.example/\"\n",
    );
    let ran = desk.run(&["check"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    for words in [
        "config.toml:2:1: error: unknown key `timout` (did you mean `timeout`?)",
        "config.toml:3:21: error: \"soon\" is no duration",
        "config.toml:6:1: error: only http and https addresses are read, not ftp:",
        "config.toml:8:3: error: unknown key `sourse` (did you mean `source`?)",
    ] {
        assert!(ran.err.contains(words), "{words}\n{}", ran.err);
    }
    assert_eq!(desk.run(&["run", "--once"]).code, 2);
}

#[test]
fn a_missing_token_says_where_to_put_it() {
    let desk = Desk::new(
        "[[channel]]\nname = \"wire\"\nkind = \"telegram\"\nchat = \"@wire_test\"\n[[source]]\nurl \
         = \"http://127.0.0.1:9/\"\n",
    );
    let ran = desk.run(&["run", "--once"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("channel wire: token"), "{}", ran.err);
    assert!(ran.err.contains("export TELEGRAM_BOT_TOKEN="), "{}", ran.err);
    assert_eq!(desk.run(&["check"]).code, 2);
}

#[test]
fn a_store_from_a_newer_version_is_left_alone() {
    let desk = Desk::new("[[source]]\nurl = \"http://127.0.0.1:9/\"\n");
    let path = desk.path().join("edwire.db");
    edwire::store::open_writer(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    for command in [&["run", "--once"][..], &["latest"], &["search", "x"]] {
        let ran = desk.run(command);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("written by a newer edwire"), "{}", ran.err);
    }
}

#[test]
fn missing_files_and_wrong_words_are_named() {
    let desk = Desk::new("");
    std::fs::remove_file(desk.path().join("config.toml")).unwrap();
    assert!(desk.run(&["run"]).err.contains("there is no config.toml"));
    assert!(desk.run(&["--config", "x.toml", "check"]).err.contains("x.toml"));
    let ran = desk.run(&["latest"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("there is no store"), "{}", ran.err);
    let ran = desk.run(&["lates"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("latest"), "{}", ran.err);
    assert_eq!(desk.run(&["extract", "nowhere.html"]).code, 1);
}

#[test]
fn a_heavy_page_and_one_beyond_all_bounds_are_read_apart_from_the_others() {
    let rows: String = (0..6_000)
        .map(|n| {
            format!(
                "<li><span><b>News</b></span> <a href=\"/{n}.htm\">Scholarships for students of \
                 faculty {n}</a> <i>2026-03-{:02}</i></li>",
                n % 28 + 1
            )
        })
        .collect();
    let nest = "<b><i><a href=x>".repeat(500_000);
    let server = Server::of(move |seen| match seen.path() {
        "/heavy" => ok(&format!("<h1>News</h1><ul>{rows}</ul>")),
        "/nest" => ok(&nest),
        _ => answer("404 Not Found", "", ""),
    });
    let desk = Desk::new(&format!(
        "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n[[source]]\nid = \"heavy\"\nurl \
         = \"{}\"\n[[source]]\nid = \"nest\"\nurl = \"{}\"\n",
        server.url("/heavy"),
        server.url("/nest")
    ));
    let previewed = desk.run(&["preview", server.url("/heavy").as_str(), "--format", "jsonl"]);
    let rows = previewed.json();
    assert!(rows.len() > 1_000, "{}: {}", rows.len(), previewed.err);
    let first = &rows[0];
    assert_eq!(first["title"], "Scholarships for students of faculty 0");
    assert!(first["date"].as_str().is_some_and(|date| date.starts_with("2026-03-01")), "{first}");
    let looked = desk.run(&["run", "--once", "--format", "json"]);
    let report = looked.json().remove(0);
    assert_eq!(report["failed"], 1, "{report} {}", looked.err);
    assert!(report["new"].as_u64().unwrap() > 1_000, "{report}");
}
