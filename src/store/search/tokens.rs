//! Text as it is indexed. Each token stands once: the index says which items hold it, and where it
//! stands is looked up in the text. Unspaced characters are indexed alone and in pairs, so that one
//! character and every longer word is found; words are left to FTS5's stemmer. So that few texts
//! have to be looked at for a phrase, neighbours are indexed as well: two words, or three characters,
//! hashed into a million buckets, for most of them are met only once.

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::fold::{self, Sign};

/// Stands before tokens of a title; no text contains it once it is folded.
pub(super) const TITLE: &str = "¶";
/// Characters of a word that are looked at.
const WORD: usize = 40;

/// Letters and characters in the order in which they stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    Word(String),
    Unspaced(Vec<char>),
}

/// Calls with each run of a text.
pub(super) fn each_run(text: &str, mut take: impl FnMut(Run)) {
    let mut word = String::new();
    let mut length = 0;
    let mut run: Vec<char> = Vec::new();
    fold::each(&fold::composed(text), |sign, _| {
        if !matches!(sign, Sign::Letter(_)) && !word.is_empty() {
            take(Run::Word(std::mem::take(&mut word)));
            length = 0;
        }
        if !matches!(sign, Sign::Unspaced(_)) && !run.is_empty() {
            take(Run::Unspaced(std::mem::take(&mut run)));
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
        take(Run::Word(word));
    }
    if !run.is_empty() {
        take(Run::Unspaced(run));
    }
}

/// Stands before a bucket.
const BUCKET: char = '§';
/// Digits of a bucket's number; none is a vowel, so that the stemmer lets them be.
const DIGITS: [char; 16] =
    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'b', 'c', 'd', 'f', 'g', 'h'];

/// The bucket of neighbours.
fn bucket(hash: u64) -> u32 {
    (hash >> 44) as u32
}

pub(super) fn bucket_of_words(first: &str, second: &str) -> u32 {
    bucket(xxh3_64_with_seed(second.as_bytes(), xxh3_64(first.as_bytes())))
}

/// Every second one, by what it holds: pairs say much already, and the index is built faster.
pub(super) fn bucket_of_characters(three: &[char]) -> Option<u32> {
    let number = three.iter().fold(0_u64, |number, c| number << 21 | u64::from(u32::from(*c)));
    let hash = xxh3_64(&number.to_le_bytes());
    (hash & 1 == 0).then(|| bucket(hash))
}

/// A bucket as a token.
pub(super) fn write_bucket(bucket: u32, out: &mut String) {
    out.push(BUCKET);
    for place in (0..5).rev() {
        out.extend(DIGITS.get((bucket >> (4 * place)) as usize & 15));
    }
}

/// The tokens of an item, separated by spaces.
pub fn tokens(title: &str, text: &str) -> String {
    let mut out = String::with_capacity((title.len() + text.len()) * 4);
    let mut whole = Tokens::default();
    let mut of_title = Tokens::default();
    of_title.take(title);
    of_title.write(TITLE, &mut out);
    whole.take(title);
    whole.take(text);
    whole.write("", &mut out);
    whole.buckets.sort_unstable();
    whole.buckets.dedup();
    for bucket in whole.buckets {
        write_bucket(bucket, &mut out);
        out.push(' ');
    }
    out
}

#[derive(Default)]
struct Tokens {
    words: Vec<String>,
    /// One or two characters in one number: the first above, the second below.
    grams: Vec<u64>,
    buckets: Vec<u32>,
}

impl Tokens {
    fn take(&mut self, text: &str) {
        // Whether the last run was a word, which is then the last of the words.
        let mut after_word = false;
        each_run(text, |run| match run {
            Run::Word(word) => {
                if let (true, Some(last)) = (after_word, self.words.last()) {
                    self.buckets.push(bucket_of_words(last, &word));
                }
                self.words.push(word);
                after_word = true;
            }
            Run::Unspaced(characters) => {
                after_word = false;
                self.buckets.extend(characters.windows(3).filter_map(bucket_of_characters));
                self.grams.extend(characters.iter().map(|c| u64::from(u32::from(*c)) << 32));
                self.grams.extend(characters.windows(2).map(|pair| match pair {
                    [a, b] => u64::from(u32::from(*a)) << 32 | u64::from(u32::from(*b)),
                    _ => 0,
                }));
            }
        });
    }

    fn write(&mut self, mark: &str, out: &mut String) {
        self.words.sort_unstable();
        self.words.dedup();
        for word in &self.words {
            out.push_str(mark);
            out.push_str(word);
            out.push(' ');
        }
        self.grams.sort_unstable();
        self.grams.dedup();
        for gram in &self.grams {
            out.push_str(mark);
            let (first, second) = ((gram >> 32) as u32, *gram as u32);
            out.extend(char::from_u32(first));
            if second != 0 {
                out.extend(char::from_u32(second));
            }
            out.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_characters_stand_alone_and_in_pairs() {
        let found = tokens("國際教育", "Erasmus+ 教育周 Erasmus");
        let mut found: Vec<&str> =
            found.split_whitespace().filter(|token| !token.starts_with(BUCKET)).collect();
        found.sort_unstable();
        let mut expected = vec![
            "erasmus", "国", "国际", "际", "际教", "教", "教育", "育", "育周", "周", "¶国",
            "¶国际", "¶际", "¶际教", "¶教", "¶教育", "¶育",
        ];
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn neighbours_share_a_bucket_wherever_they_stand() {
        let buckets = |text: &str| -> Vec<String> {
            let found = tokens("", text);
            found.split(' ').filter(|t| t.starts_with(BUCKET)).map(str::to_owned).collect()
        };
        assert_eq!(buckets("double-Degree"), buckets("Double degree"));
        assert_eq!(buckets("國際教育學院的通知"), buckets("国际教育学院的通知"));
        assert!(!buckets("国际教育学院的通知").is_empty());
        assert_ne!(buckets("degree double"), buckets("double degree"));
        assert!(buckets("国际 word").is_empty());
    }
}
