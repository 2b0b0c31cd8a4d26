//! How fast a chat and a bot may speak. Pure: told what was sent when, it says when the next
//! message may go.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

/// Telegram's published limits, each with a little air, since what leaves evenly may arrive closer
/// together.
const CHAT_GAP: SignedDuration = SignedDuration::from_millis(1_020);
const GROUP_WINDOW: SignedDuration = SignedDuration::from_millis(60_500);
const GROUP_MESSAGES: usize = 20;
const BOT_WINDOW: SignedDuration = SignedDuration::from_millis(1_020);
const BOT_MESSAGES: usize = 30;

/// This many chats told to wait within [`TELLING`] means that the bot as a whole is too fast: the
/// server never says which limit was met.
const CHATS_FOR_BOT: usize = 3;
const TELLING: SignedDuration = SignedDuration::from_secs(5);

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
    sent: VecDeque<Timestamp>,
    wait_until: Option<Timestamp>,
    /// Which chats were told to wait, and when.
    told: VecDeque<(Timestamp, String)>,
}

impl Pace {
    /// The moment from which this lane may send; `now` or later.
    pub fn ready_at(&self, lane: &Lane, now: Timestamp) -> Timestamp {
        let mut at = now;
        if let Some(bot) = self.bots.get(&lane.bot) {
            at = at.max(bot.wait_until.unwrap_or(now));
            if lane.limits != Limits::None {
                at = at.max(free_at(&bot.sent, BOT_MESSAGES, BOT_WINDOW).unwrap_or(now));
            }
        }
        if let Some(chat) = self.chats.get(&key(lane)) {
            at = at.max(chat.wait_until.unwrap_or(now));
            if lane.limits != Limits::None {
                at = at.max(free_at(&chat.sent, 1, CHAT_GAP).unwrap_or(now));
            }
            if lane.limits == Limits::Group {
                at = at.max(free_at(&chat.sent, GROUP_MESSAGES, GROUP_WINDOW).unwrap_or(now));
            }
        }
        at
    }

    /// Takes the right to send one message now, or says from when on to ask again.
    pub fn take(&mut self, lane: &Lane, now: Timestamp) -> Result<(), Timestamp> {
        let ready = self.ready_at(lane, now);
        if ready > now {
            return Err(ready);
        }
        self.sent(lane, now);
        Ok(())
    }

    /// Hands back what [`Pace::take`] gave at `at`, when there was nothing to send.
    pub fn give_back(&mut self, lane: &Lane, at: Timestamp) {
        let forget = |sent: &mut VecDeque<Timestamp>| {
            if let Some(place) = sent.iter().rposition(|moment| *moment == at) {
                sent.remove(place);
            }
        };
        if let Some(chat) = self.chats.get_mut(&key(lane)) {
            forget(&mut chat.sent);
        }
        if let Some(bot) = self.bots.get_mut(&lane.bot) {
            forget(&mut bot.sent);
        }
    }

    /// A message went out at `at`; also for what an earlier run sent.
    pub fn sent(&mut self, lane: &Lane, at: Timestamp) {
        if lane.limits == Limits::None {
            return;
        }
        let chat = self.chats.entry(key(lane)).or_default();
        remember(&mut chat.sent, at, GROUP_MESSAGES);
        let bot = self.bots.entry(lane.bot.clone()).or_default();
        remember(&mut bot.sent, at, BOT_MESSAGES);
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

fn key(lane: &Lane) -> (String, String) {
    (lane.bot.clone(), lane.chat.clone())
}

/// When at most `most - 1` of the messages lie within the window before it.
fn free_at(sent: &VecDeque<Timestamp>, most: usize, window: SignedDuration) -> Option<Timestamp> {
    let index = sent.len().checked_sub(most)?;
    sent.get(index).map(|at| *at + window)
}

/// Keeps the newest `most`, in order of time: none further back can matter.
fn remember(sent: &mut VecDeque<Timestamp>, at: Timestamp, most: usize) {
    let place = sent.partition_point(|moment| *moment <= at);
    sent.insert(place, at);
    while sent.len() > most {
        sent.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(chat: &str, limits: Limits) -> Lane {
        Lane { bot: "1".to_owned(), chat: chat.to_owned(), limits }
    }

    fn drain(lanes: &[Lane], messages: usize) -> SignedDuration {
        let start = Timestamp::UNIX_EPOCH;
        let mut pace = Pace::default();
        let mut left: Vec<usize> = vec![messages; lanes.len()];
        let mut now = start;
        while left.iter().any(|count| *count > 0) {
            let mut next = None;
            for (lane, left) in lanes.iter().zip(&mut left).filter(|(_, left)| **left > 0) {
                match pace.take(lane, now) {
                    Ok(()) => *left -= 1,
                    Err(at) => next = next.min(Some(at)).or(Some(at)),
                }
            }
            now = next.unwrap_or(now + SignedDuration::from_millis(1)).max(now);
        }
        now.duration_since(start)
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
        let least = 1_000.0 / 30.0 - 1.0;
        let took = drain(&lanes, 20).as_secs_f64();
        assert!(took >= least && took <= least * 1.05, "{took}");
    }

    #[test]
    fn one_chat_that_must_wait_leaves_the_others_free() {
        let mut pace = Pace::default();
        let now = Timestamp::UNIX_EPOCH;
        let until = now + SignedDuration::from_secs(40);
        assert!(!pace.wait(&lane("a", Limits::Group), until, now));
        assert_eq!(pace.ready_at(&lane("a", Limits::Group), now), until);
        assert_eq!(pace.ready_at(&lane("b", Limits::Group), now), now);
        pace.wait(&lane("b", Limits::Group), until, now);
        assert!(pace.wait(&lane("c", Limits::Group), until, now));
        assert_eq!(pace.ready_at(&lane("d", Limits::Group), now), until);
    }

    #[test]
    fn what_is_given_back_counts_no_more() {
        let mut pace = Pace::default();
        let lane = lane("a", Limits::Private);
        let now = Timestamp::UNIX_EPOCH;
        assert!(pace.take(&lane, now).is_ok());
        assert!(pace.take(&lane, now).is_err());
        pace.give_back(&lane, now);
        assert!(pace.take(&lane, now).is_ok());
    }
}
