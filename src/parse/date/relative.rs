//! Dates told from now: "2 hours ago", "il y a 2 jours", "3天前", "昨天 09:30", "yesterday".

use jiff::{SignedDuration, Zoned};

use super::cursor::Cursor;
use super::lex::Kind;
use super::words::{Role, Unit};

/// A moment told from now, with the tokens it spans; the time is kept below a day's unit.
pub(super) struct Moment {
    pub(super) at: Zoned,
    pub(super) timed: bool,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// A text longer than this says "today" for many reasons.
const SHORT: usize = 48;

/// `N unit ago` with the number, or the word for one, at token `i`.
pub(super) fn counted(cursor: &Cursor<'_>, i: usize) -> Option<Moment> {
    let count = match cursor.number(i) {
        Some((n, 0..=4)) => n,
        None if cursor.role(i, Role::One) => 1,
        _ => return None,
    };
    let (unit, to) = unit(cursor, i)?;
    let count = i64::try_from(count).ok()?;
    let (from, to) = bounds(cursor, i, to)?;
    let now = cursor.clues.now.to_zoned(cursor.clues.timezone.clone());
    let back = match unit {
        Unit::Second => SignedDuration::from_secs(count),
        Unit::Minute => SignedDuration::from_mins(count),
        Unit::Hour => SignedDuration::from_hours(count),
        Unit::Day => SignedDuration::from_hours(24 * count),
        Unit::Week => SignedDuration::from_hours(168 * count),
    };
    let at = now.checked_sub(back).ok()?;
    Some(Moment { at, timed: !matches!(unit, Unit::Day | Unit::Week), from, to })
}

fn unit(cursor: &Cursor<'_>, i: usize) -> Option<(Unit, usize)> {
    let at = cursor.skip(i + 1);
    if let Some(unit) = cursor.sense(at).unit {
        let dot = usize::from(cursor.is_sign(at + 1, &['.']));
        return Some((unit, at + 1 + dot));
    }
    let at = if cursor.is_sign(at, &['个', '個']) { at + 1 } else { at };
    Some(match (cursor.sign(at)?, cursor.sign(at + 1)) {
        ('秒' | '초', Some('钟' | '鐘')) => (Unit::Second, at + 2),
        ('秒' | '초', _) => (Unit::Second, at + 1),
        ('分', Some('钟' | '鐘')) => (Unit::Minute, at + 2),
        ('分' | '분', _) => (Unit::Minute, at + 1),
        ('小', Some('时' | '時')) | ('시', Some('간')) | ('時', Some('間')) => {
            (Unit::Hour, at + 2)
        }
        ('天' | '일', _) | ('日', Some('前')) => (Unit::Day, at + 1),
        ('周' | '週' | '주', Some('间' | '間' | '일')) => (Unit::Week, at + 2),
        ('周' | '週' | '주', _) => (Unit::Week, at + 1),
        _ => return None,
    })
}

/// Where the phrase begins and ends, if it says "ago" at all.
fn bounds(cursor: &Cursor<'_>, i: usize, to: usize) -> Option<(usize, usize)> {
    let behind = cursor.skip(to);
    if cursor.is_sign(behind, &['前', '전']) {
        // 三天前 but not 开课3天前往
        return (!cursor.is_sign(behind + 1, &['往', '后', '後', '来', '去']))
            .then_some((i, behind + 1));
    }
    if cursor.role(behind, Role::Ago) {
        let double = cursor.word(behind).is_some_and(|w| w.eq_ignore_ascii_case("yang"));
        return Some((i, if double { cursor.skip(behind + 1) + 1 } else { behind + 1 }));
    }
    let lead = cursor.back(i)?;
    let french = cursor.sense(lead).is(Role::One)
        && cursor.back(lead).is_some_and(|y| cursor.word(y) == Some("y"));
    // "πριν από 2 ημέρες"
    let lead = match cursor.word(lead) {
        Some("από") => cursor.back(lead)?,
        _ => lead,
    };
    let word = cursor.word(lead)?;
    if french || word == "a" && cursor.back(lead).is_some_and(|y| cursor.word(y) == Some("y")) {
        let y = cursor.back(lead)?;
        let il = cursor
            .back(y)
            .filter(|&il| cursor.word(il).is_some_and(|w| w.eq_ignore_ascii_case("il")));
        return il.map(|il| (il, to));
    }
    let certain = matches!(
        super::words::fold(word).as_str(),
        "vor" | "hace" | "ha" | "πριν" | "قبل" | "منذ" | "pred" | "przed" | "acum" | "לפני"
    );
    certain.then_some((lead, to))
}

/// "yesterday" with a time beside it, or as all that a short text says. The time is read by the
/// caller.
pub(super) fn named(cursor: &Cursor<'_>, i: usize) -> Option<Moment> {
    let (days, to) = match cursor.kind(i)? {
        Kind::Word => (cursor.sense(i).day?, i + 1),
        Kind::Sign(c) => match (c, cursor.sign(i + 1)?) {
            ('今', '天' | '日') | ('오', '늘') | ('刚', '刚') | ('剛', '剛') => (0, i + 2),
            ('昨', '天' | '日') | ('어', '제') => (-1, i + 2),
            ('前', '天') | ('그', '제') => (-2, i + 2),
            _ => return None,
        },
        _ => return None,
    };
    let last = cursor.kind(cursor.skip(to)).is_none();
    let opening = cursor.back(i).is_none_or(|j| cursor.is_sign(j, &[':', '|', '·', '•', '[', '(']));
    let behind = super::bridge(cursor, to);
    let timed = super::clock::read(cursor, behind).is_some();
    let alone = last && opening && cursor.text.len() <= SHORT;
    if !(alone || timed) {
        return None;
    }
    let now = cursor.clues.now.to_zoned(cursor.clues.timezone.clone());
    let at = now.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok()?;
    Some(Moment { at, timed: false, from: i, to })
}
