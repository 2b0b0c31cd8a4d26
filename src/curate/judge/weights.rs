//! How much each piece of evidence counts at each place, as a table people can read and change.

use std::collections::BTreeMap;

use super::evidence::PLACES;
use super::learn::Start;
use super::lexicon::EvidenceId;
use super::{RulesError, Words};
use crate::model::Place;

/// Evidence of one kind: log-odds in title, lead, body, source name and address.
pub type ByPlace = [f64; PLACES.len()];

/// Before anything is fitted: a word counts less further down.
const FOR: ByPlace = [1.0, 0.7, 0.35, 0.25, 0.2];
const AGAINST: ByPlace = [1.0, 0.5, 0.15, 0.0, 0.0];

/// A logistic model's weights, by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    pub bias: f64,
    /// Name and weights of each piece of evidence, in the order of the rules.
    pub evidence: Vec<(String, ByPlace)>,
    /// What makes an item have a topic, by topic id.
    pub topics: BTreeMap<String, TopicWeights>,
}

/// One topic's share of the table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicWeights {
    pub bias: f64,
    pub evidence: Vec<(String, f64)>,
}

pub(super) fn place_index(place: Place) -> Option<usize> {
    PLACES.iter().position(|p| *p == place)
}

impl Weights {
    /// What the word lists themselves say, before any fitting.
    pub(super) fn start<'a>(bias: f64, priors: impl Iterator<Item = (&'a str, f64)>) -> Self {
        let spread = |prior: f64| {
            let share = if prior < 0.0 { AGAINST } else { FOR };
            share.map(|s| round(s * prior))
        };
        let evidence = priors.map(|(id, prior)| (id.to_owned(), spread(prior))).collect();
        Self { bias, evidence, topics: BTreeMap::new() }
    }

    /// Puts the values of a weights file over these; what the file does not name stays.
    pub(super) fn overlay(&mut self, words: Words<'_>) -> Result<(), RulesError> {
        let table: toml::Table = words.text.parse().map_err(|e| RulesError::new(words.name, &e))?;
        if let Some(bias) = table.get("bias").and_then(toml::Value::as_float) {
            self.bias = bias;
        }
        let topics = table.get("topics").and_then(toml::Value::as_table);
        for (id, row) in topics.into_iter().flatten() {
            let numbers = row.as_table().into_iter().flatten();
            let mut topic = TopicWeights::default();
            for (name, value) in numbers {
                let value = value.as_float().ok_or_else(|| {
                    RulesError::new(words.name, &format!("{id}: weights are decimal numbers"))
                })?;
                match name.as_str() {
                    "bias" => topic.bias = value,
                    _ => topic.evidence.push((name.clone(), value)),
                }
            }
            self.topics.insert(id.clone(), topic);
        }
        let Some(listed) = table.get("weights").and_then(toml::Value::as_table) else {
            return Ok(());
        };
        for (name, row) in &mut self.evidence {
            let Some(values) = listed.get(name).and_then(toml::Value::as_array) else { continue };
            for (slot, value) in row.iter_mut().zip(values) {
                *slot = value.as_float().ok_or_else(|| {
                    RulesError::new(words.name, &format!("{name}: weights are decimal numbers"))
                })?;
            }
        }
        Ok(())
    }

    pub(super) fn of(&self, evidence: EvidenceId, place: Place) -> f64 {
        let row = self.evidence.get(evidence).map(|(_, row)| row);
        place_index(place).and_then(|at| row?.get(at).copied()).unwrap_or(0.0)
    }

    /// As a flat list, bias last; the inverse of [`Weights::with_flat`].
    pub(super) fn flat(&self) -> Vec<f64> {
        let rows = self.evidence.iter().flat_map(|(_, row)| *row);
        rows.chain(std::iter::once(self.bias)).collect()
    }

    /// Each weight as a starting point that keeps the sign it has in `signs`; only the bias is free.
    pub(super) fn starts(&self, signs: &Self, pull: f64) -> Vec<Start> {
        let pairs = self.flat().into_iter().zip(signs.flat());
        let mut starts: Vec<Start> =
            pairs.map(|(at, sign)| Start::keeping_sign(at, sign, pull)).collect();
        if let Some(bias) = starts.last_mut() {
            *bias = Start::free(bias.at, pull);
        }
        starts
    }

    pub(super) fn with_flat(&self, flat: &[f64]) -> Self {
        let mut values = flat.iter().map(|v| round(*v));
        let mut next = || values.next().unwrap_or(0.0);
        let evidence =
            self.evidence.iter().map(|(name, row)| (name.clone(), row.map(|_| next()))).collect();
        Self { evidence, bias: next(), topics: self.topics.clone() }
    }

    /// The file as it ships.
    pub fn to_toml(&self) -> String {
        let mut lines = vec![
            "# What each piece of evidence adds to the log-odds of \"relevant\":".to_owned(),
            "# [title, lead, body, source name, address]. Below: what makes an item have a topic."
                .to_owned(),
            "# Written by `cargo run --example fit`; changing a number by hand is fine.".to_owned(),
            format!("bias = {:.2}\n\n[weights]", self.bias),
        ];
        for (name, row) in &self.evidence {
            let numbers: Vec<String> = row.iter().map(|v| format!("{v:.2}")).collect();
            lines.push(format!("{name} = [{}]", numbers.join(", ")));
        }
        lines.push("\n[topics]".to_owned());
        for (id, topic) in &self.topics {
            let evidence = topic.evidence.iter().map(|(name, w)| format!(", {name} = {w:.2}"));
            let evidence: String = evidence.collect();
            lines.push(format!("{id} = {{ bias = {:.2}{evidence} }}", topic.bias));
        }
        lines.join("\n") + "\n"
    }
}

/// Two decimals are enough to read, and keep the file free of noise.
fn round(value: f64) -> f64 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}
