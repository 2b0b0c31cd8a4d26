//! The two ways to run: one pass that ends when everything is delivered, and the service.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::clock;
use super::desk::Desk;
use super::outbox::{self, Brief, Courier, Event, Until};
use super::post::Postbag;
use super::report::{Failure, Logged, Report};
use super::run::{self, Newsroom};
use super::{disk, outage, summary, timetable, websub};
use crate::deliver::{Channel, ChannelSettings, OpenError, Printer};
use crate::store::notes::{self, Note};
use crate::store::topics::TopicRow;
use crate::store::{StoreError, Transaction, outbox as queue, retention, sources, topics, wanted};

/// How long a single pass waits for a channel that asks for patience; what is left then stays in
/// the outbox for the next.
const PATIENCE: Duration = Duration::from_secs(75);

const TELL_EVERY: Duration = Duration::from_secs(10);
const SWEEP_EVERY: Duration = Duration::from_hours(6);
/// The first looks teach most of the pace.
const SWEEP_AGAIN: Duration = Duration::from_mins(10);
const LOOK_ROUND_EVERY: Duration = Duration::from_mins(10);

/// Why nothing can be run.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("channel {0}: {1}")]
    Channel(crate::model::ChannelName, OpenError),
}

type Couriers = Vec<Courier<Postbag, Channel>>;

/// Mirrors sources and topics in the store, for readers that have no configuration.
pub fn mirror(tx: &Transaction<'_>, desk: &Desk) -> Result<(), StoreError> {
    let mut configured: Vec<_> = desk.sources.values().cloned().collect();
    configured.sort_by(|a, b| a.id.cmp(&b.id));
    sources::sync(tx, &configured)?;
    let topic = |topic: crate::curate::judge::Topic| TopicRow {
        id: topic.id,
        name: topic.name_en,
        name_zh: topic.name_zh,
        hashtag: topic.hashtag_en,
    };
    let rows: Vec<TopicRow> = desk.judge.topics().into_iter().map(topic).collect();
    topics::sync(tx, &rows)
}

/// Brings the store in line with the configuration.
pub async fn sync(room: &Newsroom) -> Result<(), StoreError> {
    let desk = Arc::clone(&room.desk);
    room.store
        .write(move |tx| {
            mirror(tx, &desk)?;
            notes::remove(tx, Note::NetworkDown)
        })
        .await?;
    timetable::set_pace(&room.desk, &room.store).await
}

fn outbox_of(bag: &Postbag) -> outbox::Desk<Postbag> {
    outbox::Desk::new(Arc::new(bag.clone()), Arc::new(clock::now))
}

fn couriers(
    channels: &[ChannelSettings],
    desk: &outbox::Desk<Postbag>,
    printer: &Printer,
) -> Result<Couriers, ServiceError> {
    channels
        .iter()
        .map(|settings| {
            let channel = Channel::open(settings, printer)
                .map_err(|error| ServiceError::Channel(settings.name.clone(), error))?;
            Ok(Courier::new(desk.clone(), Brief::from(settings), channel))
        })
        .collect()
}

async fn recover(room: &Newsroom) -> Result<(), StoreError> {
    let now = clock::now();
    let doubtful = room.store.write(move |tx| Ok(queue::recover(tx, now)?)).await?;
    if doubtful > 0 {
        tracing::warn!(doubtful, "messages were being sent when edwire last stopped");
    }
    Ok(())
}

/// One pass over every due source; delivers what is queued and returns. On `stop` it ends early:
/// what was read is stored, and the message that was being sent is settled.
pub async fn once(
    room: &Newsroom,
    printer: &Printer,
    stop: &CancellationToken,
) -> Result<Report, ServiceError> {
    let began = Instant::now();
    sync(room).await?;
    recover(room).await?;
    let bag = Postbag::new(room.store.clone(), Arc::clone(&room.desk));
    let couriers = couriers(&room.desk.channels, &outbox_of(&bag), printer)?;
    let before = room.store.read(|connection| Ok(queue::last(connection)?)).await?;
    let mut report = tokio::select! {
        report = run::pass(room) => report?,
        () = stop.cancelled() => Report::default(),
    };
    let (_wake, woken) = watch::channel(0);
    outbox::run(couriers, &woken, stop, Until::Drained { patience: PATIENCE }).await;
    let mut told = HashSet::new();
    for event in bag.settle().await? {
        match event {
            Event::Sent { .. } => report.delivered += 1,
            Event::Waiting { channel, .. } => drop(told.insert(channel)),
            Event::Stopped { channel, why } => {
                told.insert(channel.clone());
                let text = format!("channel {channel}: {why}");
                report.failures.push(Failure { text, logged: Logged::AsError });
            }
            Event::Failing { channel, why } => {
                let text = format!("channel {channel}: {why}");
                report.failures.push(Failure { text, logged: Logged::AsWarning });
            }
            Event::Dead { channel, id, why } => {
                let text = format!("channel {channel}: delivery {id}: {why}");
                report.failures.push(Failure { text, logged: Logged::AsError });
            }
            _ => {}
        }
    }
    sweep(room).await?;
    report.queued = waiting(room).await?;
    (report.to_read, report.held, report.silent) = room
        .store
        .read(move |connection| {
            let held = queue::held_since(connection, before)?;
            Ok((wanted::count(connection)?, held, queue::channels(connection)?))
        })
        .await?;
    let (now, channels) = (clock::now(), &room.desk.channels);
    report.silent.retain(|state| {
        !told.contains(&state.name)
            && (state.stopped.is_some() || state.wait_until > now)
            && channels.iter().any(|channel| channel.name == state.name)
    });
    report.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(report)
}

