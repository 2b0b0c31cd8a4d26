//! What most commands need first: the configuration and the store.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use edwire::config::{self, Config};
use edwire::daemon::clock;
use edwire::model::{DateOrigin, Lang, Published, SourceId, TopicId};
use edwire::store::{self, Connection, Filter};
use jiff::{SignedDuration, Timestamp};

use crate::args::Filters;
use crate::output;

/// The configuration, faults reported. Without a file, everything has its default.
pub(crate) fn config(asked: Option<&Path>) -> Result<Config> {
    let Some(file) = config::find(asked)? else {
        bail!(
            "there is no config.toml here, in ~/.config/edwire or in /etc/edwire; `edwire init` writes \
             one, `edwire demo` needs none, `--config FILE` names another"
        );
    };
    let (config, warnings) = config::load(&file)?;
    for warning in &warnings.0 {
        tracing::debug!("{warning}");
    }
    Ok(config)
}

/// Where the store is, without needing a sound configuration for anything else.
pub(crate) fn store_path(asked: Option<&Path>) -> Result<PathBuf> {
    match config::find(asked)? {
        Some(file) => Ok(config::load(&file)?.0.store.path),
        None => Ok(PathBuf::from("edwire.db")),
    }
}

pub(crate) fn reader(asked: Option<&Path>) -> Result<Connection> {
    Ok(store::open_reader(&store_path(asked)?)?)
}

pub(crate) fn writer(asked: Option<&Path>) -> Result<Connection> {
    Ok(store::open_writer(&store_path(asked)?)?)
}

/// `7d` is that long ago; a date is its first moment in UTC.
pub(crate) fn moment(text: &str, now: Timestamp) -> Result<Timestamp> {
    if let Some(period) = config::period(text) {
        return Ok(now.checked_sub(period)?);
    }
    let published = Published::parse(text, DateOrigin::FirstSeen).map_err(|_neither| {
        anyhow!("{text:?} is neither a span like 7d nor a date like 2026-03-31")
    })?;
    Ok(published.at)
}

pub(crate) fn span(text: &str) -> Result<SignedDuration> {
    config::period(text).with_context(|| format!("{text:?} is no span; write one like 30d"))
}

/// The filter that the options describe; `default_limit` where none is asked for.
pub(crate) fn filter(options: &Filters, default_limit: Option<u64>) -> Result<Filter> {
    let now = clock::now();
    let at = |text: &Option<String>| text.as_deref().map(|text| moment(text, now)).transpose();
    let langs = options
        .lang
        .iter()
        .map(|tag| Lang::parse(tag).with_context(|| format!("{tag:?} is no language code like en")))
        .collect::<Result<_>>()?;
    Ok(Filter {
        since: at(&options.since)?,
        until: at(&options.until)?,
        sources: options.source.iter().map(SourceId::new).collect(),
        topics: options.topic.iter().map(TopicId::new).collect(),
        langs,
        countries: options.country.iter().map(|country| country.to_ascii_uppercase()).collect(),
        all: options.all,
        limit: options.limit.or(default_limit),
    })
}

/// Refuses values that nothing stored has; a search's own fields are in the filter.
pub(crate) fn known(connection: &Connection, filter: &Filter) -> Result<()> {
    let unknown = store::unknown(connection, filter)?;
    if unknown.is_empty() {
        return Ok(());
    }
    let said: Vec<String> = unknown.iter().map(ToString::to_string).collect();
    let more = if unknown.iter().any(|unknown| unknown.field == "source") {
        "\n`edwire sources` lists the configured ones"
    } else {
        ""
    };
    bail!("{}{more}", said.join("\n"))
}

/// Says what a filter that found nothing may have missed.
pub(crate) fn nothing_found(options: &Filters) {
    if output::on_terminal() {
        let hint = if options.all { "" } else { "; --all also shows off-topic items and copies" };
        output::remark(&format!("nothing found{hint}"));
    }
}
