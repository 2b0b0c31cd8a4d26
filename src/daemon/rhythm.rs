//! What is known of when a source publishes: a rate that fades slowly, one that fades fast, the
//! hours and the days of the week in its own time zone, and the heat of the moment. Pure; the
//! store carries it as a few bytes.

use jiff::Timestamp;
use jiff::tz::Offset;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// What an office publishes at each hour of its day, midnight first, and on each day of its week,
/// Monday first; what a source is taken for until it has shown its own. The hours are those of
/// 262 notices of a university, the days those of 53 list pages, both rounded and evened out.
const HOURS: [f32; 24] = [
    1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 1.0, 4.0, 14.0, 32.0, 38.0, 29.0, 16.0, 14.0, 19.0, 26.0, 27.0,
    26.0, 11.0, 5.0, 4.0, 3.0, 2.0, 1.5,
];
const DAYS: [f32; 7] = [54.0, 57.0, 60.0, 62.0, 52.0, 20.0, 11.0];
/// How many items of its own weigh as much as these.
const HOURS_WEIGH: f32 = 10.0;
const DAYS_WEIGH: f32 = 14.0;
/// No hour is quite without hope.
const LEAST: f32 = 0.03;
/// Days after which half is forgotten.
const SLOW: f32 = 45.0;
const FAST: f32 = 2.0;
const SHAPE: f32 = 120.0;
/// Items a day of a source of which nothing is known, and how many days of looking outweigh that.
const USUAL: f32 = 0.4;
const USUAL_WEIGHS: f32 = 2.0;
/// How many days of the slow rate outweigh what the fast one saw.
const SLOW_WEIGHS: f32 = 1.0;
/// Who publishes one item often publishes another: expected after a single item, and after each
/// of several.
const AFTER_ONE: f32 = 0.4;
const AFTER_MANY: f32 = 1.5;
/// Seconds after which that expectation has fallen to a third.
const COOLING: f32 = 900.0;
/// More items than these in one look say no more about tomorrow.
const MANY: f32 = 12.0;
/// Longer absences than this teach nothing: nobody looked, or the clock was changed.
const ABSENCE: i64 = 7 * DAY;

/// Decayed counts: items seen, and usual days looked on.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Tally {
    items: f32,
    days: f32,
}

impl Tally {
    fn fade(&mut self, days: f32, half_life: f32) {
        let kept = (-days / half_life).exp2();
        self.items *= kept;
        self.days *= kept;
    }
}

/// When a source publishes, as far as looks at it have shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rhythm {
    hours: [f32; 24],
    days: [f32; 7],
    slow: Tally,
    fast: Tally,
    /// Items expected at once because of those just seen, as of `until`.
    heat: f32,
    /// Until when it has been watched, in Unix seconds; 0 for never.
    until: i64,
}

/// What a look has shown since the one before.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    pub now: Timestamp,
    /// Moments of publication where the minute is known.
    pub moments: &'a [Timestamp],
    /// Further items, of which only the look is known.
    pub undated: usize,
}

/// The local week of a source: where its clock stands, and the shares of hours and days.
#[derive(Debug, Clone)]
pub(super) struct Week {
    hours: [f32; 24],
    days: [f32; 7],
    offset: i64,
}

impl Week {
    /// How much busier than usual a moment is; 1 over the whole week.
    pub(super) fn shape(&self, at: i64) -> f32 {
        let (day, hour) = place(at + self.offset);
        self.hours[hour] * self.days[day]
    }

    /// Usual days between two moments: a night counts little, a Monday morning much.
    fn usual_days(&self, from: i64, to: i64) -> f32 {
        let (mut at, mut sum) = (from, 0.0);
        while at < to {
            let next = (at + HOUR).min(to);
            sum += self.shape(at) * (next - at) as f32 / DAY as f32;
            at = next;
        }
        sum
    }

    /// The shape of each hour of the week, Monday's first hour first.
    pub(super) fn shapes(&self) -> impl Iterator<Item = f32> + '_ {
        self.days.iter().flat_map(|day| self.hours.iter().map(move |hour| day * hour))
    }
}

/// Day of the week (0 is Monday) and hour of a local Unix time.
fn place(local: i64) -> (usize, usize) {
    // 1970 began on a Thursday.
    let day = (local.div_euclid(DAY) + 3).rem_euclid(7);
    (day as usize, (local.rem_euclid(DAY) / HOUR) as usize)
}

/// Counts beside what is usual, so that their mean is 1.
fn mixed<const N: usize>(counts: &[f32; N], usual: &[f32; N], weigh: f32) -> [f32; N] {
    let usual_sum: f32 = usual.iter().sum();
    let sum: f32 = counts.iter().sum::<f32>() + weigh;
    let mut shares = [0.0; N];
    for ((share, count), usual) in shares.iter_mut().zip(counts).zip(usual) {
        *share = (count + weigh * usual / usual_sum) / sum * N as f32 * (1.0 - LEAST) + LEAST;
    }
    shares
}

impl Rhythm {
    pub(super) fn week(&self, offset: Offset) -> Week {
        Week {
            hours: mixed(&self.hours, &HOURS, HOURS_WEIGH),
            days: mixed(&self.days, &DAYS, DAYS_WEIGH),
            offset: i64::from(offset.seconds()),
        }
    }

