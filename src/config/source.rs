//! `[[source]]` tables to sources.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::checks::{self, PROXIES};
use super::fault::Faults;
use super::placed::{Placed, Places};
use super::raw;
use crate::daemon::schedule;
use crate::model::{Lang, Source, SourceId, WebUrl, country_of};

pub(super) fn sources(
    tables: &[Placed<raw::Source>],
    schedule: &schedule::Settings,
    faults: &mut Faults,
) -> Vec<Source> {
    let mut ids: HashMap<SourceId, usize> = HashMap::new();
    let mut addresses: HashMap<String, SourceId> = HashMap::new();
    let mut sources = Vec::new();
    for table in tables {
        let Some(source) = source(table, faults) else { continue };
        bounds(table, schedule, faults);
        if let Some(other) = addresses.insert(source.url.as_str().to_owned(), source.id.clone()) {
            let text = format!("source {other} reads the same address");
            faults.0.push(table.fault("url", text));
            continue;
        }
        let count = ids.entry(source.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let text =
                format!("another source is called {}; give this one an id of its own", source.id);
            faults.0.push(table.fault("id", text));
            continue;
        }
        sources.push(source);
    }
    sources
}

/// Codes of countries, and no language's, that are written where a language is wanted.
const COUNTRIES: [(&str, &str); 10] = [
    ("at", "de"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", "en"),
    ("gr", "el"),
    ("jp", "ja"),
    ("tw", "zh"),
    ("us", "en"),
    ("vn", "vi"),
];

fn source(table: &Placed<raw::Source>, faults: &mut Faults) -> Option<Source> {
    let raw = &table.value;
    let url = match WebUrl::parse(&raw.url) {
        Ok(url) => url,
        Err(error) => {
            faults.0.push(table.fault("url", error.to_string()));
            return None;
        }
    };
    let lang = raw.lang.as_deref().and_then(|tag| {
        let lang = Lang::parse(tag);
        let meant = COUNTRIES.iter().find(|(country, _)| tag.eq_ignore_ascii_case(country));
        if let Some((_, lang)) = meant {
            let text = format!("{tag:?} is a country; its language is {lang:?}");
            faults.0.push(table.fault("lang", text));
        } else if lang.is_none() {
            faults.0.push(table.fault("lang", format!("{tag:?} is no language code like \"en\"")));
        }
        lang
    });
    if let Some(name) = &raw.timezone
        && TimeZone::get(name).is_err()
    {
        let text = format!("{name:?} is no time zone like \"Asia/Shanghai\"");
        faults.0.push(table.fault("timezone", text));
    }
    if let Some(label) = &raw.encoding
        && encoding_rs::Encoding::for_label(label.as_bytes()).is_none()
    {
        let text = format!("{label:?} is no encoding like \"gb18030\"");
        faults.0.push(table.fault("encoding", text));
    }
    let country = raw
        .country
        .as_ref()
        .and_then(|country| checks::country(&table.at, "country", country, faults))
        .or_else(|| country_of(url.host()).map(str::to_owned));
    if raw.id.as_ref().is_some_and(|id| id.is_empty() || id.contains(not_of_an_id)) {
        let text = "an id is one word without / , or spaces, like \"daad\"";
        faults.0.push(table.fault("id", text));
    }
    if let Some(proxy) = &raw.proxy {
        checks::address(&table.at, ("proxy", proxy), &PROXIES, faults);
    }
    selectors(raw, &table.at, faults);
    Some(Source {
        id: raw.id.as_ref().map_or_else(|| default_id(&url), SourceId::new),
        name: raw.name.clone().unwrap_or_else(|| url.host().to_owned()),
        kind: raw.kind,
        lang,
        country,
        timezone: raw.timezone.clone(),
        tags: raw.tags.clone(),
        interval: raw.interval.map(|period| period.0),
        encoding: raw.encoding.clone(),
        proxy: raw.proxy.clone(),
        relevance: raw.relevance,
        list: raw.list.clone(),
        article: raw.article.clone(),
        url,
    })
}

fn not_of_an_id(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == ',' || c == '/'
}

/// An interval of its own that the bounds for all sources overrule.
fn bounds(table: &Placed<raw::Source>, schedule: &schedule::Settings, faults: &mut Faults) {
    let Some(interval) = table.value.interval.map(|period| period.0) else { return };
    let bound = if interval < schedule.min_interval {
        "shorter than [schedule] min_interval, which it will be raised to"
    } else if interval > schedule.max_interval {
        "longer than [schedule] max_interval, which it will be cut to"
    } else {
        return;
    };
    faults.0.push(table.warning("interval", format!("`interval` is {bound}")));
}

/// Selectors are tried here, so that a slip shows at once and not as an empty list later.
fn selectors(raw: &raw::Source, at: &Places, faults: &mut Faults) {
    let list = raw.list.iter().flat_map(|list| {
        let texts = [&list.link, &list.title, &list.date];
        let rest = texts.into_iter().zip(["link", "title", "date"]);
        let item = ("list", "item", list.item.as_str());
        rest.filter_map(|(text, name)| Some(("list", name, text.as_deref()?))).chain([item])
    });
    let article = raw.article.iter().flat_map(|article| {
        let texts = [&article.title, &article.date, &article.text];
        texts
            .into_iter()
            .zip(["title", "date", "text"])
            .filter_map(|(text, name)| Some(("article", name, text.as_deref()?)))
    });
    for (table, name, text) in list.chain(article) {
        if scraper::Selector::parse(text).is_err() {
            let text = format!("{table}.{name} = {text:?} is no CSS selector");
            faults.0.push(at.fault(table, text));
        }
    }
}

/// `https://www.example.edu/news/list.htm` gives `example-edu-news-list`.
pub(super) fn default_id(url: &WebUrl) -> SourceId {
    let host = url.host().trim_start_matches("www.");
    let path = url.as_url().path();
    let path = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let mut id = String::new();
    for c in host.chars().chain(path.chars()) {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    SourceId::new(id.trim_matches('-').chars().take(60).collect::<String>())
}

/// Characters of an id that a person types.
const SHORT: usize = 32;

/// The same for a source that is added by command: cut between words, for it is typed and read often.
/// One without an id in its table keeps the long one, by which the store knows it.
pub(super) fn short_id(url: &WebUrl) -> SourceId {
    let long = default_id(url);
    // where a WordPress site gives its posts to programs, no word of the path is its own
    let id = long.as_str().split("-wp-json").next().unwrap_or_default();
    let head = match id.get(..=SHORT) {
        Some(head) => head.get(..head.rfind('-').unwrap_or(SHORT)).unwrap_or(head),
        None => id,
    };
    SourceId::new(head)
}
