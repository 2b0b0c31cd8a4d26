//! A net with one hidden layer beside a straight way, over named features: fitted in small batches
//! with steps of their own and decay (`AdamW`; Loshchilov and Hutter 2019), some features and half of
//! the hidden units left out at random each time (Srivastava et al. 2014). Several small nets from
//! different beginnings make one. Random numbers are the same each time.

use std::collections::{BTreeMap, BTreeSet};
use std::f32::consts::PI;
use std::fmt::Write as _;

use edwire::model::finish;

use super::linear::Row;

/// Of each of the small nets.
const UNITS: usize = 8;
const EPOCHS: usize = 15;
const BATCH: usize = 128;
const STEP: f32 = 3e-3;
const DECAY: f32 = 0.5;
const LEFT_OUT: f32 = 0.25;
const UNITS_LEFT_OUT: f32 = 0.5;

/// What is kept makes up for what is left out.
const SCALE: f32 = 1.0 / (1.0 - LEFT_OUT);

/// A rarer feature is noise.
const LEAST: usize = 3;

const WIDTH: usize = 3 + UNITS;

#[derive(Debug)]
struct Random(u64);

impl Random {
    /// Splitmix (Steele, Lea, Flood 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        finish(self.0)
    }

    fn part(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    fn normal(&mut self, spread: f32) -> f32 {
        let (a, b) = (1.0 - self.part(), self.part());
        spread * (-2.0 * a.ln()).sqrt() * (2.0 * PI * b).cos()
    }
}

/// Numbers that are fitted, with the means of their slopes and of the squares of these.
struct Fitted {
    value: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    slope: Vec<f32>,
}

impl Fitted {
    fn new(value: Vec<f32>) -> Fitted {
        let nought = vec![0.0; value.len()];
        Fitted { value, mean: nought.clone(), square: nought.clone(), slope: nought }
    }

    fn step(&mut self, round: i32, step: f32) {
        let (first, second) = (1.0 - 0.9f32.powi(round), 1.0 - 0.999f32.powi(round));
        for i in 0..self.value.len() {
            let slope = std::mem::take(&mut self.slope[i]);
            self.mean[i] = 0.9 * self.mean[i] + 0.1 * slope;
            self.square[i] = 0.999 * self.square[i] + 0.001 * slope * slope;
            let way = (self.mean[i] / first) / ((self.square[i] / second).sqrt() + 1e-8);
            self.value[i] -= step * (way + DECAY * self.value[i]);
        }
    }
}

pub(crate) struct Net {
    names: BTreeMap<String, usize>,
    small: Vec<(Fitted, Fitted)>,
}

fn softmax(sums: [f32; 3]) -> [f32; 3] {
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let parts = sums.map(|sum| (sum - most).exp());
    let all: f32 = parts.iter().sum();
    parts.map(|part| part / all)
}

