//! The text of a Word document: its paragraphs and the rows of its tables.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{Document, LONGEST, Unread, squeeze, tidy_title};

/// Bytes of one part, unpacked; a hundred pages of text take two million.
const LARGEST_PART: u64 = 32 << 20;

pub(super) fn read(body: Vec<u8>) -> Result<Document, Unread> {
    let mut archive = ZipArchive::new(Cursor::new(body)).map_err(|_ignored| Unread::Broken)?;
    let main = part(&mut archive, "word/document.xml").ok_or(Unread::Broken)??;
    let mut text = Text::default();
    let whole = text.read(&main);
    if text.paragraphs.is_empty() {
        return Err(if whole { Unread::NoText } else { Unread::Broken });
    }
    let core = part(&mut archive, "docProps/core.xml").and_then(Result::ok);
    let told = core.map(|core| properties(&core)).unwrap_or_default();
    let mut notes = Vec::new();
    if !whole {
        notes.push("the document breaks off or is damaged; what came before was read".to_owned());
    }
    Ok(Document {
        title: text
            .title
            .or_else(|| tidy_title(&told.title))
            .or_else(|| text.paragraphs.first().filter(|first| is_headline(first)).cloned()),
        created: told.created.parse().ok(),
        text: text.paragraphs.join("\n\n"),
        notes,
    })
}

/// `None` where there is no such part.
fn part(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Option<Result<Vec<u8>, Unread>> {
    let file = archive.by_name(name).ok()?;
    if file.encrypted() {
        return Some(Err(Unread::Encrypted));
    }
    let mut bytes = Vec::new();
    let read = file.take(LARGEST_PART + 1).read_to_end(&mut bytes);
    Some(match read {
        Ok(_) if bytes.len() as u64 > LARGEST_PART => Err(Unread::TooLarge),
        // what could be unpacked of a damaged part is read
        Err(_) if bytes.is_empty() => Err(Unread::Broken),
        _ => Ok(bytes),
    })
}

fn is_headline(line: &str) -> bool {
    line.chars().count() <= 120 && !line.ends_with(['.', '。', ':', '：', ',', '，', ';', '；'])
}

#[derive(Default)]
struct Text {
    paragraphs: Vec<String>,
    /// The first paragraph that the author marked as title or heading.
    title: Option<String>,
    chars: usize,
    line: String,
    /// Cells of the row under way; tables within cells count as one.
    row: Option<String>,
    tables: usize,
    within: bool,
    heading: bool,
    skipped: usize,
}

impl Text {
    /// Whether the markup was whole.
    fn read(&mut self, xml: &[u8]) -> bool {
        let mut reader = Reader::from_reader(xml);
        reader.config_mut().check_end_names = false;
        loop {
            if self.chars > LONGEST {
                return true;
            }
            match reader.read_event() {
                Ok(Event::Start(element)) => self.open(&element),
                Ok(Event::Empty(element)) => self.sign(&element),
                Ok(Event::End(element)) => self.close(element.local_name().as_ref()),
                Ok(Event::Text(text)) if self.within && self.skipped == 0 => {
                    self.line.push_str(&text);
                }
                Ok(Event::GeneralRef(name)) if self.within && self.skipped == 0 => {
                    let mut told = String::new();
                    html_escape::decode_html_entities_to_string(format!("&{};", &*name), &mut told);
                    self.line.push_str(&told);
                }
                Ok(Event::Eof) => return self.tables == 0,
                Ok(_) => {}
                Err(_) => {
                    self.end_paragraph();
                    return false;
                }
            }
        }
    }

    fn open(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "t" => self.within = true,
            "tbl" => self.tables += 1,
            "tr" if self.tables == 1 => self.row = Some(String::new()),
            // the same text again, for older programs; and what was struck out
            "Fallback" | "del" | "moveFrom" => self.skipped += 1,
            _ => self.sign(element),
        }
    }

    fn sign(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "tab" | "ptab" => self.line.push(' '),
            "br" | "cr" => self.line.push('\n'),
            "noBreakHyphen" => self.line.push('-'),
            "pStyle" => {
                let style = element
                    .attributes()
                    .flatten()
                    .find(|attribute| attribute.key.local_name().as_ref() == "val");
                let style = style.map(|style| style.value.to_ascii_lowercase()).unwrap_or_default();
                self.heading = style.starts_with("title") || style.starts_with("heading");
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.within = false,
            "p" => self.end_paragraph(),
            "Fallback" | "del" | "moveFrom" => self.skipped = self.skipped.saturating_sub(1),
            "tc" if self.tables == 1 => {
                if let Some(row) = self.row.as_mut() {
                    row.push_str(" | ");
                }
            }
            "tr" if self.tables == 1 => {
                if let Some(row) = self.row.take() {
                    self.push(row.trim_end_matches([' ', '|']));
                }
            }
            "tbl" => self.tables = self.tables.saturating_sub(1),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let line = std::mem::take(&mut self.line);
        let heading = std::mem::take(&mut self.heading);
        if let Some(row) = self.row.as_mut() {
            if !row.is_empty() && !row.ends_with(' ') {
                row.push(' ');
            }
            row.push_str(&squeeze(&line));
            return;
        }
        if heading && self.title.is_none() {
            self.title = tidy_title(&squeeze(&line));
        }
        for line in line.lines() {
            self.push(line);
        }
    }

    fn push(&mut self, line: &str) {
        let line = squeeze(line);
        if !line.is_empty() {
            self.chars += line.chars().count();
            self.paragraphs.push(line);
        }
    }
}

#[derive(Default)]
struct Properties {
    title: String,
    created: String,
}

fn properties(xml: &[u8]) -> Properties {
    let mut out = Properties::default();
    let mut reader = Reader::from_reader(xml);
    let mut under = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => element.local_name().as_ref().clone_into(&mut under),
            Ok(Event::End(_)) => under.clear(),
            Ok(Event::Text(text)) => match under.as_str() {
                "title" => out.title.push_str(&text),
                "created" => out.created.push_str(&text),
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}
