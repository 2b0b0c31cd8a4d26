//! The verdict in words: what counted most, and what would have tipped it.

use super::evidence::PLACES;
use super::{Document, Judge, scan};
use crate::model::{Call, Place, Reason, RelevanceMode, Verdict};

const MAX_REASONS: usize = 10;
/// What moves the score by less than one per cent is noise to a reader.
const MIN_WEIGHT: f64 = 0.04;
/// Evidence that could have been there and was not: so many examples are enough.
const MAX_EXAMPLES: usize = 3;

/// What would have made the verdict fall the other way.
#[derive(Debug, Clone, PartialEq)]
pub struct Tipping {
    /// Log-odds between the score and the threshold; above zero: relevant with that much to spare.
    pub margin: f64,
    /// The least evidence without which the verdict would be the other one; empty when no
    /// evidence found is enough.
    pub without: Vec<Reason>,
    /// For an item held back: evidence that would have been enough had it stood in the title.
    pub with: Vec<Reason>,
}

/// The reasons worth telling, the heaviest first.
pub(super) fn heaviest(mut parts: Vec<Reason>) -> Vec<Reason> {
    parts.retain(|r| r.weight.abs() >= MIN_WEIGHT);
    parts.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    parts.truncate(MAX_REASONS);
    parts
}

impl Judge {
    /// What would have tipped the verdict on this document.
    pub fn tipping(&self, document: &Document<'_>) -> Tipping {
        let page = scan::Page::new(document);
        let findings = self.findings(document, &page);
        let mut parts = self.parts(&page, &findings);
        if document.mode == RelevanceMode::All {
            parts.push(self.trust(&findings));
        }
        let bar = (self.threshold / (1.0 - self.threshold)).ln();
        let margin = parts.iter().map(|r| r.weight).sum::<f64>() - bar;
        let relevant = margin >= 0.0;
        parts.retain(|r| r.place != Place::Whole && (r.weight > 0.0) == relevant);
        let without = enough(heaviest(parts), margin.abs());
        let with = if relevant { Vec::new() } else { self.examples(-margin, &findings) };
        Tipping { margin, without, with }
    }

    fn examples(&self, missing: f64, findings: &[super::Finding]) -> Vec<Reason> {
        let absent =
            |at: usize| !findings.iter().any(|f| f.evidence == at && f.place == Place::Title);
        let title = PLACES.iter().position(|p| *p == Place::Title).unwrap_or(0);
        let mut found: Vec<Reason> = self
            .weights
            .evidence
            .iter()
            .enumerate()
            .filter(|(at, _)| absent(*at))
            .filter_map(|(_, (name, row))| Some((name, *row.get(title)?)))
            .filter(|(_, weight)| *weight >= missing)
            .map(|(name, weight)| Reason { evidence: name.clone(), place: Place::Title, weight })
            .collect();
        // the modest ones first: they are what was just missing
        found.sort_by(|a, b| a.weight.total_cmp(&b.weight));
        found.truncate(MAX_EXAMPLES);
        found
    }
}

/// As many of the heaviest as together outweigh the margin, or none if all do not.
fn enough(reasons: Vec<Reason>, margin: f64) -> Vec<Reason> {
    let mut sum = 0.0;
    let mut taken = Vec::new();
    for reason in reasons {
        sum += reason.weight.abs();
        taken.push(reason);
        if sum > margin {
            return taken;
        }
    }
    Vec::new()
}

impl Tipping {
    /// One line for a reader.
    pub fn sentence(&self, verdict: &Verdict) -> String {
        let list = |reasons: &[Reason]| {
            reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        };
        let other = match verdict.call {
            Call::Relevant => "off-topic",
            Call::OffTopic => "relevant",
        };
        let mut said = Vec::new();
        if !self.without.is_empty() {
            said.push(format!("{other} without {}", list(&self.without)));
        }
        if !self.with.is_empty() {
            said.push(format!("{other} with, say, {}", list(&self.with)));
        }
        if said.is_empty() {
            said.push(format!("no single change makes it {other}"));
        }
        format!("margin {:+.2}; {}", self.margin, said.join("; "))
    }
}
