//! When a source is looked at next, and an article that was told once more: pure functions.
//!
//! The cost of a delay grows with what is delayed, so looks go where and when news is likely: in
//! proportion to the square root of the rate at which it is expected, which makes the mean delay
//! smallest for a given number of requests (K. C. Sia, J. Cho, H.-K. Cho: *Efficient monitoring
//! algorithm for fast news alerts*, IEEE TKDE 19(7), 2007). The constant of proportion, the
//! [`Pace`], is common to all sources: together they are asked as often as if each were asked once
//! per `interval`.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::rhythm::Rhythm;
use crate::model::{ItemId, SourceId};

/// Spread around the planned moment, as a share of the way there.
const JITTER: f32 = 0.1;
/// Steps in which the expectation is summed up: fine while it may be hot, coarse afterwards.
const FINE: (i64, i64) = (120, 3_600);
const COARSE: i64 = 900;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How often each source is asked on the average over all sources and hours.
    pub interval: SignedDuration,
    pub min_interval: SignedDuration,
    pub max_interval: SignedDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            interval: SignedDuration::from_mins(30),
            min_interval: SignedDuration::from_mins(5),
            max_interval: SignedDuration::from_hours(24),
        }
    }
}

/// How much expectation has to gather before it is worth a look: the integral of the square root
/// of the rate (items a second) over time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace(pub f32);

impl Default for Pace {
    /// Until the sources have been counted together.
    fn default() -> Self {
        Self(4.0)
    }
}

/// How the look that has just ended went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It answered.
    Fine,
    /// It failed; so many times in a row now.
    Failed(u32),
}

/// What the next check depends on.
#[derive(Debug, Clone)]
pub struct Inputs<'a> {
    pub source: &'a SourceId,
    pub now: Timestamp,
    pub look: Look,
    pub rhythm: &'a Rhythm,
    /// The source's own time.
    pub offset: Offset,
    pub pace: Pace,
    /// The operator's fixed interval.
    pub fixed: Option<SignedDuration>,
    /// The server's wish not to be asked before (`Retry-After`, `ttl`, `max-age`).
    pub not_before: Option<Timestamp>,
}

/// The next check. The server's wish is obeyed without a cap; jitter comes from the source's name
/// and the moment, so that sources that were looked at together part.
pub fn next(settings: &Settings, inputs: &Inputs<'_>) -> Timestamp {
    let now = inputs.now.as_second();
    let name = inputs.source.as_str().as_bytes();
    let chance = xxh3_64_with_seed(name, now.unsigned_abs()) % 10_001;
    let stretch = 1.0 + JITTER * (chance as f32 / 5_000.0 - 1.0);
    let bound = |wait: i64| {
        wait.clamp(settings.min_interval.as_secs(), settings.max_interval.as_secs().max(1))
    };
    let stretched = |wait: i64| (bound(wait) as f32 * stretch) as i64;
    let wait = match (inputs.look, inputs.fixed) {
        (Look::Failed(times), fixed) => {
            let base = fixed.unwrap_or(settings.interval).as_secs();
            stretched(base.saturating_mul(1 << times.saturating_sub(1).min(12)))
        }
        (Look::Fine, Some(fixed)) => stretched(fixed.as_secs()),
        (Look::Fine, None) => bound(gather(inputs, inputs.pace.0 * stretch, settings)),
    };
    let at = Timestamp::from_second(now.saturating_add(wait)).unwrap_or(inputs.now);
    inputs.not_before.map_or(at, |wish| at.max(wish))
}

/// Seconds until so much expectation has gathered.
fn gather(inputs: &Inputs<'_>, enough: f32, settings: &Settings) -> i64 {
    let now = inputs.now.as_second();
    let week = inputs.rhythm.week(inputs.offset);
    let rate = inputs.rhythm.rate() / 86_400.0;
    let end = settings.max_interval.as_secs();
    let (mut waited, mut sum) = (0, 0.0);
    while waited < end {
        let step = if waited < FINE.1 { FINE.0 } else { COARSE };
        let middle = now + waited + step / 2;
        let speed = (rate * week.shape(middle) + inputs.rhythm.heat(middle)).sqrt();
        let gained = speed * step as f32;
        if sum + gained >= enough {
            return waited + ((enough - sum) / speed) as i64;
        }
        sum += gained;
        waited += step;
    }
    end
}

