//! From nothing to a first post.

use std::fs::OpenOptions;
use std::io::{self, BufRead, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use edwire::config;
use edwire::deliver::{self, TerminalLook};
use edwire::model::WebUrl;

use crate::args::{Init, Run};
use crate::{Outcome, output, run as run_command, sources};

/// What a person wants, asked or given.
struct Wishes {
    addresses: Vec<WebUrl>,
    chat: Option<String>,
    contact: Option<String>,
}

pub(crate) fn run(asked: Option<&Path>, options: &Init) -> Result<Outcome> {
    let file = asked.map_or_else(|| PathBuf::from("config.toml"), Path::to_owned);
    if file.exists() {
        output::complain(&format!(
            "{} exists already and is left alone; `edwire sources add URL` adds to it, `edwire check` \
             looks it over",
            file.display()
        ));
        return Ok(Outcome::Usage);
    }
    let talking = !options.yes && io::stdin().is_terminal();
    let wishes = wishes(options, talking)?;
    write_new(&file, &text(&wishes))?;
    if let Err(faults) = config::load(&file) {
        // What edwire cannot read is no help to anybody.
        std::fs::remove_file(&file).with_context(|| file.display().to_string())?;
        return Err(faults.into());
    }
    output::remark(&format!("wrote {}", file.display()));
    let mut outcome = Outcome::Fine;
    let mut read = 0;
    for address in &wishes.addresses {
        let added = if options.offline {
            sources::add_unseen(&file, address.clone())
        } else {
            sources::add(Some(&file), address.as_str(), !talking)
        };
        match added {
            Ok(Outcome::Fine) => read += 1,
            Ok(other) => outcome = other,
            Err(error) => {
                output::complain(&format!("{address}: {error:#}"));
                outcome = Outcome::Failed;
            }
        }
    }
    if options.offline {
        output::remark("next: `edwire check --online`, then `edwire run --once`");
        return Ok(outcome);
    }
    if wishes.chat.is_some() && !channel_answers(&file)? {
        return Ok(Outcome::Failed);
    }
    if read == 0 {
        output::remark(
            "no source yet: `edwire sources add URL` adds one, then `edwire run --once`",
        );
        return Ok(outcome);
    }
    first_look(&file, talking, outcome)
}

fn first_look(file: &Path, talking: bool, outcome: Outcome) -> Result<Outcome> {
    if talking && !yes("Read the sources now, and post what is new?")? {
        output::remark("next: `edwire run --once` reads and posts, `edwire run` keeps doing so");
        return Ok(outcome);
    }
    let once = Run { once: true, format: None };
    let looked = run_command::run(Some(file), &once, false)?;
    output::remark("`edwire run` keeps reading; `edwire latest` shows what is stored");
    Ok(if outcome == Outcome::Fine { looked } else { outcome })
}

fn wishes(options: &Init, talking: bool) -> Result<Wishes> {
    let mut addresses = Vec::new();
    for address in &options.source {
        addresses.push(WebUrl::pasted(address)?);
    }
    let mut wishes =
        Wishes { addresses, chat: options.chat.clone(), contact: options.contact.clone() };
    if !talking {
        return Ok(wishes);
    }
    while wishes.addresses.is_empty() || options.source.is_empty() {
        let answer = answer("A news page or feed to read (nothing when done):")?;
        if answer.is_empty() {
            break;
        }
        match WebUrl::pasted(&answer) {
            Ok(url) => wishes.addresses.push(url),
            Err(error) => output::complain(&error.to_string()),
        }
    }
    if wishes.chat.is_none() {
        output::remark(
            "Telegram: @BotFather makes a bot; make it an administrator of your channel and put its \
             token into the environment variable TELEGRAM_BOT_TOKEN.",
        );
        let chat =
            answer("The channel to post to, such as @your_channel (nothing: this terminal):")?;
        wishes.chat = Some(chat).filter(|chat| !chat.is_empty());
    }
    if wishes.contact.is_none() {
        let contact =
            answer("Where webmasters can reach you, such as you@example.edu (optional):")?;
        wishes.contact = Some(contact).filter(|contact| !contact.is_empty());
    }
    Ok(wishes)
}

fn answer(question: &str) -> Result<String> {
    output::ask(question)?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

fn yes(question: &str) -> Result<bool> {
    let answer = answer(&format!("{question} [Y/n]"))?;
    Ok(matches!(answer.as_str(), "" | "y" | "Y" | "yes"))
}

/// A string as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn text(wishes: &Wishes) -> String {
    let mut text = String::from(
        "# edwire reads this file; every key is described in the README. `edwire check` finds mistakes.\n\n[fetch]\n",
    );
    text.push_str(&match &wishes.contact {
        Some(contact) if contact.contains(':') => format!("contact = {}\n", quoted(contact)),
        Some(contact) => format!("contact = {}\n", quoted(&format!("mailto:{contact}"))),
        None => "# contact = \"mailto:you@example.edu\"     # so that webmasters can reach you\n"
            .to_owned(),
    });
    text.push_str("\n# Where posts go. Without a channel they go to the terminal.\n");
    match &wishes.chat {
        Some(chat) => {
            let chat = chat.parse::<i64>().map_or_else(|_name| quoted(chat), |id| id.to_string());
            text.push_str(&format!(
                "[[channel]]\nname = \"main\"\nkind = \"telegram\"\nchat = {chat}\n\
                 token = \"${{TELEGRAM_BOT_TOKEN}}\"\n"
            ));
        }
        None => text.push_str(
            "# [[channel]]\n# name = \"main\"\n# kind = \"telegram\"\n# chat = \"@your_channel\"\n\
             # token = \"${TELEGRAM_BOT_TOKEN}\"\n",
        ),
    }
    text.push_str("\n# News pages and feeds to read; `edwire sources add URL` adds one.\n");
    text
}

/// Never over a file that is there.
fn write_new(file: &Path, text: &str) -> Result<()> {
    let made = OpenOptions::new().write(true).create_new(true).open(file);
    let mut made = match made {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = file.parent().unwrap_or(file).display().to_string();
            return Err(error).with_context(|| format!("there is no folder {folder}"));
        }
        other => other.with_context(|| file.display().to_string())?,
    };
    made.write_all(text.as_bytes()).with_context(|| file.display().to_string())
}

