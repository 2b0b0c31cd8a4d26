//! Fits what tells deadlines from event dates and from neither to labelled notices.
//!
//! ```text
//! cargo run --release --example fit_deadlines -- [--write] [--pull 4] [--errors] \
//!     FOLDER_OR_FILE.jsonl... [--lightly FOLDER] [--apart FOLDER]
//! ```
//!
//! A line is an object with `published`, `title`, `text`, `due` and `events`. At first each feature
//! counts for itself (`linear`), held to nought as strongly as `--pull` says; then a net looks at all
//! of them and at what the other dates of the notice were at first taken for (`net`). Printed first
//! are the figures of five folds: notices judged by weights that never saw them. What is given
//! `--lightly` is fitted at half its weight and never counted. What is given `--apart` others have
//! written: it is judged by weights fitted to all else, and all else by weights fitted to it.
//! `--errors` prints what goes wrong there. `--write` writes `weights.txt` and `net.txt`.

#![expect(clippy::print_stdout, reason = "a command whose output is its figures")]

#[path = "notices/linear.rs"]
mod linear;
#[path = "notices/net.rs"]
mod net;
#[path = "notices/notice.rs"]
mod notice;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use edwire::parse::deadline::{self, Sample};
use linear::{Row, Weights};
use net::Net;
use notice::Notice;

const FOLDS: usize = 5;

/// Of what is fitted, so many parts are first judged by the others, as unseen notices are.
const INNER: usize = 4;

/// So many small nets make one.
const NETS: u64 = 3;

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
    samples: Vec<Sample>,
}

struct Model {
    first: Weights,
    net: Net,
}

impl Model {
    fn fit(notices: &[&Example], asked: &Asked) -> Model {
        let rows: Vec<Vec<Row>> = notices.iter().map(|one| one.rows()).collect();
        let but = |part: usize| {
            let kept = rows.iter().enumerate().filter(move |(at, _)| at % INNER != part);
            linear::fit(kept.flat_map(|(_, rows)| rows), asked.pull, asked.words)
        };
        let inner: Vec<Weights> = (0..INNER).map(but).collect();
        let mut further = Vec::new();
        for (at, (one, rows)) in notices.iter().zip(&rows).enumerate() {
            let more = one.context(&inner[at % INNER]);
            further.extend(rows.iter().zip(more).map(|(row, more)| Row {
                features: [row.features.as_slice(), more.as_slice()].concat(),
                ..row.clone()
            }));
        }
        let first = linear::fit(rows.iter().flatten(), asked.pull, asked.words);
        Model { first, net: Net::fit(&further, NETS) }
    }

    /// Of each date, what it is taken for.
    fn judge(&self, one: &Example) -> Vec<usize> {
        let judge = |(sample, more): (&Sample, Vec<String>)| {
            let sums = self.net.sums(&[sample.features.as_slice(), more.as_slice()].concat());
            (0..3).max_by(|a, b| sums[*a].total_cmp(&sums[*b])).unwrap_or(0)
        };
        one.samples.iter().zip(one.context(&self.first)).map(judge).collect()
    }
}

impl Example {
    fn rows(&self) -> Vec<Row> {
        let weight = if self.kind == Kind::Lightly { 0.5 } else { 1.0 };
        let row = |sample: &Sample| Row {
            features: sample.features.clone(),
            class: self.class(sample),
            weight,
        };
        self.samples.iter().map(row).collect()
    }

