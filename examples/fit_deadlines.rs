//! Fits what tells deadlines from event dates and from neither to labelled notices.
//!
//! ```text
//! cargo run --example fit_deadlines -- [--write] [--pull 4] [--errors] FOLDER_OR_FILE.jsonl... \
//!     [--lightly FOLDER] [--apart FOLDER]
//! ```
//!
//! A line is an object with `published`, `title`, `text`, `due` and `events`. Multinomial logistic
//! regression, held to nought by a normal prior as strongly as `--pull` says, by gradient descent
//! with momentum and steps of their own (Adam; Kingma and Ba 2015), which is deterministic. Printed
//! first are the figures of five folds: notices judged by weights that never saw them. What is given
//! `--lightly` is fitted at half its weight and never counted. What is given `--apart` others have
//! written: it is judged by weights fitted to all else, and all else by weights fitted to it.
//! `--errors` prints what goes wrong there. `--write` writes `weights.txt`.

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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Own,
    /// Fitted at half its weight and never counted.
    Lightly,
    /// By other writers.
    Apart,
}

struct Example {
    notice: Notice,
    kind: Kind,
    /// Of its file, with the line.
    name: String,
    lang: String,
}

/// What the features begin with that are single words; there are many, and each is held closer.
const WORD: &str = "w.";

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

    fn found(&self, weights: &Weights) -> Result<[BTreeSet<String>; 2]> {
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
        Ok([due, events])
    }

    fn score(&self, weights: &Weights) -> Result<[[usize; 3]; 2]> {
        let [due, events] = self.found(weights)?;
        let count = |found: &BTreeSet<String>, wanted: &BTreeSet<String>| {
            let right = found.intersection(wanted).count();
            [right, found.len() - right, wanted.len() - right]
        };
        Ok([count(&due, &self.notice.due), count(&events, &self.notice.events)])
    }

    /// What was missed or made up, and what spoke for it.
    fn explain(&self, weights: &Weights) -> Result<()> {
        let Notice { published, title, text, .. } = &self.notice;
        println!("## {} {published} | {title}\n{text}", self.name);
        let found = self.found(weights)?;
        let samples = self.samples(|sample| best(weights, &sample.features))?;
        for (kind, (found, wanted)) in
            found.iter().zip([&self.notice.due, &self.notice.events]).enumerate()
        {
            for day in found.symmetric_difference(wanted) {
                let how = if found.contains(day) { "made up" } else { "missed " };
                let sample = samples.iter().find(|one| {
                    let (first, last) = (one.first.to_string(), one.last.to_string());
                    if kind == 0 {
                        *day == last
                    } else {
                        day.starts_with(&first) && day.ends_with(&last)
                    }
                });
                let name = CLASSES[kind + 1];
                match sample {
                    Some(one) => {
                        let mut told: Vec<(f64, String)> = one
                            .features
                            .iter()
                            .filter_map(|name| {
                                let one = weights.get(name)?;
                                Some((
                                    one[kind + 1] - one[0],
                                    format!("{name} {:+.1}", one[kind + 1] - one[0]),
                                ))
                            })
                            .collect();
                        told.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
                        let sum: f64 = told.iter().map(|one| one.0).sum();
                        let told: Vec<String> =
                            told.into_iter().take(14).map(|one| one.1).collect();
                        println!("-- {how} {name} {day} [{sum:+.1}] {}", told.join(", "));
                    }
                    None => println!("-- {how} {name} {day} NOT READ"),
                }
            }
        }
        println!();
        Ok(())
    }
}

fn best(weights: &Weights, features: &[String]) -> usize {
    let mut sum = [0.0; 3];
    for one in features.iter().filter_map(|name| weights.get(name)) {
        (0..3).for_each(|k| sum[k] += one[k]);
    }
    (0..3).max_by(|a, b| sum[*a].total_cmp(&sum[*b])).unwrap_or(0)
}

fn fit(notices: &[&Example], pull: f64, words: f64) -> Result<Weights> {
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
            let weight = if notice.kind == Kind::Lightly { 0.5 } else { 1.0 };
            rows.push((ids.into_iter().collect(), class, weight));
        }
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
    Ok(names.into_iter().map(|(name, id)| (name, weights[id])).collect())
}

