//! Is the daemon making progress, and how much of everything there is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::answer::{Fault, Keep, whole};
use super::visit::Visit;
use crate::model::Health;
use crate::store::notes::{self, Note};
use crate::store::sources::{self, SourceState};
use crate::store::{outbox, views};

/// How long sources may be due without any being read.
const PATIENCE: SignedDuration = SignedDuration::from_mins(15);

/// What the sources tell of the daemon.
#[derive(Debug, PartialEq, Eq)]
struct Progress {
    /// Sources that are to be read.
    active: usize,
    last_checked: Option<Timestamp>,
    next_check: Option<Timestamp>,
    stalled: bool,
}

/// Stalled is a daemon that has sources due but has read none for a while.
fn progress(states: &[SourceState], started: Timestamp, now: Timestamp) -> Progress {
    let active: Vec<_> = states.iter().filter(|state| !state.paused).collect();
    let last_checked = active.iter().filter_map(|state| state.last_checked).max();
    let next_check = active.iter().map(|state| state.next_check).min();
    let late = |at: Timestamp| now.duration_since(at.max(started)) > PATIENCE;
    let stalled = next_check.is_some_and(late) && late(last_checked.unwrap_or(started));
    Progress { active: active.len(), last_checked, next_check, stalled }
}

pub(super) async fn healthz(visit: Visit) -> Response {
    let asked = visit.app.read(|connection| {
        Ok((sources::all(connection)?, notes::get(connection, Note::NetworkDown)?))
    });
    let (status, body) = match asked.await {
        Ok((states, down)) => {
            let progress = progress(&states, visit.app.started, visit.now);
            let status = match (&down, progress.stalled) {
                (Some(_), _) => "network-down",
                (None, true) => "stalled",
                (None, false) => "ok",
            };
            let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
            let body = json!({
                "status": status,
                "network_down_since": down,
                "sources": progress.active,
                "last_checked": text(progress.last_checked),
                "next_check": text(progress.next_check.filter(|at| at.as_second() > 0)),
            });
            // A restart brings no network back.
            (down.is_some() || !progress.stalled, body)
        }
        Err(fault) => {
            tracing::warn!(?fault, "the store was not readable for /healthz");
            (false, json!({"status": "unreadable"}))
        }
    };
    let mut answer = whole("application/json", Keep::Never, format!("{body}\n"));
    if !status {
        *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    answer
}

pub(super) async fn metrics(visit: Visit) -> Response {
    let answer = numbers(&visit).await;
    visit.finish(answer)
}

/// The text format of Prometheus, version 0.0.4.
async fn numbers(visit: &Visit) -> Result<Response, Fault> {
    let (items, states, deliveries) = visit
        .app
        .read(|connection| {
            Ok((
                views::counted(connection)?,
                sources::all(connection)?,
                outbox::counts(connection)?,
            ))
        })
        .await?;
    let mut out = String::new();
    family(&mut out, "edwire_build_info", "The version that runs.");
    line(&mut out, "edwire_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    family(&mut out, "edwire_items", "Items stored.");
    line(&mut out, "edwire_items", &[], items);
    family(&mut out, "edwire_sources", "Configured sources by health.");
    let mut healths: BTreeMap<&str, u64> = Health::ALL.map(|health| (health.as_str(), 0)).into();
    for state in &states {
        *healths.entry(state.shown_health().as_str()).or_default() += 1;
    }
    for (health, count) in healths {
        line(&mut out, "edwire_sources", &[("health", health)], count);
    }
    family(&mut out, "edwire_deliveries", "Deliveries by channel and state.");
    for (channel, state, count) in deliveries {
        let labels = [("channel", channel.as_str()), ("state", state.as_str())];
        line(&mut out, "edwire_deliveries", &labels, count);
    }
    let last = progress(&states, visit.app.started, visit.now).last_checked;
    if let Some(last) = last {
        let name = "edwire_last_check_timestamp_seconds";
        family(&mut out, name, "When a source was last read.");
        line(&mut out, name, &[], u64::try_from(last.as_second()).unwrap_or_default());
    }
    Ok(whole("text/plain; version=0.0.4; charset=utf-8", Keep::Never, out))
}

fn family(out: &mut String, name: &str, help: &str) {
    put(out, format_args!("# HELP {name} {help}\n# TYPE {name} gauge\n"));
}

fn line(out: &mut String, name: &str, labels: &[(&str, &str)], value: u64) {
    let labels: Vec<String> =
        labels.iter().map(|(key, text)| format!("{key}=\"{}\"", label(text))).collect();
    match labels.as_slice() {
        [] => put(out, format_args!("{name} {value}\n")),
        labels => put(out, format_args!("{name}{{{}}} {value}\n", labels.join(","))),
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    out.write_fmt(text).unwrap_or_default();
}

fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SourceId, SourceKind};

    fn state(last_checked: Option<&str>, next_check: &str) -> SourceState {
        SourceState {
            id: SourceId::new("u"),
            name: "U".to_owned(),
            url: "https://u.example/".to_owned(),
            kind: SourceKind::Feed,
            configured: true,
            paused: false,
            health: Health::Ok,
            why: None,
            looks: 1,
            failures: 0,
            last_checked: last_checked.map(|at| at.parse().unwrap()),
            next_check: next_check.parse().unwrap(),
            last_news: None,
            interval_s: None,
            etag: None,
            last_modified: None,
            validators_since: None,
            body_hash: None,
            template: None,
            rhythm: Vec::new(),
            usual_entries: None,
        }
    }

    #[test]
    fn only_due_sources_that_nobody_reads_mean_a_stall() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (started, now) = (at("2026-11-22T00:00:00Z"), at("2026-11-22T12:00:00Z"));
        let stalled = |states: &[SourceState]| progress(states, started, now).stalled;
        assert!(!stalled(&[]));
        // not due for long
        assert!(!stalled(&[state(Some("2026-11-21T13:00:00Z"), "2026-11-22T13:00:00Z")]));
        // another one was just read
        let late = state(Some("2026-11-22T08:00:00Z"), "2026-11-22T09:00:00Z");
        let read = state(Some("2026-11-22T11:59:00Z"), "2026-11-22T12:29:00Z");
        assert!(!stalled(&[late.clone(), read]));
        assert!(stalled(std::slice::from_ref(&late)));
        assert!(stalled(&[state(None, "1970-01-01T00:00:00Z")]));
        // the daemon has only just started
        assert!(!progress(std::slice::from_ref(&late), at("2026-11-22T11:50:00Z"), now).stalled);
        let paused = SourceState { paused: true, ..late };
        assert!(!stalled(&[paused]));
    }

    #[test]
    fn labels_are_escaped() {
        let mut out = String::new();
        line(&mut out, "x", &[("a", "q\"\\\n")], 3);
        assert_eq!(out, "x{a=\"q\\\"\\\\\\n\"} 3\n");
    }
}
