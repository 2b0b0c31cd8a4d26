//! One spelling for one text.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::to_simplified;

/// A text for comparison and search: compatibility forms and widths made one (NFKC), lower case,
/// simplified characters; words separated by single spaces, punctuation gone.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    each_folded(text, |c| match c {
        Some(c) => {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(c);
        }
        None => gap = true,
    });
    folded
}

/// As [`fold`], without the spaces: Chinese and Korean texts come with and without them.
pub fn letters(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each_letter(text, |c| folded.push(c));
    folded
}

/// Calls with each of the [`letters`] of a text.
pub fn each_letter(text: &str, mut call: impl FnMut(char)) {
    each_folded(text, |c| {
        if let Some(c) = c {
            call(c);
        }
    });
}

/// Characters of scripts whose signs say as much as half a word: Chinese, Japanese, Korean.
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// Calls with each folded letter or digit, and with `None` for what separates words.
fn each_folded(text: &str, mut call: impl FnMut(Option<char>)) {
    each_composed(text, |c| {
        if c.is_ascii() {
            call(c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()));
        } else if is_unspaced(c) {
            call(Some(to_simplified(c)));
        } else if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            c.to_lowercase().for_each(|c| call(Some(c)));
        } else if !is_silent(c) {
            call(None);
        }
    });
}

/// Calls with each character of a text in compatibility composition (NFKC). Where every one stands
/// for itself, as in English and Chinese, that costs no look into the tables.
pub fn each_composed(text: &str, mut call: impl FnMut(char)) {
    let mut rest = text.as_bytes();
    let mut at = 0;
    while !rest.is_empty() {
        // an ASCII character stands for itself unless a mark follows
        let ascii = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let alone = if ascii == rest.len() { ascii } else { ascii.saturating_sub(1) };
        let (plain, after) = rest.split_at_checked(alone).unwrap_or((rest, &[]));
        for byte in plain {
            call(char::from(*byte));
        }
        let other = after.iter().skip(1).position(u8::is_ascii).map_or(after.len(), |at| at + 1);
        composed(text.get(at + alone..at + alone + other).unwrap_or_default(), &mut call);
        at += alone + other;
        rest = after.get(other..).unwrap_or_default();
    }
}

fn composed(text: &str, call: &mut impl FnMut(char)) {
    if text.chars().all(|c| alone(c).is_some()) {
        text.chars().filter_map(alone).for_each(call);
    } else if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(call);
    } else {
        text.nfkc().for_each(call);
    }
}

/// What becomes of a character whatever stands beside it; `None` where that has to be looked up.
fn alone(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' | '\u{4e00}'..='\u{9fff}' | '‐' | '‒'..='‖' | '‘'..='”' | '、'..='〟' => {
            Some(c)
        }
        '\u{a0}' | '\u{3000}' => Some(' '),
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}

/// Characters that show nothing and separate nothing: soft hyphens, joiners, byte order marks.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_itself_is_what_the_tables_say() {
        for c in '\0'..='\u{ffff}' {
            if let Some(found) = alone(c) {
                assert!(c.to_string().nfkc().eq([found]), "{c:?}");
                assert!(format!("e{c}a").nfkc().eq(['e', found, 'a']), "{c:?}");
            }
        }
    }

    #[test]
    fn a_text_in_pieces_is_composed_as_a_whole() {
        for text in [
            "",
            "plain",
            "cafe\u{301} au lait",
            "e\u{301}\u{323}x",
            "\u{301}",
            "ﬁne ½ ﾀﾞ가나",
            "国际a交流，ａ",
            "\u{1112}\u{1161}\u{11ab}e",
        ] {
            let mut found = String::new();
            each_composed(text, |c| found.push(c));
            assert_eq!(found, text.nfkc().collect::<String>(), "{text}");
        }
    }

    #[test]
    fn width_case_punctuation_and_script_make_no_difference() {
        assert_eq!(fold("  ２０２６年“國際”交流，開始！"), "2026年 国际 交流 开始");
        assert_eq!(fold("Call\u{a0}for  Applicants — ＤＡＡＤ’s"), "call for applicants daad s");
        assert_eq!(letters("30 년간 이어온"), letters("30년간 이어온"));
        assert_eq!(fold("co\u{ad}operation"), "cooperation");
    }
}
