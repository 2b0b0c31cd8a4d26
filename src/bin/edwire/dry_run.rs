//! What a channel's filters would have posted.

use std::path::Path;

use anyhow::{Context as _, Result};
use edwire::daemon::clock;
use edwire::deliver::route::{self, Candidate, Decision, Occasion};
use edwire::deliver::{
    AfterCrash, ChannelKind, ChannelSettings, FirstLook, Rules, TerminalSettings,
};
use edwire::store::views;
use serde_json::{Value, json};

use crate::args::Preview;
use crate::{Outcome, env, output};

const COLUMNS: [&str; 5] = ["published", "source", "title", "would", "why"];

pub(crate) fn run(config: Option<&Path>, name: &str, options: &Preview) -> Result<Outcome> {
    let loaded = env::config(config)?;
    let channel = loaded
        .channels
        .iter()
        .find(|channel| channel.name.as_str() == name)
        .with_context(|| format!("no [[channel]] is called {name}"))?;
    let connection = env::reader(config)?;
    let now = clock::now();
    let since = env::moment(options.since.as_deref().unwrap_or("30d"), now)?;
    let filter = edwire::store::Filter { since: Some(since), ..Default::default() };
    let mut items = Vec::new();
    views::each(&connection, &filter, |item| {
        items.push(item);
        Ok(true)
    })?;
    // What matters here are the filters, not how old the items are by now.
    let rules = Rules {
        max_age: jiff::SignedDuration::from_hours(24 * 366 * 100),
        first_look: FirstLook::All,
        ..channel.rules.clone()
    };
    let settings = ChannelSettings {
        name: channel.name.clone(),
        kind: ChannelKind::Terminal(TerminalSettings::default()),
        rules,
        rhythm: edwire::deliver::Rhythm::default(),
        after_crash: AfterCrash::default(),
    };
    let mut rows: Vec<Value> = Vec::new();
    for item in &items {
        let country = views::source_of(&connection, &item.source)?.country;
        let candidate = Candidate {
            item: item.id,
            story: item.story,
            source: &item.source,
            topics: &item.verdict.topics,
            lang: item.lang.as_ref(),
            country: country.as_deref(),
            score: item.verdict.score,
            published: item.published,
            first_seen: item.first_seen,
        };
        let occasion = Occasion::Regular { last_look: jiff::Timestamp::UNIX_EPOCH };
        for plan in route::route(std::slice::from_ref(&settings), &[candidate], occasion, now) {
            let (would, why) = match plan.decision {
                Decision::Post { .. } => ("post", String::new()),
                Decision::Hold { why, .. } => ("hold", why.to_string()),
                Decision::Unwanted(why) => ("pass over", why.to_string()),
            };
            rows.push(json!({
                "id": item.id, "title": item.title, "source": item.source,
                "published": item.published, "would": would, "why": why,
            }));
        }
    }
    output::rows(output::format(options.format), &COLUMNS, &rows)?;
    Ok(Outcome::Fine)
}
