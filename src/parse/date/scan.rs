//! The walk over a text: at each number the forms are tried, the first that fits is taken.

use super::cursor::{Cursor, Day};
use super::lex::{self, Kind};
use super::words::Role;
use super::{Clues, Form, Found, cjk, clock, named, numeric, relative, span};

/// All dates in a text, in its order: numeric, with month names of many languages, Chinese,
/// relative ("3天前"), other calendars. Linear in the text.
pub fn scan(text: &str, clues: &Clues) -> Vec<Found> {
    let mut cursor =
        Cursor { text, tokens: lex::tokens(text), clues, today: clues.today(), floor: 0 };
    let short = text.len() <= 200;
    let mut found = Vec::new();
    let mut i = 0;
    while i < cursor.tokens.len() {
        let hit = match cursor.kind(i) {
            Some(Kind::Number { .. }) => at_number(&cursor, i),
            Some(Kind::Word) if short => at_word(&cursor, i),
            Some(Kind::Sign('今' | '昨' | '前' | '어' | '오' | '그' | '刚' | '剛')) => {
                from_now(&cursor, i)
            }
            _ => None,
        };
        let from = i;
        match hit {
            Some((one, to)) => {
                i = to;
                cursor.floor = to;
                found.push(one);
                let first = Day { year: one.year, month: one.month, day: one.day, from, to };
                let calendar = one.form == Form::Calendar;
                if let Some(second) = span::closing(&cursor, &first).filter(|_| calendar) {
                    let (second, to) = with_time(&cursor, second);
                    if let Some(one) = found.last_mut() {
                        one.year = one.year.or(second.year);
                    }
                    found.push(second);
                    i = to;
                    cursor.floor = to;
                }
            }
            None => i += 1,
        }
    }
    span::share_years(text, &mut found);
    found
}

fn at_number(cursor: &Cursor<'_>, i: usize) -> Option<(Found, usize)> {
    if let Some(moment) = relative::counted(cursor, i) {
        return Some(told(cursor, &moment));
    }
    if let Some(day) = day(cursor, i) {
        return Some(with_time(cursor, day));
    }
    if let Some(day) = span::opening(cursor, i) {
        return Some(build(cursor, day, None));
    }
    // a time that leads its date: "09:33, 31 March 2026"
    let time = clock::read(cursor, i).filter(|clock| clock.to > i + 1)?;
    // "16:30~18:00, 21 October": the end of another day's hours
    let before = cursor.back(i).filter(|&at| at + 1 == i);
    if before.is_some_and(|at| cursor.is_sign(at, &['~', '～', '〜', '–', '-'])) {
        return None;
    }
    let at = bridge(cursor, time.to);
    let mut day = day(cursor, at).or_else(|| {
        let (_, end) = cursor.month(at)?;
        let number = cursor.skip(end);
        self::day(
            cursor,
            if cursor.is_sign(number, &['.']) { cursor.skip(number + 1) } else { number },
        )
    })?;
    day.from = i;
    let (mut one, to) = build(cursor, day, Some(time));
    one.offset = time.offset;
    Some((one, to))
}

fn day(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    cursor.number(i)?;
    cjk::read(cursor, i).or_else(|| named::read(cursor, i)).or_else(|| numeric::read(cursor, i))
}

fn at_word(cursor: &Cursor<'_>, i: usize) -> Option<(Found, usize)> {
    let sense = cursor.sense(i);
    let counted = if sense.is(Role::One) { relative::counted(cursor, i) } else { None };
    if let Some(moment) = counted {
        return Some(told(cursor, &moment));
    }
    sense.day?;
    from_now(cursor, i)
}

fn from_now(cursor: &Cursor<'_>, i: usize) -> Option<(Found, usize)> {
    let moment = relative::named(cursor, i)?;
    let date = moment.at.date();
    let day = Day::of(date, (moment.from, moment.to));
    let (mut one, to) = with_time(cursor, day);
    one.form = Form::Relative;
    Some((one, to))
}

