//! Items: written once, changed when their article or their source says more.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
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
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
            ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
    )?
    .execute(params![
        item.url.as_str(),
        item.link,
        item.source.as_str(),
        item.story.0,
        serde_json::to_string(&item.joined)?,
        item.title,
        item.summary,
        item.lang.as_ref().map(Lang::as_str),
        item.author,
        item.office,
        item.published.map(|p| p.to_string()),
        origin(item.published.as_ref()),
        item.sort_at().as_second(),
        item.first_seen.as_second(),
        item.relevant(),
        item.verdict.score,
        serde_json::to_string(&item.verdict.topics)?,
        serde_json::to_string(&item.verdict.reasons)?,
        item.verdict.judge_version,
        item.mark.map(|call| call == Call::Relevant),
        deadlines_text(&item.deadlines)?,
        last_due(&item.deadlines),
        item.image,
        item.article.as_str(),
        item.occasion.map(Occasion::text),
        item.imported,
        item.withdrawn,
    ])?;
    let id = ItemId(tx.last_insert_rowid());
    if !item.text.is_empty() {
        // what may replace a row costs a savepoint of its own
        tx.prepare_cached("INSERT INTO item_text (item, text) VALUES (?1, ?2)")?
            .execute((id.0, &item.text))?;
    }
    tx.index_later(id);
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
        if !item.text.is_empty() {
            tx.prepare_cached("INSERT OR REPLACE INTO item_text (item, text) VALUES (?1, ?2)")?
                .execute((item.id.0, &item.text))?;
        }
        tx.index_later(item.id);
    }
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

/// What [`read`] reads, in this order: columns sought by name cost more than all the rest.
pub(super) const SELECT: &str =
    "SELECT item.id, url, link, source, story, joined, title, summary, lang,
        author, office, published, published_from, first_seen, relevant, score, topics, reasons,
        judge_version, mark, deadlines, image, article, occasion, imported, withdrawn,
        coalesce(item_text.text, '')
     FROM item LEFT JOIN item_text ON item_text.item = item.id";

pub fn get(connection: &Connection, id: ItemId) -> Result<Option<Item>> {
    one(connection, "item.id = ?1", id.0)
}

pub fn by_url(connection: &Connection, url: &CanonicalUrl) -> Result<Option<Item>> {
    one(connection, "item.url = ?1", url.as_str())
}

/// The address of an item alone.
pub fn url(connection: &Connection, id: ItemId) -> Result<Option<CanonicalUrl>> {
    Ok(connection
        .prepare_cached("SELECT url FROM item WHERE id = ?1")?
        .query_row([id.0], |row| Ok(CanonicalUrl::from_canonical(row.get::<_, String>(0)?)))
        .optional()?)
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
/// offered as a whole, once none of its articles is still to be read. The sign in the order keeps SQLite
/// from walking through all items of the source for it.
pub fn unrouted(connection: &Connection, source: &SourceId) -> Result<Vec<Item>> {
    let mut query = connection.prepare_cached(&format!(
        "{SELECT} WHERE item.source = ?1 AND occasion IS NOT NULL AND article <> 'wanted'
           AND NOT (occasion = 'first-look' AND EXISTS (
                SELECT 1 FROM item AS other WHERE other.source = ?1
                AND other.occasion = 'first-look' AND other.article = 'wanted'))
         ORDER BY +sort_at, item.id"
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

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T> {
    Ok(serde_json::from_str(text(row, column)?)?)
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<&'r str> {
    Ok(row.get_ref(column)?.as_str()?)
}

/// Reads a row of [`SELECT`].
pub(super) fn read(row: &Row<'_>) -> Result<Item> {
    let call = |relevant: bool| if relevant { Call::Relevant } else { Call::OffTopic };
    let mark: Option<bool> = row.get(19)?;
    Ok(Item {
        id: ItemId(row.get(0)?),
        url: CanonicalUrl::from_canonical(row.get::<_, String>(1)?),
        link: row.get(2)?,
        source: SourceId::new(row.get::<_, String>(3)?),
        story: StoryId(row.get(4)?),
        joined: json(row, 5)?,
        title: row.get(6)?,
        summary: row.get(7)?,
        lang: row.get::<_, Option<String>>(8)?.and_then(|lang| Lang::parse(&lang)),
        author: row.get(9)?,
        office: row.get(10)?,
        published: published(row.get(11)?, row.get(12)?),
        first_seen: moment(row.get(13)?),
        verdict: Verdict {
            call: call(row.get(14)?),
            score: row.get(15)?,
            topics: json::<Vec<TopicId>>(row, 16)?,
            reasons: json::<Vec<Reason>>(row, 17)?,
            judge_version: row.get(18)?,
        },
        mark: mark.map(call),
        deadlines: deadlines(text(row, 20)?)?,
        image: row.get(21)?,
        article: ArticleState::parse(text(row, 22)?),
        occasion: row.get::<_, Option<String>>(23)?.map(|occasion| Occasion::parse(&occasion)),
        imported: row.get(24)?,
        withdrawn: row.get(25)?,
        text: row.get(26)?,
    })
}
