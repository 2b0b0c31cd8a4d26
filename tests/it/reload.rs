//! The service takes up what the operator writes into its configuration, without a restart.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::bot_api::{BotApi, Mood};
use crate::cli::Desk;
use crate::pipeline::{CALL, University};

fn channel(name: &str, api: &BotApi) -> String {
    format!(
        "[[channel]]\nname = \"{name}\"\nkind = \"telegram\"\nchat = \"@{name}\"\napi_url = \
         \"{}\"\nmax_age = \"40000d\"\nfirst_look = \"all\"\n",
        api.url
    )
}

fn service(desk: &Desk) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("edwire"))
        .arg("run")
        .current_dir(desk.path())
        .env("TELEGRAM_BOT_TOKEN", "12345:test-token-of-nobody")
        .env("NO_COLOR", "1")
        .stderr(std::fs::File::create(desk.path().join("log")).unwrap())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test waits for another process")]
fn wait_for(what: &str, done: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !done() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}

#[test]
fn new_sources_and_channels_are_taken_up_and_a_broken_file_changes_nothing() {
    let university = University::new();
    let api = BotApi::start(|_| Mood::Accept);
    let desk = Desk::new("");
    let config = desk.path().join("config.toml");
    let log = || std::fs::read_to_string(desk.path().join("log")).unwrap();
    let base = "include = [\"more/*.toml\"]\n[fetch]\nallow_private_networks = true\n\
                per_host_interval = \"0s\"\n[web]\nlisten = \"\"\n";
    std::fs::create_dir(desk.path().join("more")).unwrap();
    std::fs::write(&config, format!("{base}{}", channel("first", &api))).unwrap();
    let mut child = service(&desk);
    wait_for("the start", || log().contains("reading"));

    std::fs::write(&config, format!("{base}{}[[channel]]\nname = 5", channel("first", &api)))
        .unwrap();
    signal(&child, "-HUP");
    wait_for("the complaint", || log().contains("`name` wants text in quotes"));
    assert!(log().contains("the old one stays"), "{}", log());

    let both = format!("{base}{}{}", channel("first", &api), channel("second", &api));
    std::fs::write(&config, both).unwrap();
    let source =
        format!("[[source]]\nid = \"u\"\nurl = \"{}\"\n", university.server.url("/news.htm"));
    std::fs::write(desk.path().join("more/u.toml"), source).unwrap();
    wait_for("both posts", || api.count() >= 2);

    signal(&child, "-TERM");
    assert!(child.wait().unwrap().success(), "{}", log());
    let mut chats: Vec<String> = api.calls().iter().map(crate::bot_api::Call::chat).collect();
    chats.sort();
    assert_eq!(chats, ["\"@first\"", "\"@second\""]);
    assert!(api.calls().iter().all(|call| call.text().contains(CALL)));
}

#[test]
fn a_single_pass_that_is_interrupted_says_so_and_the_next_one_carries_on() {
    let university = University::new();
    // INT comes while the channel has to wait.
    let api = BotApi::start(|before| if before == 0 { Mood::TooFast(40) } else { Mood::Accept });
    let text = format!(
        "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n{}[[source]]\nid = \
         \"u\"\nurl = \"{}\"\n",
        channel("first", &api),
        university.server.url("/news.htm")
    );
    let desk = Desk::new(&text);
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("edwire"));
    let mut child = command
        .args(["run", "--once"])
        .current_dir(desk.path())
        .env("TELEGRAM_BOT_TOKEN", "12345:test-token-of-nobody")
        .stderr(std::fs::File::create(desk.path().join("log")).unwrap())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_for("the first call", || api.count() > 0);
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let log = std::fs::read_to_string(desk.path().join("log")).unwrap();
    assert!(log.contains("the next pass carries on"), "{log}");
    let waiting = desk.run(&["outbox", "--format", "json"]);
    assert!(waiting.out.contains("first"), "{waiting:?}");
}
