use std::io::BufRead;
use std::path::Path;

use anyhow::{Context as _, Result};
use edwire::config;
use edwire::curate::judge::{Document, Judge};
use edwire::model::{Call, Lang, RelevanceMode, Verdict, WebUrl};
use edwire::parse::{date::Clues, deadline};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::{Classify, Format};
use crate::{Outcome, item_json, output, room};

#[derive(Debug, Deserialize)]
struct Doc {
    #[serde(default)]
    url: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    lang: Option<String>,
}

pub(crate) fn run(config: Option<&Path>, options: &Classify) -> Result<Outcome> {
    let judge = room::desk(config::find(config)?.as_deref())?.judge;
    let format = options.format.unwrap_or(Format::Jsonl);
    let mut rows = Vec::new();
    let clues = Clues { now: edwire::daemon::clock::now(), timezone: TimeZone::UTC, order: None };
    let mut outcome = Outcome::Fine;
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.context("reading stdin")?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Doc>(&line) {
            Ok(doc) if format == Format::Jsonl => {
                output::line(&report(&judge, &doc, &clues).to_string())?;
            }
            Ok(doc) => rows.push(report(&judge, &doc, &clues)),
            Err(error) => {
                output::complain(&format!("line {}: {error}", number + 1));
                outcome = Outcome::Failed;
            }
        }
    }
    if format != Format::Jsonl {
        output::rows(format, &["url", "relevant", "score", "topics", "why"], &rows)?;
    }
    Ok(outcome)
}

fn report(judge: &Judge, doc: &Doc, clues: &Clues) -> Value {
    let url = WebUrl::parse(&doc.url).ok();
    let lang = doc.lang.as_deref().and_then(Lang::parse);
    let document = Document {
        title: &doc.title,
        text: &doc.text,
        url: url.as_ref(),
        lang: lang.as_ref(),
        source_name: None,
        source_tags: &[],
        mode: RelevanceMode::Judge,
    };
    let verdict: Verdict = judge.judge(&document);
    let deadlines: Vec<Value> = deadline::find(&doc.title, &doc.text, None, clues)
        .iter()
        .map(|deadline| json!({"date": deadline.date, "what": deadline.what}))
        .collect();
    let mut why: Vec<String> = verdict.reasons.iter().map(ToString::to_string).collect();
    why.push(judge.tipping(&document).sentence(&verdict));
    json!({
        "url": doc.url,
        "relevant": verdict.call == Call::Relevant,
        "score": item_json::score(verdict.score),
        "topics": verdict.topics,
        "deadlines": deadlines,
        "why": why,
    })
}
