//! The couriers on a virtual clock: how long a backlog takes, whom a 429 keeps waiting, what
//! becomes of each class of failure.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use edwire::daemon::outbox::{Brief, Carrier, Courier, Desk, Event, Step};
use edwire::deliver::pace::{Lane, Limits};
use edwire::deliver::{Form, Message, Receipts, Rhythm, SendError, WaitScope};
use edwire::model::{ChannelName, DeliveryId, DeliveryState};
use edwire::store::outbox::{channel, list, wait_bot, wait_until};
use futures_util::FutureExt as _;
use jiff::Timestamp;

use crate::outbox_parts::{TestLedger, in_memory, queue};

/// Milliseconds of the one virtual clock.
type Millis = Arc<AtomicI64>;

fn now(clock: &Millis) -> Timestamp {
    Timestamp::from_millisecond(clock.load(Ordering::SeqCst)).unwrap()
}

/// Telegram's limits to the letter, over all chats of the bot; and what each chat was sent when.
#[derive(Default)]
struct Strict {
    bot: VecDeque<i64>,
    chats: HashMap<String, Vec<(i64, i64)>>,
    refused: usize,
}

impl Strict {
    fn take(&mut self, chat: &str, story: i64, at: i64) -> bool {
        self.bot.retain(|sent| sent + 1_000 > at);
        let sent = self.chats.entry(chat.to_owned()).or_default();
        let within = |window: i64| sent.iter().filter(|(_, moment)| moment + window > at).count();
        if self.bot.len() >= 30 || within(1_000) >= 1 || within(60_000) >= 20 {
            self.refused += 1;
            return false;
        }
        sent.push((story, at));
        self.bot.push_back(at);
        true
    }
}

/// Gives the prepared answers first, then what the limits say.
struct Puppet {
    chat: String,
    clock: Millis,
    server: Arc<Mutex<Strict>>,
    answers: Arc<Mutex<VecDeque<SendError>>>,
    forms: Arc<Mutex<Vec<Form>>>,
}

impl Carrier for Puppet {
    async fn send(&self, _: DeliveryId, what: &Message, form: Form) -> Result<Receipts, SendError> {
        self.forms.lock().unwrap().push(form);
        if let Some(error) = self.answers.lock().unwrap().pop_front() {
            return Err(error);
        }
        let Message::Post(post) = what else { return Ok(Receipts::none()) };
        let at = self.clock.load(Ordering::SeqCst);
        if self.server.lock().unwrap().take(&self.chat, post.story.0, at) {
            Ok(Receipts::none())
        } else {
            Err(SendError::Wait { wait: Duration::from_secs(30), scope: WaitScope::Chat })
        }
    }

    fn lane(&self) -> Lane {
        Lane { bot: "1".to_owned(), chat: self.chat.clone(), limits: Limits::Group }
    }

    fn move_to(&mut self, chat: i64) {
        self.chat = chat.to_string();
    }
}

struct Stage {
    clock: Millis,
    ledger: Arc<TestLedger>,
    server: Arc<Mutex<Strict>>,
    answers: Arc<Mutex<VecDeque<SendError>>>,
    forms: Arc<Mutex<Vec<Form>>>,
}

impl Stage {
    fn new() -> Self {
        Self {
            clock: Arc::new(AtomicI64::new(1_800_000_000_000)),
            ledger: TestLedger::new(in_memory()),
            server: Arc::default(),
            answers: Arc::default(),
            forms: Arc::default(),
        }
    }

    fn queue(&self, chat: &str, stories: std::ops::RangeInclusive<i64>) {
        let store = self.ledger.store.lock().unwrap();
        stories.for_each(|story| queue(&store, chat, story));
    }

    fn answer(&self, errors: impl IntoIterator<Item = SendError>) {
        self.answers.lock().unwrap().extend(errors);
    }

    /// Runs a fresh set of couriers, as after a restart, until nothing is left or the time is up.
    /// Returns how many seconds passed.
    fn run(&self, chats: &[String], most: i64) -> f64 {
        let clock = Arc::clone(&self.clock);
        let desk = Desk::new(Arc::clone(&self.ledger), Arc::new(move || now(&clock)));
        let mut couriers: Vec<_> = chats
            .iter()
            .map(|chat| {
                let brief = Brief {
                    name: ChannelName::new(chat.as_str()),
                    rhythm: Rhythm::default(),
                    resend_unknown: true,
                    pin: false,
                };
                let puppet = Puppet {
                    chat: chat.clone(),
                    clock: Arc::clone(&self.clock),
                    server: Arc::clone(&self.server),
                    answers: Arc::clone(&self.answers),
                    forms: Arc::clone(&self.forms),
                };
                Courier::new(desk.clone(), brief, puppet)
            })
            .collect();
        let start = self.clock.load(Ordering::SeqCst);
        let mut agenda: BTreeSet<(i64, usize)> =
            (0..couriers.len()).map(|number| (start, number)).collect();
        while let Some((at, number)) = agenda.pop_first().filter(|(at, _)| *at <= start + most) {
            self.clock.store(at, Ordering::SeqCst);
            // nothing in here waits for the outside
            let step = couriers[number].step().now_or_never().unwrap();
            if let Step::Again(then) = step {
                let nanos = then.as_nanosecond();
                let then = i64::try_from((nanos + 999_999) / 1_000_000).unwrap();
                agenda.insert((then.max(at), number));
            }
        }
        (self.clock.load(Ordering::SeqCst) - start) as f64 / 1_000.0
    }

