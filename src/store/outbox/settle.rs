//! Writing down what became of an attempt.

use jiff::Timestamp;
use rusqlite::{Connection, Result, params};

use crate::model::{DeliveryId, DeliveryState};
use crate::store::rows::ceil_second;

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// Arrived; the receipts are JSON that only the daemon reads.
    Sent {
        receipts: String,
    },
    /// Did not arrive.
    Retry {
        at: Timestamp,
        why: String,
    },
    /// May have arrived; sent again from `at` on where the channel prefers that.
    Unknown {
        at: Timestamp,
        why: String,
    },
    /// Did not leave: the channel has to wait, moved or stopped. No attempt is counted.
    Returned {
        why: String,
    },
    Dead {
        why: String,
    },
    Skipped {
        why: String,
    },
}

/// Settles a claimed delivery, and what it carries if it is a digest. Returns whether it still was
/// in flight: the operator may have dropped it meanwhile.
pub fn settle(
    connection: &Connection,
    id: DeliveryId,
    settlement: &Settlement,
    now: Timestamp,
) -> Result<bool> {
    let (state, why, at, receipts) = match settlement {
        Settlement::Sent { receipts } => (DeliveryState::Sent, None, None, Some(receipts)),
        Settlement::Retry { at, why } => (DeliveryState::Retrying, Some(why), Some(*at), None),
        Settlement::Unknown { at, why } => (DeliveryState::Unknown, Some(why), Some(*at), None),
        Settlement::Returned { why } => (DeliveryState::Retrying, Some(why), Some(now), None),
        Settlement::Dead { why } => (DeliveryState::Dead, Some(why), None, None),
        Settlement::Skipped { why } => (DeliveryState::Skipped, Some(why), None, None),
    };
    let attempt = i64::from(!matches!(settlement, Settlement::Returned { .. }));
    let settled = at.is_none().then(|| ceil_second(now));
    let changed = connection
        .prepare_cached(
            "UPDATE delivery SET state = ?2, why = ?3, not_before = coalesce(?4, not_before), \
             receipts = coalesce(?5, receipts), attempts = attempts + ?6, settled_at = ?7 \
             WHERE (id = ?1 OR digest = ?1) AND state = 'in-flight'",
        )?
        .execute(params![
            id.0,
            state.as_str(),
            why,
            at.map(ceil_second),
            receipts,
            attempt,
            settled,
        ])?;
    Ok(changed > 0)
}

/// Skips a delivery that nobody claimed, with the reason.
pub fn skip(connection: &Connection, id: DeliveryId, why: &str, now: Timestamp) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE delivery SET state = 'skipped', why = ?2, settled_at = ?3 \
             WHERE id = ?1 AND state IN ('queued', 'held')",
        )?
        .execute(params![id.0, why, ceil_second(now)])
        .map(drop)
}
