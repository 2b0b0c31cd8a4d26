//! The words of the trade. Plain values that every room may hold; nothing here does I/O, reads a
//! clock or knows another room.

mod article;
mod country;
mod delivery;
mod entry;
mod hanzi;
mod ids;
mod item;
mod lang;
mod mix;
mod sentence;
mod source;
mod time;
mod verdict;
mod warning;
mod web;

pub use article::{Article, Attachment, Deadline, DeadlineKind, Rest};
pub use country::{country_of, usual_zone};
pub use delivery::{DeliveryKind, DeliveryState};
pub use entry::{Entry, Listing, ListingKind};
pub use hanzi::to_simplified;
pub use ids::{ChannelName, DeliveryId, ItemId, SourceId, StoryId, TopicId};
pub use item::{ItemState, JoinReason};
pub use lang::Lang;
pub use mix::{finish, mix};
pub use sentence::sentences;
pub use source::{
    ArticleSelectors, Health, ListSelectors, RelevanceMode, Source, SourceKind, Template,
};
pub use time::{DateOrigin, Precision, Published, PublishedError, period};
pub use verdict::{Call, Place, Reason, Verdict};
pub use warning::{Warning, WarningKind};
pub use web::{CanonicalUrl, WebUrl, WebUrlError};
