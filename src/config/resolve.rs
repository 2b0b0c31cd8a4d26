//! Tables to settings: defaults, cross-checks, paths relative to the file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use url::Url;

use super::channel::{Channel, channels};
use super::checks::{self, PROXIES, WEB};
use super::fault::{Faults, Severity};
use super::load::Tables;
use super::placed::Placed;
use super::raw;
use super::source::sources;
use super::values::Period;
use crate::daemon::schedule;
use crate::model::{ChannelName, Source};
use crate::{curate::judge, fetch};

/// Everything that was configured, checked.
#[derive(Debug, Clone)]
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

/// The names that channels may refer to.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) sources: Vec<String>,
    pub(super) topics: Vec<String>,
}

impl Known {
    fn of(sources: &[Source], judge: &judge::Settings) -> Self {
        let own = judge.topics.iter().map(|topic| topic.id.clone());
        Self {
            sources: sources.iter().map(|source| source.id.as_str().to_owned()).collect(),
            topics: judge::shipped_topics().map(str::to_owned).chain(own).collect(),
        }
    }
}

pub(super) fn resolve(file: &Path, tables: Tables, faults: &mut Faults) -> Config {
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let schedule = schedule_settings(tables.schedule, faults);
    let sources = sources(&tables.sources, &schedule, faults);
    let judge = judge_settings(tables.relevance, &tables.topics, faults);
    let known = Known::of(&sources, &judge);
    let mut channels = channels(&tables.channels, &known, &folder, faults);
    let admin = admin(tables.admin, &mut channels, faults);
    let config = Config {
        file: file.to_owned(),
        store: store(tables.store, &folder, faults),
        fetch: fetch_settings(tables.fetch, &folder, faults),
        schedule,
        judge,
        web: web(tables.web, faults),
        channels,
        admin,
        sources,
    };
    config.fetch_contact_hint(faults);
    config
}

fn store(table: Option<Placed<raw::Store>>, folder: &Path, faults: &mut Faults) -> StoreSettings {
    let days = |period: Option<Period>, default: i64| {
        period.map_or(SignedDuration::from_hours(24 * default), |period| period.0)
    };
    let default = folder.join(super::find::default_store());
    let Some(table) = table else {
        return StoreSettings {
            path: default,
            keep_text: days(None, 400),
            keep_off_topic: days(None, 30),
        };
    };
    let path = match &table.value.path {
        None => default,
        Some(path) if path.as_os_str().is_empty() || folder.join(path).is_dir() => {
            faults
                .0
                .push(table.fault("path", "`path` wants the name of a file, like \"edwire.db\""));
            default
        }
        Some(path) => folder.join(path),
    };
    StoreSettings {
        path,
        keep_text: days(table.value.keep_text, 400),
        keep_off_topic: days(table.value.keep_off_topic, 30),
    }
}

/// Smaller than any page.
const SMALLEST_BODY: usize = 1 << 10;

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
        if size.0 < SMALLEST_BODY {
            faults.0.push(table.fault("max_body", "no page fits into that; write 1KiB or more"));
        }
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
        settings.proxy = checks::address(&table.at, ("proxy", proxy), &PROXIES, faults);
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
    let (least, most) = (settings.min_interval, settings.max_interval);
    if least > most {
        faults.0.push(table.fault("min_interval", "min_interval is longer than max_interval"));
    } else if settings.interval < least || settings.interval > most {
        let text = "interval does not lie between min_interval and max_interval";
        faults.0.push(table.warning("interval", text));
    }
    let least = (SignedDuration::from_secs(60), "no source is read more than once a minute");
    checks::at_least(&table.at, ("min_interval", settings.min_interval), least, faults);
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
        settings.threshold =
            checks::share(&table.at, "threshold", threshold, faults).unwrap_or(settings.threshold);
    }
    for (nth, table) in topics.iter().enumerate() {
        if topics.iter().take(nth).any(|other| other.value.id == table.value.id) {
            let text = format!("another [[topic]] has the id {:?}", table.value.id);
            faults.0.push(table.fault("id", text));
        }
        settings.topics.push(topic(table, faults));
    }
    settings
}

fn topic(table: &Placed<raw::Topic>, faults: &mut Faults) -> judge::TopicRule {
    let raw = &table.value;
    if raw.id.is_empty() || raw.id.contains(|c: char| c.is_whitespace() || c == ',') {
        faults.0.push(table.fault("id", "an id is one word, like \"summer-school\""));
    }
    let tag = raw.hashtag.as_deref().map(|tag| tag.trim_start_matches('#'));
    if tag.is_some_and(|tag| tag.is_empty() || tag.contains(|c: char| !hashtag_char(c))) {
        let text = "a hashtag has letters, digits and _ alone, like \"SummerSchool\"";
        faults.0.push(table.fault("hashtag", text));
    }
    if !raw.weight.is_finite() || raw.weight.abs() > MAX_WEIGHT {
        let text = format!("`weight` lies between -{MAX_WEIGHT} and {MAX_WEIGHT}");
        faults.0.push(table.fault("weight", text));
    }
    if raw.words.is_empty() && !judge::shipped_topics().any(|id| id == raw.id) {
        let text = format!("topic {:?} has no words, so no item will ever have it", raw.id);
        faults.0.push(table.warning("id", text));
    }
    judge::TopicRule {
        id: raw.id.clone(),
        name_en: raw.name.clone(),
        name_zh: raw.name_zh.clone(),
        hashtag: raw.hashtag.clone(),
        words: raw.words.clone(),
        weight: raw.weight,
    }
}

/// More than any shipped evidence weighs several times over.
const MAX_WEIGHT: f64 = 20.0;

fn hashtag_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
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
    let public_url = table
        .value
        .public_url
        .as_deref()
        .filter(|url| !url.is_empty())
        .and_then(|text| checks::address(&table.at, ("public_url", text), &WEB, faults));
    WebSettings { listen, public_url }
}

/// The channel for alerts: one that is named, or one made for the chat that is given.
fn admin(
    table: Option<Placed<raw::Admin>>,
    channels: &mut Vec<Channel>,
    faults: &mut Faults,
) -> Option<ChannelName> {
    let table = table?;
    if table.value.channel.is_some() && table.value.chat.is_some() {
        faults.0.push(table.warning("chat", "`channel` is set as well; alerts go there alone"));
    }
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
            let mut fault =
                super::fault::Sheet::new(&self.file, "").fault(None, "[fetch] contact is not set");
            fault.severity = Severity::Warning;
            fault.hint = Some(
                "set contact = \"mailto:you@example.edu\", so that webmasters can reach you".into(),
            );
            faults.0.push(fault);
        }
    }
}
