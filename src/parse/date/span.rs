//! Two dates that share their month or year: `5-16 July 2027`, `July 5 to 16, 2027`,
//! `7月5日至16日`, `1. Juni bis 15. Juli 2027`.

use super::cursor::{Cursor, Day};
use super::words::{Role, fold};
use super::{Form, Found};

/// How two dates hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    /// From the one to the other.
    Through,
    /// The one and the other.
    And,
}

const THROUGH: [&str; 18] = [
    "to", "till", "until", "through", "bis", "au", "al", "a", "ate", "fino", "по", "до", "do",
    "tot", "til", "t/m", "εωσ", "den",
];
const AND: [&str; 12] = ["and", "und", "et", "y", "e", "и", "og", "och", "en", "i", "ve", "και"];

/// What the text between two dates makes of them; `None` where they are two things.
pub(crate) fn join(gap: &str) -> Option<Join> {
    if gap.len() > 48 {
        return None;
    }
    let folded = fold(gap);
    // a weekday or a time in brackets belongs to the first date
    let bare = folded.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ',' | '(' | ')' | '（' | '）')
    });
    let bare = without_time(without_weekday(bare));
    let sign = matches!(
        bare,
        "-" | "–"
            | "—"
            | "~"
            | "～"
            | "〜"
            | "－"
            | "至"
            | "到"
            | "から"
            | "부터"
            | "/"
            | "--"
            | "―"
    );
    let signed = sign
        || bare.ends_with(['至', '到', '~', '～', '〜', '–', '-', '—'])
            && bare.chars().count() <= 6
        || bare.ends_with("から")
        || bare.starts_with("부터");
    if signed {
        return Some(Join::Through);
    }
    if matches!(
        bare,
        "&" | "・" | "·" | "、" | "和" | "및" | "与" | "與" | "と" | "과" | "와" | "及" | "及び"
    ) {
        return Some(Join::And);
    }
    let mut words = bare.split(|c: char| !c.is_alphabetic() && c != '/').filter(|w| !w.is_empty());
    let first = words.next()?;
    // "until 18:00. Order: 27 August"
    if bare.starts_with(char::is_alphabetic) && bare.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // "bis zum Montag, den": at most three words in all
    let few = words.clone().count() <= 2;
    let article = |word: &str| matches!(word, "the" | "el" | "le" | "dem" | "den" | "il");
    if AND.contains(&first) && words.clone().all(article) {
        return Some(Join::And);
    }
    (few && THROUGH.contains(&first) && words.all(|w| !super::words::sense(w).is(Role::Am)))
        .then_some(Join::Through)
}

/// What follows the rest of a weekday whose opening bracket has been cut: `월)부터`.
fn without_weekday(bare: &str) -> &str {
    match bare.split_once([')', '）']) {
        Some((day, rest)) if day.chars().count() <= 4 && !rest.is_empty() => rest.trim(),
        _ => bare,
    }
}

/// What follows an hour that belongs to the first date: "13 Uhr, bis Freitag".
fn without_time(bare: &str) -> &str {
    let hour = bare.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
    if hour.len() == bare.len() || bare.len() - hour.len() > 5 {
        return bare;
    }
    let hour = hour.trim_start();
    let units = ["uhr", "h", "часов", "ч.", "pm", "am", "p.m.", "a.m.", "시", "時"];
    let rest = units.iter().find_map(|unit| hour.strip_prefix(unit)).unwrap_or(hour);
    rest.trim_start_matches([',', ' '])
}

/// The number at `i` as the first day of a span whose second half names the month.
pub(super) fn opening(cursor: &Cursor<'_>, i: usize) -> Option<Day> {
    let day = cursor.small(i, 2).filter(|d| (1..=31).contains(d))?;
    if cursor.glued(i) || !cursor.opens(i) {
        return None;
    }
    let mut at = i + 1;
    at += usize::from(cursor.is_sign(at, &['.'])) + usize::from(cursor.role(at, Role::Ordinal));
    let second = connector(cursor, bracket(cursor, at))?;
    let other = super::named::second_half(cursor, second)?;
    (u64::try_from(other.day).ok()? > day).then_some(())?;
    Day::new(other.year, u64::try_from(other.month).ok()?, day, (i, at))
}

/// The second day of a span whose first half, just read, named the month.
pub(super) fn closing(cursor: &Cursor<'_>, first: &Day) -> Option<Day> {
    let dot = |at: usize| at + usize::from(cursor.is_sign(at, &['.']));
    let after = dot(bracket(cursor, dot(first.to)));
    let at = connector(cursor, after)?;
    let (number, _) = cursor.number(at).filter(|n| n.1 <= 2)?;
    let month = u64::try_from(first.month).ok()?;
    let mark = cursor.skip(at + 1);
    if cursor.is_sign(mark, &['日', '号', '號', '일']) {
        return Day::new(first.year, month, number, (at, mark + 1)).filter(|d| d.day > first.day);
    }
    let sep = cursor.sign(at + 1).filter(|c| matches!(c, '.' | '/' | '-'));
    let numeric = cursor.sign(first.to.checked_sub(2)?).is_some()
        || cursor.sign(first.to.checked_sub(3)?).is_some();
    if let (Some(_), true) = (sep, numeric) {
        let day_at = cursor.skip(at + 2);
        if let Some(day) = cursor.small(day_at, 2) {
            // "1.9. bis 11.9." as its first half has it
            let day_first = cursor.number(first.from).is_some_and(|(value, digits)| {
                digits <= 2
                    && u64::try_from(first.day) == Ok(value)
                    && u64::try_from(first.month) != Ok(value)
            });
            let (month, day) = if day_first { (day, number) } else { (number, day) };
            let second = Day::new(first.year, month, day, (at, day_at + 1))?;
            let later = (second.month, second.day) > (first.month, first.day);
            return Some(second).filter(|_| later);
        }
    }
    english(cursor, first, at, number)
}

