//! The next message of a channel: claimed, and put together from the store.

use crate::store::{Connection, SqlError, SqlResult as Result};
use jiff::Timestamp;

use super::{Brief, Ledger, Step};
use crate::deliver::digest::{Waiting, compose};
use crate::deliver::{Correction, Message, Mode, Receipts};
use crate::model::{DeliveryId, DeliveryKind, DeliveryState};
use crate::store::outbox::{self, Claim, ClaimRules, Claimed, InDigest, Settlement, Target};

/// A message in flight.
pub(super) struct Parcel {
    pub(super) id: DeliveryId,
    pub(super) attempts: u32,
    pub(super) first_tried: Timestamp,
    pub(super) message: Message,
}

fn rules(brief: &Brief) -> ClaimRules {
    let digest = matches!(brief.rhythm.mode, Mode::Digest { .. });
    ClaimRules { resend_unknown: brief.resend_unknown, digest }
}

/// When the channel has something to send; on a digest channel what is due becomes its messages.
/// `Ok` when there is something now.
pub(super) fn due<L: Ledger>(
    connection: &Connection,
    brief: &Brief,
    now: Timestamp,
) -> Result<std::result::Result<(), Step>> {
    let rules = rules(brief);
    if rules.digest {
        gather::<L>(connection, brief, now)?;
    }
    Ok(match outbox::peek(connection, &brief.name, rules, now)? {
        Claim::Ready(_) => Ok(()),
        Claim::At(at) => Err(Step::Again(at)),
        Claim::Empty => Err(Step::Idle),
        Claim::Stopped(_) => Err(Step::Stopped),
    })
}

/// Claims the next delivery and puts its message together. What has become pointless is skipped
/// with the reason.
pub(super) fn next<L: Ledger>(
    connection: &Connection,
    brief: &Brief,
    now: Timestamp,
) -> Result<Option<Parcel>> {
    let rules = rules(brief);
    loop {
        let Claim::Ready(claimed) = outbox::claim(connection, &brief.name, rules, now)? else {
            return Ok(None);
        };
        match message::<L>(connection, &claimed)? {
            Ok(message) => {
                let Claimed { id, attempts, first_tried, .. } = claimed;
                return Ok(Some(Parcel { id, attempts, first_tried, message }));
            }
            Err(why) => {
                let skipped = Settlement::Skipped { why: why.to_owned() };
                outbox::settle(connection, claimed.id, &skipped, now)?;
            }
        }
    }
}

const NO_STORY: &str = "the story is not to be posted any more";
const NO_POST: &str = "the post it belongs to never went out";
const NO_BODY: &str = "what was to be sent cannot be read";

/// The message, or why there is none.
fn message<L: Ledger>(
    connection: &Connection,
    claimed: &Claimed,
) -> Result<std::result::Result<Message, &'static str>> {
    let post = match claimed.story {
        Some(story) if matches!(claimed.kind, DeliveryKind::Post | DeliveryKind::Edit) => {
            L::post(connection, story)?
        }
        _ => None,
    };
    Ok(match claimed.kind {
        DeliveryKind::Post => post.map(Message::Post).ok_or(NO_STORY),
        DeliveryKind::Edit => match (post, target(claimed.of.as_ref())) {
            (None, _) => Err(NO_STORY),
            (_, None) => Err(NO_POST),
            (Some(post), Some(target)) => Ok(Message::Edit { post, target }),
        },
        DeliveryKind::Reply => match (read(claimed.body.as_deref()), target(claimed.of.as_ref())) {
            (None, _) => Err(NO_BODY),
            (_, None) => Err(NO_POST),
            (Some(correction), Some(target)) => Ok(Message::Reply { correction, target }),
        },
        DeliveryKind::Digest => read(claimed.body.as_deref()).map(Message::Digest).ok_or(NO_BODY),
        DeliveryKind::Alert => read(claimed.body.as_deref()).map(Message::Alert).ok_or(NO_BODY),
    })
}

fn read<T: serde::de::DeserializeOwned>(body: Option<&str>) -> Option<T> {
    serde_json::from_str(body?).ok()
}

fn target(of: Option<&Target>) -> Option<Receipts> {
    let of = of.filter(|of| of.state == DeliveryState::Sent)?;
    read(of.receipts.as_deref())
}

/// Turns what is due on a digest channel into the messages of one digest.
fn gather<L: Ledger>(connection: &Connection, brief: &Brief, now: Timestamp) -> Result<()> {
    let mut waiting = Vec::new();
    for one in outbox::due_for_digest(connection, &brief.name, now)? {
        match in_digest::<L>(connection, &one)? {
            Some(found) => waiting.push(found),
            None => outbox::skip(connection, one.id, NO_STORY, now)?,
        }
    }
    let date = now.to_zoned(brief.rhythm.timezone.clone()).date().to_string();
    for part in compose(&waiting, &date) {
        let body = serde_json::to_string(&part.digest)
            .map_err(|error| SqlError::ToSqlConversionFailure(error.into()))?;
        outbox::form_digest(connection, &brief.name, &body, &part.carries, now)?;
    }
    Ok(())
}

/// A correction names its changes; an edit, which a digest cannot have, names none and is dropped.
fn in_digest<L: Ledger>(connection: &Connection, one: &InDigest) -> Result<Option<Waiting>> {
    let changes = match one.kind {
        DeliveryKind::Post => Vec::new(),
        _ => match read::<Correction>(one.body.as_deref()) {
            Some(correction) => correction.changes,
            None => return Ok(None),
        },
    };
    let Some(story) = one.story else { return Ok(None) };
    let post = L::post(connection, story)?;
    Ok(post.map(|post| Waiting { delivery: one.id, post, changes }))
}