/// Weights of apply and event against nothing; what is hardly anything is left out.
fn written(weights: &Weights) -> String {
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

fn read(path: &Path, kind: Kind, out: &mut Vec<Example>) -> Result<()> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            std::fs::read_dir(path)?.map(|one| Ok(one?.path())).collect::<Result<_>>()?;
        inside.sort();
        return inside.iter().try_for_each(|path| read(path, kind, out));
    }
    if path.extension().is_some_and(|ending| ending == "jsonl") {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let lang = stem.trim_start_matches("messy_").chars().take(2).collect::<String>();
        for (at, line) in text.lines().enumerate() {
            let notice = serde_json::from_str(line).context(path.display().to_string())?;
            let name = format!("{stem}:{}", at + 1);
            out.push(Example { notice, kind, name, lang: lang.clone() });
        }
    }
    Ok(())
}

/// Right, made up and missed, by language and in all, of deadlines, of events and of both.
#[derive(Debug, Default)]
struct Table(BTreeMap<String, [[usize; 3]; 3]>);

impl Table {
    fn add(&mut self, lang: &str, one: [[usize; 3]; 2]) {
        for lang in [lang, "all"] {
            let sums = self.0.entry(lang.to_owned()).or_default();
            for (kind, counts) in one.iter().enumerate() {
                for (k, count) in counts.iter().enumerate() {
                    sums[kind][k] += count;
                    sums[2][k] += count;
                }
            }
        }
    }

    fn print(&self, what: &str) {
        for (lang, [apply, event, both]) in &self.0 {
            println!(
                "{what:8} {lang:4} both {}  apply {}  event {}",
                line(*both),
                line(*apply),
                line(*event)
            );
        }
    }
}

fn line([right, made_up, missed]: [usize; 3]) -> String {
    let part = |of: usize| if of == 0 { 1.0 } else { right as f64 / of as f64 };
    format!("P {:.3} R {:.3}", part(right + made_up), part(right + missed))
}

/// Judges some by weights fitted to others, and counts.
fn judge(seen: &[&Example], unseen: &[&Example], asked: &Asked, table: &mut Table) -> Result<()> {
    let weights = fit(seen, asked.pull, asked.words)?;
    for example in unseen {
        let counts = example.score(&weights)?;
        table.add(&example.lang, counts);
        if asked.errors && counts.iter().any(|[_, made_up, missed]| made_up + missed > 0) {
            example.explain(&weights)?;
        }
    }
    Ok(())
}

#[derive(Debug)]
struct Asked {
    pull: f64,
    words: f64,
    errors: bool,
}

pub fn main() -> Result<()> {
    let (mut notices, mut write, mut kind) = (Vec::new(), false, Kind::Own);
    let mut asked = Asked { pull: 4.0, words: 2.0, errors: false };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--write" => write = true,
            "--errors" => asked.errors = true,
            "--lightly" => kind = Kind::Lightly,
            "--apart" => kind = Kind::Apart,
            "--pull" => asked.pull = args.next().context("--pull wants a number")?.parse()?,
            "--words" => asked.words = args.next().context("--words wants a number")?.parse()?,
            path => read(Path::new(path), std::mem::replace(&mut kind, Kind::Own), &mut notices)?,
        }
    }
    let of = |kinds: &[Kind]| -> Vec<&Example> {
        notices.iter().filter(|one| kinds.contains(&one.kind)).collect()
    };
    let mut folds = Table::default();
    for fold in 0..FOLDS {
        let held = |at: usize, one: &Example| at % FOLDS == fold && one.kind != Kind::Lightly;
        let all = notices.iter().enumerate();
        let (unseen, seen): (Vec<_>, Vec<_>) = all.partition(|(at, one)| held(*at, one));
        let seen: Vec<&Example> = seen.into_iter().map(|(_, one)| one).collect();
        let unseen: Vec<&Example> = unseen.into_iter().map(|(_, one)| one).collect();
        judge(&seen, &unseen, &Asked { errors: false, ..asked }, &mut folds)?;
    }
    folds.print("folds");
    let apart = of(&[Kind::Apart]);
    if !apart.is_empty() {
        let mut table = Table::default();
        judge(&of(&[Kind::Own, Kind::Lightly]), &apart, &asked, &mut table)?;
        table.print("apart");
        let mut table = Table::default();
        let own = of(&[Kind::Own]);
        judge(&of(&[Kind::Apart, Kind::Lightly]), &own, &asked, &mut table)?;
        table.print("own");
    }
    if write {
        let weights = fit(&notices.iter().collect::<Vec<_>>(), asked.pull, asked.words)?;
        std::fs::write("src/parse/deadline/weights.txt", written(&weights))?;
    }
    Ok(())
}
