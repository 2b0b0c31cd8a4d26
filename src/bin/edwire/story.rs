//! Merging and splitting stories by hand.

use std::path::Path;

use anyhow::{Result, bail};
use edwire::daemon::clock;
use edwire::model::JoinReason;
use edwire::store::items::Item;
use edwire::store::{self, Transaction, outbox, stories};

use crate::args::{Story, StoryWhat};
use crate::{Outcome, env, output, show};

pub(crate) fn run(config: Option<&Path>, options: &Story) -> Result<Outcome> {
    let mut connection = env::writer(config)?;
    let tx = connection.transaction_with_behavior(store::IMMEDIATE)?;
    match &options.what {
        StoryWhat::Join { items } => join(&tx, &all(&tx, items)?)?,
        StoryWhat::Split { items } => split(&tx, &all(&tx, items)?)?,
    }
    tx.commit()?;
    Ok(Outcome::Fine)
}

fn all(tx: &Transaction<'_>, wanted: &[String]) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for wanted in wanted {
        match show::find(tx, wanted)? {
            Some(item) => items.push(item),
            None => bail!("there is no item {wanted}"),
        }
    }
    Ok(items)
}

/// All join the first one's story. What was queued for the others is not sent any more.
fn join(tx: &Transaction<'_>, items: &[Item]) -> Result<()> {
    let [first, others @ ..] = items else { bail!("give at least two items") };
    if others.is_empty() {
        bail!("give at least two items");
    }
    for item in others {
        if item.story == first.story {
            continue;
        }
        outbox::drop_stale(tx, item.story, "joined to another story by hand", clock::now())?;
        stories::move_item(tx, item.id, first.story, &JoinReason::ByHand)?;
        output::remark(&format!("item {} joined story {}", item.id, first.story));
    }
    Ok(())
}

/// Each gets a story of its own; nothing is posted for it.
fn split(tx: &Transaction<'_>, items: &[Item]) -> Result<()> {
    for item in items {
        if stories::members(tx, item.story)?.len() < 2 {
            output::remark(&format!("item {} is alone in its story already", item.id));
            continue;
        }
        let story = stories::open(tx)?;
        stories::move_item(tx, item.id, story, &JoinReason::ByHand)?;
        stories::set_lead(tx, story, item.id)?;
        stories::relate(tx, item.story, story)?;
        output::remark(&format!("item {} has story {story} of its own", item.id));
    }
    Ok(())
}
