//! One story whole: every source that told it, why it was judged so, where it was posted.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use serde::Serialize;

use super::answer::Fault;
use super::cards::{Card, Stamp, Topics};
use super::visit::{Page, Visit};
use super::words::Tongue;
use crate::model::{ItemId, StoryId};
use crate::store::items::Item;
use crate::store::{Connection, StoreError, items, outbox, stories, topics, views};

/// An id that may be no text at all.
type Asked = Result<Path<String>, PathRejection>;

/// Members and related stories that are shown.
const MEMBERS: usize = 100;
const RELATED: usize = 20;
/// Characters of the text that are shown.
const TEXT: usize = 20_000;

#[derive(Serialize)]
struct Member {
    card: Card,
    joined: String,
    score: String,
    marked: bool,
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
struct Reason {
    evidence: String,
    place: &'static str,
    weight: String,
}

#[derive(Serialize)]
struct Delivery {
    channel: String,
    kind: &'static str,
    state: &'static str,
    why: Option<String>,
    at: Stamp,
}

#[derive(Serialize)]
struct Related {
    story: i64,
    title: String,
}

struct Whole {
    members: Vec<Member>,
    deliveries: Vec<Delivery>,
    related: Vec<Related>,
    paragraphs: Vec<String>,
    title: String,
}

pub(super) async fn story(id: Asked, visit: Visit) -> Response {
    let answer = show(id, &visit).await;
    visit.finish(answer)
}

async fn show(id: Asked, visit: &Visit) -> Result<Response, Fault> {
    // Looked at for its faults only: a mistyped name is told here as everywhere.
    visit.ask()?;
    let missing = || Fault::Missing("no-such-story");
    let id = id.ok().and_then(|Path(id)| number(&id)).ok_or_else(missing)?;
    let tongue = visit.tongue;
    let found = visit.app.read(move |connection| whole(connection, StoryId(id), tongue)).await?;
    let Some(whole) = found else {
        let moved = visit.app.read(move |connection| stories::moved_to(connection, StoryId(id)));
        return Ok(elsewhere(moved.await?.ok_or_else(missing)?));
    };
    let body = context! {
        members => Value::from_serialize(&whole.members),
        deliveries => Value::from_serialize(&whole.deliveries),
        related => Value::from_serialize(&whole.related),
        paragraphs => whole.paragraphs,
    };
    visit.page(Page { template: "story.html", title: whole.title, body })
}

/// The way to the story that this one was joined to. The address is relative, so that it holds behind
/// a proxy that serves edwire in a folder; not for good, for stories can be split again.
fn elsewhere(story: StoryId) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, story.to_string())]).into_response()
}

/// Plain digits only: one story has one address.
fn number(id: &str) -> Option<i64> {
    let plain = id.bytes().all(|b| b.is_ascii_digit()) && !id.starts_with('0');
    plain.then(|| id.parse().ok()).flatten()
}

fn whole(
    connection: &Connection,
    story: StoryId,
    tongue: Tongue,
) -> Result<Option<Whole>, StoreError> {
    let topics = topics::all(connection)?;
    let mut members = Vec::new();
    let (mut paragraphs, mut title) = (Vec::new(), None);
    for member in stories::members(connection, story)?.into_iter().take(MEMBERS) {
        let Some(item) = items::get(connection, member.item)? else { continue };
        if title.is_none() {
            title = Some(item.title.clone());
            paragraphs = text(&item);
        }
        members.push(entry(connection, item, &topics, tongue)?);
    }
    let Some(title) = title else { return Ok(None) };
    let deliveries = outbox::of_story(connection, story)?.into_iter().map(|listed| Delivery {
        channel: listed.channel.to_string(),
        kind: listed.kind.as_str(),
        state: listed.state.as_str(),
        why: listed.why,
        at: Stamp::utc(listed.order_at),
    });
    let deliveries = deliveries.collect();
    let related = related(connection, story)?;
    Ok(Some(Whole { members, deliveries, related, paragraphs, title }))
}

fn entry(
    connection: &Connection,
    item: Item,
    topics: &Topics,
    tongue: Tongue,
) -> Result<Member, StoreError> {
    let reasons = item.verdict.reasons.iter().map(|reason| Reason {
        evidence: reason.evidence.clone(),
        place: reason.place.as_str(),
        weight: format!("{:+.2}", reason.weight),
    });
    Ok(Member {
        joined: item.joined.to_string(),
        score: format!("{:.2}", item.verdict.score),
        marked: item.mark.is_some(),
        reasons: reasons.collect(),
        card: Card::of(views::view(connection, item)?, topics, tongue),
    })
}

fn related(connection: &Connection, story: StoryId) -> Result<Vec<Related>, StoreError> {
    let mut related = Vec::new();
    for other in stories::related(connection, story)?.into_iter().take(RELATED) {
        let lead: Option<ItemId> = stories::lead(connection, other)?;
        let Some(lead) = lead else { continue };
        if let Some(item) = items::get(connection, lead)? {
            related.push(Related { story: other.0, title: item.title });
        }
    }
    Ok(related)
}

fn text(item: &Item) -> Vec<String> {
    let shown: String = item.text.chars().take(TEXT).collect();
    shown.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_has_one_address() {
        assert_eq!(number("17"), Some(17));
        for wrong in ["", "-1", "+1", "017", "0", "1e3", "x", "99999999999999999999"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }
}
