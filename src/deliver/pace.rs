//! How fast a chat and a bot may speak. Pure: told what was sent when, it says when the next
//! message may go. What counts is when an answer came: the message arrived some time before, and so
//! a slow network never brings two messages closer together than the limits allow.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

/// Telegram's published limits, each with a little air.
const CHAT_GAP: SignedDuration = SignedDuration::from_millis(1_020);
const GROUP_WINDOW: SignedDuration = SignedDuration::from_millis(60_500);
const GROUP_MESSAGES: usize = 20;
/// Thirty a second, evenly: a burst would arrive as one.
const BOT_GAP: SignedDuration = SignedDuration::from_micros(33_500);
const BOT_WINDOW: SignedDuration = SignedDuration::from_millis(1_000);
const BOT_MESSAGES: usize = 30;

/// This many chats told to wait within [`TELLING`] means that the bot as a whole is too fast: the
/// server never says which limit was met.
const CHATS_FOR_BOT: usize = 3;
const TELLING: SignedDuration = SignedDuration::from_secs(5);
/// What was sent further ahead than this was sent by a clock that has been put right since.
const AHEAD: SignedDuration = SignedDuration::from_mins(1);

/// Whose limits a message counts against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lane {
    /// The bot's public number, or the webhook's host.
    pub bot: String,
    pub chat: String,
    pub limits: Limits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limits {
    None,
    /// One a second, thirty a second for the bot.
    Private,
    /// The same, and twenty a minute.
    Group,
}

/// What was sent lately, and who was told to wait.
#[derive(Debug, Default)]
pub struct Pace {
    chats: HashMap<(String, String), Chat>,
    bots: HashMap<String, Bot>,
}

#[derive(Debug, Default)]
struct Chat {
    sent: VecDeque<Timestamp>,
    wait_until: Option<Timestamp>,
}

#[derive(Debug, Default)]
struct Bot {
    /// The last place that was given away.
    last: Option<Timestamp>,
    /// Messages that may be on their way.
    flying: usize,
    /// When the latest arrived.
    landed: VecDeque<Timestamp>,
    wait_until: Option<Timestamp>,
    /// Which chats were told to wait, and when.
    told: VecDeque<(Timestamp, String)>,
}

impl Pace {
    /// Reserves the right to send one message: `Ok` with the moment, now or soon, from which it
    /// holds; `Err` with the moment at which to ask again. Chats are served in the order in which
    /// they ask, so that none keeps the bot from the others. Goes on with [`Self::start`] or ends with
    /// [`Self::give_back`].
    pub fn reserve(&mut self, lane: &Lane, now: Timestamp) -> Result<Timestamp, Timestamp> {
        self.forget_later(lane, now + AHEAD);
        let chat_free = self.chat_free_at(lane, now).max(self.wait_over(lane, now));
        if chat_free > now {
            return Err(chat_free);
        }
        if lane.limits == Limits::None {
            return Ok(now);
        }
        let bot = self.bots.entry(lane.bot.clone()).or_default();
        let slot = bot.last.map_or(now, |last| now.max(last + BOT_GAP));
        bot.last = Some(slot);
        remember(&mut self.chats.entry(key(lane)).or_default().sent, slot);
        Ok(slot)
    }

    fn forget_later(&mut self, lane: &Lane, than: Timestamp) {
        if let Some(chat) = self.chats.get_mut(&key(lane)) {
            chat.sent.retain(|at| *at <= than);
        }
        if let Some(bot) = self.bots.get_mut(&lane.bot) {
            bot.last = bot.last.filter(|at| *at <= than);
            bot.landed.retain(|at| *at <= than);
        }
    }

    /// The place has come. `Err` with the moment at which to ask again, where messages were held up
    /// so that too many would arrive together. Ends with [`Self::landed`] or [`Self::not_sent`].
    pub fn start(&mut self, lane: &Lane, now: Timestamp) -> Result<(), Timestamp> {
        if lane.limits == Limits::None {
            return Ok(());
        }
        let bot = self.bots.entry(lane.bot.clone()).or_default();
        let free = bot.free_at(now);
        if free > now {
            return Err(free);
        }
        bot.flying += 1;
        Ok(())
    }

    /// There was nothing to send after all.
    pub fn not_sent(&mut self, lane: &Lane, slot: Timestamp) {
        if let Some(bot) = self.bots.get_mut(&lane.bot) {
            bot.flying = bot.flying.saturating_sub(1);
        }
        self.give_back(lane, slot);
    }

    /// An answer to the message that went out in this place, whatever it said.
    pub fn landed(&mut self, lane: &Lane, slot: Timestamp, at: Timestamp) {
        if lane.limits == Limits::None {
            return;
        }
        forget(&mut self.chats.entry(key(lane)).or_default().sent, slot);
        let bot = self.bots.entry(lane.bot.clone()).or_default();
        bot.flying = bot.flying.saturating_sub(1);
        self.sent(lane, at.max(slot));
    }

