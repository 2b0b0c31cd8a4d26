use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use edwire::store::{Connection, views};
use serde_json::Value;

use crate::args::{Export, ExportFormat};
use crate::item_json::{self, Text};
use crate::{Outcome, env, output};

const COLUMNS: [&str; 15] = [
    "id", "url", "title", "summary", "source", "lang", "published", "first_seen", "relevant",
    "score", "topics", "story", "deadlines", "state", "why",
];

pub(crate) fn run(config: Option<&Path>, options: &Export) -> Result<Outcome> {
    let connection = env::reader(config)?;
    let filter = env::filter(&options.filters, None)?;
    match options.format {
        ExportFormat::Jsonl => jsonl(&connection, &filter)?,
        ExportFormat::Csv => csv(&connection, &filter)?,
        other => bail!("exporting as {other:?} is not there yet; jsonl and csv are"),
    }
    Ok(Outcome::Fine)
}

/// One item at a time, so that any number fits into memory.
fn each(
    connection: &Connection,
    filter: &edwire::store::Filter,
    mut take: impl FnMut(&Value) -> std::io::Result<()>,
) -> Result<()> {
    let mut failed = None;
    views::each(connection, filter, |item| {
        let view = views::view(connection, item)?;
        if let Err(error) = take(&item_json::item(&view, Text::Whole)) {
            failed = Some(error);
            return Ok(false);
        }
        Ok(true)
    })?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

fn jsonl(connection: &Connection, filter: &edwire::store::Filter) -> Result<()> {
    let mut out = std::io::BufWriter::new(output::stdout());
    each(connection, filter, |item| writeln!(out, "{item}"))?;
    out.flush()?;
    Ok(())
}

fn csv(connection: &Connection, filter: &edwire::store::Filter) -> Result<()> {
    let mut out = csv::Writer::from_writer(std::io::BufWriter::new(output::stdout()));
    out.write_record(COLUMNS)?;
    each(connection, filter, |item| {
        let cells = COLUMNS.iter().map(|column| output::csv_cell(&item[*column]));
        out.write_record(cells).map_err(std::io::Error::other)
    })?;
    out.flush()?;
    Ok(())
}
