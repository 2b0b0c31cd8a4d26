//! Subscriptions to WebSub hubs: what was asked for, what was granted, what came.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::Result;
use super::rows::moment;
use super::transaction::Transaction;
use crate::model::SourceId;

/// A subscription, wanted or granted.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    pub source: SourceId,
    pub hub: String,
    pub topic: String,
    /// The last part of the address at which the hub reaches us.
    pub path: String,
    /// Signs what the hub sends.
    pub secret: String,
    pub failures: u32,
    /// The hub sends until then; in the past where it does not.
    pub lease_until: Timestamp,
    /// No news was found that the hub had not sent before.
    pub trusted: bool,
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription")
            .field("source", &self.source)
            .field("hub", &self.hub)
            .field("lease_until", &self.lease_until)
            .finish_non_exhaustive()
    }
}

impl Subscription {
    /// Whether news is sent, so that the feed need not be asked often.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.trusted && self.lease_until > now
    }
}

/// A push makes its source due, but not more often than this.
const BREATH: SignedDuration = SignedDuration::from_secs(10);
/// News found so soon after a push came with it.
const AFTER_PUSH: SignedDuration = SignedDuration::from_hours(1);
/// A subscription lasts at least and at most so long, whatever the hub says.
const SHORTEST: i64 = 3_600;
const LONGEST: i64 = 30 * 86_400;
/// When to ask again a hub that says no.
const AFTER_NO: SignedDuration = SignedDuration::from_hours(7 * 24);

fn read(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    Ok(Subscription {
        source: SourceId::new(row.get::<_, String>("source")?),
        hub: row.get("hub")?,
        topic: row.get("topic")?,
        path: row.get("path")?,
        secret: row.get("secret")?,
        failures: row.get("failures")?,
        lease_until: moment(row.get("lease_until")?),
        trusted: row.get("trusted")?,
    })
}

pub fn get(connection: &Connection, source: &SourceId) -> Result<Option<Subscription>> {
    Ok(connection
        .prepare_cached("SELECT * FROM subscription WHERE source = ?1")?
        .query_row([source.as_str()], read)
        .optional()?)
}

/// The subscription behind the last part of one of our addresses.
pub fn at(connection: &Connection, path: &str) -> Result<Option<Subscription>> {
    Ok(connection
        .prepare_cached("SELECT * FROM subscription WHERE path = ?1")?
        .query_row([path], read)
        .optional()?)
}

/// A feed names a hub that it did not name before; it is asked as soon as possible.
pub fn want(tx: &Transaction<'_>, new: &Subscription, now: Timestamp) -> Result<()> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO subscription (source, hub, topic, path, secret, next_try)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        new.source.as_str(),
        new.hub,
        new.topic,
        new.path,
        new.secret,
        now.as_second()
    ])?;
    Ok(())
}

/// A feed names no hub any more; what still comes from the old one is not ours.
pub fn forget(tx: &Transaction<'_>, source: &SourceId) -> Result<()> {
    tx.prepare_cached("DELETE FROM subscription WHERE source = ?1")?.execute([source.as_str()])?;
    Ok(())
}

/// Those to be asked for, or asked for again, of sources that are read.
pub fn due(connection: &Connection, now: Timestamp, limit: u32) -> Result<Vec<Subscription>> {
    let mut query = connection.prepare_cached(
        "SELECT subscription.* FROM subscription JOIN source ON source.id = subscription.source
         WHERE next_try <= ?1 AND configured = 1 AND paused = 0 ORDER BY next_try LIMIT ?2",
    )?;
    let rows = query.query_map((now.as_second(), limit), read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The hub is being asked, and may ask back at once.
pub fn asked(
    tx: &Transaction<'_>,
    source: &SourceId,
    now: Timestamp,
    next_try: Timestamp,
) -> Result<()> {
    tx.prepare_cached(
        "UPDATE subscription SET asked_at = ?2, next_try = ?3, failures = failures + 1
         WHERE source = ?1",
    )?
    .execute((source.as_str(), now.as_second(), next_try.as_second()))?;
    Ok(())
}

/// The hub asks back whether we want what was asked for in our name. Grants it for so many seconds,
/// where it was; renewed when four fifths of them are over.
pub fn confirm(
    tx: &Transaction<'_>,
    (path, topic): (&str, &str),
    lease_seconds: i64,
    now: Timestamp,
) -> Result<bool> {
    let lease = lease_seconds.clamp(SHORTEST, LONGEST);
    let changed = tx
        .prepare_cached(
            "UPDATE subscription SET asked_at = NULL, failures = 0, why = NULL, trusted = 1,
                lease_until = ?3, next_try = ?4
             WHERE path = ?1 AND topic = ?2 AND asked_at IS NOT NULL",
        )?
        .execute((path, topic, now.as_second() + lease, now.as_second() + lease * 4 / 5))?;
    Ok(changed == 1)
}

/// The hub says no.
pub fn denied(
    tx: &Transaction<'_>,
    (path, topic): (&str, &str),
    why: &str,
    now: Timestamp,
) -> Result<bool> {
    let again = now.saturating_add(AFTER_NO).unwrap_or(now);
    let changed = tx
        .prepare_cached(
            "UPDATE subscription SET asked_at = NULL, why = ?3, lease_until = 0, next_try = ?4
             WHERE path = ?1 AND topic = ?2",
        )?
        .execute((path, topic, why, again.as_second()))?;
    Ok(changed == 1)
}

/// News was sent: its source is looked at soon.
pub fn pushed(tx: &Transaction<'_>, source: &SourceId, now: Timestamp) -> Result<()> {
    tx.prepare_cached("UPDATE subscription SET last_push = ?2, trusted = 1 WHERE source = ?1")?
        .execute((source.as_str(), now.as_second()))?;
    // what a failing host asked for counts more
    tx.prepare_cached(
        "UPDATE source SET next_check = min(next_check, max(?2, coalesce(last_checked, 0) + ?3))
         WHERE id = ?1 AND failures = 0",
    )?
    .execute((source.as_str(), now.as_second(), BREATH.as_secs()))?;
    Ok(())
}

/// A look found news. Where no push came before it, the hub is not relied on until the next one.
pub fn found_news(tx: &Transaction<'_>, source: &SourceId, now: Timestamp) -> Result<()> {
    let missed = tx
        .prepare_cached(
            "UPDATE subscription SET trusted = 0
             WHERE source = ?1 AND trusted = 1 AND coalesce(last_push, 0) < ?2",
        )?
        .execute((source.as_str(), (now - AFTER_PUSH).as_second()))?;
    if missed == 1 {
        tx.execute(
            "UPDATE source SET next_check = min(next_check, ?2 + coalesce(interval_s, 1800))
             WHERE id = ?1",
            (source.as_str(), now.as_second()),
        )?;
    }
    Ok(())
}
