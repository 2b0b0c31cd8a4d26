//! Items as other programs read them, one file per format. Every writer streams: it holds one item
//! at a time, and what it writes is complete only after [`Export::finish`].

mod atom;
mod csv;
mod ics;
mod json_feed;
mod jsonl;
mod opml;
mod opml_read;
mod row;

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Serialize;

use crate::model::{
    ChannelName, DeadlineKind, DeliveryState, ItemId, ItemState, Lang, Precision, Published,
    SourceId, SourceKind, StoryId, TopicId,
};

pub use self::opml::write as write_opml;
pub use self::opml_read::{OpmlError, Outline, read as read_opml};

/// One item, in the field names of the documented JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemRow {
    pub id: ItemId,
    pub url: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Plain paragraphs separated by blank lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub source: SourceId,
    /// The source as readers know it.
    #[serde(skip)]
    pub source_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    pub first_seen: Timestamp,
    pub relevant: bool,
    /// From 0 to 1.
    pub score: f64,
    pub topics: Vec<TopicId>,
    pub story: StoryId,
    /// The addresses of the story's other items.
    pub also: Vec<String>,
    pub deadlines: Vec<DeadlineRow>,
    pub state: ItemState,
    pub why: String,
    pub deliveries: Vec<DeliveryRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeadlineRow {
    pub date: Published,
    /// The last day of an event that spans several.
    #[serde(skip)]
    pub until: Option<Date>,
    #[serde(skip)]
    pub kind: DeadlineKind,
    pub what: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeliveryRow {
    pub channel: ChannelName,
    pub state: DeliveryState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// One source, for OPML.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    pub name: String,
    pub url: String,
    pub kind: SourceKind,
    pub lang: Option<Lang>,
    pub tags: Vec<String>,
}

/// What a feed or calendar says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub title: String,
    /// Where it is served; `None` for a file.
    pub address: Option<String>,
    /// The page that shows the same to a person.
    pub home: Option<String>,
    /// When its newest item last changed.
    pub updated: Timestamp,
}

/// A format that items can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Jsonl,
    Csv,
    Atom,
    JsonFeed,
    Ics,
}

impl Format {
    /// The Content-Type of what it writes.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jsonl => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::JsonFeed => "application/feed+json",
            Self::Ics => "text/calendar; charset=utf-8",
        }
    }

    /// Starts writing: whatever the format has before its first item goes out at once.
    pub fn start<'a, W: Write + 'a>(
        self,
        out: W,
        about: &About,
    ) -> io::Result<Box<dyn Export + 'a>> {
        Ok(match self {
            Self::Jsonl => Box::new(jsonl::Jsonl::new(out)),
            Self::Csv => Box::new(csv::Csv::start(out)?),
            Self::Atom => Box::new(atom::Atom::start(out, about)?),
            Self::JsonFeed => Box::new(json_feed::JsonFeed::start(out, about)?),
            Self::Ics => Box::new(ics::Ics::start(out, about)?),
        })
    }
}

/// An export under way.
pub trait Export {
    fn item(&mut self, row: &ItemRow) -> io::Result<()>;

    /// Writes what follows the last item and flushes.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// RFC 3339 whatever the precision: a day begins at its midnight.
fn rfc3339(published: &Published) -> String {
    at_offset(published.at, published.offset)
}

fn utc(at: Timestamp) -> String {
    at_offset(at, Offset::UTC)
}

fn at_offset(at: Timestamp, offset: Offset) -> String {
    let seconds = Timestamp::from_second(at.as_second()).unwrap_or(at);
    seconds.display_with_offset(offset).to_string()
}

/// When readers should count the item as published.
fn moment(row: &ItemRow) -> String {
    row.published.as_ref().map_or_else(|| utc(row.first_seen), rfc3339)
}

fn is_day(published: &Published) -> bool {
    published.precision == Precision::Day
}

/// XML 1.0 and calendars have no place for control characters, not even escaped ones.
fn printable(text: &str) -> String {
    let allowed = |c: &char| match c {
        '\n' | '\t' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => !other.is_control(),
    };
    text.chars().filter(allowed).collect()
}

#[cfg(test)]
mod sample {
    use super::*;
    use crate::model::DateOrigin;

    pub(super) fn row() -> ItemRow {
        ItemRow {
            id: ItemId(7),
            url: "https://u.example/a?x=1&y=2".to_owned(),
            title: "=Call <now>, \"today\" & tomorrow".to_owned(),
            summary: Some("Apply\u{7}; soon".to_owned()),
            text: Some("One.\n\nTwo.".to_owned()),
            source: SourceId::new("u"),
            source_name: "University & Co".to_owned(),
            lang: Lang::parse("en"),
            published: Some(published("2026-11-20")),
            first_seen: "2026-11-20T10:00:00.123Z".parse().unwrap(),
            relevant: true,
            score: 0.75,
            topics: vec![TopicId::new("scholarship"), TopicId::new("visa")],
            story: StoryId(3),
            also: vec!["https://v.example/b".to_owned()],
            deadlines: vec![DeadlineRow {
                date: published("2026-12-10"),
                until: None,
                kind: DeadlineKind::Apply,
                what: "applications, in full".to_owned(),
            }],
            state: ItemState::Posted,
            why: "posted to news".to_owned(),
            deliveries: Vec::new(),
        }
    }

    pub(super) fn published(text: &str) -> Published {
        Published::parse(text, DateOrigin::Listing).unwrap()
    }

    pub(super) fn about() -> About {
        About {
            title: "edwire".to_owned(),
            address: Some("http://127.0.0.1:8733/feed".to_owned()),
            home: Some("http://127.0.0.1:8733/".to_owned()),
            updated: "2026-11-20T10:00:00Z".parse().unwrap(),
        }
    }

    pub(super) fn written(format: Format, rows: &[ItemRow]) -> String {
        let mut out = Vec::new();
        let mut export = format.start(&mut out, &about()).unwrap();
        for row in rows {
            export.item(row).unwrap();
        }
        export.finish().unwrap();
        String::from_utf8(out).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_whole_without_any_item() {
        for format in [Format::Jsonl, Format::Csv, Format::Atom, Format::JsonFeed, Format::Ics] {
            let text = sample::written(format, &[]);
            let end = match format {
                Format::Jsonl => "",
                Format::Csv => "deliveries,text\n",
                Format::Atom => "</feed>\n",
                Format::JsonFeed => "]}\n",
                Format::Ics => "END:VCALENDAR\r\n",
            };
            assert!(text.ends_with(end), "{format:?}: {text}");
        }
    }
}
