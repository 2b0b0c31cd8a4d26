//! The text of a PDF: pages are walked in order, glyphs become characters by the file's own maps or
//! the predefined CJK ones, lines become paragraphs.

mod font;
mod lines;
mod names;
mod walk;

use hayro_syntax::LoadPdfError;
use hayro_syntax::Pdf;
use hayro_syntax::metadata::Metadata;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;

use super::{Document, LONGEST, Unread, tidy_title};

/// Pages that are read; a notice has few.
const MOST_PAGES: usize = 60;

pub(super) fn read(body: Vec<u8>) -> Result<Document, Unread> {
    let pdf = Pdf::new(body).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unread::Encrypted,
        LoadPdfError::Invalid => Unread::Broken,
    })?;
    let mut fonts = walk::Fonts::new();
    let (mut pages, mut known, mut unknown) = (Vec::new(), 0, 0);
    let of = pdf.pages().len();
    for page in pdf.pages().iter().take(MOST_PAGES) {
        let walk = walk::Walk::over(page, &mut fonts);
        known += walk.runs.iter().map(|run| run.text.chars().count()).sum::<usize>();
        unknown += walk.unknown;
        pages.push(lines::lines(walk.runs));
        if known > LONGEST {
            break;
        }
    }
    if of == 0 {
        return Err(Unread::Broken);
    }
    // scans, and fonts that keep to themselves what their glyphs mean
    if known == 0 || unknown > known {
        return Err(Unread::NoText);
    }
    let pages = lines::without_frames(&pages);
    let told = pdf.metadata();
    let title = pages.first().and_then(|page| lines::headline(page));
    let mut notes = Vec::new();
    if pages.len() < of {
        notes.push(format!("{of} pages; the first {} were read", pages.len()));
    }
    Ok(Document {
        title: title.or_else(|| tidy_title(&words(told.title.as_deref()?))),
        created: created(told),
        text: lines::paragraphs(&pages).join("\n\n"),
        notes,
    })
}

/// A text string of the document's own words: UTF-16 with its mark, UTF-8, or nearly Latin-1.
fn words(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    super::squeeze(&text)
}

fn created(told: &Metadata) -> Option<Timestamp> {
    let stamp = told.creation_date?;
    let small = |number: u8| i8::try_from(number).ok();
    let year = i16::try_from(stamp.year).ok()?;
    let local = civil::DateTime::new(
        year,
        small(stamp.month)?,
        small(stamp.day)?,
        small(stamp.hour)?,
        small(stamp.minute)?,
        0,
        0,
    );
    let minutes = i32::from(stamp.utc_offset_hour) * 60;
    let minutes = minutes + i32::from(stamp.utc_offset_minute) * minutes.signum();
    let offset = Offset::from_seconds(minutes * 60).ok()?;
    offset.to_timestamp(local.ok()?).ok()
}
