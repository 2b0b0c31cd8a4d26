//! The token and a webhook's address never show: not in errors, debug output, logs or panics.

use std::process::Command;

use edwire::deliver::{
    Channel, ChannelKind, ChannelSettings, Form, Message, Printer, WebhookSettings,
};
use edwire::model::{DeliveryId, StoryId};
use secrecy::SecretString;

use crate::bot_api::{BotApi, Mood};
use crate::outbox_parts::{TOKEN, post, telegram};

const SECRET_PATH: &str = "SECRET-webhook-path";

fn moods(number: usize) -> Mood {
    match number {
        0 => Mood::Accept,
        1 => Mood::Failed,
        2 => Mood::Gateway(false),
        3 => Mood::Break(false),
        4 => Mood::Refuse(401, "Unauthorized"),
        5 => Mood::Refuse(404, "Not Found"),
        6 => Mood::Refuse(400, "Bad Request: can't parse entities"),
        7 => Mood::TooFast(3),
        _ => Mood::MovedTo(-100),
    }
}

/// Run by the test below, so that all it writes can be read.
#[test]
#[ignore = "a part of the test below"]
fn child_fails_in_every_way() {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(std::io::stderr)
        .init();
    let api = BotApi::start(moods);
    let nowhere = "http://127.0.0.1:9".parse().unwrap();
    let webhook = |base: &str| {
        let url = SecretString::from(format!("{base}{SECRET_PATH}"));
        let settings = WebhookSettings { url, secret: Some(SecretString::from(SECRET_PATH)) };
        ChannelSettings { kind: ChannelKind::Webhook(settings), ..telegram("hook", 1, &api.url) }
    };
    let all = [
        telegram("wire", 1, &api.url),
        telegram("lost", 1, &nowhere),
        webhook(api.url.as_str()),
        webhook("http://127.0.0.1:9/"),
        webhook("http://no-such-host.invalid/"),
    ];
    let message = Message::Post(post(StoryId(1)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for settings in &all {
        eprintln!("{settings:?}");
        let channel = Channel::open(settings, &Printer::new(std::io::sink())).unwrap();
        for number in 0..10 {
            let sent = runtime.block_on(channel.send(DeliveryId(number), &message, Form::Rich));
            match sent {
                Ok(receipts) => eprintln!("{receipts:?}"),
                Err(error) => eprintln!("{error:?} {error}"),
            }
        }
        let probed = runtime.block_on(channel.probe());
        eprintln!("{probed:?} {channel:?}");
    }
    panic!("{all:?}");
}

#[test]
fn no_secret_shows_in_errors_logs_or_panics() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "token::child_fails_in_every_way", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let mut all = String::from_utf8_lossy(&output.stdout).into_owned();
    all.push_str(&String::from_utf8_lossy(&output.stderr));
    assert!(all.contains("server error 502"), "the child did not run: {all}");
    assert!(all.contains("panicked"), "{all}");
    assert!(all.contains("TRACE") || all.contains("DEBUG"), "nothing was logged: {all}");
    for secret in [TOKEN, "SECRET"] {
        let line = all.lines().find(|line| line.contains(secret));
        assert_eq!(line, None);
    }
}
