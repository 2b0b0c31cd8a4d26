//! Is it international education, what about, and why.
//!
//! Word lists (`words/`) name concepts in many languages; `words/together.toml` says which
//! concepts mean more side by side; `weights.toml` says how much each counts in title, lead, body,
//! source and address; `topics/` holds one file per topic. A logistic model over that evidence
//! gives the score, and every part of the sum is a reason.
//!
//! `examples/fit.rs` fits the weights and reports how well unseen sites are judged:
//!
//! ```text
//! cargo run --release --example fit -- src/curate/judge LABELLED.jsonl \
//!     --with tests/fixtures/judge-traps.jsonl --with tests/fixtures/judge-practice.jsonl \
//!     --topic-pull 0.3 --write
//! ```

mod evidence;
mod explain;
mod fold;
mod lazy;
mod learn;
mod lexicon;
mod rules;
mod scan;
mod topics;
mod trie;
mod tune;
mod weights;

pub use explain::Tipping;
pub use lazy::LazyJudge;
pub use learn::Sample;
pub use rules::{Rules, RulesError, Words, shipped_topics};
pub use topics::{Topic, TopicRule};
pub use tune::{Effect, Marked, Proposal, WeightChange};
pub use weights::{ByPlace, TopicWeights, Weights};

use std::collections::BTreeMap;

use crate::model::{Call, Lang, Place, Reason, RelevanceMode, TopicId, Verdict, WebUrl};
use evidence::{Finding, Together};
use lexicon::Lexicon;
use topics::TopicModel;

/// What the judge reads.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub url: Option<&'a WebUrl>,
    pub lang: Option<&'a Lang>,
    pub source_name: Option<&'a str>,
    pub source_tags: &'a [String],
    pub mode: RelevanceMode,
}

/// What an operator may set.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Relevant from this score on.
    pub threshold: f64,
    pub topics: Vec<TopicRule>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { threshold: 0.5, topics: Vec::new() }
    }
}

/// What the word of the operator, "everything here is relevant", adds to the log-odds.
const TRUSTED_SOURCE: f64 = 8.0;
/// What takes a notice out even there: tenders, job adverts, test pages.
const NEVER_NEWS: [&str; 3] = ["tender", "job-advert", "test-page"];
const NEVER_NEWS_WEIGHT: f64 = -16.0;

/// A finding and what it adds to the log-odds.
#[derive(Debug, Clone, Copy)]
struct Part {
    weight: f64,
    finding: Finding,
}

fn sum(fixed: &[Reason], parts: &[Part]) -> f64 {
    fixed.iter().map(|r| r.weight).chain(parts.iter().map(|p| p.weight)).sum()
}

/// Topics and rules, ready to judge with.
#[derive(Debug)]
pub struct Judge {
    threshold: f64,
    version: u32,
    lexicon: Lexicon,
    together: Vec<Together>,
    weights: Weights,
    /// What the word lists say, where fitting starts.
    start: Weights,
    topics: Vec<TopicModel>,
}

impl Judge {
    /// The rules that ship with edwire.
    pub fn shipped(threshold: f64) -> Self {
        Self::new(&Settings { threshold, ..Settings::default() })
    }

    /// The shipped rules with the operator's settings over them.
    ///
    /// # Panics
    ///
    /// Only if the rules inside the program were broken, which its tests rule out.
    #[expect(clippy::expect_used, reason = "the shipped rules are part of the program and tested")]
    pub fn new(settings: &Settings) -> Self {
        Self::with_rules(&Rules::shipped(), settings).expect("the shipped rules are sound")
    }

    pub fn judge(&self, document: &Document<'_>) -> Verdict {
        let page = scan::Page::new(document);
        let findings = self.findings(document, &page);
        let parts = self.parts(&findings);
        let fixed = self.fixed(document, &findings);
        let score = learn::sigmoid(sum(&fixed, &parts));
        let call = if score >= self.threshold { Call::Relevant } else { Call::OffTopic };
        let topics = match call {
            Call::Relevant => topics::topics_of(
                &self.topics,
                &topics::levels(&findings, self.weights.evidence.len()),
            ),
            Call::OffTopic => Vec::new(),
        };
        let reasons = self.reasons(&page, fixed, &parts);
        Verdict { call, score, topics, reasons, judge_version: self.version }
    }

