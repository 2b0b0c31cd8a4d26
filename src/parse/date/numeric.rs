//! Dates of digits and separators: `2026-03-31`, `31.03.2026`, `20260331`, `115.03.19`, `03-31`.

use super::DayMonthOrder;
use super::cursor::{Cursor, Day};
use super::words::Role;

pub(super) fn read(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    if !cursor.opens(i) {
        return None;
    }
    compact(cursor, i)
        .or_else(|| three(cursor, i))
        .or_else(|| tile(cursor, i))
        .or_else(|| short(cursor, i))
}

/// The separator behind token `i` and the number behind that; spaces may stand round it.
fn next_part(cursor: &Cursor<'_>, i: usize, sep: Option<char>) -> Option<(char, usize)> {
    let mut at = i + 1;
    let spaced = cursor.is_space(at);
    if spaced {
        at += 1;
    }
    let c =
        cursor.sign(at).filter(|c| matches!(c, '-' | '/' | '.') && sep.is_none_or(|s| s == *c))?;
    let mut next = at + 1;
    if cursor.is_space(next) {
        // "3. 31" is written in Korea and Hungary; "2026 -03" is no date
        if spaced && c == '.' {
            return None;
        }
        next += 1;
    } else if spaced {
        return None;
    }
    cursor.number(next)?;
    Some((c, next))
}

fn three(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    let (a, a_digits) = cursor.number(i).filter(|n| n.1 <= 4)?;
    let (sep, second) = next_part(cursor, i, None)?;
    let (b, b_digits) = cursor.number(second).filter(|n| n.1 <= 2)?;
    let (_, third) = next_part(cursor, second, Some(sep))?;
    let (c, c_digits) = cursor.number(third).filter(|n| n.1 <= 4)?;
    if !cursor.closes(third + 1, sep) {
        return None;
    }
    let span = (i, third + 1);
    let spaced = third - i > 4;
    if a_digits == 4 && c_digits <= 2 {
        let glued_code = cursor.glued(i) && sep == '.';
        return cursor.day_of_year(a, b, c, span).filter(|_| !glued_code);
    }
    if cursor.glued(i) {
        return era(cursor, i, (a, b, c), span);
    }
    if a_digits <= 2 && c_digits == 4 {
        let (day, month) = order(cursor, a, b, c)?;
        return cursor.day_of_year(c, month, day, span);
    }
    if spaced && sep != '.' {
        return None;
    }
    if a_digits == 3 && c_digits <= 2 {
        let padded = b_digits == 2 && c_digits == 2;
        let year = i16::try_from(a).ok().filter(|y| (90..=150).contains(y))? + 1911;
        return Day::new(Some(year), b, c, span).filter(|_| padded || sep == '/');
    }
    let padded = a_digits == 2 && b_digits == 2 && c_digits == 2;
    if a_digits <= 2 && c_digits == 2 && (padded || sep == '/') {
        return two_digit_year(cursor, (a, b, c), sep, span);
    }
    None
}

/// Day and month of `a/b/year`, by value, by the site's evidence, by what is not in the future.
fn order(cursor: &Cursor<'_>, a: u64, b: u64, year: u64) -> Option<(u64, u64)> {
    if a > 12 || b > 12 {
        return Some(if a > 12 { (a, b) } else { (b, a) }).filter(|(_, month)| *month <= 12);
    }
    match cursor.clues.order {
        Some(DayMonthOrder::DayFirst) => return Some((a, b)),
        Some(DayMonthOrder::MonthFirst) => return Some((b, a)),
        None => {}
    }
    let ahead = |day: u64, month: u64| {
        let date = cursor.day_of_year(year, month, day, (0, 0));
        date.is_some_and(|d| {
            let t = cursor.today;
            (d.year.unwrap_or(0), d.month, d.day) > (t.year(), t.month(), t.day())
        })
    };
    Some(if ahead(a, b) && !ahead(b, a) { (b, a) } else { (a, b) })
}

