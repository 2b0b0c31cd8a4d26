//! Multinomial logistic regression, held to nought by a normal prior, by gradient descent with
//! momentum and steps of their own (Adam; Kingma and Ba 2015), which is deterministic.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

const ROUNDS: i32 = 400;

/// What the features begin with that are single words; there are many, and each is held closer.
pub(crate) const WORD: &str = "w.";

pub(crate) type Weights = HashMap<String, [f64; 3]>;

/// A date: its features, what it is, how much it counts.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) features: Vec<String>,
    pub(crate) class: usize,
    pub(crate) weight: f64,
}

pub(crate) fn sums(weights: &Weights, features: &[String]) -> [f64; 3] {
    let mut sum = [0.0; 3];
    for one in features.iter().filter_map(|name| weights.get(name)) {
        (0..3).for_each(|k| sum[k] += one[k]);
    }
    sum
}

pub(crate) fn odds(weights: &Weights, features: &[String]) -> [f64; 3] {
    let parts = sums(weights, features).map(f64::exp);
    let all: f64 = parts.iter().sum();
    parts.map(|part| part / all)
}

pub(crate) fn fit<'a>(given: impl Iterator<Item = &'a Row>, pull: f64, words: f64) -> Weights {
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut rows: Vec<(Vec<usize>, usize, f64)> = Vec::new();
    for row in given {
        let mut id = |name: &'a String| {
            let next = names.len();
            *names.entry(name).or_insert(next)
        };
        let ids: BTreeSet<usize> = row.features.iter().map(&mut id).collect();
        rows.push((ids.into_iter().collect(), row.class, row.weight));
    }
    let bias = names.get("bias").copied();
    let mut pulls = vec![pull; names.len()];
    for (name, id) in &names {
        if name.starts_with(WORD) {
            pulls[*id] = pull * words;
        }
    }
    let mut weights = vec![[0.0f64; 3]; names.len()];
    let mut motion = vec![[[0.0f64; 2]; 3]; names.len()];
    for round in 1..=ROUNDS {
        let held = |(at, one): (usize, &[f64; 3])| {
            if Some(at) == bias { [0.0; 3] } else { one.map(|weight| weight * pulls[at]) }
        };
        let mut slope: Vec<[f64; 3]> = weights.iter().enumerate().map(held).collect();
        for (ids, class, weight) in &rows {
            let sum = |k: usize| ids.iter().map(|id| weights[*id][k]).sum::<f64>().exp();
            let odds = [sum(0), sum(1), sum(2)];
            let all: f64 = odds.iter().sum();
            for k in 0..3 {
                let miss = odds[k] / all - f64::from(u8::from(k == *class));
                ids.iter().for_each(|id| slope[*id][k] += miss * weight);
            }
        }
        let step = 0.05 * (1.0 - f64::from(round) / f64::from(ROUNDS + 20));
        for ((one, moved), slope) in weights.iter_mut().zip(&mut motion).zip(&slope) {
            for k in 0..3 {
                let [mean, square] = &mut moved[k];
                *mean = 0.9 * *mean + 0.1 * slope[k];
                *square = 0.99 * *square + 0.01 * slope[k] * slope[k];
                let (mean, square) =
                    (*mean / (1.0 - 0.9f64.powi(round)), *square / (1.0 - 0.99f64.powi(round)));
                one[k] -= step * mean / (square.sqrt() + 1e-8);
            }
        }
    }
    names.into_iter().map(|(name, id)| (name.to_owned(), weights[id])).collect()
}

/// Weights of apply and event against nothing; what is hardly anything is left out.
pub(crate) fn written(weights: &Weights) -> String {
    let sorted: BTreeMap<&String, &[f64; 3]> = weights.iter().collect();
    let mut out = String::new();
    for (name, [nothing, apply, event]) in sorted {
        let (apply, event) = (apply - nothing, event - nothing);
        let least = if name.starts_with(WORD) { 0.08 } else { 0.02 };
        if apply.abs() >= least || event.abs() >= least {
            let _infallible = writeln!(out, "{name} {apply:.2} {event:.2}");
        }
    }
    out
}
