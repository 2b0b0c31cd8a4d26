//! The date of every row: found piece by piece, chosen by the column most rows agree on.

use std::borrow::Cow;

use jiff::Timestamp;

use super::chunks::{self, Chunk};
use super::closing;
use super::columns::Row;
use super::features::Measure;
use super::hash::Map;
use super::split;
use super::text::units;
use super::years;
use crate::model::{DateOrigin, Precision, Published};
use crate::parse::date::{self, Clues, Form, Found};
use crate::parse::html::{At, Attr, Tree};

/// Longest piece of text that is searched for a date, in characters.
const MAX_PIECE: usize = 90;

type Piece<'a> = Cow<'a, Chunk>;

/// How sure one place is.
const MACHINE: f64 = 5.0;
const ALONE: f64 = 4.0;
/// For machines, but of the last change: the day that is shown beside it tells more.
const CHANGED: f64 = 2.0;
const SPLIT: f64 = 3.6;
const SHORT: f64 = 3.0;
const IN_LINK: f64 = 2.6;
const DATELINE: f64 = 1.2;
/// What it adds that every row has a date in the same place.
const AGREEMENT: f64 = 2.0;
/// A day on which something ends is not the one on which it was published.
const CLOSING: f64 = -8.0;
/// So much may stand between a label and its date, in units.
const LEAD: usize = 4;
/// A bare `3-18` is a date only where about half of the rows or more have one in the same place.
const BARE: f64 = -0.9;

#[derive(Debug, Clone)]
struct Candidate {
    date: Told,
    slot: u64,
    worth: f64,
}

#[derive(Debug, Clone, Copy)]
enum Told {
    Text(Found),
    Machine(Published),
}

pub(super) fn of(measure: &Measure<'_>, rows: &[Row]) -> Vec<Option<Published>> {
    let (tree, links) = (measure.tree, measure.links);
    let pieces: Vec<Vec<Piece<'_>>> =
        rows.iter().map(|row| measure.chunks.within(tree, &row.record)).collect();
    let clues = &with_order(&pieces, measure.clues);
    let told: Vec<Vec<Candidate>> = rows
        .iter()
        .zip(&pieces)
        .map(|(row, pieces)| candidates(measure, row, pieces, clues))
        .collect();
    let mut slots: Map<u64, usize> = Map::default();
    for row in &told {
        let mut seen: Vec<u64> = row.iter().map(|candidate| candidate.slot).collect();
        seen.sort_unstable();
        seen.dedup();
        for slot in seen {
            *slots.entry(slot).or_default() += 1;
        }
    }
    let n = rows.len().max(1) as f64;
    let chosen: Vec<Option<Told>> = told
        .iter()
        .map(|row| {
            let worth = |c: &Candidate| {
                c.worth + AGREEMENT * slots.get(&c.slot).copied().unwrap_or(0) as f64 / n
            };
            // of equals the first
            let best = row.iter().rev().max_by(|a, b| worth(a).total_cmp(&worth(b)))?;
            (worth(best) > 0.0).then_some(best.date)
        })
        .collect();
    let urls =
        rows.iter().map(|row| links.get(row.link).and_then(|link| date::in_url(link.url.as_str())));
    let urls: Vec<_> = urls.collect();
    let found: Vec<Option<Found>> = chosen
        .iter()
        .map(|told| if let Some(Told::Text(found)) = told { Some(*found) } else { None })
        .collect();
    let folders: Vec<Option<i16>> = rows
        .iter()
        .map(|row| links.get(row.link).and_then(|link| date::year_in_url(link.url.as_str())))
        .collect();
    let years = years::of(&found, &urls, &folders, clues);
    let zone = &clues.timezone;
    chosen
        .iter()
        .zip(years)
        .zip(urls)
        .map(|((told, found), url)| match (told, found) {
            (Some(Told::Machine(date)), _) => Some(*date),
            (_, Some(found)) => found.published(clues, DateOrigin::Listing),
            _ => url.and_then(|date| Published::day(date, zone, DateOrigin::Url)),
        })
        .collect()
}

