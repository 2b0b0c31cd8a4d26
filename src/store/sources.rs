//! What last happened to each source.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::error::{Result, StoreError};
use super::rows::{ceil_second, moment, moment_at};
use super::transaction::Transaction;
use crate::model::{Health, Source, SourceId, SourceKind, Template};

/// The state of one source.
#[derive(Debug, Clone)]
pub struct SourceState {
    pub id: SourceId,
    pub name: String,
    pub url: String,
    /// As it was last read; `Auto` before the first success.
    pub kind: SourceKind,
    /// Still in the configuration.
    pub configured: bool,
    pub paused: bool,
    pub health: Health,
    pub why: Option<String>,
    /// Successful looks so far.
    pub looks: u32,
    /// Failures in a row.
    pub failures: u32,
    pub last_checked: Option<Timestamp>,
    pub next_check: Timestamp,
    pub last_news: Option<Timestamp>,
    pub interval_s: Option<i64>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub validators_since: Option<Timestamp>,
    pub body_hash: Option<i64>,
    pub template: Option<Template>,
    /// What the scheduler has learned; empty before the first look.
    pub rhythm: Vec<u8>,
    /// How many entries its list usually has.
    pub usual_entries: Option<u32>,
}

impl SourceState {
    /// The health that is shown: a paused source is paused whatever else it is.
    pub fn shown_health(&self) -> Health {
        if self.paused { Health::Paused } else { self.health }
    }
}

