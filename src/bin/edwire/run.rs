use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Result;
use edwire::config::{self, Config, WebSettings};
use edwire::daemon::desk::Desk;
use edwire::daemon::{clock, lock, service};
use edwire::deliver::{ChannelSettings, Printer, TerminalLook};
use edwire::serve::web::{self, Site};
use edwire::store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::args::{Format, Run};
use crate::{Outcome, env, marks, output, room};

/// How often a changed configuration is looked for.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

pub(crate) fn run(asked: Option<&Path>, options: &Run, quiet: bool) -> Result<Outcome> {
    let config = env::config(asked)?;
    // JSON owns stdout; posts of the terminal channel then go to stderr.
    let json = matches!(options.format, Some(Format::Json | Format::Jsonl));
    let (printer, look) = terminal(json);
    let _lock = lock::take(&config.store.path)?;
    let channels = room::channels(&config, look)?;
    let mut desk = room::desk_of(&config, channels.clone());
    desk.judge = marks::tuned_at(desk.judge, &config.store.path)?;
    let desk = Arc::new(desk);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(8)
        .enable_all()
        .build()?;
    let room = {
        let _inside = runtime.enter();
        room::newsroom(&config, Arc::clone(&desk))?
    };
    if options.once {
        let report = runtime.block_on(service::once(&room, &printer))?;
        let say = match (json, quiet) {
            (true, _) => Say::Json,
            (false, true) => Say::Nothing,
            (false, false) => Say::Words,
        };
        return told(&report, say);
    }
    runtime.block_on(serve(config, (room, desk, channels), &printer))?;
    // Blocking work that hangs must not keep the process alive.
    runtime.shutdown_timeout(Duration::from_secs(5));
    Ok(Outcome::Fine)
}

/// Where the terminal channel writes, and how.
pub(crate) fn terminal(json: bool) -> (Printer, TerminalLook) {
    let to_stderr = json;
    let tty = if to_stderr { io::stderr().is_terminal() } else { io::stdout().is_terminal() };
    let colours =
        tty && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    let look = match (tty || to_stderr, colours) {
        (true, true) => TerminalLook::Coloured,
        (true, false) => TerminalLook::Plain,
        (false, _) => TerminalLook::JsonLines,
    };
    let printer =
        if to_stderr { Printer::new(io::stderr()) } else { Printer::new(output::stdout()) };
    (printer, look)
}

/// How a pass is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Say {
    Json,
    Words,
    Nothing,
}

fn told(report: &edwire::daemon::run::Report, say: Say) -> Result<Outcome> {
    for failure in &report.failures {
        output::complain(failure);
    }
    if say == Say::Json {
        output::line(&serde_json::to_string(report)?)?;
    } else if say == Say::Words {
        output::remark(&format!(
            "{} sources ({} failed, {} unchanged), {} entries: {} new, {} copies, {} off-topic; \
             {} delivered, {} queued, {} ms",
            report.sources,
            report.failed,
            report.not_modified,
            report.entries_seen,
            report.new,
            report.duplicates,
            report.irrelevant,
            report.delivered,
            report.queued,
            report.elapsed_ms
        ));
    }
    Ok(if report.failures.is_empty() { Outcome::Fine } else { Outcome::Failed })
}

async fn serve(
    config: Config,
    (room, desk, channels): (edwire::daemon::run::Newsroom, Arc<Desk>, Vec<ChannelSettings>),
    printer: &Printer,
) -> Result<()> {
    let stop = CancellationToken::new();
    let (desks, changed) = watch::channel(desk);
    let sources = config.sources.len();
    let files = (config.file.clone(), config.store.path.clone());
    let watching = watch_config(files, channels, desks, stop.clone());
    let stopping = signals(stop.clone());
    let beating = heartbeat(stop.clone());
    let showing = web_page(config.web.clone(), room.store.clone(), stop.clone());
    let serving = service::serve(room, printer, changed, stop.clone(), || {
        tracing::info!(sources, "reading");
        notify(&[sd_notify::NotifyState::Ready]);
    });
    let (done, stopped, (), (), ()) = tokio::join!(
        async {
            let done = serving.await;
            stop.cancel();
            done
        },
        stopping,
        watching,
        beating,
        showing
    );
    stopped?;
    done?;
    tracing::info!("stopped; everything accepted is stored");
    Ok(())
}

/// The web page, if its port is free; news is read and posted without it too.
async fn web_page(settings: WebSettings, store: Store, stop: CancellationToken) {
    let Some(listen) = settings.listen else { return };
    let listener = match TcpListener::bind(listen).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::error!(
                "no web page: {listen} cannot be opened ({error}); set another address with \
                 `[web] listen`, or \"\" for none"
            );
            return;
        }
    };
    let address = listener.local_addr().unwrap_or(listen);
    tracing::info!("the web page is at http://{address}/");
    let site = Site { store, clock: clock::now, public_url: settings.public_url };
    if let Err(error) = web::serve(listener, site, stop).await {
        tracing::error!(%error, "the web page stopped");
    }
}

/// TERM or INT stop; a second one is left to the system's default.
async fn signals(stop: CancellationToken) -> Result<()> {
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
        () = stop.cancelled() => return Ok(()),
    }
    tracing::info!("finishing what is in flight");
    notify(&[sd_notify::NotifyState::Stopping]);
    stop.cancel();
    Ok(())
}

/// Tells systemd that the program is alive, twice in each period that it was promised.
async fn heartbeat(stop: CancellationToken) {
    let Some(period) = sd_notify::watchdog_enabled() else { return };
    while !stop.is_cancelled() {
        notify(&[sd_notify::NotifyState::Watchdog]);
        tokio::select! {
            () = tokio::time::sleep(period / 2) => {}
            () = stop.cancelled() => {}
        }
    }
}

fn notify(states: &[sd_notify::NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "systemd was not told");
    }
}

/// Takes up a changed configuration, and weights tuned from marks; what is broken is reported and the
/// old one stays.
async fn watch_config(
    (file, store): (PathBuf, PathBuf),
    channels: Vec<ChannelSettings>,
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
    let stamp_of = || (modified(&file), marks::tuned_text(&store));
    let mut stamp = stamp_of();
    loop {
        let forced = tokio::select! {
            () = stop.cancelled() => return,
            _ = hangups.recv() => true,
            () = tokio::time::sleep(LOOK_AGAIN) => false,
        };
        let now = stamp_of();
        if !forced && now == stamp {
            continue;
        }
        stamp = now;
        match config::load(&file) {
            Ok((config, _warnings)) => {
                let desk = room::desk_of(&config, channels.clone());
                match marks::tuned_at(desk.judge, &config.store.path) {
                    Ok(judge) => {
                        let sources = config.sources.len();
                        tracing::info!(sources, "the configuration was read again");
                        desks.send_replace(Arc::new(Desk { judge, ..desk }));
                    }
                    Err(error) => {
                        tracing::error!("the configuration was not taken up: {error:#}");
                    }
                }
            }
            Err(faults) => {
                tracing::error!(
                    "the changed configuration is broken, the old one stays:\n{faults}"
                );
            }
        }
    }
}

fn modified(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|meta| meta.modified()).ok()
}
