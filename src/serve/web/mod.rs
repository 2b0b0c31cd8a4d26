//! The web page: everything that is stored, for people and for programs. It only reads (but for
//! what hubs say, see [`push`]), it is rendered here, and it needs no script. Links are relative, so that it works under any path of a
//! reverse proxy.

mod answer;
mod ask;
mod cache;
mod cards;
mod connections;
mod counts;
mod due;
mod feeds;
mod health;
mod list;
mod push;
mod rate;
mod sources;
mod story;
mod visit;
mod words;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use jiff::Timestamp;
use minijinja::Environment;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::store::{Connection, Store, StoreError};

pub use self::rate::Rate;

use self::answer::Fault;
use self::cache::Cache;
use self::rate::Buckets;
use self::visit::Visit;

/// Questions to the store at a time; the daemon shares its threads with them.
const READERS: usize = 3;
/// How long one question may wait for its turn, and how long it may then take.
const TURN: Duration = Duration::from_secs(3);
const READ: Duration = Duration::from_secs(3);

/// What the page shows, and where readers find it.
#[derive(Debug, Clone)]
pub struct Site {
    pub store: Store,
    pub clock: fn() -> Timestamp,
    /// The address of `/` as readers see it; `None` takes the listener's own.
    pub public_url: Option<Url>,
    /// How often one client may ask.
    pub rate: Rate,
}

/// Answers until told to stop, then finishes what is under way.
pub async fn serve(listener: TcpListener, site: Site, stop: CancellationToken) -> io::Result<()> {
    let home = site.public_url.map(folder).or_else(|| own_address(&listener));
    let app = Arc::new(App {
        store: site.store,
        clock: site.clock,
        home,
        started: (site.clock)(),
        readers: Arc::new(Semaphore::new(READERS)),
        cache: Cache::default(),
        buckets: Buckets::new(site.rate),
        pushes: Semaphore::new(push::AT_A_TIME),
        pages: pages().map_err(io::Error::other)?,
    });
    connections::accept(listener, router(app), stop).await;
    Ok(())
}

/// Joining relative addresses needs a path that ends in a slash.
fn folder(mut url: Url) -> Url {
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    url.set_query(None);
    url.set_fragment(None);
    url
}

fn own_address(listener: &TcpListener) -> Option<Url> {
    let address = listener.local_addr().ok().filter(|address| !address.ip().is_unspecified())?;
    Url::parse(&format!("http://{address}/")).ok()
}

/// What every handler works with.
struct App {
    store: Store,
    clock: fn() -> Timestamp,
    home: Option<Url>,
    started: Timestamp,
    readers: Arc<Semaphore>,
    cache: Cache,
    buckets: Buckets,
    /// Turns to be read as a hub.
    pushes: Semaphore,
    pages: Environment<'static>,
}

impl App {
    /// Asks the store, within bounds on how many ask at a time and for how long.
    async fn read<T, F>(&self, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.readers).acquire_owned());
        let Ok(Ok(turn)) = turn.await else { return Err(Fault::Busy) };
        let work = move |connection: &Connection| {
            // Held until the work is done, even where nobody waits for the answer any more.
            let _turn = turn;
            work(connection)
        };
        Ok(self.store.read_within(READ, work).await?)
    }
}

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(list::latest))
        .route("/search", get(list::search))
        .route("/story/{id}", get(story::story))
        .route("/due", get(due::due))
        .route("/sources", get(sources::sources))
        .route("/feed.atom", get(feeds::atom))
        .route("/feed.json", get(feeds::json))
        .route("/feed.ics", get(feeds::ics))
        .route("/api/items", get(feeds::api))
        .route("/opensearch.xml", get(|visit: Visit| async move { feeds::opensearch(&visit) }))
        .route("/push/{path}", get(push::verify).post(push::receive))
        .route("/healthz", get(health::healthz))
        .route("/metrics", get(health::metrics))
        .route("/style.css", get(|| async { still("text/css; charset=utf-8", STYLE) }))
        .route("/icon.svg", get(|| async { still("image/svg+xml", ICON) }))
        .route("/robots.txt", get(|| async { still("text/plain; charset=utf-8", ROBOTS) }))
        .fallback(|visit: Visit| async move { nowhere(&visit) })
        .layer(middleware::from_fn_with_state(Arc::clone(&app), cache::keep))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), rate::limit))
        .layer(middleware::from_fn(answer::guard))
        .with_state(app)
}

const STYLE: &str = include_str!("style.css");
const ICON: &str = include_str!("icon.svg");
/// Crawlers may read the pages but not walk through all searches.
const ROBOTS: &str = "User-agent: *\nDisallow: /search\nDisallow: /api/\nDisallow: /*?\n";

fn still(media_type: &'static str, body: &'static str) -> Response {
    let headers =
        [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "public, max-age=3600")];
    (StatusCode::OK, headers, body).into_response()
}

fn nowhere(visit: &Visit) -> Response {
    visit.finish(Err(Fault::Missing("no-such-page")))
}

fn pages() -> Result<Environment<'static>, minijinja::Error> {
    let mut pages = Environment::new();
    pages.set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
    for (name, text) in [
        ("base.html", include_str!("templates/base.html")),
        ("paging.html", include_str!("templates/paging.html")),
        ("item.html", include_str!("templates/item.html")),
        ("list.html", include_str!("templates/list.html")),
        ("story.html", include_str!("templates/story.html")),
        ("due.html", include_str!("templates/due.html")),
        ("sources.html", include_str!("templates/sources.html")),
        ("fault.html", include_str!("templates/fault.html")),
    ] {
        pages.add_template(name, text)?;
    }
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_compiles() {
        pages().unwrap();
    }

    #[test]
    fn relative_addresses_join_below_a_public_path() {
        let home = folder(Url::parse("https://news.example/edwire?x=1").unwrap());
        assert_eq!(
            home.join("feed.atom").unwrap().as_str(),
            "https://news.example/edwire/feed.atom"
        );
    }
}