fn two_digit_year(
    cursor: &Cursor<'_>,
    (a, b, c): (u64, u64, u64),
    sep: char,
    span: (usize, usize),
) -> Option<Day> {
    let latest = cursor.today.year() + 2;
    let year_first = cursor
        .century(a)
        .filter(|&y| y <= latest && y >= 1990)
        .and_then(|y| Day::new(Some(y), b, c, span));
    let year_last = cursor.century(c).filter(|&y| y <= latest && y >= 1990).and_then(|y| {
        let (day, month) = order(cursor, a, b, u64::try_from(y).ok()?)?;
        Day::new(Some(y), month, day, span)
    });
    if sep == '-' && cursor.clues.order.is_none() {
        return year_first.or(year_last);
    }
    year_last.or(year_first)
}

/// `R8.3.31`, `H30.4.1`: the letter of a Japanese era before the year.
fn era(
    cursor: &Cursor<'_>,
    i: usize,
    (year, month, day): (u64, u64, u64),
    span: (usize, usize),
) -> Option<Day> {
    let letter = cursor.before(i)?;
    let start = match cursor.word(letter)? {
        "R" if year <= 40 => 2018,
        "H" if year <= 31 => 1988,
        "S" if year <= 64 => 1925,
        _ => return None,
    };
    if year == 0 || cursor.before(letter).is_some_and(|j| cursor.number(j).is_some()) {
        return None;
    }
    Day::new(i16::try_from(year + start).ok(), month, day, (letter, span.1))
}

/// `20260331`, with a time glued on or not.
fn compact(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    let (value, digits) = cursor.number(i)?;
    let day = match digits {
        8 => value,
        12 => value / 10_000,
        14 => value / 1_000_000,
        _ => return None,
    };
    let bounded = !cursor.glued(i)
        && cursor.word(i + 1).is_none()
        && !matches!(cursor.sign(i + 1), Some('/' | '_' | '-' | '.'))
            | cursor.word(i + 1).is_some_and(|w| w == "T")
        && !cursor.is_sign(i + 1, &['号', '號', '%', '人', '元']);
    let year = day / 10_000;
    let stops = cursor.sign(i + 1) == Some('.')
        && cursor.number(i + 2).is_none()
        && cursor.word(i + 2).is_none();
    if !(bounded || stops) || !(1990..=2100).contains(&year) {
        return None;
    }
    Day::new(i16::try_from(year).ok(), day / 100 % 100, day % 100, (i, i + 1))
}

/// The date tile of lists: a big day beside a small year and month, in either order.
fn tile(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    let (a, a_digits) = cursor.number(i)?;
    if cursor.glued(i) {
        return None;
    }
    if a_digits <= 2 {
        let year = cursor.is_space(i + 1).then(|| cursor.skip(i + 1))?;
        let (y, month, to) = year_and_month(cursor, year)?;
        return Day::new(Some(y), month, a, (i, to));
    }
    let (y, month, to) = year_and_month(cursor, i)?;
    let day = cursor.is_space(to).then(|| cursor.skip(to))?;
    let d = cursor.number(day).filter(|n| n.1 == 2)?.0;
    // a number with a unit or a name behind it is a quantity
    let alone = cursor.kind(cursor.skip(day + 1)).is_none()
        || matches!(cursor.kind(day + 1), Some(super::lex::Kind::Newline));
    Day::new(Some(y), month, d, (i, day + 1)).filter(|_| alone)
}

fn year_and_month(cursor: &Cursor<'_>, i: usize) -> Option<(i16, u64, usize)> {
    let (a, a_digits) = cursor.number(i)?;
    let (sep, second) = next_part(cursor, i, None)?;
    let (b, b_digits) = cursor.number(second)?;
    let (year, month) = match (a_digits, b_digits) {
        (4, 2) => (a, b),
        (2, 4) => (b, a),
        _ => return None,
    };
    let year = i16::try_from(year).ok().filter(|y| (1990..=2100).contains(y))?;
    ((1..=12).contains(&month) && second == i + 2 && cursor.closes(second + 1, sep)).then_some((
        year,
        month,
        second + 1,
    ))
}

