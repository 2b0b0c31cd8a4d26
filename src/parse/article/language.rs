//! The language of a text: by its script, and within the Latin script by its words.

use whichlang::detect_language;

use crate::model::Lang;

/// Texts are judged by their beginning, so many characters.
const SAMPLE: usize = 2_000;

/// The language of a text, `None` where it has too few letters to tell.
pub fn language(text: &str) -> Option<Lang> {
    const FEWEST: usize = 4;
    let mut counts = Scripts::default();
    for c in text.chars().filter(|c| c.is_alphabetic()).take(SAMPLE) {
        counts.add(c);
    }
    let letters = counts.total();
    if letters < FEWEST {
        return None;
    }
    // one Chinese character says as much as a few Latin letters; names and links are Latin
    let weighed = [
        (counts.kana * 3, "ja"),
        (counts.hangul * 3, "ko"),
        (counts.han * 3, if counts.kana * 12 > counts.han { "ja" } else { "zh" }),
        (counts.thai, "th"),
        (counts.arabic, if counts.persian * 100 > counts.arabic { "fa" } else { "ar" }),
        (counts.hebrew, "he"),
        (counts.greek, "el"),
        (counts.devanagari, "hi"),
        (counts.bengali, "bn"),
        (counts.cyrillic, if counts.ukrainian * 60 > counts.cyrillic { "uk" } else { "ru" }),
        (counts.georgian, "ka"),
        (counts.armenian, "hy"),
    ];
    let (most, lang) = weighed.into_iter().max_by_key(|(count, _)| *count)?;
    if most >= counts.latin && most > 0 {
        return Lang::parse(lang);
    }
    if counts.vietnamese * 25 > counts.latin {
        return Lang::parse("vi");
    }
    if letters < 3 * FEWEST {
        return None;
    }
    let sample: String = text.chars().take(SAMPLE).collect();
    Lang::parse(two_letters(detect_language(&sample)))
}

#[derive(Default)]
struct Scripts {
    latin: usize,
    vietnamese: usize,
    han: usize,
    kana: usize,
    hangul: usize,
    cyrillic: usize,
    ukrainian: usize,
    arabic: usize,
    persian: usize,
    thai: usize,
    hebrew: usize,
    greek: usize,
    devanagari: usize,
    bengali: usize,
    georgian: usize,
    armenian: usize,
}

impl Scripts {
    fn add(&mut self, c: char) {
        match c {
            'ơ' | 'ư' | 'đ' | 'Ơ' | 'Ư' | 'Đ' | '\u{1ea0}'..='\u{1ef9}' => {
                self.latin += 1;
                self.vietnamese += 1;
            }
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1e9f}' => {
                self.latin += 1;
            }
            '\u{3040}'..='\u{30ff}' => self.kana += 1,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
                self.han += 1;
            }
            '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}' => self.hangul += 1,
            '\u{400}'..='\u{52f}' => {
                self.cyrillic += 1;
                self.ukrainian += usize::from(matches!(c, 'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є'));
            }
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => {
                self.arabic += 1;
                self.persian += usize::from(matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک'));
            }
            '\u{e00}'..='\u{e7f}' => self.thai += 1,
            '\u{590}'..='\u{5ff}' => self.hebrew += 1,
            '\u{370}'..='\u{3ff}' => self.greek += 1,
            '\u{900}'..='\u{97f}' => self.devanagari += 1,
            '\u{980}'..='\u{9ff}' => self.bengali += 1,
            '\u{10a0}'..='\u{10ff}' => self.georgian += 1,
            '\u{530}'..='\u{58f}' => self.armenian += 1,
            _ => {}
        }
    }

    fn total(&self) -> usize {
        self.latin
            + self.han
            + self.kana
            + self.hangul
            + self.cyrillic
            + self.arabic
            + self.thai
            + self.hebrew
            + self.greek
            + self.devanagari
            + self.bengali
            + self.georgian
            + self.armenian
    }
}

fn two_letters(lang: whichlang::Lang) -> &'static str {
    use whichlang::Lang as L;
    match lang {
        L::Ara => "ar",
        L::Cmn => "zh",
        L::Deu => "de",
        L::Eng => "en",
        L::Fra => "fr",
        L::Hin => "hi",
        L::Ita => "it",
        L::Jpn => "ja",
        L::Kor => "ko",
        L::Nld => "nl",
        L::Por => "pt",
        L::Rus => "ru",
        L::Spa => "es",
        L::Swe => "sv",
        L::Tur => "tr",
        L::Vie => "vi",
    }
}
