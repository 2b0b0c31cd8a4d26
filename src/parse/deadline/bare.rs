//! Days that a text tells by their weekday or number alone, its month having been told before:
//! `viernes 17, 21:30`, `Friday the 21st`, `面谈24日`.

use jiff::civil::Date;

use super::super::date::{self, Form, Found};
use super::script::{calendar, number};
use super::weekday;

/// No number further behind a weekday is of it.
const NEAR: usize = 6;

/// Adds what the other dates of the text give a month, to the dates of each line.
pub(super) fn add(lines: &mut [(&str, Vec<Found>)], today: Date) {
    let known: Vec<(Option<i16>, i8)> = lines
        .iter()
        .flat_map(|(_, found)| found)
        .filter(|one| one.form == Form::Calendar)
        .map(|one| (one.year, one.month))
        .collect();
    if known.is_empty() {
        return;
    }
    let mut told: Option<Found> = None;
    for (line, found) in lines.iter_mut() {
        let mut more = by_weekday(line, &known, today);
        more.extend(by_number(line, found, told, today));
        for one in more {
            if found.iter().all(|other| other.end <= one.start || one.end <= other.start) {
                found.push(one);
                found.sort_by_key(|one| one.start);
            }
        }
        told = found.iter().rev().find(|one| one.form == Form::Calendar).copied().or(told);
    }
}

/// `martes 29`: of the months that the text tells, one in which the day falls on that weekday.
fn by_weekday(line: &str, known: &[(Option<i16>, i8)], today: Date) -> Vec<Found> {
    let mut out = Vec::new();
    let mut start = 0;
    for word in line.split(|c: char| !c.is_alphabetic()) {
        let at = start;
        start += word.len();
        start += line.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let Some(told) = weekday::full(word) else { continue };
        let end = at + word.len();
        let Some((day, number, end)) = number_behind(line, end) else { continue };
        let falls = |(year, month): &(Option<i16>, i8)| {
            let years = year.map_or([today.year(), today.year() + 1], |year| [year, year]);
            let date = years
                .into_iter()
                .find_map(|year| Date::new(year, *month, day).ok().filter(|date| *date >= today))?;
            (date.weekday() == told).then_some(date)
        };
        if let Some(date) = known.iter().find_map(falls) {
            out.extend(calendar(Some(date.year()), (date.month(), day), number, end));
        }
    }
    out
}

/// The number right behind a weekday, no hour and no part of a longer date.
fn number_behind(line: &str, end: usize) -> Option<(i8, usize, usize)> {
    let rest = line.get(end..)?;
    let bare = rest.trim_start_matches([' ', ',', '.']);
    let bare = ["the ", "le ", "el ", "den ", "dem "]
        .iter()
        .find_map(|article| bare.strip_prefix(article))
        .unwrap_or(bare);
    let start = line.len() - bare.len();
    let digits = bare.chars().take_while(char::is_ascii_digit).count();
    let day = bare.get(..digits).filter(|_| (1..=2).contains(&digits))?.parse().ok()?;
    let behind = bare.get(digits..)?;
    let ordinal = ["st", "nd", "rd", "th", "-го", "-е"]
        .iter()
        .find_map(|mark| behind.strip_prefix(mark))
        .or_else(|| behind.strip_prefix('.').filter(|rest| !rest.starts_with(char::is_numeric)));
    let tail = ordinal.unwrap_or(behind);
    let glued = tail.starts_with(|c: char| {
        c.is_alphanumeric()
            || matches!(c, ':' | '/' | '-' | '–' | '%' | '.')
                && tail.get(c.len_utf8()..).is_some_and(|t| t.starts_with(char::is_numeric))
    });
    let word = date::fold(tail.trim_start().split([' ', ',', '.']).next().unwrap_or_default());
    let hour =
        matches!(word.as_str(), "h" | "uhr" | "heures" | "am" | "pm" | "часов" | "ч" | "horas");
    (start - end <= NEAR && !glued && !hour && (1..=31).contains(&day))
        .then(|| (day, start, line.len() - tail.len()))
}

/// Behind these a number is a day of the month told before.
const BEFORE: [&str; 8] = [
    "on the ",
    "until the ",
    "by the ",
    "before the ",
    "till the ",
    "to the ",
    "and the ",
    "or the ",
];

/// Behind these it is one even without an ending.
const BARELY: [&str; 9] = [
    "hasta el ",
    "antes del ",
    "el día ",
    "el ",
    "avant le ",
    "jusqu'au ",
    "jusqu’au ",
    "spätestens am ",
    "bis zum ",
];