fn with_order(pieces: &[Vec<Piece<'_>>], clues: &Clues) -> Clues {
    let texts = pieces.iter().flatten().map(|chunk| chunk.text.as_str());
    let short = texts.filter(|text| text.chars().count() <= MAX_PIECE);
    Clues { order: clues.order.or_else(|| date::infer_order(short)), ..clues.clone() }
}

fn candidates(
    measure: &Measure<'_>,
    row: &Row,
    pieces: &[Piece<'_>],
    clues: &Clues,
) -> Vec<Candidate> {
    let tree = measure.tree;
    let ending = &closing::cells(tree, &row.record);
    let ends = |at: At| ending.iter().any(|cell| cell.contains(&at));
    let mut found = machine(measure, row, clues, &ends);
    let link = measure.links.get(row.link);
    let link_holds = |at: At| link.is_some_and(|link| (link.at..tree.end(link.at)).contains(&at));
    let pieces: Vec<&Piece<'_>> = pieces.iter().filter(|piece| !ends(piece.holder)).collect();
    for (number, piece) in pieces.iter().enumerate() {
        let length = piece.text.chars().count();
        let in_link = link_holds(piece.holder);
        let label = number.checked_sub(1).and_then(|before| pieces.get(before));
        let labelled =
            label.is_some_and(|label| !link_holds(label.holder) && closing::is_label(&label.text));
        let long = length > MAX_PIECE;
        let head: Cow<'_, str> =
            if long { piece.text.chars().take(40).collect() } else { piece.text.as_str().into() };
        let told_anew = long || clues.order != measure.clues.order;
        let dates: Cow<'_, [Found]> = if told_anew {
            date::scan(&head, clues).into()
        } else {
            piece.dates(measure.clues).into()
        };
        for (place, date) in dates.iter().enumerate() {
            let before = head.get(..date.start).unwrap_or_default();
            // of a span the first day counts, and the last is no other date
            let goes_on = |other: &&Found| {
                let gap = head.get(date.end..other.start).map(date::join);
                gap == Some(Some(date::Join::Through))
            };
            let last = dates.get(place + 1).filter(goes_on).map_or(date.end, |last| last.end);
            let rest = units(before) + units(head.get(last..).unwrap_or_default());
            let worth = if long {
                if units(before) > 0 {
                    continue;
                }
                DATELINE
            } else if rest <= 12 {
                ALONE
            } else if in_link {
                IN_LINK
            } else {
                SHORT - (units(before) as f64 / 60.0).min(1.0)
            };
            let ending = closing::is_next(before) || labelled && units(before) <= LEAD;
            let closing = if ending { CLOSING } else { 0.0 };
            let vague = if date.form == Form::Relative || date.year.is_none() { 0.5 } else { 0.0 };
            let slot =
                measure.looks.path(tree, piece.holder, &row.record).wrapping_add(place as u64);
            found.push(Candidate { date: Told::Text(*date), slot, worth: worth + closing - vague });
        }
    }
    if !found.iter().any(|candidate| candidate.worth >= SPLIT) {
        found.extend(in_parts(measure, row, (&pieces, clues), &ends));
    }
    if found.is_empty() {
        found.extend(bare(measure, row, clues, &ends));
    }
    found
}

/// Dates told in several pieces, or in several texts that are formatted into one.
fn in_parts(
    measure: &Measure<'_>,
    row: &Row,
    (pieces, clues): (&[&Piece<'_>], &Clues),
    ends: &impl Fn(At) -> bool,
) -> Vec<Candidate> {
    let tree = measure.tree;
    let made = |pieces: &[&Chunk]| -> Vec<Candidate> {
        let candidate = |(at, date): (usize, Found)| {
            let slot =
                pieces.get(at).map_or(0, |p| measure.looks.path(tree, p.holder, &row.record));
            let missing = if date.year.is_none() { 0.5 } else { 0.0 };
            Candidate { date: Told::Text(date), slot, worth: SPLIT - missing }
        };
        split::assemble(pieces, clues).into_iter().map(candidate).collect()
    };
    let found = made(
        &pieces.iter().map(std::ops::Deref::deref).map(AsRef::as_ref).collect::<Vec<&Chunk>>(),
    );
    if !found.is_empty() {
        return found;
    }
    let leaves = chunks::leaves(tree, row.record.clone());
    made(&leaves.iter().filter(|leaf| !ends(leaf.holder)).collect::<Vec<&Chunk>>())
}

fn bare(
    measure: &Measure<'_>,
    row: &Row,
    clues: &Clues,
    ends: &impl Fn(At) -> bool,
) -> Vec<Candidate> {
    let tree = measure.tree;
    let leaves = chunks::leaves(tree, row.record.clone());
    let candidate = |leaf: Chunk| {
        let date = split::month_day(&leaf.text, clues)?;
        let slot = measure.looks.path(tree, leaf.holder, &row.record);
        Some(Candidate { date: Told::Text(date), slot, worth: BARE })
    };
    leaves.into_iter().filter(|leaf| !ends(leaf.holder)).filter_map(candidate).collect()
}

/// Dates in attributes made for machines.
fn machine(
    measure: &Measure<'_>,
    row: &Row,
    clues: &Clues,
    ends: &impl Fn(At) -> bool,
) -> Vec<Candidate> {
    let tree = measure.tree;
    let mut found = Vec::new();
    for at in row.record.clone().take(600).filter(|&at| !ends(at)) {
        let Some(value) = machine_words(tree, at) else { continue };
        if let Some(date) = machine_date(value.trim(), clues) {
            let other = tells_changes(tree, at) || is_shown_otherwise(tree, at, &date, clues);
            let worth = if other { CHANGED } else { MACHINE };
            found.push(Candidate { date, slot: measure.looks.path(tree, at, &row.record), worth });
        }
    }
    found
}

/// Whether an element shows its readers the day before or after: a day told by another clock.
fn is_shown_otherwise(tree: &Tree, at: At, told: &Told, clues: &Clues) -> bool {
    let Told::Machine(told) = told else { return false };
    let text = tree.text(at..tree.end(at).min(at + 8));
    if text.chars().count() > MAX_PIECE {
        return false;
    }
    let shown = date::scan(&text, clues).first().filter(|shown| shown.year.is_some()).copied();
    let shown = shown.and_then(|shown| shown.date(clues));
    shown.is_some_and(|shown| {
        told.date()
            .until(shown)
            .is_ok_and(|span| span.get_days().abs() == 1 && span.get_months() == 0)
    })
}

/// Whether an element tells when something was changed, and not when it was published.
fn tells_changes(tree: &Tree, at: At) -> bool {
    let says = |word: &str| {
        let word = word.to_ascii_lowercase();
        (word.contains("updated") || word.contains("modified"), word.contains("published"))
    };
    let property = tree.attr(at, Attr::Itemprop).into_iter();
    let words: Vec<(bool, bool)> = tree.classes(at).chain(property).map(says).collect();
    words.iter().any(|(changed, _)| *changed) && !words.iter().any(|(_, published)| *published)
}

/// What an element tells machines of a date.
fn machine_words(tree: &Tree, at: At) -> Option<&str> {
    const DATA: [Attr; 5] = [
        Attr::DataDate,
        Attr::DataDatetime,
        Attr::DataPublished,
        Attr::DataTime,
        Attr::DataTimestamp,
    ];
    if !tree.has_attributes(at) {
        return None;
    }
    let dated = |prop: &str| prop.starts_with("date") || prop == "startDate";
    let item = || tree.attr(at, Attr::Itemprop).is_some_and(dated);
    let content = tree.attr(at, Attr::Content).filter(|_| item());
    // what microformats say: an abbreviation spelled out
    let spelled = tree.attr(at, Attr::Title).filter(|_| tree.name(at) == "abbr");
    let spelled =
        spelled.filter(|text| text.len() >= 10 && text.starts_with(|c: char| c.is_ascii_digit()));
    let data = || DATA.iter().find_map(|name| tree.attr(at, *name).filter(|v| v.len() >= 8));
    content.or_else(data).or_else(|| tree.attr(at, Attr::Datetime)).or(spelled)
}

fn machine_date(value: &str, clues: &Clues) -> Option<Told> {
    if let Ok(date) = Published::parse(value, DateOrigin::Listing) {
        let day = date.precision == Precision::Day;
        let date = if day {
            Published::day(date.date(), &clues.timezone, DateOrigin::Listing)?
        } else {
            date
        };
        return Some(Told::Machine(date));
    }
    if let Ok(number) = value.parse::<i64>() {
        let seconds = if value.len() >= 13 { number / 1000 } else { number };
        let at = Timestamp::from_second(seconds).ok()?;
        let zoned = at.to_zoned(clues.timezone.clone());
        let plausible = (1995..=2100).contains(&zoned.year());
        return plausible
            .then(|| Published::minute(zoned.datetime(), &clues.timezone, DateOrigin::Listing))
            .flatten()
            .map(Told::Machine);
    }
    date::scan(value, clues).first().map(|found| Told::Text(*found))
}
