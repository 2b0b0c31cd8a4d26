//! Lists of words by what they mean, all found in one walk over a text. Words are looked up by their
//! first bytes: building an automaton of them all would take as long as reading fifty notices.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::date;
use super::script::{is_spelled, is_wide};

/// So many bytes of a word tell where to look for it; none is shorter.
const HEAD: usize = 3;

/// Of a list, a line that ends in a colon names the meaning, and lines below it hold the words. One
/// of a script that parts words by spaces matches from the beginning of a word, with a star before it
/// also inside of compounds; an underscore is a space, so that one that ends in it matches whole
/// words.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: Vec<Word>,
    /// Where the words of each head stand.
    heads: HashMap<[u8; HEAD], std::ops::Range<usize>, foldhash::fast::RandomState>,
}

#[derive(Debug)]
struct Word {
    folded: Cow<'static, str>,
    meaning: usize,
    /// It counts inside of others.
    anywhere: bool,
}

impl Lexicon {
    /// Reads lists; `place` numbers the meanings.
    pub(super) fn read(
        lists: &[&'static str],
        mut place: impl FnMut(&str) -> Option<usize>,
    ) -> Lexicon {
        let mut words: Vec<([u8; HEAD], Word)> = Vec::new();
        let mut meaning = None;
        for line in lists.iter().flat_map(|list| list.lines()) {
            let Some(row) = line.strip_prefix(' ') else {
                meaning = place(line.trim_end_matches(':'));
                continue;
            };
            let Some(meaning) = meaning else { continue };
            for word in row.split(" | ").map(str::trim) {
                let bare = word.trim_start_matches('*');
                // of scripts without capitals and accents, lists are written as texts are folded
                let plain = bare.is_ascii() || bare.starts_with(is_wide);
                let folded = if plain { Cow::Borrowed(bare) } else { date::fold(bare).into() };
                let anywhere = bare.len() < word.len();
                debug_assert_eq!(folded, date::fold(bare), "not as folded");
                let head = folded.as_bytes().first_chunk().copied();
                let head = head.map(|head: [u8; HEAD]| head.map(spaced));
                words.extend(head.map(|head| (head, Word { folded, meaning, anywhere })));
            }
        }
        words.sort_by_key(|(head, _)| *head);
        let mut heads = HashMap::default();
        for (at, (head, _)) in words.iter().enumerate() {
            heads.entry(*head).or_insert(at..at).end = at + 1;
        }
        Lexicon { words: words.into_iter().map(|(_, word)| word).collect(), heads }
    }

    /// The meanings in a text, which the caller has folded, with the bytes of each.
    pub(super) fn find(&self, text: &str) -> Vec<(usize, usize, usize)> {
        let mut out = Vec::new();
        let mut inside = false;
        for (start, c) in text.char_indices() {
            let spelled = is_spelled(c);
            let within = std::mem::replace(&mut inside, spelled) && spelled;
            let rest = text.as_bytes().get(start..).unwrap_or_default();
            let Some(words) = rest.first_chunk().and_then(|head| self.heads.get(head)) else {
                continue;
            };
            for word in self.words.get(words.clone()).unwrap_or_default() {
                let folded = word.folded.as_bytes();
                let fits = rest.get(..folded.len()).is_some_and(|rest| {
                    rest.iter().zip(folded).all(|(one, other)| *one == spaced(*other))
                });
                if fits && (word.anywhere || !within) {
                    let end = start + word.folded.trim_end_matches('_').len();
                    out.push((word.meaning, start, end));
                }
            }
        }
        out
    }
}

fn spaced(byte: u8) -> u8 {
    if byte == b'_' { b' ' } else { byte }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_begin_and_parts_of_compounds_inside() {
        let place = |name: &str| ["limit", "due"].iter().position(|one| *one == name);
        let list = "limit:\n  by_ | до_\ndue:\n  *schluss | 截止 | fällig\n";
        let lexicon = Lexicon::read(&[list], place);
        assert_eq!(lexicon.find("by noon, standby x"), [(0, 0, 2)]);
        assert_eq!(lexicon.find("einsendeschluss"), [(1, 8, 15)]);
        assert_eq!(lexicon.find("报名截止"), [(1, 6, 12)]);
        assert_eq!(lexicon.find(&date::fold("Fällig до мая")), [(1, 0, 6), (0, 7, 11)]);
    }
}
