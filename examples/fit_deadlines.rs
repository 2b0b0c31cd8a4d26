//! Fits what tells deadlines from event dates and from neither to labelled notices.
//!
//! ```text
//! cargo run --release --example fit_deadlines -- [--write] [--errors] \
//!     FOLDER_OR_FILE.jsonl... [--lightly FOLDER]
//! ```
//!
//! A line is an object with `published`, `title`, `text`, `due` and `events`. At first each date is
//! judged by itself; then a second net looks at its features and at what the other dates of the notice
//! were at first taken for. Printed are the figures of five folds, by language and by folder: notices
//! judged by weights that never saw them. What is given `--lightly` is fitted at half its weight and
//! never counted. `--errors` prints what goes wrong in the folds. `--write` writes `nets.bin`, fitted
//! to all.

#![expect(clippy::print_stdout, reason = "a command whose output is its figures")]

#[path = "notices/net.rs"]
mod net;
#[path = "notices/notice.rs"]
mod notice;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use edwire::parse::deadline::{self, Sample};
use net::{Net, Row};
use notice::Notice;

const FOLDS: usize = 5;

/// Of what is fitted, so many parts are first judged by the others, as unseen notices are.
const INNER: usize = 4;

/// So many small nets make the second one, and so often each notice is shown to a net.
const NETS: u64 = 3;
const EPOCHS: [usize; 2] = [8, 15];

/// How much a date counts that is neither deadline nor event.
const NEITHER: f32 = 0.9;

const WRITTEN: &str = "src/parse/deadline/nets.bin";

const CLASSES: [&str; 3] = ["nothing", "apply", "event"];

struct Example {
    notice: Notice,
    /// Fitted at half its weight and never counted.
    lightly: bool,
    /// Of its file, with the line.
    name: String,
    lang: String,
    folder: String,
    samples: Vec<Sample>,
    /// The features of each date.
    keys: Vec<Vec<u32>>,
}

struct Model {
    first: Net,
    second: Net,
}

fn keys(names: &[String]) -> Vec<u32> {
    let keys: BTreeSet<u32> = names.iter().map(|name| deadline::key(name)).collect();
    keys.into_iter().collect()
}

impl Model {
    fn fit(notices: &[&Example]) -> Model {
        let bias = deadline::key("bias");
        let fit = |rows: &[Row]| Net::fit(rows, bias, 1, EPOCHS[0]);
        let rows: Vec<Vec<Row>> = notices.iter().map(|one| one.rows()).collect();
        let but = |part: usize| {
            let kept = rows.iter().enumerate().filter(|(at, _)| at % INNER != part);
            fit(&kept.flat_map(|(_, rows)| rows.clone()).collect::<Vec<_>>())
        };
        let inner: Vec<Net> = (0..INNER).map(but).collect();
        let mut further = Vec::new();
        for (at, (one, rows)) in notices.iter().zip(&rows).enumerate() {
            let more = one.context(&inner[at % INNER]);
            further.extend(rows.iter().zip(more).map(|(row, more)| Row {
                keys: [row.keys.as_slice(), &keys(&more)].concat(),
                ..row.clone()
            }));
        }
        let first = fit(&rows.concat());
        Model { first, second: Net::fit(&further, bias, NETS, EPOCHS[1]) }
    }

    /// Of each date, how likely it is of each class.
    fn judge(&self, one: &Example) -> Vec<[f32; 3]> {
        let judge = |(own, more): (&Vec<u32>, Vec<String>)| {
            net::softmax(self.second.sums(&[own.as_slice(), &keys(&more)].concat()))
        };
        one.keys.iter().zip(one.context(&self.first)).map(judge).collect()
    }
}

impl Example {
    fn rows(&self) -> Vec<Row> {
        let weight = if self.lightly { 0.5 } else { 1.0 };
        let row = |(sample, keys): (&Sample, &Vec<u32>)| {
            let (keys, class) = (keys.clone(), self.class(sample));
            // to miss a date is as bad as to make one up, and most dates are neither
            let weight = if class == 0 { weight * NEITHER } else { weight };
            Row { keys, class, weight }
        };
        self.samples.iter().zip(&self.keys).map(row).collect()
    }

