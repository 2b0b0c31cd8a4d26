//! The daemon's own scheduler at work in the made-up year.

use edwire::daemon::rhythm::{Rhythm, Seen};
use edwire::daemon::schedule::{self, Inputs, Look, Pace, Settings};
use edwire::model::SourceId;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::field::{self, Site};
use crate::year::Plan;

/// Entries that a listing shows.
const LISTED: usize = 25;
/// How often the pace is found anew, in seconds, as the daemon does.
const PACE_EVERY: i64 = 6 * 3_600;

pub(crate) struct Learned<'a> {
    sites: &'a [Site],
    ids: Vec<SourceId>,
    rhythms: Vec<Rhythm>,
    settings: Settings,
    pace: Pace,
    pace_at: i64,
}

impl<'a> Learned<'a> {
    pub(crate) fn new(sites: &'a [Site], interval: SignedDuration) -> Self {
        let settings = Settings { interval, ..Settings::default() };
        Self {
            sites,
            ids: (0..sites.len()).map(|source| SourceId::new(format!("s{source}"))).collect(),
            rhythms: vec![Rhythm::default(); sites.len()],
            settings,
            pace: Pace::default(),
            pace_at: 0,
        }
    }

    fn offset(&self, source: usize, now: i64) -> Offset {
        self.sites[source].zone.to_offset(moment(now))
    }

    fn plan(&mut self, source: usize, now: i64) -> i64 {
        if now >= self.pace_at + PACE_EVERY {
            (self.pace, self.pace_at) = (schedule::pace(&self.settings, &self.rhythms), now);
        }
        let inputs = Inputs {
            source: &self.ids[source],
            now: moment(now),
            look: Look::Fine,
            rhythm: &self.rhythms[source],
            offset: self.offset(source, now),
            pace: self.pace,
            fixed: None,
            not_before: None,
        };
        schedule::next(&self.settings, &inputs).as_second()
    }
}

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or_default()
}

impl Plan for Learned<'_> {
    /// A first look at the start of the year, which finds the latest entries listed.
    fn first(&mut self, source: usize) -> i64 {
        let now = field::start().as_second();
        let site = &self.sites[source];
        let until = site.times.partition_point(|time| *time < now);
        let listed = &site.times[until.saturating_sub(LISTED)..until];
        let dates: Vec<(Timestamp, bool)> = listed
            .iter()
            .map(|time| {
                let offset = i64::from(site.zone.to_offset(moment(*time)).seconds());
                let day = (time + offset).div_euclid(86_400) * 86_400 - offset;
                (moment(if site.tells_minute { *time } else { day }), site.tells_minute)
            })
            .collect();
        let offset = self.offset(source, now);
        self.rhythms[source].begin(&dates, moment(now), offset);
        self.plan(source, now)
    }

    fn next(&mut self, source: usize, now: i64, found: &[i64]) -> i64 {
        let minute = self.sites[source].tells_minute;
        let moments: Vec<Timestamp> =
            if minute { found.iter().map(|time| moment(*time)).collect() } else { Vec::new() };
        let undated = found.len() - moments.len();
        let offset = self.offset(source, now);
        let seen = Seen { now: moment(now), moments: &moments, undated };
        self.rhythms[source].watch(&seen, offset);
        self.plan(source, now)
    }
}
