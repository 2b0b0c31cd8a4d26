//! Once a day, what needs a person; nothing where nothing does.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::alert::{self, PATIENCE};
use super::desk::Desk;
use crate::deliver::Alert;
use crate::model::{DeliveryState, Health};
use crate::store::notes::{self, Note};
use crate::store::outbox::{self, ChannelState, Counts};
use crate::store::sources::{self, SourceState};
use crate::store::{StoreError, Transaction};

/// When the day begins for the operator, in the time zone of the channel for alerts.
const MORNING: Time = Time::constant(8, 0, 0, 0);
/// Longer lists are counted.
const MOST: usize = 15;

/// Queues the day's summary, once, after the operator's morning has come.
pub(super) fn daily(tx: &Transaction<'_>, desk: &Desk, now: Timestamp) -> Result<(), StoreError> {
    let Some(admin) = &desk.admin else { return Ok(()) };
    let zone = desk
        .channels
        .iter()
        .find(|channel| channel.name == *admin)
        .map_or(TimeZone::UTC, |channel| channel.rhythm.timezone.clone());
    let local = now.to_zoned(zone);
    let today = local.date().to_string();
    if local.time() < MORNING || notes::get(tx, Note::SummaryOf)?.as_ref() == Some(&today) {
        return Ok(());
    }
    notes::set(tx, Note::SummaryOf, &today)?;
    let (sources, channels) = (sources::all(tx)?, outbox::channels(tx)?);
    let told = compose(&sources, &channels, &outbox::counts(tx)?);
    alert::queue(tx, desk, told, now)
}

/// What is wrong; `None` where nothing is.
fn compose(sources: &[SourceState], channels: &[ChannelState], counts: &Counts) -> Option<Alert> {
    let wrong: Vec<&SourceState> = sources.iter().filter(|state| is_wrong(state)).collect();
    let stopped: Vec<&ChannelState> =
        channels.iter().filter(|channel| channel.stopped.is_some()).collect();
    let dead: u64 = counts
        .iter()
        .filter(|(_, state, _)| *state == DeliveryState::Dead)
        .map(|(_, _, count)| count)
        .sum();
    if wrong.is_empty() && stopped.is_empty() && dead == 0 {
        return None;
    }
    let mut parts = Vec::new();
    let mut text = String::new();
    // writing to a String cannot fail
    let mut line = |words: std::fmt::Arguments<'_>| writeln!(text, "{words}").unwrap_or_default();
    for channel in &stopped {
        let why = channel.stopped.as_deref().unwrap_or_default();
        line(format_args!("Channel {} is stopped: {why}", channel.name));
    }
    for state in wrong.iter().take(MOST) {
        let why = state.why.as_deref().unwrap_or("no reason is known");
        line(format_args!("{} is {}: {why}", state.name, state.health));
    }
    if wrong.len() > MOST {
        line(format_args!("and {} more sources", wrong.len() - MOST));
    }
    if !wrong.is_empty() {
        parts.push(format!("{} of {} sources", wrong.len(), sources.len()));
        line(format_args!("`edwire sources` lists them, `edwire preview ID` shows what is read."));
    }
    if !stopped.is_empty() {
        parts.push(format!("{} stopped channels", stopped.len()));
    }
    if dead > 0 {
        parts.push(format!("{dead} messages given up"));
    }
    if dead > 0 || !stopped.is_empty() {
        line(format_args!("`edwire outbox` shows what waits, `edwire outbox retry ID` goes on."));
    }
    let title = format!("Daily summary: {}", parts.join(", "));
    Some(Alert { title, text: text.trim_end().to_owned() })
}

/// In trouble for longer than a hiccup, and not on the operator's own word.
fn is_wrong(state: &SourceState) -> bool {
    match state.health {
        Health::Gone => true,
        Health::Failing | Health::Broken => !state.paused && state.failures >= PATIENCE,
        Health::New | Health::Ok | Health::Paused => false,
    }
}
