//! One spelling for matching: lower case, no accents, half width, simplified characters, and a
//! single space for whatever is neither letter nor digit.

use std::cell::Cell;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// Traditional characters, each followed by the simplified one the word lists use. Japanese forms
/// that differ from both stand here too.
const VARIANTS: &str = include_str!("words/variants.txt");

/// Below this code point a table answers; it covers Latin, Greek, Cyrillic and Arabic.
const TABLE: usize = 0x0700;

static SMALL: LazyLock<Vec<char>> = LazyLock::new(|| (0..TABLE as u32).map(small).collect());

static HAN: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> =
        ('\u{4e00}'..='\u{9fff}').map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let mut pairs = VARIANTS.chars().filter(|c| !c.is_whitespace());
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if let Some(slot) = (from as usize).checked_sub(0x4e00).and_then(|i| table.get_mut(i)) {
            *slot = to;
        }
    }
    table
});

/// Drops the mark altogether.
const NOTHING: char = '\0';

fn small(code: u32) -> char {
    let Some(c) = char::from_u32(code) else { return ' ' };
    match c {
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{640}' | '\u{ad}' => NOTHING,
        'ё' | 'Ё' => 'е',
        'أ' | 'إ' | 'آ' => 'ا',
        'ة' => 'ه',
        'ى' => 'ي',
        'ł' | 'Ł' => 'l',
        'ø' | 'Ø' => 'o',
        'đ' | 'Đ' => 'd',
        'ı' | 'İ' => 'i',
        _ if !c.is_alphanumeric() => ' ',
        'а'..='я' | 'А'..='Я' => lower(c),
        _ => lower(c).nfd().next().unwrap_or(c),
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// The tables, looked up once for a text.
#[derive(Clone, Copy)]
struct Tables {
    small: &'static [char],
    han: &'static [char],
}

impl Tables {
    fn get() -> Self {
        Self { small: &SMALL, han: &HAN }
    }

    #[inline]
    fn fold(self, c: char) -> char {
        match c as usize {
            code if code < TABLE => self.small.get(code).copied().unwrap_or(c),
            code @ 0x4e00..=0x9fff => self.han.get(code - 0x4e00).copied().unwrap_or(c),
            code => self.fold_rare(c, code),
        }
    }

    fn fold_rare(self, c: char, code: usize) -> char {
        match code {
            0xac00..=0xd7af | 0x3041..=0x30ff => c,
            // the punctuation of Chinese and of good typesetting
            0x3000..=0x3004 | 0x3008..=0x3020 | 0x2010..=0x2027 => ' ',
            // Vietnamese and other accented Latin
            0x1e00..=0x1eff => lower(c).nfd().next().unwrap_or(c),
            0xff01..=0xff5e => char::from_u32(code as u32 - 0xfee0).map_or(' ', |c| self.fold(c)),
            0x200b..=0x200f | 0xfeff | 0x2060 => NOTHING,
            _ if c.is_alphanumeric() || is_vowel_sign(c) => lower(c),
            _ => ' ',
        }
    }
}

/// Vowel signs and the like of Thai, Lao and the Indic scripts belong to their word.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{eff}')
}

/// Appends the folded form of at most `limit` bytes' worth of text.
pub(super) fn fold_into(out: &mut String, text: &str, limit: usize) {
    let end = out.len() + limit;
    let tables = Tables::get();
    let gap = Cell::new(out.is_empty() || out.ends_with([' ', '\n']));
    let push = |c: char, out: &mut String| match c {
        NOTHING => {}
        ' ' => {
            if !gap.replace(true) {
                out.push(' ');
            }
        }
        c => {
            out.push(c);
            gap.set(false);
        }
    };
    // half-width katakana is the one thing that needs neighbours to compose
    let head = text.get(..text.floor_char_boundary(limit.saturating_mul(4))).unwrap_or(text);
    if !head.is_ascii() && head.chars().any(|c| matches!(c, '\u{ff61}'..='\u{ff9f}')) {
        for c in text.nfkc() {
            push(tables.fold(c), out);
            if out.len() >= end {
                return;
            }
        }
        return;
    }
    out.reserve(text.len().min(limit) + char::MAX_LEN_UTF8);
    let mut chars = text.chars();
    loop {
        let rest = chars.as_str();
        let Some(c) = chars.next() else { return };
        if c.is_ascii_alphanumeric() {
            // words in ASCII are taken as a whole
            let word = rest.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let start = out.len();
            out.push_str(rest.get(..word.min(end - start)).unwrap_or_default());
            if let Some(word) = out.get_mut(start..) {
                word.make_ascii_lowercase();
            }
            gap.set(false);
            chars = rest.get(word..).unwrap_or_default().chars();
        } else {
            push(if c.is_ascii() { ' ' } else { tables.fold(c) }, out);
        }
        if out.len() >= end {
            return;
        }
    }
}

pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text, usize::MAX >> 1);
    out.truncate(out.trim_end().len());
    out
}

/// Scripts that part their words by spaces and bend them at the end.
pub(super) fn has_word_borders(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{80}'..='\u{5ff}' | '\u{1e00}'..='\u{1fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_width_case_accents_and_script() {
        assert_eq!(fold("ＭｏＵ　Übersee-Études"), "mou ubersee etudes");
        assert_eq!(fold("國際學生，留學"), "国际学生 留学");
        assert_eq!(fold("Иностранные студенты – ещё"), "иностранные студенты еще");
        assert_eq!(fold("ﾀﾞﾌﾞﾙ・ディグリー"), fold("ダブル・ディグリー"));
        assert_eq!(fold("Đại học Quốc tế"), "dai hoc quoc te");
    }

    #[test]
    fn a_limit_bounds_the_work() {
        let mut out = String::new();
        fold_into(&mut out, &"学".repeat(10_000), 300);
        assert!(out.len() <= 303);
    }
}