    /// When the wait that the lane was told is over; `now` where there is none.
    pub fn wait_over(&self, lane: &Lane, now: Timestamp) -> Timestamp {
        let bot = self.bots.get(&lane.bot).and_then(|bot| bot.wait_until);
        let chat = self.chats.get(&key(lane)).and_then(|chat| chat.wait_until);
        bot.max(chat).map_or(now, |until| until.max(now))
    }

    fn chat_free_at(&self, lane: &Lane, now: Timestamp) -> Timestamp {
        let Some(chat) = self.chats.get(&key(lane)) else { return now };
        let gap = free_at(&chat.sent, 1, CHAT_GAP).filter(|_| lane.limits != Limits::None);
        let window = free_at(&chat.sent, GROUP_MESSAGES, GROUP_WINDOW)
            .filter(|_| lane.limits == Limits::Group);
        gap.max(window).map_or(now, |at| at.max(now))
    }

    /// Hands back a reservation, when nothing is to be sent now.
    pub fn give_back(&mut self, lane: &Lane, at: Timestamp) {
        if lane.limits == Limits::None {
            return;
        }
        if let Some(chat) = self.chats.get_mut(&key(lane)) {
            forget(&mut chat.sent, at);
        }
        if let Some(bot) = self.bots.get_mut(&lane.bot)
            && bot.last == Some(at)
        {
            bot.last = Some(at - BOT_GAP);
        }
    }

    /// A message went out at `at`: what an earlier run sent.
    pub fn sent(&mut self, lane: &Lane, at: Timestamp) {
        if lane.limits == Limits::None {
            return;
        }
        let chat = self.chats.entry(key(lane)).or_default();
        remember(&mut chat.sent, at);
        let bot = self.bots.entry(lane.bot.clone()).or_default();
        let place = bot.landed.partition_point(|moment| *moment <= at);
        bot.landed.insert(place, at);
        while bot.landed.len() > BOT_MESSAGES {
            bot.landed.pop_front();
        }
    }

    /// The chat was told to wait. Returns whether the whole bot now waits.
    pub fn wait(&mut self, lane: &Lane, until: Timestamp, now: Timestamp) -> bool {
        let chat = self.chats.entry(key(lane)).or_default();
        chat.wait_until = chat.wait_until.max(Some(until));
        let bot = self.bots.entry(lane.bot.clone()).or_default();
        bot.told.retain(|(at, chat)| *at + TELLING > now && *chat != lane.chat);
        bot.told.push_back((now, lane.chat.clone()));
        let whole_bot = bot.told.len() >= CHATS_FOR_BOT && lane.limits != Limits::None;
        if whole_bot {
            bot.wait_until = bot.wait_until.max(Some(until));
        }
        whole_bot
    }

    /// The whole bot was told to wait.
    pub fn wait_bot(&mut self, lane: &Lane, until: Timestamp) {
        let bot = self.bots.entry(lane.bot.clone()).or_default();
        bot.wait_until = bot.wait_until.max(Some(until));
    }
}

impl Bot {
    /// When fewer than thirty messages are on their way or arrived within the last second.
    fn free_at(&mut self, now: Timestamp) -> Timestamp {
        self.landed.retain(|at| *at + BOT_WINDOW > now);
        let Some(over) = (self.flying + self.landed.len()).checked_sub(BOT_MESSAGES - 1) else {
            return now;
        };
        match over.checked_sub(1) {
            None => now,
            Some(index) => self.landed.get(index).map_or(now + BOT_GAP, |at| *at + BOT_WINDOW),
        }
    }
}

fn key(lane: &Lane) -> (String, String) {
    (lane.bot.clone(), lane.chat.clone())
}

/// When at most `most - 1` of the messages lie within the window before it.
fn free_at(sent: &VecDeque<Timestamp>, most: usize, window: SignedDuration) -> Option<Timestamp> {
    let index = sent.len().checked_sub(most)?;
    sent.get(index).map(|at| *at + window)
}

/// Keeps the newest, in order of time: none further back can matter.
fn remember(sent: &mut VecDeque<Timestamp>, at: Timestamp) {
    let place = sent.partition_point(|moment| *moment <= at);
    sent.insert(place, at);
    while sent.len() > GROUP_MESSAGES {
        sent.pop_front();
    }
}

