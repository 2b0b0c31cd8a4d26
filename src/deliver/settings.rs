use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use secrecy::SecretString;
use url::Url;

use super::telegram::Template;
use crate::model::{ChannelName, Lang, SourceId, TopicId};

/// One `[[channel]]`.
#[derive(Debug, Clone)]
pub struct ChannelSettings {
    pub name: ChannelName,
    pub kind: ChannelKind,
    pub rules: Rules,
    pub rhythm: Rhythm,
    pub after_crash: AfterCrash,
}

#[derive(Debug, Clone)]
pub enum ChannelKind {
    Telegram(TelegramSettings),
    Webhook(WebhookSettings),
    Terminal(TerminalSettings),
}

/// What a channel asks for. An empty list asks for everything.
#[derive(Debug, Clone)]
pub struct Rules {
    pub topics: Vec<TopicId>,
    pub sources: Vec<SourceId>,
    pub languages: Vec<Lang>,
    /// ISO 3166-1 alpha-2, upper case.
    pub countries: Vec<String>,
    pub min_score: Option<f64>,
    pub max_age: SignedDuration,
    pub first_look: FirstLook,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            topics: Vec::new(),
            sources: Vec::new(),
            languages: Vec::new(),
            countries: Vec::new(),
            min_score: None,
            max_age: SignedDuration::from_hours(72),
            first_look: FirstLook::Items(3),
        }
    }
}

/// How many items of a source that was never looked at before are posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstLook {
    Items(usize),
    All,
}

/// When a channel may speak.
#[derive(Debug, Clone)]
pub struct Rhythm {
    pub mode: Mode,
    pub timezone: TimeZone,
    pub quiet: Option<Quiet>,
    pub after_quiet: AfterQuiet,
}

/// How what waited leaves when the quiet hours end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AfterQuiet {
    #[default]
    InOrder,
    /// As one digest, where more than one post waits.
    Digest,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self {
            mode: Mode::Instant,
            timezone: TimeZone::UTC,
            quiet: None,
            after_quiet: AfterQuiet::default(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    Instant,
    /// At these hours of the channel's day; never empty.
    Digest {
        at: Vec<Time>,
    },
}

/// Hours without a sound, `from` up to but not including `until`; may span midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    pub from: Time,
    pub until: Time,
}

/// What is done with a message of which nobody knows whether it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AfterCrash {
    /// It may appear twice.
    #[default]
    Resend,
    /// It may never appear.
    Skip,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the operator's own")]
pub struct TelegramSettings {
    pub chat: ChatRef,
    /// The topic of a forum.
    pub thread: Option<i32>,
    pub token: SecretString,
    /// `None`: Telegram's own.
    pub api_url: Option<Url>,
    /// No sound on the reader's side.
    pub silent: bool,
    pub link_preview: bool,
    /// The article's main image above the text, where there is one.
    pub photo: bool,
    /// Each digest is pinned in place of the one before.
    pub pin: bool,
    pub template: Option<Template>,
}

impl TelegramSettings {
    pub fn new(chat: ChatRef, token: SecretString) -> Self {
        Self {
            chat,
            thread: None,
            token,
            api_url: None,
            silent: false,
            link_preview: true,
            photo: false,
            pin: false,
            template: None,
        }
    }
}

/// A chat as the operator or the server names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ChatRef {
    /// Above zero a person, below a group or channel.
    Id(i64),
    /// With its `@`.
    Name(String),
}

/// A text that names no chat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither @name nor a chat's number such as -1001234567890")]
pub struct ChatRefError(String);

impl ChatRef {
    pub fn parse(text: &str) -> Result<Self, ChatRefError> {
        let text = text.trim();
        if let Ok(id) = text.parse::<i64>()
            && id != 0
        {
            return Ok(Self::Id(id));
        }
        let wrong = || ChatRefError(text.chars().take(40).collect());
        let name = text.strip_prefix('@').ok_or_else(wrong)?;
        let fits = (4..=32).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if fits { Ok(Self::Name(text.to_owned())) } else { Err(wrong()) }
    }
}

impl std::fmt::Display for ChatRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Name(name) => f.write_str(name),
        }
    }
}

#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// May carry a key, so it is never printed.
    pub url: SecretString,
    /// Signs each body, see [`super::webhook`].
    pub secret: Option<SecretString>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TerminalSettings {
    pub look: TerminalLook,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TerminalLook {
    /// A coloured card per post.
    Coloured,
    #[default]
    Plain,
    /// One JSON object a line.
    JsonLines,
}
