//! Dates with a month's name: `31 March 2026`, `March 31st, 2026`, `31 de marzo de 2026`,
//! `ngày 31 tháng 3 năm 2026`, `2026. március 31.`

use super::calendar::{self, Calendar};
use super::cursor::{Cursor, Day};
use super::lex::Kind;
use super::words::{Month, Role};

pub(super) fn read(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    day_first(cursor, i)
        .or_else(|| year_first(cursor, i))
        .or_else(|| month_first(cursor, i))
        .or_else(|| numbered_month(cursor, i))
}

/// The second half of a span like "5-16 July 2027", which begins at `i`.
pub(super) fn second_half(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    let day = day_number(cursor, i)?;
    spelled(cursor, i, day).or_else(|| numbered_month(cursor, i))
}

/// Over spaces, one of the given signs, and linking words.
fn link(cursor: &Cursor<'_>, mut i: usize, signs: &[char]) -> usize {
    let mut budget = 4;
    while budget > 0 {
        let at = cursor.skip(i);
        let apostrophe = cursor.is_sign(at, &['\'']) && cursor.word(at + 1).is_some();
        if cursor.is_sign(at, signs)
            || apostrophe
            || cursor.role(at, Role::Link) && cursor.month(at).is_none()
        {
            i = at + 1;
        } else {
            return at;
        }
        budget -= 1;
    }
    cursor.skip(i)
}

/// The token behind a day: ordinal letters and points passed over.
fn after_day(cursor: &Cursor<'_>, i: usize) -> usize {
    let mut at = i + 1;
    // "1.º"
    at += usize::from(cursor.is_sign(at, &['.']) && cursor.is_sign(at + 1, &['º', 'ª', '°']));
    if cursor.role(at, Role::Ordinal) || cursor.is_sign(at, &['º', 'ª', '°']) {
        at += 1;
    }
    if cursor.is_sign(at, &['-']) && cursor.role(at + 1, Role::Ordinal) {
        at += 2;
    }
    if cursor.is_sign(at, &['.']) {
        at += 1;
    }
    at
}

fn day_number(cursor: &Cursor<'_>, i: usize) -> Option<u64> {
    cursor.small(i, 2).filter(|d| (1..=31).contains(d))
}

fn day_first(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    let day = day_number(cursor, i)?;
    if cursor.glued(i) || !cursor.opens(i) || is_behind_month(cursor, i) {
        return None;
    }
    spelled(cursor, i, day)
}

/// "by June 20. December graduates", "September 15 October 10": the day is of the month before it,
/// as a sentence ends behind it, or the month behind it has a day of its own.
fn is_behind_month(cursor: &Cursor<'_>, i: usize) -> bool {
    let before = cursor.before(i).filter(|at| cursor.is_space(*at));
    let name = before.and_then(|at| cursor.back(at + 1));
    let month = name.and_then(|at| month_before(cursor, at));
    if month.is_none_or(|(month, _)| month.weak) {
        return false;
    }
    let stops = cursor.is_sign(i + 1, &['.']) && cursor.is_space(i + 2);
    let next = cursor.month(cursor.skip(i + 1)).map(|(_, end)| cursor.skip(end));
    stops || next.is_some_and(|at| cursor.number(at).is_some_and(|number| number.1 <= 2))
}

fn spelled(cursor: &Cursor<'_>, i: usize, day: u64) -> Option<Day> {
    let at = link(cursor, after_day(cursor, i), &['-', '/', '.']);
    let (month, behind) = cursor.month(at)?;
    // the second name of a pair: "آذار/مارس"
    let behind = match cursor.sign(behind) {
        Some('/') => cursor.month(behind + 1).map_or(behind, |(_, end)| end),
        Some('(') => cursor.month(behind + 1).map_or(behind, |(_, end)| end + 1),
        _ => behind,
    };
    finish(cursor, month, day, (i, at, behind))
}

