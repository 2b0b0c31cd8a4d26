//! Items: written once, changed when their article or their source says more.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::de::DeserializeOwned;

use super::error::Result;
use super::rows::{deadlines, deadlines_text, last_due, moment, origin, published};
use super::stories;
use super::transaction::Transaction;
use crate::model::{
    Call, CanonicalUrl, Deadline, ItemId, JoinReason, Lang, Published, Reason, SourceId, StoryId,
    TopicId, Verdict,
};

/// How far the reading of an item's article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleState {
    /// Queued to be read.
    Wanted,
    Read,
    /// The listing said enough, or the item is not worth it.
    None,
    Failed,
}

impl ArticleState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Read => "read",
            Self::None => "none",
            Self::Failed => "failed",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "wanted" => Self::Wanted,
            "read" => Self::Read,
            "failed" => Self::Failed,
            _ => Self::None,
        }
    }
}

/// How an item came to us, which decides whether it may be posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    FirstLook,
    /// It appeared on a known source after this moment.
    Regular {
        last_look: Timestamp,
    },
    /// Many new items at once that look like old news.
    Flood,
}

impl Occasion {
    fn text(self) -> String {
        match self {
            Self::FirstLook => "first-look".to_owned(),
            Self::Regular { last_look } => format!("regular {}", last_look.as_second()),
            Self::Flood => "flood".to_owned(),
        }
    }

    fn parse(text: &str) -> Self {
        match text.split_once(' ') {
            None if text == "first-look" => Self::FirstLook,
            None => Self::Flood,
            Some((_, seconds)) => {
                Self::Regular { last_look: moment(seconds.parse().unwrap_or_default()) }
            }
        }
    }
}

/// An item as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub id: ItemId,
    pub url: CanonicalUrl,
    /// The address as found.
    pub link: String,
    pub source: SourceId,
    pub story: StoryId,
    pub joined: JoinReason,
    pub title: String,
    pub summary: Option<String>,
    /// Empty where no text is known, or none is kept any more.
    pub text: String,
    pub lang: Option<Lang>,
    pub author: Option<String>,
    pub office: Option<String>,
    pub published: Option<Published>,
    pub first_seen: Timestamp,
    pub verdict: Verdict,
    /// The operator's word, which beats the verdict.
    pub mark: Option<Call>,
    pub deadlines: Vec<Deadline>,
    pub image: Option<String>,
    pub article: ArticleState,
    /// Set until the item has been offered to the channels.
    pub occasion: Option<Occasion>,
    pub imported: bool,
    pub withdrawn: bool,
}

impl Item {
    pub fn relevant(&self) -> bool {
        self.mark.unwrap_or(self.verdict.call) == Call::Relevant
    }

    /// The best text that is kept of it; empty where there is none.
    pub fn body(&self) -> &str {
        if self.text.is_empty() { self.summary.as_deref().unwrap_or_default() } else { &self.text }
    }

    /// What items are ordered by: publication, or first sight where that is unknown.
    pub fn sort_at(&self) -> Timestamp {
        self.published.map_or(self.first_seen, |published| published.at)
    }
}

