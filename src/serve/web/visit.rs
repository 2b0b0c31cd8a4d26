//! One visit: who asks for what, in which language, and how the answer is dressed.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use minijinja::{Value, context};
use serde_json::json;

use super::App;
use super::answer::{Fault, Keep, whole};
use super::ask::{self, Ask};
use super::words::Tongue;

pub(super) struct Visit {
    pub(super) app: Arc<App>,
    pub(super) now: Timestamp,
    pub(super) tongue: Tongue,
    path: String,
    query: String,
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE);
        let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self {
            app: Arc::clone(app),
            now: (app.clock)(),
            tongue: ask::tongue(&query).unwrap_or_else(|| Tongue::accepted(accepted)),
            path: parts.uri.path().to_owned(),
            query,
        })
    }
}

/// A page's own part of its frame.
pub(super) struct Page {
    pub(super) template: &'static str,
    pub(super) title: String,
    pub(super) body: Value,
}

impl Visit {
    /// What the query asks for.
    pub(super) fn ask(&self) -> Result<Ask, Fault> {
        Ask::parse(&self.query, self.now).map_err(Fault::Bad)
    }

    pub(super) fn query(&self) -> &str {
        &self.query
    }

    pub(super) fn word(&self, key: &str) -> &'static str {
        self.tongue.word(key)
    }

    /// From this page back to `/`, for links.
    pub(super) fn base(&self) -> String {
        let below = self.path.matches('/').count().saturating_sub(1).min(20);
        if below == 0 { "./".to_owned() } else { "../".repeat(below) }
    }

    /// An answer, or in its place what went wrong, in the form that this address promises.
    pub(super) fn finish(&self, answer: Result<Response, Fault>) -> Response {
        let fault = match answer {
            Ok(answer) => return answer,
            Err(fault) => fault,
        };
        let text = match &fault {
            Fault::Bad(hint) => hint.clone(),
            Fault::Missing(key) => self.word(key).to_owned(),
            Fault::Busy => self.word("busy").to_owned(),
            Fault::TooLong => self.word("too-long").to_owned(),
            Fault::Broken(error) => {
                tracing::error!(path = %self.path, "a web page failed: {error}");
                self.word("broken").to_owned()
            }
        };
        let status = fault.status();
        let mut answer = self.dress(status, &text);
        *answer.status_mut() = status;
        let headers = answer.headers_mut();
        headers.remove(header::ETAG);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        answer
    }

    fn dress(&self, status: StatusCode, text: &str) -> Response {
        if self.path.starts_with("/api/") {
            return whole("application/json", Keep::Never, json!({"error": text}).to_string());
        }
        let plain = || format!("{text}\n").into_response();
        if self.path.starts_with("/feed.") || matches!(&*self.path, "/healthz" | "/metrics") {
            return plain();
        }
        let title = format!("{} {}", status.as_u16(), self.word(fault_title(status)));
        let page = Page { template: "fault.html", title, body: context! { text } };
        self.page(page).unwrap_or_else(|_broken| plain())
    }

    /// A page within the frame that all share.
    pub(super) fn page(&self, page: Page) -> Result<Response, Fault> {
        let base = self.base();
        let other = self.tongue.other();
        let chosen = ask::tongue(&self.query);
        let frame = context! {
            lang => self.tongue.tag(),
            w => self.tongue.words(),
            title => page.title,
            here => here(&self.path),
            // kept in links only where it was chosen here
            hl => chosen.map(|tongue| format!("?hl={}", tongue.tag())).unwrap_or_default(),
            other => context! {
                tag => other.tag(),
                name => other.name(),
                href => format!("{}{}", self.file(), ask::with(&self.query, "hl", Some(other.tag()))),
            },
            opensearch => self.app.home.is_some(),
            base => Value::from_safe_string(base),
        };
        let template = self.app.pages.get_template(page.template)?;
        let html = template.render(context! { ..page.body, ..frame })?;
        let mut answer = whole("text/html; charset=utf-8", Keep::Check, html);
        answer.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
        Ok(answer)
    }

    /// This page without its query, as a relative address.
    pub(super) fn file(&self) -> String {
        match self.path.rsplit('/').next() {
            Some(name) if !name.is_empty() && !here(&self.path).is_empty() => name.to_owned(),
            _ => "./".to_owned(),
        }
    }
}

/// The name of the page for the navigation.
fn here(path: &str) -> &'static str {
    match path {
        "/" => "latest",
        "/search" => "search",
        "/due" => "due",
        "/sources" => "sources",
        path if path.starts_with("/story/") => "story",
        _ => "",
    }
}

fn fault_title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "bad-title",
        StatusCode::NOT_FOUND => "missing-title",
        _ => "broken-title",
    }
}