/// With the year behind the month, or without.
fn finish(
    cursor: &Cursor<'_>,
    month: Month,
    day: u64,
    (from, name, behind): (usize, usize, usize),
) -> Option<Day> {
    let at = link(cursor, behind, &[',', '.', '-', '/', '\'', '،']);
    // "12 out of 20" is no date
    let short = cursor.number(at).is_some_and(|n| n.1 == 2);
    let counted = month.weak && short && !cursor.capital(name) && cursor.is_space(behind);
    if let Some((year, end)) = year(cursor, at, month).filter(|_| !counted) {
        return resolve(month, Some(year), day, (from, end));
    }
    // a year that cannot be meant, and not so many of something
    let odd =
        cursor.number(at).is_some_and(|n| n.1 == 4) && cursor.word(cursor.skip(at + 1)).is_none();
    if odd && !counted {
        return None;
    }
    let confirmed = !month.weak || cursor.capital(name);
    let end = if cursor.is_sign(behind, &['.']) { behind + 1 } else { behind };
    confirmed.then_some(())?;
    resolve(month, None, day, (from, end))
}

/// A year at `i`: four digits of any calendar, or two where no time and no count follows.
fn year(cursor: &Cursor<'_>, i: usize, month: Month) -> Option<(i16, usize)> {
    let (value, digits) = cursor.number(i)?;
    let year = match (digits, month.calendar) {
        (4, Calendar::Gregorian) if (2443..=2643).contains(&value) => {
            i16::try_from(value - 543).ok()?
        }
        (4, Calendar::Gregorian) => {
            i16::try_from(value).ok().filter(|y| (1900..=2100).contains(y))?
        }
        (4, _) => i16::try_from(value).ok().filter(|y| (1300..=1500).contains(y))?,
        (2, Calendar::Gregorian) => {
            let clock = cursor.is_sign(i + 1, &[':', '.', '-', '/', '%', '–'])
                && cursor.number(i + 2).is_some()
                || cursor.role(cursor.skip(i + 1), Role::Hour)
                || cursor.role(cursor.skip(i + 1), Role::Am)
                || cursor.role(cursor.skip(i + 1), Role::Pm);
            let thai =
                cursor.before(i).and_then(|_| cursor.back(i)).is_some_and(|j| is_thai(cursor, j));
            let word = cursor.word(cursor.skip(i + 1)).is_some()
                && !cursor.is_sign(i.wrapping_sub(1), &['\'', '-', '/', ',']);
            // "7 June, 25 October": another day
            let word = word || cursor.month(cursor.skip(i + 1)).is_some();
            // "October 10-11": two days
            let days = cursor.is_sign(i.wrapping_sub(1), &['-', '–'])
                && cursor.number(i.wrapping_sub(2)).is_some();
            if clock || word || days {
                return None;
            }
            if thai { i16::try_from(2500 + value - 543).ok()? } else { cursor.century(value)? }
        }
        _ => return None,
    };
    let unit = cursor.skip(i + 1);
    let end = if cursor.role(unit, Role::Link)
        && matches!(
            cursor.word(unit),
            Some("г" | "р" | "م" | "هـ" | "ه" | "r" | "g" | "года" | "року" | "y" | "m")
        ) {
        if cursor.is_sign(unit + 1, &['.']) { unit + 2 } else { unit + 1 }
    } else {
        i + 1
    };
    Some((year, end))
}

fn is_thai(cursor: &Cursor<'_>, i: usize) -> bool {
    let i = if cursor.is_sign(i, &['.']) { i.saturating_sub(1) } else { i };
    cursor
        .word(i)
        .and_then(|w| w.chars().next())
        .is_some_and(|c| ('\u{e00}'..='\u{e7f}').contains(&c))
}

fn resolve(month: Month, year: Option<i16>, day: u64, span: (usize, usize)) -> Option<Day> {
    match (month.calendar, year) {
        (Calendar::Gregorian, _) => Day::new(year, month.number as u64, day, span),
        (_, None) => None,
        (kind, Some(year)) => {
            let date = calendar::to_gregorian(kind, year, month.number, i8::try_from(day).ok()?)?;
            Some(Day::of(date, span))
        }
    }
}

