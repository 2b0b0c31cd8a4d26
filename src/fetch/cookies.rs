//! Cookies within one look: some servers hand one out and redirect to the same address until it
//! comes back. Nothing outlives the look.

use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};

use crate::model::WebUrl;

const MOST: usize = 20;
const LONGEST: usize = 4096;

#[derive(Debug, Default)]
pub(super) struct Cookies(Vec<Cookie>);

#[derive(Debug)]
struct Cookie {
    host: String,
    secure: bool,
    name: String,
    value: String,
}

impl Cookies {
    pub(super) fn take(&mut self, url: &WebUrl, headers: &HeaderMap) {
        for header in headers.get_all(SET_COOKIE) {
            let Ok(text) = header.to_str() else { continue };
            let mut parts = text.split(';');
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
            let host = url.host().to_owned();
            self.0.retain(|cookie| cookie.host != host || cookie.name != name);
            if self.0.len() < MOST && name.len() + value.len() <= LONGEST {
                let secure = parts.any(|part| part.trim().eq_ignore_ascii_case("secure"));
                self.0.push(Cookie { host, secure, name, value });
            }
        }
    }

    /// What goes back to a host: only what this very host gave.
    pub(super) fn header(&self, url: &WebUrl) -> Option<HeaderValue> {
        let is_https = url.as_url().scheme() == "https";
        let pairs: Vec<String> = self
            .0
            .iter()
            .filter(|cookie| cookie.host == url.host() && (is_https || !cookie.secure))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        if pairs.is_empty() { None } else { HeaderValue::from_str(&pairs.join("; ")).ok() }
    }
}
