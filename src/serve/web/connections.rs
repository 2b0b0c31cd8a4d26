//! Connections, bounded in number and in time: a client that sends or reads slowly holds its place
//! for a while, never for good.

use std::collections::HashMap;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::{Extension, Router};
use futures_util::FutureExt;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::rate::Peer;

/// Open at a time; more wait in the system's own queue.
const CONNECTIONS: usize = 512;
/// Open at a time from one address, unless it is this machine's own, where a proxy stands.
const PER_CLIENT: usize = 32;
/// How long a request's head may take to arrive, and how long a connection may idle.
const HEAD: Duration = Duration::from_secs(5);
/// After this long a connection takes no further request.
const LIFE: Duration = Duration::from_mins(2);
/// How long the last answer may take to be read.
const LAST: Duration = Duration::from_secs(30);
/// How long answers under way may take when the program stops.
const GRACE: Duration = Duration::from_secs(3);
/// Rest after a connection could not be taken, as when the system has no more files to open.
const REST: Duration = Duration::from_millis(200);
/// Bytes and lines of a request's head.
const HEAD_BYTES: usize = 16 * 1024;
const HEAD_LINES: usize = 64;

pub(super) async fn accept(listener: TcpListener, router: Router, stop: CancellationToken) {
    let mut open = JoinSet::new();
    let mut clients: HashMap<IpAddr, usize> = HashMap::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            Some(ended) = open.join_next() => match ended {
                Ok(peer) => leave(&mut clients, peer),
                Err(error) => tracing::debug!(%error, "a web connection was given up"),
            },
            taken = listener.accept(), if open.len() < CONNECTIONS => match taken {
                Ok((stream, peer)) => {
                    let peer = peer.ip();
                    let held = clients.entry(peer).or_default();
                    if *held >= PER_CLIENT && !peer.is_loopback() {
                        continue;
                    }
                    *held += 1;
                    let router = router.clone().layer(Extension(Peer(peer)));
                    let talking = talk(stream, router, stop.clone());
                    open.spawn(async move {
                        if AssertUnwindSafe(talking).catch_unwind().await.is_err() {
                            tracing::error!("a web request failed");
                        }
                        peer
                    });
                }
                Err(error) => {
                    tracing::debug!(%error, "a web connection was not taken");
                    tokio::time::sleep(REST).await;
                }
            }
        }
    }
    drop(listener);
    let finish = async { while open.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, finish).await.is_err() {
        tracing::debug!("slow web clients are cut off");
    }
    open.shutdown().await;
}

fn leave(clients: &mut HashMap<IpAddr, usize>, peer: IpAddr) {
    if let Some(held) = clients.get_mut(&peer) {
        *held = held.saturating_sub(1);
        if *held == 0 {
            clients.remove(&peer);
        }
    }
}

async fn talk(stream: TcpStream, router: Router, stop: CancellationToken) {
    let talking = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEAD_LINES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut talking = std::pin::pin!(talking);
    tokio::select! {
        ended = talking.as_mut() => {
            if let Err(error) = ended {
                tracing::debug!(%error, "a web connection broke off");
            }
            return;
        }
        () = stop.cancelled() => {}
        () = tokio::time::sleep(LIFE) => {}
    }
    talking.as_mut().graceful_shutdown();
    if !matches!(tokio::time::timeout(LAST, talking).await, Ok(Ok(()))) {
        tracing::debug!("a web connection was cut off");
    }
}
