//! Tables to settings: defaults, cross-checks, paths relative to the file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use url::Url;

use super::channel::{Channel, channels};
use super::fault::{Faults, Severity};
use super::load::{Placed, Tables};
use super::raw;
use super::source::sources;
use super::values::Period;
use crate::daemon::schedule;
use crate::model::{ChannelName, Source};
use crate::{curate::judge, fetch};

/// Everything that was configured, checked.
#[derive(Debug)]
pub struct Config {
    pub file: PathBuf,
    pub store: StoreSettings,
    pub fetch: fetch::Settings,
    pub schedule: schedule::Settings,
    pub judge: judge::Settings,
    pub web: WebSettings,
    pub channels: Vec<Channel>,
    /// The channel that alerts about edwire itself go to.
    pub admin: Option<ChannelName>,
    pub sources: Vec<Source>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreSettings {
    pub path: PathBuf,
    pub keep_text: SignedDuration,
    pub keep_off_topic: SignedDuration,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebSettings {
    /// `None`: no web page.
    pub listen: Option<SocketAddr>,
    pub public_url: Option<Url>,
}

pub(super) fn resolve(file: &Path, tables: Tables, faults: &mut Faults) -> Config {
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut channels = channels(&tables.channels, &tables.sources, &folder, faults);
    let admin = admin(tables.admin, &mut channels, faults);
    let config = Config {
        file: file.to_owned(),
        store: store(tables.store.map(|table| table.value).unwrap_or_default(), &folder),
        fetch: fetch_settings(tables.fetch, &folder, faults),
        schedule: schedule_settings(tables.schedule, faults),
        judge: judge_settings(tables.relevance, &tables.topics, faults),
        web: web(tables.web, faults),
        channels,
        admin,
        sources: sources(&tables.sources, faults),
    };
    config.fetch_contact_hint(faults);
    config
}

fn store(raw: raw::Store, folder: &Path) -> StoreSettings {
    let days = |period: Option<Period>, default: i64| {
        period.map_or(SignedDuration::from_hours(24 * default), |period| period.0)
    };
    StoreSettings {
        path: folder.join(raw.path.unwrap_or_else(super::find::default_store)),
        keep_text: days(raw.keep_text, 400),
        keep_off_topic: days(raw.keep_off_topic, 30),
    }
}

fn fetch_settings(
    table: Option<Placed<raw::Fetch>>,
    folder: &Path,
    faults: &mut Faults,
) -> fetch::Settings {
    let mut settings = fetch::Settings::default();
    let Some(table) = table else { return settings };
    let raw = &table.value;
    let unsigned = |period: Period| Duration::try_from(period.0).unwrap_or_default();
    if let Some(period) = raw.per_host_interval {
        settings.per_host_interval = unsigned(period);
    }
    if let Some(period) = raw.timeout {
        settings.timeout = unsigned(period);
        if settings.timeout.is_zero() {
            faults.0.push(table.fault("timeout", "a timeout of nothing lets nothing through"));
        }
    }
    if let Some(concurrency) = raw.concurrency {
        settings.concurrency = usize::from(concurrency);
        if concurrency == 0 {
            faults.0.push(table.fault("concurrency", "at least one request must be allowed"));
        }
    }
    if let Some(size) = raw.max_body {
        settings.max_body = size.0;
    }
    if let Some(redirects) = raw.max_redirects {
        settings.max_redirects = redirects.into();
    }
    settings.contact.clone_from(&raw.contact);
    if let Some(user_agent) = &raw.user_agent {
        settings.user_agent.clone_from(user_agent);
    }
    settings.respect_robots = raw.respect_robots.unwrap_or(settings.respect_robots);
    settings.allow_private_networks =
        raw.allow_private_networks.unwrap_or(settings.allow_private_networks);
    if let Some(proxy) = &raw.proxy {
        match Url::parse(proxy) {
            Ok(url) => settings.proxy = Some(url),
            Err(error) => faults.0.push(table.fault("proxy", format!("no address: {error}"))),
        }
    }
    if let Some(path) = &raw.extra_ca {
        let path = folder.join(path);
        match std::fs::read(&path) {
            Ok(bytes) => settings.extra_ca = Some(bytes),
            Err(error) => {
                faults.0.push(table.fault("extra_ca", format!("{}: {error}", path.display())));
            }
        }
    }
    settings
}

fn schedule_settings(
    table: Option<Placed<raw::Schedule>>,
    faults: &mut Faults,
) -> schedule::Settings {
    let mut settings = schedule::Settings::default();
    let Some(table) = table else { return settings };
    let take = |period: Option<Period>, into: &mut SignedDuration| {
        if let Some(period) = period {
            *into = period.0;
        }
    };
    take(table.value.interval, &mut settings.interval);
    take(table.value.min_interval, &mut settings.min_interval);
    take(table.value.max_interval, &mut settings.max_interval);
    if settings.min_interval > settings.max_interval {
        faults.0.push(table.fault("min_interval", "min_interval is longer than max_interval"));
    }
    if settings.min_interval < SignedDuration::from_secs(60) {
        faults.0.push(table.fault("min_interval", "no source is read more than once a minute"));
    }
    settings
}

fn judge_settings(
    table: Option<Placed<raw::Relevance>>,
    topics: &[Placed<raw::Topic>],
    faults: &mut Faults,
) -> judge::Settings {
    let mut settings = judge::Settings::default();
    if let Some(table) = table
        && let Some(threshold) = table.value.threshold
    {
        if (0.0..=1.0).contains(&threshold) {
            settings.threshold = threshold;
        } else {
            faults.0.push(table.fault("threshold", "the threshold lies between 0 and 1"));
        }
    }
    settings.topics = topics
        .iter()
        .map(|table| {
            let raw = &table.value;
            judge::TopicRule {
                id: raw.id.clone(),
                name_en: raw.name.clone().unwrap_or_else(|| raw.id.clone()),
                name_zh: raw.name_zh.clone(),
                hashtag: raw.hashtag.clone(),
                words: raw.words.clone(),
                weight: raw.weight,
            }
        })
        .collect();
    settings
}

fn web(table: Option<Placed<raw::Web>>, faults: &mut Faults) -> WebSettings {
    let default = SocketAddr::from(([127, 0, 0, 1], 8733));
    let Some(table) = table else {
        return WebSettings { listen: Some(default), public_url: None };
    };
    let listen = match table.value.listen.as_deref() {
        None => Some(default),
        Some("") => None,
        Some(text) => match text.parse() {
            Ok(address) => Some(address),
            Err(_unreadable) => {
                let text = format!("{text:?} is no address and port like \"127.0.0.1:8733\"");
                faults.0.push(table.fault("listen", text));
                None
            }
        },
    };
    let public_url =
        table.value.public_url.as_deref().filter(|url| !url.is_empty()).and_then(|text| {
            match Url::parse(text) {
                Ok(url) => Some(url),
                Err(error) => {
                    faults.0.push(table.fault("public_url", format!("no address: {error}")));
                    None
                }
            }
        });
    WebSettings { listen, public_url }
}

/// The channel for alerts: one that is named, or one made for the chat that is given.
fn admin(
    table: Option<Placed<raw::Admin>>,
    channels: &mut Vec<Channel>,
    faults: &mut Faults,
) -> Option<ChannelName> {
    let table = table?;
    if let Some(name) = table.value.channel.as_ref().map(ChannelName::new) {
        if channels.iter().any(|channel| channel.name == name) {
            return Some(name);
        }
        faults.0.push(table.fault("channel", format!("no [[channel]] is called {name}")));
        return None;
    }
    let chat = table.value.chat.as_ref()?;
    match Channel::for_alerts(channels, chat) {
        Ok(channel) => {
            let name = channel.name.clone();
            channels.push(channel);
            Some(name)
        }
        Err(why) => {
            faults.0.push(table.fault("chat", why));
            None
        }
    }
}

impl Config {
    /// Servers' owners should be able to reach the operator.
    fn fetch_contact_hint(&self, faults: &mut Faults) {
        if self.fetch.contact.is_none() && !self.sources.is_empty() {
            let mut fault = super::fault::Sheet { file: &self.file, text: "" }
                .fault(None, "[fetch] contact is not set");
            fault.severity = Severity::Warning;
            fault.hint = Some(
                "set contact = \"mailto:you@example.edu\", so that webmasters can reach you".into(),
            );
            faults.0.push(fault);
        }
    }
}
