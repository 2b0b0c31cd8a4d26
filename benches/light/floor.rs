//! The practical floor: what it costs to fetch, parse and store at all, with the libraries that edwire itself
//! stands on and nothing else.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use futures_util::{StreamExt, stream};
use reqwest::header::{ETAG, IF_NONE_MATCH};
use rusqlite::{Connection, OptionalExtension, params};

/// Requests under way at once, as in edwire.
const CONCURRENCY: usize = 32;

type Shared = Arc<Mutex<Connection>>;

/// One pass over all feeds.
pub(crate) fn pass(path: &Path, port: u16, feeds: u64) -> Result<()> {
    let _first = rustls::crypto::ring::default_provider().install_default();
    #[expect(clippy::disallowed_methods, reason = "the floor has a file of its own")]
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         CREATE TABLE IF NOT EXISTS feed (url TEXT PRIMARY KEY, etag TEXT);
         CREATE TABLE IF NOT EXISTS entry (id TEXT PRIMARY KEY, feed TEXT, title TEXT, link TEXT,
            published INTEGER, text TEXT);",
    )?;
    let connection = Arc::new(Mutex::new(connection));
    // each feed has a host of its own: a connection that is kept serves nobody
    let client = reqwest::Client::builder().pool_max_idle_per_host(0).build()?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let mut looks = stream::iter(0..feeds)
            .map(|feed| {
                let (client, connection) = (client.clone(), Arc::clone(&connection));
                tokio::spawn(look(client, connection, super::farm::address(feed, port)))
            })
            .buffer_unordered(CONCURRENCY);
        while let Some(ended) = looks.next().await {
            ended??;
        }
        anyhow::Ok(())
    })
}

async fn look(client: reqwest::Client, shared: Shared, url: String) -> Result<()> {
    let tag = {
        let connection = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let mut query = connection.prepare_cached("SELECT etag FROM feed WHERE url = ?1")?;
        query.query_row([&url], |row| row.get::<_, Option<String>>(0)).optional()?.flatten()
    };
    let mut request = client.get(&url);
    if let Some(tag) = tag {
        request = request.header(IF_NONE_MATCH, tag);
    }
    let response = request.send().await?;
    if response.status() == 304 {
        return Ok(());
    }
    let tag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    let body = response.bytes().await?;
    let feed = feed_rs::parser::parse(body.as_ref())?;
    let mut connection = shared.lock().unwrap_or_else(PoisonError::into_inner);
    let transaction = connection.transaction()?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO feed (url, etag) VALUES (?1, ?2)")?
        .execute(params![url, tag])?;
    for entry in feed.entries {
        let text = entry.content.and_then(|content| content.body);
        transaction
            .prepare_cached("INSERT OR IGNORE INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                entry.id,
                url,
                entry.title.map(|title| title.content),
                entry.links.first().map(|link| &link.href),
                entry.published.map(|time| time.timestamp()),
                text,
            ])?;
    }
    transaction.commit()?;
    Ok(())
}
