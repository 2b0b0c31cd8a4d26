//! An item as JSON, one shape for all commands.

use anyhow::Result;
use edwire::model::{Deadline, ItemId};
use edwire::serve::export::ItemRow;
use edwire::store::views::{self, ItemView};
use edwire::store::{Connection, items};
use serde_json::{Value, json};

use crate::args::Format;
use crate::output;

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

/// Prints items as they are now, where a format was asked for.
pub(crate) fn print(connection: &Connection, ids: &[ItemId], format: Option<Format>) -> Result<()> {
    let Some(format) = format else { return Ok(()) };
    let mut rows = Vec::new();
    for id in ids {
        if let Some(found) = items::get(connection, *id)? {
            rows.push(item(&views::view(connection, found)?, Text::Without));
        }
    }
    output::rows(format, &["id", "story", "state", "title", "url"], &rows)
}
