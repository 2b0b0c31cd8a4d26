//! The pass and the service: due sources are looked at, wanted articles read, a bounded number at
//! a time; nothing here is spawned, so that stopping means finishing what is in flight.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{self, FuturesUnordered};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::commit::Counts;
use super::desk::Desk;
use super::line::Line;
use super::refresh::Due;
use super::report::{Failure, Logged, Report};
use super::{articles, clock, follow, outage, refresh};
use crate::fetch::Client;
use crate::model::{ItemId, SourceId};
use crate::store::followed::{self, Followed};
use crate::store::sources::Standing;
use crate::store::wanted::Wanted;
use crate::store::{Connection, Store, StoreError, sources, wanted};

/// Articles of one source that one pass may read.
pub const ARTICLES_PER_SOURCE: u32 = 20;
/// Second looks under way at once.
const AGAIN_AT_ONCE: usize = 4;
/// How long requests in flight may take to end when the service stops.
const GRACE: Duration = Duration::from_secs(5);
/// The service looks for work at least this often, whatever it believes to be next.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The parts that every look needs.
#[derive(Debug, Clone)]
pub struct Newsroom {
    pub desk: Arc<Desk>,
    pub store: Store,
    pub client: Arc<Client>,
    /// Where readers, and hubs, find the web page.
    pub public_url: Option<url::Url>,
    /// Looks and articles under way at once.
    pub concurrency: usize,
    /// Our own line to the world.
    pub line: Arc<Mutex<Line>>,
}

impl Newsroom {
    pub fn new(desk: Arc<Desk>, store: Store, client: Client, concurrency: usize) -> Self {
        Self {
            desk,
            store,
            client: Arc::new(client),
            public_url: None,
            concurrency,
            line: Arc::default(),
        }
    }

    pub(super) fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks at every due source and reads what articles are wanted, once.
pub async fn pass(room: &Newsroom) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let mut counts = Counts::default();
    let now = clock::now();
    let due = room
        .store
        .read(move |connection| {
            let mut due = sources::due(connection, Standing::Proven, now, u32::MAX)?;
            due.extend(sources::due(connection, Standing::Doubtful, now, u32::MAX)?);
            due.into_iter().map(|state| Due::of(connection, state)).collect::<Result<Vec<_>, _>>()
        })
        .await?;
    report.sources = due.len() as u64;
    let mut looks = stream::iter(due)
        .map(|due| look_if_online(room.clone(), due))
        .buffer_unordered(room.concurrency.max(1));
    while let Some((id, ended)) = looks.next().await {
        match ended? {
            refresh::Ended::Read(more) => counts += more,
            refresh::Ended::NotModified => report.not_modified += 1,
            refresh::Ended::Failed { why, .. } | refresh::Ended::Silent(why) => {
                report.failed += 1;
                let text = format!("source {id}: {why}");
                report.failures.push(Failure { text, logged: Logged::No });
            }
        }
    }
    drop(looks);
    let now = clock::now();
    let wanted = room
        .store
        .read(move |connection| wanted::due(connection, now, ARTICLES_PER_SOURCE))
        .await?;
    let mut reads = stream::iter(wanted)
        .map(|wanted| read(room.clone(), wanted))
        .buffer_unordered(room.concurrency.max(1));
    while let Some((_, ended)) = reads.next().await {
        counts += ended?.1;
    }
    drop(reads);
    let now = clock::now();
    let followed =
        room.store.read(move |connection| followed::due(connection, now, follow::BUDGET)).await?;
    let mut again = stream::iter(followed)
        .map(|followed| look_again(room.clone(), followed))
        .buffer_unordered(room.concurrency.max(1));
    while let Some((_, ended)) = again.next().await {
        ended?;
    }
    report.entries_seen = counts.entries_seen;
    report.new = counts.new;
    report.duplicates = counts.duplicates;
    report.irrelevant = counts.irrelevant;
    report.queued = counts.queued;
    Ok(report)
}

type Looked = (SourceId, Result<refresh::Ended, StoreError>);
type LookedAgain = (ItemId, Result<(), StoreError>);
type Read = (ItemId, Result<(articles::Ended, Counts), StoreError>);

/// In a single pass nobody waits for the network to come back.
fn look_if_online(room: Newsroom, due: Due) -> BoxFuture<'static, Looked> {
    async move {
        if room.line().down().is_some() {
            let why = "not read: our own network seems to be down".to_owned();
            return (due.state.id, Ok(refresh::Ended::Silent(why)));
        }
        look(room, due).await
    }
    .boxed()
}

