//! Where WebSub hubs reach us: they ask whether we meant what was asked for in our name, and they
//! send news, signed. A push that is signed right makes its source due; its content is not used.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use ring::hmac;

use super::App;
use super::visit::Visit;
use crate::store::{StoreError, hubs};

/// Most of a push that is read, in bytes.
const LONGEST: usize = 4 << 20;
/// Pushes read at a time, and how long one may take.
pub(super) const AT_A_TIME: usize = 2;
const PATIENCE: Duration = Duration::from_secs(20);
/// Where a hub grants no time, the draft's default.
const LEASE: i64 = 10 * 86_400;
const SIGNATURE: HeaderName = HeaderName::from_static("x-hub-signature");

/// What a hub asks back, in the query of its request.
#[derive(Debug, Default)]
struct Question {
    mode: String,
    topic: String,
    challenge: String,
    lease: Option<i64>,
    reason: String,
}

impl Question {
    fn read(query: &str) -> Self {
        let mut question = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "hub.mode" => question.mode = value.into_owned(),
                "hub.topic" => question.topic = value.into_owned(),
                "hub.challenge" => question.challenge = value.into_owned(),
                "hub.lease_seconds" => question.lease = value.trim().parse().ok(),
                "hub.reason" => question.reason = value.chars().take(200).collect(),
                _ => {}
            }
        }
        question
    }
}

/// Says yes to what we asked for, and to nothing else.
pub(super) async fn verify(Path(path): Path<String>, visit: Visit) -> Response {
    let question = Question::read(visit.query());
    let now = visit.now;
    let Question { mode, topic, challenge, lease, reason } = question;
    let store = &visit.app.store;
    let settled = match mode.as_str() {
        "subscribe" => {
            let lease = lease.unwrap_or(LEASE);
            store.write(move |tx| hubs::confirm(tx, (&path, &topic), lease, now)).await
        }
        "denied" => {
            tracing::info!(reason, "a hub refuses a subscription");
            store.write(move |tx| hubs::denied(tx, (&path, &topic), &reason, now)).await
        }
        _ => Ok(false),
    };
    match settled {
        Ok(true) => (StatusCode::OK, plain(), challenge).into_response(),
        Ok(false) => {
            (StatusCode::NOT_FOUND, plain(), "nobody asked for that\n".to_owned()).into_response()
        }
        Err(error) => trouble(&error),
    }
}

fn plain() -> [(axum::http::HeaderName, &'static str); 2] {
    use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
    // as text, so that a challenge is never taken for a page
    [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")]
}

/// Takes a push. A wrong signature is answered like a right one, as the Recommendation asks.
pub(super) async fn receive(
    State(app): State<Arc<App>>,
    Path(path): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let known = match app.store.read(move |connection| hubs::at(connection, &path)).await {
        Ok(Some(known)) => known,
        // what ends a subscription that we have forgotten
        Ok(None) => return StatusCode::GONE.into_response(),
        Err(error) => return trouble(&error),
    };
    let Ok(_turn) = app.pushes.try_acquire() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let body = match tokio::time::timeout(PATIENCE, to_bytes(body, LONGEST)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    if !signature.is_some_and(|signature| is_signed(signature, &known.secret, &body)) {
        tracing::warn!(source = %known.source, "a push was not signed right and is ignored");
        return StatusCode::ACCEPTED.into_response();
    }
    tracing::info!(source = %known.source, "a hub says that there is news");
    let now = (app.clock)();
    match app.store.write(move |tx| hubs::pushed(tx, &known.source, now)).await {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(error) => trouble(&error),
    }
}

fn trouble(error: &StoreError) -> Response {
    tracing::error!(%error, "a hub was not served");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// `sha256=` and the like, and the HMAC of the body in hexadecimal.
fn is_signed(signature: &str, secret: &str, body: &[u8]) -> bool {
    let Some((method, digits)) = signature.trim().split_once('=') else { return false };
    let algorithm = match method.to_ascii_lowercase().as_str() {
        "sha1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "sha256" => hmac::HMAC_SHA256,
        "sha384" => hmac::HMAC_SHA384,
        "sha512" => hmac::HMAC_SHA512,
        _ => return false,
    };
    let Some(tag) = unhex(digits) else { return false };
    // compares in constant time
    hmac::verify(&hmac::Key::new(algorithm, secret.as_bytes()), body, &tag).is_ok()
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        digits.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(
        digits
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_of_every_method_are_checked() {
        // RFC 2202 and RFC 4231, test case 2
        let said = b"what do ya want for nothing?";
        let sha1 = "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
        let sha256 = "SHA256=5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843";
        let sha384 = "sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e\
                      8e2240ca5e69e2c78b3239ecfab21649";
        let sha512 = "sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
                      9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737";
        for signature in [sha1, sha256, sha384, sha512] {
            assert!(is_signed(signature, "Jefe", said), "{signature}");
            assert!(!is_signed(signature, "Jeff", said), "{signature}");
            assert!(!is_signed(signature, "Jefe", b"else"), "{signature}");
        }
        for wrong in ["", "sha256", "sha256=", "md5=00", "sha1=eff", "sha1=zz", "sha256=é"] {
            assert!(!is_signed(wrong, "Jefe", said), "{wrong}");
        }
        let short = sha256.get(..20).unwrap();
        assert!(!is_signed(short, "Jefe", said), "a part is no signature");
    }
}
