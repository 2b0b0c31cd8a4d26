//! Who gets what: channel rules and a batch of new items in, one decision for each channel and item
//! out. Pure. Off-topic items and later copies of a story are not brought here.

use std::collections::HashSet;
use std::fmt;

use jiff::{SignedDuration, Timestamp};

use super::rhythm::not_before;
use super::settings::{ChannelSettings, FirstLook, Rules};
use crate::model::{ChannelName, DateOrigin, ItemId, Lang, Precision, Published, SourceId};
use crate::model::{StoryId, TopicId};

/// A relevant item that leads a story nobody was told of yet.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    pub item: ItemId,
    pub story: StoryId,
    pub source: &'a SourceId,
    pub topics: &'a [TopicId],
    pub lang: Option<&'a Lang>,
    pub country: Option<&'a str>,
    /// From 0 to 1.
    pub score: f64,
    pub published: Option<Published>,
    pub first_seen: Timestamp,
}

/// On what occasion a source's new items came up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Nothing is known of the source yet: everything on it is "new".
    FirstLook,
    /// A known source; what appeared since `last_look` is news even when a failing network made
    /// that look long ago.
    Regular { last_look: Timestamp },
    /// A known source shows many old items as new: its ids changed or it moved.
    Flood,
}

/// What is to become of one item on one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Queue it. `order_at` is its place in the channel's order.
    Post { order_at: Timestamp, not_before: Timestamp },
    /// Kept back, to be seen and released by the operator.
    Hold { order_at: Timestamp, why: HoldReason },
    /// The channel does not ask for it.
    Unwanted(Unwanted),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldReason {
    /// Older than the channel's `max_age`, or beyond its `first_look`.
    Backlog,
    /// It carries no date, so nobody knows whether it is new.
    Undated,
    /// The source suddenly shows many old items.
    Flood,
    /// A single old item that turned up late.
    Old,
}

impl fmt::Display for HoldReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Backlog => "backlog",
            Self::Undated => "backlog: undated",
            Self::Flood => "brake: many old items at once",
            Self::Old => "older than max_age",
        })
    }
}

impl HoldReason {
    /// The reason that was written down in these words.
    pub fn of(words: &str) -> Option<Self> {
        let all = [Self::Backlog, Self::Undated, Self::Flood, Self::Old];
        all.into_iter().find(|reason| reason.to_string() == words)
    }

    /// What lies behind it, for somebody who reads it for the first time.
    pub fn explained(self) -> &'static str {
        match self {
            Self::Backlog => {
                "a new source posts its latest `first_look` items that are younger than `max_age`"
            }
            Self::Undated => "what a new source shows without a date may be old",
            Self::Flood => {
                "a known source that shows many old items as new has moved or is mistaken"
            }
            Self::Old => "it is dated before the channel's `max_age`",
        }
    }
}

/// The first rule of the channel that an item does not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unwanted {
    Topic,
    Source,
    Language,
    Country,
    Score,
    /// Another item of the batch tells the same story.
    SameStory,
}

impl fmt::Display for Unwanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Topic => "none of the channel's topics",
            Self::Source => "not one of the channel's sources",
            Self::Language => "not in one of the channel's languages",
            Self::Country => "not from one of the channel's countries",
            Self::Score => "below the channel's min_score",
            Self::SameStory => "its story is already on its way",
        })
    }
}

/// One line of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub channel: ChannelName,
    pub item: ItemId,
    pub story: StoryId,
    pub decision: Decision,
}

