//! What the store remembers of a channel across restarts.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::moment;
use crate::model::ChannelName;
use crate::store::rows::ceil_second;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelState {
    pub name: ChannelName,
    /// Why nothing is sent until the operator acts.
    pub stopped: Option<String>,
    /// The chat that took the configured one's place.
    pub moved_to: Option<String>,
    /// Told to be quiet until then; the epoch where it was not.
    pub wait_until: Timestamp,
    pub wait_why: Option<String>,
}

const COLUMNS: &str = "name, stopped, moved_to, wait_until, wait_why";

fn read(row: &Row<'_>) -> Result<ChannelState> {
    let name: String = row.get(0)?;
    Ok(ChannelState {
        name: ChannelName::new(name),
        stopped: row.get(1)?,
        moved_to: row.get(2)?,
        wait_until: moment(row, 3)?,
        wait_why: row.get(4)?,
    })
}

/// What is remembered of one channel; a channel never heard of is free to send.
pub fn channel(connection: &Connection, name: &ChannelName) -> Result<ChannelState> {
    let known = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM channel WHERE name = ?1"))?
        .query_row([name.as_str()], read)
        .optional()?;
    Ok(known.unwrap_or_else(|| ChannelState {
        name: name.clone(),
        stopped: None,
        moved_to: None,
        wait_until: Timestamp::UNIX_EPOCH,
        wait_why: None,
    }))
}

/// Every channel of which something is remembered.
pub fn channels(connection: &Connection) -> Result<Vec<ChannelState>> {
    connection
        .prepare(&format!("SELECT {COLUMNS} FROM channel ORDER BY name"))?
        .query_map([], read)?
        .collect()
}

/// Sends nothing more until [`resume`].
pub fn stop(connection: &Connection, name: &ChannelName, why: &str) -> Result<()> {
    connection
        .execute(
            "INSERT INTO channel (name, stopped) VALUES (?1, ?2) \
             ON CONFLICT (name) DO UPDATE SET stopped = excluded.stopped",
            params![name.as_str(), why],
        )
        .map(drop)
}

/// The operator acted. Returns whether the channel was stopped.
pub fn resume(connection: &Connection, name: &ChannelName) -> Result<bool> {
    connection
        .execute(
            "UPDATE channel SET stopped = NULL WHERE name = ?1 AND stopped IS NOT NULL",
            [name.as_str()],
        )
        .map(|changed| changed == 1)
}

/// The chat has a new number.
pub fn moved(connection: &Connection, name: &ChannelName, to: &str) -> Result<()> {
    connection
        .execute(
            "INSERT INTO channel (name, moved_to) VALUES (?1, ?2) \
             ON CONFLICT (name) DO UPDATE SET moved_to = excluded.moved_to",
            params![name.as_str(), to],
        )
        .map(drop)
}

/// Until when a whole bot was told to be quiet; the epoch where it was not.
pub fn bot_wait(connection: &Connection, bot: &str) -> Result<Timestamp> {
    let until = connection
        .prepare_cached("SELECT wait_until FROM bot WHERE name = ?1")?
        .query_row([bot], |row| moment(row, 0))
        .optional()?;
    Ok(until.unwrap_or(Timestamp::UNIX_EPOCH))
}

/// Every bot that was told to be quiet, and until when.
pub fn bots(connection: &Connection) -> Result<Vec<(String, Timestamp)>> {
    connection
        .prepare("SELECT name, wait_until FROM bot ORDER BY name")?
        .query_map([], |row| Ok((row.get(0)?, moment(row, 1)?)))?
        .collect()
}

/// The whole bot is to be quiet.
pub fn wait_bot(connection: &Connection, bot: &str, until: Timestamp) -> Result<()> {
    connection
        .execute(
            "INSERT INTO bot (name, wait_until) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE \
             SET wait_until = max(wait_until, excluded.wait_until)",
            params![bot, ceil_second(until)],
        )
        .map(drop)
}

/// The other side said how long to be quiet.
pub fn wait_until(
    connection: &Connection,
    name: &ChannelName,
    until: Timestamp,
    why: &str,
) -> Result<()> {
    connection
        .execute(
            "INSERT INTO channel (name, wait_until, wait_why) VALUES (?1, ?2, ?3) \
             ON CONFLICT (name) DO UPDATE SET wait_why = excluded.wait_why, \
             wait_until = max(wait_until, excluded.wait_until)",
            params![name.as_str(), ceil_second(until), why],
        )
        .map(drop)
}

/// No wait of the channel or its bot is longer than until then.
pub fn wait_at_most(
    connection: &Connection,
    name: &ChannelName,
    bot: &str,
    latest: Timestamp,
) -> Result<()> {
    let latest = ceil_second(latest);
    connection.execute(
        "UPDATE channel SET wait_until = ?2 WHERE name = ?1 AND wait_until > ?2",
        params![name.as_str(), latest],
    )?;
    connection
        .execute(
            "UPDATE bot SET wait_until = ?2 WHERE name = ?1 AND wait_until > ?2",
            params![bot, latest],
        )
        .map(drop)
}
