//! A made-up field of sources that publish as real ones do.
//!
//! The numbers come from evidence, rounded. *Hours* and *sittings*: the publication times of 262 notices of a
//! Chinese university (77 sittings half an hour apart or more, 49 of them of a single notice; within a sitting a
//! median of 7 minutes between two; three days a year of fifty notices). *Items a week* and *days of the week*:
//! the dates on 53 list pages of universities and ministries all over the world. *Zones*, and how many sources
//! tell the minute: 122 sources as an operator would choose them. Assumed, without evidence at hand: that lunch
//! dips less outside East Asia, the shares of newsrooms and of timed releases, the size of summer's lull.
//!
//! The seed makes the field; neither it nor the numbers are fitted to any scheduler.

use edwire::model::finish;
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Weights of the hours of a day at an office, midnight first.
const OFFICE: [f64; 24] = [
    0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.6, 11.0, 38.0, 46.0, 29.0, 10.0, 9.0, 15.0, 26.0, 24.0,
    33.0, 7.0, 3.0, 4.0, 2.0, 2.0, 1.5,
];
/// The same where the news never stops.
const NEWSROOM: [f64; 24] = [
    2.0, 1.5, 1.0, 1.0, 1.5, 3.0, 6.0, 8.0, 9.0, 9.0, 9.0, 9.0, 8.0, 8.0, 9.0, 9.0, 9.0, 9.0, 8.0,
    7.0, 6.0, 5.0, 4.0, 3.0,
];
/// Items on the days of the week, Monday first.
const DAYS: [f64; 7] = [538.0, 571.0, 602.0, 623.0, 516.0, 219.0, 103.0];
/// Of the natural logarithm of items a week: mean and standard deviation.
const WEEKLY: (f64, f64) = (0.84, 1.97);
/// Items a week, at least and at most.
const WEEKLY_BOUNDS: (f64, f64) = (0.05, 120.0);
/// Sittings that bring a single item.
const SINGLE: f64 = 0.64;
/// Zone, and how many of a hundred sources live in it.
const ZONES: [(&str, u64); 11] = [
    ("Asia/Shanghai", 54),
    ("Asia/Tokyo", 4),
    ("Asia/Seoul", 3),
    ("Europe/London", 9),
    ("Europe/Berlin", 6),
    ("Europe/Brussels", 7),
    ("Europe/Moscow", 2),
    ("America/New_York", 8),
    ("America/Los_Angeles", 3),
    ("Australia/Sydney", 2),
    ("Asia/Kolkata", 2),
];
/// Of a hundred sources, how many tell the minute of publication.
const TELLS_MINUTE: u64 = 24;
/// Of a hundred sources: newsrooms, and those whose system releases everything at one time of the day.
const NEWSROOMS: u64 = 10;
const TIMED: u64 = 8;

/// History before the year, which a first look finds listed.
pub(crate) const HISTORY_DAYS: i32 = 120;

pub(crate) fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(crate) fn end() -> Timestamp {
    "2027-01-01T00:00:00Z".parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// One source and all that it ever publishes.
#[derive(Debug)]
pub(crate) struct Site {
    /// Several sources may live on one host.
    pub(crate) host: usize,
    pub(crate) zone: TimeZone,
    /// Dates carry the time of the day.
    pub(crate) tells_minute: bool,
    /// Moments of publication in Unix seconds, in order, history included.
    pub(crate) times: Vec<i64>,
}

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Splitmix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        finish(self.0)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// From 0 to 1, neither included.
    fn share(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.share().ln()).sqrt() * (std::f64::consts::TAU * self.share()).cos()
    }

    /// A factor around 1, with this standard deviation of its logarithm.
    fn factor(&mut self, spread: f64) -> f64 {
        (spread * self.normal()).exp()
    }

    /// Knuth's way: means are small here.
    fn poisson(&mut self, mean: f64) -> u32 {
        let (limit, mut product, mut count) = ((-mean).exp(), self.share(), 0);
        while product > limit && count < 1_000 {
            product *= self.share();
            count += 1;
        }
        count
    }
}

/// Where in the world a source keeps its holidays.
#[derive(Clone, Copy, PartialEq)]
enum Calendar {
    China,
    West,
}

/// What one source is like.
struct Temper {
    zone: TimeZone,
    calendar: Calendar,
    hours: [f64; 24],
    days: [f64; 7],
    /// Sittings a week in an ordinary week.
    sittings: f64,
    /// Mean number of further items in a sitting of more than one.
    more: f64,
    /// The minute at which everything goes out, where it does.
    release: Option<i64>,
    /// Weeks of the year, counted from the start of history, in which five times as much happens.
    rush: [u64; 2],
}

pub(crate) fn sites(count: usize, seed: u64) -> Vec<Site> {
    let mut random = Random::new(seed);
    let mut host = 0;
    (0..count)
        .map(|_| {
            // A quarter of the sources share the host of the one before.
            if random.below(4) != 0 {
                host += 1;
            }
            let temper = temper(&mut random);
            let tells_minute = random.below(100) < TELLS_MINUTE;
            let times = publish(&temper, &mut random);
            Site { host, zone: temper.zone, tells_minute, times }
        })
        .collect()
}

