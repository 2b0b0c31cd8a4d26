//! Setting up the newsroom from the configuration.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use edwire::config::{self, Config};
use edwire::curate::judge::{LazyJudge, Settings};
use edwire::daemon::desk::Desk;
use edwire::daemon::run::Newsroom;
use edwire::daemon::timetable::Pacer;
use edwire::daemon::{clock, schedule};
use edwire::deliver::{ChannelSettings, TerminalLook};
use edwire::fetch::Client;
use edwire::store::notes::{self, Note};
use edwire::store::retention::Keep;
use edwire::store::{self, Store, StoreError};

use crate::{marks, output};

/// A desk that judges as `run` does but posts nowhere; the shipped rules where there is no
/// configuration.
pub(crate) fn desk(file: Option<&Path>) -> Result<Desk> {
    let Some(file) = file else {
        return Ok(Desk {
            judge: LazyJudge::new(Settings::default()),
            sources: HashMap::new(),
            channels: Vec::new(),
            schedule: schedule::Settings::default(),
            pacer: Pacer::default(),
            keep: Keep::default(),
            admin: None,
        });
    };
    Ok(judging(&config::load(file)?.0))
}

/// The same of a configuration: with the weights that were tuned on its store.
pub(crate) fn judging(config: &Config) -> Desk {
    let desk = desk_of(config, Vec::new());
    let settings = desk.judge.settings().clone();
    match tuned(&config.store.path, desk.judge) {
        Ok(judge) => Desk { judge, ..desk },
        Err(error) => {
            output::complain(&format!("judged by the shipped weights: {error:#}"));
            Desk { judge: LazyJudge::new(settings), ..desk }
        }
    }
}

fn tuned(store: &Path, judge: LazyJudge) -> Result<LazyJudge> {
    let weights = match store::open_reader(store) {
        Ok(connection) => notes::get(&connection, Note::Weights)?,
        Err(StoreError::Missing(_)) => None,
        Err(error) => return Err(error.into()),
    };
    marks::tuned_lazily(judge, weights.as_deref())
}

pub(crate) fn desk_of(config: &Config, channels: Vec<ChannelSettings>) -> Desk {
    Desk {
        judge: LazyJudge::new(config.judge.clone()),
        sources: config.sources.iter().map(|s| (s.id.clone(), s.clone())).collect(),
        channels,
        schedule: config.schedule.clone(),
        pacer: Pacer::default(),
        keep: Keep { text: config.store.keep_text, off_topic: config.store.keep_off_topic },
        admin: config.admin.clone(),
    }
}

/// The channels with their secrets; the terminal where none is set up.
pub(crate) fn channels(config: &Config, look: TerminalLook) -> Result<Vec<ChannelSettings>> {
    if config.channels.is_empty() {
        return Ok(vec![config::Channel::terminal().settings(look)?]);
    }
    config.channels.iter().map(|channel| Ok(channel.settings(look)?)).collect()
}

/// Everything a pass needs.
pub(crate) fn newsroom(config: &Config, store: Store, desk: Arc<Desk>) -> Result<Newsroom> {
    let client = Client::new(&config.fetch, clock::now)?;
    // without a web page of ours no hub can reach us
    let public_url = config.web.public_url.clone().filter(|_| config.web.listen.is_some());
    let newsroom = Newsroom::new(desk, store, client, config.fetch.concurrency);
    Ok(Newsroom { public_url, ..newsroom })
}
