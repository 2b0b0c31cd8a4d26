//! Characters by script, numbers, and the dates that are made of them: what the readers of unusual
//! dates share.

use super::super::date::{Form, Found};

/// Ideographs, kana and hangul.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}') || is_hangul(c)
}

pub(super) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7ff}')
}

/// Kana and ideographs.
pub(super) fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{9fff}')
}

/// Letters of scripts that inflect words by what stands behind them.
pub(super) fn is_spelled(c: char) -> bool {
    c.is_alphabetic() && !is_wide(c)
}

/// A number of at most so many digits at a place, with the place behind it.
pub(super) fn number(line: &str, at: usize, most: usize) -> Option<(i16, usize)> {
    let rest = line.get(at..)?;
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let value = rest.get(..digits).filter(|_| (1..=most).contains(&digits))?.parse().ok()?;
    Some((value, at + digits))
}

/// A day, if there is one; of no year in particular, 29 February is one.
pub(super) fn calendar(
    year: Option<i16>,
    (month, day): (i8, i8),
    start: usize,
    end: usize,
) -> Option<Found> {
    jiff::civil::Date::new(year.unwrap_or(2024), month, day).ok()?;
    let form = Form::Calendar;
    Some(Found { year, month, day, time: None, offset: None, form, start, end })
}

pub(super) fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// The day of a month that such numerals tell.
pub(super) fn counted(text: &str) -> Option<i8> {
    let (mut tens, mut ones) = (0, 0);
    for c in text.chars() {
        let digit = "一二三四五六七八九".chars().zip(1i8..).find(|(one, _)| *one == c);
        (tens, ones) = digit.map_or((ones.max(1), 0), |(_, value)| (tens, value));
    }
    Some(tens * 10 + ones).filter(|all| (1..=31).contains(all))
}
