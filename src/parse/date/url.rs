//! The date that an address carries.

use jiff::civil::Date;

/// The date that an address carries, such as `/2026/03/31/` or `t20260331_1.html`; never from a
/// number that may be an id.
pub fn in_url(url: &str) -> Option<Date> {
    // an archive's address ends with the address of what it keeps
    let path = url.rsplit_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).take(40).collect();
    in_segments(&segments).or_else(|| segments.iter().rev().find_map(|segment| in_name(segment)))
}

/// The year that an address carries as a folder of its own, where it carries but one.
pub fn year_in_url(url: &str) -> Option<i16> {
    let path = url.rsplit_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let folders =
        path.rsplit_once('/').map_or("", |(folders, _)| folders).split('/').skip(1).take(40);
    let mut years =
        folders.filter_map(|part| digits(part, 4)).filter(|year| (1990..=2100).contains(year));
    years.next().filter(|_| years.next().is_none())
}

fn digits(text: &str, count: usize) -> Option<i16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1990..=2100).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn upto_two(text: &str) -> Option<i16> {
    digits(text, 2).or_else(|| digits(text, 1))
}

/// `/2026/03/31/`, `/2026/0331/`, `/2026-03/31/`, `/202603/31/`, `/2026/mar/31/`.
fn in_segments(segments: &[&str]) -> Option<Date> {
    for at in (0..segments.len()).rev() {
        let get = |i: usize| segments.get(at + i).copied().unwrap_or_default();
        let head = get(0);
        if let Some(year) = digits(head, 4) {
            let second = get(1);
            let joint = digits(second, 4).and_then(|md| day(year, md / 100, md % 100));
            if joint.is_some() {
                return joint;
            }
            let named = || super::words::sense(second).month.map(|m| i16::from(m.number));
            let month = upto_two(second).or_else(named);
            // the last segment may go on: /2026/03/31-slug or /2026/03/31.html
            let third = get(2);
            let lead = third.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
            let bounded =
                !third.strip_prefix(lead).unwrap_or_default().starts_with(char::is_alphabetic);
            let whole = upto_two(third).or_else(|| digits(lead, 2).filter(|_| bounded));
            if let Some(date) = month.zip(whole).and_then(|(m, d)| day(year, m, d)) {
                return Some(date);
            }
        }
        if let Some((year, month)) = head.split_once(['-', '_']) {
            let parts = digits(year, 4).zip(digits(month, 2)).zip(upto_two(get(1)));
            if let Some(date) = parts.and_then(|((y, m), d)| day(y, m, d)) {
                return Some(date);
            }
        }
    }
    None
}

/// `t20260331_1.html`, `2026-03-31-slug`, `20260331`, `slug-20260331.html`.
fn in_name(segment: &str) -> Option<Date> {
    let bytes = segment.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
            continue;
        }
        let run = bytes.iter().skip(at).take_while(|b| b.is_ascii_digit()).count();
        let end = at + run;
        if let Some(date) = in_run(segment, at, end) {
            return Some(date);
        }
        at = end;
    }
    None
}

fn in_run(segment: &str, start: usize, end: usize) -> Option<Date> {
    let run = segment.get(start..end)?;
    let before = segment.get(..start)?;
    let after = segment.get(end..)?;
    // "t2026..." of TRS, or a name that ends in a separator; other letters make a code of it
    let opens = before.is_empty()
        || before.ends_with(['-', '_', '.'])
        || matches!(before, "t" | "T" | "W" | "P" | "c" | "art");
    if !opens {
        return None;
    }
    let closes = after.is_empty() || after.starts_with(['_', '-', '.']);
    match run.len() {
        8 if closes => eight(run),
        // "t20260331101530_1": a time behind the day
        14 if closes => {
            let time = run.get(8..).and_then(|t| t.parse::<u32>().ok())?;
            let valid = time / 10_000 < 24 && time / 100 % 100 < 60 && time % 100 < 60;
            eight(run.get(..8)?).filter(|_| valid)
        }
        4 => {
            let mut parts = after.get(1..)?.splitn(3, |c: char| !c.is_ascii_digit());
            let sep = after.chars().next().filter(|c| matches!(c, '-' | '_' | '.'))?;
            let (month, rest) = (parts.next()?, parts.next()?);
            let joined = after.get(1 + month.len()..)?.starts_with(sep);
            let tail = after.get(2 + month.len() + rest.len()..)?;
            let ends = !tail.starts_with(char::is_alphabetic);
            let (y, m, d) = (digits(run, 4)?, upto_two(month)?, upto_two(rest)?);
            (joined && ends).then(|| day(y, m, d))?
        }
        _ => None,
    }
}

fn eight(run: &str) -> Option<Date> {
    let number: i32 = run.parse().ok()?;
    let part = |n: i32| i16::try_from(n).ok();
    day(part(number / 10_000)?, part(number / 100 % 100)?, part(number % 100)?)
}
