//! One JSON object a line, complete: what `import` reads back.

use std::io::{self, Write};

use super::{Export, ItemRow};

pub(super) struct Jsonl<W>(W);

impl<W: Write> Jsonl<W> {
    pub(super) fn new(out: W) -> Self {
        Self(out)
    }
}

impl<W: Write> Export for Jsonl<W> {
    fn item(&mut self, row: &ItemRow) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, row)?;
        self.0.write_all(b"\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::{Format, sample};

    #[test]
    fn a_line_carries_the_documented_fields_and_leaves_unknown_ones_out() {
        let mut bare = sample::row();
        bare.summary = None;
        bare.published = None;
        let text = sample::written(Format::Jsonl, &[sample::row(), bare]);
        let lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines[0]["published"], "2026-11-20");
        assert_eq!(lines[0]["deadlines"][0]["what"], "applications, in full");
        assert_eq!(lines[0]["state"], "posted");
        assert_eq!(lines[0]["text"], "One.\n\nTwo.");
        assert!(lines[0].get("source_name").is_none());
        assert!(lines[1].get("summary").is_none() && lines[1].get("published").is_none());
    }
}
