//! Dates with 年月日 or 년월일, in Chinese, Japanese, Korean, with eras.

use super::cursor::{Cursor, Day};

const YEAR: [char; 2] = ['年', '년'];
const MONTH: [char; 2] = ['月', '월'];
const DAY: [char; 4] = ['日', '号', '號', '일'];

pub(super) fn read(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    let mark = cursor.skip_one(i + 1);
    if cursor.is_sign(mark, &YEAR) {
        return year_month_day(cursor, i, mark);
    }
    if cursor.is_sign(mark, &MONTH) {
        return month_day(cursor, i, mark);
    }
    None
}

impl Cursor<'_> {
    /// Over at most one space: numbers and their marks stand close.
    fn skip_one(&self, i: usize) -> usize {
        if self.is_space(i) { i + 1 } else { i }
    }
}

fn year_month_day(cursor: &Cursor<'_>, i: usize, mark: usize) -> Option<Day> {
    let (value, digits) = cursor.number(i)?;
    let month_at = cursor.skip_one(mark + 1);
    let month = cursor.small(month_at, 2)?;
    let month_mark = cursor.skip_one(month_at + 1);
    let dashed = cursor.is_sign(month_mark, &['-', '.', '/']);
    if !cursor.is_sign(month_mark, &MONTH) && !dashed {
        return None;
    }
    let day_at = cursor.skip_one(month_mark + 1);
    let day = cursor.small(day_at, 2)?;
    // months, no day: 2020年1-11月
    if dashed && cursor.is_sign(cursor.skip_one(day_at + 1), &MONTH) {
        return None;
    }
    let end = day_end(cursor, day_at);
    let (start, from) = era(cursor, i);
    let year = match (start, digits) {
        (Some(start), 1..=3) => i16::try_from(value).ok()?.checked_add(start)?,
        (_, 4) => return cursor.day_of_year(value, month, day, (i, end)),
        (None, 3) if (100..=150).contains(&value) => i16::try_from(value).ok()? + 1911,
        (None, 2) => cursor.century(value)?,
        _ => return None,
    };
    Day::new(Some(year), month, day, (from, end))
}

fn day_end(cursor: &Cursor<'_>, day_at: usize) -> usize {
    let mark = cursor.skip_one(day_at + 1);
    if cursor.is_sign(mark, &DAY) { mark + 1 } else { day_at + 1 }
}

/// The year before the first of an era whose name ends before `i`, and where the name begins.
fn era(cursor: &Cursor<'_>, i: usize) -> (Option<i16>, usize) {
    let Some(last) = cursor.back(i) else { return (None, i) };
    let pair = (last.checked_sub(1).and_then(|j| cursor.sign(j)), cursor.sign(last));
    let start = match pair {
        (Some('民'), Some('國' | '国')) => 1911,
        (Some('令'), Some('和')) => 2018,
        (Some('平'), Some('成')) => 1988,
        (Some('昭'), Some('和')) => 1925,
        _ => return (None, i),
    };
    let mut from = last - 1;
    if start == 1911
        && from >= 2
        && cursor.sign(from - 2) == Some('中')
        && cursor.is_sign(from - 1, &['華', '华'])
    {
        from -= 2;
    }
    (Some(start), from)
}

fn month_day(cursor: &Cursor<'_>, i: usize, mark: usize) -> Option<Day> {
    let month = cursor.small(i, 2)?;
    let day_at = cursor.skip_one(mark + 1);
    let day = cursor.small(day_at, 2)?;
    let day_mark = cursor.skip_one(day_at + 1);
    // "附件1,3月28日", and the number of an item right before: "2.12月20日"
    let listed = cursor.before(i).is_some_and(|j| {
        let item = cursor.is_sign(j, &['.'])
            && j >= 1
            && cursor.small(j - 1, 2).is_some()
            && (j == 1 || matches!(cursor.kind(j - 2), Some(super::lex::Kind::Newline)));
        cursor.is_sign(j, &[',']) || item
    });
    if !cursor.opens(i) && !listed {
        return None;
    }
    if !cursor.is_sign(day_mark, &DAY) {
        // two days share their mark: 10月24、25日
        let listed = cursor.is_sign(day_mark, &['、', '至', '到', '-', '–', '~', '～', '和']);
        let other = cursor.small(day_mark + 1, 2).filter(|other| *other > day);
        let marked = cursor.is_sign(cursor.skip_one(day_mark + 2), &DAY);
        (listed && other.is_some() && marked).then_some(())?;
        return Day::new(None, month, day, (i, day_at + 1));
    }
    // a tile writes the year last: 12月5日 2026
    let year_at = cursor.skip_one(day_mark + 1);
    let year = cursor
        .number(year_at)
        .filter(|n| {
            n.1 == 4 && year_at > day_mark + 1 && !cursor.is_sign(year_at + 1, &[':', '年'])
        })
        .and_then(|n| i16::try_from(n.0).ok())
        .filter(|y| (1990..=2100).contains(y));
    let end = if year.is_some() { year_at + 1 } else { day_mark + 1 };
    Day::new(year, month, day, (i, end))
}
