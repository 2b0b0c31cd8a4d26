use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use edwire::config;
use edwire::daemon::clock;
use edwire::daemon::desk::Desk;
use edwire::daemon::import::{self, Line, Outcome as Became, Seen};
use edwire::daemon::service;
use edwire::store::{self, Connection};
use serde_json::json;

use crate::args::{Format, Import};
use crate::documents::{Documents, Numbered};
use crate::progress::Progress;
use crate::{Outcome, env, output, room, sources};

/// Documents written in one transaction.
const CHUNK: usize = 500;

pub(crate) fn run(config: Option<&Path>, options: &Import) -> Result<Outcome> {
    let ending = options.file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let input: Box<dyn Read> = if options.file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        let open = File::open(&options.file);
        Box::new(open.with_context(|| options.file.display().to_string())?)
    };
    let mut documents = match ending.to_ascii_lowercase().as_str() {
        "opml" => return sources::import_opml(config, input),
        "csv" => Documents::csv(input),
        _ => Documents::jsonl(input),
    };
    let desk = room::desk(config::find(config)?.as_deref())?;
    let mut connection = env::writer(config)?;
    let tx = connection.transaction_with_behavior(edwire::store::IMMEDIATE)?;
    if !desk.sources.is_empty() {
        service::mirror(&tx, &desk)?;
    }
    tx.commit()?;
    let mut tally = Tally::default();
    let mut seen = Seen::default();
    let mut progress = Progress::new("documents", None);
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        while chunk.len() < CHUNK
            && let Some(document) = documents.next()?
        {
            chunk.push(document);
        }
        if chunk.is_empty() {
            break;
        }
        let done = write(&mut connection, &desk, &mut seen, &chunk)?;
        progress.step(chunk.len() as u64);
        tally.add(&done, options.format)?;
    }
    drop(progress);
    tally.close(options.format)
}

/// What became of one line of input.
enum Done {
    Written(u64, Line),
    Unreadable(u64, String),
}

fn write(
    connection: &mut Connection,
    desk: &Desk,
    seen: &mut Seen,
    chunk: &[Numbered],
) -> Result<Vec<Done>> {
    let now = clock::now();
    store::transact(connection, |tx| {
        chunk
            .iter()
            .map(|(number, read)| {
                Ok(match read {
                    Ok(document) => {
                        Done::Written(*number, import::document(tx, desk, document, seen, now)?)
                    }
                    Err(why) => Done::Unreadable(*number, why.clone()),
                })
            })
            .collect()
    })
}

#[derive(Debug, Default)]
struct Tally {
    new: u64,
    duplicate: u64,
    joined: u64,
    refused: u64,
    /// Stored without a value that made no sense.
    flawed: u64,
}

impl Tally {
    fn add(&mut self, done: &[Done], format: Option<Format>) -> Result<()> {
        let lines = matches!(format, Some(Format::Json | Format::Jsonl));
        for done in done {
            match done {
                Done::Written(number, line) => {
                    match line.outcome {
                        Became::New | Became::Related => self.new += 1,
                        Became::Duplicate => self.duplicate += 1,
                        Became::Joined => self.joined += 1,
                        Became::Refused => self.refused += 1,
                    }
                    if line.outcome == Became::Refused {
                        output::complain(&format!("line {number}: {}: {}", line.url, line.why));
                    }
                    for flaw in &line.flaws {
                        self.flawed += 1;
                        output::complain(&format!("line {number}: {}: {flaw}", line.url));
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
        Ok(if self.refused + self.flawed == 0 { Outcome::Fine } else { Outcome::Failed })
    }
}
