//! Finding an item's story: the store names the neighbours, the desk decides.

use crate::curate::dedupe::{self, Facts, Fingerprint, Neighbour, Placement, Sketch};
use crate::model::{ItemId, JoinReason, StoryId};
use crate::store::items::Item;
use crate::store::{StoreError, Transaction, neighbours, stories};

type Result<T> = std::result::Result<T, StoreError>;

/// A story for an item, and those that tell the same event in other words.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) story: StoryId,
    pub(super) joined: JoinReason,
    related: Vec<StoryId>,
}

impl Placed {
    pub(super) fn has_relations(&self) -> bool {
        !self.related.is_empty()
    }
}

/// A story of its own, for the time being.
pub(super) fn alone(tx: &Transaction<'_>) -> Result<Placed> {
    Ok(Placed { story: stories::open(tx)?, joined: JoinReason::First, related: Vec::new() })
}

/// Compares with everything stored that shares a fingerprint key.
pub(super) fn among(
    tx: &Transaction<'_>,
    facts: &Facts,
    fingerprint: &Fingerprint,
) -> Result<Placed> {
    Ok(match decide(tx, facts, fingerprint, None)? {
        Placement::Joins { story, why, related, .. } => Placed { story, joined: why, related },
        Placement::Opens { related } => {
            Placed { story: stories::open(tx)?, joined: JoinReason::First, related }
        }
    })
}

/// Compares an item that is already stored and has changed; `before` is what it was remembered
/// by. It moves only while its own story was told to nobody
/// and holds nothing else.
pub(super) fn again(tx: &Transaction<'_>, item: &mut Item, before: &Facts) -> Result<()> {
    let facts = facts_of(item);
    let fingerprint = facts.fingerprint();
    let settled = stories::posted(tx, item.story)? || stories::members(tx, item.story)?.len() > 1;
    let stale = before.fingerprint();
    neighbours::remove(tx, item.id, &stale.stored())?;
    match decide(tx, &facts, &fingerprint, Some(item.id))? {
        Placement::Joins { story, why, related, .. } => {
            if settled {
                stories::relate(tx, item.story, story)?;
            } else {
                stories::move_item(tx, item.id, story, &why)?;
                item.story = story;
                item.joined = why;
            }
            for other in related {
                stories::relate(tx, item.story, other)?;
            }
        }
        Placement::Opens { related } => {
            for other in related {
                stories::relate(tx, item.story, other)?;
            }
        }
    }
    remember(tx, item.id, &fingerprint)
}

/// Moves an item into the story of another that is the same page, unless its own was told already.
pub(super) fn join(tx: &Transaction<'_>, item: &mut Item, known: &Item) -> Result<()> {
    if item.story == known.story || stories::posted(tx, item.story)? {
        return Ok(());
    }
    stories::move_item(tx, item.id, known.story, &JoinReason::SameUrl)?;
    item.story = known.story;
    item.joined = JoinReason::SameUrl;
    Ok(())
}

pub(super) fn relate(tx: &Transaction<'_>, placed: &Placed) -> Result<()> {
    placed.related.iter().try_for_each(|other| stories::relate(tx, placed.story, *other))
}

/// Makes an item findable as a neighbour of later ones.
pub(super) fn remember(
    tx: &Transaction<'_>,
    item: ItemId,
    fingerprint: &Fingerprint,
) -> Result<()> {
    neighbours::sketch(tx, item, &fingerprint.sketch.to_bytes())?;
    Ok(neighbours::insert(tx, item, &fingerprint.stored())?)
}

fn decide(
    tx: &Transaction<'_>,
    facts: &Facts,
    fingerprint: &Fingerprint,
    not: Option<ItemId>,
) -> Result<Placement> {
    let mut found = Vec::new();
    for id in neighbours::candidates(tx, &fingerprint.sought())? {
        if Some(id) == not {
            continue;
        }
        if let Some(near) = neighbours::get(tx, id)? {
            found.push(neighbour(id, near));
        }
    }
    Ok(dedupe::place(facts, &fingerprint.sketch, &found))
}

fn neighbour(item: ItemId, near: neighbours::Neighbour) -> Neighbour {
    let neighbours::Neighbour { story, url, source, title, text, published, first_seen, sketch } =
        near;
    let facts = Facts { url, source, guid: None, title, text, published, first_seen };
    Neighbour { item, story, facts, sketch: sketch.and_then(|bytes| Sketch::from_bytes(&bytes)) }
}

/// What the desk compares of a stored item.
pub(super) fn facts_of(item: &Item) -> Facts {
    Facts {
        url: item.url.clone(),
        source: item.source.clone(),
        guid: None,
        title: item.title.clone(),
        text: item.body().to_owned(),
        published: item.published,
        first_seen: item.first_seen,
    }
}
