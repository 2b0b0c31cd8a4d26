//! What is done when our own network goes and comes back, and after a sleep.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::alert;
use super::desk::Desk;
use super::line::{self, Sign, Turn};
use super::outbox;
use super::run::Newsroom;
use crate::deliver::Alert;
use crate::store::notes::{self, Note};
use crate::store::sources::SourceState;
use crate::store::{self, StoreError, sources, wanted};

/// Draws the conclusions from how a look ended.
pub(super) async fn heed(
    room: &Newsroom,
    sign: Sign,
    before: SourceState,
    now: Timestamp,
) -> Result<(), StoreError> {
    if sign == Sign::Nothing {
        return Ok(());
    }
    let host = room.desk.sources.get(&before.id).map(|source| source.url.host().to_owned());
    let hosts = if sign == Sign::Silence { hosts(&room.desk) } else { 0 };
    let turn = room.line().note(sign, &host.unwrap_or_default(), before, (hosts, now));
    match turn {
        Turn::Same => Ok(()),
        Turn::Innocent(state) => restore(room, vec![*state]).await,
        Turn::Down { since, innocent } => {
            tracing::error!(
                %since,
                "nothing answers on any host: our own network seems to be down; sources wait"
            );
            room.store
                .write(move |tx| notes::set(tx, Note::NetworkDown, &since.to_string()))
                .await?;
            restore(room, innocent).await
        }
        Turn::Back { since } => back(room, since, now).await,
    }
}

/// Distinct hosts that are read, counted as far as it matters.
fn hosts(desk: &Desk) -> usize {
    let mut hosts = HashSet::new();
    for source in desk.sources.values() {
        hosts.insert(source.url.host());
        if hosts.len() >= line::CERTAIN {
            break;
        }
    }
    hosts.len()
}

/// The earliest state of a source is the one that stood before the trouble.
async fn restore(room: &Newsroom, states: Vec<SourceState>) -> Result<(), StoreError> {
    room.store
        .write(move |tx| states.iter().rev().try_for_each(|state| sources::save(tx, state)))
        .await
}

async fn back(room: &Newsroom, since: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    tracing::warn!(%since, "our own network is back");
    let desk = Arc::clone(&room.desk);
    room.store
        .write(move |tx| {
            notes::remove(tx, Note::NetworkDown)?;
            let told = Alert {
                title: "edwire's own network was down".to_owned(),
                text: format!("From {since:.0} to {now:.0}. No source is blamed for it."),
            };
            alert::queue(tx, &desk, Some(told), now)
        })
        .await?;
    resume(room, now).await
}

/// Takes up the schedule after a stop, a sleep or a change of the clock, without a rush.
pub(super) async fn resume(room: &Newsroom, now: Timestamp) -> Result<(), StoreError> {
    let within = room.desk.schedule.min_interval;
    let moved = room
        .store
        .write(move |tx| {
            wanted::unstall(tx, now)?;
            store::outbox::unstall(tx, now, outbox::LAST_GAP)?;
            sources::spread(tx, now, within)
        })
        .await?;
    if moved > 0 {
        tracing::info!(sources = moved, "overdue sources are spread over some minutes");
    }
    Ok(())
}
