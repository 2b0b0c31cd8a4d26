//! Which items tell the same story.
//!
//! [`fingerprint`] gives the keys by which the store finds a few possible copies among all items;
//! [`place()`] compares with each of them exactly and decides. [`change()`] tells what became of an
//! item that is known already, [`presence()`] whether its page still holds it, [`brake()`] old news in disguise.

mod brake;
mod change;
mod compare;
mod diff;
mod fingerprint;
mod gone;
mod keys;
mod place;
mod related;
mod shingle;
mod sketch;
mod text;
mod title;
mod tokens;

use jiff::Timestamp;

use crate::model::{CanonicalUrl, ItemId, Published, SourceId, StoryId};

pub use brake::{Arrivals, Brake, brake};
pub use change::{Change, Difference, Version, change};
pub use fingerprint::{Fingerprint, fingerprint};
pub use gone::{Presence, presence};
pub use keys::{IdTrust, guid_key, guid_trust, url_key};
pub use place::{Placement, place};
pub use sketch::Sketch;

/// What the desk compares of an item.
#[derive(Debug, Clone)]
pub struct Facts {
    pub url: CanonicalUrl,
    pub source: SourceId,
    /// Only where the source's ids are trusted; see [`guid_trust`].
    pub guid: Option<String>,
    pub title: String,
    /// As much of the text as is known; empty for title-only items.
    pub text: String,
    pub published: Option<Published>,
    pub first_seen: Timestamp,
}

/// A stored item that shares a key with a new one, or its story with such an item.
#[derive(Debug, Clone)]
pub struct Neighbour {
    pub item: ItemId,
    pub story: StoryId,
    pub facts: Facts,
    /// As it was made of these facts, where it was kept.
    pub sketch: Option<Sketch>,
}
