//! What goes over the wire for each kind of message, and how the loop ends.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use edwire::daemon::clock;
use edwire::daemon::outbox::{Brief, Courier, Desk, Until, run};
use edwire::deliver::webhook::sign;
use edwire::deliver::{
    Alert, Change, Channel, ChannelKind, ChannelSettings, Correction, Digest, DigestEntry, Form,
    Group, Message, Printer, Receipts, SendError, TerminalLook, TerminalSettings, WebhookSettings,
};
use edwire::model::{DeliveryId, DeliveryState, StoryId, WebUrl};
use edwire::store::outbox::{counts, recover};
use secrecy::SecretString;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::bot_api::{BotApi, Call, Mood};
use crate::bot_html::parse;
use crate::outbox_parts::{TOKEN, TestLedger, in_memory, post, queue, telegram};

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn open(settings: &ChannelSettings) -> Channel {
    Channel::open(settings, &Printer::new(std::io::sink())).unwrap()
}

/// A chat's settings with everything switched on.
fn dressed(api: &BotApi) -> ChannelSettings {
    let mut settings = telegram("wire", -100, &api.url);
    if let ChannelKind::Telegram(telegram) = &mut settings.kind {
        telegram.thread = Some(7);
        telegram.silent = true;
        telegram.photo = true;
        telegram.link_preview = false;
    }
    settings
}

fn send(channel: &Channel, message: &Message, form: Form) -> Result<Receipts, SendError> {
    block(channel.send(DeliveryId(1), message, form))
}

fn one_call(api: &BotApi) -> Call {
    api.calls().last().unwrap().clone()
}

fn correction() -> Correction {
    Correction {
        title: "Story 1".to_owned(),
        url: WebUrl::parse("https://uni.example/1").unwrap(),
        lang: None,
        changes: vec![Change::Deadline {
            from: Some("2026-03-31".to_owned()),
            to: Some("2026-04-15".to_owned()),
        }],
    }
}

#[test]
fn a_post_carries_its_thread_and_its_manners() {
    let api = BotApi::start(|_| Mood::Accept);
    let channel = open(&dressed(&api));
    let sent = send(&channel, &Message::Post(post(StoryId(1))), Form::Rich).unwrap();
    assert_eq!(sent, Receipts { chat: "-100".to_owned(), message: Some(1), photo: false });
    let call = one_call(&api);
    assert_eq!(call.path, format!("/bot{TOKEN}/SendMessage"));
    assert_eq!(call.body["chat_id"], -100);
    assert_eq!(call.body["message_thread_id"], 7);
    assert_eq!(call.body["disable_notification"], true);
    assert_eq!(call.body["link_preview_options"]["is_disabled"], true);
    assert_eq!(call.body["parse_mode"], "HTML");
}

#[test]
fn a_photo_that_telegram_cannot_get_leaves_the_text() {
    let api = BotApi::start(|number| match number {
        0 => Mood::Refuse(400, "Bad Request: wrong file identifier/HTTP URL specified"),
        _ => Mood::Accept,
    });
    let channel = open(&dressed(&api));
    let mut post = post(StoryId(1));
    post.image = WebUrl::parse("https://uni.example/a.jpg").ok();
    let message = Message::Post(post);
    let refused = send(&channel, &message, Form::Rich);
    assert!(matches!(refused, Err(SendError::Rejected(_))), "{refused:?}");
    let call = one_call(&api);
    assert!(call.path.ends_with("/SendPhoto"));
    assert_eq!(call.body["photo"], "https://uni.example/a.jpg");
    assert!(call.body["caption"].as_str().unwrap().contains("Story 1"));
    assert!(!send(&channel, &message, Form::Simple).unwrap().photo);
    assert!(one_call(&api).path.ends_with("/SendMessage"));
}

#[test]
fn edits_and_replies_name_the_post_they_belong_to() {
    let api = BotApi::start(|_| Mood::Accept);
    let channel = open(&dressed(&api));
    let target = Receipts { chat: "-100".to_owned(), message: Some(55), photo: false };
    let edit = Message::Edit { post: post(StoryId(1)), target: target.clone() };
    send(&channel, &edit, Form::Rich).unwrap();
    let call = one_call(&api);
    assert!(call.path.ends_with("/EditMessageText"));
    assert_eq!(call.body["message_id"], 55);
    let caption = Receipts { photo: true, ..target.clone() };
    let edit = Message::Edit { post: post(StoryId(1)), target: caption };
    assert!(send(&channel, &edit, Form::Rich).unwrap().photo);
    assert!(one_call(&api).path.ends_with("/EditMessageCaption"));
    let reply = Message::Reply { correction: correction(), target };
    send(&channel, &reply, Form::Rich).unwrap();
    let call = one_call(&api);
    assert_eq!(call.body["reply_parameters"]["message_id"], 55);
    assert_eq!(call.body["reply_parameters"]["allow_sending_without_reply"], true);
    let text = parse(call.text()).unwrap().text;
    assert_eq!(text, "Correction: Story 1\nNew deadline: 2026-04-15 (before: 2026-03-31)");
}

