//! `robots.txt` (RFC 9309): what it forbids and how slowly it wants us.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use texting_robots::Robot;
use tokio::sync::Mutex as Queue;
use tokio::time::Instant;

use super::error::ErrorClass;
use super::{FetchError, Page};
use crate::model::WebUrl;

const LONGEST_DELAY: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);
const SHORTEST_LIFE: Duration = Duration::from_hours(1);
/// When to ask again a server that could not answer.
const RETRY: Duration = Duration::from_mins(10);
/// The same where nothing answered at all.
const SOON: Duration = Duration::from_secs(5);
/// For so long nothing is read from a server whose `robots.txt` cannot be had; then it counts as
/// absent (RFC 9309, 2.3.1.4).
const PATIENCE: Duration = Duration::from_hours(30 * 24);
/// The rest of a longer file is not read; RFC 9309 asks for 500 KiB at least.
const LONGEST: usize = 512 << 10;
/// Rules with a `$` are compiled into automata of up to 42 KiB each.
const MOST_ANCHORED: usize = 200;
const MANY_SITES: usize = 2048;

#[derive(Debug, Default)]
pub(super) struct RobotsCache {
    sites: Mutex<HashMap<String, Arc<Site>>>,
}

/// Locked while its file is fetched, so that it is fetched once.
pub(super) type Site = Queue<Option<Known>>;

pub(super) struct Known {
    rules: Rules,
    good_until: Instant,
}

enum Rules {
    Some(Box<Robot>),
    /// There is no file: all is allowed.
    None,
    Unreachable {
        since: Instant,
        why: String,
        answered: bool,
    },
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").field("good_until", &self.good_until).finish_non_exhaustive()
    }
}

/// Where the rules of an address stand.
pub(super) fn address(url: &WebUrl) -> Option<WebUrl> {
    url.join("/robots.txt").ok()
}

impl RobotsCache {
    pub(super) fn site(&self, robots: &WebUrl) -> Arc<Site> {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if sites.len() >= MANY_SITES {
            sites.retain(|_, site| Arc::strong_count(site) > 1);
        }
        Arc::clone(sites.entry(robots.as_str().to_owned()).or_default())
    }
}

impl Known {
    /// What an answer to the request for `robots.txt` means.
    pub(super) fn from_answer(
        answer: Result<Page, FetchError>,
        agent: &str,
        before: Option<&Self>,
    ) -> Result<Self, FetchError> {
        let now = Instant::now();
        match answer {
            Ok(page) => {
                let life = page.fresh_for.unwrap_or(DAY).clamp(SHORTEST_LIFE, DAY);
                Ok(Self { rules: read(&page.body, agent), good_until: now + life })
            }
            Err(error) => match error.class {
                ErrorClass::Throttled { .. } => Err(error),
                ErrorClass::Transient => {
                    let since = match before.map(|known| &known.rules) {
                        Some(Rules::Unreachable { since, .. }) => *since,
                        _ => now,
                    };
                    let answered = error.answered;
                    let rules = Rules::Unreachable { since, why: error.text, answered };
                    // Where nothing answers it may be our own network, which may be back soon.
                    Ok(Self { rules, good_until: now + if answered { RETRY } else { SOON } })
                }
                _ => Ok(Self { rules: Rules::None, good_until: now + DAY }),
            },
        }
    }

    pub(super) fn is_good(&self) -> bool {
        self.good_until > Instant::now()
    }

    /// The delay it asks for, or why the address must not be read.
    pub(super) fn permits(&self, url: &WebUrl) -> Result<Option<Duration>, FetchError> {
        match &self.rules {
            Rules::Some(robot) if robot.allowed(url.as_str()) => Ok(robot.delay.map(delay)),
            Rules::Some(_) => {
                let text = "robots.txt forbids it; ask the site, or set respect_robots = false";
                Err(FetchError::new(url, ErrorClass::Robots, text))
            }
            Rules::Unreachable { since, why, answered } if since.elapsed() < PATIENCE => {
                let text = format!("{why} (asked for robots.txt, without which nothing is read)");
                let error = FetchError::new(url, ErrorClass::Transient, text);
                Err(if *answered { error.answered() } else { error })
            }
            Rules::None | Rules::Unreachable { .. } => Ok(None),
        }
    }
}

fn delay(seconds: f32) -> Duration {
    let delay = Duration::try_from_secs_f32(seconds.max(0.0)).unwrap_or(LONGEST_DELAY);
    delay.min(LONGEST_DELAY)
}

fn read(body: &[u8], agent: &str) -> Rules {
    let body = body.get(..LONGEST).unwrap_or(body);
    let mut anchored = 0;
    let lines: Vec<&[u8]> = body
        .split(|&byte| byte == b'\n' || byte == b'\r')
        .filter(|line| {
            anchored += usize::from(line.contains(&b'$'));
            !line.contains(&b'$') || anchored <= MOST_ANCHORED
        })
        .collect();
    Robot::new(agent, &lines.join(&b'\n')).map_or(Rules::None, |robot| Rules::Some(Box::new(robot)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Known {
        Known { rules: read(text.as_bytes(), "edwire"), good_until: Instant::now() }
    }

    fn permits(text: &str, path: &str) -> Result<Option<Duration>, FetchError> {
        known(text).permits(&WebUrl::parse(&format!("http://www.example.edu{path}")).unwrap())
    }

    #[test]
    fn rules_for_us_and_for_all_are_obeyed() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: edwire\nDisallow: /private/\nDisallow: /*.pdf$\nCrawl-delay: 7\n";
        assert_eq!(permits(text, "/news/").unwrap(), Some(Duration::from_secs(7)));
        assert_eq!(permits(text, "/private/x").unwrap_err().class, ErrorClass::Robots);
        assert_eq!(permits(text, "/a.pdf").unwrap_err().class, ErrorClass::Robots);
        assert!(permits("User-agent: *\r\nDisallow: /x\r\n", "/x/y").is_err());
        assert!(permits("User-agent: other\nDisallow: /\n", "/x").is_ok());
    }

    #[test]
    fn a_crawl_delay_has_a_limit() {
        for (said, meant) in [("86400", 60), ("1e38", 60), ("0", 0)] {
            let text = format!("User-agent: *\nCrawl-delay: {said}\nDisallow: /x\n");
            let read = permits(&text, "/news/").unwrap();
            assert_eq!(read, Some(Duration::from_secs(meant)), "{said}");
        }
    }

    #[test]
    fn a_page_served_as_robots_txt_forbids_nothing() {
        assert!(permits("<!DOCTYPE html><html><body>Disallow: /</body></html>", "/news").is_ok());
        assert!(permits("\u{0}\u{1}garbage\u{fffd}", "/news").is_ok());
    }

    #[test]
    fn a_hostile_file_is_read_in_bounds() {
        let rules = "Disallow: /a*b*c*d*e$\n".repeat(20_000);
        assert!(permits(&format!("User-agent: *\n{rules}"), "/news").is_ok());
    }
}
