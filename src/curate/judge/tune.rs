//! What the operator's marks would change: new weights proposed, and their effect on every marked
//! item, before anything is changed.

use super::learn::{self, Sample};
use super::weights::{ByPlace, Weights};
use super::{Document, Judge, RulesError, Words};

/// A document and what the operator said of it.
#[derive(Debug, Clone, Copy)]
pub struct Marked<'a> {
    pub document: Document<'a>,
    pub relevant: bool,
}

/// How strongly the present weights are held: one mark nudges, a dozen that agree move.
const HOLD: f64 = 1.0;
/// Smaller changes than this are not worth an operator's eye.
const VISIBLE: f64 = 0.02;

#[derive(Debug, Clone, PartialEq)]
pub struct WeightChange {
    pub evidence: String,
    pub before: ByPlace,
    pub after: ByPlace,
}

/// A marked item under the present and the proposed weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Position in the list of marks given.
    pub mark: usize,
    pub relevant: bool,
    pub before: f64,
    pub after: f64,
}

impl Effect {
    pub fn right_before(&self, threshold: f64) -> bool {
        (self.before >= threshold) == self.relevant
    }

    pub fn right_after(&self, threshold: f64) -> bool {
        (self.after >= threshold) == self.relevant
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The whole table as it would be.
    pub weights: Weights,
    /// What differs, the greatest change first.
    pub changes: Vec<WeightChange>,
    /// One per mark, in their order.
    pub effects: Vec<Effect>,
}

impl Judge {
    /// Proposes weights from marks; this judge stays as it is.
    pub fn tune(&self, marks: &[Marked<'_>]) -> Proposal {
        let samples: Vec<Sample> =
            marks.iter().map(|m| self.sample(&m.document, m.relevant)).collect();
        let fitted = learn::fit(&self.weights.starts(&self.start, HOLD), &samples);
        let weights = self.weights.with_flat(&fitted);
        let effects = samples
            .iter()
            .enumerate()
            .map(|(mark, sample)| Effect {
                mark,
                relevant: sample.relevant,
                before: Self::score(&self.weights, sample),
                after: Self::score(&weights, sample),
            })
            .collect();
        let changes = changes(&self.weights, &weights);
        Proposal { weights, changes, effects }
    }

    /// This judge with a weights file, as [`Weights::to_toml`] writes it, over its own weights.
    pub fn with_weights_text(self, text: &str) -> Result<Self, RulesError> {
        let mut weights = self.weights.clone();
        weights.overlay(Words { name: "tuned weights", text })?;
        Ok(self.with_weights(weights))
    }

    /// This judge with other weights, such as those of an accepted proposal.
    #[must_use]
    pub fn with_weights(mut self, weights: Weights) -> Self {
        self.version ^= xxhash_rust::xxh3::xxh3_64(weights.to_toml().as_bytes()) as u32;
        let names = |id: &str| weights.evidence.iter().position(|(name, _)| name == id);
        for model in &mut self.topics {
            if let Some(fitted) = weights.topics.get(model.topic.id.as_str()) {
                model.set(fitted, &names);
            }
        }
        self.weights = weights;
        self
    }
}

fn changes(before: &Weights, after: &Weights) -> Vec<WeightChange> {
    let mut changes: Vec<WeightChange> = before
        .evidence
        .iter()
        .zip(&after.evidence)
        .map(|((name, old), (_, new))| WeightChange {
            evidence: name.clone(),
            before: *old,
            after: *new,
        })
        .filter(|c| size(c) >= VISIBLE)
        .collect();
    changes.sort_by(|a, b| size(b).total_cmp(&size(a)));
    changes
}

fn size(change: &WeightChange) -> f64 {
    change.before.iter().zip(change.after).map(|(b, a)| (a - b).abs()).fold(0.0, f64::max)
}
