//! Dates told in pieces: a big day above year and month, month and day above the year, day and
//! month name on two lines.

use super::chunks::Chunk;
use crate::parse::date::{self, Clues, Found};

/// Longest piece that may be part of a split date, in characters.
const MAX_PART: usize = 14;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Day(u8),
    Month(u8),
    Year(u16),
    YearMonth(u16, u8),
    MonthDay(u8, u8),
    /// Perhaps a month's name; a scan will tell.
    Word(String),
}

/// The dates that neighbouring pieces make together, each with the first of its pieces.
pub(super) fn assemble(pieces: &[&Chunk], clues: &Clues) -> Vec<(usize, Found)> {
    let parts: Vec<Option<Part>> = pieces.iter().map(|piece| part(&piece.text)).collect();
    let mut found = Vec::new();
    for at in 0..parts.len() {
        for width in [3, 2] {
            let Some(window) = parts.get(at..at + width) else { continue };
            let Some(window) = window.iter().cloned().collect::<Option<Vec<Part>>>() else {
                continue;
            };
            if let Some(date) =
                written(&window).and_then(|text| date::scan(&text, clues).first().copied())
            {
                found.push((at, date));
                break;
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// One way of writing the date that the parts tell.
fn written(parts: &[Part]) -> Option<String> {
    use Part::{Day, Month, MonthDay, Word, Year, YearMonth};
    let text = match parts {
        [Day(d), YearMonth(y, m)]
        | [YearMonth(y, m), Day(d)]
        | [MonthDay(m, d), Year(y)]
        | [Year(y), MonthDay(m, d)]
        | [Day(d), Month(m), Year(y)]
        | [Year(y), Month(m), Day(d)]
        | [Month(m), Day(d), Year(y)] => format!("{y}-{m:02}-{d:02}"),
        // three bare numbers: the day first, as on most of the world's pages
        [Day(d), Day(m), Year(y)] | [Year(y), Day(m), Day(d)] if *m <= 12 => {
            format!("{y}-{m:02}-{d:02}")
        }
        [Day(m), Day(d), Year(y)] if *m <= 12 => format!("{y}-{m:02}-{d:02}"),
        [Day(d), Word(w), Year(y)] | [Word(w), Day(d), Year(y)] => format!("{d} {w} {y}"),
        [Day(d), Word(w)] | [Word(w), Day(d)] => match w
            .rsplit_once([' ', '/', '.', ',', '-', '\''])
        {
            Some((month, year)) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => {
                format!("{d} {} {year}", month.trim_end_matches([',', '.', ' ']))
            }
            _ => format!("{d} {w}"),
        },
        [Day(d), Month(m)] | [Month(m), Day(d)] => format!("{m}月{d}日"),
        _ => return None,
    };
    Some(text)
}

/// A piece that is month and day and no more, without the zeros that would tell it for a date.
pub(super) fn month_day(text: &str, clues: &Clues) -> Option<Found> {
    let text = text.trim().trim_matches(['[', ']', '(', ')', '（', '）', '【', '】', ' ']);
    let (month, day) = text.split_once('-')?;
    let number = |text: &str, most: u8| {
        let short = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u8>().ok().filter(|n| short && (1..=most).contains(n))
    };
    let (month, day) = (number(month, 12)?, number(day, 31)?);
    date::scan(&format!("{month}月{day}日"), clues).first().copied()
}

fn part(text: &str) -> Option<Part> {
    let text = text.trim().trim_matches(['[', ']', '(', ')', '/', '-', '.', ',', '|', ' ']).trim();
    if text.is_empty() || text.chars().count() > MAX_PART {
        return None;
    }
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let letters = text
        .chars()
        .any(|c| c.is_alphabetic() && !matches!(c, '年' | '月' | '日' | '년' | '월' | '일'));
    if letters {
        let lone = numbers.is_empty()
            || numbers.len() == 1 && numbers.first().is_some_and(|n| n.len() == 4);
        return lone.then(|| Part::Word(text.to_owned()));
    }
    let year =
        |n: &str| n.parse::<u16>().ok().filter(|y| n.len() == 4 && (1990..=2100).contains(y));
    let small =
        |n: &str, most: u8| n.parse::<u8>().ok().filter(|v| n.len() <= 2 && (1..=most).contains(v));
    match numbers.as_slice() {
        [n] if text.ends_with(['月', '월']) => small(n, 12).map(Part::Month),
        [n] => year(n).map(Part::Year).or_else(|| small(n, 31).map(Part::Day)),
        [a, b] => match (year(a), year(b)) {
            (Some(y), None) => small(b, 12).map(|m| Part::YearMonth(y, m)),
            (None, Some(y)) => small(a, 12).map(|m| Part::YearMonth(y, m)),
            _ => small(a, 12).zip(small(b, 31)).map(|(m, d)| Part::MonthDay(m, d)),
        },
        _ => None,
    }
}
