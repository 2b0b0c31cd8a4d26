//! Complete items are offered to the channels: routed, and queued in the transaction that
//! completed them.

use jiff::Timestamp;

use super::desk::{Copy, Desk};
use super::{follow, place};
use crate::deliver::route::{self, Candidate, Decision, Route};
use crate::model::{DeliveryKind, Source, WebUrl};
use crate::store::items::{Item, Occasion};
use crate::store::outbox::{self, NewDelivery, Start};
use crate::store::{StoreError, Transaction, items, neighbours, stories};

type Result<T> = std::result::Result<T, StoreError>;

/// Offers what is ready of one source; returns how many posts were queued.
pub(super) fn ready(
    tx: &Transaction<'_>,
    desk: &Desk,
    source: &Source,
    now: Timestamp,
) -> Result<u64> {
    let ready = items::unrouted(tx, &source.id)?;
    let mut queued = 0;
    let mut rest: Vec<(Occasion, Vec<Item>)> = Vec::new();
    for mut item in ready {
        items::routed(tx, item.id)?;
        if !item.relevant() || item.withdrawn {
            continue;
        }
        if catch_up(tx, desk, source, &mut item, now)? {
            // it is no longer to be offered, whatever it was offered for
            items::update(tx, &Item { occasion: None, ..item.clone() })?;
        }
        if !leads(tx, &item)? {
            // old news in disguise brings no post a line
            if item.occasion != Some(Occasion::Flood) {
                grown(tx, desk, &item, now)?;
            }
            continue;
        }
        let Some(occasion) = item.occasion else { continue };
        follow::begin(tx, &item, now)?;
        match rest.iter_mut().find(|(other, _)| *other == occasion) {
            Some((_, items)) => items.push(item),
            None => rest.push((occasion, vec![item])),
        }
    }
    for (occasion, items) in rest {
        queued += offer(tx, desk, source, (occasion, &items), now)?;
    }
    Ok(queued)
}

/// Whether a relevant item is the one by which its story is told; a lead that is off-topic or gone
/// tells nobody anything and gives way.
fn leads(tx: &Transaction<'_>, item: &Item) -> Result<bool> {
    let Some(lead) = stories::lead(tx, item.story)? else { return Ok(false) };
    if lead == item.id {
        return Ok(true);
    }
    if items::get(tx, lead)?.is_some_and(|lead| lead.relevant() && !lead.withdrawn) {
        return Ok(false);
    }
    stories::elect(tx, item.story)?;
    Ok(stories::lead(tx, item.story)? == Some(item.id))
}

/// What was off-topic when it was found, and is not by the operator's word or changed rules, was
/// neither read nor compared. Returns whether that had to be done; the item is then to be written.
pub fn catch_up(
    tx: &Transaction<'_>,
    desk: &Desk,
    source: &Source,
    item: &mut Item,
    now: Timestamp,
) -> Result<bool> {
    if neighbours::is_kept(tx, item.id)? {
        return Ok(false);
    }
    let url = WebUrl::parse(&item.link).ok();
    let opinion = desk.opinion(source, &Copy::of(item, url.as_ref()), now);
    item.deadlines = opinion.deadlines;
    item.summary = opinion.summary.or(item.summary.take());
    let facts = place::facts_of(item);
    place::again(tx, item, &facts)?;
    Ok(true)
}

fn offer(
    tx: &Transaction<'_>,
    desk: &Desk,
    source: &Source,
    (occasion, items): (Occasion, &[Item]),
    now: Timestamp,
) -> Result<u64> {
    let candidates: Vec<Candidate<'_>> =
        items.iter().map(|item| candidate(item, source.country.as_deref())).collect();
    let occasion = match occasion {
        Occasion::FirstLook => route::Occasion::FirstLook,
        Occasion::Regular { last_look } => route::Occasion::Regular { last_look },
        Occasion::Flood => route::Occasion::Flood,
    };
    let mut queued = 0;
    for plan in route::route(&desk.channels, &candidates, occasion, now) {
        queued += u64::from(queue(tx, plan)?);
    }
    Ok(queued)
}

/// Whether a post was queued, not merely held.
fn queue(tx: &Transaction<'_>, plan: Route) -> Result<bool> {
    let Route { channel, item, story, decision } = plan;
    let (order_at, not_before, start) = match decision {
        Decision::Post { order_at, not_before } => (order_at, not_before, Start::Queued),
        Decision::Hold { order_at, why } => (order_at, order_at, Start::Held(why.to_string())),
        Decision::Unwanted(_) => return Ok(false),
    };
    let posts = start == Start::Queued;
    let post = NewDelivery::post(channel, story, item, order_at);
    let added = outbox::enqueue(tx, &NewDelivery { start, not_before, ..post })?;
    Ok(posts && added.is_some())
}

/// A later copy joined a story: its posts gain a line, unless it is the source's own, under another
/// address.
fn grown(tx: &Transaction<'_>, desk: &Desk, item: &Item, now: Timestamp) -> Result<()> {
    let members = stories::members(tx, item.story)?;
    let others = members.iter().filter(|member| member.item != item.id);
    if others.map(|member| member.source.as_str()).any(|source| source == item.source.as_str()) {
        return Ok(());
    }
    for channel in &desk.channels {
        edit(tx, channel, item, now)?;
    }
    Ok(())
}

/// Queues an edit of a story's post on one channel, if there is one.
pub(super) fn edit(
    tx: &Transaction<'_>,
    channel: &crate::deliver::ChannelSettings,
    item: &Item,
    now: Timestamp,
) -> Result<()> {
    let hears = !matches!(channel.kind, crate::deliver::ChannelKind::Terminal(_));
    if hears && let Some((post, _)) = outbox::post_of(tx, &channel.name, item.story)? {
        outbox::enqueue_edit(tx, post, now)?;
    }
    Ok(())
}

/// Queues a reply to a story's post, or a correction for the next digest.
pub(super) fn reply(
    tx: &Transaction<'_>,
    channel: &crate::deliver::ChannelSettings,
    item: &Item,
    body: &crate::deliver::Correction,
    now: Timestamp,
) -> Result<()> {
    if matches!(channel.kind, crate::deliver::ChannelKind::Terminal(_)) {
        return Ok(());
    }
    if let Some((post, crate::model::DeliveryState::Sent)) =
        outbox::post_of(tx, &channel.name, item.story)?
    {
        let new = NewDelivery {
            kind: DeliveryKind::Reply,
            body: Some(serde_json::to_string(body)?),
            of: Some(post),
            not_before: crate::deliver::rhythm::not_before(&channel.rhythm, now),
            ..NewDelivery::post(channel.name.clone(), item.story, item.id, now)
        };
        outbox::enqueue(tx, &new)?;
    }
    Ok(())
}

/// An item as the channels' rules see it, from a source of that country.
pub fn candidate<'a>(item: &'a Item, country: Option<&'a str>) -> Candidate<'a> {
    Candidate {
        item: item.id,
        story: item.story,
        source: &item.source,
        topics: &item.verdict.topics,
        lang: item.lang.as_ref(),
        country,
        score: item.verdict.score,
        published: item.published,
        first_seen: item.first_seen,
    }
}
