//! Fits a logistic model that stays near where it started.
//!
//! Maximum a posteriori with a normal prior around given weights: evidence seen often moves, what
//! the sample hardly shows keeps the editor's weight. A weight never changes its sign, so that every
//! rule keeps its meaning. Proximal gradient descent with momentum (Nesterov; Beck and Teboulle
//! 2009), which is deterministic and needs no step to be chosen.

/// Evidence of one document by index into the flat weights, and what a person said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    pub values: Vec<(usize, f64)>,
    pub relevant: bool,
    /// How much this document counts; 1 is usual.
    pub weight: f64,
}

const ROUNDS: usize = 600;

pub(super) fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// On which side of zero a weight may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
    Either,
    /// Not fitted.
    Still,
}

/// A weight before fitting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    pub at: f64,
    pub side: Side,
    /// How strongly it is held there.
    pub pull: f64,
}

impl Start {
    /// Held to its sign; what is nought stays so.
    pub(super) fn keeping_sign(at: f64, sign: f64, pull: f64) -> Self {
        let side = match sign {
            s if s > 0.0 => Side::Above,
            s if s < 0.0 => Side::Below,
            _ => Side::Still,
        };
        Self { at, side, pull }
    }

    pub(super) fn free(at: f64, pull: f64) -> Self {
        Self { at, side: Side::Either, pull }
    }

    fn allow(&self, value: f64) -> f64 {
        match self.side {
            Side::Above => value.max(0.0),
            Side::Below => value.min(0.0),
            Side::Either => value,
            Side::Still => self.at,
        }
    }
}

/// New weights for the samples, the bias last.
pub(super) fn fit(starts: &[Start], samples: &[Sample]) -> Vec<f64> {
    let curvature: f64 = samples
        .iter()
        .map(|s| s.weight * 0.25 * (1.0 + s.values.iter().map(|(_, v)| v * v).sum::<f64>()))
        .sum();
    let pull = starts.iter().map(|s| s.pull).fold(0.0, f64::max);
    let step = 1.0 / (curvature + pull).max(1e-9);
    let mut weights: Vec<f64> = starts.iter().map(|s| s.at).collect();
    let mut ahead = weights.clone();
    let mut momentum = 1.0_f64;
    for _ in 0..ROUNDS {
        let slope = gradient(&ahead, starts, samples);
        let next: Vec<f64> = ahead
            .iter()
            .zip(&slope)
            .zip(starts)
            .map(|((w, g), start)| start.allow(w - step * g))
            .collect();
        let grown = f64::midpoint(1.0, (1.0 + 4.0 * momentum * momentum).sqrt());
        let carry = (momentum - 1.0) / grown;
        ahead = next.iter().zip(&weights).map(|(n, w)| n + carry * (n - w)).collect();
        weights = next;
        momentum = grown;
    }
    weights
}

fn gradient(weights: &[f64], starts: &[Start], samples: &[Sample]) -> Vec<f64> {
    let bias = weights.len().saturating_sub(1);
    let mut slope: Vec<f64> =
        weights.iter().zip(starts).map(|(w, s)| s.pull * (w - s.at)).collect();
    for sample in samples {
        let wanted = if sample.relevant { 1.0 } else { 0.0 };
        let miss = sample.weight * (sigmoid(log_odds(weights, sample)) - wanted);
        for (at, value) in &sample.values {
            if let Some(g) = slope.get_mut(*at) {
                *g += miss * value;
            }
        }
        if let Some(g) = slope.get_mut(bias) {
            *g += miss;
        }
    }
    slope
}

pub(super) fn log_odds(weights: &[f64], sample: &Sample) -> f64 {
    let bias = weights.last().copied().unwrap_or(0.0);
    let found = sample.values.iter().filter_map(|(at, v)| weights.get(*at).map(|w| w * v));
    bias + found.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(at: usize, relevant: bool) -> Sample {
        Sample { values: vec![(at, 1.0)], relevant, weight: 1.0 }
    }

    fn starts(at: &[f64], pull: f64) -> Vec<Start> {
        at.iter().map(|w| Start::keeping_sign(*w, *w, pull)).collect()
    }

    #[test]
    fn what_is_seen_moves_and_what_is_not_stays() {
        let samples: Vec<Sample> = (0..20).map(|_| sample(0, true)).collect();
        let fitted = fit(&starts(&[0.5, 0.7, -1.0], 1.0), &samples);
        assert!(fitted[0] > 1.0, "{fitted:?}");
        assert!((fitted[1] - 0.7).abs() < 1e-9, "{fitted:?}");
    }

    #[test]
    fn evidence_never_turns_into_its_opposite() {
        let samples: Vec<Sample> = (0..50).map(|_| sample(0, false)).collect();
        let fitted = fit(&starts(&[0.5, 0.0], 0.01), &samples);
        assert!(fitted[0] >= 0.0, "{fitted:?}");
    }
}
