//! The manual pages, made from the same descriptions as the help.

use anyhow::Result;
use clap::CommandFactory;

use crate::args::{Args, Man};
use crate::{Outcome, output};

pub(crate) fn run(options: &Man) -> Result<Outcome> {
    let mut whole = Args::command();
    // gives each command its full name, and the options that all have
    whole.build();
    let command = match options.command.as_deref() {
        None => whole,
        Some(name) => match whole.find_subcommand(name) {
            Some(command) => command.clone(),
            None => {
                output::complain(&format!(
                    "there is no command {name}; `edwire --help` lists them"
                ));
                return Ok(Outcome::Usage);
            }
        },
    };
    clap_mangen::Man::new(command).render(&mut output::stdout())?;
    Ok(Outcome::Fine)
}
