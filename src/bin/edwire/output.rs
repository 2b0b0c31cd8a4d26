//! The only place that prints.

use std::io::{self, IsTerminal, Write};

use anstyle::Style;
use edwire::daemon::clock;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use terminal_size::Width;

use crate::args::Format;
use crate::table::{self, Kind, Table};

/// Columns where there is no terminal to ask.
const WIDTH: usize = 120;

/// Writes one line to stdout; a reader that has gone away is no error.
pub(crate) fn line(text: &str) -> io::Result<()> {
    quietly(writeln!(anstream::stdout().lock(), "{text}"))
}

/// Many lines at once.
pub(crate) fn lines(lines: &[String]) -> io::Result<()> {
    if lines.is_empty() { Ok(()) } else { line(&lines.join("\n")) }
}

/// A text in a style, which only a terminal is shown.
pub(crate) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Columns of the terminal.
pub(crate) fn width() -> usize {
    let size = terminal_size::terminal_size().filter(|_| on_terminal());
    size.map_or(WIDTH, |(width, _)| usize::from(width.0)).max(40)
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
    eprintln!("{}", fitted(&format!("edwire: {text}")));
}

/// A remark to stderr that is no complaint.
#[expect(clippy::print_stderr, reason = "the only place that prints")]
pub(crate) fn remark(text: &str) {
    eprintln!("{}", fitted(text));
}

/// A message broken between words where the terminal is too narrow for it; what is indented and
/// what would be broken within a word, such as an address, stays in one piece.
fn fitted(text: &str) -> String {
    let Some((Width(width), _)) = terminal_size::terminal_size_of(io::stderr()) else {
        return text.to_owned();
    };
    let width = usize::from(width).max(40);
    let line = |line| {
        let words = str::split_whitespace(line).all(|word| table::width(word) <= width);
        if words && !line.starts_with(' ') {
            table::wrapped(line, width, usize::MAX).join("\n")
        } else {
            line.to_owned()
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// `1 source`, `2 sources`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A question to stderr; the answer is typed behind it.
pub(crate) fn ask(question: &str) -> io::Result<()> {
    let mut err = io::stderr().lock();
    write!(err, "{question} ").and_then(|()| err.flush())
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
        Format::Jsonl => lines(&rows.iter().map(Value::to_string).collect::<Vec<_>>())?,
        Format::Csv => {
            let mut out = csv::Writer::from_writer(stdout());
            let mut columns = columns.to_vec();
            if rows.iter().any(|row| row.get("url").is_some()) && !columns.contains(&"url") {
                columns.push("url");
            }
            out.write_record(&columns)?;
            for row in rows {
                out.write_record(columns.iter().map(|column| csv_cell(&row[*column])))?;
            }
            out.flush()?;
        }
        Format::Table if rows.is_empty() => {}
        Format::Table => {
            let mut table = table_of(columns, rows);
            if let Some(head) = table.first_mut() {
                *head = styled(Style::new().bold(), head);
            }
            lines(&table)?;
        }
    }
    Ok(())
}

fn table_of(columns: &[&str], rows: &[Value]) -> Vec<String> {
    let now = clock::now();
    let columns: Vec<(&str, Kind)> = columns.iter().map(|name| (*name, kind(name))).collect();
    let shown = |row: &Value| {
        let cells = columns.iter().map(|(name, _)| visible(&short(name, &row[*name], now)));
        cells.collect()
    };
    let rows = rows.iter().map(shown).collect();
    Table { columns: &columns, rows, width: width() }.lines()
}

fn kind(column: &str) -> Kind {
    match column {
        "title" | "what" | "why" | "name" | "topics" | "evidence" => Kind::Text,
        "url" => Kind::Open,
        _ => Kind::Whole,
    }
}

/// A value as a person reads it: times without seconds, or how long ago, spans with their unit.
fn short(column: &str, value: &Value, now: Timestamp) -> String {
    let text = cell(value);
    match column {
        "published" | "date" => moment(&text),
        "last_news" | "next_check" | "last_checked" | "not_before" => {
            text.parse().map_or(text, |at: Timestamp| distance(at.duration_since(now)))
        }
        "interval_s" => value.as_i64().map_or(text, |s| span(SignedDuration::from_secs(s))),
        _ => text,
    }
}

/// `2026-11-22T09:30:00+08:00` without the `T` and what follows the minute.
pub(crate) fn moment(text: &str) -> String {
    match text.split_once('T') {
        Some((date, time)) => {
            let minute: String = time.chars().take(5).collect();
            format!("{date} {minute}")
        }
        None => text.to_owned(),
    }
}

fn distance(from_now: SignedDuration) -> String {
    match from_now.as_secs() {
        -59..=59 => "now".to_owned(),
        60.. => format!("in {}", span(from_now)),
        _ => format!("{} ago", span(from_now.abs())),
    }
}

/// A span in its largest unit.
pub(crate) fn span(span: SignedDuration) -> String {
    let minutes = span.as_mins();
    match minutes {
        0 => format!("{}s", span.as_secs()),
        1..120 => format!("{minutes}m"),
        120..2_880 => format!("{}h", minutes / 60),
        _ => format!("{}d", minutes / 1_440),
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        // words stand side by side; what has blanks of its own is parted
        Value::Array(values) => {
            let cells: Vec<String> = values.iter().map(cell).collect();
            let blanks = cells.iter().any(|cell| cell.contains(' '));
            cells.join(if blanks { "; " } else { " " })
        }
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
