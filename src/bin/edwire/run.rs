use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use edwire::config::{Config, WebSettings};
use edwire::daemon::desk::Desk;
use edwire::daemon::report::{Failure, Logged, Report};
use edwire::daemon::run::{ARTICLES_PER_SOURCE, Newsroom};
use edwire::daemon::{clock, lock, service};
use edwire::deliver::route::HoldReason;
use edwire::deliver::{Printer, TerminalLook};
use edwire::serve::web::{self, Rate, Site};
use edwire::store::Store;
use edwire::store::notes::{self, Note};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::args::{Format, Run};
use crate::{Outcome, env, marks, output, reload, room};

pub(crate) fn run(asked: Option<&Path>, options: &Run, quiet: bool) -> Result<Outcome> {
    let config = env::config(asked)?;
    // JSON owns stdout; posts of the terminal channel then go to stderr.
    let json = matches!(options.format, Some(Format::Json | Format::Jsonl));
    let (printer, look) = terminal(json);
    let printer = if quiet && !json { Printer::new(io::sink()) } else { printer };
    let _lock = lock::take(&config.store.path)?;
    let channels = room::channels(&config, look)?;
    // A pass polls its looks itself, and what is heavy runs on blocking threads: more threads would
    // only hand every answer of the network from one to the other.
    let mut runtime = if options.once {
        tokio::runtime::Builder::new_current_thread()
    } else {
        tokio::runtime::Builder::new_multi_thread()
    };
    let runtime = runtime.worker_threads(2).max_blocking_threads(64).enable_all().build()?;
    let mut desk = room::desk_of(&config, channels);
    let store = Store::open(&config.store.path)?;
    let weights = runtime.block_on(store.read(|kept| notes::get(kept, Note::Weights)))?;
    desk.judge = marks::tuned_lazily(desk.judge, weights.as_deref())?;
    let desk = Arc::new(desk);
    let room = {
        let _inside = runtime.enter();
        room::newsroom(&config, store, Arc::clone(&desk))?
    };
    if options.once {
        let report = runtime.block_on(once(&room, &printer))?;
        let Some(report) = report else {
            output::complain("stopped; what was read is stored, the next pass carries on");
            return Ok(Outcome::Failed);
        };
        let say = match (json, quiet) {
            (true, _) => Say::Json,
            (false, true) => Say::Nothing,
            (false, false) => Say::Words,
        };
        return told(&report, say);
    }
    let served = runtime.block_on(serve(config, (room, desk, look), &printer));
    // Blocking work that hangs must not keep the process alive.
    runtime.shutdown_timeout(Duration::from_secs(5));
    served.map(|()| Outcome::Fine)
}