/// The pace at which these sources together are asked once per `interval` each; where none is known
/// yet, one of which nothing is known.
pub fn pace(settings: &Settings, rhythms: &[Rhythm]) -> Pace {
    let mut speeds: Vec<f32> = rhythms.iter().flat_map(self::speeds).collect();
    if speeds.is_empty() {
        speeds = self::speeds(&Rhythm::default());
    }
    let often = |bound: SignedDuration| 1.0 / (bound.as_secs().max(1) as f32);
    let (most, least) = (often(settings.min_interval), often(settings.max_interval));
    let wanted = speeds.len() as f32 * often(settings.interval).clamp(least, most);
    // side by side, eight at a time: there is one for each hour of every source's week
    let (eights, rest) = speeds.as_chunks::<8>();
    let asked = |pace: f32| {
        let rate = |speed: &f32| (speed / pace).max(least).min(most);
        let mut sums = [0.0_f32; 8];
        for eight in eights {
            for (sum, speed) in sums.iter_mut().zip(eight) {
                *sum += rate(speed);
            }
        }
        sums.iter().sum::<f32>() + rest.iter().map(rate).sum::<f32>()
    };
    // to a thousandth of it
    let (mut low, mut high) = (1e-3_f32, 1e4_f32);
    for _ in 0..14 {
        let middle = (low * high).sqrt();
        if asked(middle) > wanted { low = middle } else { high = middle }
    }
    Pace((low * high).sqrt())
}

/// The square root of what is expected a second, for each hour of a source's week.
fn speeds(rhythm: &Rhythm) -> Vec<f32> {
    let rate = rhythm.rate() / 86_400.0;
    rhythm.week(Offset::UTC).shapes().map(|shape| (rate * shape).sqrt()).collect()
}

/// What the next look at an article that was told depends on.
#[derive(Debug, Clone, Copy)]
pub struct FollowUp {
    pub item: ItemId,
    pub now: Timestamp,
    /// Publication, or first sight.
    pub told: Timestamp,
    /// The last deadline or event it names, past or ahead.
    pub deadline: Option<Timestamp>,
    /// Looks made so far.
    pub looks: u32,
    /// Looks in a row that missed it.
    pub missed: u32,
}

/// Before the first look; doubled for each further one.
const FIRST_GAP: SignedDuration = SignedDuration::from_hours(6);
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(7 * 24);
/// News without a deadline ahead is followed for so long.
const FRESH_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A deadline is looked at once more so long before it passes: that is when it is moved.
const EVE: SignedDuration = SignedDuration::from_hours(36);
/// Deadlines further ahead count as this far.
const HORIZON: SignedDuration = SignedDuration::from_hours(400 * 24);

