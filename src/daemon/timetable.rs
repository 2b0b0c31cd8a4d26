//! Carries a source's rhythm between the store, what looks show, and the schedule.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::desk::Desk;
use super::rhythm::{Rhythm, Seen};
use super::schedule::{self, Inputs, Look, Pace};
use crate::model::{Precision, Published, Source};
use crate::store::sources::{self, SourceState};
use crate::store::{Store, StoreError};

/// A listing may date an item a little after we have seen it.
const EARLY: SignedDuration = SignedDuration::from_mins(10);

/// The pace that all sources share; clones are one and the same.
#[derive(Debug, Clone)]
pub struct Pacer(Arc<AtomicU32>);

impl Default for Pacer {
    fn default() -> Self {
        Self(Arc::new(AtomicU32::new(Pace::default().0.to_bits())))
    }
}

impl Pacer {
    fn get(&self) -> Pace {
        Pace(f32::from_bits(self.0.load(Ordering::Relaxed)))
    }

    fn set(&self, pace: Pace) {
        self.0.store(pace.0.to_bits(), Ordering::Relaxed);
    }
}

/// Finds the pace anew from what is known of all sources.
pub(super) async fn set_pace(desk: &Desk, store: &Store) -> Result<(), StoreError> {
    let settings = desk.schedule.clone();
    let pace = store
        .read(move |connection| {
            let rhythms: Vec<Rhythm> = sources::rhythms(connection)?
                .iter()
                .map(|bytes| Rhythm::from_bytes(bytes))
                .collect();
            Ok(schedule::pace(&settings, &rhythms))
        })
        .await?;
    desk.pacer.set(pace);
    Ok(())
}

fn offset(source: &Source, now: Timestamp) -> Offset {
    let name = source.zone();
    name.and_then(|name| TimeZone::get(name).ok()).map_or(Offset::UTC, |zone| zone.to_offset(now))
}

/// A first look, which finds the latest entries listed.
pub(super) fn begin(
    source: &Source,
    state: &mut SourceState,
    dates: &[Option<Published>],
    now: Timestamp,
) {
    let dates: Vec<(Timestamp, bool)> = dates
        .iter()
        .flatten()
        .map(|published| (published.at, published.precision == Precision::Minute))
        .collect();
    let mut rhythm = Rhythm::default();
    rhythm.begin(&dates, now, offset(source, now));
    state.rhythm = rhythm.to_bytes();
}

/// A later look, with the dates of what was new.
pub(super) fn watch(
    source: &Source,
    state: &mut SourceState,
    news: &[Option<Published>],
    (last_look, now): (Timestamp, Timestamp),
) {
    let since = last_look.checked_sub(EARLY).unwrap_or(last_look);
    let moments: Vec<Timestamp> = news
        .iter()
        .flatten()
        .filter(|published| published.precision == Precision::Minute)
        .map(|published| published.at)
        .filter(|at| (since..=now).contains(at))
        .collect();
    let mut rhythm = Rhythm::from_bytes(&state.rhythm);
    let seen = Seen { now, moments: &moments, undated: news.len() - moments.len() };
    rhythm.watch(&seen, offset(source, now));
    state.rhythm = rhythm.to_bytes();
}

/// Sets the next check.
pub(super) fn plan(
    desk: &Desk,
    source: &Source,
    state: &mut SourceState,
    look: Look,
    not_before: Option<Timestamp>,
) {
    let now = state.last_checked.unwrap_or(Timestamp::UNIX_EPOCH);
    state.next_check = schedule::next(
        &desk.schedule,
        &Inputs {
            source: &source.id,
            now,
            look,
            rhythm: &Rhythm::from_bytes(&state.rhythm),
            offset: offset(source, now),
            pace: desk.pacer.get(),
            fixed: source.interval,
            not_before,
        },
    );
    state.interval_s = Some(state.next_check.duration_since(now).as_secs());
}
