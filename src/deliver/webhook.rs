//! Posts JSON to an address of the operator's.
//!
//! Each request carries `Idempotency-Key`, the same for every attempt at one message, and, where a
//! secret is set, `X-Edwire-Signature: sha256=` with the hexadecimal HMAC-SHA256 of the body. The
//! body is described at [`super::payload::Payload`].

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::OpenError;
use super::error::{SendError, WaitScope};
use super::message::{Message, Receipts};
use super::pace::{Lane, Limits};
use super::payload::Payload;
use super::settings::WebhookSettings;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(30);
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

pub const SIGNATURE: &str = "x-edwire-signature";
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Shows nothing of its address but the host: the rest may be a key.
pub struct Webhook {
    client: reqwest::Client,
    url: Url,
    secret: Option<SecretString>,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("host", &self.host()).finish_non_exhaustive()
    }
}

impl Webhook {
    pub fn open(settings: &WebhookSettings) -> Result<Self, OpenError> {
        let url = Url::parse(settings.url.expose_secret())
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .ok_or(OpenError::WebhookUrl)?;
        // fails only where a provider is installed already
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            // a body that is posted once more elsewhere would be signed for nobody
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| OpenError::Client(error.without_url().to_string()))?;
        Ok(Self { client, url, secret: settings.secret.clone() })
    }

    pub fn lane(&self) -> Lane {
        let host = self.host();
        Lane {
            bot: format!("webhook {host}"),
            chat: self.url.as_str().to_owned(),
            limits: Limits::None,
        }
    }

    fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub async fn send(
        &self,
        id: &str,
        channel: &str,
        message: &Message,
    ) -> Result<Receipts, SendError> {
        let body = serde_json::to_vec(&Payload::new(id, channel, message))
            .map_err(|error| SendError::Rejected(error.to_string()))?;
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Ok(key) = HeaderValue::from_bytes(id.as_bytes()) {
            headers.insert(IDEMPOTENCY_KEY, key);
        }
        if let Some(secret) = &self.secret
            && let Ok(signature) = HeaderValue::from_str(&sign(secret, &body))
        {
            headers.insert(SIGNATURE, signature);
        }
        let request = self.client.post(self.url.clone()).headers(headers).body(body);
        match request.send().await {
            Ok(response) => answered(response.status().as_u16(), response.headers()),
            Err(error) if error.is_connect() || error.is_builder() => {
                Err(SendError::Retry(format!("cannot reach {}", self.host())))
            }
            Err(error) if error.is_timeout() => {
                Err(SendError::Unknown(format!("{} did not answer in time", self.host())))
            }
            Err(_) => Err(SendError::Unknown(format!("{} broke the connection", self.host()))),
        }
    }
}

/// `sha256=` and the HMAC-SHA256 of the body in hexadecimal.
pub fn sign(secret: &SecretString, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
    let mut signature = "sha256=".to_owned();
    for byte in hmac::sign(&key, body).as_ref() {
        write!(signature, "{byte:02x}").ok();
    }
    signature
}

fn answered(status: u16, headers: &HeaderMap) -> Result<Receipts, SendError> {
    match (status, wait(headers)) {
        (200..=299, _) => Ok(Receipts::none()),
        (429 | 503, Some(wait)) => Err(SendError::Wait { wait, scope: WaitScope::Chat }),
        (410, _) => Err(SendError::Gone("the webhook answers 410 Gone".to_owned())),
        (400 | 413 | 422, _) => {
            Err(SendError::Rejected(format!("the webhook refuses the message with {status}")))
        }
        // the key in the header lets the other side know a message again
        _ => Err(SendError::Retry(format!("the webhook answers {status}"))),
    }
}

/// `Retry-After` in either form; a date is measured against the answer's own.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = |text: &str| jiff::fmt::rfc2822::parse(text).ok();
    let (until, sent) = (moment(text)?, moment(headers.get(DATE)?.to_str().ok()?)?);
    Some(Duration::try_from(until.duration_since(&sent)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_rfc_4231_says() {
        let secret = SecretString::from("Jefe");
        assert_eq!(
            sign(&secret, b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_static("120"));
        assert_eq!(wait(&headers), Some(Duration::from_mins(2)));
        headers.insert(RETRY_AFTER, HeaderValue::from_static("Fri, 01 May 2026 10:02:00 GMT"));
        headers.insert(DATE, HeaderValue::from_static("Fri, 01 May 2026 10:00:30 GMT"));
        assert_eq!(wait(&headers), Some(Duration::from_secs(90)));
    }
}
