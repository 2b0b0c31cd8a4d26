use std::error::Error as _;
use std::fmt;

use jiff::Timestamp;

use super::guard::Blocked;
use crate::model::WebUrl;

/// Why a [`Client`](super::Client) cannot be made from its settings.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("extra_ca holds no readable PEM certificate")]
    ExtraCa,
    #[error("the proxy address cannot be used; it should look like http://proxy.example.org:3128")]
    Proxy,
    #[error("the user agent holds characters that no header may carry")]
    UserAgent,
    #[error("the HTTP client cannot be set up: {0}")]
    Setup(String),
}

/// What kind of failure it was: what the caller does next hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// Try again at the usual pace, slowing down.
    Transient,
    /// We had no room for what it sent: nobody's fault but ours.
    Crowded,
    /// The host wants to be left alone until then; nothing is sent to it before.
    Throttled { until: Timestamp },
    /// It will not work before somebody changes something.
    Permanent,
    /// 404.
    NotFound,
    /// 410: the server says it will never come back.
    Gone,
    /// `robots.txt` forbids it.
    Robots,
    /// We do not go there: a private address, a strange scheme, too many redirects.
    Refused,
}

/// What happened, to which address, and what to do about it. Carries no secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchError {
    pub url: Box<WebUrl>,
    pub class: ErrorClass,
    /// One sentence without the address and without a full stop.
    pub text: String,
    /// Whether anything answered at all; where nothing does, it may be our own network.
    pub answered: bool,
}

impl FetchError {
    pub(super) fn new(url: &WebUrl, class: ErrorClass, text: impl Into<String>) -> Self {
        // What is not worth trying again was decided by somebody: by us or by who answered.
        let answered = !matches!(class, ErrorClass::Transient);
        Self { url: Box::new(url.clone()), class, text: text.into(), answered }
    }

    /// The same, of a host that did answer.
    pub(super) fn answered(self) -> Self {
        Self { answered: true, ..self }
    }

    /// A failure below HTTP.
    pub(super) fn of_transport(url: &WebUrl, error: &reqwest::Error, proxied: bool) -> Self {
        let mut causes = Vec::new();
        let mut next = error.source();
        while let Some(cause) = next {
            if let Some(blocked) = cause.downcast_ref::<Blocked>() {
                return Self::new(url, ErrorClass::Refused, blocked.to_string());
            }
            causes.push(cause.to_string());
            next = cause.source();
        }
        let chain = causes.join(": ");
        if let Some(hint) = tls_hint(&chain) {
            return Self::new(url, ErrorClass::Permanent, hint);
        }
        let last = causes.pop().unwrap_or_default();
        let text = if error.is_timeout() {
            "the server did not answer in time".to_owned()
        } else if error.is_connect() && proxied {
            // The chain may name the proxy with its password.
            "no connection through the proxy".to_owned()
        } else if error.is_connect() {
            format!("no connection: {last}")
        } else if error.is_decode() {
            format!("the compressed body is broken: {last}")
        } else {
            format!("the connection broke: {last}")
        };
        Self::new(url, ErrorClass::Transient, text)
    }

    /// An answer that is neither the document nor a redirect nor a request to wait.
    pub(super) fn of_status(url: &WebUrl, status: u16) -> Self {
        let (class, text) = match status {
            404 => (ErrorClass::NotFound, "not found (404); check the address".to_owned()),
            410 => (ErrorClass::Gone, "gone for good (410); remove or replace it".to_owned()),
            401 | 407 => (ErrorClass::Permanent, format!("it wants a log-in ({status})")),
            403 | 451 => (
                ErrorClass::Permanent,
                format!(
                    "the server refuses us ({status}); it may block readers that are no browsers"
                ),
            ),
            408 | 425 => (ErrorClass::Transient, format!("the server gave up waiting ({status})")),
            500.. => (ErrorClass::Transient, format!("the server is in trouble ({status})")),
            _ => (ErrorClass::Permanent, format!("the server answers {status}")),
        };
        Self::new(url, class, text).answered()
    }
}

/// What an operator can do about a certificate.
fn tls_hint(chain: &str) -> Option<String> {
    let lower = chain.to_ascii_lowercase();
    let is_tls = ["certificate", "tls", "handshake", "unknownissuer", "fatal alert"]
        .iter()
        .any(|word| lower.contains(word));
    if !is_tls {
        return None;
    }
    let said = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let hint = if said(&["unknownissuer", "unknown issuer", "issuer certificate"]) {
        "its certificate leads to no authority we know; the server probably leaves out its \
         intermediate certificate: add that one (PEM) to extra_ca"
    } else if said(&["expired"]) {
        "its certificate has expired"
    } else if said(&["notvalidyet", "not valid yet"]) {
        "its certificate is not valid yet (or our clock is wrong)"
    } else if said(&["notvalidforname", "not valid for name"]) {
        "its certificate is for another name"
    } else if said(&["handshake", "protocolversion", "protocol version"]) {
        "no common TLS version or cipher; the server may speak only TLS 1.1 or older"
    } else {
        return Some(format!("TLS failed: {}", chain.rsplit(": ").next().unwrap_or_default()));
    };
    Some(hint.to_owned())
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.url, self.text)
    }
}

impl std::error::Error for FetchError {}
