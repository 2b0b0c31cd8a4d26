//! Where a sentence ends: by the Unicode rules (UAX 29), but not behind an abbreviation, an initial or an
//! ordinal number. These cost a summary its end, so one list serves whoever cuts a text.

use unicode_segmentation::UnicodeSegmentation;

use super::Lang;

/// Known in every language, in lower case and without the full stop. What has several short parts
/// (`U.S.`, `z.B.`, `Ph.D.`) needs no entry.
const COMMON: &[&str] = &["dr", "prof", "st", "jr", "sr", "etc", "vs"];

/// Of one language; all of them where the language of a text is unknown.
const OF_LANGUAGE: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "mr", "mrs", "ms", "messrs", "dept", "univ", "inc", "ltd", "co", "corp", "approx",
            "est", "gen", "sen", "rep", "gov", "capt", "col", "lt", "hon", "rev", "assoc", "asst",
            "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
            "incl",
        ],
    ),
    (
        "de",
        &[
            "bzw", "ca", "usw", "evtl", "ggf", "inkl", "zzgl", "max", "min", "nr", "tel", "univ",
            "hr", "fr", "geb", "dipl", "ing", "mag", "abt", "sog", "vgl", "bspw", "str", "mio",
            "mrd", "jan", "feb", "apr", "aug", "sept", "okt", "nov", "dez",
        ],
    ),
    (
        "fr",
        &["m", "mm", "mme", "mlle", "pr", "env", "av", "bd", "ste", "janv", "févr", "juil", "sept"],
    ),
    (
        "es",
        &["sra", "srta", "dra", "lic", "ing", "avda", "núm", "pág", "profa", "ee", "uu", "aprox"],
    ),
    ("pt", &["sra", "dra", "profa", "eng", "núm", "pág"]),
    ("it", &["sig", "dott", "avv", "ing", "pag"]),
    ("nl", &["dhr", "mevr", "drs", "ir", "bijv", "ca"]),
    ("ru", &["г", "гг", "ул", "им", "проф", "акад", "доц", "руб", "тыс", "млн", "стр", "тел"]),
    ("uk", &["вул", "ім", "проф", "акад", "доц", "тис", "млн", "тел"]),
    ("pl", &["np", "hab", "mgr", "inż", "ul", "św", "tzw", "godz", "tel"]),
    ("cs", &["doc", "ing", "mgr", "tzv", "např", "tel"]),
    ("sv", &["bl", "ca", "kl", "tel"]),
    ("da", &["bl", "ca", "kl", "tlf"]),
    ("no", &["bl", "ca", "kl", "tlf"]),
    ("tr", &["doç", "öğr", "gör", "sn"]),
    ("vi", &["gs", "ts", "pgs", "ths", "tp"]),
    ("id", &["drs", "ir", "jl"]),
];

/// Only before a number: elsewhere they are words, and may be the last.
const BEFORE_NUMBER: &[&str] =
    &["no", "nos", "nr", "art", "fig", "vol", "p", "pp", "abs", "sec", "núm", "ch", "str", "tel"];

/// Languages that write an ordinal number with a full stop: "am 3. Oktober".
const ORDINALS: &[&str] = &[
    "de", "da", "no", "nb", "nn", "fi", "cs", "sk", "hu", "hr", "sl", "sr", "et", "lv", "is", "tr",
];

/// Longer than any abbreviation, in bytes.
const LONGEST: usize = 16;

/// The sentences of a paragraph, each with the blanks behind it. What comes later is looked at when it
/// is asked for.
pub fn sentences<'a>(text: &'a str, lang: Option<&'a Lang>) -> impl Iterator<Item = &'a str> {
    let mut pieces = text.split_sentence_bound_indices();
    std::iter::from_fn(move || {
        let (start, piece) = pieces.next()?;
        let mut end = start + piece.len();
        while goes_on(text.get(start..end)?, text.get(end..)?, lang) {
            let Some((_, more)) = pieces.next() else { break };
            end += more.len();
        }
        text.get(start..end)
    })
}

