//! Languages of the Latin script that are known by their letters: those which the library for the others
//! does not know, and would take for one it does.

/// A language, a letter that is its own among these, and the other marked letters it writes with.
struct Alphabet {
    lang: &'static str,
    own: &'static str,
    others: &'static str,
}

const ALPHABETS: [Alphabet; 15] = [
    Alphabet { lang: "pl", own: "łżśćńź", others: "ąęó" },
    Alphabet { lang: "cs", own: "ěřů", others: "čšžýáíéúťďň" },
    Alphabet { lang: "sk", own: "ľĺŕôť", others: "čšžýáíéúďňä" },
    Alphabet { lang: "hu", own: "őű", others: "áéíóöúü" },
    Alphabet { lang: "ro", own: "ățţ", others: "âîșş" },
    Alphabet { lang: "tr", own: "ğıİ", others: "şçöü" },
    Alphabet { lang: "az", own: "əƏ", others: "ğışçöü" },
    Alphabet { lang: "hr", own: "čćđ", others: "šž" },
    Alphabet { lang: "sl", own: "č", others: "šž" },
    Alphabet { lang: "lt", own: "ėųį", others: "ąęčšžū" },
    Alphabet { lang: "lv", own: "āēķļņģ", others: "čšžīū" },
    Alphabet { lang: "sv", own: "å", others: "äö" },
    Alphabet { lang: "da", own: "øæ", others: "å" },
    Alphabet { lang: "is", own: "þð", others: "æöáéíóúý" },
    Alphabet { lang: "fi", own: "ä", others: "ö" },
];

/// Marked letters below which nothing is said: names of people and places have one or two.
const FEWEST: usize = 3;
/// Finnish is told from German by how many of these it has, in a hundred letters.
const FINNISH: usize = 3;

/// The language that writes with the letters of a text, `latin` letters of it; `None` where they are not
/// telling.
pub(super) fn language(text: &str, latin: usize) -> Option<&'static str> {
    let marked: Vec<char> = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .take(latin)
        .filter(|c| matches!(c, '\u{c0}'..='\u{24f}' | '\u{259}'))
        .flat_map(char::to_lowercase)
        .collect();
    if marked.len() < FEWEST || marked.len() * 100 < latin {
        return None;
    }
    let count = |letters: &str| marked.iter().filter(|c| letters.contains(**c)).count();
    let mut best: Option<(usize, &'static str)> = None;
    for Alphabet { lang, own, others } in &ALPHABETS {
        let of_its_own = count(own);
        let all = of_its_own + count(others);
        // a letter in two hundred is its own, and nearly all marked ones are its
        let enough = of_its_own * 200 >= latin && of_its_own > 0 && all * 10 >= marked.len() * 9;
        let finnish = *lang != "fi" || of_its_own * 100 >= latin * FINNISH;
        if enough && finnish && best.is_none_or(|(most, _)| all > most) {
            best = Some((all, *lang));
        }
    }
    match best?.1 {
        "da" if is_norwegian(text) => Some("no"),
        lang => Some(lang),
    }
}

/// The two share their letters; these words are written in one way only.
fn is_norwegian(text: &str) -> bool {
    let words = |list: [&str; 2]| {
        text.split(|c: char| !c.is_alphabetic())
            .filter(|word| list.iter().any(|one| word.eq_ignore_ascii_case(one)))
            .count()
    };
    words(["av", "opp"]) > words(["af", "op"])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [(&str, Option<&str>); 15] = [
        (
            "Uczelnia zaprasza studentów zagranicznych na spotkanie. Wnioski można składać do końca września.",
            Some("pl"),
        ),
        (
            "Fakulta vyhlašuje výběrové řízení na studijní pobyty v zahraničí. Přihlášky podávejte do května.",
            Some("cs"),
        ),
        (
            "Univerzita vyhlasuje výzvu na mobility študentov. Prihlášky prijímame do konca mája, ďalšie informácie nájdete nižšie, záujemcovia môžu požiadať o štipendium pre ľudí zo zahraničia.",
            Some("sk"),
        ),
        (
            "Az egyetem ösztöndíjat hirdet külföldi hallgatóknak. A jelentkezések határidejét meghosszabbították, az űrlap elérhető.",
            Some("hu"),
        ),
        (
            "Universitatea anunță burse pentru studenții străini. Înscrierile se fac până la sfârșitul lunii.",
            Some("ro"),
        ),
        (
            "Üniversitemiz yabancı uyruklu öğrenciler için başvuruların başladığını duyurur.",
            Some("tr"),
        ),
        (
            "Sveučilište raspisuje natječaj za međunarodnu razmjenu studenata. Prijave se šalju do kraja svibnja, a više informacija možete naći niže.",
            Some("hr"),
        ),
        (
            "Universitetet söker studenter som vill åka på utbyte. Ansökan är öppen från måndag.",
            Some("sv"),
        ),
        (
            "Universitetet søger studerende til udveksling. Ansøgningen er åben fra mandag og frem, og pladser fordeles af udvalget.",
            Some("da"),
        ),
        (
            "Yliopisto hakee vaihto-opiskelijoita. Hakuaika päättyy toukokuussa, ja lisätietoja löytyy sivuilta.",
            Some("fi"),
        ),
        (
            "Die Universität lädt Studierende für ein Gespräch über Auslandsaufenthalte ein. Bewerbungen sind möglich.",
            None,
        ),
        (
            "La Universidad convoca becas de movilidad para estudiantes. Más información en la página.",
            None,
        ),
        (
            "L'université annonce un appel à candidatures pour les étudiants étrangers. La sélection est prévue à l'été.",
            None,
        ),
        (
            "A universidade anuncia inscrições para estudantes estrangeiros. Mais informações na página.",
            None,
        ),
        (
            "Professor Dvořák and Dr Łukasz Kowalski spoke to students about exchange programmes in Prague and Warsaw last week.",
            None,
        ),
    ];

    #[test]
    fn languages_are_told_by_their_letters() {
        for (text, lang) in TEXTS {
            let latin = text.chars().filter(|c| c.is_alphabetic()).count();
            assert_eq!(language(text, latin), lang, "{text}");
        }
    }
}
