//! A net with one hidden layer beside a straight way, over features by their keys: fitted in small
//! batches with steps of their own and decay (`AdamW`; Loshchilov and Hutter 2019), some features and
//! half of the hidden units left out at random each time (Srivastava et al. 2014). Several small nets
//! from different beginnings make one. Random numbers are the same each time.

use std::collections::{BTreeMap, HashMap};
use std::f32::consts::PI;

use edwire::model::finish;

/// Of each of the small nets.
const UNITS: usize = 6;
const BATCH: usize = 128;
const STEP: f32 = 3e-3;
const DECAY: f32 = 0.5;
const LEFT_OUT: f32 = 0.25;
const UNITS_LEFT_OUT: f32 = 0.5;

/// What is kept makes up for what is left out.
const SCALE: f32 = 1.0 / (1.0 - LEFT_OUT);

/// A rarer feature is noise.
const LEAST: u32 = 3;

const WIDTH: usize = 3 + UNITS;

/// Steps of a byte to either side of nought.
const STEPS: f32 = 127.0;

/// A date: its features, what it is, how much it counts.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) keys: Vec<u32>,
    pub(crate) class: usize,
    pub(crate) weight: f32,
}

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

/// Numbers that are fitted, in rows, with the means of their slopes and of the squares of these.
/// Rows that a batch does not touch stay as they are.
struct Fitted {
    width: usize,
    value: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    slope: Vec<f32>,
    steps: Vec<i32>,
}

impl Fitted {
    fn new(value: Vec<f32>, width: usize) -> Fitted {
        let nought = vec![0.0; value.len()];
        let steps = vec![0; value.len() / width];
        Fitted { width, value, mean: nought.clone(), square: nought.clone(), slope: nought, steps }
    }

    fn row(&self, id: usize) -> &[f32] {
        &self.value[id * self.width..(id + 1) * self.width]
    }

    fn step(&mut self, row: usize, step: f32) {
        self.steps[row] += 1;
        let round = self.steps[row];
        let (first, second) = (1.0 - 0.9f32.powi(round), 1.0 - 0.999f32.powi(round));
        for i in row * self.width..(row + 1) * self.width {
            let slope = std::mem::take(&mut self.slope[i]);
            self.mean[i] = 0.9 * self.mean[i] + 0.1 * slope;
            self.square[i] = 0.999 * self.square[i] + 0.001 * slope * slope;
            let way = (self.mean[i] / first) / ((self.square[i] / second).sqrt() + 1e-8);
            self.value[i] -= step * (way + DECAY * self.value[i]);
        }
    }
}

pub(crate) struct Net {
    /// The row of each feature, by its key.
    places: HashMap<u32, usize>,
    small: Vec<(Fitted, Fitted)>,
}

pub(crate) fn softmax(sums: [f32; 3]) -> [f32; 3] {
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let parts = sums.map(|sum| (sum - most).exp());
    let all: f32 = parts.iter().sum();
    parts.map(|part| part / all)
}

impl Net {
    /// `bias` is the key of what every date has.
    pub(crate) fn fit(rows: &[Row], bias: u32, nets: u64, epochs: usize) -> Net {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        rows.iter().flat_map(|row| &row.keys).for_each(|key| *counts.entry(*key).or_default() += 1);
        let often = counts.into_iter().filter(|(_, count)| *count >= LEAST);
        let places = often.enumerate().map(|(place, (key, _))| (key, place)).collect();
        let mut net = Net { places, small: Vec::new() };
        let bias = net.places.get(&bias).copied();
        let data: Vec<Dated> = rows
            .iter()
            .map(|row| Dated { places: net.of(&row.keys), class: row.class, weight: row.weight })
            .collect();
        let many = net.places.len();
        net.small = (0..nets).map(|seed| one(&data, bias, many, seed, epochs)).collect();
        net
    }

    fn of(&self, keys: &[u32]) -> Vec<usize> {
        keys.iter().filter_map(|key| self.places.get(key).copied()).collect()
    }

    pub(crate) fn sums(&self, keys: &[u32]) -> [f32; 3] {
        let places = self.of(keys);
        let mut out = [0.0; 3];
        for (inner, outer) in &self.small {
            let sums = forward(inner, places.iter().map(|place| (*place, 1.0)));
            for k in 0..3 {
                let hidden = (0..UNITS).map(|u| sums[3 + u].max(0.0) * outer.value[u * 3 + k]);
                out[k] += (sums[k] + hidden.sum::<f32>()) / self.small.len() as f32;
            }
        }
        out
    }

