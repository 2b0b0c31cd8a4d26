//! What a glyph's name says in Unicode, after the Adobe Glyph List's conventions
//! (<https://github.com/adobe-type-tools/agl-specification>): letters with their accents are put
//! together from the two names, so that no list of thousands is needed.

use unicode_normalization::char::compose;

const ACCENTS: [(&str, char); 15] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30a}'),
    ("cedilla", '\u{327}'),
    ("commaaccent", '\u{327}'),
    ("caron", '\u{30c}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("ogonek", '\u{328}'),
    ("dotaccent", '\u{307}'),
    ("hungarumlaut", '\u{30b}'),
    ("dot", '\u{307}'),
];

const SIGNS: [(&str, &str); 76] = [
    ("space", " "),
    ("nbspace", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("quoteright", "’"),
    ("quoteleft", "‘"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotedblbase", "„"),
    ("quotesinglbase", "‚"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("sfthyphen", "-"),
    ("minus", "−"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("asciicircum", "^"),
    ("underscore", "_"),
    ("grave", "`"),
    ("braceleft", "{"),
    ("bar", "|"),
    ("braceright", "}"),
    ("asciitilde", "~"),
    ("bullet", "•"),
    ("endash", "–"),
    ("emdash", "—"),
    ("ellipsis", "…"),
    ("degree", "°"),
    ("section", "§"),
    ("paragraph", "¶"),
    ("copyright", "©"),
    ("registered", "®"),
    ("trademark", "™"),
    ("germandbls", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("oslash", "ø"),
    ("Oslash", "Ø"),
    ("dotlessi", "ı"),
    ("Euro", "€"),
    ("sterling", "£"),
];

/// `None` for names that mean nothing outside of their font.
pub(super) fn unicode(name: &str) -> Option<String> {
    let base = name.split('.').next().filter(|base| !base.is_empty())?;
    base.split('_').map(component).collect()
}

fn component(name: &str) -> Option<String> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter.to_string());
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == name) {
        return Some((*sign).to_owned());
    }
    if let Some(c) = stroked(name).or_else(|| cyrillic(name)) {
        return Some(c.to_string());
    }
    if matches!(name, "ff" | "fi" | "fl" | "ffi" | "ffl") {
        return Some(name.to_owned());
    }
    accented(name).or_else(|| by_number(name)).map(|c| c.to_string())
}

fn accented(name: &str) -> Option<char> {
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let accent = name.strip_prefix(letter)?;
    let (_, mark) = ACCENTS.iter().find(|(known, _)| *known == accent)?;
    // Romanian and Latvian commas are encoded as cedillas
    compose(letter, *mark)
}

fn stroked(name: &str) -> Option<char> {
    Some(match name {
        "lslash" => 'ł',
        "Lslash" => 'Ł',
        "dcroat" => 'đ',
        "Dcroat" => 'Đ',
        "thorn" => 'þ',
        "Thorn" => 'Þ',
        "eth" => 'ð',
        "Eth" => 'Ð',
        _ => return None,
    })
}

/// `afii10017` to `afii10097`: the Russian alphabet, with Ё and ё in their places.
fn cyrillic(name: &str) -> Option<char> {
    let code: u32 = name.strip_prefix("afii")?.parse().ok()?;
    let letter = match code {
        10023 => 'Ё' as u32,
        10071 => 'ё' as u32,
        10017..=10022 => code - 10017 + 0x410,
        10024..=10049 => code - 10018 + 0x410,
        10065..=10070 => code - 10065 + 0x430,
        10072..=10097 => code - 10066 + 0x430,
        61352 => '№' as u32,
        _ => return None,
    };
    char::from_u32(letter)
}

fn by_number(name: &str) -> Option<char> {
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
    let hex = (4..=6).contains(&digits.len()).then(|| u32::from_str_radix(digits, 16).ok())?;
    char::from_u32(hex?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_names_tell_their_letters() {
        for (name, told) in [
            ("A", "A"),
            ("udieresis", "ü"),
            ("Scaron", "Š"),
            ("f_i", "fi"),
            ("ffi", "ffi"),
            ("eacute.sc", "é"),
            ("afii10017", "А"),
            ("afii10023", "Ё"),
            ("afii10097", "я"),
            ("uni4E2D", "中"),
        ] {
            assert_eq!(unicode(name).as_deref(), Some(told), "{name}");
        }
        for name in ["g123", ".notdef", "cid_4711", "uniXYZW", ""] {
            assert_eq!(unicode(name), None, "{name}");
        }
    }
}
