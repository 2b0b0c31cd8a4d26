use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

/// The longest address edwire keeps, in bytes.
const MAX_LENGTH: usize = 4096;

/// An absolute http or https address without credentials.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebUrl(Url);

/// Why a text is no [`WebUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebUrlError {
    #[error("not a web address: {0}")]
    Unreadable(url::ParseError),
    #[error("a web address begins with https:// or http://")]
    Bare,
    #[error("only http and https addresses are read, not {0}:")]
    Scheme(String),
    #[error("the address names no host")]
    NoHost,
    #[error("the address carries a user name or password; put credentials elsewhere")]
    Credentials,
    #[error("the address is longer than {MAX_LENGTH} bytes")]
    TooLong,
}

impl WebUrl {
    pub fn parse(text: &str) -> Result<Self, WebUrlError> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return Err(WebUrlError::TooLong);
        }
        let url = Url::parse(text).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => WebUrlError::Bare,
            other => WebUrlError::Unreadable(other),
        })?;
        url.try_into()
    }

    /// What a person pastes: `www.example.edu/news` is meant with `https://`.
    pub fn pasted(text: &str) -> Result<Self, WebUrlError> {
        let text = text.trim();
        let host = text.split(['/', '?', ':']).next().unwrap_or_default();
        let bare =
            !text.contains("://") && host.contains('.') && !host.contains(char::is_whitespace);
        if bare { Self::parse(&format!("https://{text}")) } else { Self::parse(text) }
    }

    /// Resolves a reference found on this page (RFC 3986, section 5).
    pub fn join(&self, reference: &str) -> Result<Self, WebUrlError> {
        let reference = reference.trim();
        if reference.len() > MAX_LENGTH {
            return Err(WebUrlError::TooLong);
        }
        self.0.join(reference).map_err(WebUrlError::Unreadable)?.try_into()
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub fn as_url(&self) -> &Url {
        &self.0
    }

    /// The address as a page spells it, where the reference that led here holds spaces or letters
    /// that addresses proper write as `%20` and the like.
    pub fn spelled_as(&self, reference: &str) -> Option<String> {
        let unusual = |byte: u8| byte == b' ' || byte >= 0x80;
        if !reference.trim().bytes().any(unusual) {
            return None;
        }
        let text = self.0.as_str();
        let mut plain = Vec::with_capacity(text.len());
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            let pair: Vec<u8> = rest.clone().take(2).collect();
            let escaped = std::str::from_utf8(&pair)
                .ok()
                .filter(|pair| byte == b'%' && pair.len() == 2)
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
                .filter(|byte| unusual(*byte));
            match escaped {
                Some(escaped) => {
                    plain.push(escaped);
                    rest.nth(1);
                }
                None => plain.push(byte),
            }
        }
        String::from_utf8(plain).ok()
    }

    /// The host in lower case, as the `url` crate writes it (punycode, brackets round IPv6).
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl TryFrom<Url> for WebUrl {
    type Error = WebUrlError;

    fn try_from(url: Url) -> Result<Self, WebUrlError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(WebUrlError::Scheme(url.scheme().to_owned()));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(WebUrlError::NoHost);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WebUrlError::Credentials);
        }
        if url.as_str().len() > MAX_LENGTH {
            return Err(WebUrlError::TooLong);
        }
        Ok(Self(url))
    }
}

impl TryFrom<String> for WebUrl {
    type Error = WebUrlError;

    fn try_from(text: String) -> Result<Self, WebUrlError> {
        Self::parse(&text)
    }
}

impl From<WebUrl> for String {
    fn from(url: WebUrl) -> Self {
        url.0.into()
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

/// The one form of an address by which items are known; only `curate::normalise` makes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CanonicalUrl(String);

impl CanonicalUrl {
    /// For text that already is canonical: fresh from normalisation or from the store.
    pub fn from_canonical(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CanonicalUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_spelled_as_its_page_spells_it() {
        let page = WebUrl::parse("http://x.example/a/").unwrap();
        for (reference, spelled) in [
            ("call 2026.pdf", Some("http://x.example/a/call 2026.pdf")),
            ("通知.htm", Some("http://x.example/a/通知.htm")),
            ("call%202026.pdf", None),
        ] {
            let url = page.join(reference).unwrap();
            assert_eq!(url.spelled_as(reference).as_deref(), spelled);
        }
    }
}
