//! One spelling for what is indexed and what is asked: widths and compatibility forms made one,
//! lower case, simplified characters, no diacritics.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::model::to_simplified;

/// What one character of a text says to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Of a script with spaces between words.
    Letter(char),
    /// Of a script without.
    Unspaced(char),
    /// What separates words.
    Gap,
}

/// Scripts written without spaces between words, and Korean, whose words carry their particles.
pub(super) fn unspaced(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}' | '\u{AC00}'..='\u{D7AF}')
}

/// Marks over and under letters, and characters that show nothing and separate nothing.
fn dropped(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{652}' | '\u{670}' | '\u{AD}'
        | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

/// The letters from U+00C0 to U+017F as they are typed without their marks; `*` where that is not
/// one letter.
const LATIN: &[u8; 192] = b"aaaaaa*ceeeeiiiidnooooo*ouuuuy**aaaaaa*ceeeeiiiidnooooo*ouuuuy*y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghh**iiiiiiiiii**jjkk*llllll*\
    *llnnnnnn***oooooo**rrrrrrsssssssstttt**uuuuuuuuuuuuwwyyyzzzzzzs";

fn latin(c: char) -> Option<char> {
    let place = u32::from(c).checked_sub(0xC0)?;
    LATIN.get(place as usize).filter(|letter| **letter != b'*').map(|letter| char::from(*letter))
}

/// Letters that no decomposition takes their mark from, as they are typed without one.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'ı' => "i",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

/// The usual punctuation of Chinese, Japanese and typeset text.
fn punctuation(c: char) -> bool {
    matches!(c,
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
        | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
}

/// Calls with every sign of a text and the byte at which its character stands.
pub(super) fn each(text: &str, mut take: impl FnMut(Sign, usize)) {
    for (at, c) in text.char_indices() {
        signs(c, |sign| take(sign, at));
    }
}

#[inline]
fn signs(c: char, mut take: impl FnMut(Sign)) {
    if c.is_ascii_alphanumeric() {
        take(Sign::Letter(c.to_ascii_lowercase()));
    } else if c.is_ascii() {
        take(Sign::Gap);
    } else if matches!(c, '\u{3400}'..='\u{9FFF}') {
        take(Sign::Unspaced(to_simplified(c)));
    } else if punctuation(c) {
        take(Sign::Gap);
    } else if matches!(c, '\u{AC00}'..='\u{D7AF}') {
        take(Sign::Unspaced(c));
    } else if let Some(letter) = latin(c) {
        take(Sign::Letter(letter));
    } else if let Some(letters) = plain(c) {
        letters.chars().for_each(|c| take(Sign::Letter(c)));
    } else {
        for part in c.nfkd().flat_map(char::to_lowercase).filter(|part| !dropped(*part)) {
            take(sign(part));
        }
    }
}

fn sign(c: char) -> Sign {
    if unspaced(c) {
        Sign::Unspaced(to_simplified(c))
    } else if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
        Sign::Letter(c)
    } else {
        Sign::Gap
    }
}

/// A text with its Korean syllables whole, as the fold expects them.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    // U+1100 to U+11FF, as UTF-8
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at + 1);
    if memchr::memchr_iter(0xe1, bytes).any(|at| matches!(next(at), Some(0x84..=0x87))) {
        Cow::Owned(text.nfc().collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// A text for comparison: a single space between two words, none beside unspaced characters.
pub(super) fn folded(original: &str) -> String {
    let original = composed(original);
    let mut text = String::with_capacity(original.len() + original.len() / 8);
    let mut spacing = Spacing::default();
    let mut rest = original.as_ref();
    while let Some(c) = rest.chars().next() {
        // words are mostly taken as they are: hundreds of texts are folded for one query
        let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let length = if word == 0 { c.len_utf8() } else { word };
        let (head, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = tail;
        if word == 0 {
            signs(c, |sign| spacing.kept(sign, |c| text.push(c)));
            continue;
        }
        if spacing.before_letter() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(head);
        if let Some(word) = text.get_mut(start..) {
            word.make_ascii_lowercase();
        }
    }
    text
}

#[derive(Default)]
struct Spacing {
    after_letter: bool,
    gap: bool,
}

impl Spacing {
    /// Whether a space stands before a letter that comes now.
    fn before_letter(&mut self) -> bool {
        let space = self.gap && self.after_letter;
        (self.after_letter, self.gap) = (true, false);
        space
    }

    #[inline]
    fn kept(&mut self, sign: Sign, mut take: impl FnMut(char)) {
        match sign {
            Sign::Gap => self.gap = true,
            Sign::Letter(c) => {
                if self.before_letter() {
                    take(' ');
                }
                take(c);
            }
            Sign::Unspaced(c) => {
                take(c);
                (self.after_letter, self.gap) = (false, false);
            }
        }
    }
}

/// The same with the way back to the original.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub(super) text: String,
    /// For each byte of `text`, the byte of the original at which its character stands.
    pub(super) at: Vec<u32>,
}

impl Folded {
    pub(super) fn of(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            at: Vec::with_capacity(original.len()),
        };
        let mut spacing = Spacing::default();
        each(original, |sign, at| spacing.kept(sign, |c| folded.push(c, at)));
        folded
    }

    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.at.resize(self.text.len(), at as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let folded = Folded::of(&composed(text)).text;
        assert_eq!(folded, super::folded(text));
        folded
    }

    #[test]
    fn letters_with_marks_are_as_their_decomposition_says() {
        for c in '\u{C0}'..='\u{17F}' {
            let slow: String = match plain(c) {
                Some(letters) => letters.to_owned(),
                None => c.nfkd().flat_map(char::to_lowercase).filter(|c| !dropped(*c)).collect(),
            };
            if let Some(letter) = latin(c) {
                assert_eq!(slow, letter.to_string(), "{c}");
            } else {
                assert!(slow.len() != 1 || !slow.is_ascii(), "{c}");
            }
        }
    }

    #[test]
    fn script_width_case_and_marks_make_no_difference() {
        for (text, expected) in [
            ("獎學金　ＤＡＡＤ２０２６", "奖学金daad2026"),
            ("Universität Zürich, São Paulo", "universitat zurich sao paulo"),
            ("e\u{301}tudes à l’étranger", "etudes a l etranger"),
            ("Straße, Łódź, Tromsø", "strasse lodz tromso"),
            ("İstanbul", "istanbul"),
            ("co\u{ad}operation ﬁle", "cooperation file"),
            ("2026 年 国际", "2026年国际"),
            ("\u{1112}\u{1161}\u{11ab}국", "한국"),
            ("ｶﾞｸｾｲ", "ガクセイ"),
        ] {
            assert_eq!(folded(text), folded(expected), "{text}");
        }
        assert_eq!(folded("Universität  Zürich"), "universitat zurich");
    }

    #[test]
    fn every_place_leads_back_to_the_original() {
        let original = "Ｅrasmus＋ für 獎學金";
        let folded = Folded::of(original);
        assert_eq!(folded.text, "erasmus fur奖学金");
        let at = folded.text.find('学').unwrap();
        let from = *folded.at.get(at).unwrap() as usize;
        assert!(original.get(from..).unwrap().starts_with('學'));
        assert_eq!(folded.at.len(), folded.text.len());
    }
}
