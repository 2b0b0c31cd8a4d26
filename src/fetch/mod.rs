//! One request in, one outcome out, politely.
//!
//! Everything that comes from the network is bounded here: time, size, redirects, and the addresses
//! that are talked to at all. A host is asked one thing at a time, with a gap; `robots.txt` and
//! `Retry-After` are obeyed. Nothing is kept but what politeness needs.

mod body;
mod client;
mod cookies;
mod error;
mod exchange;
mod guard;
mod headers;
mod refresh;
mod robots;
mod throttle;

use std::time::Duration;

use bytes::Bytes;
use url::Url;

use crate::model::{Source, Warning, WebUrl};
pub use body::Held;
pub use client::Client;
pub use error::{ClientError, ErrorClass, FetchError};
pub use guard::is_public;

/// The clock, handed in by who owns it; needed where servers name moments instead of spans.
pub type Clock = fn() -> jiff::Timestamp;

#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub user_agent: String,
    /// How to reach the operator, such as `mailto:wire@example.org`; added to the user agent.
    pub contact: Option<String>,
    /// For one answer with all its redirects, waiting for our turn at the host not counted.
    pub timeout: Duration,
    /// The longest silence of a server.
    pub idle_timeout: Duration,
    /// In bytes, after decompression.
    pub max_body: usize,
    pub max_redirects: usize,
    /// From the end of one answer of a host to the next request.
    pub per_host_interval: Duration,
    pub respect_robots: bool,
    /// For tests and newsrooms on the own network: lifts the address guard.
    pub allow_private_networks: bool,
    /// Used for every request that names no proxy of its own.
    pub proxy: Option<Url>,
    /// Certificates in PEM to trust besides the system's.
    pub extra_ca: Option<Vec<u8>>,
    /// Requests under way at once, over all hosts.
    pub concurrency: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: concat!("edwire/", env!("CARGO_PKG_VERSION")).to_owned(),
            contact: None,
            timeout: Duration::from_secs(20),
            idle_timeout: Duration::from_secs(10),
            max_body: 8 << 20,
            max_redirects: 5,
            per_host_interval: Duration::from_secs(2),
            respect_robots: true,
            allow_private_networks: false,
            proxy: None,
            extra_ca: None,
            concurrency: 32,
        }
    }
}

impl Settings {
    /// What we say we are, and how to reach who runs us.
    fn full_user_agent(&self) -> String {
        match &self.contact {
            Some(contact) if !self.user_agent.contains(contact.as_str()) => {
                format!("{} (+{contact})", self.user_agent)
            }
            _ => self.user_agent.clone(),
        }
    }
}

/// What a document is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Listing,
    Article,
    /// A person asked and waits.
    Probe,
}

/// What a server gave us to ask "has it changed?" with (RFC 9110, section 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    pub etag: Option<String>,
    /// As received.
    pub last_modified: Option<String>,
}

impl Validators {
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// Whether those first sent at a moment may still be used: after a week of nothing but 304 it is
    /// asked without, for some servers answer it to anything.
    pub fn hold(since: jiff::Timestamp, now: jiff::Timestamp) -> bool {
        now.duration_since(since) <= jiff::SignedDuration::from_hours(8 * 24)
    }
}

#[derive(Debug, Clone)]
pub struct Request {
    pub url: WebUrl,
    pub purpose: Purpose,
    pub validators: Validators,
    /// The source's own proxy, such as `http://user:word@proxy.example.org:3128`.
    pub proxy: Option<String>,
}

impl Request {
    pub fn new(url: WebUrl, purpose: Purpose) -> Self {
        Self { url, purpose, validators: Validators::default(), proxy: None }
    }

    /// A request on behalf of a source, through its own proxy where it has one.
    pub fn of(source: &Source, url: WebUrl, purpose: Purpose) -> Self {
        Self { proxy: source.proxy.clone(), ..Self::new(url, purpose) }
    }
}

#[derive(Debug, Clone)]
pub enum Outcome {
    Fresh(Box<Page>),
    /// The server says that nothing has changed.
    NotModified,
}

#[derive(Debug, Clone)]
pub struct Page {
    /// Where it was found in the end.
    pub url: WebUrl,
    pub status: u16,
    pub body: Bytes,
    /// As received.
    pub content_type: Option<String>,
    pub validators: Validators,
    /// `Last-Modified` as a moment.
    pub last_modified: Option<jiff::Timestamp>,
    /// Where the address asked for has moved for good (301, 308), for the caller to judge.
    pub moved: Option<WebUrl>,
    /// The WebSub hub that the answer's own header names, and the document's address for it.
    pub hub: Option<WebUrl>,
    pub topic: Option<WebUrl>,
    /// How long the server asks us to use this answer (`max-age`, `Expires`).
    pub fresh_for: Option<Duration>,
    pub warnings: Vec<Warning>,
    /// Its share of the memory that all pages together may take; given back when dropped.
    pub held: Held,
}