    /// One net of all the small ones, as `parse/deadline/weights.rs` reads it.
    pub(crate) fn written(&self) -> Vec<u8> {
        let nets = self.small.len() as f32;
        let row = |place: usize| -> Vec<f32> {
            let straight = |k: usize| self.small.iter().map(move |(inner, _)| inner.row(place)[k]);
            let units = self.small.iter().flat_map(|(inner, _)| &inner.row(place)[3..]);
            (0..3).map(|k| straight(k).sum::<f32>() / nets).chain(units.copied()).collect()
        };
        let sorted: BTreeMap<u32, Vec<f32>> =
            self.places.iter().map(|(key, place)| (*key, row(*place))).collect();
        let most = sorted.values().flatten().fold(0.0f32, |most, one| most.max(one.abs()));
        let step = most / STEPS;
        let steps = |row: &Vec<f32>| -> Vec<i8> {
            row.iter().map(|one| (one / step).round() as i8).collect()
        };
        let rows: Vec<(u32, Vec<i8>)> = sorted
            .iter()
            .map(|(key, row)| (*key, steps(row)))
            .filter(|(_, row)| row.iter().any(|one| *one != 0))
            .collect();
        let outer = self.small.iter().flat_map(|(_, outer)| &outer.value).map(|one| one / nets);
        let units = (UNITS * self.small.len()) as u32;
        let head = [rows.len() as u32, units, step.to_bits()];
        let numbers = head.into_iter().chain(outer.map(f32::to_bits));
        let numbers = numbers.chain(rows.iter().map(|(key, _)| *key));
        let mut out: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
        out.extend(rows.iter().flat_map(|(_, row)| row).map(|one| one.cast_unsigned()));
        out
    }
}

/// A date with the rows of its features.
struct Dated {
    places: Vec<usize>,
    class: usize,
    weight: f32,
}

fn one(
    data: &[Dated],
    bias: Option<usize>,
    many: usize,
    seed: u64,
    epochs: usize,
) -> (Fitted, Fitted) {
    let mut random = Random(seed);
    let mut inner = vec![0.0; many * WIDTH];
    for (at, value) in inner.iter_mut().enumerate() {
        *value = if at % WIDTH < 3 { 0.0 } else { random.normal(0.05) };
    }
    let mut inner = Fitted::new(inner, WIDTH);
    let mut outer = Fitted::new((0..UNITS * 3).map(|_| random.normal(0.1)).collect(), 3);
    let mut order: Vec<usize> = (0..data.len()).collect();
    let all = epochs * (data.len() / BATCH);
    let mut round = 0;
    for _ in 0..epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, (random.next() % (at as u64 + 1)) as usize);
        }
        for batch in order.chunks_exact(BATCH) {
            let mut touched: Vec<usize> = Vec::new();
            for date in batch.iter().map(|at| &data[*at]) {
                let mut kept: Vec<(usize, f32)> = Vec::with_capacity(date.places.len());
                for place in &date.places {
                    if Some(*place) == bias {
                        kept.push((*place, 1.0));
                    } else if random.part() >= LEFT_OUT {
                        kept.push((*place, SCALE));
                    }
                }
                touched.extend(kept.iter().map(|(place, _)| *place));
                let on: [f32; UNITS] = std::array::from_fn(|_| {
                    let on = random.part() >= UNITS_LEFT_OUT;
                    if on { 1.0 / (1.0 - UNITS_LEFT_OUT) } else { 0.0 }
                });
                let part = date.weight / BATCH as f32;
                slopes(&mut inner, &mut outer, &kept, on, (date.class, part));
            }
            round += 1;
            let done = round as f32 / all as f32;
            let step = STEP * 0.5 * (1.0 + (PI * done).cos());
            touched.sort_unstable();
            touched.dedup();
            touched.iter().for_each(|place| inner.step(*place, step));
            (0..UNITS).for_each(|unit| outer.step(unit, step));
        }
    }
    (inner, outer)
}

fn forward(inner: &Fitted, places: impl Iterator<Item = (usize, f32)>) -> [f32; WIDTH] {
    let mut sums = [0.0; WIDTH];
    for (place, scale) in places {
        sums.iter_mut().zip(inner.row(place)).for_each(|(sum, one)| *sum += one * scale);
    }
    sums
}

/// Adds the slopes that one date gives, of features each by its scale, of units as they are on.
fn slopes(
    inner: &mut Fitted,
    outer: &mut Fitted,
    places: &[(usize, f32)],
    on: [f32; UNITS],
    (class, part): (usize, f32),
) {
    let sums = forward(inner, places.iter().copied());
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
    for (place, scale) in places {
        let row = &mut inner.slope[place * WIDTH..(place + 1) * WIDTH];
        row.iter_mut().zip(back).for_each(|(slope, one)| *slope += one * scale);
    }
}