    /// Items a day in a usual week, as of lately.
    pub(super) fn rate(&self) -> f32 {
        let slow = (self.slow.items + USUAL * USUAL_WEIGHS) / (self.slow.days + USUAL_WEIGHS);
        (self.fast.items + slow * SLOW_WEIGHS) / (self.fast.days + SLOW_WEIGHS)
    }

    /// Items a second that are expected on top of the rate at this moment.
    pub(super) fn heat(&self, at: i64) -> f32 {
        let since = (at - self.until).max(0) as f32;
        self.heat / COOLING * (-since / COOLING).exp()
    }

    /// Takes in what a look has shown.
    pub fn watch(&mut self, seen: &Seen<'_>, offset: Offset) {
        let now = seen.now.as_second();
        let from = if self.until == 0 { now } else { self.until.clamp(now - ABSENCE, now) };
        let week = self.week(offset);
        self.fade(from, now, week.usual_days(from, now));
        let found = seen.moments.len() + seen.undated;
        if found > 0 {
            let each = (found as f32).min(MANY) / found as f32;
            self.slow.items += each * found as f32;
            self.fast.items += each * found as f32;
            for moment in seen.moments {
                let (day, hour) = place(moment.as_second() + week.offset);
                self.hours[hour] += each;
                self.days[day] += each;
            }
            self.spread(&week, from, now, each * seen.undated as f32);
        }
        let newest =
            seen.moments.iter().max().map_or(i64::midpoint(from, now), |at| at.as_second());
        let age = (now - newest.clamp(from, now)) as f32;
        let more = match found {
            0 => 0.0,
            1 => AFTER_ONE,
            _ => AFTER_MANY,
        };
        self.heat += more * (-age / COOLING).exp();
        self.until = now;
    }

    /// Learns from the dates that a first look finds listed.
    pub fn begin(&mut self, dates: &[(Timestamp, bool)], now: Timestamp, offset: Offset) {
        let now = now.as_second();
        let recent: Vec<(i64, bool)> = dates
            .iter()
            .map(|(at, minute)| (at.as_second(), *minute))
            .filter(|(at, _)| (now - 90 * DAY..=now).contains(at))
            .collect();
        self.until = now;
        let Some(oldest) = recent.iter().map(|(at, _)| *at).min() else { return };
        let span = (now - oldest) as f32 / DAY as f32;
        // The oldest one only marks the beginning.
        self.slow = Tally { items: (recent.len() - 1) as f32, days: span };
        self.slow.fade(span / 2.0, SLOW);
        for (at, minute) in recent {
            let (day, hour) = place(at + i64::from(offset.seconds()));
            self.days[day] += 1.0;
            if minute {
                self.hours[hour] += 1.0;
            }
        }
    }

    fn fade(&mut self, from: i64, now: i64, usual_days: f32) {
        let days = (now - from) as f32 / DAY as f32;
        self.slow.fade(days, SLOW);
        self.fast.fade(days, FAST);
        self.slow.days += usual_days;
        self.fast.days += usual_days;
        let kept = (-days / SHAPE).exp2();
        self.hours.iter_mut().chain(&mut self.days).for_each(|count| *count *= kept);
        self.heat *= (-(now - from) as f32 / COOLING).exp();
    }

    /// Items that came some time between two looks: where they were to be expected.
    fn spread(&mut self, week: &Week, from: i64, now: i64, items: f32) {
        let from = from.max(now - DAY);
        let total = week.usual_days(from, now);
        if total <= 0.0 || items <= 0.0 {
            return;
        }
        let mut at = from;
        while at < now {
            let next = (at - at.rem_euclid(HOUR) + HOUR).min(now);
            let share = items * week.shape(at) * (next - at) as f32 / DAY as f32 / total;
            let (day, hour) = place(at + week.offset);
            self.hours[hour] += share;
            self.days[day] += share;
            at = next;
        }
    }

    /// As the store keeps it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let rest = [self.slow.items, self.slow.days, self.fast.items, self.fast.days, self.heat];
        let numbers = self.hours.iter().chain(&self.days).chain(&rest);
        let mut bytes: Vec<u8> = numbers.flat_map(|number| number.to_le_bytes()).collect();
        bytes.extend(self.until.to_le_bytes());
        bytes
    }

    /// What is not of this form is a rhythm still to be learned.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::read(bytes).unwrap_or_default()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (numbers, until) = bytes.split_at_checked(36 * 4)?;
        let mut numbers = numbers.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four));
        let mut next = || numbers.next().filter(|number| number.is_finite() && *number >= 0.0);
        let mut rhythm = Self::default();
        for count in rhythm.hours.iter_mut().chain(&mut rhythm.days) {
            *count = next()?;
        }
        rhythm.slow = Tally { items: next()?, days: next()? };
        rhythm.fast = Tally { items: next()?, days: next()? };
        rhythm.heat = next()?;
        rhythm.until = i64::from_le_bytes(until.try_into().ok()?);
        Some(rhythm)
    }
}
