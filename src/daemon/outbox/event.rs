use std::time::Duration;

use jiff::Timestamp;

use crate::deliver::Alert;
use crate::model::{ChannelName, DeliveryId};

/// What the operator should know, each told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Sent {
        channel: ChannelName,
        id: DeliveryId,
    },
    /// Nothing more is sent there until somebody acts.
    Stopped {
        channel: ChannelName,
        why: String,
    },
    Moved {
        channel: ChannelName,
        to: i64,
    },
    /// Told to be quiet, for so long that somebody may wonder.
    Waiting {
        channel: ChannelName,
        until: Timestamp,
        /// What was said, which may be longer than anybody means.
        told: Duration,
    },
    /// One message was given up; the channel goes on.
    Dead {
        channel: ChannelName,
        id: DeliveryId,
        why: String,
    },
    /// Several attempts in a row went wrong; more follow.
    Failing {
        channel: ChannelName,
        why: String,
    },
    Recovered {
        channel: ChannelName,
    },
    /// A digest went out but could not be pinned; told once until it works again.
    NotPinned {
        channel: ChannelName,
        why: String,
    },
}

impl Event {
    pub fn channel(&self) -> &ChannelName {
        match self {
            Self::Sent { channel, .. }
            | Self::Stopped { channel, .. }
            | Self::Moved { channel, .. }
            | Self::Waiting { channel, .. }
            | Self::Dead { channel, .. }
            | Self::Failing { channel, .. }
            | Self::Recovered { channel }
            | Self::NotPinned { channel, .. } => channel,
        }
    }

    /// What an alert says of it, and what to do; `None` where nobody needs to be woken.
    pub fn alert(&self) -> Option<Alert> {
        let (title, text) = match self {
            Self::Sent { .. } => return None,
            Self::Stopped { channel, why } => (
                format!("Channel {channel} is stopped"),
                format!(
                    "{why}\nNothing is lost: its posts wait in the outbox. Mend it (the bot must be \
                     in the chat and may post; the token must be valid: `edwire check --online`), \
                     then `edwire outbox list` and `edwire outbox retry ID` with the first of them."
                ),
            ),
            Self::Moved { channel, to } => (
                format!("Channel {channel}: the group became a supergroup"),
                format!("Posts follow it to {to}. Write `chat = {to}` into config.toml."),
            ),
            Self::Waiting { channel, until, told } => (
                format!("Channel {channel} has to be quiet until {until:.0}"),
                format!(
                    "It was told to wait {} s. Its posts go out after that, in order; nothing is to be \
                     done.",
                    told.as_secs()
                ),
            ),
            Self::Dead { channel, id, why } => (
                format!("Channel {channel}: message {id} was given up"),
                format!(
                    "{why}\nThe channel goes on. `edwire outbox retry {id}` tries it again, \
                     `edwire outbox drop {id}` forgets it."
                ),
            ),
            Self::Failing { channel, why } => (
                format!("Channel {channel} cannot post"),
                format!("{why}\nIt is tried again until it works; you will be told when it does."),
            ),
            Self::NotPinned { channel, why } => (
                format!("Channel {channel} cannot pin its digests"),
                format!(
                    "{why}\nThe digests go out all the same. Give the bot the right to pin messages, \
                     or take `pin` out of the channel."
                ),
            ),
            Self::Recovered { channel } => {
                (format!("Channel {channel} posts again"), "What waited goes out now.".to_owned())
            }
        };
        Some(Alert { title, text })
    }
}
