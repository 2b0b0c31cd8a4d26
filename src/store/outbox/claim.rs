//! Taking the next delivery of a channel, in its strict order.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::{ceil_second, channel, kind, moment, state};
use crate::model::{ChannelName, DeliveryId, DeliveryKind, DeliveryState, ItemId, StoryId};

/// How a channel's deliveries are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimRules {
    /// Send again what may have arrived already; otherwise it is skipped.
    pub resend_unknown: bool,
    /// Posts wait to be gathered into digests.
    pub digest: bool,
}

/// What the channel should do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Send this.
    Ready(Claimed),
    /// Nothing may go before then.
    At(Timestamp),
    Empty,
    /// The operator must act first.
    Stopped(String),
}

/// A delivery about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub id: DeliveryId,
    pub kind: DeliveryKind,
    pub story: Option<StoryId>,
    pub item: Option<ItemId>,
    pub body: Option<String>,
    pub of: Option<Target>,
    /// Attempts before this one.
    pub attempts: u32,
    /// When the first attempt began: now, for a first attempt.
    pub first_tried: Timestamp,
}

/// The post that an edit or a reply belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub id: DeliveryId,
    pub state: DeliveryState,
    pub receipts: Option<String>,
}

struct Head {
    claimed: Claimed,
    state: DeliveryState,
    not_before: Timestamp,
}

const OPEN: &str = "state IN ('queued', 'in-flight', 'unknown', 'retrying') AND digest IS NULL";

/// Takes the first delivery that is due: it is in flight from now on. To be called in a writing
/// transaction.
pub fn claim(
    connection: &Connection,
    name: &ChannelName,
    rules: ClaimRules,
    now: Timestamp,
) -> Result<Claim> {
    let found = peek(connection, name, rules, now)?;
    if let Claim::Ready(claimed) = &found {
        take(connection, claimed.id, now)?;
    }
    Ok(found)
}

/// What [`claim`] would take. One that waits for another attempt, or of which nobody knows whether
/// it arrived, holds up all behind it; one whose time has not come does not.
pub fn peek(
    connection: &Connection,
    name: &ChannelName,
    rules: ClaimRules,
    now: Timestamp,
) -> Result<Claim> {
    let channel = channel::channel(connection, name)?;
    if let Some(why) = channel.stopped {
        return Ok(Claim::Stopped(why));
    }
    if channel.wait_until > now {
        return Ok(Claim::At(channel.wait_until));
    }
    while let Some(head) = head(connection, name, rules, now)? {
        match head.state {
            DeliveryState::Unknown if !rules.resend_unknown => {
                give_up_unknown(connection, head.claimed.id, now)?;
            }
            // claimed by a sender that is still at it
            DeliveryState::InFlight => {
                return Ok(Claim::At(now + SignedDuration::from_secs(5)));
            }
            _ if head.not_before > now => return Ok(Claim::At(head.not_before)),
            _ => return Ok(Claim::Ready(head.claimed)),
        }
    }
    let next: Option<i64> = connection
        .prepare_cached(&format!(
            "SELECT min(not_before) FROM delivery WHERE channel = ?1 AND {OPEN}"
        ))?
        .query_row([name.as_str()], |row| row.get(0))?;
    let next = next.and_then(|second| Timestamp::from_second(second).ok());
    Ok(next.map_or(Claim::Empty, |at| Claim::At(at.max(now))))
}

fn head(
    connection: &Connection,
    name: &ChannelName,
    rules: ClaimRules,
    now: Timestamp,
) -> Result<Option<Head>> {
    connection
        .prepare_cached(&format!(
            "SELECT id, kind, story, item, body, attempts, first_tried, state, not_before, of \
             FROM delivery WHERE channel = ?1 AND {OPEN} \
             AND (state <> 'queued' OR not_before <= ?2) \
             AND (NOT ?3 OR kind IN ('digest', 'alert', 'pin') OR state <> 'queued') \
             ORDER BY order_at, id LIMIT 1"
        ))?
        .query_row(params![name.as_str(), now.as_second(), rules.digest], |row| {
            let of: Option<i64> = row.get(9)?;
            Ok((read(row, now)?, of))
        })
        .optional()?
        .map(|(mut head, of)| {
            head.claimed.of = of.map(|of| target(connection, DeliveryId(of))).transpose()?;
            Ok(head)
        })
        .transpose()
}

fn read(row: &Row<'_>, now: Timestamp) -> Result<Head> {
    let first_tried: Option<i64> = row.get(6)?;
    let claimed = Claimed {
        id: DeliveryId(row.get(0)?),
        kind: kind(row, 1)?,
        story: row.get::<_, Option<i64>>(2)?.map(StoryId),
        item: row.get::<_, Option<i64>>(3)?.map(ItemId),
        body: row.get(4)?,
        of: None,
        attempts: row.get(5)?,
        first_tried: first_tried.and_then(|at| Timestamp::from_second(at).ok()).unwrap_or(now),
    };
    Ok(Head { claimed, state: state(row, 7)?, not_before: moment(row, 8)? })
}