    fn context(&self, weights: &Weights) -> Vec<Vec<String>> {
        let odds: Vec<[f64; 3]> =
            self.samples.iter().map(|one| linear::odds(weights, &one.features)).collect();
        deadline::in_context(&self.samples, &odds)
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

    fn found(&self, model: &Model) -> [BTreeSet<String>; 2] {
        let mut found = [BTreeSet::new(), BTreeSet::new()];
        for (sample, class) in self.samples.iter().zip(model.judge(self)) {
            let (first, last) = (sample.first.to_string(), sample.last.to_string());
            match class {
                1 => found[0].insert(last),
                2 if first > self.notice.published && first == last => found[1].insert(first),
                2 if first > self.notice.published => found[1].insert(format!("{first}/{last}")),
                _ => false,
            };
        }
        let [due, events] = found;
        let events = events.difference(&due).cloned().collect();
        [due, events]
    }

    fn score(&self, model: &Model) -> [[usize; 3]; 2] {
        let [due, events] = self.found(model);
        let count = |found: &BTreeSet<String>, wanted: &BTreeSet<String>| {
            let right = found.intersection(wanted).count();
            [right, found.len() - right, wanted.len() - right]
        };
        [count(&due, &self.notice.due), count(&events, &self.notice.events)]
    }

    /// What was missed or made up, and what spoke for it at first.
    fn explain(&self, model: &Model) {
        let Notice { published, title, text, .. } = &self.notice;
        println!("## {} {published} | {title}\n{text}", self.name);
        let found = self.found(model);
        for (kind, (found, wanted)) in
            found.iter().zip([&self.notice.due, &self.notice.events]).enumerate()
        {
            for day in found.symmetric_difference(wanted) {
                let how = if found.contains(day) { "made up" } else { "missed " };
                let sample = self.samples.iter().find(|one| {
                    let (first, last) = (one.first.to_string(), one.last.to_string());
                    if kind == 0 {
                        *day == last
                    } else {
                        day.starts_with(&first) && day.ends_with(&last)
                    }
                });
                let name = CLASSES[kind + 1];
                let Some(one) = sample else {
                    println!("-- {how} {name} {day} NOT READ");
                    continue;
                };
                let part = |name: &String| {
                    let one = model.first.get(name)?;
                    Some((one[kind + 1] - one[0], name.clone()))
                };
                let mut told: Vec<(f64, String)> = one.features.iter().filter_map(part).collect();
                told.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
                let sum: f64 = told.iter().map(|one| one.0).sum();
                let told: Vec<String> =
                    told.iter().take(14).map(|(part, name)| format!("{name} {part:+.1}")).collect();
                println!("-- {how} {name} {day} [{sum:+.1}] {}", told.join(", "));
            }
        }
        println!();
    }
}

fn samples(notice: &Notice) -> Result<Vec<Sample>> {
    let (published, clues) = notice.clues()?;
    Ok(deadline::samples(&notice.title, &notice.text, Some(&published), &clues))
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
            let notice: Notice = serde_json::from_str(line).context(path.display().to_string())?;
            let name = format!("{stem}:{}", at + 1);
            out.push(Example {
                samples: samples(&notice)?,
                notice,
                kind,
                name,
                lang: lang.clone(),
            });
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
fn judge(seen: &[&Example], unseen: &[&Example], asked: &Asked, table: &mut Table) {
    let model = Model::fit(seen, asked);
    for example in unseen {
        let counts = example.score(&model);
        table.add(&example.lang, counts);
        if asked.errors && counts.iter().any(|[_, made_up, missed]| made_up + missed > 0) {
            example.explain(&model);
        }
    }
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
        judge(&seen, &unseen, &Asked { errors: false, ..asked }, &mut folds);
    }
    folds.print("folds");
    let apart = of(&[Kind::Apart]);
    if !apart.is_empty() {
        let mut table = Table::default();
        judge(&of(&[Kind::Own, Kind::Lightly]), &apart, &asked, &mut table);
        table.print("apart");
        let mut table = Table::default();
        let own = of(&[Kind::Own]);
        judge(&of(&[Kind::Apart, Kind::Lightly]), &own, &asked, &mut table);
        table.print("own");
    }
    if write {
        let model = Model::fit(&notices.iter().collect::<Vec<_>>(), &asked);
        std::fs::write("src/parse/deadline/weights.txt", linear::written(&model.first))?;
        std::fs::write("src/parse/deadline/net.txt", model.net.written())?;
    }
    Ok(())
}