fn temper(random: &mut Random) -> Temper {
    let mut at = random.below(100);
    let (name, _) = ZONES
        .into_iter()
        .find(|(_, share)| {
            let here = at < *share;
            at = at.saturating_sub(*share);
            here
        })
        .unwrap_or(("UTC", 0));
    let calendar = if name == "Asia/Shanghai" { Calendar::China } else { Calendar::West };
    let kind = random.below(100);
    let newsroom = kind < NEWSROOMS;
    let timed = !newsroom && kind < NEWSROOMS + TIMED;
    let mut hours = if newsroom { NEWSROOM } else { OFFICE };
    if calendar == Calendar::West && !newsroom {
        for lunch in [12, 13] {
            hours[lunch] = f64::midpoint(hours[lunch], hours[11]);
        }
    }
    hours.rotate_right([23, 0, 0, 1][random.below(4) as usize]);
    let weekend = random.factor(0.8) * if newsroom { 2.0 } else { 1.0 };
    for weight in &mut hours {
        *weight *= random.factor(0.4);
    }
    let mut days = DAYS;
    for (day, weight) in days.iter_mut().enumerate() {
        *weight *= random.factor(0.3) * if day > 4 { weekend } else { 1.0 };
    }
    let more = (2.0 * random.factor(0.7)).min(40.0);
    let (mean, spread) = WEEKLY;
    let weekly = (mean + spread * random.normal()).exp().clamp(WEEKLY_BOUNDS.0, WEEKLY_BOUNDS.1);
    let release = timed.then(|| (7 + random.below(11) as i64) * 60 + random.below(4) as i64 * 15);
    Temper {
        zone: TimeZone::get(name).unwrap_or(TimeZone::UTC),
        calendar,
        hours,
        days,
        sittings: weekly / (1.0 + (1.0 - SINGLE) * (1.0 + more)),
        more,
        release,
        rush: [random.below(60), random.below(60)],
    }
}

fn publish(temper: &Temper, random: &mut Random) -> Vec<i64> {
    let hours: f64 = temper.hours.iter().sum();
    let days: f64 = temper.days.iter().sum();
    let first = date(2026, 1, 1) - HISTORY_DAYS.days();
    let (mut times, mut mood) = (Vec::new(), 0.0);
    for day in 0..(HISTORY_DAYS + 366) {
        let Ok(today) = first.checked_add(day.days()) else { break };
        let week = u64::from(day.unsigned_abs()) / 7;
        if day % 7 == 0 {
            mood = 0.8 * mood + 0.3 * random.normal();
        }
        let rush = if temper.rush.contains(&week) { 5.0 } else { 1.0 };
        let weekday = today.weekday().to_monday_zero_offset() as usize;
        let mean = temper.sittings
            * rush
            * f64::exp(mood)
            * open(temper.calendar, today)
            * temper.days[weekday]
            / days;
        for (hour, weight) in temper.hours.iter().enumerate() {
            for _ in 0..random.poisson(mean * weight / hours) {
                let minute = hour as f64 * 60.0 + random.share() * 60.0;
                sitting(temper, today, minute, random, &mut times);
            }
        }
    }
    times.sort_unstable();
    times.retain(|time| *time < end().as_second());
    times
}

/// Somebody sits down and publishes one item or several.
fn sitting(temper: &Temper, day: Date, minute: f64, random: &mut Random, times: &mut Vec<i64>) {
    let Ok(midnight) = day.to_zoned(temper.zone.clone()) else { return };
    let mut second = midnight.timestamp().as_second() + (minute * 60.0) as i64;
    let items = if random.share() < SINGLE {
        1
    } else {
        // Geometric, two or more.
        2 + (random.share().ln() / (temper.more / (1.0 + temper.more)).ln()) as u32
    };
    for _ in 0..items.min(60) {
        times.push(match temper.release {
            Some(release) => {
                midnight.timestamp().as_second() + release * 60 + random.below(60) as i64
            }
            None => second,
        });
        second += (7.0 * random.factor(0.75) * 60.0) as i64;
    }
}

/// How much of the usual happens on a day.
fn open(calendar: Calendar, day: Date) -> f64 {
    let (month, number) = (day.month(), day.day());
    match calendar {
        Calendar::China => match (month, number) {
            (1, 1..=3)
            | (2, 15..=23)
            | (4, 4..=6)
            | (5, 1..=5)
            | (6, 19..=21)
            | (9, 25..=27)
            | (10, 1..=7) => 0.05,
            (7, 20..) | (8, 1..=20) | (1, 25..) | (2, 1..=14) => 0.6,
            _ => 1.0,
        },
        Calendar::West => match (month, number) {
            (12, 24..) | (1, 1..=2) | (4, 3..=6) | (5, 1) => 0.05,
            (8, _) if day.weekday() != Weekday::Sunday => 0.6,
            _ => 1.0,
        },
    }
}
