//! One request at a time to a host, a gap after each, and silence where a host asks for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Mutex as Queue, OwnedMutexGuard};
use tokio::time::Instant;

use super::Clock;
use crate::model::WebUrl;

/// From so many known hosts on, those that nobody waits for are forgotten.
const MANY_HOSTS: usize = 4096;

#[derive(Debug)]
pub(super) struct Throttle {
    clock: Clock,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    /// First come, first served; holds when the next request may start.
    queue: Arc<Queue<Instant>>,
    quiet_until: Mutex<Option<Timestamp>>,
}

/// Our turn at a host; the next one's begins when this is dropped and the gap is over.
#[derive(Debug)]
pub(super) struct Turn {
    next: OwnedMutexGuard<Instant>,
    gap: Duration,
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.next = Instant::now() + self.gap;
    }
}

impl Throttle {
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, hosts: Mutex::default() }
    }

    /// Waits for our turn at the host of an address; where the host asked for silence, says until
    /// when instead.
    pub(super) async fn turn(&self, url: &WebUrl, gap: Duration) -> Result<Turn, Timestamp> {
        let host = self.host(url);
        self.silence(&host)?;
        let next = Arc::clone(&host.queue).lock_owned().await;
        if *next > Instant::now() {
            tokio::time::sleep_until(*next).await;
        }
        // It may have been asked for while we waited.
        self.silence(&host)?;
        Ok(Turn { next, gap })
    }

    /// Nothing is sent to this host before then.
    pub(super) fn quieten(&self, url: &WebUrl, until: Timestamp) {
        let host = self.host(url);
        let mut quiet = host.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        *quiet = (*quiet).max(Some(until));
    }

    fn silence(&self, host: &Host) -> Result<(), Timestamp> {
        let quiet = *host.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        match quiet {
            Some(until) if until > (self.clock)() => Err(until),
            _ => Ok(()),
        }
    }

    fn host(&self, url: &WebUrl) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MANY_HOSTS {
            let (now, wall) = (Instant::now(), (self.clock)());
            hosts.retain(|_, host| !host.is_idle(now, wall));
        }
        let host = hosts.entry(key(url)).or_insert_with(|| {
            Arc::new(Host {
                queue: Arc::new(Queue::new(Instant::now())),
                quiet_until: Mutex::new(None),
            })
        });
        Arc::clone(host)
    }
}

impl Host {
    fn is_idle(self: &Arc<Self>, now: Instant, wall: Timestamp) -> bool {
        let quiet = *self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::strong_count(self) == 1
            && Arc::strong_count(&self.queue) == 1
            && quiet.is_none_or(|until| until <= wall)
            && self.queue.try_lock().is_ok_and(|next| *next <= now)
    }
}

/// http and https are one server, other ports are others.
fn key(url: &WebUrl) -> String {
    match url.as_url().port() {
        Some(port) => format!("{}:{port}", url.host()),
        None => url.host().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_noon() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    fn url(text: &str) -> WebUrl {
        WebUrl::parse(text).unwrap()
    }

    #[tokio::test]
    async fn turns_at_one_host_keep_the_gap_and_other_hosts_do_not_wait() {
        let throttle = Throttle::new(at_noon);
        let gap = Duration::from_millis(60);
        let start = Instant::now();
        drop(throttle.turn(&url("http://a.example/1"), gap).await.unwrap());
        drop(throttle.turn(&url("http://b.example/"), gap).await.unwrap());
        assert!(start.elapsed() < gap);
        drop(throttle.turn(&url("https://a.example/2"), gap).await.unwrap());
        assert!(start.elapsed() >= gap);
    }

    #[tokio::test]
    async fn a_host_that_asked_for_silence_gets_it() {
        let throttle = Throttle::new(at_noon);
        let until = at_noon() + Duration::from_hours(1);
        throttle.quieten(&url("http://a.example/feed"), until);
        throttle.quieten(&url("http://a.example/feed"), at_noon());
        let refused = throttle.turn(&url("http://a.example/other"), Duration::ZERO).await;
        assert_eq!(refused.unwrap_err(), until);
        assert!(throttle.turn(&url("http://b.example/"), Duration::ZERO).await.is_ok());
    }

    #[tokio::test]
    async fn idle_hosts_are_forgotten() {
        let throttle = Throttle::new(at_noon);
        for number in 0..MANY_HOSTS + 10 {
            let url = url(&format!("http://h{number}.example/"));
            drop(throttle.turn(&url, Duration::ZERO).await.unwrap());
        }
        assert!(throttle.hosts.lock().unwrap().len() <= MANY_HOSTS);
    }
}
