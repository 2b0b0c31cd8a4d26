use std::path::Path;

use anyhow::Result;
use edwire::config::{self, Config};
use edwire::daemon::clock;
use edwire::daemon::probe::{self, Seen, Wishes};
use edwire::deliver::TerminalLook;
use edwire::fetch::Client;
use edwire::parse::Want;

use crate::args::Check;
use crate::{Outcome, output, room};

pub(crate) fn run(config: Option<&Path>, options: &Check) -> Result<Outcome> {
    let Some(file) = config::find(config)? else {
        output::complain(
            "there is no config.toml to check; `edwire init` writes one, --config FILE names another",
        );
        return Ok(Outcome::Usage);
    };
    let config = match config::load(&file) {
        Ok((config, warnings)) => {
            for warning in &warnings.0 {
                output::remark(&warning.to_string());
            }
            config
        }
        Err(faults) => {
            output::remark(&faults.to_string());
            return Ok(Outcome::Usage);
        }
    };
    room::desk_of(&config, Vec::new());
    let mut outcome = Outcome::Fine;
    for channel in &config.channels {
        if let Err(error) = channel.settings(TerminalLook::Plain) {
            output::complain(&error.to_string());
            outcome = Outcome::Usage;
        }
    }
    output::remark(&format!(
        "{}: {}, {}, store {}",
        file.display(),
        output::counted(config.sources.len() as u64, "source", "sources"),
        output::counted(config.channels.len() as u64, "channel", "channels"),
        config.store.path.display()
    ));
    if options.online && !online(&config, options)? {
        outcome = Outcome::Failed;
    }
    Ok(outcome)
}

/// Looks at every source once and asks every channel.
fn online(config: &Config, options: &Check) -> Result<bool> {
    let client = Client::new(&config.fetch, clock::now)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut fine = true;
    let wishes = Wishes::default();
    for source in &config.sources {
        let want = Want::from(source.kind);
        let look = probe::look(&client, source, want, &wishes, clock::now());
        match runtime.block_on(look) {
            Ok(Seen::Listing { listing, .. }) if !listing.entries.is_empty() => {
                output::remark(&format!(
                    "ok      {}: {} entries",
                    source.id,
                    listing.entries.len()
                ));
            }
            Ok(Seen::Listing { listing, .. }) => {
                fine = false;
                let why = listing.warnings.first().map_or("no entries", |warning| &warning.text);
                output::remark(&format!("failing {}: {why}", source.id));
            }
            Ok(Seen::Article { .. }) => {
                fine = false;
                output::remark(&format!("failing {}: no list of news", source.id));
            }
            Err(error) => {
                fine = false;
                output::remark(&format!("failing {}: {error}", source.id));
            }
        }
    }
    for channel in &config.channels {
        let settings = match channel.settings(TerminalLook::Plain) {
            Ok(settings) => settings,
            Err(_said_already) => {
                fine = false;
                continue;
            }
        };
        match runtime.block_on(edwire::deliver::probe(&settings, options.send_test)) {
            Ok(said) => output::remark(&format!("ok      {}: {said}", channel.name)),
            Err(error) => {
                fine = false;
                output::remark(&format!("failing {}: {error}", channel.name));
            }
        }
    }
    Ok(fine)
}