/// Whether the full stop at the end of a piece is none, given what follows.
fn goes_on(piece: &str, rest: &str, lang: Option<&Lang>) -> bool {
    let Some(before) = piece.trim_end().strip_suffix('.') else { return false };
    let word = before.rsplit([' ', '(', '\u{a0}', '/', '"', '“']).next().unwrap_or(before);
    if rest.is_empty() || word.is_empty() || word.len() > LONGEST {
        return false;
    }
    let number = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    // the number of a list's entry, or an ordinal
    if number && (word == before || is_of(ORDINALS, lang)) {
        return true;
    }
    let word = word.to_lowercase();
    let next_is_number = rest.chars().next().is_some_and(char::is_numeric);
    is_initials(&word)
        || COMMON.contains(&word.as_str())
        || (next_is_number && BEFORE_NUMBER.contains(&word.as_str()))
        || is_abbreviation(&word, lang)
}

/// A letter by itself, or several short parts.
fn is_initials(word: &str) -> bool {
    let several = word.contains('.');
    word.split('.').all(|part| {
        let letters = part.chars().count();
        part.chars().all(char::is_alphabetic) && (letters == 1 || (several && letters == 2))
    })
}

fn is_abbreviation(word: &str, lang: Option<&Lang>) -> bool {
    let known = lang.filter(|lang| OF_LANGUAGE.iter().any(|(of, _)| *of == lang.as_str()));
    OF_LANGUAGE
        .iter()
        .filter(|(of, _)| known.is_none_or(|lang| lang.as_str() == *of))
        .any(|(_, words)| words.contains(&word))
}

fn is_of(languages: &[&str], lang: Option<&Lang>) -> bool {
    lang.is_some_and(|lang| languages.contains(&lang.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, lang: &str) -> String {
        let lang = Lang::parse(lang);
        sentences(text, lang.as_ref()).map(str::trim).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn abbreviations_initials_and_ordinals_end_no_sentence() {
        for (lang, text) in [
            (
                "en",
                "Prof. Weber and Dr. J. K. Li of St. Gallen met Mr. Smith. | The U.S. Embassy agreed.",
            ),
            ("en", "See No. 15 and Vol. 3 of it. | It is open."),
            ("en", "He said no. | She said yes. | It starts on 15 Dec. 2026 at 5 p.m. in Room 7."),
            ("en", "She holds a Ph.D. Degrees matter."),
            ("en", "Apply by March 15. | The form is online."),
            ("en", "1. Apply online. | 2. Wait."),
            (
                "de",
                "Frau Prof. Dr. Huber spricht am 3. Oktober z. B. Über Nr. 4 davon. | Danach gibt es Kaffee.",
            ),
            ("de", "Das sind ca. 20 Plätze, z.B. Für Gäste. | Mehr folgt."),
            ("fr", "M. Dupont et Mme. Durand arrivent. | Merci."),
            ("ru", "Ул. Ленина, им. Пушкина, проф. Иванов. | Начало в 9."),
            ("vi", "GS. Nguyễn và TS. Trần đến. | Xin chào."),
            ("", "Prof. Weber sprach, z.B. Über Mme. Curie. | Ende."),
            ("zh", "申请已开始。 | Prof. Li到场！ | 详见网站。"),
            ("pl", "Mówił dr hab. Nowak z ul. Długiej. | Koniec."),
        ] {
            assert_eq!(cut(&text.replace(" | ", " "), lang), text, "{lang}");
        }
    }

    #[test]
    fn a_word_of_another_language_ends_its_sentence() {
        assert_eq!(cut("We met the lt. Later we left.", "fr"), "We met the lt. | Later we left.");
        assert_eq!(cut("It is so hr. Then.", "en"), "It is so hr. | Then.");
    }
}
