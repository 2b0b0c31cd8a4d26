//! Text as it is indexed. Each token stands once: the index says which items hold it, and where it
//! stands is looked up in the text. Unspaced characters are indexed alone and in pairs, so that one
//! character and every longer word is found; words by their stem. So that few texts have to be
//! looked at for a phrase, neighbours are indexed as well: two words, or three characters, hashed
//! into a million buckets, for most of them are met only once.
//!
//! The index keeps 32 bits of a token. Two words that share them are told apart by the text.

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::fold::{self, Sign};
use super::stem::stem;
use crate::model::finish;

/// What the index knows of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Token(pub(super) u32);

/// Characters of a word that are looked at.
pub(super) const WORD: usize = 40;

/// Where a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// In the title.
    Title,
    /// In the title or the text.
    Whole,
}

impl Part {
    fn seed(self) -> u64 {
        match self {
            Self::Title => 0x7469_746c_6500,
            Self::Whole => 0,
        }
    }
}

/// Letters or characters that stand together.
#[derive(Debug, Clone, Copy)]
pub(super) enum Run<'a> {
    Word(&'a str),
    Unspaced(&'a [char]),
}

/// Calls with each run of a text, in order.
pub(super) fn each_run(text: &str, mut take: impl FnMut(Run<'_>)) {
    let mut word = String::new();
    let mut length = 0;
    let mut run: Vec<char> = Vec::new();
    fold::each(&fold::composed(text), |sign, _| {
        if !matches!(sign, Sign::Letter(_)) && !word.is_empty() {
            take(Run::Word(&word));
            word.clear();
            length = 0;
        }
        if !matches!(sign, Sign::Unspaced(_)) && !run.is_empty() {
            take(Run::Unspaced(&run));
            run.clear();
        }
        match sign {
            Sign::Letter(c) if length < WORD => {
                word.push(c);
                length += 1;
            }
            Sign::Letter(_) | Sign::Gap => {}
            Sign::Unspaced(c) => run.push(c),
        }
    });
    if !word.is_empty() {
        take(Run::Word(&word));
    }
    if !run.is_empty() {
        take(Run::Unspaced(&run));
    }
}

fn token(hash: u64) -> Token {
    Token((hash >> 32) as u32)
}

/// A word by its stem.
pub(super) fn word(stem: &str, part: Part) -> Token {
    token(xxh3_64_with_seed(stem.as_bytes(), part.seed()))
}

/// One character.
pub(super) fn sign(one: char, part: Part) -> Token {
    token(finish(part.seed().wrapping_add(u64::from(u32::from(one)) << 32)))
}

/// Two characters that stand together.
pub(super) fn pair(first: char, second: char, part: Part) -> Token {
    let both = u64::from(u32::from(first)) << 32 | u64::from(u32::from(second));
    token(finish(part.seed().wrapping_add(both)))
}

/// A bucket's token.
fn bucket(hash: u64) -> Token {
    token(finish(0x6275_636b_6574_0000 ^ (hash >> 44)))
}

/// Two words that stand together, by their hashes.
fn neighbours(first: u64, second: u64) -> Token {
    bucket(finish(first.rotate_left(17) ^ second))
}

pub(super) fn two_words(first: &str, second: &str) -> Token {
    neighbours(xxh3_64(first.as_bytes()), xxh3_64(second.as_bytes()))
}

/// Three characters that stand together.
pub(super) fn three(characters: &[char]) -> Token {
    bucket(finish(characters.iter().fold(0, |number, c| number << 21 | u64::from(u32::from(*c)))))
}

/// Calls with each token of an item, some of them more than once.
pub(super) fn each(title: &str, text: &str, mut take: impl FnMut(Token)) {
    of_text(title, Part::Title, &mut take);
    of_text(title, Part::Whole, &mut take);
    of_text(text, Part::Whole, &mut take);
}

fn of_text(text: &str, part: Part, take: &mut impl FnMut(Token)) {
    // the hash of the last run, if that was a word
    let mut before: Option<u64> = None;
    let mut stemmed = String::new();
    each_run(text, |run| match run {
        Run::Word(written) => {
            let hash = xxh3_64(written.as_bytes());
            if let (Some(before), Part::Whole) = (before, part) {
                take(neighbours(before, hash));
            }
            before = Some(hash);
            stemmed.clear();
            stemmed.push_str(written);
            stem(&mut stemmed);
            take(word(&stemmed, part));
        }
        Run::Unspaced(characters) => {
            before = None;
            for (at, one) in characters.iter().enumerate() {
                take(sign(*one, part));
                if let Some(next) = characters.get(at + 1) {
                    take(pair(*one, *next, part));
                }
            }
            if part == Part::Whole {
                characters.windows(3).map(three).for_each(&mut *take);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(title: &str, text: &str) -> Vec<Token> {
        let mut found = Vec::new();
        each(title, text, |token| found.push(token));
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn words_stand_by_their_stem_and_characters_alone_and_in_pairs() {
        let found = tokens("國際教育", "Erasmus+ 教育周 calls");
        for one in ['国', '际', '教', '育'] {
            assert!(
                found.contains(&sign(one, Part::Title)) && found.contains(&sign(one, Part::Whole))
            );
        }
        assert!(found.contains(&pair('教', '育', Part::Title)));
        assert!(found.contains(&pair('育', '周', Part::Whole)));
        assert!(!found.contains(&pair('育', '周', Part::Title)));
        assert!(!found.contains(&pair('育', '教', Part::Whole)));
        assert!(found.contains(&word("call", Part::Whole)));
        assert!(!found.contains(&word("calls", Part::Whole)));
    }

    #[test]
    fn neighbours_share_a_token_wherever_they_stand() {
        assert_eq!(tokens("", "double-Degree"), tokens("", "Double degree"));
        assert!(tokens("", "a double degree").contains(&two_words("double", "degree")));
        assert!(!tokens("", "degree double").contains(&two_words("double", "degree")));
        assert_eq!(tokens("", "國際教育學院的通知"), tokens("", "国际教育学院的通知"));
        let characters: Vec<char> = "国际教育学院的通知".chars().collect();
        let buckets: Vec<Token> = characters.windows(3).map(three).collect();
        assert!(!buckets.is_empty());
        let found = tokens("", "国际教育学院的通知");
        assert!(buckets.iter().all(|bucket| found.contains(bucket)));
    }
}
