//! kill -9 at random moments, against a Bot API that misbehaves: nothing is lost, the order is
//! kept, and only what was in doubt appears twice.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use edwire::daemon::clock;
use edwire::daemon::outbox::{Brief, Carrier, Courier, Desk, Step};
use edwire::deliver::pace::{Lane, Limits};
use edwire::deliver::{
    AfterCrash, Channel, ChannelSettings, Form, Message, Printer, Receipts, SendError,
};
use edwire::model::{DeliveryId, DeliveryState};
use edwire::store::outbox::{counts, list, recover};
use jiff::Timestamp;

use crate::bot_api::{BotApi, Call, Mood};
use crate::outbox_parts::{TestLedger, open, queue, telegram};

/// The sender's clock runs this much faster, so that waits of seconds and minutes pass.
const HASTE: i32 = 200;
const CHATS: [(&str, i64); 3] = [("a", 101), ("b", 102), ("c", 103)];
const A_ROUND: usize = 5;

/// The real way, without the limits: they would make two hundred rounds last for hours.
struct Unpaced(Channel);

impl Carrier for Unpaced {
    async fn send(
        &self,
        id: DeliveryId,
        what: &Message,
        form: Form,
    ) -> Result<Receipts, SendError> {
        self.0.send(id, what, form).await
    }

    fn lane(&self) -> Lane {
        Lane { limits: Limits::None, ..self.0.lane() }
    }

    fn move_to(&mut self, chat: i64) {
        self.0.move_to(chat);
    }
}

