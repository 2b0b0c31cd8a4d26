//! One form for the forms of an English word: plurals, `-ed`, `-ing` and `-y`, by the first step of
//! Porter's algorithm (M. F. Porter, An algorithm for suffix stripping, Program 14, 1980). The later
//! steps join words of different meanings and cost more than they find.

/// Takes the ending off a folded word; one with other letters than a to z is left alone.
pub(super) fn stem(word: &mut String) {
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return;
    }
    plural(word);
    past(word);
    if word.ends_with('y') && has_vowel(word, 1) {
        word.pop();
        word.push('i');
    }
}

fn cut(word: &mut String, by: usize) {
    word.truncate(word.len().saturating_sub(by));
}

fn plural(word: &mut String) {
    if word.ends_with("sses") || word.ends_with("ies") {
        cut(word, 2);
    } else if word.ends_with('s') && !word.ends_with("ss") {
        cut(word, 1);
    }
}

fn past(word: &mut String) {
    if word.ends_with("eed") {
        if measure(word, 3) > 0 {
            cut(word, 1);
        }
        return;
    }
    let ending = [("ed", 2), ("ing", 3)].into_iter().find(|(ending, _)| word.ends_with(ending));
    let Some((_, length)) = ending.filter(|(_, length)| has_vowel(word, *length)) else { return };
    cut(word, length);
    let last = word.bytes().next_back();
    let doubled = word.len() > 1 && word.bytes().rev().nth(1) == last;
    if ["at", "bl", "iz"].iter().any(|ending| word.ends_with(ending)) {
        word.push('e');
    } else if doubled
        && is_consonant(word, word.len() - 1)
        && !matches!(last, Some(b'l' | b's' | b'z'))
    {
        word.pop();
    } else if measure(word, 0) == 1 && is_short(word) {
        word.push('e');
    }
}

fn is_consonant(word: &str, at: usize) -> bool {
    match word.as_bytes().get(at) {
        None | Some(b'a' | b'e' | b'i' | b'o' | b'u') => false,
        Some(b'y') => at.checked_sub(1).is_none_or(|before| !is_consonant(word, before)),
        Some(_) => true,
    }
}

/// Whether a vowel stands before the last `ending` letters.
fn has_vowel(word: &str, ending: usize) -> bool {
    (0..word.len().saturating_sub(ending)).any(|at| !is_consonant(word, at))
}

/// How many times a vowel is followed by a consonant before the last `ending` letters.
fn measure(word: &str, ending: usize) -> usize {
    let kinds: Vec<bool> =
        (0..word.len().saturating_sub(ending)).map(|at| is_consonant(word, at)).collect();
    kinds.windows(2).filter(|two| matches!(two, [false, true])).count()
}

/// Consonant, vowel, consonant at the end, the last none of w, x and y.
fn is_short(word: &str) -> bool {
    let Some(start) = word.len().checked_sub(3) else { return false };
    is_consonant(word, start)
        && !is_consonant(word, start + 1)
        && is_consonant(word, start + 2)
        && !word.ends_with(['w', 'x', 'y'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_become_one() {
        let of = |word: &str| {
            let mut word = word.to_owned();
            stem(&mut word);
            word
        };
        for (word, expected) in [
            ("scholarships", "scholarship"),
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("caress", "caress"),
            ("feed", "feed"),
            ("agreed", "agree"),
            ("plastered", "plaster"),
            ("bled", "bled"),
            ("motoring", "motor"),
            ("sing", "sing"),
            ("conflated", "conflate"),
            ("troubling", "trouble"),
            ("sized", "size"),
            ("hopping", "hop"),
            ("falling", "fall"),
            ("filing", "file"),
            ("failing", "fail"),
            ("happy", "happi"),
            ("sky", "sky"),
            ("as", "as"),
            ("étudiants", "étudiants"),
        ] {
            assert_eq!(of(word), expected, "{word}");
        }
        assert_eq!(of("studying"), of("studies"));
        assert_eq!(of("apply"), of("applied"));
    }
}