fn forget(sent: &mut VecDeque<Timestamp>, at: Timestamp) {
    if let Some(place) = sent.iter().rposition(|moment| *moment == at) {
        sent.remove(place);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn lane(chat: &str, limits: Limits) -> Lane {
        Lane { bot: "1".to_owned(), chat: chat.to_owned(), limits }
    }

    #[test]
    fn a_clock_that_ran_ahead_silences_nobody() {
        let lane = lane("a", Limits::Group);
        let (mut pace, now) = (Pace::default(), Timestamp::UNIX_EPOCH);
        let ahead = now + SignedDuration::from_hours(1);
        for second in 0..20 {
            let at = ahead + SignedDuration::from_secs(2 * second);
            let slot = pace.reserve(&lane, at).unwrap();
            pace.start(&lane, slot).unwrap();
            pace.landed(&lane, slot, slot);
        }
        let slot = pace.reserve(&lane, now).unwrap();
        assert_eq!(pace.start(&lane, slot), Ok(()));
    }

    fn drain(lanes: &[Lane], messages: usize) -> SignedDuration {
        let start = Timestamp::UNIX_EPOCH;
        let mut pace = Pace::default();
        // who comes when, with how many messages left
        let mut agenda: BTreeSet<(Timestamp, usize, usize)> =
            (0..lanes.len()).map(|number| (start, number, messages)).collect();
        let mut end = start;
        while let Some((now, number, left)) = agenda.pop_first() {
            match pace.reserve(&lanes[number], now) {
                Ok(slot) => {
                    pace.start(&lanes[number], slot).unwrap();
                    pace.landed(&lanes[number], slot, slot);
                    end = end.max(slot);
                    if left > 1 {
                        agenda.insert((slot, number, left - 1));
                    }
                }
                Err(at) => drop(agenda.insert((at, number, left))),
            }
        }
        end.duration_since(start)
    }

    #[test]
    fn three_hundred_posts_to_a_channel_take_hardly_longer_than_the_limits_ask() {
        // fourteen full minutes for 280, then twenty a second apart
        let least = 14.0 * 60.0 + 19.0;
        let took = drain(&[lane("a", Limits::Group)], 300).as_secs_f64();
        assert!(took >= least && took <= least * 1.05, "{took}");
    }

    #[test]
    fn twenty_posts_to_each_of_fifty_chats_keep_the_bot_at_thirty_a_second() {
        let lanes: Vec<Lane> =
            (0..50).map(|number| lane(&number.to_string(), Limits::Group)).collect();
        // thirty at once, and thirty each second after
        let least = 33.0;
        let took = drain(&lanes, 20).as_secs_f64();
        assert!(took >= least && took <= least * 1.05, "{took}");
    }

    #[test]
    fn what_arrives_late_counts_from_then_on() {
        let mut pace = Pace::default();
        let now = Timestamp::UNIX_EPOCH;
        let slot = pace.reserve(&lane("a", Limits::Group), now).unwrap();
        let late = now + SignedDuration::from_secs(9);
        pace.landed(&lane("a", Limits::Group), slot, late);
        assert_eq!(pace.reserve(&lane("a", Limits::Group), late), Err(late + CHAT_GAP));
    }

    #[test]
    fn thirty_messages_under_way_keep_the_next_one_back() {
        let mut pace = Pace::default();
        let now = Timestamp::UNIX_EPOCH;
        let chat = |number: usize| lane(&number.to_string(), Limits::Group);
        let slots: Vec<Timestamp> =
            (0..31).map(|number| pace.reserve(&chat(number), now).unwrap()).collect();
        assert!((0..30).all(|number| pace.start(&chat(number), slots[number]).is_ok()));
        let later = now + SignedDuration::from_secs(20);
        assert!(pace.start(&chat(30), later).is_err());
        pace.landed(&chat(0), slots[0], later);
        assert_eq!(pace.start(&chat(30), later), Err(later + BOT_WINDOW));
        pace.not_sent(&chat(1), slots[1]);
        assert!(pace.start(&chat(30), later).is_ok());
    }

    #[test]
    fn one_chat_that_must_wait_leaves_the_others_free() {
        let mut pace = Pace::default();
        let now = Timestamp::UNIX_EPOCH;
        let until = now + SignedDuration::from_secs(40);
        assert!(!pace.wait(&lane("a", Limits::Group), until, now));
        assert_eq!(pace.reserve(&lane("a", Limits::Group), now), Err(until));
        assert_eq!(pace.reserve(&lane("b", Limits::Group), now), Ok(now));
        pace.wait(&lane("b", Limits::Group), until, now);
        assert!(pace.wait(&lane("c", Limits::Group), until, now));
        assert_eq!(pace.reserve(&lane("d", Limits::Group), now), Err(until));
    }

    #[test]
    fn what_is_given_back_counts_no_more() {
        let mut pace = Pace::default();
        let lane = lane("a", Limits::Private);
        let now = Timestamp::UNIX_EPOCH;
        assert!(pace.reserve(&lane, now).is_ok());
        assert!(pace.reserve(&lane, now).is_err());
        pace.give_back(&lane, now);
        assert!(pace.reserve(&lane, now).is_ok());
    }
}