fn look(room: Newsroom, due: Due) -> BoxFuture<'static, Looked> {
    async move {
        let (id, before) = (due.state.id.clone(), due.state.clone());
        let ended = refresh::look(&room.desk, &room.store, &room.client, due, clock::now()).await;
        if let Ok(ended) = &ended
            && let Err(error) = outage::heed(&room, ended.sign(), before, clock::now()).await
        {
            tracing::error!(source = %id, %error, "the network's state was not written");
        }
        match &ended {
            Ok(refresh::Ended::Read(counts)) if counts.new > 0 => {
                tracing::info!(source = %id, new = counts.new, queued = counts.queued, "news");
            }
            // a pass tells it at its end, the service now
            Ok(refresh::Ended::Failed { .. } | refresh::Ended::Silent(_)) => {}
            Ok(_) => tracing::debug!(source = %id, "nothing new"),
            Err(error) => tracing::error!(source = %id, %error, "a look was not written"),
        }
        (id, ended)
    }
    .boxed()
}

fn read(room: Newsroom, wanted: Wanted) -> BoxFuture<'static, Read> {
    async move {
        let item = wanted.item;
        let ended =
            articles::read(&room.desk, &room.store, &room.client, wanted, clock::now()).await;
        if let Err(error) = &ended {
            tracing::error!(%item, %error, "an article was not written");
        }
        (item, ended)
    }
    .boxed()
}

fn look_again(room: Newsroom, followed: Followed) -> BoxFuture<'static, LookedAgain> {
    async move {
        let item = followed.item;
        let ended =
            follow::look(&room.desk, &room.store, &room.client, followed, clock::now()).await;
        if let Err(error) = &ended {
            tracing::error!(%item, %error, "a second look was not written");
        }
        (item, ended)
    }
    .boxed()
}

/// Work under way in the service.
#[derive(Default)]
struct Flight {
    looks: FuturesUnordered<BoxFuture<'static, Looked>>,
    reads: FuturesUnordered<BoxFuture<'static, Read>>,
    /// Second looks: few at a time, and never in the way of news.
    again: FuturesUnordered<BoxFuture<'static, LookedAgain>>,
    sources: HashMap<SourceId, Standing>,
    items: HashSet<ItemId>,
}

impl Flight {
    /// Room for looks at sources of each standing: the doubtful leave a quarter of it to those that
    /// answer, as each may take the longest there is to fail.
    fn room(&self, concurrency: usize) -> [(Standing, usize); 2] {
        let free = concurrency.saturating_sub(self.looks.len());
        let doubtful = self.sources.values().filter(|one| **one == Standing::Doubtful).count();
        let most = (concurrency - concurrency / 4).saturating_sub(doubtful);
        [(Standing::Proven, free), (Standing::Doubtful, free.min(most))]
    }

    async fn land(&mut self) {
        while self.looks.next().await.is_some() {}
        while self.reads.next().await.is_some() {}
        while self.again.next().await.is_some() {}
    }
}

/// Runs until told to stop, then finishes what is in flight. `desks` carries a new desk whenever
/// the configuration changed; `nudge` is called when something was queued.
pub async fn serve(
    mut room: Newsroom,
    mut desks: watch::Receiver<Arc<Desk>>,
    stop: CancellationToken,
    nudge: impl Fn(),
) {
    let mut flight = Flight::default();
    let mut wait = Duration::ZERO;
    let mut clocks = Clocks::now();
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => break,
            changed = desks.changed() => if changed.is_ok() {
                room.desk = Arc::clone(&desks.borrow_and_update());
                if let Err(error) = super::service::sync(&room).await {
                    tracing::error!(%error, "the new configuration was not written down");
                }
                wait = Duration::ZERO;
            },
            Some((id, ended)) = flight.looks.next() => {
                flight.sources.remove(&id);
                if let Ok(refresh::Ended::Failed { why, .. } | refresh::Ended::Silent(why)) = &ended {
                    tracing::warn!(source = %id, "{why}");
                }
                if matches!(ended, Ok(refresh::Ended::Read(counts)) if counts.queued > 0) {
                    nudge();
                }
                wait = Duration::ZERO;
            }
            Some((item, ended)) = flight.reads.next() => {
                flight.items.remove(&item);
                if matches!(ended, Ok((_, counts)) if counts.queued > 0) {
                    nudge();
                }
                wait = Duration::ZERO;
            }
            Some((item, _)) = flight.again.next() => {
                flight.items.remove(&item);
                nudge();
                wait = Duration::ZERO;
            }
            () = tokio::time::sleep(wait) => {
                if clocks.parted() && let Err(error) = outage::resume(&room, clock::now()).await {
                    tracing::error!(%error, "the schedule was not mended");
                }
                wait = match fill(&room, &mut flight).await {
                    Ok(next) => next,
                    Err(error) => {
                        tracing::error!(%error, "the store cannot be read; trying again");
                        HEARTBEAT
                    }
                };
            }
        }
    }
    // What is still waiting for its turn at a host has written nothing: it is due again next time.
    if tokio::time::timeout(GRACE, flight.land()).await.is_err() {
        tracing::debug!("requests that had not begun or not ended were left for the next start");
    }
}