/// `July 5-16, 2027`: the year comes last.
fn english(cursor: &Cursor<'_>, first: &Day, at: usize, number: u64) -> Option<Day> {
    let named = (first.from.saturating_sub(4)..first.to).any(|i| cursor.month(i).is_some());
    let mut end = at + 1;
    end += usize::from(cursor.role(end, Role::Ordinal));
    let month = u64::try_from(first.month).ok()?;
    if !named || cursor.is_sign(end, &[':', '%']) || cursor.month(cursor.skip(end)).is_some() {
        return None;
    }
    let comma = cursor.skip(end);
    let own = (first.from..first.to).find(|i| cursor.number(*i).is_some()).unwrap_or(first.to);
    let leads = !(own..first.to).any(|i| cursor.month(i).is_some());
    let hour = [Role::Am, Role::Pm, Role::Hour].iter().any(|role| cursor.role(comma, *role))
        // "a.m."
        || cursor.word(comma).is_some_and(|word| matches!(word, "a" | "p"))
            && cursor.is_sign(comma + 1, &['.']);
    let year_at = if cursor.is_sign(comma, &[',']) { cursor.skip(comma + 1) } else { comma };
    let year = cursor.number(year_at).filter(|n| n.1 == 4 && (1900..=2100).contains(&n.0));
    let (year, to) = match (year, first.year) {
        (Some((year, _)), None) => (i16::try_from(year).ok(), year_at + 1),
        (None, None) if cursor.is_sign(first.to, &['-', '–']) && !hour => (None, end),
        // "from February 8 to 26."
        (None, None) if leads && cursor.word(comma).is_none() && cursor.number(comma).is_none() => {
            (None, end)
        }
        _ => return None,
    };
    Day::new(year, month, number, (at, to)).filter(|d| d.day > first.day)
}

/// Over a weekday in brackets.
fn bracket(cursor: &Cursor<'_>, i: usize) -> usize {
    let at = cursor.skip(i);
    if !cursor.is_sign(at, &['(']) {
        return i;
    }
    (at + 1..at + 5).find(|&j| cursor.is_sign(j, &[')'])).map_or(i, |j| j + 1)
}

/// The token behind a connector that begins at `i`.
fn connector(cursor: &Cursor<'_>, i: usize) -> Option<usize> {
    let at = cursor.skip(i);
    if cursor.is_sign(at, &['-', '–', '~', '至', '到', '/', '&', '・', '、', '和', '및']) {
        let next = cursor.skip(at + 1);
        // "Tue 20 – Fri 23 May"
        let weekday = cursor.role(next, Role::Weekday);
        return Some(if weekday { cursor.skip(next + 1) } else { next });
    }
    let pair = (cursor.sign(at), cursor.sign(at + 1));
    if matches!(pair, (Some('か'), Some('ら')) | (Some('부'), Some('터'))) {
        return Some(cursor.skip(at + 2));
    }
    let word = fold(cursor.word(at)?);
    let joins = THROUGH.contains(&word.as_str()) || AND.contains(&word.as_str());
    let next = cursor.skip(at + 1);
    // "Wednesday 11 and Thursday 12 November"
    let weekday = cursor.role(next, Role::Weekday);
    let next = if weekday { cursor.skip(next + 1) } else { next };
    let next = if cursor
        .word(next)
        .is_some_and(|w| matches!(fold(w).as_str(), "zum" | "den" | "el" | "le" | "the"))
    {
        cursor.skip(next + 1)
    } else {
        next
    };
    (joins && cursor.number(next).is_some()).then_some(next)
}

/// Gives the year of the one half of a span to the other.
pub(super) fn share_years(text: &str, found: &mut [Found]) {
    for at in 1..found.len() {
        let (Some(&first), Some(&second)) = (found.get(at - 1), found.get(at)) else { continue };
        if first.form == Form::Relative || second.form == Form::Relative {
            continue;
        }
        let gap = text.get(first.end..second.start).unwrap_or_default();
        if first.year.is_some() == second.year.is_some() || join(gap).is_none() {
            continue;
        }
        let wraps = i16::from((first.month, first.day) > (second.month, second.day));
        if let (Some(year), Some(one)) = (second.year, found.get_mut(at - 1)) {
            one.year = Some(year - wraps);
        } else if let (Some(year), Some(other)) = (first.year, found.get_mut(at)) {
            other.year = Some(year + wraps);
        }
    }
}
