use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Certificate, Proxy, redirect};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::body::Budget;
use super::cookies::Cookies;
use super::error::{ClientError, ErrorClass, FetchError};
use super::exchange::{self, Answer, Line, Patience};
use super::guard::{self, GuardedResolver};
use super::robots::{self, Known, RobotsCache};
use super::throttle::Throttle;
use super::{Clock, Outcome, Page, Purpose, Request, Settings, Validators, headers, refresh};
use crate::model::{Warning, WarningKind, WebUrl};

/// How long a host is left alone that says "too many requests", or "come back later", without
/// saying when.
const AFTER_429: Duration = Duration::from_mins(5);
const AFTER_503: Duration = Duration::from_mins(1);
const MANY_PROXIES: usize = 64;

/// Fetches politely. Cheap to clone; all clones share hosts' turns, rules and the memory budget.
#[derive(Debug, Clone)]
pub struct Client(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    settings: Settings,
    clock: Clock,
    own_line: Line,
    proxied: Mutex<HashMap<String, Line>>,
    throttle: Throttle,
    robots: RobotsCache,
    under_way: Semaphore,
    budget: Budget,
}

/// One look, from the address asked for to where it ends.
struct Journey {
    url: WebUrl,
    purpose: Purpose,
    validators: Validators,
    cookies: Cookies,
    /// Where the redirects lead as long as each is for good.
    moved: Option<WebUrl>,
    only_permanent: bool,
    hops: usize,
    time_left: Duration,
}

impl Client {
    pub fn new(settings: &Settings, clock: Clock) -> Result<Self, ClientError> {
        // A second client finds it installed already.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let proxy = settings.proxy.as_ref().map(url::Url::as_str);
        Ok(Self(Arc::new(Shared {
            own_line: line(settings, proxy)?,
            proxied: Mutex::default(),
            throttle: Throttle::new(clock),
            robots: RobotsCache::default(),
            under_way: Semaphore::new(settings.concurrency.max(1)),
            budget: Budget::new(settings.max_body),
            settings: settings.clone(),
            clock,
        })))
    }

    /// Fetches one document, following redirects. Waits for our turn at the host first; where the
    /// host asked for silence, fails at once and says until when.
    pub async fn fetch(&self, request: &Request) -> Result<Outcome, FetchError> {
        let line = self.0.line_for(request)?;
        let journey = Journey {
            url: request.url.clone(),
            purpose: request.purpose,
            validators: request.validators.clone(),
            cookies: Cookies::default(),
            moved: None,
            only_permanent: true,
            hops: 0,
            time_left: self.0.settings.timeout,
        };
        self.0.travel(&line, journey, self.0.settings.respect_robots).await
    }
}

impl Client {
    /// Sends a form, in our turn at the host and by the same guard; the answer is its status.
    /// Redirects are not followed.
    pub async fn submit(&self, url: &WebUrl, form: String) -> Result<u16, FetchError> {
        let settings = &self.0.settings;
        if !settings.allow_private_networks {
            guard::check_literal(url)?;
        }
        let turn = self.0.throttle.turn(url, settings.per_host_interval).await;
        let _turn = turn.map_err(|until| throttled(url, until, "the host asked for silence"))?;
        let _permit = self.0.under_way.acquire().await;
        exchange::submit(&self.0.own_line, url, form, settings.timeout).await
    }
}

impl Shared {
    async fn travel(
        &self,
        line: &Line,
        mut journey: Journey,
        obey: bool,
    ) -> Result<Outcome, FetchError> {
        loop {
            let mut gap = self.settings.per_host_interval;
            if !self.settings.allow_private_networks {
                guard::check_literal(&journey.url)?;
            }
            if obey {
                let delay = Box::pin(self.robots_permit(line, &journey.url)).await?;
                gap = gap.max(delay.unwrap_or_default());
            }
            let answer = self.ask(line, &mut journey, gap).await?;
            let next = match answer.status {
                200..=299 => match self.page(&journey, answer) {
                    Arrived::Page(page) => return Ok(Outcome::Fresh(page)),
                    Arrived::Refresh(target) => (target, false),
                },
                304 if !journey.validators.is_empty() => return Ok(Outcome::NotModified),
                301 | 308 => (exchange::redirect_target(&journey.url, &answer)?, true),
                302 | 303 | 307 => (exchange::redirect_target(&journey.url, &answer)?, false),
                status => return Err(self.refusal(&journey.url, status, &answer)),
            };
            journey.go_on(next, self.settings.max_redirects)?;
        }
    }

