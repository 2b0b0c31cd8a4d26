//! Merging and splitting stories by hand.

use std::path::Path;

use anyhow::{Result, bail};
use edwire::model::{ItemId, JoinReason, StoryId};
use edwire::store::items::{self, Item, Occasion};
use edwire::store::{Transaction, outbox, stories};

use crate::args::{Story, StoryWhat};
use crate::{Outcome, env, item_json, output, show};

pub(crate) fn run(config: Option<&Path>, options: &Story) -> Result<Outcome> {
    let mut connection = env::writer(config)?;
    let tx = Transaction::begin(&mut connection)?;
    let (StoryWhat::Join { items: wanted } | StoryWhat::Split { items: wanted }) = &options.what;
    let Some(items) = all(&tx, wanted)? else { return Ok(Outcome::Failed) };
    match &options.what {
        StoryWhat::Join { .. } => join(&tx, &items)?,
        StoryWhat::Split { .. } => split(&tx, &items)?,
    }
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    item_json::print(&tx, &ids, options.format)?;
    tx.commit()?;
    Ok(Outcome::Fine)
}

/// `None` where one of them is unknown, which is told.
fn all(tx: &Transaction<'_>, wanted: &[String]) -> Result<Option<Vec<Item>>> {
    let mut items = Vec::new();
    for wanted in wanted {
        match show::find(tx, wanted)? {
            Some(item) => items.push(item),
            None => output::complain(&format!("there is no item {wanted}")),
        }
    }
    Ok((items.len() == wanted.len()).then_some(items))
}

/// All join the first one's story. What was told of them counts as told of it; what was queued for a
/// story that ends here is not sent any more.
fn join(tx: &Transaction<'_>, items: &[Item]) -> Result<()> {
    let [first, others @ ..] = items else { bail!("give at least two items") };
    for item in others {
        // an item given before may have taken this one along
        if items::get(tx, item.id)?.is_none_or(|now| now.story == first.story) {
            continue;
        }
        stories::move_item(tx, item.id, first.story, &JoinReason::ByHand)?;
        output::remark(&format!("item {} joined story {}", item.id, first.story));
    }
    Ok(())
}

/// Each gets a story of its own. What was posted stays with the item that was posted; a story that
/// has told nobody anything yet is offered to the channels.
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
        for each in [story, item.story] {
            offer(tx, each)?;
        }
    }
    Ok(())
}

/// Has a story's lead offered to the channels, where no post of it was ever queued.
fn offer(tx: &Transaction<'_>, story: StoryId) -> Result<()> {
    let lead = stories::lead(tx, story)?.map(|lead| items::get(tx, lead)).transpose()?.flatten();
    let Some(mut lead) = lead.filter(|lead| lead.relevant() && !lead.imported) else {
        return Ok(());
    };
    if lead.withdrawn || lead.occasion.is_some() || !outbox::of_story(tx, story)?.is_empty() {
        return Ok(());
    }
    lead.occasion = Some(Occasion::Regular { last_look: lead.first_seen });
    items::update(tx, &lead)?;
    output::remark(&format!(
        "story {story} was never posted: it is offered to the channels at its source's next look"
    ));
    Ok(())
}