/// Lets go of what is past its time, a batch at a time.
async fn sweep(room: &Newsroom) -> Result<(), StoreError> {
    let (keep, now) = (room.desk.keep, clock::now());
    let mut swept = 0;
    loop {
        match room.store.write(move |tx| retention::sweep(tx, keep, now)).await? {
            0 => break,
            more => swept += more,
        }
    }
    if swept > 0 {
        tracing::info!(swept, "let go of old texts and off-topic items");
        room.store.write(retention::forget_removed).await?;
    }
    Ok(())
}

/// Sweeps a few times a day until told to stop.
async fn tidy(room: &Newsroom, stop: &CancellationToken) {
    let mut wait = SWEEP_AGAIN;
    while !stop.is_cancelled() {
        if let Err(error) = sweep(room).await {
            tracing::error!(%error, "old items were not swept");
        }
        if let Err(error) = timetable::set_pace(&room.desk, &room.store).await {
            tracing::error!(%error, "the pace of the looks was not set anew");
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stop.cancelled() => {}
        }
        wait = SWEEP_EVERY;
    }
}

/// Looks round for what no event tells of: the disk, and what is still wrong each morning.
async fn look_round(room: &Newsroom, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = watch_over(room).await {
            tracing::error!(%error, "the store was not looked after");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_ROUND_EVERY) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn watch_over(room: &Newsroom) -> Result<(), StoreError> {
    let (desk, now) = (Arc::clone(&room.desk), clock::now());
    let path = room.store.path().to_owned();
    let free = disk::free(&path)?;
    room.store
        .write(move |tx| {
            disk::judge(tx, &desk, (&path, free), now)?;
            summary::daily(tx, &desk, now)
        })
        .await
}

/// Passes what happened to channels on to the operator until told to stop.
async fn tell(bag: &Postbag, stop: &CancellationToken, wake: &watch::Sender<u64>) {
    while !stop.is_cancelled() {
        match bag.settle().await {
            Ok(events) if events.iter().any(|event| !matches!(event, Event::Sent { .. })) => {
                wake.send_modify(|turn| *turn = turn.wrapping_add(1));
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "an alert was not written"),
        }
        tokio::select! {
            () = tokio::time::sleep(TELL_EVERY) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Deliveries still on their way.
async fn waiting(room: &Newsroom) -> Result<u64, StoreError> {
    use crate::model::DeliveryState as State;
    let counts = room.store.read(|connection| Ok(queue::counts(connection)?)).await?;
    let open = [State::Queued, State::InFlight, State::Unknown, State::Retrying];
    Ok(counts.iter().filter(|(_, state, _)| open.contains(state)).map(|(_, _, count)| count).sum())
}

/// Sends what is queued until told to stop. A new desk brings its channels with it: what is being
/// sent is finished first, and the pace goes on as before.
async fn send(
    (bag, outbox, printer): (&Postbag, &outbox::Desk<Postbag>, &Printer),
    mut open: Couriers,
    mut desks: watch::Receiver<Arc<Desk>>,
    woken: &watch::Receiver<u64>,
    stop: &CancellationToken,
) {
    let mut channels = bag.desk().channels.clone();
    while !stop.is_cancelled() {
        let turn = stop.child_token();
        let changed = async {
            tokio::select! {
                changed = desks.changed() => if changed.is_ok() { turn.cancel() },
                () = turn.cancelled() => {}
            }
        };
        let (mut before, ()) =
            tokio::join!(outbox::run(open, woken, &turn, Until::Shutdown), changed);
        join_all(before.iter_mut().map(|courier| courier.settle_up(stop))).await;
        let desk = Arc::clone(&desks.borrow_and_update());
        open = match couriers(&desk.channels, outbox, printer) {
            Ok(open) => {
                channels.clone_from(&desk.channels);
                bag.set_desk(desk);
                open
            }
            Err(error) => {
                tracing::error!(%error, "the channels stay as they were");
                couriers(&channels, outbox, printer).unwrap_or_default()
            }
        };
    }
}

/// Runs until `stop`, then finishes what is in flight. A new desk on `desks` takes effect at once.
pub async fn serve(
    room: Newsroom,
    printer: &Printer,
    desks: watch::Receiver<Arc<Desk>>,
    stop: CancellationToken,
    ready: impl FnOnce(),
) -> Result<(), ServiceError> {
    sync(&room).await?;
    recover(&room).await?;
    outage::resume(&room, clock::now()).await?;
    let bag = Postbag::new(room.store.clone(), Arc::clone(&room.desk));
    let outbox = outbox_of(&bag);
    let open = couriers(&room.desk.channels, &outbox, printer)?;
    let (wake, woken) = watch::channel(0_u64);
    ready();
    let tidying = {
        let room = room.clone();
        let stop = stop.clone();
        async move { tidy(&room, &stop).await }
    };
    let looking_round = {
        let (room, stop) = (room.clone(), stop.clone());
        async move { look_round(&room, &stop).await }
    };
    let subscribing = {
        let (room, stop) = (room.clone(), stop.clone());
        async move { websub::keep(&room, &stop).await }
    };
    let telling = {
        let (bag, stop, wake) = (bag.clone(), stop.clone(), wake.clone());
        async move { tell(&bag, &stop, &wake).await }
    };
    let sending = send((&bag, &outbox, printer), open, desks.clone(), &woken, &stop);
    let reading = run::serve(room, desks, stop.clone(), || {
        wake.send_modify(|turn| *turn = turn.wrapping_add(1));
    });
    tokio::join!(sending, reading, tidying, looking_round, subscribing, telling);
    Ok(())
}