#[test]
fn digests_and_alerts_are_valid_whatever_they_hold() {
    let api = BotApi::start(|_| Mood::Accept);
    let channel = open(&dressed(&api));
    let entry = DigestEntry {
        title: "A <b> & \"c\"".to_owned(),
        url: WebUrl::parse("https://uni.example/1").unwrap(),
        source: "S".to_owned(),
        country: None,
        date: None,
        deadline: None,
        changes: correction().changes,
    };
    let group = Group { heading: "Visas & fees".to_owned(), entries: vec![entry] };
    let digest = Digest { date: "2026-05-01".to_owned(), part: 1, parts: 2, groups: vec![group] };
    send(&channel, &Message::Digest(digest.clone()), Form::Rich).unwrap();
    let parsed = parse(one_call(&api).text()).unwrap();
    assert_eq!(parsed.links[0].1, "A <b> & \"c\"");
    assert!(parsed.text.starts_with("🗞 2026-05-01 · 1/2\n\nVisas & fees\n"), "{}", parsed.text);
    send(&channel, &Message::Digest(digest), Form::Plain).unwrap();
    assert!(one_call(&api).text().ends_with("https://uni.example/1"));
    let alert = Alert { title: "<x>".to_owned(), text: "one\n& two".repeat(900) };
    send(&channel, &Message::Alert(alert), Form::Rich).unwrap();
    assert!(parse(one_call(&api).text()).unwrap().units() <= 4096);
}

#[test]
fn a_webhook_is_signed_and_knows_a_message_again() {
    let seen = Arc::new(Mutex::new(String::new()));
    let api = BotApi::start(|_| Mood::Accept);
    let secret = SecretString::from("between us");
    let webhook = WebhookSettings {
        url: SecretString::from(format!("{}hook", api.url)),
        secret: Some(secret.clone()),
    };
    let settings = ChannelSettings {
        kind: ChannelKind::Webhook(webhook),
        ..telegram("hook", 1, &"http://127.0.0.1:9".parse().unwrap())
    };
    let message = Message::Post(post(StoryId(1)));
    send(&open(&settings), &message, Form::Rich).unwrap();
    let call = one_call(&api);
    assert_eq!(call.header("idempotency-key"), Some("hook/1"));
    // the same body as a line of the terminal's
    let lines = Arc::clone(&seen);
    let printer = Printer::new(Lines(lines));
    let look = TerminalSettings { look: TerminalLook::JsonLines };
    let terminal = ChannelSettings { kind: ChannelKind::Terminal(look), ..settings };
    let terminal = Channel::open(&terminal, &printer).unwrap();
    send(&terminal, &message, Form::Rich).unwrap();
    let line = seen.lock().unwrap().trim_end().to_owned();
    assert_eq!(String::from_utf8_lossy(&call.raw), line);
    assert_eq!(call.header("x-edwire-signature"), Some(sign(&secret, &call.raw).as_str()));
    assert_eq!(
        line,
        "{\"version\":1,\"id\":\"hook/1\",\"channel\":\"hook\",\"event\":\"post\",\"post\":{\
         \"story\":1,\"url\":\"https://uni.example/1\",\"title\":\"Story 1\",\
         \"source\":\"Example University\",\"topics\":[]}}"
    );
}

struct Lines(Arc<Mutex<String>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().push_str(std::str::from_utf8(bytes).unwrap());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn shutting_down_finishes_and_settles_what_is_in_flight() {
    let stop = CancellationToken::new();
    let told = stop.clone();
    // told to stop while the first message is on its way
    let api = BotApi::start(move |_| {
        told.cancel();
        std::thread::park_timeout(Duration::from_millis(300));
        Mood::Accept
    });
    let store = in_memory();
    queue(&store, "wire", 1);
    queue(&store, "wire", 2);
    let ledger = TestLedger::new(store);
    let settings = telegram("wire", 1, &api.url);
    let desk = Desk::new(Arc::clone(&ledger), Arc::new(clock::now));
    let courier = Courier::new(desk, Brief::from(&settings), open(&settings));
    let (_wake, woken) = watch::channel(0);
    block(run(vec![courier], &woken, &stop, Until::Shutdown));
    let store = ledger.store.lock().unwrap();
    let states: Vec<_> =
        counts(&store).unwrap().into_iter().map(|(_, state, count)| (state, count)).collect();
    assert_eq!(states, [(DeliveryState::Queued, 1), (DeliveryState::Sent, 1)]);
    assert_eq!(recover(&store, clock::now()).unwrap(), 0, "nothing is in doubt");
}
