//! Old news in disguise: ids renamed, the site moved, the clock wrong.

use jiff::Timestamp;

use crate::model::{DateOrigin, Published};

/// What a known source suddenly shows as new.
#[derive(Debug, Clone, Copy)]
pub struct Arrivals<'a> {
    /// Successful looks at this source before this one; the first look has its own rule.
    pub looks: u32,
    /// Entries in the listing, old and new.
    pub listed: usize,
    /// Publication of each entry that is new by its keys.
    pub new: &'a [Option<Published>],
    /// How many of the new ones carry the title of an item that this source showed before.
    pub title_known: usize,
    /// When this source was last read.
    pub last_look: Option<Timestamp>,
    /// The most new entries that one look at this source usually brings.
    pub usual: usize,
}

/// Whether to let arrivals out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brake {
    Open,
    /// Store them all, post none, tell the operator once why.
    Held(&'static str),
}

/// Fewer new entries than this never pull the brake.
const FEW: usize = 5;

/// Decides for one batch. Pure: `now` is given.
pub fn brake(arrivals: &Arrivals<'_>, now: Timestamp) -> Brake {
    let new = arrivals.new.len();
    if arrivals.looks == 0 || new < FEW.max(arrivals.usual * 2) {
        return Brake::Open;
    }
    if arrivals.title_known * 2 > new {
        return Brake::Held("known articles under new ids or addresses");
    }
    let told: Vec<&Published> = arrivals
        .new
        .iter()
        .flatten()
        .filter(|p| !matches!(p.from, DateOrigin::FirstSeen | DateOrigin::Header))
        .collect();
    // a day of grace before the last look: lists are often dated by the day and filled late
    let since = arrivals.last_look.map(|at| at.as_second() - 2 * DAY);
    let old = told.iter().filter(|p| since.is_some_and(|since| p.at.as_second() < since)).count();
    if old * 2 > new {
        return Brake::Held("older than the last look at this source");
    }
    let ahead = told.iter().filter(|p| p.at.as_second() > now.as_second() + DAY).count();
    if ahead * 2 > new {
        return Brake::Held("dated in the future");
    }
    let whole_list = new * 10 >= arrivals.listed * 9;
    let undated = told.len() * 2 < new;
    if whole_list && arrivals.listed >= 2 * FEW && (undated || is_one_moment(&told)) {
        return Brake::Held("the whole list is new at once");
    }
    Brake::Open
}

const DAY: i64 = 24 * 60 * 60;

/// All dates within an hour: the moment of a relaunch, not of publication. Days say too little.
fn is_one_moment(told: &[&Published]) -> bool {
    let exact = told.iter().filter(|p| p.precision == crate::model::Precision::Minute);
    let moments: Vec<i64> = exact.map(|p| p.at.as_second()).collect();
    let (Some(first), Some(last)) = (moments.iter().min(), moments.iter().max()) else {
        return false;
    };
    moments.len() * 10 >= told.len() * 9 && last - first <= 60 * 60
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<Published> {
        Published::parse(text, DateOrigin::Feed).ok()
    }

    fn batch(new: &[Option<Published>]) -> Arrivals<'_> {
        Arrivals {
            looks: 40,
            listed: 20,
            new,
            title_known: 0,
            last_look: "2026-05-10T08:00:00Z".parse().ok(),
            usual: 2,
        }
    }

    fn now() -> Timestamp {
        "2026-05-10T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_busy_morning_passes() {
        let new = vec![at("2026-05-10T08:30:00Z"); 8];
        assert_eq!(brake(&batch(&new), now()), Brake::Open);
    }

    #[test]
    fn the_first_look_is_not_its_business() {
        let new = vec![at("2020-01-01"); 20];
        assert_eq!(brake(&Arrivals { looks: 0, ..batch(&new) }, now()), Brake::Open);
    }

    #[test]
    fn renamed_ids_old_dates_future_dates_and_a_whole_new_list_are_held() {
        let fresh = vec![at("2026-05-10T08:30:00Z"); 12];
        let renamed = Arrivals { title_known: 10, ..batch(&fresh) };
        let old = vec![at("2025-02-01"); 12];
        let ahead = vec![at("2026-07-01"); 12];
        let undated = vec![None; 20];
        for arrivals in [renamed, batch(&old), batch(&ahead), batch(&undated)] {
            assert!(matches!(brake(&arrivals, now()), Brake::Held(_)), "{arrivals:?}");
        }
    }
}
