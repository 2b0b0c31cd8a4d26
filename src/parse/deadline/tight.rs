//! Days written tightly: spans that share what stands behind them (`12-20/9/2024`,
//! `29/7-9/8/2024`, `9/7—11/27`), years cut to two digits (`'27. 10. 11.`), days in ideographs
//! that share their month (`十月二十四、二十五日`).

use super::super::date::{Clues, DayMonthOrder, Found};
use super::script::{calendar, counted, is_ideographic, is_numeral, number};

pub(super) fn add(line: &str, clues: &Clues, found: &mut Vec<Found>) {
    let mut more = spans(line, clues);
    more.extend(cut_years(line));
    more.extend(ideographs(line));
    more.extend(pointed(line));
    if more.is_empty() {
        return;
    }
    // what reads more of the line knows better
    found.retain(|one| more.iter().all(|new| new.end <= one.start || one.end <= new.start));
    found.extend(more);
    found.sort_by_key(|one| one.start);
}

/// One of the marks at a place, with the place behind it.
fn mark(line: &str, at: usize, any: &[char]) -> Option<(char, usize)> {
    let c = line.get(at..)?.chars().next().filter(|c| any.contains(c))?;
    Some((c, at + c.len_utf8()))
}

const DASHES: [char; 6] = ['-', '–', '—', '~', '～', '〜'];

fn spans(line: &str, clues: &Clues) -> Vec<Found> {
    let mut out = Vec::new();
    if !line.contains('/') {
        return out;
    }
    let (mut before, mut skip) = (' ', 0);
    for (at, c) in line.char_indices() {
        let opens = at >= skip && c.is_ascii_digit() && !before.is_alphanumeric();
        let glued = matches!(before, '/' | '.' | '-' | '–' | ':' | '+' | '_' | ',');
        before = c;
        let pair = Some(at).filter(|_| opens && !glued).and_then(|at| span(line, at, clues));
        if let Some([first, last]) = pair {
            skip = last.end;
            out.extend([first, last]);
        }
    }
    out
}

/// `D-D/M/Y`, `D/M-D/M/Y` and, where the month leads, `M/D-M/D`.
fn span(line: &str, start: usize, clues: &Clues) -> Option<[Found; 2]> {
    let wide = line.chars().any(is_ideographic);
    let month_first = wide || clues.order == Some(DayMonthOrder::MonthFirst);
    let (one, behind) = number(line, start, 2)?;
    let slash = mark(line, behind, &['/']);
    let (two, behind) = match slash {
        Some((_, at)) => number(line, at, 2).map(|(two, at)| (Some(two), at))?,
        None => (None, behind),
    };
    let first_end = behind;
    let (_, second) = mark(line, behind, &DASHES)?;
    let (three, behind) = number(line, second, 2)?;
    let (_, behind) = mark(line, behind, &['/'])?;
    let (four, behind) = number(line, behind, 2)?;
    let year = mark(line, behind, &['/']).and_then(|(_, at)| number(line, at, 4));
    let year = year.filter(|(year, _)| (2000..=2100).contains(year));
    let end = year.map_or(behind, |(_, end)| end);
    if line.get(end..)?.starts_with(|c: char| c.is_ascii_digit() || c == '/') {
        return None;
    }
    let year = year.map(|(year, _)| year);
    // a year tells that these are dates, and so do four numbers
    if year.is_none() && two.is_none() {
        return None;
    }
    let small = |value: i16| i8::try_from(value).ok();
    let order = |a: i16, b: i16, month_first: bool| {
        Some(if month_first { (small(a)?, small(b)?) } else { (small(b)?, small(a)?) })
    };
    let first_of_month = month_first && year.is_none() || four > 12;
    let last = order(three, four, first_of_month)?;
    let first = match two {
        Some(two) => order(one, two, first_of_month)?,
        None => (last.0, small(one)?),
    };
    let first_year = year.map(|year| year - i16::from(first > last));
    Some([calendar(first_year, first, start, first_end)?, calendar(year, last, second, end)?])
}

