use std::path::Path;

use anyhow::{Context as _, Result, bail};
use edwire::config::{self, Config};
use edwire::daemon::clock;
use edwire::daemon::desk::Desk;
use edwire::daemon::explore::{self, Find, How};
use edwire::daemon::probe::{self, Judged, Seen, Wishes};
use edwire::fetch::{self, Client};
use edwire::model::{Call, DateOrigin, ListingKind, Published, Source, SourceKind, WebUrl};
use edwire::parse::{Want, page};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::args::{Format, Preview};
use crate::output::{self, visible};
use crate::{Outcome, dry_run, env, item_json, room};

const COLUMNS: [&str; 4] = ["date", "verdict", "title", "why"];

pub(crate) fn run(config: Option<&Path>, options: &Preview) -> Result<Outcome> {
    if let Some(channel) = &options.channel {
        return dry_run::run(config, channel, options);
    }
    let Some(target) = options.target.as_deref() else { bail!("give an address or a source's id") };
    let (settings, desk) = setup(config)?;
    let source = match desk.sources.values().find(|source| source.id.as_str() == target) {
        Some(source) => source.clone(),
        None if target.contains(['.', ':']) => {
            config::source_from_url(WebUrl::pasted(target)?, SourceKind::Auto, None)
        }
        None => bail!("{target} is neither an address nor the id of a source"),
    };
    let now = options
        .now
        .as_deref()
        .map(|text| Published::parse(text, DateOrigin::FirstSeen))
        .transpose()?
        .map(|moment| moment.at);
    let timezone = options
        .timezone
        .as_deref()
        .map(|name| TimeZone::get(name).with_context(|| format!("--timezone {name}")))
        .transpose()?;
    let wishes = Wishes { now, timezone };
    let Some(found) = look(&settings, &source, &wishes)? else { return Ok(Outcome::Failed) };
    let judged = probe::judge(&desk, &source, found.entries, wishes.now.unwrap_or_else(clock::now));
    print(options.format, &judged)?;
    Ok(Outcome::Fine)
}

/// News that stands at an address.
pub(crate) struct Found {
    pub(crate) url: WebUrl,
    pub(crate) kind: ListingKind,
    pub(crate) title: Option<String>,
    entries: Vec<edwire::model::Entry>,
}

/// Looks for news at an address and shows it on stderr.
pub(crate) fn propose(config: Option<&Path>, url: &WebUrl) -> Result<Option<Found>> {
    let (settings, desk) = setup(config)?;
    let source = config::source_from_url(url.clone(), SourceKind::Auto, None);
    let Some(found) = look(&settings, &source, &Wishes::default())? else { return Ok(None) };
    for judged in probe::judge(&desk, &source, found.entries.clone(), clock::now()).iter().take(10)
    {
        let date = judged.entry.published.map_or_else(String::new, |date| date.to_string());
        output::remark(&format!(
            "{date:10}  {:9}  {}",
            verdict(judged),
            visible(&judged.entry.title)
        ));
    }
    Ok(Some(found))
}

fn setup(config: Option<&Path>) -> Result<(fetch::Settings, Desk)> {
    match config::find(config)? {
        Some(_) => {
            let config: Config = env::config(config)?;
            let desk = room::judging(&config);
            Ok((config.fetch, desk))
        }
        None => Ok((fetch::Settings::default(), room::desk(None)?)),
    }
}

/// Reads a source as it will be read; an address that is no source yet is explored.
fn look(settings: &fetch::Settings, source: &Source, wishes: &Wishes) -> Result<Option<Found>> {
    let client = Client::new(settings, clock::now)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let want = match source.kind {
        SourceKind::Auto => {
            let found = explore::explore(&client, source, wishes, clock::now());
            return Ok(match runtime.block_on(found) {
                Ok((finds, trouble)) => best(&source.url, finds, trouble),
                Err(error) => {
                    output::complain(&error.to_string());
                    None
                }
            });
        }
        SourceKind::Feed => Want::Feed,
        SourceKind::Page => Want::List,
    };
    match runtime.block_on(probe::look(&client, source, want, wishes, clock::now())) {
        Ok(Seen::Listing { at, listing }) => Ok(found(at, listing)),
        Ok(Seen::Article { at, .. }) => {
            output::complain(&format!("{at}: no list of news"));
            Ok(None)
        }
        Err(error) => {
            output::complain(&error.to_string());
            Ok(None)
        }
    }
}

