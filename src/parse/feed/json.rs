//! Feeds in JSON: the library refuses a whole feed for one field of the wrong type, so fields are set
//! right first.

use serde_json::{Map, Value, json};
use url::Url;

use super::mend::{Faults, MAX_ENTRIES, Mended, Note};
use super::names::Moment;
use super::posts;

const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// A feed fit for the library; `None` where it is no JSON object with items.
pub(super) fn mend(text: &str, address: &Url) -> Option<Mended> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let feed = match stream.next()?.ok()? {
        Value::Object(feed) => feed,
        posts => posts::as_feed(&posts)?,
    };
    mend_feed(&feed, address, stream.next().is_some())
}

/// The same for a feed that has been read.
pub(super) fn mend_feed(
    feed: &Map<String, Value>,
    address: &Url,
    broken_markup: bool,
) -> Option<Mended> {
    let items = feed.get("items")?.as_array()?;
    let mut notes = Vec::new();
    let mut mended = Vec::new();
    for item in items.iter().filter_map(Value::as_object).take(MAX_ENTRIES) {
        mended.push(entry(item, notes.len()));
        notes.push(note(item, address));
    }
    let mut out = Map::new();
    out.insert("version".into(), json!(VERSION));
    out.insert("title".into(), json!(text_of(feed, "title").unwrap_or_default()));
    copy(feed, &mut out, &["home_page_url", "feed_url", "description", "language"]);
    out.insert("items".into(), Value::Array(mended));
    let faults = Faults { broken_markup, too_many: items.len() > MAX_ENTRIES, ..Faults::default() };
    Some(Mended { xml: Value::Object(out).to_string(), notes, faults, ..Mended::default() })
}

/// The address that a JSON feed gives as its own.
pub(super) fn own_address(text: &str) -> Option<String> {
    let feed: Map<String, Value> = serde_json::from_str(text).ok()?;
    feed.get("feed_url")?.as_str().map(str::to_owned)
}

/// The hub that a JSON feed names.
pub(super) fn hub(text: &str) -> Option<String> {
    let feed: Value = serde_json::from_str(text).ok()?;
    let hub = feed.get("hubs")?.as_array()?.first()?.get("url")?;
    hub.as_str().map(str::to_owned)
}

fn entry(item: &Map<String, Value>, number: usize) -> Value {
    let mut out = Map::new();
    out.insert("id".into(), json!(number.to_string()));
    copy(
        item,
        &mut out,
        &["url", "external_url", "title", "content_html", "content_text", "summary"],
    );
    let people = item.get("authors").or_else(|| item.get("author"));
    let people: Vec<&Value> = match people {
        Some(Value::Array(people)) => people.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let names =
        people.into_iter().filter_map(|person| person.get("name").unwrap_or(person).as_str());
    let authors: Vec<Value> = names.map(|name| json!({ "name": name })).collect();
    out.insert("authors".into(), Value::Array(authors));
    if let Some(Value::Array(tags)) = item.get("tags") {
        let tags: Vec<&Value> = tags.iter().filter(|tag| tag.is_string()).collect();
        out.insert("tags".into(), json!(tags));
    }
    Value::Object(out)
}

fn note(item: &Map<String, Value>, address: &Url) -> Note {
    let date = [
        (Moment::Published, text_of(item, "date_published")),
        (Moment::Updated, text_of(item, "date_modified")),
    ];
    Note {
        id: text_of(item, "id"),
        date: date.into_iter().find_map(|(moment, text)| Some((moment, text?))),
        base: Some(address.clone()),
        ..Note::default()
    }
}

fn copy(from: &Map<String, Value>, to: &mut Map<String, Value>, names: &[&str]) {
    for &name in names {
        if let Some(text) = text_of(from, name) {
            to.insert(name.to_owned(), Value::String(text));
        }
    }
}

/// A field as text; numbers are written out, anything else is as good as missing.
fn text_of(from: &Map<String, Value>, name: &str) -> Option<String> {
    match from.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
