//! What the operator is told of sources: each turn for the worse once, and the recovery once.

use jiff::Timestamp;

use super::desk::Desk;
use super::outbox::Event;
use crate::deliver::Alert;
use crate::model::{Health, Source};
use crate::store::outbox::{self, NewDelivery};
use crate::store::sources::SourceState;
use crate::store::{StoreError, Transaction};

/// A network that hiccups is no news: so many failures in a row are.
pub(super) const PATIENCE: u32 = 3;

/// The alert that a look gives rise to; `failures_before` counts those before it.
pub(super) fn of(source: &Source, state: &SourceState, failures_before: u32) -> Option<Alert> {
    let why = state.why.as_deref().unwrap_or_default();
    let told = failures_before >= PATIENCE;
    let (name, id) = (&source.name, &source.id);
    let what = format!("{id}, {}\n{why}", source.url);
    let (title, text) = match state.health {
        Health::Gone => (
            format!("{name} is gone"),
            format!(
                "{what}\nIt is paused. `edwire sources remove {id}` lets go of it; `edwire sources add \
                 URL` reads its new address."
            ),
        ),
        Health::Failing if state.failures == PATIENCE => (
            format!("{name} cannot be read"),
            format!(
                "{what}\nedwire keeps trying; you will be told when it works again. If the site has \
                 moved, give the source its new `url`."
            ),
        ),
        Health::Broken if state.failures == PATIENCE => (
            format!("{name} makes no sense any more"),
            format!(
                "{what}\nNothing doubtful is posted, and edwire keeps looking. `edwire preview {id}` shows \
                 what stands there now; if the news has moved, give the source its new `url`."
            ),
        ),
        Health::Ok if told => (format!("{name} is read again"), String::new()),
        _ => return None,
    };
    Some(Alert { title, text })
}

/// Queues an alert where the operator wants them.
pub(super) fn queue(
    tx: &Transaction<'_>,
    desk: &Desk,
    alert: Option<Alert>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let (Some(channel), Some(alert)) = (&desk.admin, alert) {
        let body = serde_json::to_string(&alert)?;
        outbox::enqueue(tx, &NewDelivery::alert(channel.clone(), body, now))?;
    }
    Ok(())
}

/// The alert for what happened to a channel; none about the channel that would carry it.
pub(super) fn of_event(desk: &Desk, event: &Event) -> Option<Alert> {
    if desk.admin.as_ref() == Some(event.channel()) {
        return None;
    }
    event.alert()
}

#[cfg(test)]
#[path = "alert_tests.rs"]
mod tests;
