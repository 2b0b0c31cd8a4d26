//! The verdict in words: what counted most, and what would have tipped it.

use super::evidence::PLACES;
use super::scan::Page;
use super::{Document, Finding, Judge, Part, sum};
use crate::model::{Call, Place, Reason, Verdict};

const MAX_REASONS: usize = 10;
/// What moves the score by less than one per cent is noise to a reader.
const MIN_WEIGHT: f64 = 0.04;
/// Evidence that could have been there and was not: so many examples are enough.
const MAX_EXAMPLES: usize = 3;

/// What the starting point alone means to a reader.
const NOTHING: &str = "nothing about study, students or exchange was found";

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

impl Judge {
    /// The reasons worth telling, the heaviest first; `parts` come in that order.
    pub(super) fn reasons(
        &self,
        page: &Page,
        mut fixed: Vec<Reason>,
        parts: &[Part],
    ) -> Vec<Reason> {
        if let Some(start) = fixed.first_mut().filter(|_| parts.is_empty()) {
            NOTHING.clone_into(&mut start.evidence);
        }
        let telling = parts.iter().take(MAX_REASONS).filter(|p| p.weight.abs() >= MIN_WEIGHT);
        let mut reasons: Vec<Reason> = telling.map(|part| self.reason(page, part)).collect();
        reasons.extend(fixed);
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        reasons
    }

    fn reason(&self, page: &Page, part: &Part) -> Reason {
        let Part { weight, finding } = *part;
        let words = page.words(finding.start, finding.end);
        let evidence = format!("{}: {words}", self.name(finding.evidence));
        Reason { evidence, place: finding.place, weight }
    }

    /// What would have tipped the verdict on this document.
    pub fn tipping(&self, document: &Document<'_>) -> Tipping {
        let page = Page::new(document);
        let findings = self.findings(document, &page);
        let mut parts = self.parts(&findings);
        let fixed = self.fixed(document, &findings);
        let bar = (self.threshold / (1.0 - self.threshold)).ln();
        let margin = sum(&fixed, &parts) - bar;
        let relevant = margin >= 0.0;
        parts.retain(|part| (part.weight > 0.0) == relevant);
        let mut without: Vec<Reason> = parts.iter().map(|part| self.reason(&page, part)).collect();
        let trust = fixed.into_iter().filter(|r| r.place != Place::Whole);
        without.extend(trust.filter(|r| (r.weight > 0.0) == relevant));
        without.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        let without = enough(without, margin.abs());
        let with = if relevant { Vec::new() } else { self.examples(-margin, &findings) };
        Tipping { margin, without, with }
    }

    fn examples(&self, missing: f64, findings: &[Finding]) -> Vec<Reason> {
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