    pub fn topics(&self) -> Vec<&Topic> {
        self.topics.iter().map(|model| &model.topic).collect()
    }

    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Evidence of a document in the form fitting reads.
    pub fn sample(&self, document: &Document<'_>, relevant: bool) -> Sample {
        let page = scan::Page::new(document);
        let values = self
            .findings(document, &page)
            .iter()
            .filter_map(|f| {
                let place = weights::place_index(f.place)?;
                Some((f.evidence * evidence::PLACES.len() + place, f.strength))
            })
            .collect();
        Sample { values, relevant, weight: 1.0 }
    }

    /// Weights fitted to samples, starting from what the word lists say; `pull` is how strongly
    /// they are held there.
    pub fn fit(&self, samples: &[Sample], pull: f64) -> Weights {
        self.start.with_flat(&learn::fit(&self.start.starts(&self.start, pull), samples))
    }

    /// Topic weights fitted to documents and the topics they have, from those of the topic files.
    pub fn fit_topics(
        &self,
        documents: &[(Document<'_>, Vec<TopicId>)],
        pull: f64,
    ) -> BTreeMap<String, TopicWeights> {
        let evidence = self.weights.evidence.len();
        let levels: Vec<_> = documents
            .iter()
            .map(|(document, _)| {
                topics::levels(&self.findings(document, &scan::Page::new(document)), evidence)
            })
            .collect();
        self.topics
            .iter()
            .map(|model| {
                let samples: Vec<_> = documents
                    .iter()
                    .zip(&levels)
                    .map(|((_, has), levels)| (levels.as_slice(), has.contains(&model.topic.id)))
                    .collect();
                let name = |at| self.name(at).to_owned();
                (model.topic.id.as_str().to_owned(), model.fit(&samples, pull, &name))
            })
            .collect()
    }

    /// The score of a sample under given weights.
    pub fn score(weights: &Weights, sample: &Sample) -> f64 {
        learn::sigmoid(learn::log_odds(&weights.flat(), sample))
    }

    fn findings(&self, document: &Document<'_>, page: &scan::Page) -> Vec<Finding> {
        let home = scan::home(&self.lexicon, document);
        let hits = scan::scan(&self.lexicon, page, &home);
        evidence::gather(&self.together, page, hits)
    }

    /// The parts of the sum but the starting point, the heaviest first.
    fn parts(&self, findings: &[Finding]) -> Vec<Part> {
        let mut parts: Vec<Part> = findings
            .iter()
            .map(|f| Part {
                weight: self.weights.of(f.evidence, f.place) * f.strength,
                finding: *f,
            })
            .filter(|part| part.weight != 0.0)
            .collect();
        parts.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        parts
    }

    fn name(&self, evidence: lexicon::EvidenceId) -> &str {
        self.weights.evidence.get(evidence).map_or("", |(name, _)| name)
    }

    /// What no words account for: the starting point, and a source trusted as a whole.
    fn fixed(&self, document: &Document<'_>, findings: &[Finding]) -> Vec<Reason> {
        let mut fixed = vec![Reason {
            evidence: "starting point".to_owned(),
            place: Place::Whole,
            weight: self.weights.bias,
        }];
        if document.mode == RelevanceMode::All {
            fixed.push(self.trust(findings));
        }
        fixed
    }

    /// What `relevance = "all"` adds.
    fn trust(&self, findings: &[Finding]) -> Reason {
        let out = findings
            .iter()
            .find(|f| f.place == Place::Title && NEVER_NEWS.contains(&self.name(f.evidence)));
        match out {
            Some(f) => Reason {
                evidence: format!("{} is no news", self.name(f.evidence)),
                place: Place::Title,
                weight: NEVER_NEWS_WEIGHT,
            },
            None => Reason {
                evidence: "the source's relevance is \"all\"".to_owned(),
                place: Place::Source,
                weight: TRUSTED_SOURCE,
            },
        }
    }
}
