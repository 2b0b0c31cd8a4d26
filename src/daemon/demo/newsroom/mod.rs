//! An invented world of news on loopback: seven sites, each with its own origin, built the way real
//! content systems build them. What the sites show depends on the moment the newsroom opened and
//! on the [`Act`], so every run finds fresh news and two runs at one moment are alike.

mod desk;
mod http;
mod index;
mod ledger;
mod press;
mod site;
mod story;

use std::sync::Arc;

use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use self::desk::Desk;
use self::http::Stand;
use self::index::Foyer;
pub use self::ledger::Hit;
use self::ledger::Ledger;
use self::press::Press;
use crate::model::{Source, WebUrl, WebUrlError};

/// How far the play has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Every site is up and shows the news of the last weeks.
    #[default]
    First,
    /// News has broken: new items, reprints of them on other sites, one site behind a log-in page
    /// and one that answers 503.
    Breaking,
}

/// Why the newsroom did not open.
#[derive(Debug, thiserror::Error)]
pub enum NewsroomError {
    #[error("no port on 127.0.0.1 could be opened: {0}")]
    Port(#[from] std::io::Error),
    #[error("the bundled site {file} is broken: {error}")]
    Site { file: &'static str, error: Box<toml::de::Error> },
    #[error("the bundled site {0} has no usable address, language, time zone or publication date")]
    Facts(String),
    #[error("a bundled template is broken: {0}")]
    Template(#[from] minijinja::Error),
    #[error("a loopback address is not usable: {0}")]
    Address(#[from] WebUrlError),
}

/// The running newsroom. Dropping it closes its ports.
#[derive(Debug)]
pub struct Newsroom {
    act: watch::Sender<Act>,
    desks: Arc<[Desk]>,
    index: WebUrl,
    ledger: Arc<Ledger>,
    servers: JoinSet<std::io::Result<()>>,
}

impl Newsroom {
    /// Opens one port on 127.0.0.1 for each site and one for the index page.
    pub async fn open(now: Timestamp) -> Result<Self, NewsroomError> {
        let mut listeners = Vec::new();
        let mut desks = Vec::new();
        for site in site::all()? {
            let (listener, origin) = listen().await?;
            listeners.push(listener);
            desks.push(Desk::open(site, origin, now)?);
        }
        desk::credit_originals(&mut desks);
        let desks: Arc<[Desk]> = desks.into();
        let press = Arc::new(Press::new()?);
        let ledger = Arc::new(Ledger::new(now));
        let act = watch::Sender::new(Act::First);

        let mut servers = JoinSet::new();
        for (number, listener) in listeners.into_iter().enumerate() {
            let stand = Stand {
                desks: Arc::clone(&desks),
                number,
                press: Arc::clone(&press),
                act: act.subscribe(),
                ledger: Arc::clone(&ledger),
            };
            servers.spawn(http::serve(listener, stand));
        }
        let (listener, index) = listen().await?;
        let foyer = Foyer { desks: Arc::clone(&desks), press, act: act.subscribe() };
        servers.spawn(index::serve(listener, foyer));
        Ok(Self { act, desks, index, ledger, servers })
    }

    /// Moves the play on; the next request sees it.
    pub fn advance(&self, act: Act) {
        self.act.send_replace(act);
    }

    /// The sites as an operator would write them into the configuration.
    pub fn sources(&self) -> Vec<Source> {
        self.desks.iter().map(Desk::source).collect()
    }

    /// The page that explains the newsroom and links its sites.
    pub fn index(&self) -> &WebUrl {
        &self.index
    }

    /// Who asked the sites for what, in order of arrival.
    pub fn requests(&self) -> Vec<Hit> {
        self.ledger.hits()
    }

    /// Closes all ports.
    pub async fn close(mut self) {
        self.servers.shutdown().await;
    }
}

async fn listen() -> Result<(TcpListener, WebUrl), NewsroomError> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = WebUrl::parse(&format!("http://{}/", listener.local_addr()?))?;
    Ok((listener, origin))
}
