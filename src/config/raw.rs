//! The tables of `config.toml` as written.

use std::path::PathBuf;

use serde::Deserialize;

use super::secret::Secret;
use super::values::{Clock, OneOrMany, Period, Quiet, Size};
use crate::model::{ArticleSelectors, ListSelectors, RelevanceMode, SourceKind};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Store {
    pub(super) path: Option<PathBuf>,
    pub(super) keep_text: Option<Period>,
    pub(super) keep_off_topic: Option<Period>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Fetch {
    pub(super) concurrency: Option<u16>,
    pub(super) per_host_interval: Option<Period>,
    pub(super) timeout: Option<Period>,
    pub(super) max_body: Option<Size>,
    pub(super) max_redirects: Option<u8>,
    pub(super) contact: Option<String>,
    pub(super) user_agent: Option<String>,
    pub(super) proxy: Option<String>,
    pub(super) extra_ca: Option<PathBuf>,
    pub(super) respect_robots: Option<bool>,
    pub(super) allow_private_networks: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Schedule {
    pub(super) interval: Option<Period>,
    pub(super) min_interval: Option<Period>,
    pub(super) max_interval: Option<Period>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Relevance {
    pub(super) threshold: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) name_zh: Option<String>,
    pub(super) hashtag: Option<String>,
    #[serde(default)]
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) weight: f64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Web {
    pub(super) listen: Option<String>,
    pub(super) public_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Admin {
    pub(super) chat: Option<ChatValue>,
    pub(super) channel: Option<String>,
}

/// `"@name"` or a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "a chat is \"@name\" or a number like -1001234567890")]
pub(super) enum ChatValue {
    Number(i64),
    Name(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ChannelKind {
    Telegram,
    Webhook,
    Terminal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    Instant,
    Digest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum AfterQuietValue {
    Order,
    Digest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum AfterCrashValue {
    Resend,
    Skip,
}

/// A number, or `"all"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "first_look is a number or \"all\"")]
pub(super) enum FirstLookValue {
    Number(u32),
    Word(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Channel {
    pub(super) name: String,
    pub(super) kind: ChannelKind,
    pub(super) chat: Option<ChatValue>,
    pub(super) thread: Option<i32>,
    pub(super) token: Option<Secret>,
    pub(super) api_url: Option<String>,
    pub(super) topics: Option<OneOrMany>,
    pub(super) sources: Option<OneOrMany>,
    pub(super) languages: Option<OneOrMany>,
    pub(super) countries: Option<OneOrMany>,
    pub(super) min_score: Option<f64>,
    pub(super) mode: Option<Mode>,
    pub(super) digest_at: Option<DigestAt>,
    pub(super) timezone: Option<String>,
    pub(super) quiet: Option<Quiet>,
    pub(super) after_quiet: Option<AfterQuietValue>,
    pub(super) max_age: Option<Period>,
    pub(super) first_look: Option<FirstLookValue>,
    pub(super) template: Option<String>,
    pub(super) link_preview: Option<bool>,
    pub(super) silent: Option<bool>,
    pub(super) photo: Option<bool>,
    pub(super) pin: Option<bool>,
    pub(super) after_crash: Option<AfterCrashValue>,
    pub(super) url: Option<String>,
    pub(super) secret: Option<Secret>,
    pub(super) preset: Option<String>,
}

/// One time of day or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "digest_at is a time of day like \"08:00\", or a list of such times")]
pub(super) enum DigestAt {
    One(Clock),
    Many(Vec<Clock>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) url: String,
    #[serde(default)]
    pub(super) kind: SourceKind,
    pub(super) lang: Option<String>,
    pub(super) country: Option<String>,
    pub(super) timezone: Option<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    pub(super) interval: Option<Period>,
    pub(super) encoding: Option<String>,
    pub(super) proxy: Option<String>,
    #[serde(default)]
    pub(super) relevance: RelevanceMode,
    pub(super) list: Option<ListSelectors>,
    pub(super) article: Option<ArticleSelectors>,
}
