//! A text as words, single characters of unspaced scripts, and numbers.

use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use crate::curate::normalise::{is_unspaced, to_simplified};

/// Texts are compared up to this many characters.
pub(super) const MAX_CHARS: usize = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits, and words that count or date: `third`, `II`, `May`, `十三` after `第`, `春` before `季`.
    Number,
    /// One character of an unspaced script.
    Sign,
    /// A word; `capital` where it begins with a capital letter inside a sentence.
    Word { capital: bool },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) id: u64,
    pub(super) kind: Kind,
    /// Folded; a number as plain digits.
    pub(super) text: String,
}

impl Token {
    fn new(kind: Kind, text: String) -> Self {
        let id = xxh3_64(text.as_bytes());
        Self { id, kind, text }
    }
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.nfkc().take(MAX_CHARS).map(to_simplified).collect();
    let mut out = Vec::with_capacity(chars.len() / 2);
    let mut fresh = true;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let rest = chars.get(at..).unwrap_or_default();
        let taken = if c.is_ascii_digit() {
            number(rest, &mut out)
        } else if is_unspaced(c) {
            let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied();
            signs(rest, before, &mut out)
        } else if c.is_alphabetic() {
            word(rest, fresh, &mut out)
        } else {
            // a full stop after one letter is an initial, not the end of a sentence
            let initial = c == '.' && out.last().is_some_and(|t| t.text.chars().count() == 1);
            fresh = match c {
                '.' | '!' | '?' | '。' | '！' | '？' | '\n' | ':' | '•' => !initial,
                c if c.is_whitespace() || "\"'“”‘’([«—–-".contains(c) => fresh,
                _ => false,
            };
            at += 1;
            continue;
        };
        fresh = false;
        at += taken.max(1);
    }
    out
}

/// Digits; commas between groups of three do not count (`3,800`), nor do leading zeros.
fn number(rest: &[char], out: &mut Vec<Token>) -> usize {
    let mut digits = String::new();
    let mut at = 0;
    let digit = |i: usize| rest.get(i).is_some_and(char::is_ascii_digit);
    loop {
        match rest.get(at) {
            Some(c) if c.is_ascii_digit() => digits.push(*c),
            Some(',') if digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4) => {}
            _ => break,
        }
        at += 1;
    }
    let plain = digits.trim_start_matches('0');
    let plain = if plain.is_empty() { "0" } else { plain };
    out.push(Token::new(Kind::Number, plain.to_owned()));
    at
}

fn word(rest: &[char], fresh: bool, out: &mut Vec<Token>) -> usize {
    let length = rest
        .iter()
        .position(|c| {
            !(c.is_alphabetic() || unicode_normalization::char::is_combining_mark(*c))
                || is_unspaced(*c)
        })
        .unwrap_or(rest.len());
    let written: String = rest.iter().take(length).collect();
    let upper = written.chars().next().is_some_and(char::is_uppercase);
    let folded = written.to_lowercase();
    let token = match number_word(&written, &folded) {
        Some(number) => Token::new(Kind::Number, number),
        None => Token::new(Kind::Word { capital: upper && !fresh }, folded),
    };
    out.push(token);
    length
}

/// One sign, or a Chinese number where it counts something.
fn signs(rest: &[char], before: Option<char>, out: &mut Vec<Token>) -> usize {
    let length = rest.iter().take_while(|c| numeral(**c).is_some()).count();
    let after = rest.get(length).copied();
    let counts = after.is_some_and(|c| "期届次轮批讲月日号年场季名人位项级周章条".contains(c));
    if length > 0 && length <= 9 && (before == Some('第') || counts) {
        let value = chinese_number(rest.get(..length).unwrap_or_default());
        out.push(Token::new(Kind::Number, value.to_string()));
        return length;
    }
    let Some(&c) = rest.first() else { return 0 };
    let second = rest.get(1).copied();
    let season = "春夏秋冬".contains(c) && matches!(second, Some('季' | '学'));
    let half = "上下".contains(c) && matches!(second, Some('半' | '学'));
    let half = half || ("상하".contains(c) && second == Some('반'));
    let kind = if season || half { Kind::Number } else { Kind::Sign };
    out.push(Token::new(kind, c.to_string()));
    1
}

fn numeral(c: char) -> Option<u64> {
    let at = "〇零一二三四五六七八九十百千两".chars().position(|n| n == c)?;
    Some([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1000, 2].get(at).copied().unwrap_or_default())
}

/// `二十一` is 21, `二〇二六` is 2026.
fn chinese_number(signs: &[char]) -> u64 {
    let values: Vec<u64> = signs.iter().filter_map(|c| numeral(*c)).collect();
    if values.iter().all(|v| *v < 10) {
        return values.iter().fold(0, |sum, v| sum * 10 + v);
    }
    let (mut sum, mut digit) = (0, 0);
    for value in values {
        if value >= 10 {
            sum += digit.max(1) * value;
            digit = 0;
        } else {
            digit = value;
        }
    }
    sum + digit
}

/// Each with its number, from one on.
const COUNT: &[&[&str]] = &[
    &["one", "first"],
    &["two", "second", "ii"],
    &["three", "third", "iii"],
    &["four", "fourth", "iv"],
    &["five", "fifth"],
    &["six", "sixth", "vi"],
    &["seven", "seventh", "vii"],
    &["eight", "eighth", "viii"],
    &["nine", "ninth", "ix"],
    &["ten", "tenth"],
    &["eleven", "eleventh", "xi"],
    &["twelve", "twelfth", "xii"],
];

const DATE: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Beginnings of inflected names of months and seasons.
const STEMS: &[&str] = &[
    "январ",
    "феврал",
    "апрел",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
    "весен",
    "осен",
    "летн",
    "зимн",
];

/// Words that count or date, as what they stand for.
fn number_word(written: &str, folded: &str) -> Option<String> {
    if let Some(at) = COUNT.iter().position(|names| names.contains(&folded)) {
        let roman = folded.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
        let shouted = written.chars().all(char::is_uppercase);
        return (!roman || shouted).then(|| (at + 1).to_string());
    }
    let capital = written.chars().next().is_some_and(char::is_uppercase);
    if capital
        && (DATE.contains(&folded)
            || matches!(folded, "spring" | "fall" | "autumn" | "winter" | "summer"))
    {
        return Some(folded.to_owned());
    }
    if matches!(folded, "марта" | "мая" | "весна" | "осень" | "лето" | "зима")
    {
        return Some(folded.to_owned());
    }
    STEMS.iter().find(|stem| folded.starts_with(**stem)).map(|stem| (*stem).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        tokens(text).into_iter().filter(|t| t.kind == Kind::Number).map(|t| t.text).collect()
    }

    #[test]
    fn numbers_are_known_in_every_dress() {
        assert_eq!(
            numbers("3,800 degrees, May 8-09"),
            ["3800", "May".to_lowercase().as_str(), "8", "9"]
        );
        assert_eq!(numbers("第二十一期，第１３届，二〇二六年春季"), ["21", "13", "2026", "春"]);
        assert_eq!(numbers("Phase II of the Third round"), ["2", "3"]);
        assert_eq!(numbers("統一思想，一起前進"), Vec::<String>::new());
    }

    #[test]
    fn names_are_capitals_inside_a_sentence() {
        let names: Vec<String> = tokens("Today the Ministry met J. Smith. Nothing else.")
            .into_iter()
            .filter(|t| t.kind == Kind::Word { capital: true })
            .map(|t| t.text)
            .collect();
        assert_eq!(names, ["ministry", "j", "smith"]);
    }
}
