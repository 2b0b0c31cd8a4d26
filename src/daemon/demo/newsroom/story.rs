//! From a draft to a story of today: dates are filled in relative to the moment of the run.

use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use regex::{Captures, Regex};
use serde::Serialize;

use super::Act;
use super::site::Draft;

/// Where and when a story is told.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub(super) now: Timestamp,
    pub(super) zone: TimeZone,
    pub(super) chinese: bool,
}

/// A story as the templates see it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Story {
    pub(super) id: u32,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) path: String,
    pub(super) url: String,
    /// RFC 9557, local time with its zone, for the `strftime` filter.
    pub(super) published: String,
    author: String,
    editor: String,
    office: String,
    column: String,
    tags: Vec<String>,
    summary: String,
    blocks: Vec<Block>,
    attachments: Vec<String>,
    /// The address of the story that this one reprints.
    pub(super) original: String,
    #[serde(skip)]
    pub(super) reprint_of: String,
    #[serde(skip)]
    pub(super) act: Act,
    #[serde(skip)]
    pub(super) at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "lowercase")]
enum Block {
    Paragraph(String),
    Heading(String),
    List(Vec<String>),
    Picture(String),
}

impl Story {
    /// `None` where the draft's time of day cannot be read.
    pub(super) fn tell(draft: Draft, moment: &Moment, pattern: &str) -> Option<Self> {
        let published = publication(&draft, moment)?;
        let today = moment.now.to_zoned(moment.zone.clone()).date();
        let tell = |text: &str| fill_dates(text, today, moment.chinese);
        let hex = format!("{:02x}/{:02x}", draft.id >> 8 & 0xff, draft.id & 0xff);
        let path = pattern
            .replace("{id}", &draft.id.to_string())
            .replace("{slug}", &draft.slug)
            .replace("{hex}", &hex);
        Some(Self {
            path: published.strftime(&path).to_string(),
            url: String::new(),
            published: published.to_string(),
            title: tell(&draft.title),
            summary: tell(&draft.summary),
            blocks: blocks(&tell(&draft.text)),
            original: String::new(),
            at: published.timestamp(),
            id: draft.id,
            slug: draft.slug,
            author: draft.author,
            editor: draft.editor,
            office: draft.office,
            column: draft.column,
            tags: draft.tags,
            attachments: draft.attachments,
            reprint_of: draft.reprint_of,
            act: draft.act,
        })
    }
}

fn publication(draft: &Draft, moment: &Moment) -> Option<Zoned> {
    let now = moment.now.to_zoned(moment.zone.clone());
    let Some(at) = &draft.at else {
        let whole_minute = moment.now.as_second().div_euclid(60) * 60;
        let told = Timestamp::from_second(whole_minute).ok()?;
        let told = told.checked_sub(SignedDuration::from_mins(draft.minutes)).ok()?;
        return Some(told.to_zoned(moment.zone.clone()));
    };
    let time: Time = at.parse().ok()?;
    let day = now.date().checked_sub(draft.days.days()).ok()?;
    day.to_datetime(time).to_zoned(moment.zone.clone()).ok()
}

/// `{-3}` becomes "19 November" or "11月19日", `{-3!}` has the year too.
fn fill_dates(text: &str, today: Date, chinese: bool) -> String {
    static MARK: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\{([+-]\d{1,4})(!?)\}").ok());
    let Some(mark) = MARK.as_ref() else { return text.to_owned() };
    let filled = mark.replace_all(text, |found: &Captures<'_>| {
        let days: i64 = found.get(1).and_then(|days| days.as_str().parse().ok()).unwrap_or(0);
        let day = today.saturating_add(days.days());
        let with_year = found.get(2).is_some_and(|mark| !mark.is_empty());
        let format = match (chinese, with_year) {
            (true, true) => "%Y年%-m月%-d日",
            (true, false) => "%-m月%-d日",
            (false, true) => "%-d %B %Y",
            (false, false) => "%-d %B",
        };
        day.strftime(format).to_string()
    });
    filled.into_owned()
}

fn blocks(text: &str) -> Vec<Block> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
        .map(|block| {
            if let Some(heading) = block.strip_prefix("## ") {
                Block::Heading(heading.to_owned())
            } else if let Some(caption) = block.strip_prefix("! ") {
                Block::Picture(caption.to_owned())
            } else if block.starts_with("- ") {
                let lines = block.lines().map(|line| line.trim_start_matches("- ").to_owned());
                Block::List(lines.collect())
            } else {
                Block::Paragraph(block.replace('\n', " "))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_counted_across_the_turn_of_the_year() {
        let today = date(2026, 12, 20);
        assert_eq!(fill_dates("by {+20!}.", today, false), "by 9 January 2027.");
        assert_eq!(fill_dates("{-3}至{+2}", today, true), "12月17日至12月22日");
        assert_eq!(fill_dates("{x} {}", today, true), "{x} {}");
    }

    #[test]
    fn a_text_falls_into_blocks() {
        let read = blocks("One\nline.\n\n## Head\n\n- a\n- b\n\n! A picture");
        assert_eq!(
            read,
            [
                Block::Paragraph("One line.".into()),
                Block::Heading("Head".into()),
                Block::List(vec!["a".into(), "b".into()]),
                Block::Picture("A picture".into()),
            ]
        );
    }
}
