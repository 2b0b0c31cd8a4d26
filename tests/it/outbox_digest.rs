//! Digests on their way: pinned without ever being posted twice, and made of what the quiet hours
//! held back.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use edwire::daemon::outbox::{Brief, Courier, Desk, Event, Step};
use edwire::deliver::{
    AfterQuiet, Channel, ChannelKind, ChannelSettings, Mode, Printer, Quiet, Rhythm,
};
use edwire::model::{ChannelName, DeliveryKind, DeliveryState, ItemId, StoryId};
use edwire::store::outbox::{NewDelivery, enqueue, list};
use jiff::Timestamp;
use jiff::civil::time;

use crate::bot_api::{BotApi, Mood};
use crate::outbox_parts::{TestLedger, in_memory, telegram};

struct Stage {
    ledger: Arc<TestLedger>,
    clock: Arc<AtomicI64>,
    settings: ChannelSettings,
    runtime: tokio::runtime::Runtime,
}

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Stage {
    fn new(api: &BotApi, rhythm: Rhythm, pin: bool) -> Self {
        let mut settings = telegram("wire", -100, &api.url);
        settings.rhythm = rhythm;
        if let ChannelKind::Telegram(telegram) = &mut settings.kind {
            telegram.pin = pin;
        }
        Self {
            ledger: TestLedger::new(in_memory()),
            clock: Arc::default(),
            settings,
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
        }
    }

    fn queue(&self, story: i64, not_before: &str) {
        let at = moment(not_before);
        let wire = ChannelName::new("wire");
        let post = NewDelivery::post(wire, StoryId(story), ItemId(story), at);
        let store = self.ledger.store.lock().unwrap();
        enqueue(&store, &NewDelivery { not_before: at, ..post }).unwrap().unwrap();
    }

    /// Runs a fresh courier from one moment to another; waits pass at once.
    fn run(&self, from: &str, until: &str) {
        let (from, until) = (moment(from), moment(until));
        self.clock.store(from.as_millisecond(), Ordering::SeqCst);
        let clock = Arc::clone(&self.clock);
        let now = move || Timestamp::from_millisecond(clock.load(Ordering::SeqCst)).unwrap();
        let desk = Desk::new(Arc::clone(&self.ledger), Arc::new(now));
        let channel = Channel::open(&self.settings, &Printer::new(std::io::sink())).unwrap();
        let mut courier = Courier::new(desk, Brief::from(&self.settings), channel);
        while let Step::Again(at) = self.runtime.block_on(courier.step()) {
            if at > until {
                break;
            }
            let ahead = at.as_millisecond() + i64::from(at.subsec_nanosecond() % 1_000_000 > 0);
            self.clock.fetch_max(ahead, Ordering::SeqCst);
        }
    }

    fn left(&self) -> Vec<(DeliveryKind, DeliveryState)> {
        let store = self.ledger.store.lock().unwrap();
        list(&store, 99).unwrap().into_iter().map(|one| (one.kind, one.state)).collect()
    }
}

fn daily() -> Rhythm {
    Rhythm { mode: Mode::Digest { at: vec![time(8, 0, 0, 0)] }, ..Rhythm::default() }
}

/// The methods that were called, and with which message.
fn methods(api: &BotApi) -> Vec<(String, i64)> {
    let calls = api.calls();
    let name = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    calls
        .iter()
        .map(|call| (name(&call.path), call.body["message_id"].as_i64().unwrap_or(0)))
        .collect()
}

fn named(calls: &[(&str, i64)]) -> Vec<(String, i64)> {
    calls.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect()
}

#[test]
fn a_digest_is_pinned_in_place_of_the_one_before() {
    let api = BotApi::start(|_| Mood::Accept);
    let stage = Stage::new(&api, daily(), true);
    stage.queue(1, "2026-03-01T08:00:00Z");
    stage.run("2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z");
    stage.queue(2, "2026-03-02T08:00:00Z");
    stage.run("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z");
    let expected = named(&[
        ("SendMessage", 0),
        ("PinChatMessage", 1),
        ("SendMessage", 0),
        ("PinChatMessage", 3),
        ("UnpinChatMessage", 1),
    ]);
    assert_eq!(methods(&api), expected);
    assert_eq!(api.calls()[1].body["disable_notification"], true);
    assert_eq!(stage.left(), []);
}

