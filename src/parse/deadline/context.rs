//! What the dates of a notice tell of one another: where the deadline is certain, another date is
//! less likely one, and rows that are alike are of one kind.

use std::collections::BTreeSet;

use super::Sample;
use super::weights::Odds;

/// Of longer lists, no two rows are compared.
const MOST: usize = 30;

const KINDS: [(usize, &str); 2] = [(1, "a"), (2, "e")];

/// The names of further features of each date, from what each was taken for at first.
pub(super) fn names(samples: &[Sample], odds: &[Odds]) -> Vec<Vec<String>> {
    let rows: Vec<BTreeSet<&str>> = samples.iter().map(row).collect();
    let all: Vec<(&Sample, &Odds)> = samples.iter().zip(odds).collect();
    let name = |at: usize, (own, guess): &(&Sample, &Odds)| {
        let mut out = Vec::new();
        let before = at.checked_sub(1).and_then(|i| all.get(i));
        let behind = all.get(at + 1);
        let same_day = |one: &Sample| (one.first, one.last) == (own.first, own.last);
        for (kind, letter) in KINDS {
            let of = |odds: &Odds| odds.get(kind).copied().unwrap_or_default();
            let others = || all.iter().filter(|(one, _)| !same_day(one)).map(|(_, odds)| of(odds));
            let most = others().max_by(f64::total_cmp);
            out.push(format!("2.other.{letter}.{}", most.map_or("none", level)));
            out.push(format!("2.own.{letter}.{}", level(of(guess))));
            let likely = others().filter(|part| *part > 0.5).count().min(3);
            out.push(format!("2.others.{letter}.{likely}"));
            for (side, beside) in [("prev", before), ("next", behind)] {
                let Some((one, odds)) = beside else { continue };
                out.push(format!("2.{side}.{letter}.{}", level(of(odds))));
                if one.sentence == own.sentence {
                    out.push(format!("2.s{side}.{letter}.{}", level(of(odds))));
                }
            }
            let twins = all.iter().enumerate().filter(|(i, (one, _))| *i != at && same_day(one));
            if let Some(most) = twins.map(|(_, (_, odds))| of(odds)).max_by(f64::total_cmp) {
                out.push(format!("2.same.{letter}.{}", level(most)));
            }
        }
        for (side, beside) in [("prev", before), ("next", behind)] {
            if beside.is_none() {
                out.push(format!("2.{side}.none"));
            }
        }
        let own_row = rows.get(at).filter(|row| !row.is_empty() && all.len() < MOST);
        if let Some(own_row) = own_row {
            let alike = rows.iter().enumerate().filter(|(i, row)| *i != at && *row == own_row);
            for odds in alike.filter_map(|(i, _)| odds.get(i)) {
                let most = (0..3).max_by(|a, b| odds[*a].total_cmp(&odds[*b])).unwrap_or(0);
                out.push(format!("2.alike.{most}"));
            }
        }
        out
    };
    all.iter().enumerate().map(|(at, one)| name(at, one)).collect()
}

fn level(part: f64) -> &'static str {
    match part {
        _ if part > 0.8 => "hi",
        _ if part > 0.5 => "mid",
        _ if part > 0.2 => "lo",
        _ => "no",
    }
}

/// What stands before the date in its row.
fn row(sample: &Sample) -> BTreeSet<&str> {
    let told = |name: &&String| {
        name.starts_with("before.") || name.starts_with("label") || name.starts_with("leading")
    };
    sample.features.iter().filter(told).map(String::as_str).collect()
}
