//! The topics an item can have, one file each, and which of them an item does have.

use serde::Deserialize;

use super::evidence::Finding;
use super::learn::{self, Sample, Start};
use super::lexicon::EvidenceId;
use super::weights::TopicWeights;
use super::{RulesError, Words};
use crate::model::{Place, TopicId};

/// No item is about everything.
const MAX_TOPICS: usize = 3;
/// Log-odds from which an item has a topic. Below zero: a topic missed costs a reader of that
/// topic as much as one too many costs everybody else, and topics are rare.
const TOPIC_BAR: f64 = -0.4;

/// What readers see of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    pub id: TopicId,
    pub name_en: String,
    pub name_zh: String,
    /// Without the leading `#`.
    pub hashtag_en: String,
    pub hashtag_zh: String,
}

/// A topic the operator adds, or changes when the id is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicRule {
    pub id: String,
    /// `None`: the shipped name, or the id.
    pub name_en: Option<String>,
    pub name_zh: Option<String>,
    /// With or without the leading `#`.
    pub hashtag: Option<String>,
    /// Words that stand for the topic; an open end is written `*`: `nurs*`.
    pub words: Vec<String>,
    /// What such a word in a title adds to the log-odds of "relevant"; 0 only names the topic.
    pub weight: f64,
}

#[derive(Debug)]
pub(super) struct TopicModel {
    pub topic: Topic,
    bias: f64,
    evidence: Vec<(EvidenceId, f64)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicTable {
    id: String,
    name_en: String,
    name_zh: String,
    hashtag_en: String,
    hashtag_zh: String,
    bias: f64,
    evidence: toml::Table,
}

/// The concept that carries an operator's own words for a topic.
pub(super) fn own_concept(id: &str) -> String {
    format!("topic-{id}")
}

pub(super) fn read_topic(
    words: Words<'_>,
    names: &dyn Fn(&str) -> Option<EvidenceId>,
) -> Result<TopicModel, RulesError> {
    let table: TopicTable =
        toml::from_str(words.text).map_err(|e| RulesError::new(words.name, &e))?;
    let evidence = table
        .evidence
        .iter()
        .map(|(id, weight)| {
            let at = names(id)
                .ok_or_else(|| RulesError::new(words.name, &format!("no evidence called {id}")))?;
            let weight = weight.as_float().ok_or_else(|| {
                RulesError::new(words.name, &format!("{id}: weights are decimal numbers"))
            })?;
            Ok((at, weight))
        })
        .collect::<Result<_, RulesError>>()?;
    let topic = Topic {
        id: TopicId::new(table.id),
        name_en: table.name_en,
        name_zh: table.name_zh,
        hashtag_en: table.hashtag_en,
        hashtag_zh: table.hashtag_zh,
    };
    Ok(TopicModel { topic, bias: table.bias, evidence })
}

/// Adds the operator's topics, or changes those already there.
pub(super) fn apply_rules(
    models: &mut Vec<TopicModel>,
    rules: &[TopicRule],
    id_of: &dyn Fn(&str) -> Option<EvidenceId>,
) {
    for rule in rules {
        let evidence = id_of(&own_concept(&rule.id)).map(|at| (at, 3.0));
        let tag = rule.hashtag.as_deref().map(|tag| tag.trim_start_matches('#').to_owned());
        if let Some(known) = models.iter_mut().find(|m| m.topic.id.as_str() == rule.id) {
            if let Some(name) = &rule.name_en {
                known.topic.name_en.clone_from(name);
            }
            if let Some(name) = &rule.name_zh {
                known.topic.name_zh.clone_from(name);
            }
            if let Some(tag) = tag {
                known.topic.hashtag_en.clone_from(&tag);
                known.topic.hashtag_zh = tag;
            }
            known.evidence.extend(evidence);
            continue;
        }
        let name = rule.name_en.as_ref().unwrap_or(&rule.id);
        let tag = tag.unwrap_or_else(|| name.split_whitespace().collect());
        let topic = Topic {
            id: TopicId::new(&rule.id),
            name_en: name.clone(),
            name_zh: rule.name_zh.as_ref().unwrap_or(name).clone(),
            hashtag_en: tag.clone(),
            hashtag_zh: tag,
        };
        models.push(TopicModel { topic, bias: -1.0, evidence: evidence.into_iter().collect() });
    }
}

/// How far up a finding stands.
fn prominence(place: Place) -> f64 {
    match place {
        Place::Title => 1.0,
        Place::Lead => 0.8,
        Place::Body => 0.4,
        _ => 0.25,
    }
}

/// How strongly each kind of evidence is there, wherever it stands.
pub(super) fn levels(findings: &[Finding], evidence: usize) -> Vec<f64> {
    let mut levels = vec![0.0; evidence];
    for finding in findings {
        if let Some(level) = levels.get_mut(finding.evidence) {
            *level = f64::max(*level, prominence(finding.place) * finding.strength);
        }
    }
    levels
}

/// Evidence a topic's file does not list needs this much more to gain weight.
const UNLISTED: f64 = 3.0;
/// Smaller weights of unlisted evidence are left out.
const NEGLIGIBLE: f64 = 0.25;

impl TopicModel {
    fn score(&self, levels: &[f64]) -> f64 {
        let found = |at: EvidenceId| levels.get(at).copied().unwrap_or(0.0);
        self.bias + self.evidence.iter().map(|(at, w)| w * found(*at)).sum::<f64>()
    }