/// The best find; the others are listed on stderr.
fn best(asked: &WebUrl, finds: Vec<Find>, trouble: Option<String>) -> Option<Found> {
    let mut finds = finds.into_iter();
    let Some(first) = finds.next() else {
        let why = trouble.unwrap_or_else(|| {
            "it reads like a single article, and none of its links leads to news".to_owned()
        });
        output::complain(&format!("{asked}: {why}"));
        return None;
    };
    if first.how != How::Itself {
        output::remark(&format!("news found at {} ({})", first.at, way(&first.how)));
    }
    for other in finds {
        let count = other.listing.entries.len();
        output::remark(&format!("also {} ({}, {count} entries)", other.at, way(&other.how)));
    }
    found(first.at, first.listing)
}

fn way(how: &How) -> String {
    match how {
        How::Itself => "the address given".to_owned(),
        How::Feed => "a feed".to_owned(),
        How::Posts => "the posts of a WordPress site".to_owned(),
        How::Sitemap => "a sitemap of news".to_owned(),
        How::Link(text) => format!("linked as {:?}", visible(text)),
    }
}

fn found(at: WebUrl, listing: edwire::model::Listing) -> Option<Found> {
    for warning in &listing.warnings {
        output::complain(&format!("{at}: {warning}"));
    }
    if listing.entries.is_empty() {
        output::complain(&format!("{at}: nothing that looks like news"));
        return None;
    }
    if let Some(selectors) = listing.template.as_ref().and_then(page::selectors_of) {
        output::remark(&format!("read as list = {}", pasteable(&selectors)));
    }
    Some(Found { url: at, kind: listing.kind, title: listing.title, entries: listing.entries })
}

/// The selectors as they would stand in config.toml.
fn pasteable(selectors: &edwire::model::ListSelectors) -> String {
    let mut parts = vec![format!("item = {:?}", selectors.item)];
    for (name, value) in
        [("link", &selectors.link), ("title", &selectors.title), ("date", &selectors.date)]
    {
        parts.extend(value.as_ref().map(|value| format!("{name} = {value:?}")));
    }
    format!("{{ {} }}", parts.join(", "))
}

fn verdict(judged: &Judged) -> &'static str {
    match judged.verdict.call {
        Call::Relevant => "relevant",
        Call::OffTopic => "off-topic",
    }
}

fn print(format: Option<Format>, judged: &[Judged]) -> Result<()> {
    let rows: Vec<Value> = judged
        .iter()
        .map(|judged| {
            let mut why: Vec<String> =
                judged.verdict.reasons.iter().map(ToString::to_string).collect();
            why.push(judged.tipping.clone());
            let mut row = Map::new();
            row.insert("url".into(), json!(judged.entry.url));
            row.insert("title".into(), json!(judged.entry.title));
            if let Some(date) = judged.entry.published {
                row.insert("date".into(), json!(date));
            }
            row.insert("relevant".into(), json!(judged.verdict.call == Call::Relevant));
            row.insert("verdict".into(), json!(verdict(judged)));
            row.insert("score".into(), item_json::score(judged.verdict.score));
            row.insert("topics".into(), json!(judged.verdict.topics));
            row.insert("deadlines".into(), item_json::deadlines(&judged.deadlines));
            row.insert("why".into(), json!(why));
            Value::Object(row)
        })
        .collect();
    output::rows(output::format(format), &COLUMNS, &rows)
}
