//! Bytes in, meaning out: a [`Listing`](crate::model::Listing) or an
//! [`Article`](crate::model::Article). Pure: no I/O, no clock; nothing here fails on bad content, it
//! returns what it could read, with warnings.

pub mod article;
pub mod charset;
pub mod date;
pub mod deadline;
pub mod document;
pub mod feed;
pub mod html;
pub mod page;
mod read;
mod shut;
pub mod sniff;

pub use read::{Reading, Want, read};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::model::{Lang, WebUrl};

/// What is known about a document besides its bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Context {
    /// Where it was found, after redirects.
    pub url: WebUrl,
    /// The `Content-Type` header as received.
    pub content_type: Option<String>,
    /// The operator's word on the encoding (a WHATWG label); beats everything else.
    pub encoding: Option<String>,
    pub now: Timestamp,
    /// The source's own time zone, UTC where unknown.
    #[serde(with = "jiff::fmt::serde::tz::required")]
    pub timezone: TimeZone,
    pub lang: Option<Lang>,
    /// The `Last-Modified` header: a last hint at when an article was published.
    pub last_modified: Option<Timestamp>,
}
