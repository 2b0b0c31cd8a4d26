//! Answers: what went wrong as a status and words, and the headers that every answer carries.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use xxhash_rust::xxh3::xxh3_64;

use crate::store::StoreError;

/// The longest path and query together, in bytes.
const ADDRESS: usize = 4_096;

/// Why there is no proper answer.
#[derive(Debug)]
pub(super) enum Fault {
    /// The question makes no sense; a hint says how to ask instead.
    Bad(String),
    /// Nothing is there; the key of the words that say so.
    Missing(&'static str),
    /// Too many ask at the same time.
    Busy,
    /// The question is too dear to answer.
    TooLong,
    Broken(String),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::TooLong => Self::TooLong,
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<minijinja::Error> for Fault {
    fn from(error: minijinja::Error) -> Self {
        Self::Broken(format!("{error:#}"))
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl Fault {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Bad(_) => StatusCode::BAD_REQUEST,
            Self::Missing(_) => StatusCode::NOT_FOUND,
            Self::Busy | Self::TooLong => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// How long an answer may be kept by its reader.
#[derive(Debug, Clone, Copy)]
pub(super) enum Keep {
    /// Asked again each time, answered with 304 while nothing has changed.
    Check,
    /// Five minutes.
    Short,
    Never,
}

/// A whole answer with its validator.
pub(super) fn whole(media_type: &'static str, keep: Keep, body: impl Into<Bytes>) -> Response {
    let body = body.into();
    let tag = format!("\"{:016x}\"", xxh3_64(&body));
    let keep = match keep {
        Keep::Check => "no-cache",
        Keep::Short => "public, max-age=300",
        Keep::Never => "no-store",
    };
    let headers = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, keep)];
    (StatusCode::OK, headers, [(header::ETAG, tag)], body).into_response()
}

/// Stands before every page: refuses what is no reading or too long, answers 304, adds the headers
/// that keep a browser from doing anything but show it.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let mut answer = if length > ADDRESS {
        (StatusCode::URI_TOO_LONG, "the address is too long\n").into_response()
    } else if matches!(*request.method(), Method::GET | Method::HEAD)
        || request.uri().path().starts_with("/push/")
    {
        unless_known(next.run(request).await, known.as_ref())
    } else {
        let allow = [(header::ALLOW, "GET, HEAD")];
        (StatusCode::METHOD_NOT_ALLOWED, allow, "only reading is possible here\n").into_response()
    };
    secure(answer.headers_mut());
    answer
}

fn unless_known(mut answer: Response, known: Option<&HeaderValue>) -> Response {
    let Some(tag) = answer.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()) else {
        return answer;
    };
    let same = |one: &str| one.trim().trim_start_matches("W/") == tag || one.trim() == "*";
    let fresh = known.and_then(|known| known.to_str().ok()).is_some_and(|k| k.split(',').any(same));
    if fresh && answer.status() == StatusCode::OK {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        *answer.body_mut() = Body::empty();
        answer.headers_mut().remove(header::CONTENT_TYPE);
        answer.headers_mut().remove(header::CONTENT_LENGTH);
    }
    answer
}

const SECURE: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

fn secure(headers: &mut HeaderMap) {
    for (name, value) in SECURE {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_answer_is_not_sent_again() {
        let tag = whole("text/plain", Keep::Check, "a").headers()[header::ETAG].clone();
        let ask = |known: &str| {
            let known = HeaderValue::from_str(known).unwrap();
            unless_known(whole("text/plain", Keep::Check, "a"), Some(&known)).status()
        };
        let tag = tag.to_str().unwrap();
        assert_eq!(ask(tag), StatusCode::NOT_MODIFIED);
        assert_eq!(ask(&format!("\"other\", W/{tag}")), StatusCode::NOT_MODIFIED);
        assert_eq!(ask("\"other\""), StatusCode::OK);
    }
}