    fn sent(&self, chat: &str) -> Vec<(i64, i64)> {
        self.server.lock().unwrap().chats.get(chat).cloned().unwrap_or_default()
    }

    fn refused(&self) -> usize {
        self.server.lock().unwrap().refused
    }

    fn state(&self) -> Option<DeliveryState> {
        let store = self.ledger.store.lock().unwrap();
        list(&store, 1).unwrap().first().map(|one| one.state)
    }
}

const FOR_EVER: i64 = 86_400_000;

fn one() -> Vec<String> {
    vec!["-1".to_owned()]
}

#[test]
fn three_hundred_posts_to_one_channel_drain_as_fast_as_the_limits_allow() {
    let stage = Stage::new();
    stage.queue("-1", 1..=300);
    let took = stage.run(&one(), FOR_EVER);
    // twenty a minute: fourteen full minutes, then twenty a second apart
    let least = 14.0 * 60.0 + 19.0;
    assert!(took <= least * 1.05, "{took} s instead of {least} s");
    assert_eq!(stage.refused(), 0, "a 429 was provoked");
    let stories: Vec<i64> = stage.sent("-1").iter().map(|(story, _)| *story).collect();
    assert_eq!(stories, (1..=300).collect::<Vec<_>>());
}

#[test]
fn twenty_posts_to_each_of_fifty_chats_drain_as_fast_as_the_limits_allow() {
    let stage = Stage::new();
    let chats: Vec<String> = (1..=50).map(|number| format!("-{number}")).collect();
    for chat in &chats {
        stage.queue(chat, 1..=20);
    }
    let took = stage.run(&chats, FOR_EVER);
    let least = 33.0;
    assert!(took <= least * 1.05, "{took} s instead of {least} s");
    assert_eq!(stage.refused(), 0, "a 429 was provoked");
    assert!(chats.iter().all(|chat| stage.sent(chat).len() == 20));
}

#[test]
fn a_wait_binds_its_chat_to_the_second_across_a_restart_and_no_other() {
    let stage = Stage::new();
    stage.queue("-1", 1..=2);
    stage.queue("-2", 1..=5);
    let start = stage.clock.load(Ordering::SeqCst);
    stage.answer([SendError::Wait { wait: Duration::from_secs(1_234), scope: WaitScope::Chat }]);
    let both = ["-1".to_owned(), "-2".to_owned()];
    stage.run(&both, 10_000);
    assert_eq!(stage.sent("-1"), [], "told to wait");
    assert_eq!(stage.sent("-2").len(), 5, "the other goes on");
    stage.run(&both, FOR_EVER);
    let first = stage.sent("-1").first().copied().unwrap();
    assert_eq!(first.0, 1);
    assert!((1_234_000..=1_235_000).contains(&(first.1 - start)), "{first:?}");
}

#[test]
fn a_wait_of_the_whole_bot_binds_every_chat_across_a_restart() {
    for scope in [WaitScope::Bot, WaitScope::Chat] {
        let stage = Stage::new();
        let chats: Vec<String> = (1..=5).map(|number| format!("-{number}")).collect();
        chats.iter().for_each(|chat| stage.queue(chat, 1..=1));
        let start = stage.clock.load(Ordering::SeqCst);
        // one chat that speaks for the bot, or so many at once that it can only be the bot
        let told = if scope == WaitScope::Bot { 1 } else { 3 };
        let wait = || SendError::Wait { wait: Duration::from_secs(1_234), scope };
        stage.answer((0..told).map(|_| wait()));
        stage.run(&chats, 10_000);
        stage.run(&chats, 1_200_000);
        assert!(chats.iter().all(|chat| stage.sent(chat).is_empty()), "{scope:?}");
        stage.run(&chats, FOR_EVER);
        for chat in &chats {
            let at = stage.sent(chat)[0].1 - start;
            assert!((1_234_000..=1_236_000).contains(&at), "{scope:?}: {at}");
        }
    }
}

#[test]
fn an_absurd_wait_ends_after_a_day_and_is_told() {
    let stage = Stage::new();
    stage.queue("-1", 1..=1);
    let start = stage.clock.load(Ordering::SeqCst);
    let told = Duration::from_secs(u64::MAX);
    stage.answer((0..2).map(|_| SendError::Wait { wait: told, scope: WaitScope::Bot }));
    stage.run(&one(), 10_000);
    stage.run(&one(), 3 * FOR_EVER);
    let sent = stage.sent("-1");
    assert!(sent.len() == 1 && (sent[0].1 - start) / 1_000 / 60 == 2 * 24 * 60, "{sent:?}");
    let events = stage.ledger.events();
    assert_eq!(events.len(), 2, "{events:?}");
    assert!(
        matches!(&events[0], Event::Waiting { told: said, .. } if *said == told)
            && events[0].alert().unwrap().text.contains("18446744073709551615 s"),
        "{events:?}"
    );
}