    /// Waits for our turn and makes the exchange.
    async fn ask(
        &self,
        line: &Line,
        journey: &mut Journey,
        gap: Duration,
    ) -> Result<Answer, FetchError> {
        let url = &journey.url;
        let _turn = self
            .throttle
            .turn(url, gap)
            .await
            .map_err(|until| throttled(url, until, "the host asked to be left alone"))?;
        let _permit = self.under_way.acquire().await;
        let start = Instant::now();
        let patience =
            Patience { idle: self.settings.idle_timeout, deadline: start + journey.time_left };
        let headers =
            exchange::request_headers(journey.purpose, &journey.validators, &journey.cookies, url);
        let answer = exchange::exchange(line, url, headers, patience, &self.budget).await?;
        journey.time_left = journey.time_left.saturating_sub(start.elapsed());
        journey.cookies.take(&journey.url, &answer.headers);
        Ok(answer)
    }

    /// The delay that `robots.txt` asks for, or its refusal; the file is fetched when it is not
    /// known, once for all who wait.
    async fn robots_permit(
        &self,
        line: &Line,
        url: &WebUrl,
    ) -> Result<Option<Duration>, FetchError> {
        let Some(address) = robots::address(url) else { return Ok(None) };
        let site = self.robots.site(&address);
        let mut known = site.lock().await;
        if !known.as_ref().is_some_and(Known::is_good) {
            let journey = Journey {
                url: address,
                purpose: Purpose::Probe,
                validators: Validators::default(),
                cookies: Cookies::default(),
                moved: None,
                only_permanent: false,
                hops: 0,
                time_left: self.settings.timeout,
            };
            let answer = match self.travel(line, journey, false).await {
                Ok(Outcome::Fresh(page)) => Ok(*page),
                Ok(Outcome::NotModified) => {
                    Err(FetchError::new(url, ErrorClass::Transient, "an answer out of place"))
                }
                Err(error) => Err(error),
            };
            let agent = self.settings.user_agent.split(['/', ' ']).next().unwrap_or_default();
            *known = Some(Known::from_answer(answer, agent, known.as_ref())?);
        }
        known.as_ref().map_or(Ok(None), |known| known.permits(url))
    }

    fn page(&self, journey: &Journey, answer: Answer) -> Arrived {
        let Some(body) = answer.body else {
            return Arrived::Page(Box::new(Page::empty(journey, answer.status)));
        };
        let content_type = headers::text(&answer.headers, &CONTENT_TYPE);
        let is_html = content_type.as_deref().is_none_or(|kind| kind.contains("html"));
        if is_html && let Some(target) = refresh::target(&body.bytes, &journey.url) {
            return Arrived::Refresh(target);
        }
        let mut page = Page::empty(journey, answer.status);
        if body.cut {
            let text = format!("longer than {} bytes; the rest is unread", body.bytes.len());
            page.warnings.push(Warning::new(WarningKind::Limit, text));
        }
        page.body = body.bytes;
        page.held = body.held;
        page.content_type = content_type;
        page.validators = headers::validators(&answer.headers);
        page.last_modified = headers::last_modified(&answer.headers);
        let link = |relation| page.url.join(&headers::link(&answer.headers, relation)?).ok();
        (page.hub, page.topic) = (link("hub"), link("self"));
        page.fresh_for = headers::fresh_for(&answer.headers, (self.clock)());
        Arrived::Page(Box::new(page))
    }

