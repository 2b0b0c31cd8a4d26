//! A text as words, single characters of unspaced scripts, and numbers.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashMap;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

use crate::curate::normalise::{each_composed, is_unspaced, to_simplified};

/// Texts are compared up to this many characters.
pub(super) const MAX_CHARS: usize = 20_000;

/// As much of a text as is compared.
pub(super) fn head(text: &str) -> &str {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits, and words that count or date: `third`, `II`, `May`, `十三` after `第`, `春` before `季`.
    Number,
    /// One character of an unspaced script.
    Sign,
    /// A word; `capital` where it begins with a capital letter inside a sentence.
    Word { capital: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) id: u64,
    pub(super) kind: Kind,
    from: u32,
    to: u32,
}

/// The tokens of one text, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tokens {
    /// What the tokens say, one after the other: folded, numbers as plain digits.
    said: String,
    list: Vec<Token>,
}

impl Tokens {
    pub(super) fn of(text: &str) -> Self {
        let mut chars: Vec<char> = Vec::with_capacity(text.len().min(MAX_CHARS));
        each_composed(head(text), |c| chars.push(to_simplified(c)));
        let mut tokens = Self {
            said: String::with_capacity(text.len()),
            list: Vec::with_capacity(chars.len() / 2),
        };
        tokens.read(&chars);
        tokens
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Token> {
        self.list.iter()
    }

    pub(super) fn ids(&self) -> Vec<u64> {
        self.list.iter().map(|token| token.id).collect()
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.kind == Kind::Number)
    }

    pub(super) fn text(&self, token: &Token) -> &str {
        self.said.get(token.from as usize..token.to as usize).unwrap_or_default()
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span<'_> {
        Span { of: self, list: self.list.get(range).unwrap_or_default() }
    }

    fn read(&mut self, chars: &[char]) {
        let mut fresh = true;
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            let rest = chars.get(at..).unwrap_or_default();
            let taken = if c.is_ascii_digit() {
                self.number(rest)
            } else if is_unspaced(c) {
                self.signs(rest, at.checked_sub(1).and_then(|i| chars.get(i)).copied())
            } else if c.is_alphabetic() {
                self.word(rest, fresh)
            } else {
                // a full stop after one letter is an initial, not the end of a sentence
                let initial = c == '.' && self.list.last().is_some_and(|t| t.to - t.from == 1);
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
    }

    fn push(&mut self, kind: Kind, text: &str) {
        let from = self.said.len() as u32;
        self.said.push_str(text);
        let id = xxh3_64(text.as_bytes());
        self.list.push(Token { id, kind, from, to: self.said.len() as u32 });
    }

    /// Digits; commas between groups of three do not count (`3,800`), nor do leading zeros.
    fn number(&mut self, rest: &[char]) -> usize {
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
        self.push(Kind::Number, if plain.is_empty() { "0" } else { plain });
        at
    }

    fn word(&mut self, rest: &[char], fresh: bool) -> usize {
        let inside = |c: &char| (c.is_alphabetic() || is_combining_mark(*c)) && !is_unspaced(*c);
        let length = rest.iter().position(|c| !inside(c)).unwrap_or(rest.len());
        let written: String = rest.iter().take(length).collect();
        let upper = written.chars().next().is_some_and(char::is_uppercase);
        let folded = written.to_lowercase();
        match number_word(&written, &folded) {
            Some(number) => self.push(Kind::Number, &number),
            None => self.push(Kind::Word { capital: upper && !fresh }, &folded),
        }
        length
    }

    /// One sign, or a Chinese number where it counts something.
    fn signs(&mut self, rest: &[char], before: Option<char>) -> usize {
        let length = rest.iter().take(10).take_while(|c| numeral(**c).is_some()).count();
        let after = rest.get(length).copied();
        let counts = after.is_some_and(|c| "期届次轮批讲月日号年场季名人位项级周章条".contains(c));
        if length > 0 && length <= 9 && (before == Some('第') || counts) {
            let value = chinese_number(rest.get(..length).unwrap_or_default());
            self.push(Kind::Number, &value.to_string());
            return length;
        }
        let Some(&c) = rest.first() else { return 0 };
        let second = rest.get(1).copied();
        let season = "春夏秋冬".contains(c) && matches!(second, Some('季' | '学'));
        let half = "上下".contains(c) && matches!(second, Some('半' | '学'));
        let half = half || ("상하".contains(c) && second == Some('반'));
        let kind = if season || half { Kind::Number } else { Kind::Sign };
        self.push(kind, c.encode_utf8(&mut [0; 4]));
        1
    }
}

/// A stretch of a text's tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span<'a> {
    of: &'a Tokens,
    list: &'a [Token],
}