    fn context(&self, first: &Net) -> Vec<Vec<String>> {
        let odds: Vec<[f32; 3]> =
            self.keys.iter().map(|keys| net::softmax(first.sums(keys))).collect();
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

    fn found(&self, odds: &[[f32; 3]]) -> [BTreeSet<String>; 2] {
        let mut found = [BTreeSet::new(), BTreeSet::new()];
        for (sample, odds) in self.samples.iter().zip(odds) {
            let (first, last) = (sample.first.to_string(), sample.last.to_string());
            let class = (0..3).max_by(|a, b| odds[*a].total_cmp(&odds[*b])).unwrap_or(0);
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

    fn score(&self, [due, events]: &[BTreeSet<String>; 2]) -> [[usize; 3]; 2] {
        let count = |found: &BTreeSet<String>, wanted: &BTreeSet<String>| {
            let right = found.intersection(wanted).count();
            [right, found.len() - right, wanted.len() - right]
        };
        [count(due, &self.notice.due), count(events, &self.notice.events)]
    }

    /// What was missed or made up, with how likely the date is neither, deadline and event.
    fn explain(&self, found: &[BTreeSet<String>; 2], odds: &[[f32; 3]]) -> String {
        let Notice { published, title, text, .. } = &self.notice;
        let mut out = format!("## {} {} {published} | {title}\n{text}\n", self.folder, self.name);
        for (kind, (found, wanted)) in
            found.iter().zip([&self.notice.due, &self.notice.events]).enumerate()
        {
            for day in found.symmetric_difference(wanted) {
                let how = if found.contains(day) { "made up" } else { "missed " };
                let at = self.samples.iter().position(|one| {
                    let (first, last) = (one.first.to_string(), one.last.to_string());
                    let event = day.starts_with(&first) && day.ends_with(&last);
                    if kind == 0 { *day == last } else { event }
                });
                let odds = at.map_or("not read".to_owned(), |at| format!("{:.2?}", odds[at]));
                let _infallible = writeln!(out, "-- {how} {} {day} {odds}", CLASSES[kind + 1]);
            }
        }
        out
    }
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
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let lang = stem.trim_start_matches("messy_").chars().take(2).collect::<String>();
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
        for (at, line) in text.lines().enumerate() {
            let notice: Notice = serde_json::from_str(line).context(path.display().to_string())?;
            let (published, clues) = notice.clues()?;
            let samples = deadline::samples(&notice.title, &notice.text, Some(&published), &clues);
            out.push(Example {
                keys: samples.iter().map(|one| keys(&one.features)).collect(),
                samples,
                notice,
                lightly,
                name: format!("{stem}:{}", at + 1),
                lang: lang.clone(),
                folder: folder.to_string_lossy().into_owned(),
            });
        }
    }
    Ok(())
}

/// Right, made up and missed, of deadlines, of events and of both, by language, folder and in all.
#[derive(Debug, Default)]
struct Table(BTreeMap<String, [[usize; 3]; 3]>);

impl Table {
    fn add(&mut self, of: &Example, [due, events]: [[usize; 3]; 2]) {
        let both = std::array::from_fn(|k| due[k] + events[k]);
        for name in [of.lang.as_str(), &of.folder, "all"] {
            let sums = self.0.entry(name.to_owned()).or_default();
            for (sums, counts) in sums.iter_mut().zip([due, events, both]) {
                sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            }
        }
    }

    fn print(&self) {
        for (name, [due, events, both]) in &self.0 {
            println!("{name:9} both {}  due {}  events {}", line(*both), line(*due), line(*events));
        }
    }
}

fn line([right, made_up, missed]: [usize; 3]) -> String {
    let part = |of: usize| if of == 0 { 1.0 } else { right as f64 / of as f64 };
    format!("P {:.3} R {:.3}", part(right + made_up), part(right + missed))
}

/// The notices of a fold by their places, with how likely each date is of each class.
fn fold(notices: &[Example], number: usize) -> Vec<(usize, Vec<[f32; 3]>)> {
    let held = |at: usize, one: &Example| at % FOLDS == number && !one.lightly;
    let all = notices.iter().enumerate();
    let (unseen, seen): (Vec<_>, Vec<_>) = all.partition(|(at, one)| held(*at, one));
    let seen: Vec<&Example> = seen.into_iter().map(|(_, one)| one).collect();
    let model = Model::fit(&seen);
    unseen.into_iter().map(|(at, one)| (at, model.judge(one))).collect()
}

/// Judges each fold by weights fitted to the others, two at a time.
fn folds(notices: &[Example], errors: bool) {
    let half = |start: usize| -> Vec<(usize, Vec<[f32; 3]>)> {
        (start..FOLDS).step_by(2).flat_map(|number| fold(notices, number)).collect()
    };
    let halves = std::thread::scope(|scope| {
        let running = [scope.spawn(|| half(0)), scope.spawn(|| half(1))];
        running.map(|one| one.join().unwrap_or_default())
    });
    let mut table = Table::default();
    for (at, odds) in halves.into_iter().flatten() {
        let one = &notices[at];
        let found = one.found(&odds);
        let counts = one.score(&found);
        table.add(one, counts);
        if errors && counts.iter().any(|[_, made_up, missed]| made_up + missed > 0) {
            println!("{}", one.explain(&found, &odds));
        }
    }
    table.print();
}

pub fn main() -> Result<()> {
    let (mut notices, mut write, mut errors, mut lightly) = (Vec::new(), false, false, false);
    for arg in std::env::args().skip(1) {
        match arg.as_str() {
            "--write" => write = true,
            "--errors" => errors = true,
            "--lightly" => lightly = true,
            path => read(Path::new(path), std::mem::take(&mut lightly), &mut notices)?,
        }
    }
    folds(&notices, errors);
    if write {
        let model = Model::fit(&notices.iter().collect::<Vec<_>>());
        std::fs::write(WRITTEN, [model.first.written(), model.second.written()].concat())?;
    }
    Ok(())
}
