//! A web server on loopback that answers whatever a test wants, byte by byte if need be.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use edwire::fetch::{Client, FetchError, Outcome, Page, Purpose, Request, Settings};
use edwire::model::WebUrl;
use jiff::Timestamp;

/// One request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) at: Instant,
    /// Request line and headers.
    pub(crate) head: String,
}

impl Seen {
    pub(crate) fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Serves each connection on a thread of its own until the test process ends.
    pub(crate) fn start(answer: impl Fn(&Seen, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&seen), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &log, answer.as_ref()));
            }
        });
        Self { address, seen }
    }

    /// Serves texts: what the closure gives for a path is the whole answer.
    pub(crate) fn of(answer: impl Fn(&Seen) -> String + Send + Sync + 'static) -> Self {
        Self::start(move |seen, stream| {
            let _gone = stream.write_all(answer(seen).as_bytes());
        })
    }

    pub(crate) fn url(&self, path: &str) -> WebUrl {
        WebUrl::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.seen().iter().map(|seen| seen.path().to_owned()).collect()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Seen>>, answer: impl Fn(&Seen, &mut TcpStream)) {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(length) => head.extend_from_slice(&buffer[..length]),
        }
    }
    let seen = Seen { at: Instant::now(), head: String::from_utf8_lossy(&head).into_owned() };
    log.lock().unwrap().push(seen.clone());
    answer(&seen, &mut stream);
}

/// A whole answer with a right `Content-Length`.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

pub(crate) fn ok(body: &str) -> String {
    answer("200 OK", "Content-Type: text/html\r\n", body)
}

pub(crate) fn redirect(status: u16, to: &str) -> String {
    answer(&format!("{status} Elsewhere"), &format!("Location: {to}\r\n"), "")
}

/// The clock of the tests: it stands still.
pub(crate) fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// Quick and without `robots.txt`, for servers on loopback.
pub(crate) fn settings() -> Settings {
    Settings {
        per_host_interval: Duration::ZERO,
        respect_robots: false,
        allow_private_networks: true,
        timeout: Duration::from_secs(5),
        idle_timeout: Duration::from_secs(2),
        ..Settings::default()
    }
}

pub(crate) fn client(settings: &Settings) -> Client {
    Client::new(settings, noon).unwrap()
}

/// Fetches a listing that is expected to have changed.
pub(crate) async fn page(client: &Client, url: &WebUrl) -> Result<Box<Page>, FetchError> {
    match client.fetch(&Request::new(url.clone(), Purpose::Listing)).await? {
        Outcome::Fresh(page) => Ok(page),
        Outcome::NotModified => panic!("nothing was asked conditionally"),
    }
}