/// Starts what is due, as far as there is room; returns how long to wait before the next time.
async fn fill(room: &Newsroom, flight: &mut Flight) -> Result<Duration, StoreError> {
    let now = clock::now();
    if room.line().holds() {
        return probe(room, flight, now).await;
    }
    let places = flight.room(room.concurrency);
    let busy = flight.sources.len();
    let few = AGAIN_AT_ONCE.saturating_sub(flight.again.len());
    let (due, articles, followed, next) = room
        .store
        .read(move |connection| {
            let mut due = Vec::new();
            let mut next = vec![wanted::next_due(connection)?];
            for (standing, free) in places {
                // nothing to wake up for where there is no place
                if free > 0 {
                    let ask = u32::try_from(free + busy).unwrap_or(u32::MAX);
                    for state in sources::due(connection, standing, now, ask)? {
                        due.push((standing, Due::of(connection, state)?));
                    }
                    next.push(sources::next_due(connection, standing)?);
                }
            }
            let articles = wanted::due(connection, now, ARTICLES_PER_SOURCE)?;
            // second looks are never urgent: the heartbeat is soon enough
            let followed =
                if few > 0 { followed::due(connection, now, follow::BUDGET)? } else { Vec::new() };
            Ok((due, articles, followed, next.into_iter().flatten().min()))
        })
        .await?;
    for (standing, due) in due {
        let free = flight.room(room.concurrency);
        let free = free.iter().any(|(of, free)| *of == standing && *free > 0);
        if free && !flight.sources.contains_key(&due.state.id) {
            flight.sources.insert(due.state.id.clone(), standing);
            flight.looks.push(look(room.clone(), due));
        }
    }
    let free = room.concurrency.saturating_sub(flight.reads.len());
    let articles: Vec<Wanted> = articles
        .into_iter()
        .filter(|wanted| !flight.items.contains(&wanted.item))
        .take(free)
        .collect();
    for wanted in articles {
        flight.items.insert(wanted.item);
        flight.reads.push(read(room.clone(), wanted));
    }
    let followed: Vec<Followed> =
        followed.into_iter().filter(|one| !flight.items.contains(&one.item)).take(few).collect();
    for one in followed {
        flight.items.insert(one.item);
        flight.again.push(look_again(room.clone(), one));
    }
    Ok(pause(next, now))
}

/// While our own network is down, one source at a time is asked whether it is back.
async fn probe(
    room: &Newsroom,
    flight: &mut Flight,
    now: Timestamp,
) -> Result<Duration, StoreError> {
    let next = room.line().next_probe();
    if flight.looks.is_empty() && next <= now {
        let any = move |connection: &Connection| {
            let mut hopeful = sources::hopeful(connection, 5)?;
            let place = (now.as_second().unsigned_abs() as usize).checked_rem(hopeful.len());
            place.map(|place| Due::of(connection, hopeful.swap_remove(place))).transpose()
        };
        if let Some(due) = room.store.read(any).await? {
            room.line().probing(now);
            flight.sources.insert(due.state.id.clone(), Standing::Doubtful);
            flight.looks.push(look(room.clone(), due));
        }
    }
    Ok(pause(Some(next), now))
}

/// The clock on the wall beside the one that counts: they part when the one is set, and when the
/// computer sleeps.
struct Clocks(Timestamp, Instant);

impl Clocks {
    fn now() -> Self {
        Self(clock::now(), Instant::now())
    }

    /// Whether they have parted since they were last asked.
    fn parted(&mut self) -> bool {
        let before = std::mem::replace(self, Self::now());
        let elapsed = SignedDuration::try_from(self.1 - before.1).unwrap_or(SignedDuration::MAX);
        let apart = (self.0.duration_since(before.0) - elapsed).abs();
        apart > SignedDuration::from_mins(1)
    }
}

/// Until the next thing is due: at least a moment, so that work in flight is not asked about in a
/// tight loop, and at most a heartbeat.
fn pause(next: Option<Timestamp>, now: Timestamp) -> Duration {
    let until = next.map_or(HEARTBEAT, |next| Duration::try_from(next - now).unwrap_or_default());
    until.clamp(Duration::from_millis(500), HEARTBEAT)
}
