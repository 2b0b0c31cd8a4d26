//! One request and its answer, without what follows from it.

use std::time::Duration;

use reqwest::header::{
    ACCEPT, CONNECTION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LOCATION,
};
use tokio::time::{Instant, timeout};

use super::body::{Body, BodyError, Budget};
use super::cookies::Cookies;
use super::error::{ErrorClass, FetchError};
use super::{Purpose, Validators, headers};
use crate::model::WebUrl;

const MAX_HEADERS: usize = 64 << 10;
const ACCEPT_LISTING: &str = "text/html,application/xhtml+xml,application/rss+xml,\
     application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.8";
const ACCEPT_ARTICLE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// The HTTP client for a request, and whether it goes through a proxy.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) http: reqwest::Client,
    pub(super) proxied: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) idle: Duration,
    pub(super) deadline: Instant,
}

/// What a server answered; errors of its own making are answers too.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// Read only where the status promises a document.
    pub(super) body: Option<Body>,
}

pub(super) fn request_headers(
    purpose: Purpose,
    validators: &Validators,
    cookies: &Cookies,
    url: &WebUrl,
) -> HeaderMap {
    let accept = match purpose {
        Purpose::Listing | Purpose::Probe => ACCEPT_LISTING,
        Purpose::Article => ACCEPT_ARTICLE,
    };
    let mut headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]);
    if purpose == Purpose::Listing {
        // Most lists bring nothing that is fetched next; a thousand connections kept in case would take
        // more memory than all the rest.
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    let mut put = |name, value: &Option<String>| {
        // What cannot stand in a header is not sent; the answer is then a full one.
        if let Some(Ok(value)) = value.as_deref().map(HeaderValue::from_str) {
            headers.insert(name, value);
        }
    };
    put(IF_NONE_MATCH, &validators.etag);
    put(IF_MODIFIED_SINCE, &validators.last_modified);
    if let Some(cookie) = cookies.header(url) {
        headers.insert(COOKIE, cookie);
    }
    headers
}

/// Sends one request and reads its answer within the bounds.
pub(super) async fn exchange(
    line: &Line,
    url: &WebUrl,
    headers: HeaderMap,
    patience: Patience,
    budget: &Budget,
) -> Result<Answer, FetchError> {
    let late = |text: String| FetchError::new(url, ErrorClass::Transient, text);
    let left = patience.deadline.saturating_duration_since(Instant::now()).min(patience.idle);
    let sent = line.http.get(url.as_url().clone()).headers(headers).send();
    let response = match timeout(left, sent).await {
        Ok(response) => {
            response.map_err(|error| FetchError::of_transport(url, &error, line.proxied))?
        }
        Err(_) => return Err(late(format!("no answer within {} s", left.as_secs_f32().ceil()))),
    };
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let size = headers::size(&headers);
    if size > MAX_HEADERS {
        let text = format!("its headers are too long ({size} bytes, at most {MAX_HEADERS})");
        return Err(FetchError::new(url, ErrorClass::Permanent, text));
    }
    if !(200..300).contains(&status) {
        return Ok(Answer { status, headers, body: None });
    }
    let late = |text: String| late(text).answered();
    let body = match budget.read(response, patience.idle, patience.deadline).await {
        Ok(body) => body,
        Err(BodyError::Silent(span)) => {
            return Err(late(format!("the body stopped: not a byte for {} s", span.as_secs_f32())));
        }
        Err(BodyError::NoRoom(span)) => {
            let text = format!("a large body found no room for {} s", span.as_secs());
            return Err(FetchError::new(url, ErrorClass::Crowded, text));
        }
        Err(BodyError::Late) => return Err(late("the body came too slowly".to_owned())),
        Err(BodyError::Broken(error)) => {
            return Err(FetchError::of_transport(url, &error, line.proxied).answered());
        }
    };
    Ok(Answer { status, headers, body: Some(body) })
}

/// Posts a form; nothing of the answer but its status is read.
pub(super) async fn submit(
    line: &Line,
    url: &WebUrl,
    form: String,
    patience: Duration,
) -> Result<u16, FetchError> {
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    let request = line.http.post(url.as_url().clone()).header(CONTENT_TYPE, kind).body(form);
    match timeout(patience, request.send()).await {
        Ok(Ok(response)) => Ok(response.status().as_u16()),
        Ok(Err(error)) => Err(FetchError::of_transport(url, &error, line.proxied)),
        Err(_) => Err(FetchError::new(url, ErrorClass::Transient, "no answer in time")),
    }
}

/// Where a redirect leads, by `Location` as servers really write it (raw UTF-8 included).
pub(super) fn redirect_target(url: &WebUrl, answer: &Answer) -> Result<WebUrl, FetchError> {
    let Some(location) = headers::text(&answer.headers, &LOCATION) else {
        let text = format!("a redirect ({}) that leads nowhere", answer.status);
        return Err(FetchError::new(url, ErrorClass::Permanent, text));
    };
    url.join(&location).map_err(|why| {
        FetchError::new(url, ErrorClass::Refused, format!("a redirect we do not follow: {why}"))
    })
}