#[test]
fn a_wait_that_an_earlier_run_believed_for_centuries_ends_after_a_day() {
    let stage = Stage::new();
    stage.queue("-1", 1..=1);
    {
        let store = stage.ledger.store.lock().unwrap();
        wait_until(&store, &ChannelName::new("-1"), Timestamp::MAX, "told to wait").unwrap();
        wait_bot(&store, "1", Timestamp::MAX).unwrap();
    }
    stage.run(&one(), 2 * FOR_EVER);
    assert_eq!(stage.sent("-1").len(), 1);
}

#[test]
fn a_wait_of_no_time_is_not_asked_for_again_every_second() {
    let stage = Stage::new();
    stage.queue("-1", 1..=2);
    stage.answer((0..60).map(|_| SendError::Wait { wait: Duration::ZERO, scope: WaitScope::Chat }));
    let hour = 3_600_000;
    stage.run(&one(), hour);
    let asked = stage.forms.lock().unwrap().len();
    assert!((10..=16).contains(&asked), "{asked} times in an hour");
    assert_eq!(stage.ledger.events().len(), 1, "told once: {:?}", stage.ledger.events());
    stage.run(&one(), FOR_EVER);
    assert_eq!(stage.sent("-1").iter().map(|(story, _)| *story).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_refused_message_goes_out_poorer_and_is_never_dropped_silently() {
    let stage = Stage::new();
    stage.queue("-1", 1..=2);
    let refuse = || SendError::Rejected("can't parse entities".to_owned());
    stage.answer([refuse(), refuse(), refuse()]);
    stage.run(&one(), FOR_EVER);
    let forms = stage.forms.lock().unwrap().clone();
    assert_eq!(forms, [Form::Rich, Form::Simple, Form::Plain, Form::Rich]);
    assert_eq!(stage.state(), Some(DeliveryState::Dead));
    assert!(matches!(stage.ledger.events()[..], [Event::Dead { .. }]));
    assert_eq!(stage.sent("-1").len(), 1, "the next goes on");
}

#[test]
fn a_clock_put_back_an_hour_silences_no_channel() {
    let stage = Stage::new();
    stage.queue("-1", 1..=5);
    let start = stage.clock.load(Ordering::SeqCst);
    stage.clock.store(start + 3_600_000, Ordering::SeqCst);
    stage.run(&one(), FOR_EVER);
    assert_eq!(stage.sent("-1").len(), 5);
    stage.clock.store(start, Ordering::SeqCst);
    *stage.server.lock().unwrap() = Strict::default(); // its clock was right all the time
    stage.queue("-1", 6..=7);
    stage.run(&one(), 60_000);
    assert_eq!(stage.sent("-1").len(), 2);
}

#[test]
fn a_channel_that_is_gone_stops_and_says_so_once() {
    let stage = Stage::new();
    stage.queue("-1", 1..=3);
    stage.answer([SendError::Gone("bot was kicked".to_owned())]);
    stage.run(&one(), FOR_EVER);
    stage.run(&one(), FOR_EVER);
    assert_eq!(stage.sent("-1"), []);
    let why = "bot was kicked".to_owned();
    let told = Event::Stopped { channel: ChannelName::new("-1"), why };
    assert_eq!(stage.ledger.events(), [told]);
}

#[test]
fn a_moved_group_is_followed_and_remembered() {
    let stage = Stage::new();
    stage.queue("-1", 1..=2);
    stage.answer([SendError::Moved { to: -100_777 }]);
    stage.run(&one(), 500);
    stage.run(&one(), FOR_EVER);
    assert_eq!(stage.sent("-1"), []);
    assert_eq!(stage.sent("-100777").len(), 2);
    let store = stage.ledger.store.lock().unwrap();
    let known = channel(&store, &ChannelName::new("-1")).unwrap();
    assert_eq!(known.moved_to.as_deref(), Some("-100777"));
}

#[test]
fn a_day_without_network_loses_nothing_and_is_told_once() {
    let stage = Stage::new();
    stage.queue("-1", 1..=3);
    let day_of_failures = 24 * 4 + 8;
    stage.answer((0..day_of_failures).map(|_| SendError::Retry("cannot reach".to_owned())));
    let took = stage.run(&one(), 2 * FOR_EVER);
    assert!(took > 86_000.0, "{took} s");
    assert_eq!(stage.sent("-1").iter().map(|(story, _)| *story).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(matches!(stage.ledger.events()[..], [Event::Failing { .. }, Event::Recovered { .. }]));
}
