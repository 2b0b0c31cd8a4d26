//! What the outbox tests share: a store, a ledger over it, channels.

use std::path::Path;
use std::sync::{Arc, Mutex};

use edwire::daemon::outbox::{Event, Ledger, LedgerError};
use edwire::deliver::{
    AfterCrash, ChannelKind, ChannelSettings, ChatRef, Post, Rhythm, Rules, TelegramSettings,
};
use edwire::model::{ChannelName, ItemId, StoryId, WebUrl};
use edwire::store::outbox::{NewDelivery, enqueue};
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use secrecy::SecretString;

pub(crate) const TOKEN: &str = "4711:SECRET-half_of_the_token";

/// A store on disk as the daemon opens it; made where there is none.
pub(crate) fn open(path: &Path) -> Connection {
    edwire::store::open_writer(path).unwrap()
}

pub(crate) fn in_memory() -> Connection {
    open(Path::new(":memory:"))
}

/// Queues the post of a story, whose place in the order is its number.
pub(crate) fn queue(store: &Connection, channel: &str, story: i64) {
    let order = Timestamp::from_second(story).unwrap();
    let new = NewDelivery::post(ChannelName::new(channel), StoryId(story), ItemId(story), order);
    enqueue(store, &new).unwrap().unwrap();
}

#[derive(Clone)]
pub(crate) struct TestLedger {
    pub(crate) store: Arc<Mutex<Connection>>,
    pub(crate) events: Arc<Mutex<Vec<Event>>>,
}

impl TestLedger {
    pub(crate) fn new(store: Connection) -> Arc<Self> {
        Arc::new(Self { store: Arc::new(Mutex::new(store)), events: Arc::default() })
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        let sent = |event: &Event| matches!(event, Event::Sent { .. });
        self.events.lock().unwrap().iter().filter(|event| !sent(event)).cloned().collect()
    }
}

impl Ledger for TestLedger {
    async fn write<T, F>(&self, work: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let mut store = self.store.lock().unwrap();
        let failed = |error: rusqlite::Error| LedgerError(error.to_string());
        let transaction =
            store.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let answer = work(&transaction).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(answer)
    }

    fn post(_: &Connection, story: StoryId) -> rusqlite::Result<Option<Post>> {
        Ok(Some(post(story)))
    }

    fn tell(&self, event: Event) {
        self.events.lock().unwrap().push(event);
    }
}

pub(crate) fn post(story: StoryId) -> Post {
    Post {
        story,
        title: format!("Story {story}"),
        url: WebUrl::parse(&format!("https://uni.example/{story}")).unwrap(),
        source: "Example University".to_owned(),
        country: None,
        lang: None,
        published: None,
        summary: None,
        topics: Vec::new(),
        deadlines: Vec::new(),
        also: Vec::new(),
        image: None,
    }
}

pub(crate) fn telegram(name: &str, chat: i64, api: &url::Url) -> ChannelSettings {
    let mut telegram = TelegramSettings::new(ChatRef::Id(chat), SecretString::from(TOKEN));
    telegram.api_url = Some(api.clone());
    ChannelSettings {
        name: ChannelName::new(name),
        kind: ChannelKind::Telegram(telegram),
        rules: Rules::default(),
        rhythm: Rhythm::default(),
        after_crash: AfterCrash::Resend,
    }
}
