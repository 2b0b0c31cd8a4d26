//! The whole pipeline against the bundled newsroom: real pages over loopback, a real store, posts
//! on the terminal.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use edwire::curate::judge::{LazyJudge, Settings};
use edwire::daemon::demo::newsroom::{Act, Newsroom as Sites};
use edwire::daemon::desk::Desk;
use edwire::daemon::report::Report;
use edwire::daemon::run::Newsroom;
use edwire::daemon::timetable::Pacer;
use edwire::daemon::{clock, schedule, service};
use edwire::deliver::{Printer, TerminalLook};
use edwire::fetch::{self, Client};
use edwire::model::{Health, ItemState};
use edwire::store::views::{self, ItemView};
use edwire::store::{Filter, Store, sources};
use tokio_util::sync::CancellationToken;

use crate::args::Demo;
use crate::output::{self, visible};
use crate::{Outcome, run as run_command};

pub(crate) fn run(options: &Demo) -> Result<Outcome> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(play(options))
}

async fn play(options: &Demo) -> Result<Outcome> {
    let folder = std::env::temp_dir().join(format!("edwire-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let sites = Sites::open(clock::now()).await?;
    let (printer, look) = run_command::terminal(false);
    let look = if look == TerminalLook::JsonLines { TerminalLook::Plain } else { look };
    let room = newsroom(&sites, &folder, look)?;
    let done = acts(&sites, &room, &printer, options).await;
    drop(room);
    std::fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    done?;
    Ok(Outcome::Fine)
}

fn newsroom(sites: &Sites, folder: &std::path::Path, look: TerminalLook) -> Result<Newsroom> {
    let channel = edwire::config::Channel::terminal().settings(look)?;
    let desk = Desk {
        judge: LazyJudge::new(Settings::default()),
        sources: sites.sources().into_iter().map(|s| (s.id.clone(), s)).collect(),
        channels: vec![channel],
        schedule: schedule::Settings::default(),
        pacer: Pacer::default(),
        keep: edwire::store::retention::Keep::default(),
        admin: None,
    };
    let client = Client::new(
        &fetch::Settings {
            allow_private_networks: true,
            per_host_interval: Duration::from_millis(10),
            ..fetch::Settings::default()
        },
        clock::now,
    )?;
    let store = Store::open(&folder.join("demo.db"))?;
    Ok(Newsroom::new(Arc::new(desk), store, client, 16))
}

async fn acts(sites: &Sites, room: &Newsroom, printer: &Printer, options: &Demo) -> Result<()> {
    let count = sites.sources().len();
    heading(&format!("First pass: {count} sources that edwire has never seen"))?;
    let report = service::once(room, printer, &CancellationToken::new()).await?;
    tell(&report)?;
    let before = account(room).await?;
    output::line(&format!(
        "\nA new source shows at most its 3 latest items of the last three days; {} older ones are \
         held as backlog, {} are off-topic.",
        count_of(&before, ItemState::Held),
        count_of(&before, ItemState::OffTopic),
    ))?;

    sites.advance(Act::Breaking);
    heading("Breaking news, a copy of it elsewhere, an off-topic item, two broken sources")?;
    room.store.write(|tx| sources::wake_all(tx)).await?;
    let report = service::once(room, printer, &CancellationToken::new()).await?;
    tell(&report)?;
    let after = account(room).await?;

    heading("What became of each new item, and why")?;
    for view in after.iter().filter(|view| !before.iter().any(|old| old.item.id == view.item.id)) {
        let state = view.state.as_str();
        output::line(&format!("{state:<10} {}", visible(&view.item.title)))?;
        output::line(&format!("{:10} {} · {}", "", view.source_name, visible(&view.why)))?;
    }
    health(room).await?;

    heading("A third pass finds nothing new and posts nothing")?;
    room.store.write(|tx| sources::wake_all(tx)).await?;
    tell(&service::once(room, printer, &CancellationToken::new()).await?)?;
    if options.serve {
        output::line(&format!("\nThe newsroom stays open at {}; Ctrl-C ends it.", sites.index()))?;
        let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done?,
            _ = term.recv() => {}
        }
    } else {
        output::line("\nNext: the README's five steps to a channel of your own.")?;
    }
    Ok(())
}

fn heading(text: &str) -> Result<()> {
    output::line(&format!("\n== {text} ==\n"))?;
    Ok(())
}

fn tell(report: &Report) -> Result<()> {
    output::line(&format!(
        "\n{}, {} unchanged, {} failed; {}: {} new, {}; {} posted.",
        output::counted(report.sources, "source", "sources"),
        report.not_modified,
        report.failed,
        output::counted(report.entries_seen, "entry", "entries"),
        report.new,
        output::counted(report.duplicates, "copy", "copies"),
        report.delivered
    ))?;
    Ok(())
}

fn count_of(views: &[ItemView], state: ItemState) -> usize {
    views.iter().filter(|view| view.state == state).count()
}

async fn account(room: &Newsroom) -> Result<Vec<ItemView>> {
    let all = room
        .store
        .read(|connection| {
            let mut items = Vec::new();
            let filter = Filter { all: true, ..Filter::default() };
            views::each(connection, &filter, |item| {
                items.push(item);
                Ok(true)
            })?;
            items.into_iter().map(|item| views::view(connection, item)).collect()
        })
        .await?;
    Ok(all)
}

async fn health(room: &Newsroom) -> Result<()> {
    let states = room.store.read(sources::all).await?;
    heading("Sources that need a look")?;
    for state in states.iter().filter(|state| state.health != Health::Ok) {
        let why = state.why.as_deref().unwrap_or_default();
        output::line(&format!("{:<10} {}: {}", state.health, state.name, visible(why)))?;
    }
    Ok(())
}
