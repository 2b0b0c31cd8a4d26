//! Documents to be imported, one at a time, each with its line: JSON lines, or CSV with a header.

use std::io::{BufRead, BufReader, Read};

use anyhow::{Context as _, Result};
use edwire::daemon::import::Document;

/// Bytes of one line of JSON; a text has at most 200,000 characters.
const LINE: u64 = 8 * 1024 * 1024;

/// A document, or why there is none on this line.
pub(crate) type Read1 = (u64, Result<Document, String>);

pub(crate) enum Documents {
    Jsonl { input: Box<dyn BufRead>, line: u64 },
    Csv(Box<csv::DeserializeRecordsIntoIter<Box<dyn Read>, Document>>),
}

impl Documents {
    pub(crate) fn jsonl(input: Box<dyn Read>) -> Self {
        Self::Jsonl { input: Box::new(BufReader::with_capacity(1 << 18, input)), line: 0 }
    }

    pub(crate) fn csv(input: Box<dyn Read>) -> Self {
        let reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
        Self::Csv(Box::new(reader.into_deserialize()))
    }

    /// The next document; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Read1>> {
        match self {
            Self::Jsonl { input, line } => jsonl(input, line),
            Self::Csv(records) => {
                let line = records.reader().position().line();
                Ok(records.next().map(|read| match read {
                    Ok(document) => (line, Ok(armed(document))),
                    Err(error) => (line, Err(csv_fault(&error))),
                }))
            }
        }
    }
}

fn jsonl(input: &mut Box<dyn BufRead>, line: &mut u64) -> Result<Option<Read1>> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = input.by_ref().take(LINE).read_until(b'\n', &mut bytes);
        if read.context("reading the documents")? == 0 {
            return Ok(None);
        }
        *line += 1;
        if bytes.len() as u64 == LINE && !bytes.ends_with(b"\n") {
            input.skip_until(b'\n').context("reading the documents")?;
            return Ok(Some((*line, Err(format!("longer than {} MiB", LINE >> 20)))));
        }
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii();
        if !text.is_empty() {
            let document = serde_json::from_slice(text).map_err(|error| json_fault(&error));
            return Ok(Some((*line, document)));
        }
    }
}

/// The reader's place within the line, without its line: each is read for itself.
fn json_fault(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" at line ").next().unwrap_or(&text);
    format!("{plain} (column {})", error.column())
}

fn csv_fault(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        _ => error.to_string(),
    }
}

/// Takes off the apostrophe that export puts before what a spreadsheet would run.
fn armed(mut document: Document) -> Document {
    let plain = |text: &mut String| {
        let formula = text.strip_prefix('\'').filter(|rest| {
            rest.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
                || rest.starts_with(['\t', '\r', '\n'])
        });
        if let Some(formula) = formula.map(str::to_owned) {
            *text = formula;
        }
    };
    plain(&mut document.title);
    for text in [&mut document.text, &mut document.summary].into_iter().flatten() {
        plain(text);
    }
    for field in [
        &mut document.text,
        &mut document.summary,
        &mut document.source,
        &mut document.lang,
        &mut document.published,
        &mut document.first_seen,
    ] {
        if field.as_deref().is_some_and(str::is_empty) {
            *field = None;
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut documents: Documents) -> Vec<Read1> {
        std::iter::from_fn(|| documents.next().unwrap()).collect()
    }

    #[test]
    fn a_bad_line_is_named_and_the_next_is_read() {
        let input = b"\n{\"url\":\"https://a.example/\",\"title\":\"A\"}\n{\"url\":1}\n\xff\n{\"url\":\"https://b.example/\",\"title\":\"B\"}";
        let read = all(Documents::jsonl(Box::new(&input[..])));
        let lines: Vec<(u64, bool)> =
            read.iter().map(|(line, read)| (*line, read.is_ok())).collect();
        assert_eq!(lines, [(2, true), (3, false), (4, false), (5, true)]);
        let why = read.get(1).unwrap().1.as_ref().unwrap_err();
        assert!(why.contains("expected a string (column 8)"), "{why}");
    }

    #[test]
    fn a_csv_export_reads_back_as_it_was() {
        let input = "id,url,title,published,text\n1,https://a.example/,'=1+1,2026-11-20,\"One.\n\nTwo.\"\n2,https://b.example/,,,\n";
        let read = all(Documents::csv(Box::new(input.as_bytes())));
        let first = read.first().unwrap().1.as_ref().unwrap();
        assert_eq!((first.title.as_str(), first.text.as_deref()), ("=1+1", Some("One.\n\nTwo.")));
        assert_eq!(first.summary, None);
        assert_eq!(read.get(1).unwrap().0, 5);
    }
}
