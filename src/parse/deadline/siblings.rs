//! Days that borrow the month of a date beside them: `7, 14 and 21 July`, `6月23、24两日`,
//! `9月12日に台北、13日に高雄`.

use super::super::date::{self, Form, Found, Join};
use super::script::{counted, is_numeral};
use super::weekday;

/// No list has more days than this.
const MOST: usize = 8;

/// A bare day further off than this has a month of its own.
const NEAR: usize = 40;

pub(super) fn add(line: &str, found: &mut Vec<Found>) {
    let mut more = Vec::new();
    for (at, one) in found.iter().enumerate().filter(|(_, one)| one.form == Form::Calendar) {
        let floor = at.checked_sub(1).and_then(|i| found.get(i)).map_or(0, |before| before.end);
        let next = found.get(at + 1).map_or(line.len(), |next| next.start);
        more.extend(before(line, one, floor, next));
        let own = line.get(one.start..one.end).unwrap_or_default();
        let behind = line.get(one.end..next).unwrap_or_default();
        if own.contains(['月', '월']) || own.ends_with(['日', '일', '号', '號']) {
            more.extend(behind_wide(behind, one));
        } else if own.starts_with(char::is_alphabetic) {
            more.extend(behind_named(behind, one));
        }
    }
    if !more.is_empty() {
        found.extend(more);
        found.sort_by_key(|one| one.start);
    }
}

fn sibling(one: &Found, day: i8, start: usize, end: usize) -> Found {
    Found { day, time: None, offset: None, start, end, ..*one }
}

/// A day of one or two digits that ends a text, with the byte at which it begins.
fn last_number(text: &str) -> Option<(i8, usize)> {
    let digits = text.chars().rev().take_while(char::is_ascii_digit).count();
    let start = text.len() - digits;
    let glued = text.get(..start)?.ends_with(|c: char| {
        c.is_alphanumeric() || matches!(c, '.' | ',' | '/' | ':' | '-' | '–' | '§' | '#' | '+')
    });
    let day = text.get(start..)?.parse().ok()?;
    ((1..=2).contains(&digits) && !glued && (1..=31).contains(&day)).then_some((day, start))
}

fn ordinal(text: &str) -> &str {
    let text = text.strip_suffix('.').unwrap_or(text);
    let marks = ["-го", "-е", "th", "st", "nd", "rd", "er", "º", "ª"];
    let bare = marks.iter().find_map(|mark| text.strip_suffix(mark));
    bare.filter(|bare| bare.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(text)
}

const ARTICLES: [&str; 9] = ["el", "del", "le", "du", "the", "den", "dem", "am", "al"];

/// What a list of days is parted by, and whether it says that it is one.
fn parted(text: &str) -> Option<(&str, bool)> {
    const WORDS: [&str; 13] =
        ["and", "or", "und", "oder", "sowie", "et", "ou", "y", "e", "o", "и", "или", "а также"];
    // "26.–28.03.2025"
    if let Some(rest) = text.strip_suffix(['-', '–', '—', '~']) {
        return Some((rest, true))
            .filter(|(rest, _)| rest.ends_with(|c: char| c == '.' || c.is_ascii_digit()));
    }
    let text = text.trim_end();
    // "17 y del 19 de febrero"
    let article = text.rfind(char::is_whitespace).map(|at| text.split_at(at));
    let text = match article {
        Some((rest, word)) if ARTICLES.contains(&date::fold(word.trim()).as_str()) => {
            rest.trim_end()
        }
        _ => text,
    };
    if let Some(rest) = text.strip_suffix([',', '、']) {
        return Some((rest, false));
    }
    if let Some(rest) = text.strip_suffix(['&', '+']) {
        return Some((rest, true));
    }
    let start = text.rfind(char::is_whitespace)?;
    let word = date::fold(text.get(start..)?.trim());
    let rest = text.get(..start)?.trim_end();
    WORDS.contains(&word.as_str()).then(|| (rest.strip_suffix(',').unwrap_or(rest), true))
}

/// Where the weekday before a number begins: "jueves 5, viernes 6 y sábado 7 de mayo".
fn past_weekday(line: &str, floor: usize, own: usize) -> usize {
    let left = line.get(floor..own).unwrap_or_default().trim_end();
    let bare = left.trim_end_matches([',', '.']);
    let word = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
    if weekday::is_day(&date::fold(word)) { floor + bare.len() - word.len() } else { own }
}

/// `7, 14 and ` before `21 July`.
fn before(line: &str, one: &Found, floor: usize, next: usize) -> Vec<Found> {
    let mut out = Vec::new();
    let gap = line.get(one.end..next).unwrap_or_default();
    let mut sure = date::join(gap) == Some(Join::And);
    let (mut at, mut day) = (past_weekday(line, floor, one.start), one.day);
    while let Some((rest, told)) = line.get(floor..at).and_then(parted).filter(|_| out.len() < MOST)
    {
        let bare = rest.trim_end();
        let bare = match bare.strip_suffix(')').and_then(|bare| bare.rsplit_once('(')) {
            Some((outside, inside)) if inside.chars().count() <= 12 => outside.trim_end(),
            _ => bare,
        };
        let Some((number, start)) = last_number(ordinal(bare)).filter(|(one, _)| *one < day) else {
            break;
        };
        let end = floor + bare.len();
        let own = floor + start;
        out.push(sibling(one, number, own, end));
        sure |= told;
        if line.get(end..one.start).is_some_and(|gap| gap.chars().count() == 1) {
            break;
        }
        day = number;
        at = past_weekday(line, floor, own);
    }
    if sure { out } else { Vec::new() }
}

/// The number that begins a text, in digits or ideographs, and its length.
fn first_number(text: &str) -> Option<(i8, usize)> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 {
        let day = text.get(..digits).filter(|_| digits <= 2)?.parse().ok()?;
        return Some((day, digits)).filter(|(day, _)| (1..=31).contains(day));
    }
    let numeral: String = text.chars().take(3).take_while(|c| is_numeral(*c)).collect();
    Some((counted(&numeral)?, numeral.len()))
}

