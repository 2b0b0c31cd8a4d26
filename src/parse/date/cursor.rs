//! A text with its tokens: small questions that every date form asks.

use jiff::civil::Date;

use super::lex::{Kind, Token};
use super::words::{self, Month, Role, Sense};
use super::{Clues, calendar, calendar::Calendar};

pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) clues: &'a Clues,
    pub(super) today: Date,
    /// The token behind the last date found: nothing before it is looked at again.
    pub(super) floor: usize,
}

/// A calendar day as read, with the tokens it spans: `from..to`.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "a calendar day has a day")]
pub(super) struct Day {
    pub(super) year: Option<i16>,
    pub(super) month: i8,
    pub(super) day: i8,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Day {
    /// A day of the Gregorian calendar; `None` where it has no such day.
    pub(super) fn new(
        year: Option<i16>,
        month: u64,
        day: u64,
        span: (usize, usize),
    ) -> Option<Self> {
        let month = i8::try_from(month).ok()?;
        let day = i8::try_from(day).ok()?;
        // any leap year admits every day that some year has
        Date::new(year.unwrap_or(2024), month, day).ok()?;
        Some(Self { year, month, day, from: span.0, to: span.1 })
    }

    pub(super) fn of(date: Date, span: (usize, usize)) -> Self {
        let (year, month, day) = (date.year(), date.month(), date.day());
        Self { year: Some(year), month, day, from: span.0, to: span.1 }
    }
}

impl<'a> Cursor<'a> {
    pub(super) fn kind(&self, i: usize) -> Option<Kind> {
        self.tokens.get(i).map(|token| token.kind)
    }

    pub(super) fn number(&self, i: usize) -> Option<(u64, u8)> {
        match self.kind(i)? {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// A number with at most `digits` digits.
    pub(super) fn small(&self, i: usize, digits: u8) -> Option<u64> {
        self.number(i).filter(|n| n.1 <= digits).map(|n| n.0)
    }

    pub(super) fn sign(&self, i: usize) -> Option<char> {
        match self.kind(i)? {
            Kind::Sign(c) => Some(c),
            _ => None,
        }
    }

    pub(super) fn is_sign(&self, i: usize, any: &[char]) -> bool {
        self.sign(i).is_some_and(|c| any.contains(&c))
    }

    pub(super) fn word(&self, i: usize) -> Option<&'a str> {
        let token = self.tokens.get(i).filter(|token| token.kind == Kind::Word)?;
        self.text.get(token.start..token.end)
    }

    pub(super) fn sense(&self, i: usize) -> Sense {
        self.word(i).map(words::sense).unwrap_or_default()
    }

    pub(super) fn role(&self, i: usize, role: Role) -> bool {
        self.sense(i).is(role)
    }

    pub(super) fn is_space(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(Kind::Space | Kind::Newline))
    }

    /// The next token that is no space.
    pub(super) fn skip(&self, mut i: usize) -> usize {
        while self.is_space(i) {
            i += 1;
        }
        i
    }

    /// The token before `i` that is no space and lies behind the last date.
    pub(super) fn back(&self, i: usize) -> Option<usize> {
        (self.floor..i).rev().find(|&j| !self.is_space(j))
    }

    /// The token directly before `i`, space or not.
    pub(super) fn before(&self, i: usize) -> Option<usize> {
        i.checked_sub(1).filter(|&j| j >= self.floor)
    }

    /// Whether a number that begins at `i` is no part of a longer number, code or price.
    pub(super) fn opens(&self, i: usize) -> bool {
        let Some(j) = self.before(i) else { return true };
        match self.kind(j) {
            Some(Kind::Sign(c @ ('.' | '-' | '/' | ':' | '_' | ',' | '–'))) => {
                let Some(k) = self.before(j) else { return true };
                let code = matches!(c, '-' | '/' | '_') && self.word(k).is_some_and(str::is_ascii);
                self.number(k).is_none() && !code
            }
            Some(Kind::Sign(
                '+' | '#' | '$' | '€' | '£' | '¥' | '₽' | '№' | '=' | '&' | '%' | '@' | '\\' | '*',
            )) => false,
            _ => true,
        }
    }

    /// Whether a form that stands on numbers alone may end before `i`, written with `sep`.
    pub(super) fn closes(&self, i: usize, sep: char) -> bool {
        match self.kind(i) {
            Some(Kind::Sign('%' | '€' | '$' | '°' | '′' | '_' | '元')) => false,
            Some(Kind::Sign(c @ ('-' | '/' | '.' | ':'))) => match self.number(i + 1) {
                // a span of two whole dates goes on with a year or a day
                Some(_) if c != sep && c != ':' => true,
                Some((_, 4)) if c == sep && self.sign(i + 2) == Some(sep) => true,
                Some(_) => false,
                None => true,
            },
            _ => true,
        }
    }

    /// Whether a letter is glued to the number that begins at `i`.
    pub(super) fn glued(&self, i: usize) -> bool {
        self.before(i).is_some_and(|j| self.word(j).is_some())
    }

    /// A month's name at `i` and the token behind it.
    pub(super) fn month(&self, i: usize) -> Option<(Month, usize)> {
        let word = self.word(i)?;
        let two = if word.is_ascii() { None } else { self.month_of_two(i, word) };
        if two.is_some() {
            return two;
        }
        let month = words::sense(word).month.or_else(|| {
            // Hebrew and Arabic glue their prepositions to the name
            let bare = word.strip_prefix(['ב', 'ל', 'و', 'ה'])?;
            words::sense(bare).month
        })?;
        Some((month, i + 1))
    }

    fn month_of_two(&self, i: usize, word: &str) -> Option<(Month, usize)> {
        let joint = match self.kind(i + 1)? {
            Kind::Sign('.') => '.',
            Kind::Space => '_',
            _ => return None,
        };
        let second = self.word(i + 2)?;
        if word.len() + second.len() > 48 {
            return None;
        }
        let month = words::sense(&format!("{word}{joint}{second}")).month?;
        let end = i + 3;
        Some((month, if joint == '.' && self.is_sign(end, &['.']) { end + 1 } else { end }))
    }

    /// Whether the name at `i` begins with a capital, in scripts that have them.
    pub(super) fn capital(&self, i: usize) -> bool {
        self.word(i).and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
    }

    /// A year of four digits in whatever calendar numbers of its size belong to, as a Gregorian
    /// day.
    pub(super) fn day_of_year(
        &self,
        year: u64,
        month: u64,
        day: u64,
        span: (usize, usize),
    ) -> Option<Day> {
        let (m, d) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        match year {
            1900..=2100 => Day::new(i16::try_from(year).ok(), month, day, span),
            2443..=2643 => Day::new(i16::try_from(year - 543).ok(), month, day, span),
            1330..=1500 => {
                let y = i16::try_from(year).ok()?;
                let distance =
                    |date: &Date| (i32::from(date.year()) - i32::from(self.today.year())).abs();
                [Calendar::Jalali, Calendar::Hijri]
                    .into_iter()
                    .filter_map(|kind| calendar::to_gregorian(kind, y, m, d))
                    .min_by_key(distance)
                    .map(|date| Day::of(date, span))
            }
            _ => None,
        }
    }

    /// `26` as 2026, `98` as 1998.
    pub(super) fn century(&self, short: u64) -> Option<i16> {
        let short = i16::try_from(short).ok().filter(|y| (0..100).contains(y))?;
        let near = 2000 + short;
        Some(if near > self.today.year() + 10 { near - 100 } else { near })
    }
}
