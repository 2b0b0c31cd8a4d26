//! What templates are given of an item: text ready to be shown, addresses safe to be followed.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;

use super::words::Tongue;
use crate::model::{DeadlineKind, Precision, Published, TopicId, WebUrl};
use crate::store::search::{self, Piece, Query};
use crate::store::topics::TopicRow;
use crate::store::views::ItemView;

pub(super) type Topics = HashMap<TopicId, TopicRow>;

/// A moment for the machine and for the eye.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Stamp {
    pub(super) iso: String,
    pub(super) shown: String,
}

impl Stamp {
    /// As the source wrote it, in its own offset.
    pub(super) fn published(published: &Published) -> Self {
        let shown = match published.precision {
            Precision::Day => published.date().to_string(),
            Precision::Minute => minutes(published.at, published.offset),
        };
        Self { iso: published.to_string(), shown }
    }

    pub(super) fn utc(at: Timestamp) -> Self {
        let seconds = Timestamp::from_second(at.as_second()).unwrap_or(at);
        Self { iso: seconds.to_string(), shown: minutes(at, Offset::UTC) }
    }
}

fn minutes(at: Timestamp, offset: Offset) -> String {
    offset.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// An address that a browser may follow; anything but the web's own schemes is left out.
pub(super) fn address(text: &str) -> Option<String> {
    WebUrl::parse(text).ok().map(|url| url.as_str().to_owned())
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Tag {
    id: String,
    name: String,
}

impl Tag {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn of(id: &TopicId, topics: &Topics, tongue: Tongue) -> Self {
        let name = match (topics.get(id), tongue) {
            (None, _) => id.to_string(),
            (Some(row), Tongue::Chinese) if !row.name_zh.is_empty() => row.name_zh.clone(),
            (Some(row), _) => row.name.clone(),
        };
        Self { id: id.to_string(), name }
    }
}

/// All topics for a form, by name.
pub(super) fn tags(topics: &Topics, tongue: Tongue) -> Vec<Tag> {
    let mut tags: Vec<Tag> = topics.keys().map(|id| Tag::of(id, topics, tongue)).collect();
    tags.sort_by(|a, b| a.name.cmp(&b.name));
    tags
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Due {
    pub(super) date: Stamp,
    pub(super) until: Option<String>,
    pub(super) kind: &'static str,
    pub(super) what: String,
}

/// The word for a kind of date.
pub(super) fn kind(kind: DeadlineKind, tongue: Tongue) -> &'static str {
    match kind {
        DeadlineKind::Apply => tongue.word("apply"),
        DeadlineKind::Event => tongue.word("event"),
    }
}

/// An item in a list.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Card {
    story: i64,
    title: String,
    /// The title with what was searched for marked.
    pieces: Vec<Mark>,
    href: Option<String>,
    summary: Option<String>,
    /// In the summary's place, where something was searched for.
    snippet: Vec<Mark>,
    lang: Option<String>,
    source: String,
    source_name: String,
    published: Option<Stamp>,
    seen: Stamp,
    topics: Vec<Tag>,
    due: Vec<Due>,
    /// Other addresses of its story.
    also: usize,
    state_word: &'static str,
    why: String,
}

/// A part of a text, and whether it was searched for.
#[derive(Debug, Clone, Serialize)]
struct Mark {
    text: String,
    hit: bool,
}

impl From<Piece> for Mark {
    fn from(piece: Piece) -> Self {
        Self { text: piece.text, hit: piece.hit }
    }
}

impl Card {
    /// A card that shows why it was found.
    pub(super) fn found(view: ItemView, query: &Query, topics: &Topics, tongue: Tongue) -> Self {
        let item = &view.item;
        let pieces = search::marked(query, &item.title).into_iter().map(Mark::from).collect();
        let snippet = search::snippet(query, item.body()).into_iter().map(Mark::from).collect();
        Self { pieces, snippet, ..Self::of(view, topics, tongue) }
    }

    pub(super) fn of(view: ItemView, topics: &Topics, tongue: Tongue) -> Self {
        let item = view.item;
        let due = item.deadlines.iter().map(|deadline| Due {
            date: Stamp::published(&deadline.date),
            until: deadline.until.map(|until| until.to_string()),
            kind: kind(deadline.kind, tongue),
            what: deadline.what.clone(),
        });
        Self {
            story: item.story.0,
            due: due.collect(),
            topics: item.verdict.topics.iter().map(|id| Tag::of(id, topics, tongue)).collect(),
            href: address(&item.link),
            title: if item.title.trim().is_empty() { item.link } else { item.title },
            pieces: Vec::new(),
            snippet: Vec::new(),
            summary: item.summary.filter(|summary| !summary.trim().is_empty()),
            lang: item.lang.map(|lang| lang.to_string()),
            source: item.source.to_string(),
            source_name: view.source_name,
            published: item.published.as_ref().map(Stamp::published),
            seen: Stamp::utc(item.first_seen),
            also: view.also.len(),
            state_word: tongue.word(&format!("state-{}", view.state.as_str())),
            why: view.why,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DateOrigin;

    #[test]
    fn only_the_web_s_own_schemes_become_links() {
        assert_eq!(address("https://u.example/a").as_deref(), Some("https://u.example/a"));
        for wrong in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", "x"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_time_is_shown_as_its_source_wrote_it() {
        let at = Published::parse("2026-11-20T09:30:00+08:00", DateOrigin::Feed).unwrap();
        assert_eq!(Stamp::published(&at).shown, "2026-11-20 09:30");
        let day = Published::parse("2026-11-20", DateOrigin::Feed).unwrap();
        assert_eq!(Stamp::published(&day).shown, "2026-11-20");
    }
}