const MARKS: [char; 4] = ['日', '号', '號', '일'];

/// Behind these a number of days is a count.
const NO_DAY: [&str; 22] = [
    "間",
    "间",
    "内",
    "內",
    "以",
    "前后",
    "後",
    "后",
    "目",
    "あたり",
    "分",
    "程",
    "歳",
    "간",
    "이내",
    "차",
    "동안",
    "전",
    "후",
    "이상",
    "곱",
    "곳",
];

/// What may stand between the days of a list: commas, weekdays in brackets.
fn parts(c: char, before: char) -> bool {
    const SIGNS: [char; 19] = [
        '、', '，', ',', '和', '及', '与', '與', '・', '或', '·', ' ', '日', '(', '（', ')', '）',
        '周', '週', '星',
    ];
    SIGNS.contains(&c) || c == '期' || matches!(before, '(' | '（' | '周' | '週' | '期')
}

/// `、24两日`, `及17日（日）`, and bare days further on.
fn behind_wide(behind: &str, one: &Found) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let (mut at, mut day) = (0, one.day);
    let mut listed = true;
    let mut before = ' ';
    while let Some(c) = behind.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = behind.get(at..).unwrap_or_default();
        let number = first_number(rest).filter(|_| {
            !before.is_alphanumeric()
                || before.is_alphabetic() && !before.is_ascii() && before != '第' && before != '十'
        });
        if let Some((number, length)) = number {
            let tail = rest.get(length..).unwrap_or_default();
            let marked = tail.strip_prefix(MARKS);
            let counted = marked.is_some_and(|tail| NO_DAY.iter().any(|no| tail.starts_with(no)));
            let bracket = tail.starts_with(['(', '（', '、', '两', '兩']) && listed;
            let ideograph = rest.starts_with(|c: char| !c.is_ascii_digit());
            let fits = marked.is_some() && !counted && (!ideograph || listed) || bracket;
            if !fits || number <= day || out.len() >= MOST {
                break;
            }
            let end = at + length + usize::from(marked.is_some()) * 3;
            out.push(sibling(one, number, one.end + at, one.end + end));
            (day, at, listed, before) = (number, end, true, '日');
            continue;
        }
        listed &= parts(c, before);
        before = c;
        at += c.len_utf8();
        if at > NEAR * 3 || matches!(c, '。' | '；') {
            break;
        }
    }
    out
}

/// What may stand behind the last of some days, where behind a count its things would.
const FOLLOWING: [&str; 10] =
    ["in", "at", "from", "on", "for", "with", "via", "between", "starting", "by"];

/// `, 12 and 19` behind `October 5`.
fn behind_named(behind: &str, one: &Found) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let (mut rest, mut day, mut sure) = (behind, one.day, false);
    loop {
        let bare = rest.trim_start_matches([',', ' ']);
        let word = ["and ", "or ", "& "].into_iter().find_map(|word| bare.strip_prefix(word));
        let parted = bare.len() < rest.len();
        let number = first_number(word.unwrap_or(bare).trim_start());
        let start = word.unwrap_or(bare).trim_start();
        let Some((number, length)) = number.filter(|(one, _)| parted && *one > day) else { break };
        let tail = start.get(length..).unwrap_or_default();
        let bounded = tail.is_empty() || tail.starts_with([',', '.', ';', ')', ' ']);
        let next = tail.trim_start().split(' ').next().unwrap_or_default();
        let counts = next.starts_with(char::is_alphabetic)
            && next != "and"
            && !(word.is_some() && FOLLOWING.contains(&next));
        if !bounded || counts {
            break;
        }
        let at = one.end + behind.len() - start.len();
        out.push(sibling(one, number, at, at + length));
        (rest, day, sure) = (tail, number, word.is_some());
    }
    if sure { out } else { Vec::new() }
}
