//! Posts through Telegram's Bot API.
//!
//! Requests are teloxide's own, over the HTTP client of its `Bot`, at the addresses it uses. Only
//! the answers to messages are read here instead of by the library: it sleeps ten seconds on every
//! 5xx and then hides the code, and takes an accepted message whose echo it cannot parse for a
//! failure; both would blur whether a message arrived. What changes nothing goes through `Bot`.

mod answer;
mod layout;
mod markup;
mod probe;
mod render;
mod rich;
mod template;

use std::time::Duration;

use secrecy::ExposeSecret;
use teloxide::payloads::{
    EditMessageCaption, EditMessageCaptionSetters, EditMessageText, EditMessageTextSetters,
    PinChatMessage, PinChatMessageSetters, SendMessage, SendMessageSetters, SendPhoto,
    SendPhotoSetters, UnpinChatMessage, UnpinChatMessageSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{
    ChatId, InputFile, LinkPreviewOptions, MessageId, ParseMode, Recipient, ReplyParameters,
    ThreadId,
};

use super::OpenError;
use super::error::SendError;
use super::message::{Digest, Form, Message, Receipts};
use super::pace::{Lane, Limits};
use super::settings::{ChatRef, TelegramSettings};
use crate::model::WebUrl;

pub use probe::Probe;
pub use render::{Room, html, plain};
pub use template::{DEFAULT_TEMPLATE, Template, TemplateError};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(30);
/// A connection that was idle for long may be dead at the other end, which would only be noticed
/// after sending, when nobody knows any more whether the message arrived.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);
/// More of an answer is not read.
const MOST_ANSWER: usize = 1 << 20;

/// One chat of one bot. Shows nothing of the token, whoever prints it.
pub struct Telegram {
    bot: teloxide::Bot,
    settings: TelegramSettings,
}

impl std::fmt::Debug for Telegram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Telegram").field("chat", &self.settings.chat).finish_non_exhaustive()
    }
}

/// A request as it goes out, and what its receipt will say.
struct Call {
    method: &'static str,
    body: Result<Vec<u8>, serde_json::Error>,
    photo: bool,
}

impl Call {
    fn new<P: Payload + serde::Serialize>(payload: &P) -> Self {
        Self { method: P::NAME, body: serde_json::to_vec(payload), photo: false }
    }
}

impl Telegram {
    pub fn open(settings: TelegramSettings) -> Result<Self, OpenError> {
        let client = teloxide::net::default_reqwest_settings()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .build()
            .map_err(|error| OpenError::Client(error.without_url().to_string()))?;
        let mut bot = teloxide::Bot::with_client(settings.token.expose_secret(), client);
        if let Some(url) = &settings.api_url {
            if url.cannot_be_a_base() || !matches!(url.scheme(), "http" | "https") {
                return Err(OpenError::ApiUrl);
            }
            bot = bot.set_api_url(url.clone());
        }
        Ok(Self { bot, settings })
    }

    pub fn lane(&self) -> Lane {
        let limits = match self.settings.chat {
            ChatRef::Id(id) if id > 0 => Limits::Private,
            _ => Limits::Group,
        };
        // the part before the colon is the bot's public number
        let bot = self.bot.token().split(':').next().unwrap_or_default();
        Lane { bot: format!("telegram {bot}"), chat: self.settings.chat.to_string(), limits }
    }

    /// From now on to this chat: the group moved.
    pub fn move_to(&mut self, chat: i64) {
        self.settings.chat = ChatRef::Id(chat);
    }

    pub async fn send(&self, message: &Message, form: Form) -> Result<Receipts, SendError> {
        if let Message::Pin { target, former } = message {
            return self.pin(target, former.as_ref()).await;
        }
        let call = self.call(message, form)?;
        let number = self.execute(&call).await?;
        let target = match message {
            Message::Edit { target, .. } => target.message,
            _ => None,
        };
        Ok(Receipts {
            chat: self.settings.chat.to_string(),
            message: Some(number).filter(|number| *number != 0).or(target),
            photo: call.photo,
        })
    }

    fn call(&self, message: &Message, form: Form) -> Result<Call, SendError> {
        match message {
            Message::Post(post) => {
                // an address that must be written out may not fit below a photo
                let may =
                    self.settings.photo && form == Form::Rich && layout::is_linkable(&post.url);
                match post.image.as_ref().filter(|_| may) {
                    Some(image) => Ok(self.photo(message, image)),
                    None => Ok(Call::new(&self.text(message, form))),
                }
            }
            Message::Edit { target, .. } => self.edit(message, target, form),
            Message::Reply { target, .. } => {
                let number = MessageId(target.message.ok_or_else(no_target)?);
                let reply = ReplyParameters::new(number).allow_sending_without_reply();
                Ok(Call::new(&self.text(message, form).reply_parameters(reply)))
            }
            Message::Digest(_) | Message::Alert(_) | Message::Pin { .. } => {
                Ok(Call::new(&self.text(message, form)))
            }
        }
    }