fn kind_text(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Auto => "auto",
        SourceKind::Feed => "feed",
        SourceKind::Page => "page",
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<SourceState> {
    let kind: String = row.get("kind")?;
    let health: String = row.get("health")?;
    Ok(SourceState {
        id: SourceId::new(row.get::<_, String>("id")?),
        name: row.get("name")?,
        url: row.get("url")?,
        kind: match kind.as_str() {
            "feed" => SourceKind::Feed,
            "page" => SourceKind::Page,
            _ => SourceKind::Auto,
        },
        configured: row.get("configured")?,
        paused: row.get("paused")?,
        health: Health::parse(&health).unwrap_or_default(),
        why: row.get("why")?,
        looks: row.get("looks")?,
        failures: row.get("failures")?,
        last_checked: moment_at(row, "last_checked")?,
        next_check: moment(row.get("next_check")?),
        last_news: moment_at(row, "last_news")?,
        interval_s: row.get("interval_s")?,
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        validators_since: moment_at(row, "validators_since")?,
        body_hash: row.get("body_hash")?,
        template: row.get::<_, Option<String>>("template")?.map(Template),
        rhythm: row.get::<_, Option<Vec<u8>>>("rhythm")?.unwrap_or_default(),
        usual_entries: row.get("usual_entries")?,
    })
}

/// Brings the table in line with the configuration: new sources are due at once, those no longer
/// configured keep their memory but are not read.
pub fn sync(tx: &Transaction<'_>, sources: &[Source]) -> Result<()> {
    let mut known = configured(tx)?;
    let mut upsert = tx.prepare_cached(
        "INSERT INTO source (id, name, url, country, kind)
         VALUES (:id, :name, :url, :country, :kind)
         ON CONFLICT (id) DO UPDATE SET configured = 1, name = :name, country = :country,
            next_check = CASE WHEN url = :url THEN next_check ELSE 0 END,
            etag = CASE WHEN url = :url THEN etag END,
            last_modified = CASE WHEN url = :url THEN last_modified END,
            body_hash = CASE WHEN url = :url THEN body_hash END,
            url = :url",
    )?;
    let mut elsewhere = tx.prepare_cached(
        "DELETE FROM redirect WHERE source = ?1
         AND EXISTS (SELECT 1 FROM source WHERE id = ?1 AND url <> ?2)",
    )?;
    for source in sources {
        let now = (source.name.clone(), source.url.to_string(), source.country.clone());
        if known.remove(source.id.as_str()) == Some(now) {
            continue;
        }
        elsewhere.execute((source.id.as_str(), source.url.as_str()))?;
        upsert.execute(named_params! {
            ":id": source.id.as_str(), ":name": source.name, ":url": source.url.as_str(),
            ":country": source.country, ":kind": kind_text(source.kind),
        })?;
    }
    let mut gone = tx.prepare_cached("UPDATE source SET configured = 0 WHERE id = ?1")?;
    for id in known.keys() {
        gone.execute([id])?;
    }
    Ok(())
}

/// Name, address and country, as configured.
type Described = (String, String, Option<String>);

/// The sources that were configured last.
fn configured(connection: &Connection) -> Result<HashMap<String, Described>> {
    let mut query = connection
        .prepare_cached("SELECT id, name, url, country FROM source WHERE configured = 1")?;
    let rows =
        query.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What the last look at a source lets expect of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It succeeded.
    Proven,
    /// It failed, or there was none yet.
    Doubtful,
}

/// The sources of a standing whose time has come, the longest waiting first.
pub fn due(
    connection: &Connection,
    standing: Standing,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<SourceState>> {
    let mut query = connection.prepare_cached(
        "SELECT * FROM source WHERE configured = 1 AND paused = 0
         AND (failures > 0 OR looks = 0) = ?1 AND next_check <= ?2
         ORDER BY next_check LIMIT ?3",
    )?;
    let doubtful = standing == Standing::Doubtful;
    let rows = query.query_map((doubtful, now.as_second(), limit), read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// When the next source of a standing is due.
pub fn next_due(connection: &Connection, standing: Standing) -> Result<Option<Timestamp>> {
    let mut query = connection.prepare_cached(
        "SELECT min(next_check) FROM source WHERE configured = 1 AND paused = 0
         AND (failures > 0 OR looks = 0) = ?1",
    )?;
    let doubtful = standing == Standing::Doubtful;
    let next: Option<i64> = query.query_row([doubtful], |row| row.get(0))?;
    Ok(next.map(moment))
}

pub fn get(connection: &Connection, id: &SourceId) -> Result<Option<SourceState>> {
    Ok(connection
        .prepare_cached("SELECT * FROM source WHERE id = ?1")?
        .query_row([id.as_str()], read)
        .optional()?)
}

/// All configured sources by id.
pub fn all(connection: &Connection) -> Result<Vec<SourceState>> {
    let mut query =
        connection.prepare_cached("SELECT * FROM source WHERE configured = 1 ORDER BY id")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes back a state that a look has changed.
pub fn save(tx: &Transaction<'_>, state: &SourceState) -> Result<()> {
    tx.prepare_cached(
        "UPDATE source SET kind = ?2, health = ?3, why = ?4, looks = ?5, failures = ?6,
            last_checked = ?7, next_check = ?8, last_news = ?9, interval_s = ?10, etag = ?11,
            last_modified = ?12, validators_since = ?13, body_hash = ?14, template = ?15,
            rhythm = ?16, usual_entries = ?17
         WHERE id = ?1",
    )?
    .execute(params![
        state.id.as_str(),
        kind_text(state.kind),
        state.health.as_str(),
        state.why,
        state.looks,
        state.failures,
        state.last_checked.map(Timestamp::as_second),
        ceil_second(state.next_check),
        state.last_news.map(Timestamp::as_second),
        state.interval_s,
        state.etag,
        state.last_modified,
        state.validators_since.map(Timestamp::as_second),
        state.body_hash,
        state.template.as_ref().map(|template| &template.0),
        state.rhythm,
        state.usual_entries,
    ])?;
    Ok(())
}

/// Stops or resumes reading a source; a resumed one is due at once.
pub fn set_paused(connection: &Connection, id: &SourceId, paused: bool) -> Result<()> {
    let changed = connection.execute(
        "UPDATE source SET paused = ?2,
            next_check = CASE WHEN ?2 = 0 THEN 0 ELSE next_check END,
            health = CASE WHEN ?2 = 0 AND health = 'gone' THEN 'new' ELSE health END
         WHERE id = ?1 AND configured = 1",
        (id.as_str(), paused),
    )?;
    if changed == 0 {
        return Err(StoreError::NotFound(format!(
            "no source is called {id}; `edwire sources` lists them"
        )));
    }
    Ok(())
}

/// What the scheduler has learned of all sources that are read.
pub fn rhythms(connection: &Connection) -> Result<Vec<Vec<u8>>> {
    let mut query = connection.prepare_cached(
        "SELECT rhythm FROM source
         WHERE configured = 1 AND paused = 0 AND failures = 0 AND rhythm IS NOT NULL",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sources that answered last, the latest first: what to ask whether the network works.
pub fn hopeful(connection: &Connection, limit: u32) -> Result<Vec<SourceState>> {
    let mut query = connection.prepare_cached(
        "SELECT * FROM source WHERE configured = 1 AND paused = 0
         ORDER BY failures, last_checked DESC LIMIT ?1",
    )?;
    let rows = query.query_map([limit], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// After a stop, a sleep or a change of the clock: what is overdue is spread over `within`, at
/// most four a second, and what was planned by a clock that ran ahead is planned again. Sources
/// never looked at stay due at once. Returns how many were moved.
pub fn spread(tx: &Transaction<'_>, now: Timestamp, within: SignedDuration) -> Result<usize> {
    let now = now.as_second();
    let mut query = tx.prepare_cached(
        "SELECT id FROM source WHERE configured = 1 AND paused = 0 AND looks + failures > 0
            AND (next_check <= ?1 OR last_checked > ?1) ORDER BY last_checked, id",
    )?;
    let late: Vec<String> =
        query.query_map([now], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let window = within.as_secs().min(late.len() as i64 / 4).max(1);
    let mut plan = tx.prepare_cached("UPDATE source SET next_check = ?2 WHERE id = ?1")?;
    for (place, id) in late.iter().enumerate() {
        plan.execute((id, now + window * place as i64 / late.len() as i64))?;
    }
    Ok(late.len())
}

/// Makes every source due at once.
pub fn wake_all(connection: &Connection) -> Result<()> {
    connection.execute("UPDATE source SET next_check = 0 WHERE paused = 0", [])?;
    Ok(())
}
