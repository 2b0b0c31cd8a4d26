//! Every limit of fetching, each against a server that goes beyond it.

use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use edwire::fetch::{ErrorClass, FetchError, Settings};

use crate::bombs;
use crate::server::{Seen, Server, answer, client, ok, page, redirect, settings};

/// Sends until the other side has had enough.
fn pour(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    stream.write_all(bytes).is_ok()
}

/// Waits without holding the processor.
fn pause(span: Duration) {
    let end = Instant::now() + span;
    while let Some(left) = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
    {
        thread::park_timeout(left);
    }
}

fn hasty() -> Settings {
    Settings {
        timeout: Duration::from_millis(1200),
        idle_timeout: Duration::from_millis(500),
        ..settings()
    }
}

/// What a hasty client says of a server, and that it says so in time.
async fn failure(answer: impl Fn(&Seen, &mut TcpStream) + Send + Sync + 'static) -> FetchError {
    let server = Server::start(answer);
    let start = Instant::now();
    let error = page(&client(&hasty()), &server.url("/")).await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(3), "{error}");
    error
}

#[tokio::test]
async fn bombs_in_every_encoding_stop_at_the_limit() {
    for (encoding, bomb) in [
        ("gzip", bombs::gzip()),
        ("deflate", bombs::zlib()),
        ("br", bombs::brotli()),
        ("zstd", bombs::zstd()),
    ] {
        assert!(bomb.len() < 2 << 20, "{encoding}");
        let server = Server::start(move |_, stream| {
            let length = bomb.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {length}\r\n\r\n"
            );
            let _gone = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&bomb));
        });
        let read = page(&client(&settings()), &server.url("/")).await.unwrap();
        assert_eq!(read.body.len(), 8 << 20, "{encoding}");
        assert_eq!(read.warnings.len(), 1, "{encoding}");
    }
}

#[tokio::test]
async fn endless_bodies_stop_at_the_limit() {
    for head in ["", "Content-Length: 200000000\r\n", "Transfer-Encoding: chunked\r\n"] {
        let server = Server::start(move |_, stream| {
            let _gone = stream.write_all(format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes());
            let text = vec![b'x'; 0x10000];
            let chunk = [b"10000\r\n".as_slice(), &text, b"\r\n"].concat();
            while pour(stream, if head.contains("chunked") { &chunk } else { &text }) {}
        });
        let settings = Settings { max_body: 1 << 20, ..settings() };
        let read = page(&client(&settings), &server.url("/")).await.unwrap();
        assert_eq!((read.body.len(), read.warnings.len()), (1 << 20, 1), "{head}");
    }
}

#[tokio::test]
async fn dripping_and_silent_servers_are_left_in_time() {
    let dripping = failure(|_, stream| {
        pour(stream, b"HTTP/1.1 200 OK\r\n\r\n");
        while pour(stream, b"x") {
            pause(Duration::from_millis(50));
        }
    });
    let silent_body = failure(|_, stream| {
        pour(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnews");
        pause(Duration::from_secs(5));
    });
    let silent = failure(|_, _| pause(Duration::from_secs(5)));
    let slow_headers = failure(|_, stream| {
        pour(stream, b"HTTP/1.1 200 OK\r\n");
        while pour(stream, b"X: y\r\n") {
            pause(Duration::from_millis(50));
        }
    });
    let slow_redirects = failure(|_, stream| {
        pause(Duration::from_millis(400));
        pour(stream, redirect(302, "/again").as_bytes());
    });
    let all = tokio::join!(dripping, silent_body, silent, slow_headers, slow_redirects);
    for error in [all.0, all.1, all.2, all.3, all.4] {
        assert_eq!(error.class, ErrorClass::Transient, "{error}");
    }
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let long = failure(|_, stream| {
        let header = format!("X-Long: {}\r\n", "x".repeat(70 << 10));
        pour(stream, answer("200 OK", &header, "news").as_bytes());
    })
    .await;
    assert_eq!(long.class, ErrorClass::Permanent, "{long}");
    let endless = failure(|_, stream| {
        pour(stream, b"HTTP/1.1 200 OK\r\nX-Long: ");
        while pour(stream, &[b'x'; 4096]) {}
    });
    let many = failure(|_, stream| {
        pour(stream, b"HTTP/1.1 200 OK\r\n");
        while pour(stream, b"X: y\r\n") {}
    });
    let (endless, many) = tokio::join!(endless, many);
    assert_eq!((endless.class, many.class), (ErrorClass::Transient, ErrorClass::Transient));
}

#[tokio::test]
async fn wrong_lengths_and_broken_framing_are_told() {
    for broken in [
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nnews",
        "HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nnews",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nnews",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nnews\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nnews",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnews\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnews",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "",
    ] {
        let error = failure(move |_, stream| {
            pour(stream, broken.as_bytes());
        })
        .await;
        assert_eq!(error.class, ErrorClass::Transient, "{broken:?}: {error}");
    }
    let short = Server::of(|_| "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews and more".into());
    let read = page(&client(&settings()), &short.url("/")).await.unwrap();
    assert_eq!(read.body.as_ref(), b"news");
}

#[tokio::test]
async fn a_redirect_cannot_smuggle_headers_into_a_request() {
    let server = Server::of(|seen| match seen.path() {
        "/" => redirect(302, "/a%0d%0aX-Injected:%20yes\tb"),
        _ => ok("news"),
    });
    page(&client(&settings()), &server.url("/")).await.unwrap();
    assert_eq!(server.seen()[1].header("X-Injected"), None);
}

#[tokio::test]
async fn large_pages_share_one_budget() {
    let server = Server::of(|_| ok(&"x".repeat(3 << 20)));
    let client = client(&Settings { max_body: 8 << 20, ..settings() });
    let (one, two) = (server.url("/1"), server.url("/2"));
    let first = page(&client, &one).await.unwrap();
    let second = page(&client, &two).await.unwrap();
    assert!(first.held.is_large() && second.held.is_large());
    let url = server.url("/3");
    let third = page(&client, &url);
    tokio::pin!(third);
    let early = tokio::time::timeout(Duration::from_millis(400), &mut third).await;
    assert!(early.is_err(), "it was read although the budget was used up");
    drop(first);
    assert_eq!(third.await.unwrap().body.len(), 3 << 20);
}

#[tokio::test]
async fn twenty_hostile_servers_do_not_delay_an_honest_one() {
    let honest = Server::of(|_| ok("news"));
    let client = client(&hasty());
    let hostile: Vec<Server> = (0..20)
        .map(|number| {
            Server::start(move |_, stream| {
                pour(stream, b"HTTP/1.1 200 OK\r\n\r\n");
                let text = vec![b'x'; 0x10000];
                while pour(stream, if number % 2 == 0 { b"x" } else { &text }) {
                    pause(Duration::from_millis(if number % 2 == 0 { 50 } else { 1 }));
                }
            })
        })
        .collect();
    let urls: Vec<_> = hostile.iter().map(|server| server.url("/")).collect();
    let trouble = futures_util::future::join_all(urls.iter().map(|url| page(&client, url)));
    let news = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let start = Instant::now();
        page(&client, &honest.url("/")).await.unwrap();
        start.elapsed()
    };
    let (ends, waited) = tokio::join!(trouble, news);
    assert_eq!(ends.len(), 20);
    assert!(waited < Duration::from_millis(300), "{waited:?}");
}
