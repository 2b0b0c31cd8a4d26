//! Fits the judge's weights to labelled documents and says how well they do.
//!
//! ```text
//! cargo run --release --example fit -- src/curate/judge DATA.jsonl [--with MORE.jsonl]... [--write] [--show] [--pull 3] [--topic-pull 1]
//! ```
//!
//! DATA holds one JSON object a line: `title`, `text`, `url`, `lang`, `relevant`, `topics` and `site`.
//! Rules are read from the folder, so words can be tried without building. Printed first is
//! five-fold cross-validation by site: documents judged by weights that never saw their site; then
//! the figures on the very documents fitted. Documents given `--with` are fitted too, in every fold,
//! and never counted. `--show` names what is judged wrongly; `--write` writes `weights.toml` back.

#![expect(clippy::print_stdout, reason = "a command whose output is its figures")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use edwire::curate::judge::{
    Document, Judge, Rules, Sample, Settings, TopicWeights, Weights, Words,
};
use edwire::model::{Lang, RelevanceMode, TopicId, WebUrl};
use serde::Deserialize;

const FOLDS: usize = 5;

#[derive(Debug, Deserialize)]
struct Labelled {
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    url: String,
    lang: Option<String>,
    relevant: bool,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    site: String,
}

impl Labelled {
    fn with<T>(&self, read: impl FnOnce(&Document<'_>) -> T) -> T {
        let url = WebUrl::parse(&self.url).ok();
        let lang = self.lang.as_deref().and_then(Lang::parse);
        read(&document(self, url.as_ref(), lang.as_ref()))
    }
}

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    tp: usize,
    fp: usize,
    missed: usize,
    docs: usize,
}

impl Counts {
    fn add(&mut self, (wanted, got): (bool, bool)) {
        self.docs += 1;
        self.tp += usize::from(wanted && got);
        self.fp += usize::from(!wanted && got);
        self.missed += usize::from(wanted && !got);
    }

    fn merge(&mut self, other: Self) {
        self.docs += other.docs;
        self.tp += other.tp;
        self.fp += other.fp;
        self.missed += other.missed;
    }

    fn line(&self) -> String {
        let part = |n: usize, of: usize| if of == 0 { 1.0 } else { n as f64 / of as f64 };
        let precision = part(self.tp, self.tp + self.fp);
        let recall = part(self.tp, self.tp + self.missed);
        let f1 = part(2 * self.tp, 2 * self.tp + self.fp + self.missed);
        format!("docs {:4}  precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}", self.docs)
    }
}

struct Options {
    rules: PathBuf,
    data: PathBuf,
    with: Vec<PathBuf>,
    write: bool,
    show: bool,
    pull: f64,
    topic_pull: f64,
}

fn options() -> Result<Options> {
    let mut paths = Vec::new();
    let mut with = Vec::new();
    let (mut write, mut show, mut pull, mut topic_pull) = (false, false, 3.0, 1.0);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--write" => write = true,
            "--show" => show = true,
            "--with" => with.push(args.next().context("--with wants a file")?.into()),
            "--pull" => pull = args.next().context("--pull wants a number")?.parse()?,
            "--topic-pull" => {
                topic_pull = args.next().context("--topic-pull wants a number")?.parse()?;
            }
            _ => paths.push(PathBuf::from(arg)),
        }
    }
    let [rules, data] = paths.try_into().ok().context("usage: fit RULES_DIR DATA.jsonl")?;
    Ok(Options { rules, data, with, write, show, pull, topic_pull })
}

fn main() -> Result<()> {
    let options = options()?;
    let files = read_rules(&options.rules)?;
    let judge = Judge::with_rules(&rules(&files), &Settings::default())?;
    let docs = read_data(&options.data)?;
    let mut more = Vec::new();
    for path in &options.with {
        more.extend(read_data(path)?);
    }
    let sample = |d: &Labelled| d.with(|doc| judge.sample(doc, d.relevant));
    let samples: Vec<Sample> = docs.iter().map(sample).collect();
    let extra: Vec<Sample> = more.iter().map(sample).collect();

    println!("sites not used for fitting ({FOLDS} folds by site, pull {}):", options.pull);
    cross_validate(&options, &files, &judge, (&docs, &samples), (&more, &extra))?;

    let all: Vec<Sample> = samples.iter().chain(&extra).cloned().collect();
    let mut fitted = judge.fit(&all, options.pull);
    let everything: Vec<&Labelled> = docs.iter().chain(&more).collect();
    fitted.topics = fit_topics(&judge, &everything, options.topic_pull);
    println!("the documents fitted:");
    report(&docs, &scores(&fitted, &samples), false);
    if options.write {
        std::fs::write(options.rules.join("weights.toml"), fitted.to_toml())?;
    }
    let docs: Vec<&Labelled> = docs.iter().collect();
    println!("  topics {}", topics(&judge.with_weights(fitted), &docs, options.show).line());
    Ok(())
}

type Documents<'a> = (&'a [Labelled], &'a [Sample]);

/// Judges each site with weights that never saw it; `more` is fitted in every fold.
fn cross_validate(
    options: &Options,
    files: &Files,
    judge: &Judge,
    (docs, samples): Documents<'_>,
    (more, extra): Documents<'_>,
) -> Result<()> {
    let folds = folds(docs);
    let mut unseen = vec![0.0; docs.len()];
    let mut topics_unseen = Counts::default();
    for fold in 0..FOLDS {
        let (held, seen): (Vec<usize>, Vec<usize>) =
            (0..docs.len()).partition(|at| folds.get(*at) == Some(&fold));
        let mut train = extra.to_vec();
        train.extend(seen.iter().map(|at| samples[*at].clone()));
        let mut weights = judge.fit(&train, options.pull);
        let train: Vec<&Labelled> = more.iter().chain(seen.iter().map(|at| &docs[*at])).collect();
        weights.topics = fit_topics(judge, &train, options.topic_pull);
        for at in &held {
            unseen[*at] = Judge::score(&weights, &samples[*at]);
        }
        let fresh = Judge::with_rules(&rules(files), &Settings::default())?.with_weights(weights);
        let held: Vec<&Labelled> = held.iter().map(|at| &docs[*at]).collect();
        topics_unseen.merge(topics(&fresh, &held, false));
    }
    report(docs, &unseen, options.show);
    println!("  topics {}", topics_unseen.line());
    Ok(())
}

