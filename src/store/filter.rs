//! The one filter language of all commands and pages, as SQL.

use jiff::Timestamp;
use rusqlite::types::Value;

use crate::model::{Lang, SourceId, TopicId};

/// Which items are wanted. Empty lists mean "any".
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub sources: Vec<SourceId>,
    pub topics: Vec<TopicId>,
    pub langs: Vec<Lang>,
    /// ISO 3166-1 alpha-2 codes of the sources' countries.
    pub countries: Vec<String>,
    /// Also off-topic items and duplicates.
    pub all: bool,
    pub limit: Option<u64>,
}

impl Filter {
    /// Conditions on `item`, joined by AND, and their values.
    pub(super) fn conditions(&self) -> (String, Vec<Value>) {
        let mut parts: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let mut one_of = |what: &str, wanted: Vec<String>| {
            if !wanted.is_empty() {
                let marks = vec!["?"; wanted.len()].join(", ");
                parts.push(what.replace("{}", &marks));
                values.extend(wanted.into_iter().map(Value::Text));
            }
        };
        let texts = |list: &[String]| list.to_vec();
        one_of(
            "item.source IN ({})",
            self.sources.iter().map(|source| source.as_str().to_owned()).collect(),
        );
        one_of(
            "item.lang IN ({})",
            self.langs.iter().map(|lang| lang.as_str().to_owned()).collect(),
        );
        one_of(
            "EXISTS (SELECT 1 FROM json_each(item.topics) WHERE value IN ({}))",
            self.topics.iter().map(|topic| topic.as_str().to_owned()).collect(),
        );
        one_of(
            "item.source IN (SELECT id FROM source WHERE country IN ({}))",
            texts(&self.countries),
        );
        if let Some(since) = self.since {
            parts.push("item.sort_at >= ?".into());
            values.push(Value::Integer(since.as_second()));
        }
        if let Some(until) = self.until {
            parts.push("item.sort_at < ?".into());
            values.push(Value::Integer(until.as_second()));
        }
        if !self.all {
            parts.push("item.relevant = 1".into());
            parts.push("item.withdrawn = 0".into());
            parts.push("item.id = (SELECT lead FROM story WHERE story.id = item.story)".into());
        }
        if parts.is_empty() {
            parts.push("1".into());
        }
        (parts.join(" AND "), values)
    }
}
