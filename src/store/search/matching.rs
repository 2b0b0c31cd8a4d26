//! Where a query's terms stand in a folded text.

use std::ops::Range;

use super::fold;
use super::query::Query;
use super::term::{Term, stemmed};

/// Whether a character belongs to a word that goes on, so that no other word ends beside it.
fn of_word(c: char) -> bool {
    c.is_alphanumeric() && !fold::unspaced(c)
}

/// Where a piece begins, overlapping ones too: in "so so far", "so far" is met only by trying again
/// right behind the first letter of a piece that was none.
fn starts<'a>(text: &'a str, piece: &'a str) -> impl Iterator<Item = usize> + 'a {
    let step = piece.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find(piece)?;
        from = start + step;
        Some(start)
    })
}

impl Term {
    /// Each place of the term, from `from` on.
    pub(super) fn places<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let stem = self.stem();
        // the last letter of a stem is not always one of the word's
        let wanted = match stem {
            Some(stem) => stem.strip_suffix(['i', 'e']).filter(|s| !s.is_empty()).unwrap_or(stem),
            None => &self.folded,
        };
        starts(folded, wanted).filter_map(move |start| {
            let (before, rest) = folded.split_at_checked(start)?;
            let after = rest.get(wanted.len()..)?;
            let first = wanted.chars().next().is_some_and(of_word);
            if first && before.chars().next_back().is_some_and(of_word) {
                return None;
            }
            let last = wanted.chars().next_back().is_some_and(of_word);
            let end = if last { after.find(|c| !of_word(c)).unwrap_or(after.len()) } else { 0 };
            let word = rest.get(..wanted.len() + end)?;
            let fits = match stem {
                Some(stem) => stemmed(word) == stem,
                None => end == 0 || self.begins(),
            };
            fits.then_some(start..start + wanted.len() + end)
        })
    }

    fn is_in(&self, title: &str, text: &str) -> bool {
        self.places(title).next().is_some() || !self.title && self.places(text).next().is_some()
    }

    /// How often the term stands there, up to a bound.
    pub(super) fn count(&self, folded: &str) -> usize {
        self.places(folded).take(8).count()
    }
}

impl Query {
    /// Whether an item that the index named really matches; both texts are folded.
    pub(super) fn holds(&self, title: &str, text: &str) -> bool {
        self.all.iter().all(|either| either.iter().any(|term| term.is_in(title, text)))
            && !self.none.iter().any(|term| term.is_in(title, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(query: &str, text: &str) -> bool {
        Query::parse(query).unwrap().holds("", &fold::folded(text))
    }

    #[test]
    fn a_phrase_stands_together_and_ends_with_its_words() {
        assert!(holds("\"double degree\"", "a Double-Degree programme"));
        assert!(!holds("\"double degree\"", "a degree, double"));
        assert!(!holds("\"double degree\"", "double degrees"));
        assert!(holds("\"so far\"", "so so far"));
        assert!(holds("国际教育", "国際教育周"));
        assert!(!holds("国际教育", "国际与教育"));
        assert!(holds("2026年", "于2026 年"));
        assert!(!holds("\"26年\"", "于2026年"));
        assert!(!holds("word -\"a phrase\"", "word and a phrase"));
        assert!(holds("\"a b\" OR 国际化", "国际化"));
    }

    #[test]
    fn a_star_stands_for_the_ending_of_a_word() {
        assert!(holds("schol*", "a scholarship") && holds("schol*", "Schol"));
        assert!(!holds("schol*", "preschool") && !holds("schol*", "scho l"));
        assert!(
            holds("\"double deg*\"", "a double degree") && holds("double/deg*", "double degree")
        );
        assert!(!holds("\"double deg*\"", "doubled degree"));
        assert!(holds("教育*", "国际教育周") && holds("ai教*", "AI教育"));
        assert!(!holds("word -schol*", "word of a scholar"));
    }

    #[test]
    fn other_forms_of_a_word_are_marked() {
        let query = Query::parse("scholarships").unwrap();
        let term = query.all.first().unwrap().first().unwrap();
        let text = "scholarship, scholarships and scholars";
        assert_eq!(term.places(text).count(), 2);
    }
}
