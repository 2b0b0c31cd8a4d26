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

    /// What the index is asked for: neighbours where there are any, for few items hold them, and of
    /// words and characters only what stands in none of them. With `title`, all of them have to
    /// stand there.
    pub(super) fn tokens(&self, title: bool) -> String {
        let titled = title || self.title;
        let mut tokens = Vec::new();
        for (at, run) in self.runs.iter().enumerate() {
            match run {
                Run::Word(word) => {
                    let before = at.checked_sub(1).and_then(|before| self.runs.get(before));
                    if let Some(Run::Word(before)) = before {
                        tokens.push(token_of(bucket_of_words(before, word)));
                    }
                    let paired = [before, self.runs.get(at + 1)];
                    if titled {
                        tokens.push(format!("\"{TITLE}{word}\""));
                    } else if !paired.iter().any(|near| matches!(near, Some(Run::Word(_)))) {
                        tokens.push(format!("\"{word}\""));
                    }
                }
                Run::Unspaced(characters) => unspaced(characters, titled, &mut tokens),
            }
        }
        format!("({})", tokens.join(" AND "))
    }
}

fn token_of(bucket: u32) -> String {
    let mut token = String::from('"');
    write_bucket(bucket, &mut token);
    token + "\""
}

fn unspaced(characters: &[char], titled: bool, tokens: &mut Vec<String>) {
    let buckets: Vec<Option<u32>> = characters.windows(3).map(bucket_of_characters).collect();
    tokens.extend(buckets.iter().flatten().map(|bucket| token_of(*bucket)));
    let mark = if titled { TITLE } else { "" };
    if let [one] = characters {
        tokens.push(format!("\"{mark}{one}\""));
    }
    for (at, pair) in characters.windows(2).enumerate() {
        // in the three characters that begin here, or one earlier
        let three = [Some(at), at.checked_sub(1)].into_iter().flatten();
        let within = three.filter_map(|three| buckets.get(three)).any(Option::is_some);
        if titled || !within {
            tokens.push(format!("\"{mark}{}\"", pair.iter().collect::<String>()));
        }
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
