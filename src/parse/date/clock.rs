//! Times of day and their zones: `09:33`, `9.30 Uhr`, `9h30`, `下午3时30分`, `9:30 p.m.`, `24:00`,
//! `+08:00`, `CET`.

use jiff::civil::Time;
use jiff::tz::Offset;

use super::cursor::Cursor;
use super::words::Role;

#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) time: Time,
    pub(super) offset: Option<Offset>,
    /// The token behind it.
    pub(super) to: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

/// A time of day that begins at token `i`.
pub(super) fn read(cursor: &Cursor<'_>, i: usize) -> Option<Clock> {
    let (half, i) = asian_half(cursor, i);
    let hour = cursor.small(i, 2).filter(|h| *h <= 24)?;
    let (minute, second, to, sure) = minutes(cursor, i, half.is_some())?;
    let (half, to) = match half {
        Some(_) => (half, to),
        None => western_half(cursor, to),
    };
    if !sure && half.is_none() {
        return None;
    }
    let hour = match half {
        Some(_) if hour > 12 => hour,
        Some(Half::Am) => hour % 12,
        Some(Half::Pm) => hour % 12 + 12,
        None => hour,
    };
    let time = if hour == 24 {
        // the end of that day, not the start of the next
        (minute == 0 && second == 0).then(|| Time::new(23, 59, 59, 0).ok())??
    } else {
        Time::new(i8::try_from(hour).ok()?, minute, second, 0).ok()?
    };
    let (offset, to) = zone(cursor, to);
    Some(Clock { time, offset, to })
}

/// A reading of minutes: minute, second, the token behind, and whether the form alone says that
/// this is a time.
type Minutes = (i8, i8, usize, bool);

fn minutes(cursor: &Cursor<'_>, i: usize, half: bool) -> Option<Minutes> {
    let mark = cursor.skip(i + 1);
    if cursor.is_sign(i + 1, &[':']) {
        return colon(cursor, i + 1);
    }
    if cursor.is_sign(mark, &['时', '時', '点', '點', '시']) {
        return Some(spelled(cursor, mark));
    }
    if cursor.role(mark, Role::Hour) {
        return Some(hour_word(cursor, mark));
    }
    if let Some(minute) = two(cursor, i + 2).filter(|_| cursor.is_sign(i + 1, &['.'])) {
        let unit = cursor.skip(i + 3);
        if cursor.role(unit, Role::Hour) {
            return Some((minute, 0, unit + 1, true));
        }
        return Some((minute, 0, i + 3, led(cursor, i)));
    }
    Some((0, 0, i + 1, false)).filter(|_| !half)
}

fn two(cursor: &Cursor<'_>, at: usize) -> Option<i8> {
    cursor.number(at).filter(|n| n.1 == 2 && n.0 < 60).and_then(|n| i8::try_from(n.0).ok())
}

/// `:33`, `:33:21`, `:33:21.123`.
fn colon(cursor: &Cursor<'_>, i: usize) -> Option<Minutes> {
    let minute_at = if cursor.is_space(i + 1) { i + 2 } else { i + 1 };
    let minute = two(cursor, minute_at)?;
    let second = two(cursor, minute_at + 2).filter(|_| cursor.is_sign(minute_at + 1, &[':']));
    if let Some(second) = second {
        let to = minute_at + 3;
        let fraction = cursor.is_sign(to, &['.', ',']) && cursor.number(to + 1).is_some();
        return Some((minute, second, if fraction { to + 2 } else { to }, true));
    }
    let to = minute_at + 1;
    let unit = cursor.skip(to);
    Some((minute, 0, if cursor.role(unit, Role::Hour) { unit + 1 } else { to }, true))
}

/// 时30分, 点半, 시.
fn spelled(cursor: &Cursor<'_>, mark: usize) -> Minutes {
    let small = |at: usize, unit: &[char]| {
        let behind = cursor.skip(at + 1);
        let value = cursor.small(at, 2).filter(|n| *n < 60 && cursor.is_sign(behind, unit))?;
        Some((i8::try_from(value).ok()?, behind + 1))
    };
    let Some((minute, to)) = small(cursor.skip(mark + 1), &['分', '분']) else {
        let half = cursor.is_sign(mark + 1, &['半', '반']);
        return (if half { 30 } else { 0 }, 0, mark + 1 + usize::from(half), true);
    };
    let (second, to) = small(cursor.skip(to), &['秒', '초']).unwrap_or((0, to));
    (minute, second, to, true)
}

/// `h`, `h30`, `Uhr 30`.
fn hour_word(cursor: &Cursor<'_>, mark: usize) -> Minutes {
    let minute_at = cursor.skip(mark + 1);
    let Some(minute) = two(cursor, minute_at).filter(|_| minute_at <= mark + 2) else {
        return (0, 0, mark + 1, true);
    };
    let unit = cursor.skip(minute_at + 1);
    let named = cursor.word(unit).is_some_and(|w| matches!(w, "min" | "Uhr" | "phút"));
    (minute, 0, if named { unit + 1 } else { minute_at + 1 }, true)
}

