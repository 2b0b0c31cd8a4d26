//! The day of the week beside a date, which tells the year where the text does not.

use jiff::civil::{Date, Weekday};

use super::super::date;

/// From Monday to Sunday; abbreviations only where they mean nothing else.
const NAMES: [&str; 11] = [
    "monday tuesday wednesday thursday friday saturday sunday",
    "mon tue wed thu fri sat sun",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miercoles jueves viernes sabado domingo",
    "lun - mie jue vie sab dom",
    "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    "понедельник вторник среда четверг пятница суббота воскресенье",
    "понедельника вторника среды четверга пятницы субботы воскресенья",
    "一 二 三 四 五 六 日",
    "poniedzialek wtorek sroda czwartek piatek sobota niedziela",
];

/// In brackets behind a date, in Japanese and Korean.
const SIGNS: [&str; 2] = ["月火水木金土日", "월화수목금토일"];

/// What stands in the date's own words or right beside them.
pub(super) fn beside(text: &str, start: usize, end: usize) -> Option<Weekday> {
    let before: String = text.get(..start)?.chars().rev().take(16).collect();
    let before: String = before.chars().rev().collect();
    // a weekday before another number is of that day
    let before = before.rsplit(char::is_numeric).next()?;
    let after: String = text.get(end..)?.chars().take(8).collect();
    let own = text.get(start..end)?;
    in_brackets(&after).or_else(|| in_brackets(own)).or_else(|| named(&format!("{before}{own}")))
}

fn in_brackets(text: &str) -> Option<Weekday> {
    let (_, inside) = text.split_once(['(', '（'])?;
    let (inside, _) = inside.split_once([')', '）'])?;
    let inside = inside.trim();
    let bare = inside.trim_start_matches(['周', '週', '星', '期']);
    let only = bare.chars().next().filter(|_| bare.chars().count() == 1);
    let signs = SIGNS.iter().chain(NAMES.get(9));
    let at = |list: &str| list.chars().filter(|c| *c != ' ').position(|c| Some(c) == only);
    signs.copied().find_map(at).and_then(weekday).or_else(|| named(inside))
}

/// The day of the week that a word names in full.
pub(super) fn full(word: &str) -> Option<Weekday> {
    if word.chars().count() > 4 || word == "среду" { named(word) } else { None }
}

/// Whether a word is a day of the week, in full or cut.
pub(super) fn is_day(word: &str) -> bool {
    let short =
        ["mo", "di", "do", "fr", "sa", "so", "mi", "пн", "вт", "ср", "чт", "пт", "сб", "вс"];
    short.contains(&word) || !word.is_empty() && named(word).is_some()
}

/// The last whole word that is a weekday; a word or two may follow it, no other number.
fn named(text: &str) -> Option<Weekday> {
    let folded = date::fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphabetic()).collect();
    words.iter().rev().find_map(|word| {
        let at = |list: &&str| list.split(' ').position(|name| name == *word);
        NAMES.iter().take(9).chain(NAMES.get(10)).find_map(at).and_then(weekday)
    })
}

fn weekday(at: usize) -> Option<Weekday> {
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// Of the years in question the one in which the day falls on that weekday, the usual one first.
pub(super) fn settle(usual: Date, told: Option<Weekday>) -> Date {
    let Some(told) = told.filter(|told| usual.weekday() != *told) else { return usual };
    let shifted = |by: i16| Date::new(usual.year() + by, usual.month(), usual.day()).ok();
    [-1, 1].into_iter().filter_map(shifted).find(|date| date.weekday() == told).unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_tells_the_year() {
        for (text, year) in [
            ("Monday 5 January", 2026),
            ("Lun 5 January", 2026),
            ("5 January (Tuesday)", 2027),
            ("5 January", 2027),
            ("5 January (月)", 2026),
            ("5 January（周一）", 2026),
            ("Friday 5 January", 2027),
        ] {
            let start = text.find('5').unwrap();
            let end = start + "5 January".len();
            let usual = Date::new(2027, 1, 5).unwrap();
            let settled = settle(usual, beside(text, start, end));
            assert_eq!(settled.year(), year, "{text}");
        }
    }
}
