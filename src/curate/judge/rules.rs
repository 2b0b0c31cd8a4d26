//! The rules as files: those that ship inside the program, or the same files from a folder.

use std::fmt;

use xxhash_rust::xxh3::Xxh3;

use super::evidence::read_together;
use super::lexicon::{Builder, Sense};
use super::topics::{apply_rules, own_concept, read_topic};
use super::weights::Weights;
use super::{Judge, Settings};

/// A rules file by name.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

/// A rules file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct RulesError {
    file: String,
    fault: String,
}

impl RulesError {
    pub(super) fn new(file: &str, fault: &dyn fmt::Display) -> Self {
        Self { file: file.to_owned(), fault: fault.to_string() }
    }
}

/// Everything the judge knows, as text.
#[derive(Debug, Clone)]
pub struct Rules<'a> {
    pub words: Vec<Words<'a>>,
    pub gazetteers: Vec<Words<'a>>,
    pub together: Words<'a>,
    pub topics: Vec<Words<'a>>,
    /// `None`: only what the word lists say.
    pub weights: Option<Words<'a>>,
}

macro_rules! shipped {
    ($($file:literal),* $(,)?) => {
        vec![$(Words { name: $file, text: include_str!($file) }),*]
    };
}

impl Rules<'static> {
    pub fn shipped() -> Self {
        Self {
            words: shipped!(
                "words/people.toml",
                "words/schemes.toml",
                "words/cooperation.toml",
                "words/sector.toml",
                "words/context.toml",
                "words/against.toml",
                "words/names.toml",
            ),
            gazetteers: shipped!("words/places.toml", "words/places-more.toml"),
            together: Words {
                name: "words/together.toml",
                text: include_str!("words/together.toml"),
            },
            topics: shipped!(
                "topics/mobility-exchange.toml",
                "topics/policy-regulation.toml",
                "topics/partnership-agreement.toml",
                "topics/visa-immigration.toml",
                "topics/language-culture.toml",
                "topics/joint-programme.toml",
                "topics/event-forum.toml",
                "topics/scholarship.toml",
                "topics/admission.toml",
                "topics/faculty-talent.toml",
                "topics/student-life.toml",
                "topics/ranking-report.toml",
                "topics/credential-recognition.toml",
                "topics/research-cooperation.toml",
            ),
            weights: Some(Words { name: "weights.toml", text: include_str!("weights.toml") }),
        }
    }
}

/// The ids of the topics that ship with edwire; their files bear the same names.
pub fn shipped_topics() -> impl Iterator<Item = &'static str> {
    Rules::shipped().topics.into_iter().filter_map(|words| {
        words.name.strip_prefix("topics/").and_then(|name| name.strip_suffix(".toml"))
    })
}

/// Where the sum starts before anything is fitted.
const BIAS: f64 = -2.0;

impl Judge {
    pub fn with_rules(rules: &Rules<'_>, settings: &Settings) -> Result<Self, RulesError> {
        let mut builder = Builder::default();
        for words in &rules.words {
            builder.word_list(*words)?;
        }
        for words in &rules.gazetteers {
            builder.gazetteer(*words)?;
        }
        for rule in settings.topics.iter().filter(|rule| !rule.words.is_empty()) {
            let concept = builder.concept(&own_concept(&rule.id), rule.weight, false);
            for word in &rule.words {
                builder.word(word, Sense { concept, country: None, url: false });
            }
        }
        let lexicon = builder.build();
        let together = read_together(rules.together, &lexicon)?;
        let concepts = lexicon.concepts.iter().map(|c| (c.id.as_str(), c.prior));
        let combined = together.iter().map(|t| (t.id.as_str(), t.prior));
        let start = Weights::start(BIAS, concepts.chain(combined));
        let mut weights = start.clone();
        if let Some(fitted) = rules.weights {
            weights.overlay(fitted)?;
        }
        let names = |id: &str| start.evidence.iter().position(|(name, _)| name == id);
        let mut topics = rules
            .topics
            .iter()
            .map(|words| read_topic(*words, &names))
            .collect::<Result<Vec<_>, _>>()?;
        for model in &mut topics {
            if let Some(fitted) = weights.topics.get(model.topic.id.as_str()) {
                model.set(fitted, &names);
            }
        }
        apply_rules(&mut topics, &settings.topics, &|concept| lexicon.id_of(concept));
        let version = version(rules, settings);
        let threshold = settings.threshold;
        Ok(Self { threshold, version, lexicon, together, weights, start, topics })
    }
}

/// Changes whenever a rule, a weight or a setting does.
fn version(rules: &Rules<'_>, settings: &Settings) -> u32 {
    let mut hash = Xxh3::new();
    let files = rules.words.iter().chain(&rules.gazetteers).chain(&rules.topics);
    for words in files.chain([&rules.together]).chain(&rules.weights) {
        hash.update(words.text.as_bytes());
    }
    hash.update(format!("{settings:?}").as_bytes());
    hash.digest() as u32
}
