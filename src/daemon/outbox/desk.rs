//! The next message of a channel: claimed, and put together from the store.

use crate::store::{Connection, SqlError, SqlResult as Result};
use jiff::{SignedDuration, Timestamp};

use super::{Brief, Ledger, Step};
use crate::deliver::digest::{Waiting, compose};
use crate::deliver::rhythm::quiet_ended;
use crate::deliver::{AfterQuiet, Correction, Message, Mode, Receipts};
use crate::model::{DeliveryId, DeliveryKind, DeliveryState};
use crate::store::outbox::{self, Claim, ClaimRules, Claimed, InDigest, Settlement, Target};

/// A message in flight.
pub(super) struct Parcel {
    pub(super) id: DeliveryId,
    pub(super) attempts: u32,
    pub(super) first_tried: Timestamp,
    pub(super) message: Message,
}

/// After this long one message is given up, so that it cannot hold up its channel for ever.
const GIVE_UP: SignedDuration = SignedDuration::from_hours(48);
/// A pin is a courtesy.
const PIN_GIVE_UP: SignedDuration = SignedDuration::from_mins(2);

impl Parcel {
    pub(super) fn is_pin(&self) -> bool {
        matches!(self.message, Message::Pin { .. })
    }

    /// How long it is tried.
    pub(super) fn patience(&self) -> SignedDuration {
        if self.is_pin() { PIN_GIVE_UP } else { GIVE_UP }
    }
}

fn rules(brief: &Brief) -> ClaimRules {
    let digest = matches!(brief.rhythm.mode, Mode::Digest { .. });
    ClaimRules { resend_unknown: brief.resend_unknown, digest }
}

/// When the channel has something to send; on a digest channel what is due becomes its messages,
/// and so does, where that is wished, what waited for the end of the quiet hours. `Ok` when there
/// is something now.
pub(super) fn due<L: Ledger>(
    connection: &Connection,
    brief: &Brief,
    now: Timestamp,
) -> Result<std::result::Result<(), Step>> {
    let rules = rules(brief);
    if rules.digest {
        let waiting = outbox::due_for_digest(connection, &brief.name, now)?;
        gather::<L>(connection, brief, waiting, now)?;
    } else if brief.rhythm.after_quiet == AfterQuiet::Digest {
        after_quiet::<L>(connection, brief, now)?;
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
        match message::<L>(connection, brief, &claimed)? {
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
    brief: &Brief,
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
        DeliveryKind::Pin => match target(claimed.of.as_ref()) {
            None => Err(NO_POST),
            Some(target) => {
                let former = read(outbox::pinned(connection, &brief.name)?.as_deref());
                Ok(Message::Pin { target, former })
            }
        },
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

/// What was still waiting when the quiet hours ended leaves as a digest; a single post as a post.
fn after_quiet<L: Ledger>(connection: &Connection, brief: &Brief, now: Timestamp) -> Result<()> {
    let Some(ended) = quiet_ended(&brief.rhythm, now) else { return Ok(()) };
    let mut waited = outbox::due_for_digest(connection, &brief.name, ended)?;
    waited.retain(|one| one.kind == DeliveryKind::Post);
    if waited.len() > 1 {
        gather::<L>(connection, brief, waited, now)?;
    }
    Ok(())
}

/// Turns what waits into the messages of one digest.
fn gather<L: Ledger>(
    connection: &Connection,
    brief: &Brief,
    waits: Vec<InDigest>,
    now: Timestamp,
) -> Result<()> {
    let mut waiting = Vec::new();
    for one in waits {
        match in_digest::<L>(connection, &one)? {
            Some(found) => waiting.push(found),
            None => outbox::skip(connection, one.id, NO_STORY, now)?,
        }
    }
    let date = now.to_zoned(brief.rhythm.timezone.clone()).date().to_string();
    let mut first = None;
    for part in compose(&waiting, &date) {
        let body = serde_json::to_string(&part.digest)
            .map_err(|error| SqlError::ToSqlConversionFailure(error.into()))?;
        let formed = outbox::form_digest(connection, &brief.name, &body, &part.carries, now)?;
        first.get_or_insert(formed);
    }
    match first.filter(|_| brief.pin) {
        Some(first) => outbox::enqueue_pin(connection, first, now),
        None => Ok(()),
    }
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
