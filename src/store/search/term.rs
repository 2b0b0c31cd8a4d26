//! One thing to look for, and what the index is asked for it.

use super::fold;
use super::tokens::{Run, TITLE, bucket_of_characters, bucket_of_words, each_run, write_bucket};

/// One thing to look for: a word, or what stands together.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) runs: Vec<Run>,
    pub(super) folded: String,
    pub(super) title: bool,
    /// In quotation marks: exactly these words, no other forms of them.
    exact: bool,
}

/// Where a term has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Any,
    Title,
}

impl Term {
    pub(super) fn of(text: &str, field: Field, exact: bool) -> Option<Self> {
        let mut runs = Vec::new();
        each_run(text, |run| runs.push(run));
        let folded = fold::folded(text);
        (!runs.is_empty()).then_some(Self { runs, folded, title: field == Field::Title, exact })
    }

    /// Whether the index alone cannot tell.
    pub(super) fn is_loose(&self) -> bool {
        match self.runs.as_slice() {
            [Run::Unspaced(characters)] => characters.len() > 2,
            [Run::Word(_)] => self.exact,
            _ => true,
        }
    }

    /// The one word of which other forms count too.
    pub(super) fn stem(&self) -> Option<&str> {
        match self.runs.as_slice() {
            [Run::Word(word)] if !self.exact => Some(stem(word)),
            _ => None,
        }
    }

    pub(super) fn tokens(&self, title: bool) -> String {
        let mark = if title || self.title { TITLE.to_string() } else { String::new() };
        let mut tokens = Vec::new();
        for run in &self.runs {
            match run {
                Run::Word(word) => tokens.push(format!("\"{mark}{word}\"")),
                Run::Unspaced(characters) if characters.len() == 1 => {
                    tokens.extend(characters.iter().map(|c| format!("\"{mark}{c}\"")));
                }
                Run::Unspaced(characters) => {
                    let pairs = characters.windows(2).map(|pair| pair.iter().collect::<String>());
                    tokens.extend(pairs.map(|pair| format!("\"{mark}{pair}\"")));
                }
            }
        }
        if !title && !self.title {
            tokens.extend(self.neighbours());
        }
        format!("({})", tokens.join(" AND "))
    }

    /// What stands side by side in the term, as tokens.
    fn neighbours(&self) -> Vec<String> {
        let mut buckets: Vec<u32> = Vec::new();
        for pair in self.runs.windows(2) {
            if let [Run::Word(first), Run::Word(second)] = pair {
                buckets.push(bucket_of_words(first, second));
            }
        }
        for run in &self.runs {
            if let Run::Unspaced(characters) = run {
                buckets.extend(characters.windows(3).filter_map(bucket_of_characters));
            }
        }
        let token = |bucket: u32| {
            let mut token = String::from('"');
            write_bucket(bucket, &mut token);
            token + "\""
        };
        buckets.into_iter().map(token).collect()
    }
}

/// Endings by which the forms of an English word differ.
pub(super) const ENDINGS: [&str; 13] =
    ["ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "ly", "d", "e", "s", "y"];

/// A word without the endings of its forms; rougher than the index's stemmer, good enough to count
/// and to mark.
fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    let cut = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    cut.filter(|stem| stem.len() >= 4).min_by_key(|stem| stem.len()).unwrap_or(word)
}