async fn once(room: &Newsroom, printer: &Printer) -> Result<Option<Report>> {
    let stop = CancellationToken::new();
    let pass = async {
        let report = service::once(room, printer, &stop).await;
        let interrupted = stop.is_cancelled();
        stop.cancel();
        report.map(|report| (!interrupted).then_some(report))
    };
    let ended = stop.clone();
    let ending = async { tokio::join!(pass, signals(ended)) };
    let (report, stopping) = tokio::select! {
        ended = ending => ended,
        insisted = insisted(&stop) => return insisted.map(|()| None),
    };
    stopping?;
    Ok(report?)
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

fn told(report: &Report, say: Say) -> Result<Outcome> {
    let untold = |failure: &&Failure| match failure.logged {
        Logged::No => true,
        Logged::AsWarning => !tracing::enabled!(tracing::Level::WARN),
        Logged::AsError => false,
    };
    report.failures.iter().filter(untold).for_each(|failure| output::complain(&failure.text));
    if say == Say::Words && report.sources == 0 {
        output::remark("no source is due; `edwire sources` shows when each is read next");
    }
    if say == Say::Json {
        output::line(&serde_json::to_string(report)?)?;
    } else if say == Say::Words {
        output::remark(&format!(
            "{} ({} failed, {} unchanged), {}: {} new, {}, {} off-topic; {} delivered, {} \
             queued, {} ms",
            output::counted(report.sources, "source", "sources"),
            report.failed,
            report.not_modified,
            output::counted(report.entries_seen, "entry", "entries"),
            report.new,
            output::counted(report.duplicates, "copy", "copies"),
            report.irrelevant,
            report.delivered,
            report.queued,
            report.elapsed_ms
        ));
        left_over(report);
    }
    Ok(if report.failures.is_empty() { Outcome::Fine } else { Outcome::Failed })
}

/// What a pass left for later, and why.
fn left_over(report: &Report) {
    if report.to_read > 0 {
        output::remark(&format!(
            "still to be read: {}, for a pass reads {ARTICLES_PER_SOURCE} of a source; until then the \
             posts of a new source wait. Run it again, or `edwire run` for good",
            output::counted(report.to_read, "article", "articles")
        ));
    }
    for state in report.silent.iter().filter(|_| report.queued > 0) {
        let name = &state.name;
        output::remark(&match &state.stopped {
            Some(why) => format!(
                "channel {name} is stopped: {why}; mend it, then `edwire outbox retry ID` starts it again"
            ),
            None => format!("channel {name} was told to wait until {}", state.wait_until),
        });
    }
    for (why, posts) in &report.held {
        let explained = HoldReason::of(why).map(|reason| format!(" ({})", reason.explained()));
        let posts = output::counted(*posts, "post", "posts");
        output::remark(&format!("{posts} held: {why}{}", explained.unwrap_or_default()));
    }
    if !report.held.is_empty() {
        output::remark(
            "`edwire outbox` lists them, `edwire outbox retry ID` posts one all the same",
        );
    }
}

async fn serve(
    config: Config,
    (room, desk, look): (Newsroom, Arc<Desk>, TerminalLook),
    printer: &Printer,
) -> Result<()> {
    let stop = CancellationToken::new();
    let (desks, changed) = watch::channel(desk);
    let sources = config.sources.len();
    let watching = reload::watch(config.clone(), (room.store.clone(), look), desks, stop.clone());
    let stopping = signals(stop.clone());
    let beating = heartbeat(stop.clone());
    let showing = web_page(config.web.clone(), room.store.clone(), stop.clone());
    let serving = service::serve(room, printer, changed, stop.clone(), || {
        tracing::info!(sources, "reading");
        notify(&[sd_notify::NotifyState::Ready]);
    });
    let ending = async {
        tokio::join!(
            async {
                let done = serving.await;
                stop.cancel();
                done
            },
            stopping,
            watching,
            beating,
            showing
        )
    };
    let (done, stopped, (), (), ()) = tokio::select! {
        ended = ending => ended,
        insisted = insisted(&stop) => return insisted,
    };
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
    let public_url = settings.public_url;
    let site = Site { store, clock: clock::now, public_url, rate: Rate::default() };
    if let Err(error) = web::serve(listener, site, stop).await {
        tracing::error!(%error, "the web page stopped");
    }
}

/// TERM or INT stop; a second one stops at once.
async fn signals(stop: CancellationToken) -> Result<()> {
    // a file that may not grow is a full disk, not an end
    let _outgrown = signal(SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw()))?;
    tokio::select! {
        told = told_to_stop() => told?,
        () = stop.cancelled() => return Ok(()),
    }
    tracing::info!("finishing what is in flight; a second signal ends it at once");
    notify(&[sd_notify::NotifyState::Stopping]);
    stop.cancel();
    Ok(())
}

/// Until TERM or INT comes.
async fn told_to_stop() -> Result<()> {
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    Ok(())
}

/// A further signal while things are being finished.
async fn insisted(stop: &CancellationToken) -> Result<()> {
    stop.cancelled().await;
    told_to_stop().await?;
    bail!("stopped at once; the message in flight, if there was one, may be sent again")
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
