//! Reading bodies within bounds of size, time and memory.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Response;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

/// What every body may take without asking; nearly all pages are smaller.
const SMALL: usize = 1 << 20;
/// What all larger bodies may take together.
const LARGE_TOGETHER: usize = 16 << 20;

/// How long a large body waits for its place.
const PATIENCE: Duration = Duration::from_secs(20);
/// Who has a place sends at least so much in this time: others wait for it.
const SPAN: Duration = Duration::from_secs(5);
const LEAST: usize = 64 << 10;

/// A body with more tags than this takes many times its size once it is a tree.
const MANY_TAGS: usize = 20_000;

/// A page's share of the process-wide memory for bodies, given back when the last copy is dropped.
#[derive(Debug, Clone, Default)]
pub struct Held {
    place: Option<Arc<OwnedSemaphorePermit>>,
    heavy: bool,
}

impl Held {
    /// Whether the page is so large that it takes from the common store.
    pub fn is_large(&self) -> bool {
        self.place.is_some()
    }

    /// Whether it takes so much memory to parse that it has to be done one page at a time.
    pub fn is_heavy(&self) -> bool {
        self.heavy
    }
}

/// The process-wide memory for large bodies. Each takes a whole place at once, so that two of them
/// can never wait for each other.
#[derive(Debug)]
pub(super) struct Budget {
    places: Arc<Semaphore>,
    max_body: usize,
}

#[derive(Debug)]
pub(super) struct Body {
    pub(super) bytes: Bytes,
    /// It went on beyond the limit.
    pub(super) cut: bool,
    pub(super) held: Held,
}

#[derive(Debug)]
pub(super) enum BodyError {
    /// Not a byte for so long.
    Silent(Duration),
    /// Too slow as a whole.
    Late,
    /// Other large bodies kept the common memory for so long.
    NoRoom(Duration),
    Broken(reqwest::Error),
}

impl Budget {
    pub(super) fn new(max_body: usize) -> Self {
        let places = (LARGE_TOGETHER / max_body.max(1)).max(1);
        Self { places: Arc::new(Semaphore::new(places)), max_body }
    }

    fn body(mut read: Vec<u8>, cut: bool, place: Option<Arc<OwnedSemaphorePermit>>) -> Body {
        read.shrink_to_fit();
        let heavy = place.is_some() || tags(&read) > MANY_TAGS;
        Body { bytes: read.into(), cut, held: Held { place, heavy } }
    }

    async fn place(
        &self,
        patience: Duration,
    ) -> Result<Option<Arc<OwnedSemaphorePermit>>, BodyError> {
        match timeout(patience, Arc::clone(&self.places).acquire_owned()).await {
            Ok(place) => Ok(place.ok().map(Arc::new)),
            Err(_) => Err(BodyError::NoRoom(patience)),
        }
    }

    /// Reads what comes, decompressed, up to the limit. Waiting for memory is not held against the
    /// server, but it ends: who waits may hold a page that somebody else waits for.
    pub(super) async fn read(
        &self,
        mut response: Response,
        idle: Duration,
        mut deadline: Instant,
    ) -> Result<Body, BodyError> {
        let mut read = Vec::new();
        let mut place = None;
        let (mut since, mut before) = (Instant::now(), 0);
        loop {
            let now = Instant::now();
            if place.is_some() && now.duration_since(since) >= SPAN {
                if read.len() - before < LEAST {
                    return Err(BodyError::Late);
                }
                (since, before) = (now, read.len());
            }
            let left = deadline.saturating_duration_since(now);
            let idle = if place.is_some() { idle.min(SPAN) } else { idle };
            let chunk = match timeout(idle.min(left), response.chunk()).await {
                Ok(chunk) => chunk.map_err(BodyError::Broken)?,
                Err(_) if left <= idle => return Err(BodyError::Late),
                Err(_) => return Err(BodyError::Silent(idle)),
            };
            let Some(chunk) = chunk else {
                return Ok(Self::body(read, false, place));
            };
            let room = self.max_body - read.len();
            if let Some(part) = chunk.get(..room)
                && chunk.len() > room
            {
                read.extend_from_slice(part);
                return Ok(Self::body(read, true, place));
            }
            if read.len() + chunk.len() > SMALL && place.is_none() {
                let asked = Instant::now();
                place = self.place(PATIENCE).await?;
                deadline += asked.elapsed();
                (since, before) = (Instant::now(), read.len());
                read.reserve_exact(self.max_body - read.len());
            }
            read.extend_from_slice(&chunk);
        }
    }
}

fn tags(body: &[u8]) -> usize {
    body.split(|byte| *byte == b'<').count().saturating_sub(1)
}
