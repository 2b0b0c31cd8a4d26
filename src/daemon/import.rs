//! Items brought in from outside: placed and judged like any other, posted nowhere.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::desk::{Copy, Desk};
use super::place;
use crate::curate::dedupe::Facts;
use crate::curate::normalise::{canonical, shareable};
use crate::model::{
    CanonicalUrl, DateOrigin, ItemId, JoinReason, Lang, Published, Source, SourceId, StoryId,
    WebUrl,
};
use crate::store::items::{ArticleState, Item};
use crate::store::{StoreError, Transaction, items};

/// One document as it is handed in; the shape of an exported item, everything but the address and
/// the title optional.
#[derive(Debug, Clone, Deserialize)]
pub struct Document {
    pub url: String,
    pub title: String,
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub summary: Option<String>,
    #[serde(default)]
    pub source: Option<String>,
    #[serde(default)]
    pub lang: Option<String>,
    #[serde(default)]
    pub published: Option<String>,
    #[serde(default)]
    pub first_seen: Option<String>,
}

/// The addresses of this import, hashed: a million of them must fit into memory.
#[derive(Debug, Default)]
pub struct Seen(HashSet<u64>);

impl Seen {
    fn key(url: &CanonicalUrl) -> u64 {
        xxh3_64(url.as_str().as_bytes())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    New,
    /// The same item is stored already.
    Duplicate,
    /// A copy of a stored one: it joined its story.
    Joined,
    /// New, and linked with a story that tells the same event in other words.
    Related,
    Refused,
}

/// What became of one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<StoryId>,
    pub outcome: Outcome,
    pub why: String,
    /// Values that made no sense, without which it was stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flaws: Vec<String>,
}

fn refused(url: &str, why: String) -> Line {
    Line {
        url: url.to_owned(),
        id: None,
        story: None,
        outcome: Outcome::Refused,
        why,
        flaws: Vec::new(),
    }
}

/// Stores one document. `seen` holds the addresses of this import, so that a second document of
/// the same address is told from one that was there before.
pub fn document(
    tx: &Transaction<'_>,
    desk: &Desk,
    document: &Document,
    seen: &mut Seen,
    now: Timestamp,
) -> Result<Line, StoreError> {
    let url = match WebUrl::parse(&document.url) {
        Ok(url) => url,
        Err(error) => return Ok(refused(&document.url, error.to_string())),
    };
    let title = document.title.trim();
    if title.is_empty() {
        return Ok(refused(&document.url, "it has no title".to_owned()));
    }
    let key = canonical(&url);
    if let Some(item) = items::by_url(tx, &key)? {
        let why = if seen.0.contains(&Seen::key(&key)) {
            "same address in this import"
        } else {
            "same address"
        };
        return Ok(Line {
            url: document.url.clone(),
            id: Some(item.id),
            story: Some(item.story),
            outcome: Outcome::Duplicate,
            why: why.to_owned(),
            flaws: Vec::new(),
        });
    }
    seen.0.insert(Seen::key(&key));
    let (dates, flaws) = Dates::of(document, now);
    let item = item(desk, document, (url, key), &dates);
    Ok(Line { flaws, ..store(tx, document, item)? })
}

/// When a document says it appeared.
struct Dates {
    published: Option<Published>,
    first_seen: Timestamp,
    now: Timestamp,
}

impl Dates {
    /// No date lies more than a day ahead; one that does is dropped and named.
    fn of(document: &Document, now: Timestamp) -> (Self, Vec<String>) {
        let mut flaws = Vec::new();
        let latest = now.checked_add(SignedDuration::from_hours(24)).unwrap_or(now);
        let mut drop = |name: &str, text: &str, why: &str| {
            let shown: String = text.chars().take(40).collect();
            flaws.push(format!("{name} {shown:?} {why}, so it was left out"));
        };
        let published = document.published.as_deref().and_then(|text| {
            let read = Published::parse(text, DateOrigin::Listing);
            match read {
                Ok(read) if read.at > latest => drop("published", text, "lies in the future"),
                Ok(read) => return Some(read),
                Err(_no_date) => drop("published", text, "is no date like 2026-03-31"),
            }
            None
        });
        let first_seen = document.first_seen.as_deref().and_then(|text| {
            match text.parse::<Timestamp>() {
                Ok(read) if read > latest => drop("first_seen", text, "lies in the future"),
                Ok(read) => return Some(read),
                Err(_no_time) => drop("first_seen", text, "is no time like 2026-03-31T09:00:00Z"),
            }
            None
        });
        (Self { published, first_seen: first_seen.unwrap_or(now), now }, flaws)
    }
}

fn store(tx: &Transaction<'_>, document: &Document, mut item: Item) -> Result<Line, StoreError> {
    let facts = Facts {
        text: document.text.clone().or_else(|| document.summary.clone()).unwrap_or_default(),
        ..place::facts_of(&item)
    };
    let fingerprint = facts.fingerprint();
    let placed = place::among(tx, &facts, &fingerprint)?;
    item.story = placed.story;
    item.joined = placed.joined.clone();
    let id = items::insert(tx, &item)?;
    place::remember(tx, id, &fingerprint)?;
    place::relate(tx, &placed)?;
    let outcome = match (&placed.joined, placed.has_relations()) {
        (JoinReason::First, false) => Outcome::New,
        (JoinReason::First, true) => Outcome::Related,
        _ => Outcome::Joined,
    };
    let why = match outcome {
        Outcome::Related => "another story seems to tell the same event".to_owned(),
        _ => placed.joined.to_string(),
    };
    let story = Some(placed.story);
    let url = document.url.clone();
    Ok(Line { url, id: Some(id), story, outcome, why, flaws: Vec::new() })
}

fn item(
    desk: &Desk,
    document: &Document,
    (url, key): (WebUrl, CanonicalUrl),
    dates: &Dates,
) -> Item {
    let text = document.text.clone().unwrap_or_default();
    let lang = document.lang.as_deref().and_then(Lang::parse);
    let name = document.source.as_deref().unwrap_or_else(|| url.host());
    let source = source(desk, name, &url);
    let read =
        if text.is_empty() { document.summary.clone().unwrap_or_default() } else { text.clone() };
    let copy = Copy {
        title: document.title.trim(),
        text: &read,
        url: Some(&url),
        published: dates.published.as_ref(),
        lang: lang.as_ref(),
    };
    let opinion = desk.opinion(&source, &copy, dates.now);
    Item {
        id: ItemId(0),
        url: key,
        link: shareable(&url).to_string(),
        source: source.id,
        story: StoryId(0),
        joined: JoinReason::First,
        title: document.title.trim().chars().take(300).collect(),
        summary: document.summary.clone().or(opinion.summary),
        text: text.chars().take(200_000).collect(),
        lang: opinion.lang,
        author: None,
        office: None,
        published: dates.published,
        first_seen: dates.first_seen,
        verdict: opinion.verdict,
        mark: None,
        deadlines: opinion.deadlines,
        image: None,
        article: ArticleState::None,
        occasion: None,
        imported: true,
        withdrawn: false,
    }
}

/// The configured source of that name, or one made up for an address.
pub fn source(desk: &Desk, name: &str, url: &WebUrl) -> Source {
    let id = SourceId::new(name);
    desk.sources
        .get(&id)
        .cloned()
        .unwrap_or_else(|| Source { name: id.to_string(), ..Source::at(id, url.clone()) })
}
