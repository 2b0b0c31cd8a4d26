//! Subscriptions to the hubs that feeds name (WebSub, W3C Recommendation of 23 January 2018). A
//! push is a reason to look at the feed at once; what is read is the feed itself, so that nothing
//! but the source can put words into its mouth. While pushes come, the feed is polled seldom.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use ring::rand::{SecureRandom, SystemRandom};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::clock;
use super::desk::Desk;
use super::run::Newsroom;
use crate::model::{Listing, Source, WebUrl};
use crate::store::hubs::{self, Subscription};
use crate::store::{Store, StoreError};

/// How often it is looked whether a hub is to be asked.
const ROUND: Duration = Duration::from_secs(5);
/// Hubs asked in one round.
const A_ROUND: u32 = 20;
/// For how long we ask to be sent news, in seconds; a hub may grant less.
const LEASE: u32 = 7 * 86_400;
/// Between attempts, until the hub has asked back: doubling from the first to the last.
const FIRST_GAP: SignedDuration = SignedDuration::from_mins(10);
const LAST_GAP: SignedDuration = SignedDuration::from_hours(24);
/// A feed whose news is sent is polled so seldom, or as seldom as sources may be.
const SELDOM: SignedDuration = SignedDuration::from_hours(6);

/// The hub and the topic that an answer or its feed names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) hub: WebUrl,
    pub(super) topic: WebUrl,
}

impl Named {
    pub(super) fn by(listing: &Listing) -> Option<Self> {
        Some(Self { hub: listing.hub.clone()?, topic: listing.topic.clone()? })
    }
}

/// Until when a feed need not be polled, because its hub sends its news.
pub(super) fn seldom(
    desk: &Desk,
    known: Option<&Subscription>,
    now: Timestamp,
) -> Option<Timestamp> {
    let is_live = known.is_some_and(|known| known.is_live(now));
    is_live.then(|| now.saturating_add(SELDOM.min(desk.schedule.max_interval)).unwrap_or(now))
}

/// Remembers what a feed names, where that is new.
pub(super) async fn note(
    store: &Store,
    source: &Source,
    (known, named): (Option<Subscription>, Option<Named>),
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = source.id.clone();
    match (known, named) {
        (None, None) => Ok(()),
        (Some(known), Some(named))
            if known.hub == named.hub.as_str() && known.topic == named.topic.as_str() =>
        {
            Ok(())
        }
        (Some(_), None) => store.write(move |tx| hubs::forget(tx, &id)).await,
        (_, Some(named)) => {
            let new = Subscription {
                source: id,
                hub: named.hub.as_str().to_owned(),
                topic: named.topic.as_str().to_owned(),
                path: unguessable()?,
                secret: unguessable()?,
                failures: 0,
                lease_until: Timestamp::UNIX_EPOCH,
                trusted: true,
            };
            store.write(move |tx| hubs::want(tx, &new, now)).await
        }
    }
}

/// Thirty-two random bytes in hexadecimal.
fn unguessable() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 32];
    let nothing = |_unspecified| std::io::Error::other("the system gives no random numbers");
    SystemRandom::new().fill(&mut bytes).map_err(nothing)?;
    let mut text = String::with_capacity(64);
    for byte in bytes {
        // writing to a String cannot fail
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    Ok(text)
}

/// Asks hubs, and asks again before a lease ends, until told to stop. Without a public address no
/// hub could reach us.
pub(super) async fn keep(room: &Newsroom, stop: &CancellationToken) {
    let Some(public) = &room.public_url else { return };
    while !stop.is_cancelled() {
        if let Err(error) = round(room, public).await {
            tracing::error!(%error, "hubs were not asked");
        }
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn round(room: &Newsroom, public: &Url) -> Result<(), StoreError> {
    let now = clock::now();
    let due = room.store.read(move |connection| hubs::due(connection, now, A_ROUND)).await?;
    let asking = due.into_iter().map(|one| ask(room, public, one));
    futures_util::future::join_all(asking).await.into_iter().collect()
}

async fn ask(room: &Newsroom, public: &Url, wanted: Subscription) -> Result<(), StoreError> {
    let (Ok(hub), Some(callback)) = (WebUrl::parse(&wanted.hub), callback(public, &wanted.path))
    else {
        return Ok(());
    };
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.topic", &wanted.topic)
        .append_pair("hub.callback", callback.as_str())
        .append_pair("hub.secret", &wanted.secret)
        .append_pair("hub.lease_seconds", &LEASE.to_string())
        .finish();
    let (id, now) = (wanted.source.clone(), clock::now());
    let next = now.saturating_add(gap(wanted.failures)).unwrap_or(now);
    // written down first: the hub may ask back before it answers
    room.store.write(move |tx| hubs::asked(tx, &id, now, next)).await?;
    let (source, host) = (&wanted.source, hub.host());
    match room.client.submit(&hub, form).await {
        Ok(200..=299) => tracing::debug!(%source, host, "a hub was asked for news"),
        Ok(status) => tracing::info!(%source, host, status, "a hub does not take subscriptions"),
        Err(error) => tracing::info!(%source, "a hub was not reached: {error}"),
    }
    Ok(())
}

/// The address at which a hub reaches us.
fn callback(public: &Url, path: &str) -> Option<Url> {
    let mut folder = public.clone();
    folder.set_query(None);
    folder.set_fragment(None);
    folder.path_segments_mut().ok()?.pop_if_empty().extend(["push", path]);
    Some(folder)
}

fn gap(failures: u32) -> SignedDuration {
    FIRST_GAP.checked_mul(1 << failures.min(12)).unwrap_or(LAST_GAP).min(LAST_GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_reaches_us_below_the_public_address() {
        for (public, expected) in [
            ("https://news.example", "https://news.example/push/p"),
            ("https://news.example/wire/", "https://news.example/wire/push/p"),
            ("https://news.example/wire?x=1", "https://news.example/wire/push/p"),
        ] {
            let url = callback(&Url::parse(public).unwrap(), "p").unwrap();
            assert_eq!(url.as_str(), expected);
        }
    }

    #[test]
    fn a_hub_that_never_asks_back_is_asked_daily_in_the_end() {
        assert_eq!(gap(0), SignedDuration::from_mins(10));
        assert_eq!(gap(3), SignedDuration::from_mins(80));
        assert_eq!(gap(u32::MAX), SignedDuration::from_hours(24));
    }
}