    /// Pins without a sound. What makes it fail is never the post's fault nor the chat's: the bot
    /// may lack the right, or the post may be gone.
    async fn pin(
        &self,
        target: &Receipts,
        former: Option<&Receipts>,
    ) -> Result<Receipts, SendError> {
        let number = MessageId(target.message.ok_or_else(no_target)?);
        let request = PinChatMessage::new(self.recipient(), number).disable_notification(true);
        self.execute(&Call::new(&request)).await.map_err(|error| match error {
            SendError::Gone(why) | SendError::Rejected(why) => SendError::Moot(why),
            other => other,
        })?;
        if let Some(former) = former.and_then(|receipts| receipts.message) {
            let request = UnpinChatMessage::new(self.recipient()).message_id(MessageId(former));
            // one pin too many harms nobody
            drop(self.execute(&Call::new(&request)).await);
        }
        Ok(target.clone())
    }

    fn text(&self, message: &Message, form: Form) -> SendMessage {
        let (text, mode) = self.rendered(message, form, Room::Text);
        let mut request = SendMessage::new(self.recipient(), text)
            .disable_notification(self.settings.silent)
            .link_preview_options(self.preview());
        request.parse_mode = mode;
        request.message_thread_id = self.thread();
        request
    }

    fn photo(&self, message: &Message, image: &WebUrl) -> Call {
        let (caption, mode) = self.rendered(message, Form::Rich, Room::Caption);
        let image = InputFile::url(image.as_url().clone());
        let mut request = SendPhoto::new(self.recipient(), image)
            .caption(caption)
            .disable_notification(self.settings.silent);
        request.parse_mode = mode;
        request.message_thread_id = self.thread();
        Call { photo: true, ..Call::new(&request) }
    }

    fn edit(&self, message: &Message, target: &Receipts, form: Form) -> Result<Call, SendError> {
        let number = MessageId(target.message.ok_or_else(no_target)?);
        if target.photo {
            let (caption, mode) = self.rendered(message, form, Room::Caption);
            let mut request = EditMessageCaption::new(self.recipient(), number).caption(caption);
            request.parse_mode = mode;
            return Ok(Call { photo: true, ..Call::new(&request) });
        }
        let (text, mode) = self.rendered(message, form, Room::Text);
        let mut request = EditMessageText::new(self.recipient(), number, text)
            .link_preview_options(self.preview());
        request.parse_mode = mode;
        Ok(Call::new(&request))
    }

    fn rendered(&self, message: &Message, form: Form, room: Room) -> (String, Option<ParseMode>) {
        match form {
            Form::Rich => {
                (html(message, self.settings.template.as_ref(), room), Some(ParseMode::Html))
            }
            Form::Simple => (html(message, None, room), Some(ParseMode::Html)),
            Form::Plain => (plain(message, room), None),
        }
    }

    fn preview(&self) -> LinkPreviewOptions {
        LinkPreviewOptions {
            is_disabled: !self.settings.link_preview,
            url: None,
            prefer_small_media: false,
            prefer_large_media: false,
            show_above_text: false,
        }
    }

    fn thread(&self) -> Option<ThreadId> {
        self.settings.thread.map(|number| ThreadId(MessageId(number)))
    }

    fn recipient(&self) -> Recipient {
        match &self.settings.chat {
            ChatRef::Id(id) => Recipient::Id(ChatId(*id)),
            ChatRef::Name(name) => Recipient::ChannelUsername(name.clone()),
        }
    }

    /// One call, one answer; never tried again here.
    async fn execute(&self, call: &Call) -> Result<i32, SendError> {
        let body = match &call.body {
            Ok(body) => body.clone(),
            Err(error) => return Err(SendError::Rejected(error.to_string())),
        };
        let mut url = self.bot.api_url();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(&format!("bot{}", self.bot.token())).push(call.method);
        }
        let request =
            self.bot.client().post(url).header("content-type", "application/json").body(body);
        let mut response = match request.send().await {
            Ok(response) => response,
            // without a connection nothing was sent; after that nobody knows
            Err(error) if error.is_connect() || error.is_builder() => {
                return Err(SendError::Retry(reason(&error.without_url())));
            }
            Err(error) => return Err(SendError::Unknown(reason(&error.without_url()))),
        };
        let status = response.status().as_u16();
        let retry_after = response
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok()?.parse().ok());
        let mut answer = Vec::new();
        while answer.len() < MOST_ANSWER {
            match response.chunk().await {
                Ok(Some(chunk)) => answer.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => return Err(SendError::Unknown(reason(&error.without_url()))),
            }
        }
        answer::read(status, retry_after, &answer)
    }
}

/// An error with its causes in one line. The caller has taken the address out of it.
fn reason(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn no_target() -> SendError {
    SendError::Moot("nobody knows the number of the post it belongs to".to_owned())
}

/// Whether Telegram takes it as one message.
pub(super) fn digest_fits(digest: &Digest) -> bool {
    layout::digest(digest).fits(layout::MOST_TEXT)
}
