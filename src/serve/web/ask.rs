//! What a query asks for: the same filters as on the command line, under the same names.

use jiff::{SignedDuration, Timestamp};
use url::form_urlencoded;

use super::words::Tongue;
use crate::model::{DateOrigin, Lang, Published, SourceId, TopicId, period};
use crate::store::Filter;
use crate::store::search::{Order, Query};

/// Items on a page where no limit is asked for, and at most.
const PAGE: u64 = 50;
const MOST: u64 = 200;
/// How deep pages go; what is older is reached with `until`.
const DEEPEST: u64 = 5_000;
/// Values in one query.
const VALUES: usize = 50;

/// Everything that any page understands.
const NAMES: [&str; 13] = [
    "q", "since", "until", "source", "topic", "lang", "country", "all", "limit", "sort", "page",
    "within", "hl",
];

#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) filter: Filter,
    /// Items on a page.
    pub(super) limit: u64,
    /// From 1.
    pub(super) page: u64,
    /// What to search for; empty for everything.
    pub(super) text: String,
    /// The same, understood.
    pub(super) query: Option<Query>,
    pub(super) order: Order,
    pub(super) within: Option<SignedDuration>,
    raw: String,
}

impl Ask {
    /// The error is a hint for whoever wrote the query.
    pub(super) fn parse(raw: &str, now: Timestamp) -> Result<Self, String> {
        let mut ask = Self {
            filter: Filter::default(),
            limit: PAGE,
            page: 1,
            text: String::new(),
            query: None,
            order: Order::Relevance,
            within: None,
            raw: raw.to_owned(),
        };
        for (count, (name, value)) in form_urlencoded::parse(raw.as_bytes()).enumerate() {
            if count >= VALUES {
                return Err(format!("at most {VALUES} values in one query"));
            }
            // A form sends its empty fields too.
            let value = value.trim();
            if value.is_empty() && NAMES.contains(&&*name) {
                continue;
            }
            if value.contains('\0') {
                return Err(format!("{name} holds a character that no text has"));
            }
            ask.take(&name, value, now)?;
        }
        if ask.page.saturating_mul(ask.limit) > DEEPEST {
            return Err(format!("pages go to item {DEEPEST}; use until=DATE for what is older"));
        }
        Ok(ask)
    }

    fn take(&mut self, name: &str, value: &str, now: Timestamp) -> Result<(), String> {
        let filter = &mut self.filter;
        match name {
            "q" => {
                self.query = Some(Query::parse(value).map_err(|error| error.to_string())?);
                value.clone_into(&mut self.text);
            }
            "since" => filter.since = Some(moment(value, now)?),
            "until" => filter.until = Some(moment(value, now)?),
            "source" => filter.sources.push(SourceId::new(value)),
            "topic" => filter.topics.push(TopicId::new(value)),
            "lang" => filter.langs.push(
                Lang::parse(value)
                    .ok_or_else(|| format!("{value:?} is no language code like en"))?,
            ),
            "country" => filter.countries.push(country(value)?),
            "all" => filter.all = yes(value)?,
            "limit" => self.limit = number("limit", value, MOST)?,
            "page" => self.page = number("page", value, DEEPEST)?,
            "sort" => {
                self.order = match value {
                    "relevance" => Order::Relevance,
                    "date" => Order::Newest,
                    _ => return Err(format!("sort is relevance or date, not {value:?}")),
                }
            }
            "within" => {
                let span = period(value);
                let hint = || format!("{value:?} is no span; write one like 30d");
                self.within = Some(span.ok_or_else(hint)?);
            }
            "hl" => {
                Tongue::parse(value).ok_or_else(|| format!("hl is en or zh, not {value:?}"))?;
            }
            _ => {
                return Err(format!("there is no {name:?} here; there are {}", NAMES.join(", ")));
            }
        }
        Ok(())
    }

    /// Items before this page.
    pub(super) fn skipped(&self) -> u64 {
        self.page.saturating_sub(1).saturating_mul(self.limit)
    }

    /// The query with one name set anew or left out, `?` included.
    pub(super) fn with(&self, name: &str, value: Option<&str>) -> String {
        with(&self.raw, name, value)
    }

    /// The query for a feed of the same items.
    pub(super) fn subscription(&self) -> String {
        with(with(&self.raw, "page", None).trim_start_matches('?'), "hl", None)
    }

