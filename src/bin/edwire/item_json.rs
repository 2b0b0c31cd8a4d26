//! An item as JSON, one shape for all commands.

use edwire::model::Deadline;
use edwire::store::views::ItemView;
use serde_json::{Map, Value, json};

/// Whether the whole text goes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    Whole,
    Without,
}

pub(crate) fn deadlines(deadlines: &[Deadline]) -> Value {
    deadlines.iter().map(|deadline| json!({"date": deadline.date, "what": deadline.what})).collect()
}

pub(crate) fn score(score: f64) -> Value {
    json!((score * 1000.0).round() / 1000.0)
}

pub(crate) fn item(view: &ItemView, text: Text) -> Value {
    let item = &view.item;
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            out.insert(name.to_owned(), value);
        }
    };
    put("id", json!(item.id));
    put("url", json!(item.link));
    put("title", json!(item.title));
    put("summary", json!(item.summary));
    if text == Text::Whole && !item.text.is_empty() {
        put("text", json!(item.text));
    }
    put("source", json!(item.source));
    put("lang", json!(item.lang));
    put("published", json!(item.published));
    put("first_seen", json!(item.first_seen.to_string()));
    put("relevant", json!(item.relevant()));
    put("score", score(item.verdict.score));
    put("topics", json!(item.verdict.topics));
    put("story", json!(item.story));
    put("also", json!(view.also));
    put("deadlines", deadlines(&item.deadlines));
    put("state", json!(view.state));
    put("why", json!(view.why));
    put("deliveries", json!(view.deliveries));
    Value::Object(out)
}
