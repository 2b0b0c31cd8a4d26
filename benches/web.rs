//! The latest page over loopback while items are added: `cargo bench --bench web -- [ITEMS]`
//! (default 100,000). Sixteen readers on kept connections ask as fast as they are answered, for ten
//! seconds; the writer adds twenty items every hundred milliseconds.

#[path = "search/item.rs"]
mod item;
#[path = "search/texts.rs"]
mod texts;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use edwire::serve::web::{self, Rate, Site};
use edwire::store::{Store, open_writer};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

const READERS: usize = 16;
const LASTS: Duration = Duration::from_secs(10);

/// Asks for a page again and again on one connection.
async fn read(address: std::net::SocketAddr, path: &'static str) -> Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
    let (start, mut times) = (Instant::now(), Vec::new());
    let mut buffer = Vec::new();
    while start.elapsed() < LASTS {
        let asked = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        buffer.clear();
        let mut whole = usize::MAX;
        while buffer.len() < whole {
            if stream.read_buf(&mut buffer).await? == 0 {
                anyhow::bail!("the connection was closed");
            }
            if whole == usize::MAX
                && let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n")
            {
                let text = String::from_utf8_lossy(&buffer[..head]).to_lowercase();
                anyhow::ensure!(text.starts_with("http/1.1 200"), "{text}");
                let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
                whole = head + 4 + length.context("no length")?.parse::<usize>()?;
            }
        }
        times.push(asked.elapsed());
    }
    Ok(times)
}

async fn measure(
    store: &Store,
    address: std::net::SocketAddr,
    path: &'static str,
    next: &mut u64,
) -> Result<()> {
    let mut readers = JoinSet::new();
    for _ in 0..READERS {
        readers.spawn(read(address, path));
    }
    let (start, mut added) = (Instant::now(), 0);
    while start.elapsed() < LASTS {
        let from = *next;
        *next += 20;
        added += 20;
        store
            .write(move |tx| (from..from + 20).try_for_each(|number| item::add(tx, number)))
            .await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut times = Vec::new();
    while let Some(done) = readers.join_next().await {
        times.extend(done??);
    }
    times.sort_unstable();
    let at =
        |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    println!(
        "{path}: {:.0} requests a second, p50 {:.1} ms, p99 {:.1} ms, while {added} items were added",
        times.len() as f64 / LASTS.as_secs_f64(),
        at(0.5).as_secs_f64() * 1e3,
        at(0.99).as_secs_f64() * 1e3,
    );
    Ok(())
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    let count: u64 = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("edwire.db");
    item::fill(&mut open_writer(&path)?, 0..count)?;
    let store = Store::open(&path)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let now = || Timestamp::from_second(1_790_000_000).unwrap_or_default();
    let site = Site { store: store.clone(), clock: now, public_url: None, rate: Rate::default() };
    let stop = CancellationToken::new();
    let serving = tokio::spawn(web::serve(listener, site, stop.clone()));
    let mut next = count;
    for path in ["/", "/search?q=the", "/feed.atom", "/healthz", "/metrics"] {
        measure(&store, address, path, &mut next).await?;
    }
    stop.cancel();
    serving.await??;
    Ok(())
}
