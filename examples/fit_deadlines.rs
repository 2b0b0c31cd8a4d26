//! Fits what tells deadlines from event dates and from neither to labelled notices.
//!
//! ```text
//! cargo run --example fit_deadlines -- [--write] [--pull 4] FOLDER_OR_FILE.jsonl... [--lightly FOLDER]
//! ```
//!
//! A line is an object with `published`, `title`, `text`, `due` and `events`. Multinomial logistic
//! regression, held to nought by a normal prior as strongly as `--pull` says, by gradient descent
//! with momentum and steps of their own (Adam; Kingma and Ba 2015), which is deterministic. Printed
//! first are the figures of five folds: notices judged by weights that never saw them. What is given
//! `--lightly` is fitted at half its weight and never counted. `--write` writes `weights.txt`.

#![expect(clippy::print_stdout, reason = "a command whose output is its figures")]

#[path = "notices/notice.rs"]
mod notice;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use edwire::parse::deadline::{self, Sample};
use notice::Notice;

const FOLDS: usize = 5;
const ROUNDS: i32 = 400;
const CLASSES: [&str; 3] = ["nothing", "apply", "event"];

/// A notice, and whether it is fitted at half its weight and never counted.
struct Example {
    notice: Notice,
    lightly: bool,
}

type Weights = HashMap<String, [f64; 3]>;

impl Example {
    fn samples(&self, verdict: impl Fn(&Sample) -> usize) -> Result<Vec<Sample>> {
        let Notice { title, text, .. } = &self.notice;
        let (published, clues) = self.notice.clues()?;
        let class = |sample: &Sample| CLASSES[verdict(sample)];
        Ok(deadline::samples(title, text, Some(&published), &clues, class))
    }

    /// What a date is by the labels.
    fn class(&self, sample: &Sample) -> usize {
        let (first, last) = (sample.first.to_string(), sample.last.to_string());
        let part = |event: &String| event.starts_with(&first) || event.ends_with(&last);
        match () {
            () if self.notice.due.contains(&last) => 1,
            () if self.notice.events.iter().any(part) => 2,
            () => 0,
        }
    }

    fn score(&self, weights: &Weights) -> Result<[[usize; 3]; 2]> {
        let mut found = [BTreeSet::new(), BTreeSet::new()];
        for sample in self.samples(|sample| best(weights, &sample.features))? {
            let (first, last) = (sample.first.to_string(), sample.last.to_string());
            match best(weights, &sample.features) {
                1 => found[0].insert(last),
                2 if first > self.notice.published && first == last => found[1].insert(first),
                2 if first > self.notice.published => found[1].insert(format!("{first}/{last}")),
                _ => false,
            };
        }
        let [due, events] = found;
        let events = events.difference(&due).cloned().collect();
        let count = |found: &BTreeSet<String>, wanted: &BTreeSet<String>| {
            let right = found.intersection(wanted).count();
            [right, found.len() - right, wanted.len() - right]
        };
        Ok([count(&due, &self.notice.due), count(&events, &self.notice.events)])
    }
}

fn best(weights: &Weights, features: &[String]) -> usize {
    let mut sum = [0.0; 3];
    for one in features.iter().filter_map(|name| weights.get(name)) {
        (0..3).for_each(|k| sum[k] += one[k]);
    }
    (0..3).max_by(|a, b| sum[*a].total_cmp(&sum[*b])).unwrap_or(0)
}

fn fit(notices: &[&Example], pull: f64) -> Result<Weights> {
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut rows: Vec<(Vec<usize>, usize, f64)> = Vec::new();
    for notice in notices {
        for sample in notice.samples(|sample| notice.class(sample))? {
            let class = notice.class(&sample);
            let mut id = |name: String| {
                let next = names.len();
                *names.entry(name).or_insert(next)
            };
            let ids: BTreeSet<usize> = sample.features.into_iter().map(&mut id).collect();
            let weight = if notice.lightly { 0.5 } else { 1.0 };
            rows.push((ids.into_iter().collect(), class, weight));
        }
    }
    let bias = names.get("bias").copied();
    let mut weights = vec![[0.0f64; 3]; names.len()];
    let mut motion = vec![[[0.0f64; 2]; 3]; names.len()];
    for round in 1..=ROUNDS {
        let held = |(at, one): (usize, &[f64; 3])| {
            if Some(at) == bias { [0.0; 3] } else { one.map(|weight| weight * pull) }
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
    Ok(names.into_iter().map(|(name, id)| (name, weights[id])).collect())
}

/// Weights of apply and event against nothing; what is hardly anything is left out.
fn written(weights: &Weights) -> String {
    let sorted: BTreeMap<&String, &[f64; 3]> = weights.iter().collect();
    let mut out = String::new();
    for (name, [nothing, apply, event]) in sorted {
        let (apply, event) = (apply - nothing, event - nothing);
        if apply.abs() >= 0.02 || event.abs() >= 0.02 {
            let _infallible = writeln!(out, "{name} {apply:.2} {event:.2}");
        }
    }
    out
}

fn read(path: &Path, lightly: bool, out: &mut Vec<Example>) -> Result<()> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            std::fs::read_dir(path)?.map(|one| Ok(one?.path())).collect::<Result<_>>()?;
        inside.sort();
        return inside.iter().try_for_each(|path| read(path, lightly, out));
    }
    if path.extension().is_some_and(|ending| ending == "jsonl") {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        for line in text.lines() {
            let notice = serde_json::from_str(line).context(path.display().to_string())?;
            out.push(Example { notice, lightly });
        }
    }
    Ok(())
}

fn line([right, made_up, missed]: [usize; 3]) -> String {
    let part = |of: usize| if of == 0 { 1.0 } else { right as f64 / of as f64 };
    format!("P {:.3}  R {:.3}", part(right + made_up), part(right + missed))
}

pub fn main() -> Result<()> {
    let (mut notices, mut write, mut lightly, mut pull) = (Vec::new(), false, false, 4.0);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--write" => write = true,
            "--lightly" => lightly = true,
            "--pull" => pull = args.next().context("--pull wants a number")?.parse()?,
            path => read(Path::new(path), std::mem::take(&mut lightly), &mut notices)?,
        }
    }
    let mut counts = [[0; 3]; 2];
    for fold in 0..FOLDS {
        let held = |at: usize| at % FOLDS == fold;
        let (mut seen, mut unseen) = (Vec::new(), Vec::new());
        for (at, notice) in notices.iter().enumerate() {
            let part = if held(at) && !notice.lightly { &mut unseen } else { &mut seen };
            part.push(notice);
        }
        let weights = fit(&seen, pull)?;
        for notice in unseen {
            let one = notice.score(&weights)?;
            (0..2).for_each(|kind| (0..3).for_each(|k| counts[kind][k] += one[kind][k]));
        }
    }
    println!("apply, unseen: {}", line(counts[0]));
    println!("event, unseen: {}", line(counts[1]));
    let all: Vec<&Example> = notices.iter().collect();
    let weights = fit(&all, pull)?;
    if write {
        std::fs::write("src/parse/deadline/weights.txt", written(&weights))?;
    }
    Ok(())
}
