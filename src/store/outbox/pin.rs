//! Pinning a digest: a delivery of its own, so that a pin that fails never posts anything again.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::model::{ChannelName, DeliveryId};
use crate::store::rows::ceil_second;

/// Queues the pinning of a digest, behind the messages that are queued now.
pub fn enqueue_pin(connection: &Connection, digest: DeliveryId, now: Timestamp) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO delivery (channel, kind, of, state, order_at, not_before) \
             SELECT channel, 'pin', id, 'queued', order_at, ?2 FROM delivery WHERE id = ?1",
        )?
        .execute(params![digest.0, ceil_second(now)])
        .map(drop)
}

/// Where the digest stands that was pinned last: the receipts of its post.
pub fn pinned(connection: &Connection, name: &ChannelName) -> Result<Option<String>> {
    let receipts: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT post.receipts FROM delivery AS pin JOIN delivery AS post ON post.id = pin.of \
             WHERE pin.channel = ?1 AND pin.state = 'sent' AND pin.kind = 'pin' \
             ORDER BY pin.settled_at DESC, pin.id DESC LIMIT 1",
        )?
        .query_row([name.as_str()], |row| row.get(0))
        .optional()?;
    Ok(receipts.flatten())
}
