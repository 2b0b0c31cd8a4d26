//! Draining a backlog in real time: three hundred posts to one channel, twenty to each of fifty
//! chats, through the real couriers against a Bot API on loopback that holds Telegram's limits to
//! the letter. Takes a quarter of an hour. Fails where a 429 is provoked or where it takes more than
//! 1.05 of the time that the limits ask for.

#[path = "../tests/it/bot_api.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "a part of the tests")]
mod bot_api;

#[path = "../tests/it/outbox_parts.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "a part of the tests")]
mod outbox_parts;

use std::collections::HashMap;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use edwire::daemon::clock;
use edwire::daemon::outbox::{Brief, Courier, Desk, Until, run};
use edwire::deliver::{Channel, Printer};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use bot_api::{BotApi, Call, Mood};
use outbox_parts::{TestLedger, in_memory, queue, telegram};

/// One a second to a chat, twenty a minute to it, thirty a second over all; each by the moments at
/// which the requests arrived.
#[derive(Default)]
struct Limits {
    bot: Vec<Instant>,
    chats: HashMap<String, Vec<Instant>>,
    refused: usize,
}

impl Limits {
    fn judge(&mut self, call: &Call) -> Mood {
        let now = Instant::now();
        let within = |sent: &[Instant], span: u64| {
            let span = Duration::from_secs(span);
            sent.iter().filter(|at| now.duration_since(**at) < span).count()
        };
        let chat = self.chats.entry(call.chat()).or_default();
        if within(&self.bot, 1) >= 30 || within(chat, 1) >= 1 || within(chat, 60) >= 20 {
            self.refused += 1;
            return Mood::TooFast(5);
        }
        chat.push(now);
        self.bot.push(now);
        Mood::Accept
    }
}

/// Sends so many posts to each of so many chats; whether it was quick and polite.
fn drain(runtime: &tokio::runtime::Runtime, chats: i64, posts: i64, least: f64) -> bool {
    let limits = Arc::new(Mutex::new(Limits::default()));
    let strict = Arc::clone(&limits);
    let api = BotApi::judging(move |_, call| {
        strict.lock().unwrap_or_else(PoisonError::into_inner).judge(call)
    });
    let store = in_memory();
    for chat in 1..=chats {
        (1..=posts).for_each(|story| queue(&store, &format!("c{chat}"), story));
    }
    let desk = Desk::new(TestLedger::new(store), Arc::new(clock::now));
    let couriers: Vec<_> = (1..=chats)
        .filter_map(|chat| {
            let settings = telegram(&format!("c{chat}"), -1000 - chat, &api.url);
            let channel = Channel::open(&settings, &Printer::new(std::io::sink())).ok()?;
            Some(Courier::new(desk.clone(), Brief::from(&settings), channel))
        })
        .collect();
    let (_wake, woken) = watch::channel(0);
    let patience = Duration::from_mins(2);
    let start = Instant::now();
    let never = CancellationToken::new();
    runtime.block_on(run(couriers, &woken, &never, Until::Drained { patience }));
    let took = start.elapsed().as_secs_f64();
    let refused = limits.lock().unwrap_or_else(PoisonError::into_inner).refused;
    let sent = api.calls().iter().filter(|call| call.accepted()).count();
    let ratio = took / least;
    // a bench that cannot print still fails by its exit code
    writeln!(
        std::io::stdout(),
        "{posts} posts to each of {chats} chats: {sent} sent in {took:.1} s, the limits ask for \
         {least:.0} s: ratio {ratio:.3}; 429 provoked: {refused}"
    )
    .ok();
    refused == 0 && sent as i64 == chats * posts && ratio <= 1.05
}

fn main() -> ExitCode {
    // `cargo test --benches` only asks whether it starts
    if std::env::args().any(|argument| argument == "--test") {
        return ExitCode::SUCCESS;
    }
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().enable_all().build() else {
        return ExitCode::FAILURE;
    };
    // thirty at once and thirty each second after
    let many = drain(&runtime, 50, 20, 33.0);
    // fourteen full minutes for 280, then twenty a second apart
    let one = drain(&runtime, 1, 300, 14.0 * 60.0 + 19.0);
    if many && one { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