/// `03-31` and `31.03.`: only where nothing else can be meant.
fn short(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    if let Some(day) = before_weekday(cursor, i) {
        return Some(day);
    }
    let (a, a_digits) = cursor.number(i)?;
    let (sep, second) = next_part(cursor, i, None)?;
    let (b, b_digits) = cursor.number(second)?;
    if a_digits > 2 || b_digits > 2 || cursor.glued(i) || second != i + 2 {
        return None;
    }
    let end = second + 1;
    if sep == '.' && cursor.is_sign(end, &['.']) && cursor.number(end + 1).is_none() {
        return german_short(cursor, (i, end + 1), a, b);
    }
    if a_digits != 2 || b_digits != 2 || !cursor.closes(end, sep) {
        return None;
    }
    let year_behind =
        cursor.number(cursor.skip(end)).filter(|n| n.1 == 4 && (1990..=2100).contains(&n.0));
    if let Some((year, _)) = year_behind.filter(|_| cursor.is_space(end)) {
        let (month, day) = month_day(cursor, a, b, sep);
        return Day::new(i16::try_from(year).ok(), month, day, (i, cursor.skip(end) + 1));
    }
    let first = (0..i).all(|j| cursor.is_space(j))
        || matches!(cursor.kind(i - 1), Some(super::lex::Kind::Newline));
    let last = cursor.kind(cursor.skip(end)).is_none();
    let bracketed = i > 0
        && cursor.is_sign(i - 1, &['[', '(', '【', '〔', '{', '「'])
        && cursor.is_sign(end, &[']', ')', '】', '〕', '}', '」']);
    let timed = super::clock::read(cursor, cursor.skip(end)).is_some() && cursor.is_space(end);
    let sure = bracketed
        || timed
        || match sep {
            // "10-12 participants" counts
            '-' => last || first && !lower(cursor, cursor.skip(end)),
            _ => first && last,
        };
    let (month, day) = month_day(cursor, a, b, sep);
    Day::new(None, month, day, (i, end)).filter(|_| sure)
}

/// `11. 17.(화)`, `11/17(火)`: the weekday behind it says that it is a month and a day.
fn before_weekday(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    const DAYS: [char; 16] = [
        '월', '화', '수', '목', '금', '토', '일', '月', '火', '水', '木', '金', '土', '日', '周',
        '週',
    ];
    let month = cursor.small(i, 2)?;
    let dot = i + 1;
    if cursor.glued(i) || !cursor.is_sign(dot, &['.', '/']) {
        return None;
    }
    let second = cursor.skip(dot + 1);
    let day = cursor.small(second, 2)?;
    let end = second + 1 + usize::from(cursor.is_sign(second + 1, &['.']));
    let open = cursor.skip(end);
    let told = cursor.is_sign(open, &['(', '（']) && cursor.is_sign(open + 1, &DAYS);
    told.then(|| Day::new(None, month, day, (i, end)))?
}

fn lower(cursor: &Cursor<'_>, i: usize) -> bool {
    cursor.word(i).and_then(|word| word.chars().next()).is_some_and(char::is_lowercase)
}

fn month_day(cursor: &Cursor<'_>, a: u64, b: u64, sep: char) -> (u64, u64) {
    let day_first = match cursor.clues.order {
        _ if a > 12 => true,
        _ if b > 12 => false,
        Some(order) => order == DayMonthOrder::DayFirst && sep != '-',
        None => sep == '.',
    };
    if day_first { (b, a) } else { (a, b) }
}

const WEEKDAYS: [char; 14] =
    ['월', '화', '수', '목', '금', '토', '일', '月', '火', '水', '木', '金', '土', '日'];

fn german_short(cursor: &Cursor<'_>, span: (usize, usize), day: u64, month: u64) -> Option<Day> {
    let led = match cursor.back(span.0) {
        None => true,
        Some(j) => {
            let j = if cursor.is_sign(j, &[',', '.']) { cursor.back(j)? } else { j };
            cursor.role(j, Role::Until) || cursor.role(j, Role::Weekday)
        }
    };
    // "8.5.(수)" and "8.5.(水)" are written month first
    if cursor.is_sign(span.1, &['(']) && cursor.is_sign(span.1 + 1, &WEEKDAYS) {
        return Day::new(None, day, month, span);
    }
    let timed = super::clock::read(cursor, cursor.skip(span.1)).is_some();
    Day::new(None, month, day, span).filter(|_| led || timed)
}
