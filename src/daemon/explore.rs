//! From any page to the news: the page's own list, its feeds, and its most promising links, followed
//! one level.

use jiff::{SignedDuration, Timestamp};

use super::desk::Desk;
use super::parsing::thought;
use super::probe::{self, Seen, Wishes};
use crate::fetch::{Client, FetchError, Outcome, Purpose, Request};
use crate::model::{Listing, ListingKind, Source, SourceKind, WebUrl};
use crate::parse::page::{self, Discovery, Memory};
use crate::parse::{self, Reading, Want, charset, feed};

/// Addresses tried beside the one given.
const MOST_TRIES: usize = 8;
/// Fewer entries than this are no list.
const LEAST: usize = 3;

/// Where sitemaps of news stand if no `robots.txt` says it.
const SITEMAPS: &[&str] = &["/sitemap-news.xml", "/news-sitemap.xml"];

/// News found at an address, and how one came there.
#[derive(Debug)]
pub struct Find {
    pub at: WebUrl,
    pub how: How,
    pub listing: Listing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// The address given.
    Itself,
    /// A feed that the page names, or that stands where feeds usually do.
    Feed,
    /// What a WordPress site gives to programs.
    Posts,
    /// A sitemap with news in it.
    Sitemap,
    /// A link of the page, with its text.
    Link(String),
}

/// Where a page's news is, the best find first; empty where there is none. The page's own warnings
/// come along for the case that nothing is found.
pub async fn explore(
    client: &Client,
    source: &Source,
    wishes: &Wishes,
    now: Timestamp,
) -> Result<(Vec<Find>, Option<String>), FetchError> {
    let request = Request::of(source, source.url.clone(), Purpose::Probe);
    let Outcome::Fresh(fetched) = client.fetch(&request).await? else {
        return Ok((Vec::new(), None));
    };
    let mut context = Desk::context(source, &fetched, wishes.now.unwrap_or(now));
    if let Some(timezone) = &wishes.timezone {
        context.timezone = timezone.clone();
    }
    let at = fetched.url.clone();
    let read = thought(move || {
        let memory = Memory::default();
        let as_a = |want| parse::read(&fetched.body, &context, want, &memory, (None, None));
        let (reading, asked) = match as_a(Want::Auto) {
            Reading::Article(article) => (Reading::Article(article), Some(as_a(Want::List))),
            listing @ Reading::Listing(_) => (listing, None),
        };
        let text = charset::decode_html(&fetched.body, &context).text;
        (reading, asked, page::discover(&text, &context))
    })
    .await;
    let Some((reading, asked, discovery)) = read else { return Ok((Vec::new(), None)) };
    let given = at.clone();
    let mut finds = Vec::new();
    let mut trouble = None;
    match reading {
        Reading::Listing(listing) if listing.kind == ListingKind::Feed => {
            return Ok((vec![Find { at, how: How::Itself, listing }], None));
        }
        Reading::Listing(listing) => finds.push(Find { at, how: How::Itself, listing }),
        Reading::Article(article) => trouble = article.warnings.first().map(ToString::to_string),
    }
    for (url, how) in tries(&discovery, finds.is_empty()) {
        finds.extend(follow(client, source, (url, how), (wishes, now)).await);
    }
    if !finds.iter().any(|find| find.listing.entries.len() >= LEAST) {
        finds.extend(sitemap(client, source, (wishes, now)).await);
    }
    // where nothing better is found, the operator's word that this page lists news counts
    if let Some(Reading::Listing(listing)) = asked.filter(|_| finds.is_empty())
        && listing.entries.len() >= LEAST
    {
        finds.push(Find { at: given, how: How::Itself, listing });
    }
    finds.retain(|find| find.listing.entries.len() >= LEAST || find.how == How::Itself);
    finds.sort_by_key(|find| std::cmp::Reverse(worth(find, wishes.now.unwrap_or(now))));
    Ok((finds, trouble))
}

/// What to look at, in order. The usual places are tried only where nothing better is known.
fn tries(discovery: &Discovery, nothing_yet: bool) -> Vec<(WebUrl, How)> {
    let feeds = discovery.feeds.iter().take(3).map(|url| (url.clone(), How::Feed));
    let posts = discovery.posts.iter().map(|url| (url.clone(), How::Posts));
    let leads = discovery.leads.iter().map(|lead| (lead.url.clone(), How::Link(lead.text.clone())));
    let leads = leads.take(if nothing_yet { 4 } else { 2 });
    let mut tries: Vec<(WebUrl, How)> = feeds.chain(posts).chain(leads).collect();
    if nothing_yet && discovery.feeds.is_empty() {
        tries.extend(discovery.usual.iter().take(3).map(|url| (url.clone(), How::Feed)));
    }
    tries.truncate(MOST_TRIES);
    tries
}

async fn follow(
    client: &Client,
    source: &Source,
    (url, how): (WebUrl, How),
    (wishes, now): (&Wishes, Timestamp),
) -> Option<Find> {
    let there = Source { url, kind: SourceKind::Auto, list: None, ..source.clone() };
    match probe::look(client, &there, Want::Auto, wishes, now).await {
        Ok(Seen::Listing { at, listing }) => Some(Find { at, how, listing }),
        Ok(Seen::Article { .. }) => None,
        Err(error) => {
            tracing::debug!(%error, "not followed");
            None
        }
    }
}

/// The news in the site's sitemaps: those that its `robots.txt` names, or those where most stand.
async fn sitemap(
    client: &Client,
    source: &Source,
    (wishes, now): (&Wishes, Timestamp),
) -> Option<Find> {
    let robots = source.url.join("/robots.txt").ok()?;
    let named = match client.fetch(&Request::of(source, robots, Purpose::Probe)).await {
        Ok(Outcome::Fresh(page)) => {
            feed::sitemaps_in_robots(&String::from_utf8_lossy(&page.body), &source.url)
        }
        _ => Vec::new(),
    };
    let usual = SITEMAPS.iter().filter_map(|place| source.url.join(place).ok());
    let mut places: Vec<WebUrl> = if named.is_empty() { usual.collect() } else { named };
    places.truncate(2);
    let mut tries = 0;
    while let Some(place) = (!places.is_empty()).then(|| places.remove(0)) {
        tries += 1;
        let there = Source { url: place, kind: SourceKind::Auto, list: None, ..source.clone() };
        match probe::look(client, &there, Want::Auto, wishes, now).await {
            Ok(Seen::Listing { at, listing }) if !listing.entries.is_empty() => {
                return Some(Find { at, how: How::Sitemap, listing });
            }
            // an index: those below it that are of news
            Ok(Seen::Listing { listing, .. }) if tries <= 2 => {
                places.extend(listing.feeds.into_iter().filter(feed::is_news_sitemap).take(1));
            }
            _ => {}
        }
    }
    None
}

/// How good a find is: many entries, dated, fresh; the page that was asked for and feeds first.
fn worth(find: &Find, now: Timestamp) -> usize {
    let entries = &find.listing.entries;
    let dated = entries.iter().filter(|entry| entry.published.is_some()).count();
    let season = now - SignedDuration::from_hours(24 * 90);
    let fresh = entries.iter().any(|entry| entry.published.is_some_and(|date| date.at > season));
    let way = match find.how {
        How::Itself => 20,
        How::Feed => 12,
        How::Posts | How::Sitemap => 8,
        How::Link(_) => 0,
    };
    entries.len().min(20) + 10 * dated / entries.len().max(1) + 15 * usize::from(fresh) + way
}
