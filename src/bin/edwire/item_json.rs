//! An item as JSON, one shape for all commands.

use edwire::model::Deadline;
use edwire::serve::export::ItemRow;
use edwire::store::views::ItemView;
use serde_json::{Value, json};

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
    let mut row = ItemRow::from(view.clone());
    if text == Text::Without {
        row.text = None;
    }
    json!(row)
}
