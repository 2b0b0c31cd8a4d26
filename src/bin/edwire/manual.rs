//! The manual pages, made from the same descriptions as the help.

use anyhow::Result;
use clap::CommandFactory;

use crate::args::{Args, Man};
use crate::{Outcome, output};

pub(crate) fn run(options: &Man) -> Result<Outcome> {
    let mut whole = Args::command();
    // gives each command its full name, and the options that all have
    whole.build();
    let named = options.command.as_deref();
    let command = match named.map(|name| whole.find_subcommand(name).cloned()) {
        None => whole,
        Some(Some(command)) => command,
        Some(None) => {
            let name = named.unwrap_or_default();
            output::complain(&format!("there is no command {name}; `edwire --help` lists them"));
            return Ok(Outcome::Usage);
        }
    };
    clap_mangen::Man::new(command).render(&mut output::stdout())?;
    Ok(Outcome::Fine)
}