fn target(connection: &Connection, id: DeliveryId) -> Result<Target> {
    connection
        .prepare_cached("SELECT state, receipts FROM delivery WHERE id = ?1")?
        .query_row([id.0], |row| Ok(Target { id, state: state(row, 0)?, receipts: row.get(1)? }))
}

fn take(connection: &Connection, id: DeliveryId, now: Timestamp) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE delivery SET state = 'in-flight', claimed_at = ?2, \
             first_tried = coalesce(first_tried, ?2) WHERE id = ?1 OR digest = ?1",
        )?
        .execute(params![id.0, now.as_second()])
        .map(drop)
}

fn give_up_unknown(connection: &Connection, id: DeliveryId, now: Timestamp) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE delivery SET state = 'skipped', settled_at = ?2, why = \
             'nobody knows whether it arrived, and after_crash = \"skip\": ' || coalesce(why, '') \
             WHERE id = ?1 OR digest = ?1",
        )?
        .execute(params![id.0, now.as_second()])
        .map(drop)
}

/// After a crash: what was in flight may have arrived. To be called once, before anything is
/// claimed. Returns how many there were.
pub fn recover(connection: &Connection, now: Timestamp) -> Result<usize> {
    connection.execute(
        "UPDATE delivery SET state = 'unknown', not_before = ?1, \
         why = 'edwire stopped while it was being sent' WHERE state = 'in-flight'",
        [now.as_second()],
    )
}

/// What a clock that ran ahead put off is tried again now: no attempt is put off for longer than `most`.
pub fn unstall(connection: &Connection, now: Timestamp, most: SignedDuration) -> Result<usize> {
    let latest = now.checked_add(most).unwrap_or(now);
    connection.execute(
        "UPDATE delivery SET not_before = ?1, first_tried = min(first_tried, ?1)
         WHERE state IN ('unknown', 'retrying') AND digest IS NULL AND not_before > ?2",
        [now.as_second(), latest.as_second()],
    )
}

/// When the channel's last messages went out, for the limits to count across a restart; none that a
/// clock that ran ahead sent later than `until`.
pub fn recent_sends(
    connection: &Connection,
    name: &ChannelName,
    (since, until): (Timestamp, Timestamp),
) -> Result<Vec<Timestamp>> {
    connection
        .prepare_cached(
            "SELECT settled_at FROM delivery WHERE channel = ?1 AND state = 'sent' \
             AND settled_at BETWEEN ?2 AND ?3 AND digest IS NULL ORDER BY settled_at",
        )?
        .query_map(params![name.as_str(), since.as_second(), ceil_second(until)], |row| {
            moment(row, 0)
        })?
        .collect()
}

/// A post or correction that waits for its channel's next digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InDigest {
    pub id: DeliveryId,
    pub kind: DeliveryKind,
    pub story: Option<StoryId>,
    pub body: Option<String>,
}

/// What a digest channel's slot has to carry, in order.
pub fn due_for_digest(
    connection: &Connection,
    name: &ChannelName,
    now: Timestamp,
) -> Result<Vec<InDigest>> {
    connection
        .prepare_cached(&format!(
            "SELECT id, kind, story, body FROM delivery WHERE channel = ?1 AND {OPEN} \
             AND state = 'queued' AND kind NOT IN ('digest', 'alert', 'pin') AND not_before <= ?2 \
             ORDER BY order_at, id"
        ))?
        .query_map(params![name.as_str(), now.as_second()], |row| {
            Ok(InDigest {
                id: DeliveryId(row.get(0)?),
                kind: kind(row, 1)?,
                story: row.get::<_, Option<i64>>(2)?.map(StoryId),
                body: row.get(3)?,
            })
        })?
        .collect()
}

/// Queues one message of a digest. What it carries shares its fate from now on.
pub fn form_digest(
    connection: &Connection,
    name: &ChannelName,
    body: &str,
    carries: &[DeliveryId],
    now: Timestamp,
) -> Result<DeliveryId> {
    connection.execute(
        "INSERT INTO delivery (channel, kind, body, state, order_at, not_before) \
         VALUES (?1, 'digest', ?2, 'queued', ?3, ?3)",
        params![name.as_str(), body, now.as_second()],
    )?;
    let digest = DeliveryId(connection.last_insert_rowid());
    let mut carry = connection.prepare_cached("UPDATE delivery SET digest = ?2 WHERE id = ?1")?;
    for id in carries {
        carry.execute([id.0, digest.0])?;
    }
    Ok(digest)
}
