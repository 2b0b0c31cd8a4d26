//! The sources and how they are, those in trouble first.

use std::collections::BTreeMap;

use axum::response::Response;
use minijinja::{Value, context};
use serde::Serialize;

use super::answer::Fault;
use super::cards::{Stamp, address};
use super::visit::{Page, Visit};
use crate::model::{Health, SourceKind};
use crate::store::sources::{self, SourceState};

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    href: Option<String>,
    kind: &'static str,
    health: &'static str,
    why: Option<String>,
    every: Option<String>,
    last_checked: Option<Stamp>,
    last_news: Option<Stamp>,
    /// `None`: it is due now, or not read at all.
    next_check: Option<Stamp>,
}

pub(super) async fn sources(visit: Visit) -> Response {
    let answer = list(&visit).await;
    visit.finish(answer)
}

async fn list(visit: &Visit) -> Result<Response, Fault> {
    let ask = visit.ask()?;
    let mut states = visit.app.read(sources::all).await?;
    let mut counts: BTreeMap<u8, (&str, u64)> = BTreeMap::new();
    for state in &states {
        let health = state.shown_health();
        counts.entry(urgency(health)).or_insert((health.as_str(), 0)).1 += 1;
    }
    let known = |state: &SourceState| {
        let wanted = &ask.filter.sources;
        wanted.is_empty() || wanted.contains(&state.id)
    };
    states.retain(known);
    states.sort_by(|a, b| {
        urgency(a.shown_health()).cmp(&urgency(b.shown_health())).then_with(|| a.id.cmp(&b.id))
    });
    let skipped = ask.skipped() as usize;
    let more = states.len() > skipped.saturating_add(ask.limit as usize);
    let shown = states.into_iter().skip(skipped).take(ask.limit as usize);
    let rows: Vec<Row> = shown.map(row).collect();
    let counts: Vec<_> = counts.into_values().collect();
    let page = |number: u64| ask.with("page", Some(&number.to_string()));
    let body = context! {
        rows => Value::from_serialize(&rows),
        counts => Value::from_serialize(&counts),
        file => visit.file(),
        newer => (ask.page > 1).then(|| page(ask.page - 1)),
        older => more.then(|| page(ask.page + 1)),
    };
    let title = visit.word("sources").to_owned();
    visit.page(Page { template: "sources.html", title, body })
}

/// What needs a person comes first.
fn urgency(health: Health) -> u8 {
    match health {
        Health::Gone => 0,
        Health::Broken => 1,
        Health::Failing => 2,
        Health::Paused => 3,
        Health::New => 4,
        Health::Ok => 5,
    }
}

fn row(state: SourceState) -> Row {
    let health = state.shown_health();
    Row {
        id: state.id.to_string(),
        href: address(&state.url),
        kind: match state.kind {
            SourceKind::Auto => "auto",
            SourceKind::Feed => "feed",
            SourceKind::Page => "page",
        },
        health: health.as_str(),
        every: state.interval_s.map(span),
        last_checked: state.last_checked.map(Stamp::utc),
        last_news: state.last_news.map(Stamp::utc),
        next_check: (state.next_check.as_second() > 0 && health != Health::Paused)
            .then(|| Stamp::utc(state.next_check)),
        name: state.name,
        why: state.why,
    }
}

/// A span as the configuration writes it, rounded.
fn span(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds}s"),
        120..7_200 => format!("{}m", (seconds + 30) / 60),
        7_200..172_800 => format!("{}h", (seconds + 1_800) / 3_600),
        _ => format!("{}d", (seconds + 43_200) / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_short() {
        let spans =
            [(60, "60s"), (1_800, "30m"), (21_600, "6h"), (86_400, "24h"), (864_000, "10d")];
        for (seconds, text) in spans {
            assert_eq!(span(seconds), text);
        }
    }
}