/// `2026 March 31`, `2026-Mar-31`, `2026. március 31.`, `2026 m. kovo 31 d.`, `2026. gada 31. martā`.
fn year_first(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    cursor.number(i).filter(|n| n.1 == 4 && (1300..=2643).contains(&n.0))?;
    if cursor.glued(i) {
        return None;
    }
    let at = link(cursor, i + 1, &['.', '-', '/', ',']);
    if let Some((month, behind)) = cursor.month(at) {
        let (year, _) = year(cursor, i, month)?;
        let behind = link(cursor, behind, &['-', '/', '.', ',']);
        let day = day_number(cursor, behind)?;
        // "2026 March 31" but not "in 2026 March 2027"
        return resolve(month, Some(year), day, (i, after_day(cursor, behind)));
    }
    let day = day_number(cursor, at)?;
    let (month, behind) = cursor.month(cursor.skip(after_day(cursor, at)))?;
    let (year, _) = year(cursor, i, month)?;
    cursor.role(cursor.back(at)?, Role::Link).then_some(())?;
    resolve(month, Some(year), day, (i, behind))
}

/// `March 31, 2026`: the number at `i` is the day and the name stands before it.
fn month_first(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    let day = day_number(cursor, i)?;
    let mut name = cursor.before(i)?;
    if cursor.is_space(name) {
        name = cursor.back(name + 1)?;
        if cursor.is_sign(name, &['.', ','])
            || cursor.role(name, Role::Link) && cursor.month(name).is_none()
        {
            name = cursor.back(name)?;
        }
    } else if cursor.is_sign(name, &['.', '-', '/']) {
        name = cursor.before(name)?;
    }
    let (month, from) = month_before(cursor, name)?;
    // "January 9: check-in" is a day, "January 9:30" none
    if cursor.is_sign(i + 1, &['%', '€', '$'])
        || cursor.is_sign(i + 1, &[':']) && cursor.number(i + 2).is_some()
        || cursor.is_sign(i + 1, &['.', ',']) && cursor.number(i + 2).is_some_and(|n| n.1 != 4)
    {
        return None;
    }
    if month.weak && matches!(cursor.kind(i.wrapping_sub(1)), Some(Kind::Newline)) {
        return None;
    }
    finish(cursor, month, day, (from, from, after_day(cursor, i))).map(|d| Day { from, ..d })
}

/// The month's name that ends at token `end`.
fn month_before(cursor: &Cursor<'_>, end: usize) -> Option<(Month, usize)> {
    if let Some(found) = vietnamese_before(cursor, end) {
        return Some(found);
    }
    let start = end.checked_sub(2).filter(|&s| s >= cursor.floor);
    let two = start.and_then(|s| cursor.month(s).filter(|(_, to)| *to > end).map(|m| (m.0, s)));
    if two.is_some() {
        return two;
    }
    cursor.month(end).filter(|(_, to)| *to == end + 1).map(|(month, _)| (month, end))
}

/// `Tháng Tám 18, 2016`: the word for month and a numeral before the day.
fn vietnamese_before(cursor: &Cursor<'_>, end: usize) -> Option<(Month, usize)> {
    let name = super::words::fold(cursor.word(end)?);
    let (mut at, mut key) = (cursor.back(end)?, name);
    if super::words::fold(cursor.word(at)?) == "muoi" {
        key = format!("muoi_{key}");
        at = cursor.back(at)?;
    }
    if !cursor.role(at, Role::MonthNumber) {
        return None;
    }
    let number = super::months::VIETNAMESE.iter().zip(1i8..).find(|(word, _)| **word == key)?.1;
    Some((Month { calendar: Calendar::Gregorian, number, weak: false }, at))
}

/// `31 tháng 3 năm 2026`, `tháng 3 31`: months by number behind a word for month.
fn numbered_month(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    let day = day_number(cursor, i)?;
    let word = cursor.skip(i + 1);
    if !cursor.role(word, Role::MonthNumber) || cursor.word(word).is_some_and(|w| w == "th") {
        return None;
    }
    let at = cursor.skip(word + 1);
    let at = if cursor.is_sign(at, &['.']) { cursor.skip(at + 1) } else { at };
    let number = if let Some((n, _)) = cursor.number(at) {
        n
    } else {
        let name = super::words::fold(cursor.word(at)?);
        super::months::VIETNAMESE.iter().zip(1u64..).find(|(word, _)| **word == name)?.1
    };
    let plain =
        Month { calendar: Calendar::Gregorian, number: i8::try_from(number).ok()?, weak: false };
    if !(1..=12).contains(&number) {
        return None;
    }
    finish(cursor, plain, day, (i, word, at + 1))
}