fn told(cursor: &Cursor<'_>, moment: &relative::Moment) -> (Found, usize) {
    let day = Day::of(moment.at.date(), (moment.from, moment.to));
    let (mut one, to) = build(cursor, day, None);
    one.form = Form::Relative;
    if moment.timed {
        one.time = Some(moment.at.time());
        one.offset = Some(moment.at.offset());
    }
    (one, to)
}

/// Over what stands between a date and its time: spaces, commas, `T`, "at", a weekday in brackets.
pub(super) fn bridge(cursor: &Cursor<'_>, mut i: usize) -> usize {
    for _ in 0..4 {
        let at = cursor.skip(i);
        if cursor.is_sign(at, &[',', '|', '·', '•', '、', '،', '–', '-', ';', '@', '.']) {
            i = at + 1;
        } else if cursor.role(at, Role::At) || cursor.role(at, Role::Weekday) {
            i = at + 1 + usize::from(cursor.is_sign(at + 1, &['.']));
        } else if cursor.is_sign(at, &['(', '[']) && closes_soon(cursor, at).is_some() {
            i = closes_soon(cursor, at).unwrap_or(at) + 1;
        } else if cursor.is_sign(at, &['星', '周', '週']) {
            i = at + if cursor.is_sign(at, &['星']) { 3 } else { 2 };
        } else if cursor.is_sign(at, &['에']) {
            i = at + 1;
        } else {
            return at;
        }
    }
    cursor.skip(i)
}

/// The bracket that closes a weekday, at most five tokens on.
fn closes_soon(cursor: &Cursor<'_>, open: usize) -> Option<usize> {
    let close = (open + 1..open + 6).find(|&j| cursor.is_sign(j, &[')', ']']))?;
    (open + 1..close).all(|j| cursor.number(j).is_none()).then_some(close)
}

fn with_time(cursor: &Cursor<'_>, day: Day) -> (Found, usize) {
    let at = bridge(cursor, day.to);
    // a span of two dates, not a date and an hour
    let dated = self::day(cursor, at).is_some();
    let mut time = if dated { None } else { clock::read(cursor, at) };
    let mut day = day;
    if let (None, Some(clock)) = (day.year, &mut time) {
        // "Wed Nov 10 12:48:39 CET 2021", as Unix and Java print it
        let at = cursor.skip(clock.to);
        let year = cursor.number(at).filter(|n| n.1 == 4 && (1970..=2100).contains(&n.0));
        if let Some(year) = year.and_then(|n| i16::try_from(n.0).ok()) {
            day.year = Some(year);
            clock.to = at + 1;
        }
    }
    build(cursor, day, time)
}

fn build(cursor: &Cursor<'_>, day: Day, time: Option<clock::Clock>) -> (Found, usize) {
    let to = time.map_or(day.to, |clock| clock.to.max(day.to)).min(cursor.tokens.len());
    let from = weekday(cursor, day.from);
    let start = cursor.tokens.get(from).map_or(0, |token| token.start);
    let end = to.checked_sub(1).and_then(|last| cursor.tokens.get(last)).map_or(start, |t| t.end);
    let (time, offset) = time.map_or((None, None), |clock| (Some(clock.time), clock.offset));
    let (year, month, day) = (day.year, day.month, day.day);
    (Found { year, month, day, time, offset, form: Form::Calendar, start, end }, to)
}

/// Takes a weekday before the date along.
fn weekday(cursor: &Cursor<'_>, from: usize) -> usize {
    let Some(mut at) = cursor.back(from) else { return from };
    if cursor.is_sign(at, &[',', '.']) {
        let Some(before) = cursor.back(at) else { return from };
        at = before;
    }
    let long = cursor.word(at).is_some_and(|word| word.len() > 2);
    if long && cursor.role(at, Role::Weekday) { at } else { from }
}