    /// The first value of a name as it was given, for a form.
    pub(super) fn given(&self, name: &str) -> String {
        form_urlencoded::parse(self.raw.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default()
    }

    /// Whether anything but a search text narrows the items.
    pub(super) fn narrowed(&self) -> bool {
        let filter = &self.filter;
        filter.all
            || filter.since.is_some()
            || filter.until.is_some()
            || !filter.sources.is_empty()
            || !filter.topics.is_empty()
            || !filter.langs.is_empty()
            || !filter.countries.is_empty()
    }
}

/// The language of the page that a query chooses.
pub(super) fn tongue(raw: &str) -> Option<Tongue> {
    let (_, value) = form_urlencoded::parse(raw.as_bytes()).find(|(name, _)| name == "hl")?;
    Tongue::parse(&value)
}

/// A query with one name set anew or left out, empty values dropped.
pub(super) fn with(raw: &str, name: &str, value: Option<&str>) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (key, value) in form_urlencoded::parse(raw.as_bytes()).take(VALUES) {
        if key != name && !value.trim().is_empty() {
            out.append_pair(&key, &value);
        }
    }
    if let Some(value) = value {
        out.append_pair(name, value);
    }
    let query = out.finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

/// `7d` is that long ago; a date is its first moment in UTC.
fn moment(value: &str, now: Timestamp) -> Result<Timestamp, String> {
    let wrong = || format!("{value:?} is neither a span like 7d nor a date like 2026-03-31");
    if let Some(span) = period(value) {
        return now.checked_sub(span).map_err(|_out_of_range| wrong());
    }
    // A plus sign that was not escaped arrives as a space.
    let value = value.replace(' ', "+");
    let read = Published::parse(&value, DateOrigin::FirstSeen).map_err(|_neither| wrong())?;
    Ok(read.at)
}

fn country(value: &str) -> Result<String, String> {
    if value.len() == 2 && value.bytes().all(|b| b.is_ascii_alphabetic()) {
        Ok(value.to_ascii_uppercase())
    } else {
        Err(format!("{value:?} is no country code like CN"))
    }
}

fn yes(value: &str) -> Result<bool, String> {
    match value {
        "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" => Ok(false),
        _ => Err(format!("all is 1 or 0, not {value:?}")),
    }
}

fn number(name: &str, value: &str, most: u64) -> Result<u64, String> {
    let number = value.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| format!("{name} is a number from 1 to {most}, not {value:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_filters_are_those_of_the_command_line() {
        let raw = "q=exchange&since=7d&until=2026-11-30&source=a&source=b&topic=visa&lang=ZH&\
                   country=cn&all=1&limit=20&sort=date&page=2&within=30d&hl=zh";
        let ask = Ask::parse(raw, now()).unwrap();
        assert_eq!(ask.filter.since.unwrap().to_string(), "2026-11-15T12:00:00Z");
        assert_eq!(ask.filter.until.unwrap().to_string(), "2026-11-30T00:00:00Z");
        assert_eq!(ask.filter.sources.len(), 2);
        assert_eq!(ask.filter.countries, ["CN"]);
        assert!(ask.filter.all && ask.narrowed());
        assert_eq!((ask.limit, ask.page, ask.skipped()), (20, 2, 20));
        assert_eq!(ask.text, "exchange");
    }

    #[test]
    fn empty_fields_of_a_form_ask_for_nothing() {
        let ask = Ask::parse("q=&since=&topic=+&all=", now()).unwrap();
        assert!(ask.text.is_empty() && !ask.narrowed());
    }

    #[test]
    fn what_makes_no_sense_gets_a_hint() {
        for wrong in [
            "since=soon",
            "limit=0",
            "limit=201",
            "limit=x",
            "lang=1",
            "country=China",
            "all=maybe",
            "sort=best",
            "hl=fr",
            "within=x",
            "topics=visa",
            "q=-only",
            "q=a%00b",
            "page=5000&limit=200",
            "since=99999999999999d",
        ] {
            assert!(!Ask::parse(wrong, now()).unwrap_err().is_empty(), "{wrong}");
        }
        assert!(Ask::parse(&format!("q={}", "a".repeat(401)), now()).is_err());
        assert!(Ask::parse(&"source=a&".repeat(51), now()).is_err());
    }

    #[test]
    fn links_keep_the_query_and_escape_it() {
        let ask = Ask::parse("q=a%26b&page=3&source=", now()).unwrap();
        assert_eq!(ask.with("page", Some("4")), "?q=a%26b&page=4");
        assert_eq!(ask.subscription(), "?q=a%26b");
        assert_eq!(with("page=2", "page", None), "");
    }
}
