//! The words and what they stand for, read from the word lists into one tree of characters.

use std::collections::HashMap;

use serde::Deserialize;

use super::fold::{fold, has_word_borders};
use super::trie::Trie;
use super::{RulesError, Words};

/// Index of a piece of evidence: a concept of the word lists or a combination of two.
pub(super) type EvidenceId = usize;

/// What a group of words stands for, such as "students from abroad".
#[derive(Debug, Clone)]
pub(super) struct Concept {
    pub id: String,
    /// Where fitting starts: log-odds in a title.
    pub prior: f64,
    /// Whatever lies inside these words says nothing: names, "foreign exchange rate".
    pub swallows: bool,
}

/// A single literal to look for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    /// `None`: only a part of a phrase.
    pub concept: Option<EvidenceId>,
    pub country: Option<u16>,
    pub only_in_url: bool,
    pub border_right: bool,
}

/// Words in a row, each with an open end: `иностранн* студент*`.
#[derive(Debug)]
pub(super) struct Phrase {
    /// `None` stands for any one word.
    pub parts: Vec<Option<usize>>,
    pub concept: EvidenceId,
    pub country: Option<u16>,
}

#[derive(Debug, Default)]
pub(super) struct Country {
    /// Last labels of host names that are at home there.
    pub tlds: Vec<String>,
    pub langs: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Lexicon {
    pub concepts: Vec<Concept>,
    pub patterns: Vec<Pattern>,
    pub phrases: Vec<Phrase>,
    /// Phrases by their first part.
    pub phrases_from: HashMap<usize, Vec<usize>>,
    pub countries: Vec<Country>,
    pub trie: Trie,
}

#[derive(Debug, Deserialize)]
struct ConceptTable {
    weight: f64,
    #[serde(default)]
    swallows: bool,
    #[serde(flatten)]
    words: HashMap<String, toml::Value>,
}

#[derive(Debug, Deserialize)]
struct CountryTable {
    #[serde(default)]
    tld: Vec<String>,
    #[serde(default)]
    lang: Vec<String>,
    #[serde(default)]
    names: String,
    #[serde(default)]
    institutions: String,
}

#[derive(Debug, Default)]
pub(super) struct Builder {
    concepts: Vec<Concept>,
    ids: HashMap<String, EvidenceId>,
    texts: Vec<String>,
    patterns: Vec<Pattern>,
    parts: HashMap<String, usize>,
    phrases: Vec<Phrase>,
    countries: Vec<Country>,
}

impl Builder {
    /// Reads a word list: a table per concept, in it a string of words per language.
    pub(super) fn word_list(&mut self, words: Words<'_>) -> Result<(), RulesError> {
        let table: toml::Table = words.text.parse().map_err(|e| RulesError::new(words.name, &e))?;
        for (id, value) in table {
            let concept: ConceptTable =
                value.try_into().map_err(|e| RulesError::new(words.name, &e))?;
            let index = self.concept(&id, concept.weight, concept.swallows);
            let mut lists: Vec<_> = concept.words.into_iter().collect();
            lists.sort_by(|a, b| a.0.cmp(&b.0));
            for (lang, list) in lists {
                let Some(list) = list.as_str().filter(|_| lang != "about") else { continue };
                for word in list.split(',') {
                    self.word(word, Sense { concept: index, country: None, url: lang == "url" });
                }
            }
        }
        Ok(())
    }

    /// Reads the gazetteer: names and institutions per country.
    pub(super) fn gazetteer(&mut self, words: Words<'_>) -> Result<(), RulesError> {
        let table: toml::Table = words.text.parse().map_err(|e| RulesError::new(words.name, &e))?;
        let abroad = self.concept("abroad", 0.0, false);
        let institution = self.concept("foreign-institution", 0.0, false);
        for (_, value) in table {
            let entry: CountryTable =
                value.try_into().map_err(|e| RulesError::new(words.name, &e))?;
            let country = Some(self.countries.len() as u16);
            for (list, concept) in [(&entry.names, abroad), (&entry.institutions, institution)] {
                for word in list.split(',') {
                    self.word(word, Sense { concept, country, url: false });
                }
            }
            self.countries.push(Country { tlds: entry.tld, langs: entry.lang });
        }
        Ok(())
    }

