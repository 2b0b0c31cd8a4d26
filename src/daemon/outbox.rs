//! The sending loop: claim, send, settle. Chats side by side, each in its strict order.

mod courier;
mod desk;
mod event;
mod quiet;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::store::{Connection, SqlResult};
use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::deliver::pace::{Lane, Pace};
use crate::deliver::{
    Channel, ChannelKind, ChannelSettings, Form, Message, Post, Receipts, Rhythm, SendError,
};
use crate::model::{ChannelName, DeliveryId, StoryId};

pub(super) use courier::LAST_GAP;
pub use courier::{Courier, Step};
pub use event::Event;

/// How long an idle courier sleeps when nobody wakes it: a command may have written to the file.
const POLL: Duration = Duration::from_secs(30);
/// Sleeps are taken in pieces, so that a clock set forward is noticed.
const NAP: Duration = Duration::from_mins(1);

/// What the loop needs of the store and of the rest of the daemon.
pub trait Ledger: Send + Sync {
    /// Runs the work in one writing transaction, committed when it answers `Ok`.
    fn write<T, F>(&self, work: F) -> impl Future<Output = Result<T, LedgerError>> + Send
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> SqlResult<T> + Send + 'static;

    /// A story as it is to be posted now; `None` when it is not to be posted any more.
    fn post(connection: &Connection, story: StoryId) -> SqlResult<Option<Post>>;

    /// Passes on what the operator should know. Must not wait.
    fn tell(&self, event: Event);
}

/// The store could not do its part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the store: {0}")]
pub struct LedgerError(pub String);

/// What carries messages: a [`Channel`], or a stand-in.
pub trait Carrier: Send + Sync {
    fn send(
        &self,
        id: DeliveryId,
        message: &Message,
        form: Form,
    ) -> impl Future<Output = Result<Receipts, SendError>> + Send;
    fn lane(&self) -> Lane;
    fn move_to(&mut self, chat: i64);
}

impl Carrier for Channel {
    async fn send(
        &self,
        id: DeliveryId,
        message: &Message,
        form: Form,
    ) -> Result<Receipts, SendError> {
        Self::send(self, id, message, form).await
    }

    fn lane(&self) -> Lane {
        Self::lane(self)
    }

    fn move_to(&mut self, chat: i64) {
        Self::move_to(self, chat);
    }
}

/// What a courier knows of its channel.
#[derive(Debug, Clone)]
pub struct Brief {
    pub name: ChannelName,
    pub rhythm: Rhythm,
    /// What is done with a message of which nobody knows whether it arrived.
    pub resend_unknown: bool,
    /// Each digest is pinned.
    pub pin: bool,
}

impl From<&ChannelSettings> for Brief {
    fn from(settings: &ChannelSettings) -> Self {
        Self {
            name: settings.name.clone(),
            rhythm: settings.rhythm.clone(),
            resend_unknown: settings.after_crash == crate::deliver::AfterCrash::Resend,
            pin: matches!(&settings.kind, ChannelKind::Telegram(telegram) if telegram.pin),
        }
    }
}

/// Tells the time; [`crate::daemon::clock::now`] outside of tests.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What all couriers of one outbox share.
#[derive(Clone)]
pub struct Desk<L> {
    pub ledger: Arc<L>,
    pub pace: Arc<Mutex<Pace>>,
    pub clock: Clock,
}

impl<L> std::fmt::Debug for Desk<L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Desk")
    }
}

impl<L: Ledger> Desk<L> {
    pub fn new(ledger: Arc<L>, clock: Clock) -> Self {
        Self { ledger, pace: Arc::default(), clock }
    }
}

/// When the loop ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Only when told to.
    Shutdown,
    /// When nothing is left that could go within this time.
    Drained { patience: Duration },
}

/// Sends until told to stop; what is being sent then is finished and settled first. A change of
/// `wake` says that something was queued. To be called after
/// [`recover`](crate::store::outbox::recover). Gives the couriers back: what the store had no room for is
/// known to them alone.
pub async fn run<L: Ledger, C: Carrier>(
    couriers: Vec<Courier<L, C>>,
    wake: &watch::Receiver<u64>,
    shutdown: &CancellationToken,
    until: Until,
) -> Vec<Courier<L, C>> {
    let each = couriers.into_iter().map(|mut courier| {
        let mut wake = wake.clone();
        async move {
            deliver(&mut courier, &mut wake, shutdown, until).await;
            courier
        }
    });
    join_all(each).await
}

async fn deliver<L: Ledger, C: Carrier>(
    courier: &mut Courier<L, C>,
    wake: &mut watch::Receiver<u64>,
    shutdown: &CancellationToken,
    until: Until,
) {
    let mut stuck: Option<Instant> = None;
    while !shutdown.is_cancelled() {
        wake.mark_unchanged();
        let step = courier.step().await;
        let since = if matches!(step, Step::Stuck(_)) {
            stuck.get_or_insert_with(Instant::now).elapsed()
        } else {
            stuck = None;
            Duration::ZERO
        };
        let pause = match step {
            Step::Again(at) | Step::Stuck(at) => {
                let ahead = at.duration_since(courier.now());
                Duration::try_from(ahead).unwrap_or_default()
            }
            Step::Idle | Step::Stopped => POLL,
        };
        if let Until::Drained { patience } = until
            && (matches!(step, Step::Idle | Step::Stopped) || pause > patience || since > patience)
        {
            return;
        }
        if pause.is_zero() {
            // lets the other chats have their turn
            tokio::task::yield_now().await;
            continue;
        }
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(pause.min(NAP)) => {}
            changed = wake.changed() => {
                if changed.is_err() {
                    // nobody is left to wake it: only time does
                    tokio::time::sleep(pause.min(NAP)).await;
                }
            }
        }
    }
}