/// Whether a word for "at" leads to the number: "kl. 14.30".
fn led(cursor: &Cursor<'_>, i: usize) -> bool {
    let Some(last) = cursor.back(i) else { return false };
    let word = if cursor.is_sign(last, &['.']) { last.saturating_sub(1) } else { last };
    cursor.role(word, Role::At)
}

/// 上午, 下午 and their like stand before the hour.
fn asian_half(cursor: &Cursor<'_>, i: usize) -> (Option<Half>, usize) {
    let half = match (cursor.sign(i), cursor.sign(i + 1)) {
        (Some('上' | '早' | '凌'), Some('午' | '上' | '晨'))
        | (Some('午'), Some('前'))
        | (Some('오'), Some('전')) => Half::Am,
        (Some('下' | '中'), Some('午'))
        | (Some('晚'), Some('上' | '间'))
        | (Some('午'), Some('後' | '后'))
        | (Some('오'), Some('후')) => Half::Pm,
        _ => return (None, i),
    };
    let noon = cursor.sign(i) == Some('中');
    let at = cursor.skip(i + 2);
    // 11:30 at noon is still the morning
    let late = noon && cursor.small(at, 2) == Some(11);
    (Some(if late { Half::Am } else { half }), at)
}

/// `am`, `PM`, `a.m.` behind the time.
fn western_half(cursor: &Cursor<'_>, to: usize) -> (Option<Half>, usize) {
    let at = cursor.skip(to);
    for (role, half) in [(Role::Am, Half::Am), (Role::Pm, Half::Pm)] {
        if cursor.role(at, role) && cursor.word(at).is_some_and(str::is_ascii) {
            return (Some(half), at + 1);
        }
    }
    let half = match cursor.word(at) {
        Some("a" | "A") => Half::Am,
        Some("p" | "P") => Half::Pm,
        _ => return (None, to),
    };
    let dotted = cursor.is_sign(at + 1, &['.']) && matches!(cursor.word(at + 2), Some("m" | "M"));
    if dotted {
        let end = at + 3;
        return (Some(half), if cursor.is_sign(end, &['.']) { end + 1 } else { end });
    }
    (None, to)
}

/// Zone names that mean one offset wherever they are written, in minutes.
const ZONES: [(&str, i32); 32] = [
    ("utc", 0),
    ("gmt", 0),
    ("z", 0),
    ("wet", 0),
    ("west", 60),
    ("cet", 60),
    ("mez", 60),
    ("cest", 120),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("мск", 180),
    ("trt", 180),
    ("pkt", 300),
    ("wib", 420),
    ("wita", 480),
    ("ict", 420),
    ("hkt", 480),
    ("sgt", 480),
    ("myt", 480),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("est", -300),
    ("edt", -240),
    ("pst", -480),
    ("pdt", -420),
    ("mst", -420),
];

fn zone(cursor: &Cursor<'_>, to: usize) -> (Option<Offset>, usize) {
    let spaced = cursor.skip(to);
    let open = usize::from(cursor.is_sign(spaced, &['(', '[']));
    let at = spaced + open;
    let close =
        |end: usize| if open == 1 && cursor.is_sign(end, &[')', ']']) { end + 1 } else { end };
    if let Some(word) = cursor.word(at) {
        let name = super::words::fold(word);
        if let Some((_, minutes)) = ZONES.iter().find(|(zone, _)| *zone == name) {
            if let Some((offset, end)) = shift(cursor, at + 1).filter(|_| *minutes == 0) {
                return (Some(offset), close(end));
            }
            return (Offset::from_seconds(minutes * 60).ok(), close(at + 1));
        }
    }
    if let Some((offset, end)) = shift(cursor, at).filter(|_| at == to || at == to + 1) {
        return (Some(offset), close(end));
    }
    if (cursor.sign(at), cursor.sign(at + 1)) == (Some('北'), Some('京')) {
        return (Offset::from_seconds(8 * 3600).ok(), close(at + 4));
    }
    (None, to)
}

/// `+08:00`, `+0800`, `+8`.
fn shift(cursor: &Cursor<'_>, i: usize) -> Option<(Offset, usize)> {
    let sign = match cursor.sign(i)? {
        '+' => 1,
        '-' | '–' => -1,
        _ => return None,
    };
    let (value, digits) = cursor.number(i + 1)?;
    let (hours, minutes, end) = match digits {
        4 => (value / 100, value % 100, i + 2),
        1 | 2 => match cursor.number(i + 3).filter(|n| n.1 == 2 && cursor.is_sign(i + 2, &[':'])) {
            Some((minutes, _)) => (value, minutes, i + 4),
            None => (value, 0, i + 2),
        },
        _ => return None,
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    // behind a dash the hour at which something ends is more likely than an offset
    if sign < 0 && digits <= 2 && !iso(cursor, i) {
        return None;
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    Some((Offset::from_seconds(sign * seconds).ok()?, end))
}

/// Whether the time before token `i` is glued to its date, or tells seconds and is glued to what
/// follows: as machines write.
fn iso(cursor: &Cursor<'_>, i: usize) -> bool {
    let glued = (i.saturating_sub(8)..i).any(|j| matches!(cursor.word(j), Some("T" | "t")));
    let seconds = i >= 4 && cursor.is_sign(i - 2, &[':', '.']) && cursor.is_sign(i - 4, &[':']);
    glued || seconds
}
