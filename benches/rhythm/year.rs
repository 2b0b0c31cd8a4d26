//! A year of looks, played in virtual time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::field::{self, Site};

/// Seconds between two requests to one host, as the daemon keeps them by default.
const GAP: i64 = 2;

/// Who decides when a source is looked at.
pub(crate) trait Plan {
    /// The first look at a source, in Unix seconds.
    fn first(&mut self, source: usize) -> i64;
    /// The look after this one, which found what was published at these moments.
    fn next(&mut self, source: usize, now: i64, found: &[i64]) -> i64;
}

/// What came of a year.
#[derive(Debug, Default)]
pub(crate) struct Year {
    pub(crate) requests: u64,
    /// Seconds from publication to sight, sorted.
    pub(crate) delays: Vec<i64>,
    /// Median delay of each source that published, sorted.
    pub(crate) by_source: Vec<i64>,
    /// The shortest time between two requests to one host, in seconds.
    pub(crate) closest: i64,
    /// Most requests within one minute.
    pub(crate) busiest: u64,
}

impl Year {
    /// In minutes.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        quantile(&self.delays, share)
    }

    pub(crate) fn mean(&self) -> f64 {
        self.delays.iter().sum::<i64>() as f64 / self.delays.len().max(1) as f64 / 60.0
    }

    pub(crate) fn usual_source(&self) -> f64 {
        quantile(&self.by_source, 0.5)
    }
}

fn quantile(sorted: &[i64], share: f64) -> f64 {
    let at = (sorted.len() as f64 * share) as usize;
    sorted.get(at).copied().unwrap_or_default() as f64 / 60.0
}

pub(crate) fn play(sites: &[Site], plan: &mut impl Plan) -> Year {
    let (start, end) = (field::start().as_second(), field::end().as_second());
    let mut queue: BinaryHeap<Reverse<(i64, usize)>> =
        (0..sites.len()).map(|source| Reverse((plan.first(source).max(start), source))).collect();
    let hosts = sites.iter().map(|site| site.host).max().unwrap_or(0) + 1;
    let mut last_request = vec![i64::MIN / 2; hosts];
    // What was listed at the start is no news of this year.
    let mut seen: Vec<usize> =
        sites.iter().map(|site| site.times.partition_point(|time| *time < start)).collect();
    let mut delays: Vec<Vec<i64>> = vec![Vec::new(); sites.len()];
    let mut year = Year { closest: i64::MAX, ..Year::default() };
    let (mut minute, mut in_minute) = (0, 0);
    while let Some(Reverse((due, source))) = queue.pop() {
        if due >= end {
            continue;
        }
        let site = &sites[source];
        // The host's turn, as `fetch` keeps it.
        let turn = last_request[site.host] + GAP;
        if due < turn {
            queue.push(Reverse((turn, source)));
            continue;
        }
        year.closest = year.closest.min(due - last_request[site.host]);
        last_request[site.host] = due;
        year.requests += 1;
        if due / 60 != minute {
            (minute, in_minute) = (due / 60, 0);
        }
        in_minute += 1;
        year.busiest = year.busiest.max(in_minute);
        let from = seen[source];
        let to = from + site.times[from..].partition_point(|time| *time <= due);
        seen[source] = to;
        delays[source].extend(site.times[from..to].iter().map(|time| due - time));
        queue.push(Reverse((plan.next(source, due, &site.times[from..to]), source)));
    }
    for (source, delays) in delays.iter_mut().enumerate() {
        // What was never seen waited at least until the end of the year.
        let late = sites[source].times[seen[source]..].iter().map(|time| end - time);
        delays.extend(late);
        delays.sort_unstable();
        year.by_source.extend(delays.get(delays.len() / 2));
        year.delays.extend_from_slice(delays);
    }
    year.by_source.sort_unstable();
    year.delays.sort_unstable();
    year
}

/// The same interval for everybody, at all hours.
pub(crate) struct Fixed {
    pub(crate) interval: i64,
    pub(crate) random: field::Random,
}

impl Plan for Fixed {
    fn first(&mut self, _source: usize) -> i64 {
        field::start().as_second() + self.random.below(self.interval.unsigned_abs()) as i64
    }

    fn next(&mut self, _source: usize, now: i64, _found: &[i64]) -> i64 {
        now + self.interval
    }
}