/// `12.09–22.09`: four numbers of two digits each, which are no hours.
fn pointed(line: &str) -> Vec<Found> {
    let two = |at: usize| number(line, at, 2).filter(|(_, end)| end - at == 2);
    let spaces = |at: usize| {
        let rest = line.get(at..).unwrap_or_default();
        at + rest.len() - rest.trim_start_matches(' ').len()
    };
    let day = |start: usize| {
        let (day, at) = two(start)?;
        let (_, at) = mark(line, at, &['.'])?;
        let (month, end) = two(at)?;
        calendar(None, (i8::try_from(month).ok()?, i8::try_from(day).ok()?), start, end)
    };
    let span = |(dash, _): (usize, &str)| {
        let before = line.get(..dash)?.trim_end_matches([' ', '.']);
        let first = day(before.len().checked_sub(5)?)?;
        let glued = line.get(..first.start)?.ends_with(|c: char| c.is_alphanumeric() || c == '.');
        let last = day(spaces(mark(line, dash, &DASHES)?.1))?;
        let behind = line.get(last.end..)?.strip_prefix('.').unwrap_or(line.get(last.end..)?);
        let more = behind.starts_with(|c: char| c.is_numeric());
        let hours = ["uhr", "h", "ч"]
            .iter()
            .any(|word| behind.trim_start().to_lowercase().starts_with(word));
        (!glued && !more && !hours).then_some([first, last])
    };
    line.match_indices(DASHES).filter_map(span).flatten().collect()
}

/// `'27. 10. 11.`, as Korean offices write it.
fn cut_years(line: &str) -> Vec<Found> {
    let mut out = Vec::new();
    for (start, sign) in line.match_indices(['\'', '’', '‘']) {
        let point = |at: usize| {
            let (_, at) = mark(line, at, &['.'])?;
            Some(at + line.get(at..)?.len() - line.get(at..)?.trim_start().len())
        };
        let read = || {
            let (year, at) = number(line, start + sign.len(), 2)?;
            let (month, at) = number(line, point(at)?, 2)?;
            let (day, at) = number(line, point(at)?, 2)?;
            let end = mark(line, at, &['.']).map_or(at, |(_, end)| end);
            let numbers = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            calendar(Some(2000 + year), numbers, start, end)
        };
        out.extend(read());
    }
    out
}

/// The first day of `十月二十四、二十五日` and `6月23、24两日`, which has no sign of its own.
fn ideographs(line: &str) -> Vec<Found> {
    let mut out = Vec::new();
    for (at, sign) in line.match_indices('月') {
        let before = line.get(..at).unwrap_or_default();
        let run = before.chars().rev().take_while(|c| is_numeral(*c)).count();
        let behind = line.get(at + sign.len()..).unwrap_or_default();
        if let Some((day, end)) = number(behind, 0, 2) {
            let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
            let listed = behind.get(end..).is_some_and(|rest| {
                rest.strip_prefix(['、', '及', '和', '與', '与']).is_some_and(|rest| {
                    let next = number(rest, 0, 2).and_then(|(_, end)| rest.get(end..));
                    next.is_some_and(|rest| {
                        rest.trim_start_matches(['两', '兩', '二'])
                            .starts_with(['日', '号', '號', '天'])
                    })
                })
            });
            let start = at - digits;
            let month = number(line, start, 2).and_then(|(month, _)| i8::try_from(month).ok());
            if let (true, Some(month), Ok(day)) = (listed, month, i8::try_from(day)) {
                out.extend(calendar(None, (month, day), start, at + sign.len() + end));
            }
            continue;
        }
        let day: String = behind.chars().take_while(|c| is_numeral(*c)).collect();
        let rest = behind.get(day.len()..).unwrap_or_default();
        if run == 0 || !rest.starts_with(['、', '及', '和', '與', '与', '至', '到']) {
            continue;
        }
        let start = at - run * sign.len();
        let month = before.get(start..).and_then(counted);
        if let Some(numbers) = month.zip(counted(&day)) {
            out.extend(calendar(None, numbers, start, at + sign.len() + day.len()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tight_spans_share_what_stands_behind_them() {
        let clues = Clues {
            now: "2026-08-05T12:00:00Z".parse().unwrap(),
            timezone: jiff::tz::TimeZone::UTC,
            order: Some(DayMonthOrder::DayFirst),
        };
        for (text, wanted) in [
            ("12-20/9/2026", "2026-9-12 2026-9-20"),
            ("29/12-9/1/2027", "2026-12-29 2027-1-9"),
            ("初級 9/7—11/27", "0-9-7 0-11-27"),
            ("'27. 10. 11.(월)", "2027-10-11"),
            ("十月二十四、二十五日", "0-10-24"),
            ("room 12-20/9", ""),
            ("3-4/5-6/7-8", ""),
        ] {
            let mut found = Vec::new();
            add(text, &clues, &mut found);
            let told: Vec<String> = found
                .iter()
                .map(|one| format!("{}-{}-{}", one.year.unwrap_or(0), one.month, one.day))
                .collect();
            assert_eq!(told.join(" "), wanted, "{text}");
        }
    }
}
