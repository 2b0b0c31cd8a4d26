use std::path::Path;

use anyhow::Result;
use edwire::daemon::clock;
use edwire::model::{DeliveryId, DeliveryState};
use edwire::store::outbox;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::args::{Format, Outbox, OutboxWhat};
use crate::{Outcome, env, output};

const COLUMNS: [&str; 8] =
    ["id", "channel", "kind", "story", "state", "not_before", "why", "title"];
const MOST: usize = 1_000;

pub(crate) fn run(config: Option<&Path>, options: &Outbox) -> Result<Outcome> {
    match options.what {
        None | Some(OutboxWhat::List) => list(config, options),
        Some(OutboxWhat::Retry { id }) => {
            let connection = env::writer(config)?;
            outbox::retry(&connection, DeliveryId(id), clock::now())?;
            output::remark(&format!(
                "delivery {id} is queued again; a running edwire sends it, or `edwire run --once`"
            ));
            Ok(Outcome::Fine)
        }
        Some(OutboxWhat::Drop { id }) => {
            let connection = env::writer(config)?;
            outbox::drop_one(&connection, DeliveryId(id), clock::now())?;
            output::remark(&format!("delivery {id} will not be sent"));
            Ok(Outcome::Fine)
        }
    }
}

/// Says until when nothing goes out.
fn quiet(who: &str, until: Timestamp, now: Timestamp) {
    let left = output::span(until.duration_since(now));
    output::remark(&format!("{who} was told to wait until {until}, {left} from now"));
}

fn list(config: Option<&Path>, options: &Outbox) -> Result<Outcome> {
    let connection = env::reader(config)?;
    let now = clock::now();
    for state in outbox::channels(&connection)? {
        if let Some(why) = state.stopped {
            output::complain(&format!("channel {} is stopped: {why}", state.name));
        } else if state.wait_until > now {
            quiet(&format!("channel {}", state.name), state.wait_until, now);
        }
    }
    for (bot, until) in outbox::bots(&connection)?.into_iter().filter(|(_, until)| *until > now) {
        quiet(&format!("bot {bot}, with all its channels,"), until, now);
    }
    let format = output::format(options.format);
    let rows: Vec<Value> = outbox::list(&connection, MOST)?
        .into_iter()
        .map(|one| {
            // what is held goes out at no time
            let held = one.state == DeliveryState::Held && format == Format::Table;
            let not_before = (!held).then(|| one.not_before.to_string());
            let mut row = json!({
                "id": one.id, "channel": one.channel, "kind": one.kind, "story": one.story,
                "state": one.state, "why": one.why, "attempts": one.attempts,
                "order_at": one.order_at.to_string(), "not_before": not_before, "title": one.title,
            });
            if let Some(row) = row.as_object_mut() {
                row.retain(|_, value| !value.is_null());
            }
            row
        })
        .collect();
    if rows.is_empty() && output::on_terminal() {
        output::remark("nothing waits");
    }
    output::rows(format, &COLUMNS, &rows)?;
    Ok(Outcome::Fine)
}
