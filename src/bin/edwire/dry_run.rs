//! What a channel's filters would have posted.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context as _, Result};
use edwire::daemon::clock;
use edwire::daemon::offer::candidate;
use edwire::deliver::route::{self, Decision, Occasion};
use edwire::deliver::{AfterCrash, ChannelKind, ChannelSettings, TerminalSettings};
use edwire::model::{ItemId, SourceId};
use edwire::store::items::Item;
use edwire::store::{Connection, sightings, views};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::args::Preview;
use crate::{Outcome, env, output};

const COLUMNS: [&str; 6] = ["published", "source", "title", "would", "at", "why"];

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
    let settings = ChannelSettings {
        name: channel.name.clone(),
        kind: ChannelKind::Terminal(TerminalSettings::default()),
        rules: channel.rules.clone(),
        rhythm: channel.rhythm.clone(),
        after_crash: AfterCrash::default(),
    };
    let plans = plans(&connection, &settings, &items)?;
    let rows: Vec<Value> = items
        .iter()
        .filter_map(|item| Some((item, plans.get(&item.id)?)))
        .map(|(item, plan)| row(item, plan))
        .collect();
    output::rows(output::format(options.format), &COLUMNS, &rows)?;
    Ok(Outcome::Fine)
}

/// What the channel would have decided at the time, look by look: the items of one look came up
/// together, those of a source's first look under its cap.
fn plans(
    connection: &Connection,
    channel: &ChannelSettings,
    items: &[Item],
) -> Result<HashMap<ItemId, Decision>> {
    let mut looks: BTreeMap<(Timestamp, &SourceId), Vec<&Item>> = BTreeMap::new();
    for item in items {
        looks.entry((item.first_seen, &item.source)).or_default().push(item);
    }
    let mut plans = HashMap::new();
    for ((seen, source), items) in looks {
        let country = views::source_of(connection, source)?.country;
        let is_first = sightings::first(connection, source)?.is_none_or(|first| seen <= first);
        let occasion =
            if is_first { Occasion::FirstLook } else { Occasion::Regular { last_look: seen } };
        let batch: Vec<_> = items.iter().map(|item| candidate(item, country.as_deref())).collect();
        for plan in route::route(std::slice::from_ref(channel), &batch, occasion, seen) {
            plans.insert(plan.item, plan.decision);
        }
    }
    Ok(plans)
}

/// `at` is when the channel would have spoken: after its quiet hours, in its digest.
fn row(item: &Item, plan: &Decision) -> Value {
    let (would, why, at) = match plan {
        Decision::Post { not_before, .. } => ("post", String::new(), Some(not_before.to_string())),
        Decision::Hold { why, .. } => ("hold", why.to_string(), None),
        Decision::Unwanted(why) => ("pass over", why.to_string(), None),
    };
    json!({
        "id": item.id, "title": item.title, "source": item.source,
        "published": item.published, "would": would, "at": at, "why": why,
    })
}
