//! Answers kept for a second, so that a page that many readers open is made once: the rest get a
//! copy, and those who ask while it is made wait for it together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::OnceCell;

use super::App;
use super::words::Tongue;

/// How old an answer may be.
const FRESH: Duration = Duration::from_secs(1);
/// Answers kept, and the bytes of one.
const ENTRIES: usize = 256;
const LARGEST: usize = 512 * 1024;

type Key = (String, Tongue);

#[derive(Clone)]
struct Kept {
    headers: HeaderMap,
    body: Bytes,
}

struct Slot {
    made: Instant,
    answer: OnceCell<Kept>,
}

#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<Key, Arc<Slot>>>);

impl Cache {
    /// The place of an answer, which may still be empty; `None` where there is no more room.
    fn slot(&self, key: Key, now: Instant) -> Option<Arc<Slot>> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |slot: &Slot| now.duration_since(slot.made) < FRESH;
        if let Some(slot) = slots.get(&key).filter(|slot| fresh(slot)) {
            return Some(Arc::clone(slot));
        }
        if slots.len() >= ENTRIES {
            slots.retain(|_, slot| fresh(slot));
        }
        if slots.len() >= ENTRIES {
            return None;
        }
        let slot = Arc::new(Slot { made: now, answer: OnceCell::new() });
        slots.insert(key, Arc::clone(&slot));
        Some(slot)
    }
}

/// Gives an answer of the last second, or lets it be made.
pub(super) async fn keep(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Some(slot) = key(&request).and_then(|key| app.cache.slot(key, Instant::now())) else {
        return next.run(request).await;
    };
    let made = slot.answer.get_or_try_init(|| async {
        let answer = next.run(request).await;
        let keeps = answer.headers().get(header::CACHE_CONTROL).is_some_and(|it| it != "no-store");
        if answer.status() != StatusCode::OK || !keeps {
            return Err(answer);
        }
        let (parts, body) = answer.into_parts();
        match to_bytes(body, LARGEST).await {
            Ok(body) => Ok(Kept { headers: parts.headers, body }),
            Err(error) => {
                tracing::debug!(%error, "an answer is too large to be kept");
                let mut large = Response::new(Body::empty());
                *large.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                Err(large)
            }
        }
    });
    match made.await {
        Ok(kept) => {
            let mut answer = Response::new(Body::from(kept.body.clone()));
            *answer.headers_mut() = kept.headers.clone();
            answer
        }
        Err(answer) => answer,
    }
}

fn key(request: &Request) -> Option<Key> {
    let path = request.uri().path();
    let kept = matches!(path, "/" | "/search" | "/due" | "/sources" | "/api/items")
        || path.starts_with("/feed.");
    if !kept || *request.method() != Method::GET {
        return None;
    }
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let address = request.uri().path_and_query()?.as_str().to_owned();
    Some((address, Tongue::accepted(accepted)))
}
