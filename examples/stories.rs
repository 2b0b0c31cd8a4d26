//! Scores story placement on labelled pairs: `stories FILE.jsonl`, each line
//! `{"a": {"url","title","text"}, "b": {...}, "label"}`. Every document goes, in order of first mention, into one
//! store with the real index; then each pair is looked up. `--members` lists every story of several items.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use anyhow::{Context, Result};
use edwire::curate::dedupe::{Facts, Neighbour, Placement, place};
use edwire::curate::normalise::canonical;
use edwire::model::{CanonicalUrl, ItemId, SourceId, StoryId, WebUrl};
use edwire::store::neighbours;
use rusqlite::{Connection, params};
use serde_json::Value;

struct Desk {
    connection: Connection,
    items: Vec<Neighbour>,
    by_url: HashMap<CanonicalUrl, usize>,
    related: Vec<(StoryId, StoryId)>,
}

impl Desk {
    fn new() -> Result<Self> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(
            "CREATE TABLE item (id INTEGER PRIMARY KEY, story INTEGER NOT NULL);
             CREATE INDEX item_story ON item (story);
             CREATE TABLE fingerprint (key INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (key, item)) WITHOUT ROWID;",
        )?;
        Ok(Self { connection, items: Vec::new(), by_url: HashMap::new(), related: Vec::new() })
    }

    /// The index of the item that the document became.
    fn import(&mut self, facts: Facts) -> Result<usize> {
        if let Some(known) = self.by_url.get(&facts.url) {
            return Ok(*known);
        }
        let fingerprint = facts.fingerprint();
        let near: Vec<Neighbour> = neighbours::candidates(&self.connection, &fingerprint.sought())?
            .into_iter()
            .filter_map(|id| self.items.get(id.0 as usize).cloned())
            .collect();
        let at = self.items.len();
        let own = StoryId(at as i64);
        let (story, related) = match place(&facts, &fingerprint.sketch, &near) {
            Placement::Opens { related } => (own, related),
            Placement::Joins { story, related, .. } => (story, related),
        };
        self.related.extend(related.into_iter().map(|other| (story, other)));
        self.connection
            .execute("INSERT INTO item (id, story) VALUES (?1, ?2)", params![at as i64, story.0])?;
        neighbours::insert(&self.connection, ItemId(at as i64), &fingerprint.keys)?;
        self.by_url.insert(facts.url.clone(), at);
        let sketch = Some(fingerprint.sketch);
        self.items.push(Neighbour { item: ItemId(at as i64), story, facts, sketch });
        Ok(at)
    }
}

fn facts(document: &Value) -> Result<Facts> {
    let text =
        |name: &str| document.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Facts {
        url: canonical(&WebUrl::parse(&text("url"))?),
        source: SourceId::new("import"),
        guid: None,
        title: text("title"),
        text: text("text"),
        published: None,
        first_seen: jiff::Timestamp::UNIX_EPOCH,
    })
}

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("usage: stories FILE.jsonl")?;
    let pairs: Vec<Value> = std::fs::read_to_string(path)?
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let mut desk = Desk::new()?;
    let mut item_of: HashMap<String, usize> = HashMap::new();
    for document in pairs.iter().flat_map(|pair| [&pair["a"], &pair["b"]]) {
        let url = document["url"].as_str().unwrap_or_default().to_owned();
        if let Entry::Vacant(place) = item_of.entry(url) {
            place.insert(desk.import(facts(document)?)?);
        }
    }
    if std::env::args().any(|arg| arg == "--members") {
        members(&desk)?;
    }
    report(&pairs, &desk, &item_of)
}

/// Every story of several items.
fn members(desk: &Desk) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let mut stories: BTreeMap<StoryId, Vec<&Neighbour>> = BTreeMap::new();
    for item in &desk.items {
        stories.entry(item.story).or_default().push(item);
    }
    for (story, items) in stories.iter().filter(|(_, items)| items.len() > 1) {
        writeln!(out, "story {story}")?;
        for item in items {
            writeln!(out, "    {} | {}", item.facts.title, item.facts.url)?;
        }
    }
    Ok(())
}

fn report(pairs: &[Value], desk: &Desk, item_of: &HashMap<String, usize>) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let mut table: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for (line, pair) in pairs.iter().enumerate() {
        let label = pair["label"].as_str().unwrap_or_default();
        let story = |side: &str| {
            let item = item_of.get(pair[side]["url"].as_str()?)?;
            desk.items.get(*item).map(|item| item.story)
        };
        let (a, b) = (story("a"), story("b"));
        let joined = a.is_some() && a == b;
        let linked = desk
            .related
            .iter()
            .any(|(x, y)| (Some(*x), Some(*y)) == (a, b) || (Some(*x), Some(*y)) == (b, a));
        let row = table.entry(label).or_default();
        *row = (row.0 + 1, row.1 + usize::from(joined), row.2 + usize::from(!joined && linked));
        if joined != label.contains("copy") {
            writeln!(out, "{line:4} {label}: {} | {}", pair["a"]["title"], pair["b"]["title"])?;
        }
    }
    for (label, (pairs, joined, related)) in &table {
        writeln!(out, "{label:32} pairs {pairs:4}  joined {joined:4}  related {related:4}")?;
    }
    let sum = |copies: bool| {
        let rows = table
            .iter()
            .filter(|(l, _)| if copies { l.contains("copy") } else { **l == "different" });
        rows.fold((0, 0), |sum, (_, row)| (sum.0 + row.0, sum.1 + row.1))
    };
    let ((all, right), (_, wrong)) = (sum(true), sum(false));
    writeln!(
        out,
        "copies: precision {:.3} recall {:.3}",
        right as f64 / (right + wrong).max(1) as f64,
        right as f64 / all.max(1) as f64
    )?;
    Ok(())
}