    /// Weights fitted to documents that have or lack the topic, from those of the topic's file.
    pub(super) fn fit(
        &self,
        samples: &[(&[f64], bool)],
        pull: f64,
        name: &dyn Fn(EvidenceId) -> String,
    ) -> TopicWeights {
        let evidence = samples.first().map_or(0, |(levels, _)| levels.len());
        let listed = |at| self.evidence.iter().find(|(known, _)| *known == at).map(|(_, w)| *w);
        let mut starts: Vec<Start> = (0..evidence)
            .map(|at| match listed(at) {
                Some(weight) => Start::keeping_sign(weight, weight, pull),
                None => Start::free(0.0, pull * UNLISTED),
            })
            .collect();
        starts.push(Start::free(self.bias, pull));
        let samples: Vec<Sample> = samples
            .iter()
            .map(|(levels, has)| Sample {
                values: levels.iter().copied().enumerate().filter(|(_, l)| *l > 0.0).collect(),
                relevant: *has,
                weight: 1.0,
            })
            .collect();
        let mut fitted = learn::fit(&starts, &samples);
        let bias = fitted.pop().unwrap_or(self.bias);
        let evidence = fitted
            .into_iter()
            .enumerate()
            .filter(|(at, w)| listed(*at).is_some() || w.abs() >= NEGLIGIBLE)
            .map(|(at, w)| (name(at), w))
            .collect();
        TopicWeights { bias, evidence }
    }

    pub(super) fn set(
        &mut self,
        weights: &TopicWeights,
        names: &dyn Fn(&str) -> Option<EvidenceId>,
    ) {
        self.bias = weights.bias;
        self.evidence =
            weights.evidence.iter().filter_map(|(name, w)| Some((names(name)?, *w))).collect();
    }
}

/// The topics of a relevant item, the strongest first; never none.
pub(super) fn topics_of(models: &[TopicModel], levels: &[f64]) -> Vec<TopicId> {
    let mut scored: Vec<(f64, &TopicModel)> =
        models.iter().map(|model| (model.score(levels), model)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored
        .iter()
        .enumerate()
        .take_while(|(rank, (score, _))| *rank == 0 || *rank < MAX_TOPICS && *score > TOPIC_BAR)
        .map(|(_, (_, model))| model.topic.id.clone())
        .collect()
}
