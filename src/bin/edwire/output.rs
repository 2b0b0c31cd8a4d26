//! The only place that prints.

use std::io::{self, IsTerminal, Write};

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::Value;

use crate::args::Format;

/// Writes one line to stdout; a reader that has gone away is no error.
pub(crate) fn line(text: &str) -> io::Result<()> {
    quietly(writeln!(io::stdout().lock(), "{text}"))
}

/// Bytes to stdout, as they are.
pub(crate) fn stdout() -> impl Write {
    Pipe(io::stdout())
}

/// A stdout that takes a closed pipe for the end of the wish.
struct Pipe(io::Stdout);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            other => other,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        quietly(self.0.flush())
    }
}

fn quietly(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// One message to stderr.
#[expect(clippy::print_stderr, reason = "the only place that prints")]
pub(crate) fn complain(text: &str) {
    eprintln!("edwire: {text}");
}

/// A remark to stderr that is no complaint.
#[expect(clippy::print_stderr, reason = "the only place that prints")]
pub(crate) fn remark(text: &str) {
    eprintln!("{text}");
}

/// A table on a terminal, JSON lines when piped.
pub(crate) fn format(asked: Option<Format>) -> Format {
    asked.unwrap_or(if io::stdout().is_terminal() { Format::Table } else { Format::Jsonl })
}

pub(crate) fn on_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Rows of JSON objects in the format asked for; `columns` are those of table and CSV.
pub(crate) fn rows(format: Format, columns: &[&str], rows: &[Value]) -> anyhow::Result<()> {
    match format {
        Format::Json => line(&Value::Array(rows.to_vec()).to_string())?,
        Format::Jsonl => rows.iter().try_for_each(|row| line(&row.to_string()))?,
        Format::Csv => {
            let mut out = csv::Writer::from_writer(stdout());
            out.write_record(columns)?;
            for row in rows {
                out.write_record(columns.iter().map(|column| csv_cell(&row[*column])))?;
            }
            out.flush()?;
        }
        Format::Table => line(&table(columns, rows).to_string())?,
    }
    Ok(())
}

fn table(columns: &[&str], rows: &[Value]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if !on_terminal() {
        table.set_width(120);
    }
    table.set_header(columns.iter().map(|column| column.to_uppercase()));
    for row in rows {
        table.add_row(columns.iter().map(|column| visible(&cell(&row[*column]))));
    }
    table
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(" "),
        Value::Object(_) => match (&value["date"], &value["what"]) {
            (Value::String(date), Value::String(what)) => format!("{date} {what}"),
            _ => value.to_string(),
        },
        other => other.to_string(),
    }
}

/// Text from outside without what would steer a terminal.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

/// A value as a CSV cell that no spreadsheet runs as a formula.
pub(crate) fn csv_cell(value: &Value) -> String {
    let text = cell(value);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}
