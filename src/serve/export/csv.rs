//! Comma-separated values (RFC 4180) that are safe to open in a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Export, ItemRow};
use crate::model::TopicId;

const HEADER: [&str; 18] = [
    "id",
    "url",
    "title",
    "summary",
    "source",
    "lang",
    "published",
    "first_seen",
    "relevant",
    "score",
    "topics",
    "story",
    "also",
    "deadlines",
    "state",
    "why",
    "deliveries",
    "text",
];

pub(super) struct Csv<W: Write>(csv::Writer<W>);

impl<W: Write> Csv<W> {
    pub(super) fn start(out: W) -> io::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(HEADER)?;
        Ok(Self(writer))
    }
}

impl<W: Write> Export for Csv<W> {
    fn item(&mut self, row: &ItemRow) -> io::Result<()> {
        let topics: Vec<_> = row.topics.iter().map(TopicId::as_str).collect();
        let deadlines: Vec<_> =
            row.deadlines.iter().map(|due| format!("{} {}", due.date, due.what)).collect();
        let deliveries: Vec<_> =
            row.deliveries.iter().map(|one| format!("{} {}", one.channel, one.state)).collect();
        let cells: [&str; HEADER.len()] = [
            &row.id.to_string(),
            &row.url,
            &row.title,
            row.summary.as_deref().unwrap_or_default(),
            row.source.as_str(),
            row.lang.as_ref().map_or("", |lang| lang.as_str()),
            &row.published.map(|published| published.to_string()).unwrap_or_default(),
            &row.first_seen.to_string(),
            &row.relevant.to_string(),
            &row.score.to_string(),
            &topics.join(" "),
            &row.story.to_string(),
            &row.also.join(" "),
            &deadlines.join("; "),
            row.state.as_str(),
            &row.why,
            &deliveries.join("; "),
            row.text.as_deref().unwrap_or_default(),
        ];
        self.0.write_record(cells.map(|cell| defused(cell).into_owned()))?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

/// Spreadsheets run a cell that begins like a formula, also behind blanks and in full-width
/// characters (OWASP, "CSV Injection"): an apostrophe makes it text.
fn defused(cell: &str) -> Cow<'_, str> {
    let risky = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let begins = |text: &str| text.starts_with(risky);
    if begins(cell) || begins(cell.trim_start()) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, sample};
    use super::*;

    #[test]
    fn formulas_are_defused_and_everything_else_is_left_alone() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1"] {
            assert_eq!(defused(formula), format!("'{formula}"));
        }
        for text in ["", "a=1", "2026-11-20", "关于", "'quoted"] {
            assert_eq!(defused(text), text);
        }
    }

    #[test]
    fn a_record_reads_back_as_it_was() {
        let text = sample::written(Format::Csv, &[sample::row()]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), &csv::StringRecord::from(HEADER.to_vec()));
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(&record[2], "'=Call <now>, \"today\" & tomorrow");
        assert_eq!(&record[10], "scholarship visa");
        assert_eq!(&record[13], "2026-12-10 applications, in full");
        assert_eq!(&record[17], "One.\n\nTwo.");
    }
}