#[test]
fn a_pin_that_fails_is_told_once_and_posts_nothing_again() {
    let api = BotApi::judging(|_, call| match call.path.rsplit('/').next() {
        Some("PinChatMessage") => Mood::Refuse(
            400,
            "Bad Request: not enough rights to manage pinned messages in the chat",
        ),
        _ => Mood::Accept,
    });
    let stage = Stage::new(&api, daily(), true);
    for day in ["2026-03-01", "2026-03-02"] {
        stage.queue(day.len() as i64 + i64::from(day.ends_with('2')), &format!("{day}T08:00:00Z"));
        stage.run(&format!("{day}T08:00:00Z"), &format!("{day}T20:00:00Z"));
    }
    let sent = methods(&api).iter().filter(|(name, _)| name == "SendMessage").count();
    assert_eq!((sent, stage.left()), (2, vec![]));
    let events = stage.ledger.events();
    assert!(events.iter().all(|event| matches!(event, Event::NotPinned { .. })), "{events:?}");
}

#[test]
fn a_pin_without_an_answer_is_given_up_and_the_channel_goes_on() {
    for trouble in [Mood::Failed, Mood::Gateway(false), Mood::Break(true)] {
        let api = BotApi::judging(move |_, call| {
            if call.path.ends_with("PinChatMessage") { trouble } else { Mood::Accept }
        });
        let stage = Stage::new(&api, daily(), true);
        stage.queue(1, "2026-03-01T08:00:00Z");
        stage.run("2026-03-01T08:00:00Z", "2026-03-01T08:30:00Z");
        stage.queue(2, "2026-03-01T08:00:00Z");
        stage.run("2026-03-01T08:31:00Z", "2026-03-01T09:00:00Z");
        let sent = methods(&api).iter().filter(|(name, _)| name == "SendMessage").count();
        assert_eq!((sent, stage.left()), (2, vec![]), "{trouble:?}");
    }
}

fn nightly(after_quiet: AfterQuiet) -> Rhythm {
    let quiet = Quiet { from: time(22, 0, 0, 0), until: time(7, 0, 0, 0) };
    Rhythm { quiet: Some(quiet), after_quiet, ..Rhythm::default() }
}

#[test]
fn quiet_hours_end_in_order_or_with_a_digest() {
    for (how, messages) in [(AfterQuiet::InOrder, 4), (AfterQuiet::Digest, 2)] {
        let api = BotApi::start(|_| Mood::Accept);
        let stage = Stage::new(&api, nightly(how), false);
        (1..=3).for_each(|story| stage.queue(story, "2026-03-02T07:00:00Z"));
        stage.run("2026-03-01T23:00:00Z", "2026-03-02T06:59:59Z");
        assert_eq!(api.count(), 0, "nothing during the quiet hours");
        stage.run("2026-03-02T06:59:59Z", "2026-03-02T08:00:00Z");
        stage.queue(4, "2026-03-02T09:00:00Z");
        stage.run("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z");
        let texts: Vec<String> = api.calls().iter().map(|call| call.text().to_owned()).collect();
        assert_eq!(texts.len(), messages, "{texts:?}");
        assert!((1..=3).all(|story| texts.concat().contains(&format!("Story {story}"))));
        assert!(texts.last().unwrap().contains("Story 4"));
        assert_eq!(stage.left(), []);
    }
}

#[test]
fn a_single_post_leaves_the_quiet_hours_as_a_post() {
    let api = BotApi::start(|_| Mood::Accept);
    let stage = Stage::new(&api, nightly(AfterQuiet::Digest), true);
    stage.queue(1, "2026-03-02T07:00:00Z");
    stage.run("2026-03-02T07:00:00Z", "2026-03-02T08:00:00Z");
    let texts: Vec<String> = api.calls().iter().map(|call| call.text().to_owned()).collect();
    assert!(texts.len() == 1 && !texts[0].contains("🗞"), "{texts:?}");
}
