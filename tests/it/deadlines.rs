//! Deadlines and events in notices of eight languages.

use std::collections::BTreeSet;
use std::path::Path;

use edwire::model::{DateOrigin, DeadlineKind, Published};
use edwire::parse::{date::Clues, deadline};
use jiff::tz::TimeZone;
use serde_json::Value;

/// Every notice of the fixtures, with the name of its file.
fn notices() -> Vec<(String, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/deadlines");
    let mut out = Vec::new();
    for folder in
        ["", "wide", "notices", "others", "hard", "more", "phrases"].map(|name| root.join(name))
    {
        for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            if file.extension().is_some_and(|ending| ending == "jsonl") {
                let name = file.file_stem().unwrap().to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&file).unwrap();
                let read = |line: &str| (name.clone(), serde_json::from_str(line).unwrap());
                out.extend(text.lines().map(read));
            }
        }
    }
    assert!(out.len() > 1000);
    out
}

fn wanted(notice: &Value) -> BTreeSet<String> {
    let list = |key: &str| {
        let values = notice.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        values.into_iter().map(|v| v.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let due = list("due").into_iter().map(|day| format!("apply {day}"));
    due.chain(list("events").into_iter().map(|day| format!("event {day}"))).collect()
}

fn found(notice: &Value) -> BTreeSet<String> {
    let field = |key: &str| notice.get(key).and_then(Value::as_str).unwrap();
    let published = Published::parse(field("published"), DateOrigin::Meta).unwrap();
    let clues = Clues { now: published.at, timezone: TimeZone::UTC, order: None };
    deadline::find(field("title"), field("text"), Some(&published), &clues)
        .into_iter()
        .map(|one| {
            assert!(one.what.chars().count() <= 120 && !one.what.is_empty());
            let until = one.until.map(|last| format!("/{last}")).unwrap_or_default();
            let kind = if one.kind == DeadlineKind::Apply { "apply" } else { "event" };
            format!("{kind} {}{until}", one.date.date())
        })
        .collect()
}

/// The weights are fitted to these notices, so this holds what was reached, and is no measure of
/// notices that nobody has seen; the example `fit_deadlines` prints that one.
#[test]
fn notices_give_their_deadlines_and_events_and_nothing_else() {
    let (mut right, mut missed, mut wrong) = (0, Vec::new(), Vec::new());
    for (lang, notice) in notices() {
        let (wanted, found) = (wanted(&notice), found(&notice));
        right += wanted.intersection(&found).count();
        let title = notice.get("title").and_then(Value::as_str).unwrap();
        missed.extend(wanted.difference(&found).map(|d| format!("{lang} {title}: {d} missed")));
        wrong.extend(found.difference(&wanted).map(|d| format!("{lang} {title}: {d} made up")));
    }
    let report = format!("{right} right\n{}\n{}", missed.join("\n"), wrong.join("\n"));
    assert!(missed.len() * 20 <= right && wrong.len() * 20 <= right, "{report}");
}
