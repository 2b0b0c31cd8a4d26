//! A changed configuration, and weights tuned from marks, are taken up while the service runs; what
//! is broken is reported and the old one stays.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Result;
use edwire::config::{self, Config};
use edwire::daemon::desk::Desk;
use edwire::deliver::TerminalLook;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{marks, room};

/// How often a changed configuration is looked for.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Puts a new desk on `desks` whenever a file changed, or HUP asked for it, until `stop`.
pub(crate) async fn watch(
    running: Config,
    look: TerminalLook,
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
    let stamps_of = || (stamps(&running.file), marks::tuned_text(&running.store.path));
    let mut stamps = stamps_of();
    loop {
        let forced = tokio::select! {
            () = stop.cancelled() => return,
            _ = hangups.recv() => true,
            () = tokio::time::sleep(LOOK_AGAIN) => false,
        };
        let now = stamps_of();
        if !forced && now == stamps {
            continue;
        }
        stamps = now;
        match take_up(&running, look) {
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
    }
}

fn take_up(running: &Config, look: TerminalLook) -> Result<Desk> {
    let (config, _warnings) = config::load(&running.file)?;
    let channels = room::channels(&config, look)?;
    let desk = room::desk_of(&config, channels);
    let judge = marks::tuned_at(desk.judge, &running.store.path)?;
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

/// When each file of the configuration was last written, and how long it is.
fn stamps(main: &Path) -> Vec<(PathBuf, Option<(SystemTime, u64)>)> {
    config::files(main)
        .into_iter()
        .map(|file| {
            let stamp =
                std::fs::metadata(&file).and_then(|meta| Ok((meta.modified()?, meta.len()))).ok();
            (file, stamp)
        })
        .collect()
}
