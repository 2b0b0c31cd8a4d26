//! `[[channel]]` tables to channels.

use std::path::Path;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use secrecy::SecretString;

use super::checks::{self, WEB};
use super::fault::{Fault, Faults, Severity};
use super::placed::{Placed, Places};
use super::raw::{self, AfterCrashValue, ChannelKind, ChatValue, DigestAt, FirstLookValue};
use super::resolve::Known;
use super::secret::Secret;
use super::values::OneOrMany;
use crate::deliver;
use crate::model::{ChannelName, Lang, SourceId, TopicId};

/// A channel whose secrets have not been looked up yet.
#[derive(Debug, Clone)]
pub struct Channel {
    pub name: ChannelName,
    pub rules: deliver::Rules,
    pub rhythm: deliver::Rhythm,
    after_crash: deliver::AfterCrash,
    kind: Kind,
    at: Places,
}

#[derive(Debug, Clone)]
enum Kind {
    Telegram { settings: Box<deliver::TelegramSettings>, token: Secret },
    Webhook { url: Secret, secret: Option<Secret> },
    Terminal,
}

/// A secret that a channel needs and that is not there.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct RevealError(Fault);

impl Channel {
    /// The channel as `deliver` wants it, secrets looked up.
    pub fn settings(
        &self,
        terminal: deliver::TerminalLook,
    ) -> Result<deliver::ChannelSettings, RevealError> {
        let reveal = |key, secret: &Secret| {
            secret.reveal().map_err(|why| {
                RevealError(self.at.fault(key, format!("channel {}: {key}: {why}", self.name)))
            })
        };
        let kind = match &self.kind {
            Kind::Telegram { settings, token } => {
                let token = reveal("token", token)?;
                deliver::ChannelKind::Telegram(deliver::TelegramSettings {
                    token,
                    ..(**settings).clone()
                })
            }
            Kind::Webhook { url, secret } => {
                deliver::ChannelKind::Webhook(deliver::WebhookSettings {
                    url: reveal("url", url)?,
                    secret: secret.as_ref().map(|secret| reveal("secret", secret)).transpose()?,
                })
            }
            Kind::Terminal => {
                deliver::ChannelKind::Terminal(deliver::TerminalSettings { look: terminal })
            }
        };
        Ok(deliver::ChannelSettings {
            name: self.name.clone(),
            kind,
            rules: self.rules.clone(),
            rhythm: self.rhythm.clone(),
            after_crash: self.after_crash,
        })
    }

    /// A channel for alerts alone, with the bot of the first Telegram channel.
    pub(super) fn for_alerts(others: &[Self], chat: &ChatValue) -> Result<Self, String> {
        let bot = others.iter().find_map(|channel| match &channel.kind {
            Kind::Telegram { settings, token } => Some((settings, token, &channel.at)),
            _ => None,
        });
        let Some((settings, token, at)) = bot else {
            return Err("alerts to a chat need a telegram channel, whose bot sends them".to_owned());
        };
        let chat = deliver::ChatRef::parse(&chat.text()).map_err(|error| error.to_string())?;
        let mut settings = settings.clone();
        settings.chat = chat;
        settings.thread = None;
        Ok(Self {
            name: ChannelName::new("admin"),
            // No score reaches this: it gets alerts, never posts.
            rules: deliver::Rules { min_score: Some(2.0), ..deliver::Rules::default() },
            rhythm: deliver::Rhythm::default(),
            after_crash: deliver::AfterCrash::default(),
            kind: Kind::Telegram { settings, token: token.clone() },
            at: at.clone(),
        })
    }

    /// The channel that posts are shown on where none is set up.
    pub fn terminal() -> Self {
        Self {
            name: ChannelName::new("terminal"),
            rules: deliver::Rules::default(),
            rhythm: deliver::Rhythm::default(),
            after_crash: deliver::AfterCrash::default(),
            kind: Kind::Terminal,
            at: Places::default(),
        }
    }
}

impl ChatValue {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Name(name) => name.clone(),
        }
    }
}

pub(super) fn channels(
    tables: &[Placed<raw::Channel>],
    known: &Known,
    folder: &Path,
    faults: &mut Faults,
) -> Vec<Channel> {
    let mut channels: Vec<Channel> = Vec::new();
    for table in tables {
        let name = ChannelName::new(&table.value.name);
        if channels.iter().any(|channel| channel.name == name) {
            faults.0.push(table.fault("name", format!("another channel is called {name}")));
            continue;
        }
        let rules = rules(table, known, faults);
        let rhythm = rhythm(table, faults);
        without_effect(table, faults);
        let after_crash = match table.value.after_crash {
            Some(AfterCrashValue::Skip) => deliver::AfterCrash::Skip,
            _ => deliver::AfterCrash::Resend,
        };
        if let Some(kind) = kind(table, folder, faults) {
            channels.push(Channel { name, rules, rhythm, after_crash, kind, at: table.at.clone() });
        }
    }
    channels
}

