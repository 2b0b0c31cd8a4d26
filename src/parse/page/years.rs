//! The year of dates that come without one, from their neighbours and the order of the list.

use jiff::civil::Date;

use crate::parse::date::{Clues, Found};

/// A step forward in a list of falling dates that is no mere disorder, in days.
const STEP: i64 = 45;

/// Fills in years; `urls` are the dates that the rows' addresses carry, `folders` the years alone.
pub(super) fn of(
    found: &[Option<Found>],
    urls: &[Option<Date>],
    folders: &[Option<i16>],
    clues: &Clues,
) -> Vec<Option<Found>> {
    let mut years: Vec<Option<i16>> = found
        .iter()
        .zip(urls)
        .zip(folders)
        .map(|((found, url), folder)| {
            let found = found.as_ref()?;
            let told = || url.filter(|url| near(found, *url)).map(Date::year);
            found.year.or_else(told).or(*folder)
        })
        .collect();
    if years.iter().any(Option::is_some) {
        from_neighbours(found, &mut years);
    }
    let today = clues.today();
    let mut before: Option<Date> = None;
    let mut filled = Vec::with_capacity(found.len());
    for (found, year) in found.iter().zip(years) {
        let Some(mut found) = *found else {
            filled.push(None);
            continue;
        };
        found.year = found.year.or(year);
        if found.year.is_none() {
            let date = found.date(clues);
            let mut year = date.map(Date::year);
            if let (Some(date), Some(before)) = (date, before)
                && days(before, date) > STEP
                && days(date, today) > 60
            {
                // the list goes on into the year before
                year = Some(if days(before, date) > 0 {
                    before.year() - i16::from(after(&found, before))
                } else {
                    date.year()
                });
            }
            found.year = year;
        }
        before =
            found.year.and_then(|year| Date::new(year, found.month, found.day).ok()).or(before);
        filled.push(Some(found));
    }
    filled
}

fn near(found: &Found, url: Date) -> bool {
    Date::new(url.year(), found.month, found.day).is_ok_and(|date| days(date, url).abs() < 60)
}

fn after(found: &Found, date: Date) -> bool {
    (found.month, found.day) > (date.month(), date.day())
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Gives a row the year that brings it closest to the nearest row that has one.
fn from_neighbours(found: &[Option<Found>], years: &mut [Option<i16>]) {
    let known: Vec<(usize, Date)> = found
        .iter()
        .zip(years.iter())
        .enumerate()
        .filter_map(|(at, (found, year))| {
            let found = found.as_ref()?;
            Some((at, Date::new((*year)?, found.month, found.day).ok()?))
        })
        .collect();
    for (at, year) in years.iter_mut().enumerate().filter(|(_, year)| year.is_none()) {
        let Some(found) = found.get(at).copied().flatten() else { continue };
        let Some((_, anchor)) = known.iter().min_by_key(|(other, _)| other.abs_diff(at)) else {
            continue;
        };
        *year = [-1, 0, 1]
            .into_iter()
            .filter_map(|step| Date::new(anchor.year() + step, found.month, found.day).ok())
            .min_by_key(|date| days(*date, *anchor).abs())
            .map(Date::year);
    }
}