/// Whether what stands behind such a number leaves it a day: `hasta el 13.`, `avant le 6)`.
fn is_day(before: &str, tail: &str) -> bool {
    let hour = [" a las", ", a las"].iter().any(|next| tail.starts_with(next));
    let next = [" à ", " pour ", " para ", " del mismo", " de este", " inclus"];
    let german = before.ends_with("m ");
    let mut signs = tail.chars();
    let stops = match signs.next() {
        None => true,
        Some(c) => {
            matches!(c, '.' | ',' | ';' | ')' | '!' | '?')
                && !signs.as_str().trim_start().starts_with(char::is_numeric)
        }
    };
    match before {
        "el " => hour,
        _ if german => tail
            .strip_prefix('.')
            .is_some_and(|rest| rest.trim_start().is_empty() || rest.starts_with([')', ',', ';'])),
        _ => stops || hour || next.iter().any(|next| tail.starts_with(next)),
    }
}

/// `hasta el 13`, of the month told before.
fn barely(line: &str, told: &dyn Fn(usize) -> Option<Found>, today: Date) -> Vec<Found> {
    let mut out = Vec::new();
    for before in BARELY {
        for (at, _) in line.match_indices(before) {
            let start = at + before.len();
            let number = number(line, start, 2).filter(|(day, _)| (1..=31).contains(day));
            let Some((day, end)) = number else { continue };
            let day = i8::try_from(day).ok();
            let fits = is_day(before, line.get(end..).unwrap_or_default());
            if let (true, Some(day), Some(told)) = (fits, day, told(start)) {
                // one signs up before what was told of takes place
                let ahead = |one: &Found| {
                    let date = Date::new(one.year.unwrap_or(today.year()), one.month, one.day);
                    date.is_ok_and(|date| date >= today)
                };
                let same = calendar(told.year, (told.month, day), start, end).filter(ahead);
                out.extend(same.or_else(|| later(told, day, start, end)));
            }
        }
    }
    out
}

/// `on the 21st`, and a sentence further on `24日、25日面谈`.
fn by_number(line: &str, found: &[Found], above: Option<Found>, today: Date) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let told = |at: usize| {
        let own = found.iter().rev().find(|one| one.end <= at && one.form == Form::Calendar);
        own.copied().or(above)
    };
    out.extend(barely(line, &told, today));
    for before in BEFORE {
        for (at, _) in line.match_indices(before) {
            let start = at + before.len();
            let rest = line.get(start..).unwrap_or_default();
            let digits = rest.chars().take_while(char::is_ascii_digit).count();
            let behind = rest.get(digits..).unwrap_or_default();
            let mark = ["st", "nd", "rd", "th"].iter().find_map(|mark| behind.strip_prefix(mark));
            let Some(tail) = mark.filter(|_| (1..=2).contains(&digits)) else { continue };
            let ends = tail.is_empty()
                || tail.starts_with(['.', ',', ';', ')', '!', '?'])
                || [" at ", " is ", " to ", " in ", " and ", " (", " –", " will "]
                    .iter()
                    .any(|next| tail.starts_with(next));
            let day = rest.get(..digits).and_then(|day| day.parse::<i8>().ok());
            let end = line.len() - tail.len();
            if let (true, Some(day), Some(told)) = (ends, day, told(start)) {
                out.extend(later(told, day, start, end));
            }
        }
    }
    out
}

/// The day in the month of the one told before, or in the next where it lies before that.
fn later(told: Found, day: i8, start: usize, end: usize) -> Option<Found> {
    let next = day < told.day;
    let month = if next { told.month % 12 + 1 } else { told.month };
    let year = told.year.map(|year| year + i16::from(next && month == 1));
    calendar(year, (month, day), start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::date::{Clues, scan};

    #[test]
    fn a_day_takes_the_month_that_was_told() {
        let today = Date::new(2026, 5, 18).unwrap();
        let clues = Clues {
            now: "2026-05-18T12:00:00Z".parse().unwrap(),
            timezone: jiff::tz::TimeZone::UTC,
            order: None,
        };
        for (text, wanted) in [
            ("13 de julio de 2026\nviernes 17, 21:30", "7-13 7-17"),
            ("13 de julio de 2026\njueves 17, 21:30", "7-13"),
            ("by 20 September, the tour on the 21st.", "9-20 9-21"),
            ("by 20 September, the work of the 21st century", "9-20"),
            ("Friday 17", ""),
        ] {
            let mut lines: Vec<_> = text.lines().map(|line| (line, scan(line, &clues))).collect();
            add(&mut lines, today);
            let told: Vec<String> = lines
                .iter()
                .flat_map(|(_, found)| found)
                .map(|one| format!("{}-{}", one.month, one.day))
                .collect();
            assert_eq!(told.join(" "), wanted, "{text}");
        }
    }
}