fn list(value: Option<&OneOrMany>) -> Vec<String> {
    value.cloned().map(OneOrMany::into_vec).unwrap_or_default()
}

fn rules(table: &Placed<raw::Channel>, known: &Known, faults: &mut Faults) -> deliver::Rules {
    let raw = &table.value;
    let mut rules = deliver::Rules {
        topics: list(raw.topics.as_ref()).into_iter().map(TopicId::new).collect(),
        sources: list(raw.sources.as_ref()).into_iter().map(SourceId::new).collect(),
        countries: list(raw.countries.as_ref())
            .iter()
            .filter_map(|code| checks::country(&table.at, "countries", code, faults))
            .collect(),
        min_score: raw
            .min_score
            .and_then(|score| checks::share(&table.at, "min_score", score, faults)),
        ..deliver::Rules::default()
    };
    unknown_names(table, &rules, known, faults);
    for tag in list(raw.languages.as_ref()) {
        if let Some(lang) = Lang::parse(&tag) {
            rules.languages.push(lang);
        } else {
            let text = format!("{tag:?} is no language code like \"en\"");
            faults.0.push(table.fault("languages", text));
        }
    }
    if let Some(period) = raw.max_age {
        rules.max_age = period.0;
        let least = (SignedDuration::from_mins(1), "nothing is that new; write 24h or so");
        checks::at_least(&table.at, ("max_age", period.0), least, faults);
    }
    match &raw.first_look {
        None => {}
        Some(FirstLookValue::Number(number)) => {
            rules.first_look = deliver::FirstLook::Items(*number as usize);
        }
        Some(FirstLookValue::Word(word)) if word == "all" => {
            rules.first_look = deliver::FirstLook::All;
        }
        Some(FirstLookValue::Word(_)) => {
            faults.0.push(table.fault("first_look", "first_look is a number or \"all\""));
        }
    }
    rules
}

/// Names that nothing bears. A topic is a slip; a source may merely have been taken out.
fn unknown_names(
    table: &Placed<raw::Channel>,
    rules: &deliver::Rules,
    known: &Known,
    faults: &mut Faults,
) {
    let topics: Vec<&str> = known.topics.iter().map(String::as_str).collect();
    let sources: Vec<&str> = known.sources.iter().map(String::as_str).collect();
    for topic in &rules.topics {
        let fault = table.fault("topics", format!("there is no topic {topic}"));
        faults.0.extend(checks::among(fault, topic.as_str(), &topics));
    }
    for source in &rules.sources {
        let fault = table.warning("sources", format!("no source is called {source}"));
        faults.0.extend(checks::among(fault, source.as_str(), &sources));
    }
}

/// Keys that are for another kind of channel, or for another mode.
fn without_effect(table: &Placed<raw::Channel>, faults: &mut Faults) {
    let raw = &table.value;
    let telegram =
        ["chat", "thread", "token", "api_url", "template", "link_preview", "silent", "photo"];
    let webhook = ["url", "secret", "preset"];
    let others = match raw.kind {
        ChannelKind::Telegram => webhook.to_vec(),
        ChannelKind::Webhook => telegram.to_vec(),
        ChannelKind::Terminal => [&telegram[..], &webhook[..]].concat(),
    };
    for key in others.into_iter().filter(|key| table.at.written(key)) {
        let text = format!("`{key}` has no effect on a channel of this kind");
        faults.0.push(table.warning(key, text));
    }
    if table.at.written("digest_at") && raw.mode != Some(raw::Mode::Digest) {
        let text = "`digest_at` has no effect without mode = \"digest\"";
        faults.0.push(table.warning("digest_at", text));
    }
}

