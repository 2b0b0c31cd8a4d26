use std::collections::HashMap;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use edwire::config;
use edwire::curate::normalise::canonical;
use edwire::daemon::clock;
use edwire::model::{Source, SourceId, SourceKind, WebUrl};
use edwire::serve::export;
use edwire::store::sources::{self, SourceState};
use edwire::store::{Transaction, hubs, redirects};
use serde_json::{Map, Value, json};

use crate::args::{Format, Sources, SourcesWhat};
use crate::{Outcome, env, output, preview};

/// Of a table: times are told as how long ago.
const SHOWN: [&str; 6] = ["id", "health", "interval_s", "last_news", "next_check", "why"];
const COLUMNS: [&str; 9] =
    ["id", "name", "url", "kind", "health", "interval_s", "last_news", "next_check", "why"];

pub(crate) fn run(config: Option<&Path>, options: &Sources) -> Result<Outcome> {
    match &options.what {
        None | Some(SourcesWhat::List) => list(config, options),
        Some(SourcesWhat::Add { url, yes }) => add(config, url, *yes),
        Some(SourcesWhat::Remove { id }) => {
            config::remove_source(&config_file(config)?, &SourceId::new(id))?;
            output::remark(&format!("{id} is no longer read; its items stay in the store"));
            Ok(Outcome::Fine)
        }
        Some(SourcesWhat::Pause { id }) => pause(config, id, true),
        Some(SourcesWhat::Resume { id }) => pause(config, id, false),
    }
}

fn config_file(asked: Option<&Path>) -> Result<PathBuf> {
    config::find(asked)?.context(
        "there is no config.toml yet; `edwire init` writes one, --config FILE names another",
    )
}

fn list(config: Option<&Path>, options: &Sources) -> Result<Outcome> {
    let config = env::config(config)?;
    let store = match edwire::store::open_reader(&config.store.path) {
        Ok(connection) => Some(connection),
        Err(edwire::store::StoreError::Missing(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let states = store.as_ref().map(sources::all).transpose()?.unwrap_or_default();
    // where sources are read that moved, and the hubs that send their news
    let (mut moved, mut hub) = (HashMap::new(), HashMap::new());
    for (id, store) in config.sources.iter().map(|source| &source.id).zip(store.iter().cycle()) {
        moved.insert(id, redirects::get(store, id)?.and_then(|redirect| redirect.adopted));
        let subscription = hubs::get(store, id)?;
        hub.insert(id, subscription.filter(|one| one.is_live(clock::now())).map(|one| one.hub));
    }
    let rows: Vec<Value> = config
        .sources
        .iter()
        .map(|source| {
            let state = states.iter().find(|state| state.id == source.id);
            let mut row = Map::new();
            let mut put = |name: &str, value: Value| {
                if !value.is_null() {
                    row.insert(name.to_owned(), value);
                }
            };
            let time = |at: Option<jiff::Timestamp>| json!(at.map(|at| at.to_string()));
            put("id", json!(source.id));
            put("name", json!(source.name));
            put("url", json!(source.url));
            put("kind", json!(state.map_or(source.kind, |state| state.kind)));
            put("health", json!(state.map(SourceState::shown_health).unwrap_or_default()));
            put("why", json!(state.and_then(|state| state.why.clone())));
            put("moved_to", json!(moved.get(&source.id)));
            put("hub", json!(hub.get(&source.id)));
            put("interval_s", json!(state.and_then(|state| state.interval_s)));
            put("last_checked", time(state.and_then(|state| state.last_checked)));
            put("last_news", time(state.and_then(|state| state.last_news)));
            put(
                "next_check",
                time(state.map(|state| state.next_check).filter(|at| at.as_second() > 0)),
            );
            Value::Object(row)
        })
        .collect();
    if rows.is_empty() && output::on_terminal() {
        output::remark("no sources yet; `edwire sources add URL` adds one");
    }
    let format = output::format(options.format);
    let columns = if format == Format::Table { &SHOWN[..] } else { &COLUMNS[..] };
    output::rows(format, columns, &rows)?;
    Ok(Outcome::Fine)
}

fn pause(config: Option<&Path>, id: &str, paused: bool) -> Result<Outcome> {
    let loaded = env::config(config)?;
    let mut connection = env::writer(config)?;
    let tx = Transaction::begin(&mut connection)?;
    sources::sync(&tx, &loaded.sources)?;
    sources::set_paused(&tx, &SourceId::new(id), paused)?;
    tx.commit()?;
    output::remark(&format!("{id} is {}", if paused { "paused" } else { "read again" }));
    Ok(Outcome::Fine)
}

/// Adds an address without looking at it.
pub(crate) fn add_unseen(file: &Path, url: WebUrl) -> Result<Outcome> {
    let source = config::source_from_url(url, SourceKind::Auto, None);
    let id = config::add_source(file, &source)?;
    output::remark(&format!("added {id} to {}", file.display()));
    Ok(Outcome::Fine)
}

pub(crate) fn add(config: Option<&Path>, url: &str, yes: bool) -> Result<Outcome> {
    let file = config_file(config)?;
    let url = WebUrl::pasted(url).with_context(|| format!("{url:?}"))?;
    if let Some(id) = known(&file, &url)? {
        output::remark(&format!("{url} is known already, as source {id}; nothing was changed"));
        return Ok(Outcome::Fine);
    }
    let Some(found) = preview::propose(config, &url)? else {
        output::complain(&format!("{url} was not added"));
        return Ok(Outcome::Failed);
    };
    if let Some(id) = known(&file, &found.url)? {
        output::remark(&format!(
            "its news stands at {}, which is known already, as source {id}; nothing was changed",
            found.url
        ));
        return Ok(Outcome::Fine);
    }
    if !yes && !agreed(&format!("Add {} as a source?", found.url))? {
        output::remark("nothing was changed");
        return Ok(Outcome::Fine);
    }
    let source = config::source_from_url(found.url, found.kind.into(), found.title);
    let id = config::add_source(&file, &source)?;
    output::remark(&format!(
        "added {id} ({}) to {}",
        output::visible(&source.name),
        file.display()
    ));
    Ok(Outcome::Fine)
}

/// The configured source that reads an address already, however it is written.
fn known(file: &Path, url: &WebUrl) -> Result<Option<SourceId>> {
    let wanted = canonical(url);
    let (loaded, _warnings) = config::load(file)?;
    let same = |source: &&Source| canonical(&source.url) == wanted;
    Ok(loaded.sources.iter().find(same).map(|source| source.id.clone()))
}

pub(crate) fn agreed(question: &str) -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("{question} Say so with --yes");
    }
    output::ask(&format!("{question} [y/N]"))?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Adds each address of an OPML file as a source.
pub(crate) fn import_opml(config: Option<&Path>, mut input: impl Read) -> Result<Outcome> {
    let file = config_file(config)?;
    let mut text = String::new();
    input.read_to_string(&mut text).context("reading the OPML file")?;
    let mut outcome = Outcome::Fine;
    for outline in export::read_opml(&text).context("the OPML file")? {
        match WebUrl::parse(&outline.url) {
            Ok(url) => {
                let source = config::source_from_url(url, outline.kind, outline.name);
                match config::add_source(&file, &source) {
                    Ok(id) => output::remark(&format!("added {id}")),
                    Err(config::EditError::Known(id)) => {
                        output::remark(&format!("{id} stands there already"));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => {
                output::complain(&format!("{}: {error}", outline.url));
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome)
}
