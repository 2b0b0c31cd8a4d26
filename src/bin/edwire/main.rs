//! The command line: one file per command, nothing but wiring.

mod arena;
mod args;
mod backup;
mod check;
mod child;
mod classify;
mod demo;
mod documents;
mod dry_run;
mod env;
mod export;
mod extract;
mod import;
mod init;
mod item_json;
mod latest;
mod listing;
mod logging;
mod manual;
mod marks;
mod outbox;
mod output;
mod preview;
mod progress;
mod rejudge;
mod reload;
mod room;
mod run;
mod search;
mod show;
mod sources;
mod stats;
mod story;
mod table;

use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser};

use args::{Args, Command};

/// How a command ended; the exit code of the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine = 0,
    /// Something failed and was named on stderr.
    Failed = 1,
    /// Wrong usage or configuration.
    Usage = 2,
}

fn main() -> ExitCode {
    // before anything has been done that would have to be done again
    if std::env::args_os().any(|arg| arg == "run") {
        arena::settle();
    }
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => args::hinted(error).exit(),
    };
    logging::start(&args);
    edwire::daemon::heavy::set_apart();
    let outcome = match command(&args) {
        Ok(outcome) => outcome,
        Err(error) => {
            output::complain(&told(&error));
            class(&error)
        }
    };
    ExitCode::from(outcome as u8)
}

/// An error with its causes, each said once.
fn told(error: &anyhow::Error) -> String {
    // what only deserves a look is `edwire check`'s to say
    if let Some(faults) = error.downcast_ref::<edwire::config::Faults>() {
        return faults.errors().to_string();
    }
    error.chain().map(ToString::to_string).fold(String::new(), |text, cause| {
        if text.is_empty() {
            cause
        } else if text.contains(&cause) {
            text
        } else {
            format!("{text}: {cause}")
        }
    })
}

/// A configuration at fault is the caller's to mend; anything else merely failed.
fn class(error: &anyhow::Error) -> Outcome {
    let usage = error.is::<edwire::config::Faults>()
        || error.is::<edwire::config::FindError>()
        || error.is::<edwire::config::RevealError>()
        || error.is::<edwire::model::WebUrlError>()
        || error.is::<edwire::model::PublishedError>()
        || error.downcast_ref::<edwire::store::StoreError>().is_none()
            && error.downcast_ref::<std::io::Error>().is_none()
            && error.downcast_ref::<edwire::daemon::lock::LockError>().is_none()
            && error.downcast_ref::<edwire::config::EditError>().is_none()
            && error.downcast_ref::<edwire::store::outbox::MendError>().is_none();
    if usage { Outcome::Usage } else { Outcome::Failed }
}

fn command(args: &Args) -> Result<Outcome> {
    let config = args.config.as_deref();
    match &args.command {
        Command::Demo(options) => demo::run(options),
        Command::Run(options) => run::run(config, options, args.quiet),
        Command::Init(options) => init::run(config, options),
        Command::Check(options) => check::run(config, options),
        Command::Preview(options) => preview::run(config, options),
        Command::Extract(options) => extract::run(options),
        Command::ReadDocument => child::document(),
        Command::ReadPage => child::page(),
        Command::Classify(options) => classify::run(config, options),
        Command::Search(options) => search::run(config, options),
        Command::Latest(options) => latest::latest(config, options),
        Command::Due(options) => latest::due(config, options),
        Command::Show(options) => show::run(config, options),
        Command::Sources(options) => sources::run(config, options),
        Command::Outbox(options) => outbox::run(config, options),
        Command::Import(options) => import::run(config, options),
        Command::Export(options) => export::run(config, options),
        Command::Rejudge(options) => rejudge::run(config, options),
        Command::Mark(options) => marks::mark(config, options),
        Command::Tune(options) => marks::tune(config, options),
        Command::Story(options) => story::run(config, options),
        Command::Stats(options) => stats::run(config, options),
        Command::Backup(options) => backup::run(config, options),
        Command::Completions(options) => {
            let mut command = Args::command();
            let mut script = Vec::new();
            clap_complete::generate(options.shell, &mut command, "edwire", &mut script);
            output::line(String::from_utf8_lossy(&script).trim_end())?;
            Ok(Outcome::Fine)
        }
        Command::Man(options) => manual::run(options),
    }
}
