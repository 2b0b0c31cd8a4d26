//! How a site answers over HTTP: charsets, validators, robots.txt, trouble.

use std::future::{Ready, ready};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    RETRY_AFTER, USER_AGENT,
};
use axum::http::{HeaderMap, Method, Response, StatusCode};
use encoding_rs::GBK;
use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};
use tokio::net::TcpListener;
use tokio::sync::watch;
use xxhash_rust::xxh3::xxh3_64;

use super::Act;
use super::desk::{Asked, Desk};
use super::ledger::{Hit, Ledger};
use super::press::{Press, Sheet};
use super::site::{Charset, Trouble, Validators};

const STYLE: &str = include_str!("templates/site.css");
const PICTURE: &str = include_str!("templates/picture.svg");
const DOCUMENT: &str = include_str!("templates/document.pdf");

/// One site and all it needs to answer.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    pub(super) desks: Arc<[Desk]>,
    /// Which of them this port serves.
    pub(super) number: usize,
    pub(super) press: Arc<Press>,
    pub(super) act: watch::Receiver<Act>,
    pub(super) ledger: Arc<Ledger>,
}

/// A page or file, with what the header says of it.
struct Reply {
    status: StatusCode,
    content_type: String,
    bytes: Vec<u8>,
    modified: Option<Timestamp>,
}

pub(super) async fn serve(listener: TcpListener, stand: Stand) -> std::io::Result<()> {
    axum::serve(listener, Router::new().fallback(answer).with_state(stand)).await
}

fn answer(State(stand): State<Stand>, request: Request) -> Ready<Response<Body>> {
    let Some(desk) = stand.desks.get(stand.number) else {
        return ready(plain(StatusCode::NOT_FOUND));
    };
    let (asked, _body) = request.into_parts();
    let target = asked.uri.path_and_query().map_or("/", |target| target.as_str());
    let headers = &asked.headers;
    let response = if matches!(asked.method, Method::GET | Method::HEAD) {
        let act = *stand.act.borrow();
        match desk.ask(target, act) {
            Asked::Trouble(Trouble::Unavailable) => unavailable(),
            asked => send(reply(desk, &stand.press, asked, act), desk.site.validators, headers),
        }
    } else {
        plain(StatusCode::METHOD_NOT_ALLOWED)
    };
    stand.ledger.note(Hit {
        at: stand.ledger.time(),
        site: desk.id.clone(),
        target: target.to_owned(),
        agent: text_of(headers, &USER_AGENT).unwrap_or_default().to_owned(),
        conditional: headers.contains_key(IF_NONE_MATCH) || headers.contains_key(IF_MODIFIED_SINCE),
        status: response.status().as_u16(),
    });
    ready(response)
}

fn reply(desk: &Desk, press: &Press, asked: Asked<'_>, act: Act) -> Reply {
    let file = |content_type: &str, text: &str| Reply {
        status: StatusCode::OK,
        content_type: content_type.to_owned(),
        bytes: text.as_bytes().to_vec(),
        modified: None,
    };
    let sheet = match asked {
        Asked::Robots => return file("text/plain", &desk.site.robots),
        Asked::Style => return file("text/css", STYLE),
        Asked::Script => return file("text/javascript", "/* nothing to run here */\n"),
        Asked::Image => return file("image/svg+xml", PICTURE),
        Asked::Document => return file("application/pdf", DOCUMENT),
        Asked::Unknown | Asked::Trouble(Trouble::Unavailable) => {
            let mut missing = file("text/html", "<html><body><h1>404 Not Found</h1></body></html>");
            missing.status = StatusCode::NOT_FOUND;
            return missing;
        }
        Asked::Listing(listing) => press.listing(desk, listing, act),
        Asked::Article(story) => press.article(desk, story, act),
        Asked::Page(page) => press.page(desk, page, act),
        Asked::Trouble(Trouble::Login) => press.login(desk),
    };
    match sheet {
        Ok(sheet) => print(sheet, desk.site.charset),
        Err(error) => Reply {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            content_type: "text/plain; charset=utf-8".to_owned(),
            bytes: format!("{error:#}").into_bytes(),
            modified: None,
        },
    }
}

fn print(sheet: Sheet, charset: Charset) -> Reply {
    let bytes = match charset {
        Charset::Utf8 => sheet.text.into_bytes(),
        Charset::Gbk => GBK.encode(&sheet.text).0.into_owned(),
    };
    Reply {
        status: StatusCode::OK,
        content_type: sheet.content_type,
        bytes,
        modified: sheet.modified,
    }
}

fn send(reply: Reply, validators: Validators, headers: &HeaderMap) -> Response<Body> {
    let etag = format!("\"{:x}\"", xxh3_64(&reply.bytes));
    let modified = reply.modified.and_then(|at| {
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()?;
        Some((at, date))
    });
    let etag = (validators != Validators::Modified).then_some(etag);
    let modified = modified.filter(|_date| validators != Validators::Etag);

    let known = reply.status == StatusCode::OK
        && is_known(headers, etag.as_deref(), modified.as_ref().map(|(at, _date)| *at));
    let mut response = Response::builder();
    if let Some(etag) = etag.filter(|_tag| reply.status == StatusCode::OK) {
        response = response.header(ETAG, etag);
    }
    if let Some((_at, date)) = modified {
        response = response.header(LAST_MODIFIED, date);
    }
    let built = if known {
        response.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        response
            .status(reply.status)
            .header(CONTENT_TYPE, reply.content_type)
            .header(CACHE_CONTROL, "max-age=0")
            .body(Body::from(reply.bytes))
    };
    built.unwrap_or_else(|_invalid| plain(StatusCode::INTERNAL_SERVER_ERROR))
}

/// RFC 9110, section 13.2.2: the entity tag decides, the date only without one.
fn is_known(headers: &HeaderMap, etag: Option<&str>, modified: Option<Timestamp>) -> bool {
    if let Some(tags) = text_of(headers, &IF_NONE_MATCH) {
        return etag.is_some_and(|etag| {
            tags.split(',').any(|tag| matches!(tag.trim(), "*") || weak(tag) == etag)
        });
    }
    let since = text_of(headers, &IF_MODIFIED_SINCE)
        .and_then(|date| DateTimeParser::new().parse_timestamp(date).ok());
    match (since, modified) {
        (Some(since), Some(modified)) => modified.as_second() <= since.as_second(),
        _ => false,
    }
}

fn weak(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}

fn text_of<'a>(headers: &'a HeaderMap, name: &axum::http::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn unavailable() -> Response<Body> {
    let mut response = plain(StatusCode::SERVICE_UNAVAILABLE);
    response.headers_mut().insert(RETRY_AFTER, axum::http::HeaderValue::from_static("120"));
    response
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::from(status.to_string()));
    *response.status_mut() = status;
    response
}
