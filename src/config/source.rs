//! `[[source]]` tables to sources.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::fault::Faults;
use super::load::Placed;
use super::raw;
use crate::model::{Lang, Source, SourceId, WebUrl};

pub(super) fn sources(tables: &[Placed<raw::Source>], faults: &mut Faults) -> Vec<Source> {
    let mut ids: HashMap<SourceId, usize> = HashMap::new();
    let mut addresses: HashMap<String, SourceId> = HashMap::new();
    let mut sources = Vec::new();
    for table in tables {
        let Some(source) = source(table, faults) else { continue };
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
        if lang.is_none() {
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
    if let Some(country) = &raw.country
        && !(country.len() == 2 && country.bytes().all(|b| b.is_ascii_alphabetic()))
    {
        let text = format!("{country:?} is no two-letter country code like \"CN\"");
        faults.0.push(table.fault("country", text));
    }
    Some(Source {
        id: raw.id.as_ref().map_or_else(|| default_id(&url), SourceId::new),
        name: raw.name.clone().unwrap_or_else(|| url.host().to_owned()),
        kind: raw.kind,
        lang,
        country: raw.country.as_ref().map(|country| country.to_ascii_uppercase()),
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