impl<'a> Span<'a> {
    pub(super) fn len(self) -> usize {
        self.list.len()
    }

    pub(super) fn is_empty(self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn iter(self) -> impl Iterator<Item = (&'a Token, &'a str)> {
        self.list.iter().map(move |token| (token, self.of.text(token)))
    }

    pub(super) fn numbers(self) -> Vec<&'a str> {
        self.iter().filter(|(t, _)| t.kind == Kind::Number).map(|(_, text)| text).collect()
    }

    /// The tokens without what separates them.
    pub(super) fn joined(self) -> &'a str {
        let (Some(first), Some(last)) = (self.list.first(), self.list.last()) else { return "" };
        self.of.said.get(first.from as usize..last.to as usize).unwrap_or_default()
    }
}

fn numeral(c: char) -> Option<u64> {
    const NUMERALS: [(char, u64); 15] = [
        ('〇', 0),
        ('零', 0),
        ('一', 1),
        ('二', 2),
        ('三', 3),
        ('四', 4),
        ('五', 5),
        ('六', 6),
        ('七', 7),
        ('八', 8),
        ('九', 9),
        ('十', 10),
        ('百', 100),
        ('千', 1000),
        ('两', 2),
    ];
    NUMERALS.iter().find(|(sign, _)| *sign == c).map(|(_, value)| *value)
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

pub(super) const MONTHS: [&str; 12] = [
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
];

const WEEKDAYS: &[&str] =
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const SEASONS: &[&str] = &["spring", "fall", "autumn", "winter", "summer"];

const RUSSIAN: &[&str] = &["марта", "мая", "весна", "осень", "лето", "зима"];

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

/// What a word that counts or dates stands for.
#[derive(Debug, Clone, Copy)]
enum Counting {
    Number(usize),
    /// Itself, where it begins with a capital.
    Name,
    /// Itself.
    Word,
}

static COUNTING: LazyLock<HashMap<&'static str, Counting>> = LazyLock::new(|| {
    let numbers = COUNT
        .iter()
        .enumerate()
        .flat_map(|(at, names)| names.iter().map(move |name| (*name, Counting::Number(at + 1))));
    let names = MONTHS.iter().chain(WEEKDAYS).chain(SEASONS).map(|name| (*name, Counting::Name));
    let words = RUSSIAN.iter().map(|word| (*word, Counting::Word));
    numbers.chain(names).chain(words).collect()
});

/// Words that count or date, as what they stand for.
fn number_word(written: &str, folded: &str) -> Option<String> {
    match COUNTING.get(folded) {
        Some(Counting::Number(number)) => {
            let roman = folded.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
            let shouted = written.chars().all(char::is_uppercase);
            return (!roman || shouted).then(|| number.to_string());
        }
        Some(Counting::Name) if written.starts_with(char::is_uppercase) => {
            return Some(folded.to_owned());
        }
        Some(Counting::Word) => return Some(folded.to_owned()),
        _ if folded.is_ascii() => return None,
        _ => {}
    }
    STEMS.iter().find(|stem| folded.starts_with(**stem)).map(|stem| (*stem).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        let tokens = Tokens::of(text);
        tokens.span(0..tokens.len()).numbers().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn numbers_are_known_in_every_dress() {
        assert_eq!(numbers("3,800 degrees, May 8-09"), ["3800", "may", "8", "9"]);
        assert_eq!(numbers("第二十一期，第１３届，二〇二六年春季"), ["21", "13", "2026", "春"]);
        assert_eq!(numbers("Phase II of the Third round"), ["2", "3"]);
        assert_eq!(numbers("統一思想，一起前進"), Vec::<String>::new());
    }

    #[test]
    fn names_are_capitals_inside_a_sentence() {
        let tokens = Tokens::of("Today the Ministry met J. Smith. Nothing else.");
        let named = tokens.iter().filter(|t| t.kind == Kind::Word { capital: true });
        let names: Vec<&str> = named.map(|t| tokens.text(t)).collect();
        assert_eq!(names, ["ministry", "j", "smith"]);
    }
}
