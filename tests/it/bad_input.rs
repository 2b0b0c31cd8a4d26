//! What is wrong is named, with its place and what to do.

use crate::cli::Desk;

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
