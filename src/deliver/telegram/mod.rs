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
mod rich;
mod template;

use std::time::Duration;

use secrecy::ExposeSecret;
use teloxide::payloads::{
    EditMessageCaption, EditMessageCaptionSetters, EditMessageText, EditMessageTextSetters,
    SendMessage, SendMessageSetters, SendPhoto, SendPhotoSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{
    ChatId, InputFile, LinkPreviewOptions, MessageId, ParseMode, Recipient, ReplyParameters,
    ThreadId,
};

use super::OpenError;
use super::error::SendError;
use super::message::{Digest, Form, Message, Post, Receipts};
use super::pace::{Lane, Limits};
use super::settings::{ChatRef, TelegramSettings};
use rich::Rich;

pub use probe::Probe;
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
        Ok(match message {
            Message::Post(post) => self.post(post, form),
            Message::Edit { post, target } => self.edit(post, target, form)?,
            Message::Reply { correction, target } => {
                let number = target.message.ok_or_else(no_target)?;
                let reply = ReplyParameters::new(MessageId(number)).allow_sending_without_reply();
                let request = self.text(&layout::correction(correction), form);
                Call::new(&request.reply_parameters(reply))
            }
            Message::Digest(digest) => Call::new(&self.text(&layout::digest(digest), form)),
            Message::Alert(alert) => Call::new(&self.text(&layout::alert(alert), form)),
        })
    }

    fn post(&self, post: &Post, form: Form) -> Call {
        let image = post.image.as_ref().filter(|_| self.settings.photo && form == Form::Rich);
        if let Some(image) = image {
            let caption = self.layout(post, layout::MOST_CAPTION, form).html();
            let mut request =
                SendPhoto::new(self.recipient(), InputFile::url(image.as_url().clone()))
                    .caption(caption)
                    .parse_mode(ParseMode::Html)
                    .disable_notification(self.settings.silent);
            request.message_thread_id = self.thread();
            return Call { photo: true, ..Call::new(&request) };
        }
        if form == Form::Plain {
            let text = layout::post_plain(post, layout::MOST_TEXT);
            return Call::new(&self.dressed(SendMessage::new(self.recipient(), text)));
        }
        Call::new(&self.text(&self.layout(post, layout::MOST_TEXT, form), form))
    }

    fn edit(&self, post: &Post, target: &Receipts, form: Form) -> Result<Call, SendError> {
        let number = MessageId(target.message.ok_or_else(no_target)?);
        let most = if target.photo { layout::MOST_CAPTION } else { layout::MOST_TEXT };
        let (text, mode) = match form {
            Form::Plain => (layout::post_plain(post, most), None),
            _ => (self.layout(post, most, form).html(), Some(ParseMode::Html)),
        };
        if target.photo {
            let mut request = EditMessageCaption::new(self.recipient(), number).caption(text);
            request.parse_mode = mode;
            return Ok(Call { photo: true, ..Call::new(&request) });
        }
        let mut request = EditMessageText::new(self.recipient(), number, text)
            .link_preview_options(self.preview());
        request.parse_mode = mode;
        Ok(Call::new(&request))
    }

    fn layout(&self, post: &Post, most: usize, form: Form) -> Rich {
        let own = self.settings.template.as_ref().filter(|_| form == Form::Rich);
        own.and_then(|template| template.layout(post, most))
            .unwrap_or_else(|| layout::post(post, most))
    }

    fn text(&self, rich: &Rich, form: Form) -> SendMessage {
        let request = match form {
            Form::Plain => SendMessage::new(self.recipient(), rich.plain()),
            _ => SendMessage::new(self.recipient(), rich.html()).parse_mode(ParseMode::Html),
        };
        self.dressed(request)
    }

    fn dressed(&self, request: SendMessage) -> SendMessage {
        let mut request =
            request.disable_notification(self.settings.silent).link_preview_options(self.preview());
        request.message_thread_id = self.thread();
        request
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
