//! Which items tell the same story.

use jiff::Timestamp;

use crate::model::{CanonicalUrl, ItemId, JoinReason, Published, SourceId, StoryId};

/// What the desk compares of an item.
#[derive(Debug, Clone)]
pub struct Facts {
    pub url: CanonicalUrl,
    pub source: SourceId,
    pub guid: Option<String>,
    pub title: String,
    /// As much of the text as is known; empty for title-only items.
    pub text: String,
    pub published: Option<Published>,
    pub first_seen: Timestamp,
}

/// Keys by which the store finds possible copies of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprint {
    pub keys: Vec<i64>,
}

pub fn fingerprint(_title: &str, _text: &str) -> Fingerprint {
    Fingerprint::default()
}

/// A stored item that shares a key with a new one.
#[derive(Debug, Clone)]
pub struct Neighbour {
    pub item: ItemId,
    pub story: StoryId,
    /// Its story has been posted somewhere.
    pub posted: bool,
    pub facts: Facts,
}

/// Where a new item goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Placement {
    Opens { related: Vec<StoryId> },
    Joins { story: StoryId, like: ItemId, why: JoinReason, related: Vec<StoryId> },
}

/// Decides from the neighbours alone, in any order of them.
pub fn place(_new: &Facts, _neighbours: &[Neighbour]) -> Placement {
    Placement::Opens { related: Vec::new() }
}