/// Whether the token is good and the bot may post.
fn channel_answers(file: &Path) -> Result<bool> {
    let (loaded, _warnings) = config::load(file)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut fine = true;
    for channel in &loaded.channels {
        let said = match channel.settings(TerminalLook::Plain) {
            Ok(settings) => {
                let said = runtime.block_on(deliver::probe(&settings, false));
                said.map_err(anyhow::Error::msg)
            }
            Err(error) => Err(anyhow::Error::from(error)),
        };
        match said {
            Ok(said) => output::remark(&format!("channel {}: {said}", channel.name)),
            Err(error) => {
                fine = false;
                output::complain(&format!("channel {}: {error:#}", channel.name));
            }
        }
    }
    if !fine {
        output::remark("mend that, then `edwire check --online` and `edwire run --once`");
    }
    Ok(fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_a_sound_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let cases = [
            (None, None),
            (Some("@a_channel"), Some("you@example.edu")),
            (Some("-1001234567890"), Some("https://example.edu/\"contact\"")),
        ];
        for (at, (chat, contact)) in cases.into_iter().enumerate() {
            let wishes = Wishes {
                addresses: Vec::new(),
                chat: chat.map(str::to_owned),
                contact: contact.map(str::to_owned),
            };
            let file = folder.path().join(format!("{at}.toml"));
            write_new(&file, &text(&wishes)).unwrap();
            let (loaded, _) = config::load(&file).unwrap();
            assert_eq!(loaded.channels.len(), usize::from(chat.is_some()));
            assert!(write_new(&file, "").is_err());
        }
    }
}
