//! Days on which something ends: by the words before them, by a label, or by the head of their column. Such a
//! day is not the one on which a call was published.

use std::ops::Range;

use super::text::units;
use crate::parse::html::{At, Tree};

/// Words that make the next date one to come.
const BEFORE: &[&str] = &[
    "截止", "截至", "deadline", "closing", "closes", "due", "apply by", "until", "bis ", "срок",
    "締切", "마감", "hạn",
];
/// More of them, which by themselves head a column or label a date.
const HEADS: &[&str] = &[
    "last date",
    "last day",
    "end date",
    "ends on",
    "expires",
    "expiry",
    "valid to",
    "frist",
    "bewerbungsschluss",
    "einsendeschluss",
    "anmeldeschluss",
    "date limite",
    "clôture",
    "fecha límite",
    "fecha limite",
    "plazo",
    "prazo",
    "scadenza",
    "termin składania",
    "дедлайн",
    "son başvuru",
    "期限",
    "締め切り",
    "有效期",
    "结束时间",
    "结束日期",
];
/// A head or label is short, in units.
const LABEL: usize = 40;
/// Nodes of a record that are searched for rows.
const NODES: usize = 600;
/// Cells of a row that are looked at.
const CELLS: usize = 24;

/// Whether the words before a date make it one to come.
pub(super) fn is_next(before: &str) -> bool {
    let tail: String =
        before.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    says(BEFORE.iter(), &tail)
}

/// Whether a text of its own says no more than that a day of ending follows.
pub(super) fn is_label(text: &str) -> bool {
    units(text) <= LABEL && says(BEFORE.iter().chain(HEADS), text)
}

fn says<'w>(mut words: impl Iterator<Item = &'w &'w str>, text: &str) -> bool {
    let text = text.to_lowercase();
    words.any(|word| text.contains(word))
}

/// The cells of a record that stand in a column of such days.
pub(super) fn cells(tree: &Tree, record: &Range<At>) -> Vec<Range<At>> {
    // a lone row takes its table along
    let mut rows: Vec<At> =
        record.clone().take(NODES).filter(|&at| tree.name(at) == "tr").collect();
    if rows.is_empty() {
        rows.push(record.start);
    }
    rows.into_iter().flat_map(|row| of_row(tree, row)).collect()
}

fn of_row(tree: &Tree, row: At) -> Vec<Range<At>> {
    let Some(head) = head_of(tree, row) else { return Vec::new() };
    let range = |at: At| at..tree.end(at);
    elements(tree, row)
        .zip(elements(tree, head))
        .filter(|(_, title)| is_label(&tree.text(range(*title))))
        .map(|(cell, _)| range(cell))
        .collect()
}

/// The row of titles over a row: the first of its table, or of its kin; without a link, and with as many cells.
fn head_of(tree: &Tree, row: At) -> Option<At> {
    let table = tree.ancestors(row).find(|&at| tree.name(at) == "table");
    let head = match table.filter(|_| tree.name(row) == "tr") {
        Some(table) => (table..row).find(|&at| tree.name(at) == "tr")?,
        None => elements(tree, tree.parent(row)).next()?,
    };
    let range = head..tree.end(head);
    let count = elements(tree, row).count();
    let fits = head < row
        && count > 1
        && elements(tree, head).count() == count
        && range.clone().len() <= CELLS * 8
        && !range.clone().any(|at| tree.name(at) == "a");
    fits.then_some(head)
}

fn elements(tree: &Tree, of: At) -> impl Iterator<Item = At> + '_ {
    tree.children(of).filter(|&at| tree.is_element(at)).take(CELLS)
}