    /// What an unhappy status means; where it is a plea for time, the whole host gets it.
    fn refusal(&self, url: &WebUrl, status: u16, answer: &Answer) -> FetchError {
        if !matches!(status, 429 | 503) {
            return FetchError::of_status(url, status);
        }
        let now = (self.clock)();
        let default = if status == 429 { AFTER_429 } else { AFTER_503 };
        let wait = headers::retry_after(&answer.headers, now).unwrap_or(default);
        let until = SignedDuration::try_from(wait)
            .ok()
            .and_then(|wait| now.checked_add(wait).ok())
            .unwrap_or(Timestamp::MAX);
        self.throttle.quieten(url, until);
        throttled(url, until, &format!("the host is busy ({status})"))
    }

    fn line_for(&self, request: &Request) -> Result<Line, FetchError> {
        let Some(proxy) = &request.proxy else { return Ok(self.own_line.clone()) };
        let mut proxied = self.proxied.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = proxied.get(proxy) {
            return Ok(line.clone());
        }
        if proxied.len() >= MANY_PROXIES {
            proxied.clear();
        }
        let line = line(&self.settings, Some(proxy))
            .map_err(|why| FetchError::new(&request.url, ErrorClass::Refused, why.to_string()))?;
        proxied.insert(proxy.clone(), line.clone());
        Ok(line)
    }
}

enum Arrived {
    Page(Box<Page>),
    /// The page is only a signpost.
    Refresh(WebUrl),
}

impl Journey {
    fn go_on(
        &mut self,
        (target, permanent): (WebUrl, bool),
        max_redirects: usize,
    ) -> Result<(), FetchError> {
        self.hops += 1;
        if self.hops > max_redirects {
            let text = format!("more than {max_redirects} redirects, the last to {target}");
            return Err(FetchError::new(&self.url, ErrorClass::Refused, text));
        }
        self.only_permanent &= permanent;
        if self.only_permanent {
            self.moved = Some(target.clone());
        }
        self.url = target;
        Ok(())
    }
}

impl Page {
    fn empty(journey: &Journey, status: u16) -> Self {
        Self {
            url: journey.url.clone(),
            status,
            body: bytes::Bytes::new(),
            content_type: None,
            validators: Validators::default(),
            last_modified: None,
            moved: journey.moved.clone(),
            hub: None,
            topic: None,
            fresh_for: None,
            warnings: Vec::new(),
            held: super::Held::default(),
        }
    }
}

fn throttled(url: &WebUrl, until: Timestamp, why: &str) -> FetchError {
    FetchError::new(
        url,
        ErrorClass::Throttled { until },
        format!("{why}; next try after {until:.0}"),
    )
}

fn line(settings: &Settings, proxy: Option<&str>) -> Result<Line, ClientError> {
    let user_agent = reqwest::header::HeaderValue::from_str(&settings.full_user_agent())
        .map_err(|_ignored| ClientError::UserAgent)?;
    let mut builder = reqwest::Client::builder()
        .user_agent(user_agent)
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(settings.idle_timeout)
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(Duration::from_secs(30))
        .http1_max_headers(256)
        .http2_max_header_list_size(64 << 10)
        // Broken servers are read where that does no harm.
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        // Never one from the environment: it would look names up behind the guard's back.
        .no_proxy();
    if let Some(pem) = &settings.extra_ca {
        let bundle = Certificate::from_pem_bundle(pem).map_err(|_ignored| ClientError::ExtraCa)?;
        if bundle.is_empty() {
            return Err(ClientError::ExtraCa);
        }
        builder = builder.tls_certs_merge(bundle);
    }
    if let Some(proxy) = proxy {
        let proxy = Proxy::all(proxy).map_err(|_ignored| ClientError::Proxy)?;
        builder = builder.proxy(proxy);
    } else if !settings.allow_private_networks {
        builder = builder.dns_resolver(GuardedResolver);
    }
    let http = builder.build().map_err(|error| ClientError::Setup(error.to_string()))?;
    Ok(Line { http, proxied: proxy.is_some() })
}
