//! The outbox's side of the store: what a story's post says now, and where events go.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::{Connection, SqlError, SqlResult};

use super::desk::Desk;
use super::outbox::{Event, Ledger, LedgerError};
use super::{alert, clock};
use crate::deliver::{Mention, Post, Topic};
use crate::model::{Lang, StoryId, WebUrl};
use crate::store::items::Item;
use crate::store::{Store, StoreError, items, stories, topics, views};

/// Connects the sending loop with the store.
#[derive(Debug, Clone)]
pub struct Postbag {
    store: Store,
    /// What was sent and what went wrong, for the account of a pass.
    events: Arc<Mutex<Vec<Event>>>,
    desk: Arc<Mutex<Arc<Desk>>>,
}

impl Postbag {
    pub fn new(store: Store, desk: Arc<Desk>) -> Self {
        Self { store, events: Arc::default(), desk: Arc::new(Mutex::new(desk)) }
    }

    pub fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.desk.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Alerts follow the configuration.
    pub fn set_desk(&self, desk: Arc<Desk>) {
        *self.desk.lock().unwrap_or_else(PoisonError::into_inner) = desk;
    }

    /// Queues the alerts for what happened, and takes the events.
    pub async fn settle(&self) -> Result<Vec<Event>, StoreError> {
        let (events, desk) = (self.events(), self.desk());
        let alerts: Vec<_> =
            events.iter().filter_map(|event| alert::of_event(&desk, event)).collect();
        if !alerts.is_empty() {
            let now = clock::now();
            self.store
                .write(move |tx| {
                    alerts.into_iter().try_for_each(|told| alert::queue(tx, &desk, Some(told), now))
                })
                .await?;
        }
        Ok(events)
    }

    /// Takes what happened since the last call.
    fn events(&self) -> Vec<Event> {
        std::mem::take(&mut self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Ledger for Postbag {
    async fn write<T, F>(&self, work: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> SqlResult<T> + Send + 'static,
    {
        self.store
            .write_for_good(move |tx| Ok(work(tx)?))
            .await
            .map_err(|error| LedgerError(error.to_string()))
    }

    fn post(connection: &Connection, story: StoryId) -> SqlResult<Option<Post>> {
        post(connection, story).map_err(|error| match error {
            StoreError::Sqlite(error) => error,
            other => SqlError::ToSqlConversionFailure(Box::new(other)),
        })
    }

    fn tell(&self, event: Event) {
        match &event {
            Event::Sent { channel, id } => tracing::debug!(%channel, delivery = %id, "sent"),
            Event::Stopped { channel, why } => tracing::error!(
                %channel, "stopped: {why}; mend it, then `edwire outbox retry ID` starts it again"
            ),
            Event::Moved { channel, to } => tracing::warn!(
                %channel, "the group is now a supergroup; posting to {to}: write it into config.toml"
            ),
            Event::Waiting { channel, until, told } => tracing::warn!(
                %channel, "told to wait {} s: its posts are held until {until:.0}", told.as_secs()
            ),
            Event::Dead { channel, id, why } => {
                tracing::error!(%channel, delivery = %id, "given up: {why}");
            }
            Event::Failing { channel, why } => tracing::warn!(%channel, "cannot post: {why}"),
            Event::NotPinned { channel, why } => {
                tracing::warn!(%channel, "a digest was not pinned: {why}");
            }
            Event::Recovered { channel } => tracing::info!(%channel, "posts again"),
        }
        self.events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }
}

/// A story as readers are told it; `None` where it is not to be told any more.
pub fn post(connection: &Connection, story: StoryId) -> Result<Option<Post>, StoreError> {
    let Some(lead) = stories::lead(connection, story)? else { return Ok(None) };
    let Some(item) = items::get(connection, lead)? else { return Ok(None) };
    if !item.relevant() || item.withdrawn {
        return Ok(None);
    }
    let Ok(url) = WebUrl::parse(&item.link) else { return Ok(None) };
    let source = views::source_of(connection, &item.source)?;
    let mut sources = HashSet::from([item.source.as_str().to_owned()]);
    let also = stories::members(connection, story)?
        .into_iter()
        .filter(|member| member.item != lead && sources.insert(member.source.clone()))
        .filter_map(|member| {
            let url = WebUrl::parse(&member.link).ok()?;
            let source = views::source_of(connection, &crate::model::SourceId::new(&member.source));
            Some(Mention { source: source.map_or(member.source, |source| source.name), url })
        })
        .collect();
    Ok(Some(Post {
        story,
        title: item.title.clone(),
        url,
        source: source.name,
        country: source.country,
        lang: item.lang.clone(),
        published: item.published,
        summary: item.summary.clone(),
        topics: named(connection, &item)?,
        deadlines: item.deadlines.clone(),
        also,
        image: item.image.as_deref().and_then(|image| WebUrl::parse(image).ok()),
    }))
}

/// The item's topics under the names of its language.
fn named(connection: &Connection, item: &Item) -> Result<Vec<Topic>, StoreError> {
    let known = topics::all(connection)?;
    let chinese = item.lang.as_ref().map(Lang::as_str) == Some("zh");
    Ok(item
        .verdict
        .topics
        .iter()
        .map(|id| match known.get(id) {
            Some(topic) => Topic {
                id: id.clone(),
                name: if chinese && !topic.name_zh.is_empty() {
                    topic.name_zh.clone()
                } else {
                    topic.name.clone()
                },
                hashtag: topic.hashtag.clone(),
            },
            None => Topic { id: id.clone(), name: id.to_string(), hashtag: id.to_string() },
        })
        .collect())
}