impl Net {
    pub(crate) fn fit(rows: &[Row], nets: u64) -> Net {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            for name in row.features.iter().collect::<BTreeSet<_>>() {
                *counts.entry(name).or_default() += 1;
            }
        }
        let often = counts.into_iter().filter(|(_, count)| *count >= LEAST);
        let names: BTreeMap<String, usize> =
            often.enumerate().map(|(id, (name, _))| (name.to_owned(), id)).collect();
        let mut net = Net { names, small: Vec::new() };
        let ids: Vec<Vec<usize>> = rows.iter().map(|row| net.ids(&row.features)).collect();
        for seed in 0..nets {
            net.small.push(net.one(rows, &ids, seed));
        }
        net
    }

    fn ids(&self, features: &[String]) -> Vec<usize> {
        let ids: BTreeSet<usize> =
            features.iter().filter_map(|name| self.names.get(name).copied()).collect();
        ids.into_iter().collect()
    }

    fn one(&self, rows: &[Row], ids: &[Vec<usize>], seed: u64) -> (Fitted, Fitted) {
        let mut random = Random(seed);
        let bias = self.names.get("bias").copied();
        let mut inner = vec![0.0; self.names.len() * WIDTH];
        for (at, value) in inner.iter_mut().enumerate() {
            *value = if at % WIDTH < 3 { 0.0 } else { random.normal(0.05) };
        }
        let mut inner = Fitted::new(inner);
        let mut outer = Fitted::new((0..UNITS * 3).map(|_| random.normal(0.1)).collect());
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let all = EPOCHS * (rows.len() / BATCH);
        let mut round = 0;
        for _ in 0..EPOCHS {
            for at in (1..order.len()).rev() {
                order.swap(at, (random.next() % (at as u64 + 1)) as usize);
            }
            for batch in order.chunks_exact(BATCH) {
                for &at in batch {
                    let part = rows[at].weight as f32 / BATCH as f32;
                    let kept: Vec<(usize, f32)> = ids[at]
                        .iter()
                        .filter(|id| Some(**id) == bias || random.part() >= LEFT_OUT)
                        .map(|id| (*id, if Some(*id) == bias { 1.0 } else { SCALE }))
                        .collect();
                    let on: [f32; UNITS] = std::array::from_fn(|_| {
                        let on = random.part() >= UNITS_LEFT_OUT;
                        if on { 1.0 / (1.0 - UNITS_LEFT_OUT) } else { 0.0 }
                    });
                    slopes(&mut inner, &mut outer, &kept, on, (rows[at].class, part));
                }
                round += 1;
                let done = round as f32 / all as f32;
                let step = STEP * 0.5 * (1.0 + (PI * done).cos());
                inner.step(round, step);
                outer.step(round, step);
            }
        }
        (inner, outer)
    }

    /// One net of all the small ones, in hundredths: three and the hidden units of each name, and
    /// what each unit adds.
    fn merged(&self) -> (Vec<Vec<i16>>, Vec<[i16; 3]>) {
        let nets = self.small.len() as f32;
        let whole = |value: f32| (value * 100.0).round() as i16;
        let row = |id: usize| {
            let part = |at: usize| {
                let all = self.small.iter().map(|(inner, _)| inner.value[id * WIDTH + at]);
                whole(all.sum::<f32>() / nets)
            };
            let units = self.small.iter().flat_map(|(inner, _)| {
                inner.value[id * WIDTH + 3..(id + 1) * WIDTH].iter().map(|value| whole(*value))
            });
            (0..3).map(part).chain(units).collect()
        };
        let units = self.small.iter().flat_map(|(_, outer)| {
            outer.value.chunks_exact(3).map(|one| [0, 1, 2].map(|k| whole(one[k] / nets)))
        });
        ((0..self.names.len()).map(row).collect(), units.collect())
    }

    pub(crate) fn written(&self) -> String {
        let (rows, units) = self.merged();
        let mut out = String::new();
        let join = |values: &[i16]| {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            values.join(" ")
        };
        for unit in units {
            let _infallible = writeln!(out, "=\t{}", join(&unit));
        }
        for ((name, _), row) in self.names.iter().zip(&rows) {
            if row.iter().any(|value| value.abs() > 2) {
                let _infallible = writeln!(out, "{name}\t{}", join(row));
            }
        }
        out
    }

    pub(crate) fn sums(&self, features: &[String]) -> [f32; 3] {
        let ids = self.ids(features);
        let mut out = [0.0; 3];
        for (inner, outer) in &self.small {
            let sums = forward(inner, ids.iter().map(|id| (*id, 1.0)));
            for k in 0..3 {
                let hidden = (0..UNITS).map(|u| sums[3 + u].max(0.0) * outer.value[u * 3 + k]);
                out[k] += (sums[k] + hidden.sum::<f32>()) / self.small.len() as f32;
            }
        }
        out
    }
}

fn forward(inner: &Fitted, ids: impl Iterator<Item = (usize, f32)>) -> [f32; WIDTH] {
    let mut sums = [0.0; WIDTH];
    for (id, scale) in ids {
        let row = &inner.value[id * WIDTH..(id + 1) * WIDTH];
        sums.iter_mut().zip(row).for_each(|(sum, one)| *sum += one * scale);
    }
    sums
}

/// Adds the slopes that one date gives, of features each by its scale, of units as they are on.
fn slopes(
    inner: &mut Fitted,
    outer: &mut Fitted,
    ids: &[(usize, f32)],
    on: [f32; UNITS],
    (class, part): (usize, f32),
) {
    let sums = forward(inner, ids.iter().copied());
    let hidden: [f32; UNITS] = std::array::from_fn(|u| sums[3 + u].max(0.0) * on[u]);
    let mut told = [sums[0], sums[1], sums[2]];
    for (u, one) in hidden.iter().enumerate() {
        (0..3).for_each(|k| told[k] += one * outer.value[u * 3 + k]);
    }
    let mut miss = softmax(told);
    miss[class] -= 1.0;
    miss.iter_mut().for_each(|one| *one *= part);
    let mut back = [0.0; WIDTH];
    back[..3].copy_from_slice(&miss);
    for u in 0..UNITS {
        for (k, miss) in miss.iter().enumerate() {
            outer.slope[u * 3 + k] += hidden[u] * miss;
            if sums[3 + u] > 0.0 {
                back[3 + u] += outer.value[u * 3 + k] * miss * on[u];
            }
        }
    }
    for (id, scale) in ids {
        let row = &mut inner.slope[id * WIDTH..(id + 1) * WIDTH];
        row.iter_mut().zip(back).for_each(|(slope, one)| *slope += one * scale);
    }
}