fn fit_topics(judge: &Judge, docs: &[&Labelled], pull: f64) -> BTreeMap<String, TopicWeights> {
    let urls: Vec<Option<WebUrl>> = docs.iter().map(|d| WebUrl::parse(&d.url).ok()).collect();
    let langs: Vec<Option<Lang>> =
        docs.iter().map(|d| d.lang.as_deref().and_then(Lang::parse)).collect();
    let known: Vec<(Document<'_>, Vec<TopicId>)> = docs
        .iter()
        .zip(urls.iter().zip(&langs))
        .filter(|(d, _)| d.relevant && !d.topics.is_empty())
        .map(|(d, (url, lang))| {
            let document = document(d, url.as_ref(), lang.as_ref());
            (document, d.topics.iter().map(TopicId::new).collect())
        })
        .collect();
    judge.fit_topics(&known, pull)
}

fn document<'a>(d: &'a Labelled, url: Option<&'a WebUrl>, lang: Option<&'a Lang>) -> Document<'a> {
    Document {
        title: &d.title,
        text: &d.text,
        url,
        lang,
        source_name: None,
        source_tags: &[],
        mode: RelevanceMode::Judge,
    }
}

fn scores(weights: &Weights, samples: &[Sample]) -> Vec<f64> {
    samples.iter().map(|sample| Judge::score(weights, sample)).collect()
}

/// The fold of each document. Sites go to folds in turn, the largest first, so that folds are alike
/// in size.
fn folds(docs: &[Labelled]) -> Vec<usize> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for doc in docs {
        *sizes.entry(&doc.site).or_default() += 1;
    }
    let mut sites: Vec<(&str, usize)> = sizes.into_iter().collect();
    sites.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut loads = [0_usize; FOLDS];
    let mut fold_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (site, size) in sites {
        let fold = (0..FOLDS).min_by_key(|f| loads[*f]).unwrap_or(0);
        loads[fold] += size;
        fold_of.insert(site, fold);
    }
    docs.iter().map(|doc| fold_of.get(doc.site.as_str()).copied().unwrap_or(0)).collect()
}

fn report(docs: &[Labelled], scores: &[f64], show: bool) {
    let mut table: BTreeMap<&str, Counts> = BTreeMap::new();
    for (doc, score) in docs.iter().zip(scores) {
        for group in ["all", doc.lang.as_deref().unwrap_or("?")] {
            table.entry(group).or_default().add((doc.relevant, *score >= 0.5));
        }
        if show && (*score >= 0.5) != doc.relevant {
            let sign = if doc.relevant { "missed" } else { "wrong " };
            println!("  {sign} {score:.2} {} | {}", doc.site, doc.title);
        }
    }
    for (group, counts) in table.iter().filter(|(_, c)| c.docs >= 7) {
        println!("  {group:4} {}", counts.line());
    }
}

fn topics(judge: &Judge, docs: &[&Labelled], show: bool) -> Counts {
    let mut all = Counts::default();
    let mut each: BTreeMap<String, Counts> = BTreeMap::new();
    for doc in docs.iter().filter(|d| d.relevant) {
        let wanted: BTreeSet<String> = doc.topics.iter().cloned().collect();
        let verdict = doc.with(|d| judge.judge(d));
        let got: BTreeSet<String> = verdict.topics.iter().map(|t| t.as_str().to_owned()).collect();
        for topic in wanted.union(&got) {
            let pair = (wanted.contains(topic), got.contains(topic));
            all.add(pair);
            each.entry(topic.clone()).or_default().add(pair);
        }
        if show && wanted != got {
            println!("  {} | wanted {wanted:?} got {got:?}", doc.title);
        }
    }
    for (topic, counts) in each.iter().filter(|_| show) {
        println!("  {topic:24} {}", counts.line());
    }
    all
}

type Files = BTreeMap<String, String>;

fn read_rules(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for sub in ["words", "topics"] {
        for entry in std::fs::read_dir(folder.join(sub))? {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                files.insert(format!("{sub}/{name}"), std::fs::read_to_string(&path)?);
            }
        }
    }
    Ok(files)
}

fn rules(files: &Files) -> Rules<'_> {
    let rules = Rules::shipped();
    let swap = |words: &Words<'_>| {
        let text = files.get(words.name).map_or("", String::as_str);
        (words.name.to_owned(), text)
    };
    let pick = |list: &[Words<'static>]| {
        list.iter().map(|w| Words { name: w.name, text: swap(w).1 }).collect()
    };
    let together = Words { name: rules.together.name, text: swap(&rules.together).1 };
    Rules {
        words: pick(&rules.words),
        gazetteers: pick(&rules.gazetteers),
        topics: pick(&rules.topics),
        together,
        weights: None,
    }
}

fn read_data(path: &Path) -> Result<Vec<Labelled>> {
    let text = std::fs::read_to_string(path)?;
    let docs: Vec<Labelled> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    if docs.is_empty() {
        bail!("{}: no documents", path.display());
    }
    Ok(docs)
}
