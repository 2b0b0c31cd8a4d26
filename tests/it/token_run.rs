//! After a run in which everything fails that can, no secret stands anywhere: not in the log, the
//! store, the metrics, the web pages or what the commands say.

use edwire::store::open_reader;

use crate::bot_api::{BotApi, Mood};
use crate::cli::{Desk, finish};
use crate::feed_server::{Feed, config, entry};
use crate::outbox_parts::TOKEN;
use crate::server::Server;
use crate::service::{Service, free_port, until};

/// Stands in every secret of this test, and nowhere else.
const MARK: &str = "SECRET";
const HOOK_SECRET: &str = "SECRET-between-us";

/// One channel for each way in which a Bot API can fail, and some webhooks.
fn troubles() -> Vec<(&'static str, Mood)> {
    vec![
        ("fine", Mood::Accept),
        ("too-fast", Mood::TooFast(900)),
        ("failed", Mood::Failed),
        ("gateway", Mood::Gateway(false)),
        ("broken", Mood::Break(false)),
        ("revoked", Mood::Refuse(401, "Unauthorized")),
        ("unknown", Mood::Refuse(404, "Not Found")),
        ("kicked", Mood::Refuse(403, "Forbidden: bot was kicked from the channel chat")),
        ("refused", Mood::Refuse(400, "Bad Request: can't parse entities")),
    ]
}

fn channels(apis: &[(&'static str, BotApi)]) -> String {
    let mut text = String::new();
    for (chat, (name, api)) in (101..).zip(apis) {
        let base = &api.url;
        text += &format!(
            "[[channel]]\nname = \"{name}\"\nkind = \"telegram\"\nchat = -{chat}\n\
             api_url = \"{base}\"\nfirst_look = \"all\"\n\
             [[channel]]\nname = \"hook-{name}\"\nkind = \"webhook\"\nurl = \"${{HOOK}}\"\n\
             secret = \"${{HOOK_SECRET}}\"\nfirst_look = \"all\"\n"
        );
    }
    text += "[[channel]]\nname = \"nowhere\"\nkind = \"telegram\"\nchat = -100\n\
             api_url = \"http://127.0.0.1:9\"\nfirst_look = \"all\"\n\
             [admin]\nchannel = \"fine\"\n";
    text
}

async fn pages(port: u16) -> String {
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut all = String::new();
    for path in [
        "/",
        "/search?q=scholarship",
        "/story/1",
        "/due",
        "/sources",
        "/feed.atom",
        "/feed.json",
        "/feed.ics",
        "/api/items",
        "/healthz",
        "/metrics",
        "/nowhere",
    ] {
        let answer = client.get(format!("http://127.0.0.1:{port}{path}")).send().await.unwrap();
        all += &answer.text().await.unwrap();
    }
    all
}

fn free_of_secrets(what: &str, text: &str) {
    let line = text.lines().find(|line| line.contains(MARK));
    assert_eq!(line, None, "{what}");
}

#[test]
fn no_secret_stands_anywhere_after_a_run_in_which_everything_fails() {
    let apis: Vec<(&str, BotApi)> =
        troubles().into_iter().map(|(name, mood)| (name, BotApi::start(move |_| mood))).collect();
    let feed = Feed::start("");
    feed.show(vec![entry(1, "Scholarships for international master students", "Apply now.")]);
    let port = free_port();
    let proxy = Server::of(|_| "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n".to_owned());
    let text = channels(&apis) + &format!("[web]\nlisten = \"127.0.0.1:{port}\"\n");
    let mut text = config(feed.server.url("/feed").as_str(), &text);
    for (id, host) in [("dead", "127.0.0.1:1".to_owned()), ("closed", proxy.address().to_string())]
    {
        text += &format!(
            "[[source]]\nid = \"{id}\"\nurl = \"http://news.example.edu/{id}\"\n\
             proxy = \"http://wire:SECRET-proxy@{host}\"\n"
        );
    }
    let desk = Desk::new(&text);
    let hook = format!("{}SECRET-hook", apis.last().unwrap().1.url);
    let secrets =
        [("TELEGRAM_BOT_TOKEN", TOKEN), ("HOOK", hook.as_str()), ("HOOK_SECRET", HOOK_SECRET)];
    let service = Service::start(&desk, &secrets);
    until("every kind of failure", || {
        apis.iter().all(|(_, api)| api.count() > 0)
            && ["stopped", "given up", "407"].iter().all(|word| service.log().contains(word))
    });
    let web = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(pages(port));
    assert!(web.contains("edwire_deliveries") && web.contains("Scholarships"), "{web}");
    free_of_secrets("the web pages", &web);
    for file in ["edwire.db", "edwire.db-wal"] {
        let bytes = std::fs::read(desk.path().join(file)).unwrap();
        free_of_secrets(file, &String::from_utf8_lossy(&bytes));
    }
    free_of_secrets("the log", &service.stop());
    assert!(open_reader(&desk.path().join("edwire.db")).is_ok());
    for arguments in [
        vec!["outbox", "list"],
        vec!["sources"],
        vec!["check"],
        vec!["check", "--online"],
        vec!["stats"],
        vec!["show", "1"],
        vec!["run", "--once"],
    ] {
        let mut command = desk.command(&arguments);
        let ran = finish(command.envs(secrets));
        free_of_secrets(&format!("{arguments:?}"), &(ran.out + &ran.err));
    }
    let bytes = std::fs::read(desk.path().join("edwire.db")).unwrap();
    free_of_secrets("the store", &String::from_utf8_lossy(&bytes));
}
