//! What the dates of a notice tell of one another: where the deadline is certain, another date is
//! less likely one, rows that are alike are of one kind, and the days of a programme lie inside of
//! what it is the programme of.

use std::collections::BTreeSet;

use super::Sample;
use super::weights::Odds;

/// Of longer lists, no two rows are compared.
const MOST: usize = 30;

const KINDS: [(usize, &str); 2] = [(1, "a"), (2, "e")];

type Dated<'a> = (&'a Sample, &'a Odds);

/// The names of further features of each date, from what each was taken for at first.
pub(super) fn names(samples: &[Sample], odds: &[Odds]) -> Vec<Vec<String>> {
    let rows: Vec<BTreeSet<&str>> = samples.iter().map(row).collect();
    let all: Vec<Dated<'_>> = samples.iter().zip(odds).collect();
    let name = |(at, own): (usize, &Dated<'_>)| {
        let mut out = Vec::new();
        for kind in KINDS {
            by_odds(&mut out, &all, (at, own), kind);
            by_days(&mut out, &all, own, kind);
        }
        beside(&mut out, &all, (at, own));
        let own_row = rows.get(at).filter(|row| !row.is_empty() && all.len() < MOST);
        if let Some(own_row) = own_row {
            let alike = rows.iter().enumerate().filter(|(i, row)| *i != at && *row == own_row);
            let alike = alike.filter_map(|(i, _)| odds.get(i));
            out.extend(alike.map(|odds| format!("2.alike.{}", likeliest(odds))));
        }
        out
    };
    all.iter().enumerate().map(name).collect()
}

/// How likely it is of a kind, how likely others are, and how many of them are likelier.
fn by_odds(
    out: &mut Vec<String>,
    all: &[Dated<'_>],
    (at, own): (usize, &Dated<'_>),
    (kind, letter): (usize, &str),
) {
    let of = |odds: &Odds| odds.get(kind).copied().unwrap_or_default();
    let others = || all.iter().filter(|(one, _)| !same_days(one, own.0)).map(|(_, odds)| of(odds));
    let mine = of(own.1);
    out.push(format!("2.own.{letter}.{}", level(mine)));
    let fine = mine.max(1e-3) / (1.0 - mine).max(1e-3);
    out.push(format!("2.fine.{letter}.{}", (fine.ln() * 1.5).round().clamp(-8.0, 8.0)));
    out.push(format!("2.other.{letter}.{}", most(others())));
    let likely = others().filter(|part| *part > 0.5).count().min(3);
    out.push(format!("2.others.{letter}.{likely}"));
    let above = others().filter(|part| *part > mine).count();
    out.push(format!("2.rank.{letter}.{}", above.min(3)));
    if above == 0 {
        out.push(format!("2.top.{letter}.{}", level(mine)));
    }
    let twins = all.iter().enumerate().filter(|(i, (one, _))| *i != at && same_days(one, own.0));
    if let Some(most) = twins.map(|(_, (_, odds))| of(odds)).max_by(f32::total_cmp) {
        out.push(format!("2.same.{letter}.{}", level(most)));
    }
    for (step, side) in [(-2, "prev2"), (-1, "prev"), (1, "next"), (2, "next2")] {
        let near = at.checked_add_signed(step).and_then(|at| all.get(at));
        let likely = near.map_or("none", |(_, odds)| level(of(odds)));
        out.push(format!("2.{side}.{letter}.{likely}"));
        if near.is_some_and(|(one, _)| step.abs() == 1 && one.sentence == own.0.sentence) {
            out.push(format!("2.s{side}.{letter}.{likely}"));
        }
    }
}

/// How likely of a kind are days around it, inside of it, before and after it.
fn by_days(
    out: &mut Vec<String>,
    all: &[Dated<'_>],
    (own, _): &Dated<'_>,
    (kind, letter): (usize, &str),
) {
    let mut put = |spot: &str, always: bool, fits: &dyn Fn(&Sample) -> bool| {
        let others = all.iter().filter(|(one, _)| !same_days(one, own) && fits(one));
        let most = most(others.filter_map(|(_, odds)| odds.get(kind).copied()));
        if always || most != "none" {
            out.push(format!("2.{spot}.{letter}.{most}"));
        }
    };
    put("inside", false, &|one| one.first <= own.first && own.last <= one.last);
    put("holds", false, &|one| own.first <= one.first && one.last <= own.last);
    put("earlier", true, &|one| one.last < own.first);
    put("later", true, &|one| one.first > own.last);
}

/// What the dates right beside it were taken for, and how far off they lie.
fn beside(out: &mut Vec<String>, all: &[Dated<'_>], (at, (own, guess)): (usize, &Dated<'_>)) {
    for (step, side) in [(-1, "prev"), (1, "next")] {
        let Some((one, odds)) = at.checked_add_signed(step).and_then(|at| all.get(at)) else {
            out.push(format!("2.{side}.none"));
            continue;
        };
        let taken = likeliest(odds);
        out.push(format!("2.both.{side}.{taken}.{}", likeliest(guess)));
        let gap = match (own.first - one.last).get_days() {
            ..=-1 => "back",
            0 => "same",
            1 => "1",
            2..=7 => "week",
            8..=31 => "month",
            _ => "far",
        };
        out.push(format!("2.gap.{side}.{gap}.{taken}"));
    }
}

fn same_days(one: &Sample, other: &Sample) -> bool {
    (one.first, one.last) == (other.first, other.last)
}

fn likeliest(odds: &Odds) -> usize {
    let all = odds.iter().enumerate();
    all.max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at)
}

fn most(parts: impl Iterator<Item = f32>) -> &'static str {
    parts.max_by(f32::total_cmp).map_or("none", level)
}

fn level(part: f32) -> &'static str {
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