/// Stores a new item; its `id` is ignored and the given one returned.
pub fn insert(tx: &Transaction<'_>, item: &Item) -> Result<ItemId> {
    tx.prepare_cached(
        "INSERT INTO item (url, link, source, story, joined, title, summary, lang, author, office,
            published, published_from, sort_at, first_seen, relevant, score, topics, reasons,
            judge_version, mark, deadlines, last_due, image, article, occasion, imported,
            withdrawn)
         VALUES (:url, :link, :source, :story, :joined, :title, :summary, :lang, :author, :office,
            :published, :published_from, :sort_at, :first_seen, :relevant, :score, :topics,
            :reasons, :judge_version, :mark, :deadlines, :last_due, :image, :article, :occasion, :imported,
            :withdrawn)",
    )?
    .execute(named_params! {
        ":url": item.url.as_str(), ":link": item.link, ":source": item.source.as_str(),
        ":story": item.story.0, ":joined": serde_json::to_string(&item.joined)?,
        ":title": item.title, ":summary": item.summary,
        ":lang": item.lang.as_ref().map(Lang::as_str), ":author": item.author,
        ":office": item.office, ":published": item.published.map(|p| p.to_string()),
        ":published_from": origin(item.published.as_ref()), ":sort_at": item.sort_at().as_second(),
        ":first_seen": item.first_seen.as_second(), ":relevant": item.relevant(),
        ":score": item.verdict.score, ":topics": serde_json::to_string(&item.verdict.topics)?,
        ":reasons": serde_json::to_string(&item.verdict.reasons)?,
        ":judge_version": item.verdict.judge_version,
        ":mark": item.mark.map(|call| call == Call::Relevant),
        ":deadlines": deadlines_text(&item.deadlines)?,
        ":last_due": last_due(&item.deadlines), ":image": item.image,
        ":article": item.article.as_str(), ":occasion": item.occasion.map(Occasion::text),
        ":imported": item.imported, ":withdrawn": item.withdrawn,
    })?;
    let id = ItemId(tx.last_insert_rowid());
    write_text(tx, id, item)?;
    stories::lead_at_least(tx, item.story, id)?;
    Ok(id)
}

/// Writes back an item that has changed; its story is changed by [`stories::move_item`] alone.
pub fn update(tx: &Transaction<'_>, item: &Item) -> Result<()> {
    let reads_otherwise = reads_otherwise(tx, item)?;
    tx.prepare_cached(
        "UPDATE item SET title = :title, summary = :summary, lang = :lang, author = :author,
            office = :office, published = :published, published_from = :published_from,
            sort_at = :sort_at, relevant = :relevant, score = :score, topics = :topics,
            reasons = :reasons, judge_version = :judge_version, mark = :mark,
            deadlines = :deadlines, last_due = :last_due, image = :image, article = :article, occasion = :occasion,
            withdrawn = :withdrawn
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": item.id.0, ":title": item.title, ":summary": item.summary,
        ":lang": item.lang.as_ref().map(Lang::as_str), ":author": item.author,
        ":office": item.office, ":published": item.published.map(|p| p.to_string()),
        ":published_from": origin(item.published.as_ref()), ":sort_at": item.sort_at().as_second(),
        ":relevant": item.relevant(), ":score": item.verdict.score,
        ":topics": serde_json::to_string(&item.verdict.topics)?,
        ":reasons": serde_json::to_string(&item.verdict.reasons)?,
        ":judge_version": item.verdict.judge_version,
        ":mark": item.mark.map(|call| call == Call::Relevant),
        ":deadlines": deadlines_text(&item.deadlines)?,
        ":last_due": last_due(&item.deadlines), ":image": item.image,
        ":article": item.article.as_str(), ":occasion": item.occasion.map(Occasion::text),
        ":withdrawn": item.withdrawn,
    })?;
    if reads_otherwise {
        write_text(tx, item.id, item)?;
    }
    Ok(())
}

fn write_text(tx: &Transaction<'_>, id: ItemId, item: &Item) -> Result<()> {
    if !item.text.is_empty() {
        tx.prepare_cached("INSERT OR REPLACE INTO item_text (item, text) VALUES (?1, ?2)")?
            .execute((id.0, &item.text))?;
    }
    tx.index_later(id);
    Ok(())
}

/// Whether another title or text is stored than the one given.
fn reads_otherwise(tx: &Transaction<'_>, item: &Item) -> Result<bool> {
    let same: bool = tx
        .prepare_cached(
            "SELECT title IS ?2 AND summary IS ?3 AND (?4 = '' OR item_text.text IS ?4) FROM item
             LEFT JOIN item_text ON item_text.item = item.id WHERE item.id = ?1",
        )?
        .query_row((item.id.0, &item.title, &item.summary, &item.text), |row| row.get(0))
        .optional()?
        .unwrap_or_default();
    Ok(!same)
}

