//! How often one client may ask: a bucket that fills steadily, for each address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{Extension, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::App;

/// Requests that one client may make.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    pub per_second: f64,
    /// At once, after a rest.
    pub burst: f64,
    /// Also for clients on this machine: off, because behind a reverse proxy everybody is one of
    /// them, and the proxy knows better.
    pub loopback: bool,
}

impl Default for Rate {
    fn default() -> Self {
        Self { per_second: 20.0, burst: 100.0, loopback: false }
    }
}

/// Clients remembered at a time.
const CLIENTS: usize = 10_000;

#[derive(Debug)]
pub(super) struct Buckets {
    rate: Rate,
    left: Mutex<HashMap<IpAddr, (f64, Instant)>>,
}

impl Buckets {
    pub(super) fn new(rate: Rate) -> Self {
        Self { rate, left: Mutex::default() }
    }

    /// Seconds to wait before asking again, where this one was too many.
    fn wait(&self, client: IpAddr, now: Instant) -> Option<u64> {
        if client.is_loopback() && !self.rate.loopback {
            return None;
        }
        let mut clients = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |left: f64, since: Instant| {
            let gained = now.duration_since(since).as_secs_f64() * self.rate.per_second;
            (left + gained).min(self.rate.burst)
        };
        if clients.len() >= CLIENTS {
            clients.retain(|_, (left, since)| filled(*left, *since) < self.rate.burst);
        }
        if clients.len() >= CLIENTS {
            // More clients than can be told apart at once: nobody is refused for another's sake.
            clients.clear();
        }
        let (left, since) = clients.entry(network(client)).or_insert((self.rate.burst, now));
        *left = filled(*left, *since);
        *since = now;
        if *left >= 1.0 {
            *left -= 1.0;
            return None;
        }
        Some(((1.0 - *left) / self.rate.per_second).ceil().max(1.0) as u64)
    }
}

/// A household has one IPv4 address but a whole network of IPv6 ones.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) >> 64 << 64).into()),
        four @ IpAddr::V4(_) => four,
    }
}

pub(super) async fn limit(
    State(app): State<Arc<App>>,
    Extension(Peer(peer)): Extension<Peer>,
    request: Request,
    next: Next,
) -> Response {
    match app.buckets.wait(peer, Instant::now()) {
        None => next.run(request).await,
        Some(seconds) => {
            let headers = [
                (header::RETRY_AFTER, seconds.to_string()),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            let text = "too many requests; wait a little\n";
            (StatusCode::TOO_MANY_REQUESTS, headers, text).into_response()
        }
    }
}

/// Who is at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_client_gets_its_share_and_no_other_s() {
        let buckets = Buckets::new(Rate { per_second: 2.0, burst: 3.0, loopback: false });
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let now = Instant::now();
        for _ in 0..3 {
            assert_eq!(buckets.wait(one, now), None);
        }
        assert_eq!(buckets.wait(one, now), Some(1));
        assert_eq!(buckets.wait(other, now), None);
        assert_eq!(buckets.wait(one, now + Duration::from_millis(600)), None);
        for _ in 0..10 {
            assert_eq!(buckets.wait("127.0.0.1".parse().unwrap(), now), None);
        }
    }

    #[test]
    fn neighbours_of_one_network_share() {
        let net = |text: &str| network(text.parse().unwrap());
        assert_eq!(net("2001:db8::1"), net("2001:db8::ffff:2"));
        assert_ne!(net("2001:db8::1"), net("2001:db8:0:1::1"));
        assert_eq!(net("::ffff:192.0.2.1"), net("192.0.2.1"));
    }
}
