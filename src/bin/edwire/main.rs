//! The command line: one file per command, nothing but wiring.

mod args;
mod classify;
mod extract;
mod output;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// How a command ended; see the exit codes in the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// Something failed and was named on stderr.
    Failed,
}

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => error.exit(),
    };
    let done = match &args.command {
        Command::Extract(options) => extract::run(options),
        Command::Classify(options) => classify::run(options),
    };
    match done {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            output::complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
