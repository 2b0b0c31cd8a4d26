//! Reaches readers. Knows nothing of the store: it is handed a message and a channel, and answers
//! with a receipt or with the class of the failure.

pub mod digest;
mod error;
mod message;
pub mod pace;
pub mod payload;
pub mod rhythm;
pub mod route;
mod settings;
pub mod telegram;
mod terminal;
mod text;
pub mod webhook;
mod words;

pub use error::{SendError, WaitScope};
pub use message::{
    Alert, Change, Correction, Digest, DigestEntry, Form, Group, Mention, Message, Post, Receipts,
    Topic,
};
pub use settings::{
    AfterCrash, AfterQuiet, ChannelKind, ChannelSettings, ChatRef, ChatRefError, FirstLook, Mode,
    Quiet, Rhythm, Rules, TelegramSettings, TerminalLook, TerminalSettings, WebhookSettings,
};
pub use terminal::Printer;
pub use words::deadline_date;

use crate::model::{ChannelName, DeliveryId};
use pace::{Lane, Limits};

/// Why a channel cannot be set up. Names no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("api_url is no http or https address")]
    ApiUrl,
    #[error("the webhook's url is no http or https address")]
    WebhookUrl,
    #[error("cannot set up the network client: {0}")]
    Client(String),
}

/// Somewhere that messages go.
#[derive(Debug)]
pub struct Channel {
    name: ChannelName,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Telegram(Box<telegram::Telegram>),
    Webhook(webhook::Webhook),
    Terminal(terminal::Terminal),
}

impl Channel {
    /// Sets a channel up without touching the network.
    pub fn open(settings: &ChannelSettings, printer: &Printer) -> Result<Self, OpenError> {
        let way = match &settings.kind {
            ChannelKind::Telegram(settings) => {
                Way::Telegram(Box::new(telegram::Telegram::open(settings.clone())?))
            }
            ChannelKind::Webhook(settings) => Way::Webhook(webhook::Webhook::open(settings)?),
            ChannelKind::Terminal(settings) => {
                Way::Terminal(terminal::Terminal::new(printer.clone(), settings.look))
            }
        };
        Ok(Self { name: settings.name.clone(), way })
    }

    pub fn name(&self) -> &ChannelName {
        &self.name
    }

    /// One attempt. The id is the same for every attempt at one message.
    pub async fn send(
        &self,
        id: DeliveryId,
        message: &Message,
        form: Form,
    ) -> Result<Receipts, SendError> {
        let channel = self.name.as_str();
        let key = format!("{channel}/{id}");
        match &self.way {
            Way::Telegram(telegram) => telegram.send(message, form).await,
            Way::Webhook(webhook) => webhook.send(&key, channel, message).await,
            Way::Terminal(terminal) => terminal.send(&key, channel, message),
        }
    }

    /// Whose limits its messages count against.
    pub fn lane(&self) -> Lane {
        match &self.way {
            Way::Telegram(telegram) => telegram.lane(),
            Way::Webhook(webhook) => webhook.lane(),
            Way::Terminal(_) => Lane {
                bot: "terminal".to_owned(),
                chat: self.name.to_string(),
                limits: Limits::None,
            },
        }
    }

    /// The chat has a new number.
    pub fn move_to(&mut self, chat: i64) {
        if let Way::Telegram(telegram) = &mut self.way {
            telegram.move_to(chat);
        }
    }

    /// Asks the other side, without posting, whether posting would work. `None` where there is
    /// nothing to ask.
    pub async fn probe(&self) -> Result<Option<telegram::Probe>, SendError> {
        match &self.way {
            Way::Telegram(telegram) => telegram.probe().await.map(Some),
            Way::Webhook(_) | Way::Terminal(_) => Ok(None),
        }
    }
}

/// Asks a channel whether posting would work, and posts a test message where that is wished;
/// answers with a line for the operator.
pub async fn probe(settings: &ChannelSettings, send_test: bool) -> Result<String, String> {
    let channel = Channel::open(settings, &Printer::new(std::io::sink()))
        .map_err(|error| error.to_string())?;
    let found = channel.probe().await.map_err(|error| error.to_string())?;
    let mut said = match found {
        Some(found) => format!("{} may post to {}", found.bot, found.chat),
        None => "nothing to ask before posting".to_owned(),
    };
    if send_test {
        let alert = Alert {
            title: "A test from edwire".to_owned(),
            text: "If you can read this, the channel works.".to_owned(),
        };
        channel
            .send(DeliveryId(0), &Message::Alert(alert), Form::Simple)
            .await
            .map_err(|error| error.to_string())?;
        said.push_str("; a test message was sent");
    }
    Ok(said)
}