/// Decides for every channel and item of a batch.
pub fn route(
    channels: &[ChannelSettings],
    batch: &[Candidate<'_>],
    occasion: Occasion,
    now: Timestamp,
) -> Vec<Route> {
    channels.iter().flat_map(|channel| route_one(channel, batch, occasion, now)).collect()
}

fn route_one(
    channel: &ChannelSettings,
    batch: &[Candidate<'_>],
    occasion: Occasion,
    now: Timestamp,
) -> Vec<Route> {
    let rules = &channel.rules;
    // the newest first, so that a first look shows the latest
    let mut order: Vec<&Candidate<'_>> = batch.iter().collect();
    order.sort_by_key(|candidate| std::cmp::Reverse((order_at(candidate), candidate.item)));
    let mut stories = HashSet::new();
    let mut posted = 0_usize;
    let mut routes: Vec<Route> = order
        .into_iter()
        .map(|candidate| {
            let decision = match unwanted(rules, candidate) {
                Some(why) => Decision::Unwanted(why),
                None if !stories.insert(candidate.story) => Decision::Unwanted(Unwanted::SameStory),
                None => {
                    let order_at = order_at(candidate);
                    if let Some(why) = hold(rules, candidate, occasion, (posted, now)) {
                        Decision::Hold { order_at, why }
                    } else {
                        posted += 1;
                        let not_before = not_before(&channel.rhythm, now);
                        Decision::Post { order_at, not_before }
                    }
                }
            };
            Route {
                channel: channel.name.clone(),
                item: candidate.item,
                story: candidate.story,
                decision,
            }
        })
        .collect();
    // deliveries are queued in the channel's order, so that their ids break ties the same way
    routes.reverse();
    routes
}

/// By publication, then by first sight.
fn order_at(candidate: &Candidate<'_>) -> Timestamp {
    dated(candidate.published)
        .map_or(candidate.first_seen, |published| published.at.min(candidate.first_seen))
}

fn dated(published: Option<Published>) -> Option<Published> {
    published.filter(|published| published.from != DateOrigin::FirstSeen)
}

/// The last moment at which it may have been published.
fn end(published: Published) -> Timestamp {
    match published.precision {
        Precision::Day => published.at + SignedDuration::from_hours(24),
        Precision::Minute => published.at,
    }
}

fn unwanted(rules: &Rules, item: &Candidate<'_>) -> Option<Unwanted> {
    let asked = |empty: bool, met: bool| empty || met;
    let Rules { topics, sources, languages, countries, min_score, .. } = rules;
    if !asked(sources.is_empty(), sources.contains(item.source)) {
        return Some(Unwanted::Source);
    }
    if !asked(topics.is_empty(), item.topics.iter().any(|topic| topics.contains(topic))) {
        return Some(Unwanted::Topic);
    }
    if !asked(languages.is_empty(), item.lang.is_some_and(|lang| languages.contains(lang))) {
        return Some(Unwanted::Language);
    }
    let from_there =
        item.country.is_some_and(|own| countries.iter().any(|name| name.eq_ignore_ascii_case(own)));
    if !asked(countries.is_empty(), from_there) {
        return Some(Unwanted::Country);
    }
    (min_score.is_some_and(|least| item.score < least)).then_some(Unwanted::Score)
}

fn hold(
    rules: &Rules,
    item: &Candidate<'_>,
    occasion: Occasion,
    (posted, now): (usize, Timestamp),
) -> Option<HoldReason> {
    let last_moment = dated(item.published).map(end);
    let (oldest, brake) = match occasion {
        Occasion::Regular { last_look } => (last_look.min(now) - rules.max_age, None),
        Occasion::FirstLook => (now - rules.max_age, Some(HoldReason::Backlog)),
        Occasion::Flood => (now - rules.max_age, Some(HoldReason::Flood)),
    };
    match (last_moment, brake) {
        // what a known source newly lists is new, dated or not
        (None, None) => None,
        (Some(moment), None) => (moment < oldest).then_some(HoldReason::Old),
        (Some(moment), Some(brake)) if moment < oldest => Some(brake),
        (None, Some(brake)) if rules.first_look != FirstLook::All => {
            Some(if brake == HoldReason::Backlog { HoldReason::Undated } else { brake })
        }
        (_, Some(brake)) => match rules.first_look {
            FirstLook::Items(most) => (posted >= most).then_some(brake),
            FirstLook::All => None,
        },
    }
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
