//! A changed configuration, and weights tuned from marks, are taken up while the service runs; what
//! is broken is reported and the old one stays.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Result;
use edwire::config::{self, Config};
use edwire::daemon::desk::Desk;
use edwire::deliver::TerminalLook;
use edwire::store::Store;
use edwire::store::notes::{self, Note};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{marks, room};

/// How often a changed configuration is looked for.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// How often it is asked which files the configuration is made of: a new one may match `include`.
const WHICH_FILES: u32 = 60;

/// Puts a new desk on `desks` whenever a file changed, or HUP asked for it, until `stop`.
pub(crate) async fn watch(
    running: Config,
    (store, look): (Store, TerminalLook),
    desks: watch::Sender<Arc<Desk>>,
    stop: CancellationToken,
) {
    let mut hangups = match signal(SignalKind::hangup()) {
        Ok(hangups) => hangups,
        Err(error) => {
            tracing::warn!(%error, "HUP will not be heard");
            return;
        }
    };
    let mut files = config::files(&running.file);
    let mut before = (stamps(&files), weights(&store).await);
    let mut folders = stamps(&folders_of(&files));
    for turn in 1_u32.. {
        let forced = tokio::select! {
            () = stop.cancelled() => return,
            _ = hangups.recv() => true,
            () = tokio::time::sleep(LOOK_AGAIN) => false,
        };
        let now_in = stamps(&folders_of(&files));
        if forced || now_in != folders || turn.is_multiple_of(WHICH_FILES) {
            files = config::files(&running.file);
            folders = stamps(&folders_of(&files));
        }
        let now = (stamps(&files), weights(&store).await);
        if !forced && now == before {
            continue;
        }
        match take_up(&running, look, now.1.as_deref()) {
            Ok(desk) => {
                let (sources, channels) = (desk.sources.len(), desk.channels.len());
                tracing::info!(sources, channels, "the configuration was read again");
                desks.send_replace(Arc::new(desk));
            }
            Err(error) => {
                tracing::error!(
                    "the changed configuration is broken, the old one stays:\n{error:#}"
                );
            }
        }
        before = now;
    }
}

fn take_up(running: &Config, look: TerminalLook, weights: Option<&str>) -> Result<Desk> {
    let (config, _warnings) = config::load(&running.file)?;
    let channels = room::channels(&config, look)?;
    let desk = room::desk_of(&config, channels);
    let judge = marks::tuned_lazily(desk.judge, weights)?;
    let fixed = [
        ("store", config.store.path != running.store.path),
        ("fetch", config.fetch != running.fetch),
        ("web", config.web != running.web),
    ];
    for (table, changed) in fixed {
        if changed {
            tracing::warn!("what changed in [{table}] takes effect at the next start");
        }
    }
    Ok(Desk { judge, ..desk })
}

/// The weights tuned from marks.
async fn weights(store: &Store) -> Option<String> {
    store.read(|connection| notes::get(connection, Note::Weights)).await.ok().flatten()
}

fn folders_of(files: &[PathBuf]) -> Vec<PathBuf> {
    let folders = files.iter().filter_map(|file| file.parent().map(Path::to_owned));
    folders.collect::<BTreeSet<_>>().into_iter().collect()
}

/// When each was last written, and how long it is.
fn stamps(files: &[PathBuf]) -> Vec<(PathBuf, Option<(SystemTime, u64)>)> {
    let stamp = |file: &PathBuf| {
        std::fs::metadata(file).and_then(|meta| Ok((meta.modified()?, meta.len()))).ok()
    };
    files.iter().map(|file| (file.clone(), stamp(file))).collect()
}