/// Notes of all items when the last of their dates is.
pub(super) fn date_all(tx: &Connection) -> rusqlite::Result<()> {
    let mut dated = tx.prepare("SELECT id, deadlines FROM item WHERE deadlines <> '[]'")?;
    let mut write = tx.prepare("UPDATE item SET last_due = ?2 WHERE id = ?1")?;
    let mut rows = dated.query([])?;
    while let Some(row) = rows.next()? {
        let kept = deadlines(row.get_ref(1)?.as_str()?).unwrap_or_default();
        write.execute((row.get::<_, i64>(0)?, last_due(&kept)))?;
    }
    Ok(())
}

const SELECT: &str = "SELECT item.*, coalesce(item_text.text, '') AS text FROM item
     LEFT JOIN item_text ON item_text.item = item.id";

pub fn get(connection: &Connection, id: ItemId) -> Result<Option<Item>> {
    one(connection, "item.id = ?1", id.0)
}

pub fn by_url(connection: &Connection, url: &CanonicalUrl) -> Result<Option<Item>> {
    one(connection, "item.url = ?1", url.as_str())
}

fn one(
    connection: &Connection,
    condition: &str,
    value: impl rusqlite::ToSql,
) -> Result<Option<Item>> {
    let raw = connection
        .prepare_cached(&format!("{SELECT} WHERE {condition}"))?
        .query_row([value], |row| Ok(read(row)))
        .optional()?;
    raw.transpose()
}

/// Items that are complete but have not been offered to the channels. A source's first look is
/// offered as a whole, once none of its articles is still to be read.
pub fn unrouted(connection: &Connection, source: &SourceId) -> Result<Vec<Item>> {
    let mut query = connection.prepare_cached(&format!(
        "{SELECT} WHERE item.source = ?1 AND occasion IS NOT NULL AND article <> 'wanted'
           AND NOT (occasion = 'first-look' AND EXISTS (
                SELECT 1 FROM item AS other WHERE other.source = ?1
                AND other.occasion = 'first-look' AND other.article = 'wanted'))
         ORDER BY sort_at, item.id"
    ))?;
    let rows = query.query_map([source.as_str()], |row| Ok(read(row)))?;
    let items: Vec<Result<Item>> = rows.collect::<rusqlite::Result<_>>()?;
    items.into_iter().collect()
}

/// Notes that an item has been offered to the channels.
pub fn routed(tx: &Transaction<'_>, id: ItemId) -> Result<()> {
    tx.prepare_cached("UPDATE item SET occasion = NULL WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T> {
    Ok(serde_json::from_str(&row.get::<_, String>(column)?)?)
}

/// Reads a row of `SELECT item.*, text`.
pub(super) fn read(row: &Row<'_>) -> Result<Item> {
    let call = |relevant: bool| if relevant { Call::Relevant } else { Call::OffTopic };
    let mark: Option<bool> = row.get("mark")?;
    Ok(Item {
        id: ItemId(row.get("id")?),
        url: CanonicalUrl::from_canonical(row.get::<_, String>("url")?),
        link: row.get("link")?,
        source: SourceId::new(row.get::<_, String>("source")?),
        story: StoryId(row.get("story")?),
        joined: json(row, "joined")?,
        title: row.get("title")?,
        summary: row.get("summary")?,
        text: row.get("text")?,
        lang: row.get::<_, Option<String>>("lang")?.and_then(|lang| Lang::parse(&lang)),
        author: row.get("author")?,
        office: row.get("office")?,
        published: published(row.get("published")?, row.get("published_from")?),
        first_seen: moment(row.get("first_seen")?),
        verdict: Verdict {
            call: call(row.get("relevant")?),
            score: row.get("score")?,
            topics: json::<Vec<TopicId>>(row, "topics")?,
            reasons: json::<Vec<Reason>>(row, "reasons")?,
            judge_version: row.get("judge_version")?,
        },
        mark: mark.map(call),
        deadlines: deadlines(&row.get::<_, String>("deadlines")?)?,
        image: row.get("image")?,
        article: ArticleState::parse(&row.get::<_, String>("article")?),
        occasion: row
            .get::<_, Option<String>>("occasion")?
            .map(|occasion| Occasion::parse(&occasion)),
        imported: row.get("imported")?,
        withdrawn: row.get("withdrawn")?,
    })
}
