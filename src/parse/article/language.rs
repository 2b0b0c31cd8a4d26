//! The language of a text: by its script, and within the Latin script by its words.

use whichlang::detect_language;

use super::letters;
use crate::model::Lang;

/// Texts are judged by their beginning, so many letters.
const SAMPLE: usize = 400;

/// So much of it, in bytes, tells one Latin language from another.
const TELLING: usize = 300;

/// Letters below which a Latin text is told by its small words alone.
const SHORT: usize = 60;

/// Letters from which on a Latin text is believed more than what its page declares.
const ENOUGH: usize = 200;

/// The language of a text on a page that declares one: scripts and long texts speak for
/// themselves, a few Latin words do not.
pub(super) fn of_page(text: &str, declared: Option<&Lang>) -> Option<Lang> {
    let latin = text.chars().filter(char::is_ascii_alphabetic).take(ENOUGH).count();
    let told = language(text)?;
    let own_script = ["ja", "ko", "zh", "th", "ar", "fa", "he", "el", "hi", "bn", "ru", "uk", "ka"];
    let sure = latin >= ENOUGH || own_script.contains(&told.as_str());
    let other = declared.filter(|lang| !sure && !own_script.contains(&lang.as_str()));
    Some(other.cloned().unwrap_or(told))
}

/// The language of a text, `None` where it has too few letters to tell.
pub fn language(text: &str) -> Option<Lang> {
    const FEWEST: usize = 4;
    let mut counts = Scripts::default();
    for c in text.chars().filter(|c| is_letter(*c)).take(SAMPLE) {
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
    if let Some(lang) = letters::language(text, counts.latin) {
        return Lang::parse(lang);
    }
    if letters < SHORT {
        return Lang::parse(by_small_words(text)?);
    }
    let sample = text.get(..text.floor_char_boundary(TELLING)).unwrap_or(text);
    Lang::parse(two_letters(detect_language(sample)))
}

/// The most usual ones are known without a table.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{4e00}'..='\u{9fff}' => true,
        c => c.is_alphabetic(),
    }
}

/// The language whose small words a short text has most of, where there is one such.
fn by_small_words(text: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 10] = [
        ("en", "the of and for to with at on by from is are new our your this how in its an as"),
        ("de", "der die das und für mit von zum zur im am ein eine auf bei wird des den dem in zu"),
        ("fr", "le la les des du et pour dans sur avec une un au aux à est en l d ce de"),
        ("es", "el la los las del y para con una un por en al se su de"),
        ("it", "il lo la gli di della del dei per con una un alla nel e i le da"),
        ("pt", "o os as do da dos das para com em uma um ao à e de no na"),
        ("nl", "de het een van voor met op en in bij naar aan te"),
        ("sv", "och för att med på är en ett av till i om"),
        ("tr", "ve için ile bir bu da de"),
        ("pl", "i w na z do dla o się oraz po"),
    ];
    let folded = text.to_lowercase();
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let count =
        |list: &str| words.iter().filter(|word| list.split(' ').any(|one| one == **word)).count();
    let mut counts: Vec<(usize, &str)> =
        WORDS.iter().map(|(lang, list)| (count(list), *lang)).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    match counts.as_slice() {
        [(most, lang), (second, _), ..] if most > second => Some(lang),
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_latin_words_are_told_by_the_small_ones_or_not_at_all() {
        for (text, told) in [
            ("Parking rules on campus", Some("en")),
            ("Ferien für alle", Some("de")),
            ("Bourses pour les doctorants", Some("fr")),
            ("Becas para el doctorado", Some("es")),
            ("Erasmus 2027", None),
            ("通知公告", Some("zh")),
            ("Sprawdź, jak złożyć wniosek o stypendium", Some("pl")),
            ("Přihlášky ke studiu v zahraničí", Some("cs")),
            ("Ösztöndíjak külföldi hallgatóknak: jelentkezési határidő", Some("hu")),
        ] {
            assert_eq!(language(text), told.and_then(Lang::parse), "{text}");
        }
    }

    #[test]
    fn a_short_text_is_in_the_language_that_its_page_declares() {
        let french = Lang::parse("fr");
        assert_eq!(of_page("Parking gratuit", french.as_ref()), None);
        assert_eq!(of_page("Parking rules on campus", french.as_ref()), french);
        assert_eq!(of_page("关于放假的通知", french.as_ref()), Lang::parse("zh"));
        let long = "The office explains to students from abroad how they can apply. ".repeat(5);
        assert_eq!(of_page(&long, french.as_ref()), Lang::parse("en"));
    }
}
