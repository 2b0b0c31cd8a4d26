use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use edwire::config;
use edwire::daemon::clock;
use edwire::daemon::desk::Desk;
use edwire::daemon::import::{self, Line, Outcome as Became};
use edwire::store::Connection;
use serde_json::json;

use crate::args::{Format, Import};
use crate::{Outcome, env, output, room, sources};

/// Documents written in one transaction.
const CHUNK: usize = 500;

pub(crate) fn run(config: Option<&Path>, options: &Import) -> Result<Outcome> {
    let opml = options.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("opml"));
    let input: Box<dyn Read> = if options.file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        let open = File::open(&options.file);
        Box::new(open.with_context(|| options.file.display().to_string())?)
    };
    if opml {
        return sources::import_opml(config, input);
    }
    let desk = room::desk(config::find(config)?.as_deref())?;
    let mut connection = env::writer(config)?;
    let mut tally = Tally::default();
    let mut seen = BTreeSet::new();
    let mut lines = BufReader::new(input).lines().enumerate().peekable();
    while lines.peek().is_some() {
        let mut chunk = Vec::with_capacity(CHUNK);
        for (number, line) in lines.by_ref().take(CHUNK) {
            chunk.push((number + 1, line.context("reading the documents")?));
        }
        let done = write(&mut connection, &desk, &mut seen, &chunk)?;
        tally.add(&done, options.format)?;
    }
    tally.close(options.format)
}

/// What became of one line of input.
enum Done {
    Written(Line),
    Unreadable(usize, String),
}

fn write(
    connection: &mut Connection,
    desk: &Desk,
    seen: &mut BTreeSet<edwire::model::CanonicalUrl>,
    chunk: &[(usize, String)],
) -> Result<Vec<Done>> {
    let now = clock::now();
    let tx = connection.transaction_with_behavior(edwire::store::IMMEDIATE)?;
    let mut done = Vec::with_capacity(chunk.len());
    for (number, line) in chunk {
        if line.trim().is_empty() {
            continue;
        }
        done.push(match serde_json::from_str::<import::Document>(line) {
            Ok(document) => Done::Written(import::document(&tx, desk, &document, seen, now)?),
            Err(error) => Done::Unreadable(*number, error.to_string()),
        });
    }
    tx.commit()?;
    Ok(done)
}

#[derive(Debug, Default)]
struct Tally {
    new: u64,
    duplicate: u64,
    joined: u64,
    refused: u64,
}

impl Tally {
    fn add(&mut self, done: &[Done], format: Option<Format>) -> Result<()> {
        let lines = matches!(format, Some(Format::Json | Format::Jsonl));
        for done in done {
            match done {
                Done::Written(line) => {
                    match line.outcome {
                        Became::New | Became::Related => self.new += 1,
                        Became::Duplicate => self.duplicate += 1,
                        Became::Joined => self.joined += 1,
                        Became::Refused => self.refused += 1,
                    }
                    if line.outcome == Became::Refused {
                        output::complain(&format!("{}: {}", line.url, line.why));
                    }
                    if lines {
                        output::line(&serde_json::to_string(line)?)?;
                    }
                }
                Done::Unreadable(number, why) => {
                    self.refused += 1;
                    output::complain(&format!("line {number}: {why}"));
                    if lines {
                        let line = json!({"outcome": Became::Refused, "why": format!("line {number}: {why}")});
                        output::line(&line.to_string())?;
                    }
                }
            }
        }
        Ok(())
    }

    fn close(&self, format: Option<Format>) -> Result<Outcome> {
        match format {
            Some(Format::Json | Format::Jsonl) => {}
            Some(Format::Csv) => bail!("import reports as table, json or jsonl"),
            _ => output::remark(&format!(
                "{} new, {} known already, {} joined a story, {} refused",
                self.new, self.duplicate, self.joined, self.refused
            )),
        }
        tracing::debug!(tally = %json!({"new": self.new, "refused": self.refused}), "imported");
        Ok(if self.refused == 0 { Outcome::Fine } else { Outcome::Failed })
    }
}
