//! What the store knows that tells whether a look makes sense; [`health`] judges it.

use jiff::{SignedDuration, Timestamp};

use super::commit::{self, Known};
use super::health;
use crate::model::Source;
use crate::store::sources::SourceState;
use crate::store::{Store, StoreError, sightings};

/// Days with news that make a source's rhythm.
const RHYTHM: u32 = 60;

/// What the look showed, beside what the store knows. `newest` is the latest date on the list.
pub(super) async fn shown(
    store: &Store,
    source: &Source,
    (known, previous, newest): (&[Known], Option<Timestamp>, Option<Timestamp>),
    (listed, new): (usize, usize),
) -> Result<health::Shown, StoreError> {
    let mut shown = health::Shown { entries: listed as u32, new, back: 0, gone: 0 };
    // a sighting is written again once a day only
    let left = previous.and_then(|previous| previous.checked_sub(2 * commit::FRESH_SIGHTING).ok());
    shown.back =
        known.iter().filter(|known| left.is_some_and(|left| known.last_seen() < left)).count();
    if let Some(newest) = newest.filter(|_| new == 0 && shown.back > 0) {
        let id = source.id.clone();
        // the list may tell the day only, and the article the hour
        let end = newest.checked_add(SignedDuration::from_hours(24)).unwrap_or(newest);
        shown.gone = store.read(move |connection| sightings::newer(connection, &id, end)).await?;
    }
    Ok(shown)
}

/// Why a source that has had nothing new for long is taken for frozen.
pub(super) async fn silence(
    store: &Store,
    state: &SourceState,
) -> Result<Option<String>, StoreError> {
    let (Some(now), Some(news)) = (state.last_checked, state.last_news) else { return Ok(None) };
    if now.duration_since(news) < SignedDuration::from_hours(24 * health::QUIET) {
        return Ok(None);
    }
    let id = state.id.clone();
    let days = store.read(move |connection| sightings::news_days(connection, &id, RHYTHM)).await?;
    Ok(health::frozen(&days, now.as_second() / 86_400))
}