    /// The index of a concept, made when new; a second list may add words to a known one.
    pub(super) fn concept(&mut self, id: &str, prior: f64, swallows: bool) -> EvidenceId {
        if let Some(&index) = self.ids.get(id) {
            if let Some(known) = self.concepts.get_mut(index).filter(|_| prior != 0.0) {
                known.prior = prior;
            }
            return index;
        }
        self.concepts.push(Concept { id: id.to_owned(), prior, swallows });
        self.ids.insert(id.to_owned(), self.concepts.len() - 1);
        self.concepts.len() - 1
    }

    pub(super) fn word(&mut self, word: &str, sense: Sense) {
        let texts = split(word);
        match texts.as_slice() {
            [] => {}
            [Part::Text(text, open)] => {
                self.literal(text, *open, Some(sense));
                // Korean writes compounds with and without a space
                let joined: String = text.chars().filter(|c| *c != ' ').collect();
                if joined.len() < text.len() && joined.chars().all(is_hangul) {
                    self.literal(&joined, *open, Some(sense));
                }
            }
            several => {
                let parts = several
                    .iter()
                    .map(|part| match part {
                        Part::Text(text, open) => Some(self.part(text, *open)),
                        Part::AnyWord => None,
                    })
                    .collect();
                self.phrases.push(Phrase { parts, concept: sense.concept, country: sense.country });
            }
        }
    }

    fn part(&mut self, text: &str, open: bool) -> usize {
        let key = format!("{text}{}", if open { "*" } else { "" });
        if let Some(&known) = self.parts.get(&key) {
            return known;
        }
        let index = self.literal(text, open, None);
        self.parts.insert(key, index);
        index
    }

    fn literal(&mut self, text: &str, open: bool, sense: Option<Sense>) -> usize {
        let borders = |c: Option<char>| c.is_some_and(has_word_borders);
        self.patterns.push(Pattern {
            concept: sense.map(|s| s.concept),
            country: sense.and_then(|s| s.country),
            only_in_url: sense.is_some_and(|s| s.url),
            border_right: !open && borders(text.chars().next_back()),
        });
        self.texts.push(text.to_owned());
        self.patterns.len() - 1
    }

    pub(super) fn build(self) -> Lexicon {
        let mut phrases_from: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, phrase) in self.phrases.iter().enumerate() {
            if let Some(&Some(first)) = phrase.parts.first() {
                phrases_from.entry(first).or_default().push(index);
            }
        }
        Lexicon {
            concepts: self.concepts,
            patterns: self.patterns,
            phrases: self.phrases,
            phrases_from,
            countries: self.countries,
            trie: Trie::new(&self.texts),
        }
    }
}

/// A stretch of a listed word that can be found at once.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// Folded text and whether its end is open.
    Text(String, bool),
    AnyWord,
}

/// `стажировк* за рубежом` is two parts: the first ends openly.
fn split(word: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let flush = |run: &mut Vec<&str>, open: bool, parts: &mut Vec<Part>| {
        let text = fold(&run.join(" "));
        run.clear();
        if !text.is_empty() {
            parts.push(Part::Text(text, open));
        }
    };
    for token in word.split_whitespace() {
        match token.strip_suffix('*') {
            Some("") => {
                flush(&mut run, false, &mut parts);
                parts.push(Part::AnyWord);
            }
            Some(stem) => {
                run.push(stem);
                flush(&mut run, true, &mut parts);
            }
            None => run.push(token),
        }
    }
    flush(&mut run, false, &mut parts);
    parts
}

/// What a word found means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sense {
    pub concept: EvidenceId,
    pub country: Option<u16>,
    /// Counts in an address only.
    pub url: bool,
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7af}')
}

impl Lexicon {
    pub(super) fn id_of(&self, concept: &str) -> Option<EvidenceId> {
        self.concepts.iter().position(|c| c.id == concept)
    }
}