/// When to look at an article again; `None` once nothing more is to be expected. Gaps grow from six
/// hours to a week; one that was missed is looked for again after six, twelve, twenty-four hours.
pub fn follow_up(at: &FollowUp) -> Option<Timestamp> {
    let FollowUp { now, told, .. } = *at;
    let ahead = at.deadline.filter(|deadline| *deadline > now);
    let deadline = ahead.map(|deadline| deadline.min(now.saturating_add(HORIZON).unwrap_or(now)));
    let until = told.checked_add(FRESH_FOR).ok()?.max(deadline.unwrap_or(told));
    let doublings = if at.missed > 0 { at.missed - 1 } else { at.looks };
    let gap = (FIRST_GAP * 2_i32.saturating_pow(doublings.min(10))).min(LONGEST_GAP);
    let jitter = (xxh3_64(&at.item.0.to_le_bytes()) % 201) as i64;
    let spread = SignedDuration::from_secs(gap.as_secs() * (jitter - 100) / 1_000);
    let mut next = now.checked_add(gap).ok()?.checked_add(spread).ok()?;
    if let Some(eve) = deadline.and_then(|deadline| deadline.checked_sub(EVE).ok())
        && now < eve
    {
        next = next.min(eve);
    }
    (next <= until).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::daemon::rhythm::Seen;

    /// A Monday, 08:00 UTC.
    fn monday() -> Timestamp {
        "2026-03-02T08:00:00Z".parse().unwrap()
    }

    fn wait(inputs: &Inputs<'_>) -> SignedDuration {
        next(&Settings::default(), inputs).duration_since(inputs.now)
    }

    fn inputs<'a>(source: &'a SourceId, rhythm: &'a Rhythm) -> Inputs<'a> {
        Inputs {
            source,
            now: monday(),
            look: Look::Fine,
            rhythm,
            offset: Offset::UTC,
            pace: Pace::default(),
            fixed: None,
            not_before: None,
        }
    }

    /// An item each weekday at nine for half a year.
    fn at_nine() -> Rhythm {
        let mut rhythm = Rhythm::default();
        let mut now = monday() - SignedDuration::from_hours(24 * 182);
        rhythm.begin(&[], now, Offset::UTC);
        for day in 0..182 {
            for hour in 1..=24 {
                now += SignedDuration::from_hours(1);
                let news = hour == 2 && day % 7 < 5;
                let seen = Seen { now, moments: &[], undated: news.into() };
                rhythm.watch(&seen, Offset::UTC);
            }
        }
        assert_eq!(now, monday());
        rhythm
    }

    #[test]
    fn failures_back_off_to_a_day_and_no_further() {
        let (source, rhythm) = (SourceId::new("a"), Rhythm::default());
        let wait = |times| wait(&Inputs { look: Look::Failed(times), ..inputs(&source, &rhythm) });
        let about = |minutes: i64, found: SignedDuration| {
            (minutes * 54..=minutes * 66).contains(&found.as_secs())
        };
        assert!(about(30, wait(1)), "{}", wait(1));
        assert!(about(60, wait(2)), "{}", wait(2));
        assert!(about(24 * 60, wait(500)), "{}", wait(500));
    }

    #[test]
    fn the_servers_wish_is_obeyed_without_a_cap() {
        let (source, rhythm) = (SourceId::new("a"), Rhythm::default());
        let wish = monday() + SignedDuration::from_hours(40 * 24);
        let inputs = Inputs { not_before: Some(wish), ..inputs(&source, &rhythm) };
        assert_eq!(next(&Settings::default(), &inputs), wish);
    }

    #[test]
    fn a_fixed_interval_is_kept_within_a_tenth() {
        let (source, rhythm) = (SourceId::new("a"), Rhythm::default());
        let hour = SignedDuration::from_hours(1);
        let waited = wait(&Inputs { fixed: Some(hour), ..inputs(&source, &rhythm) });
        assert!((3_240..=3_960).contains(&waited.as_secs()), "{waited}");
    }

    #[test]
    fn looks_come_often_when_news_is_usual_and_seldom_at_night() {
        let (source, rhythm) = (SourceId::new("a"), at_nine());
        let at = |hour: i64| monday() + SignedDuration::from_hours(hour - 8);
        let wait =
            |hour, offset| wait(&Inputs { now: at(hour), offset, ..inputs(&source, &rhythm) });
        let (nine, night) = (wait(9, Offset::UTC), wait(22, Offset::UTC));
        assert!(night > nine * 3, "{nine} at nine, {night} at night");
        // The same moment elsewhere in the world is the middle of the night.
        let elsewhere = wait(9, Offset::constant(-9));
        assert!(elsewhere > nine * 3, "{nine} here, {elsewhere} there");
        let sunday = wait(9 + 6 * 24, Offset::UTC);
        assert!(sunday > nine, "{nine} on Monday, {sunday} on Sunday");
    }

    #[test]
    fn one_item_makes_another_likely() {
        let (source, mut rhythm) = (SourceId::new("a"), at_nine());
        let calm = wait(&inputs(&source, &rhythm));
        let now = monday() + SignedDuration::from_mins(1);
        rhythm.watch(&Seen { now, moments: &[now], undated: 0 }, Offset::UTC);
        let hot = wait(&Inputs { now, ..inputs(&source, &rhythm) });
        assert!(hot < calm / 2, "{calm} before, {hot} after");
    }

    #[test]
    fn a_clock_that_jumps_neither_stalls_nor_floods() {
        let (source, rhythm) = (SourceId::new("a"), at_nine());
        for years in [-1, 1, 10] {
            let mut rhythm = rhythm.clone();
            let now = monday() + SignedDuration::from_hours(years * 8_760);
            let seen = Seen { now, moments: &[], undated: 0 };
            rhythm.watch(&seen, Offset::UTC);
            let waited = wait(&Inputs { now, ..inputs(&source, &rhythm) });
            let bounds = Settings::default();
            assert!((bounds.min_interval..=bounds.max_interval).contains(&waited), "{waited}");
        }
    }

    #[test]
    fn the_pace_spends_what_the_interval_allows() {
        let rhythms = [at_nine(), Rhythm::default(), Rhythm::default()];
        let settings = Settings::default();
        let Pace(pace) = pace(&settings, &rhythms);
        let a_week: f32 = rhythms
            .iter()
            .flat_map(speeds)
            .map(|speed| (3_600.0 * speed / pace).clamp(3_600.0 / 86_400.0, 12.0))
            .sum();
        assert!((a_week / (3.0 * 7.0 * 48.0) - 1.0).abs() < 0.01, "{a_week} looks a week");
    }

    #[test]
    fn what_the_store_keeps_is_read_again_and_anything_else_is_a_new_rhythm() {
        let rhythm = at_nine();
        assert_eq!(Rhythm::from_bytes(&rhythm.to_bytes()), rhythm);
        for odd in [&b""[..], b"\xff\xff\xff\xff", &[0xff; 152], &[0; 151]] {
            assert_eq!(Rhythm::from_bytes(odd), Rhythm::default());
        }
    }

    fn told(day: i64, deadline: Option<i64>) -> FollowUp {
        let at = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        let (item, now) = (ItemId(7), at(day));
        FollowUp { item, now, told: at(0), deadline: deadline.map(at), looks: 0, missed: 0 }
    }

    /// The days on which an article is looked at, from its first day on.
    fn days(deadline: Option<i64>) -> Vec<f64> {
        let mut at = told(0, deadline);
        let mut days = Vec::new();
        while let Some(next) = follow_up(&at) {
            assert!(next > at.now && days.len() < 100, "{days:?}");
            at = FollowUp { now: next, looks: at.looks + 1, ..at };
            days.push(next.as_second() as f64 / 86_400.0);
        }
        days
    }

    #[test]
    fn news_is_followed_at_growing_gaps_for_two_weeks() {
        let days = days(None);
        assert!((4..=6).contains(&days.len()), "{days:?}");
        assert!(days.windows(3).all(|d| d[2] - d[1] > d[1] - d[0]), "{days:?}");
        assert!(days.last().is_some_and(|day| *day <= 14.0), "{days:?}");
    }

    #[test]
    fn a_deadline_is_followed_till_it_passes_and_looked_at_on_its_eve() {
        let days = days(Some(60));
        assert!(days.len() <= 15 && days.iter().any(|day| (*day - 58.5).abs() < 0.01), "{days:?}");
        assert!(days.last().is_some_and(|day| *day <= 60.0), "{days:?}");
        assert_eq!(follow_up(&told(61, Some(60))), None);
        assert_eq!(follow_up(&told(15, None)), None);
    }

    #[test]
    fn what_was_missed_is_looked_for_sooner() {
        let late = FollowUp { looks: 5, ..told(3, Some(90)) };
        let missed = FollowUp { missed: 1, ..late };
        let hours = |at: &FollowUp| (follow_up(at).unwrap() - at.now).get_seconds() / 3_600;
        assert!(
            hours(&late) > 24 * 6 && hours(&missed) <= 6,
            "{} {}",
            hours(&late),
            hours(&missed)
        );
    }
}