fn rhythm(table: &Placed<raw::Channel>, faults: &mut Faults) -> deliver::Rhythm {
    let raw = &table.value;
    let timezone = match raw.timezone.as_deref().map(TimeZone::get) {
        None => TimeZone::UTC,
        Some(Ok(zone)) => zone,
        Some(Err(_unknown)) => {
            let text = "no time zone of that name; write one like \"Asia/Shanghai\"";
            faults.0.push(table.fault("timezone", text));
            TimeZone::UTC
        }
    };
    let mode = match raw.mode {
        Some(raw::Mode::Digest) => deliver::Mode::Digest {
            at: match &raw.digest_at {
                None => vec![jiff::civil::time(8, 0, 0, 0)],
                Some(DigestAt::One(clock)) => vec![clock.0],
                Some(DigestAt::Many(clocks)) if clocks.is_empty() => {
                    faults.0.push(table.fault("digest_at", "a digest needs an hour"));
                    vec![jiff::civil::time(8, 0, 0, 0)]
                }
                Some(DigestAt::Many(clocks)) => clocks.iter().map(|clock| clock.0).collect(),
            },
        },
        _ => deliver::Mode::Instant,
    };
    if raw.quiet.is_some_and(|quiet| quiet.from == quiet.until) {
        faults.0.push(table.fault("quiet", "quiet hours end at another time than they begin"));
    }
    let quiet = raw.quiet.map(|quiet| deliver::Quiet { from: quiet.from, until: quiet.until });
    let after_quiet = match raw.after_quiet {
        Some(raw::AfterQuietValue::Digest) => deliver::AfterQuiet::Digest,
        _ => deliver::AfterQuiet::InOrder,
    };
    deliver::Rhythm { mode, timezone, quiet, after_quiet }
}

fn kind(table: &Placed<raw::Channel>, folder: &Path, faults: &mut Faults) -> Option<Kind> {
    let raw = &table.value;
    match raw.kind {
        ChannelKind::Terminal => Some(Kind::Terminal),
        ChannelKind::Webhook => {
            let Some(url) = &raw.url else {
                if !table.at.written("url") {
                    faults.0.push(table.fault("kind", "a webhook channel needs a url"));
                }
                return None;
            };
            if let Secret::Plain(text) = Secret::parse(url) {
                checks::address(&table.at, ("url", &text), &WEB, faults)?;
            }
            if let Some(preset) = raw.preset.as_deref().filter(|preset| *preset != "json") {
                let text = format!("the preset {preset:?} is not there yet; \"json\" is");
                faults.0.push(table.fault("preset", text));
            }
            let mut secret = raw.secret.clone();
            if let Some(Secret::File(path)) = &mut secret {
                *path = folder.join(&*path);
            }
            Some(Kind::Webhook { url: Secret::parse(url), secret })
        }
        ChannelKind::Telegram => telegram(table, folder, faults),
    }
}

fn telegram(table: &Placed<raw::Channel>, folder: &Path, faults: &mut Faults) -> Option<Kind> {
    let raw = &table.value;
    let Some(chat) = &raw.chat else {
        let text = "a telegram channel needs a chat: \"@name\" or a number like -1001234567890";
        if !table.at.written("chat") {
            faults.0.push(table.fault("kind", text));
        }
        return None;
    };
    let chat = match deliver::ChatRef::parse(&chat.text()) {
        Ok(chat) => chat,
        Err(error) => {
            faults.0.push(table.fault("chat", error.to_string()));
            return None;
        }
    };
    let mut token =
        raw.token.clone().unwrap_or_else(|| Secret::Env("TELEGRAM_BOT_TOKEN".to_owned()));
    match &mut token {
        Secret::Plain(text) => {
            let mut fault = table.fault("token", "the token is written out in this file");
            fault.severity = Severity::Warning;
            fault.hint = Some("write \"${TELEGRAM_BOT_TOKEN}\" or \"file:...\" instead".into());
            if !text.contains(':') {
                fault =
                    table.fault("token", "this is no token as @BotFather gives it: 123456:ABC...");
                if text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') {
                    fault.hint = Some(format!("did you mean \"${{{text}}}\"?"));
                }
            }
            faults.0.push(fault);
        }
        Secret::File(path) => *path = folder.join(&*path),
        Secret::Env(_) => {}
    }
    let mut settings = deliver::TelegramSettings::new(chat, SecretString::default());
    settings.thread = raw.thread;
    settings.silent = raw.silent.unwrap_or(settings.silent);
    settings.link_preview = raw.link_preview.unwrap_or(settings.link_preview);
    settings.photo = raw.photo.unwrap_or(settings.photo);
    settings.pin = raw.pin.unwrap_or(settings.pin);
    if let Some(api_url) = &raw.api_url {
        settings.api_url = checks::address(&table.at, ("api_url", api_url), &WEB, faults);
    }
    if let Some(template) = &raw.template {
        match deliver::telegram::Template::parse(template) {
            Ok(template) => settings.template = Some(template),
            Err(error) => faults.0.push(table.fault("template", error.to_string())),
        }
    }
    Some(Kind::Telegram { settings: Box::new(settings), token })
}