/// Run by the test below, as a process of its own that can be killed.
#[test]
#[ignore = "a part of the test below"]
fn child_sends_until_killed() {
    let order = std::io::read_to_string(std::io::stdin()).unwrap();
    let [path, api, start, resend, drain] = order.split('\n').collect::<Vec<_>>()[..] else {
        return;
    };
    let start: Timestamp = start.parse().unwrap();
    let store = open(Path::new(path));
    let now = move || start + clock::now().duration_since(start) * HASTE;
    recover(&store, now()).unwrap();
    let desk = Desk::new(TestLedger::new(store), Arc::new(now));
    let api = api.parse().unwrap();
    let couriers = CHATS.map(|(name, chat)| {
        let mut settings: ChannelSettings = telegram(name, chat, &api);
        if resend == "false" {
            settings.after_crash = AfterCrash::Skip;
        }
        let channel = Channel::open(&settings, &Printer::new(std::io::sink())).unwrap();
        Courier::new(desk.clone(), Brief::from(&settings), Unpaced(channel))
    });
    let sending = couriers.map(|courier| send(courier, drain == "true"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(futures_util::future::join_all(sending));
}

async fn send(mut courier: Courier<TestLedger, Unpaced>, drain: bool) {
    loop {
        let pause = match courier.step().await {
            Step::Again(at) | Step::Stuck(at) => {
                let ahead = at.duration_since(courier.now()) / HASTE;
                Duration::try_from(ahead).unwrap_or_default()
            }
            Step::Idle if drain => return,
            Step::Idle | Step::Stopped => Duration::from_millis(5),
        };
        tokio::time::sleep(pause).await;
    }
}

/// What all children of one run are told.
struct Order<'a> {
    path: &'a Path,
    api: &'a BotApi,
    start: Timestamp,
    resend: bool,
}

/// The round stands in the address, since a call may be read after its sender was killed. The
/// last child ends by itself when nothing is left.
fn child(order: &Order<'_>, round: usize, last: bool) -> Child {
    let Order { path, api, start, resend } = order;
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "outbox_kill::child_sends_until_killed", "--ignored"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let order = format!("{}\n{}{round}\n{start}\n{resend}\n{last}", path.display(), api.url);
    child.stdin.take().unwrap().write_all(order.as_bytes()).unwrap();
    child
}

/// A small generator, so that a failure can be repeated.
fn roll(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn bad_day(number: usize) -> Mood {
    match roll(number as u64) % 100 {
        0..4 => Mood::TooFast(1),
        4..8 => Mood::Failed,
        8..11 => Mood::Gateway(false),
        11..14 => Mood::Gateway(true),
        14..17 => Mood::Break(false),
        17..20 => Mood::Break(true),
        20 => Mood::Hang(false),
        21 => Mood::Hang(true),
        _ => Mood::Accept,
    }
}

struct Run {
    calls: Vec<Call>,
    counts: Vec<(DeliveryState, u64)>,
}

fn run(rounds: usize, resend: bool) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("edwire.db");
    let store = open(&path);
    let honest = Arc::new(AtomicBool::new(false));
    let mood = Arc::clone(&honest);
    let api =
        BotApi::start(
            move |number| {
                if mood.load(Ordering::SeqCst) { Mood::Accept } else { bad_day(number) }
            },
        );
    let order = Order { path: &path, api: &api, start: clock::now(), resend };
    for round in 0..rounds {
        for (name, _) in CHATS {
            for one in 0..A_ROUND {
                queue(&store, name, (round * A_ROUND + one + 1) as i64);
            }
        }
        let mut child = child(&order, round, false);
        // killed after so many calls, and a moment
        let chance = roll((round as u64) << 20);
        let wanted = api.count() + (chance % (2 * CHATS.len() * A_ROUND) as u64) as usize;
        let patience = Instant::now() + Duration::from_secs(3);
        while api.count() < wanted && Instant::now() < patience {
            std::thread::park_timeout(Duration::from_millis(1));
        }
        std::thread::park_timeout(Duration::from_micros(chance % 4_000));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    honest.store(true, Ordering::SeqCst);
    assert!(child(&order, rounds, true).wait().unwrap().success());
    assert_eq!(list(&store, 10).unwrap(), [], "something is left");
    let mut states = HashMap::new();
    for (_, state, count) in counts(&store).unwrap() {
        *states.entry(state).or_default() += count;
    }
    Run { calls: api.calls(), counts: states.into_iter().collect() }
}

/// Number of the story and of the round, and whether the sender was answered, for each message
/// that stands in the chat.
fn standing(run: &Run, chat: i64) -> Vec<(usize, usize, bool)> {
    run.calls
        .iter()
        .filter(|call| call.accepted() && call.chat() == chat.to_string())
        .map(|call| {
            let story = call.text().split(['/', '"']).find_map(|part| part.parse().ok()).unwrap();
            let round = call.path.split('/').nth(1).unwrap().parse().unwrap();
            (story, round, call.answered())
        })
        .collect()
}

#[test]
fn two_hundred_kills_lose_nothing_and_repeat_only_what_was_in_doubt() {
    const ROUNDS: usize = 200;
    let run = run(ROUNDS, true);
    for (_, chat) in CHATS {
        let mut standing = standing(&run, chat);
        // on a starved machine the one message in flight may arrive after its sender's successor's
        let mut latest = 0;
        standing.retain(|(_, round, _)| {
            latest = latest.max(*round);
            *round == latest
        });
        assert!(standing.is_sorted_by_key(|(story, ..)| *story), "out of order: {standing:?}");
        let mut stories: Vec<usize> = standing.iter().map(|(story, ..)| *story).collect();
        stories.dedup();
        assert_eq!(stories, (1..=ROUNDS * A_ROUND).collect::<Vec<_>>(), "lost");
        // said twice: the first time unanswered, or answered just before the kill
        for pair in standing.windows(2) {
            let [(story, round, answered), (again, next_round, _)] = pair else { continue };
            assert!(
                story != again || !answered || next_round > round,
                "story {story} was repeated though nothing was in doubt"
            );
        }
    }
    assert_eq!(run.counts, [(DeliveryState::Sent, (ROUNDS * A_ROUND * CHATS.len()) as u64)]);
}

#[test]
fn where_doubt_means_skip_nothing_appears_twice() {
    const ROUNDS: usize = 50;
    let run = run(ROUNDS, false);
    let mut in_doubt = 0;
    for (_, chat) in CHATS {
        let standing = standing(&run, chat);
        assert!(standing.windows(2).all(|pair| pair[0].0 < pair[1].0), "{standing:?}");
        in_doubt += ROUNDS * A_ROUND - standing.len();
    }
    let of = |wanted: DeliveryState| {
        run.counts.iter().find(|(state, _)| *state == wanted).map_or(0, |(_, count)| *count)
    };
    let all = (ROUNDS * A_ROUND * CHATS.len()) as u64;
    assert_eq!(of(DeliveryState::Sent) + of(DeliveryState::Skipped), all);
    assert!(of(DeliveryState::Skipped) >= in_doubt as u64, "lost without a word");
}
