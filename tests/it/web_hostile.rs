//! The web page against those who mean no good, or read very slowly.

use std::time::Duration;

use edwire::serve::web::Rate;
use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::web::{Page, client};

/// What the server says to bytes that no well-behaved client sends.
async fn raw(page: &Page, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(page.address.trim_start_matches("http://")).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
    assert!(read.is_ok(), "no end to {}", String::from_utf8_lossy(request));
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn one_who_asks_too_often_is_told_to_wait() {
    let page = Page::open_at(Rate { per_second: 0.5, burst: 3.0, loopback: true }).await;
    for _ in 0..3 {
        assert_eq!(page.get("/healthz").await.status(), StatusCode::OK);
    }
    let refused = page.get("/healthz").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = refused.headers()[RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait), "{wait}");
    assert_eq!(refused.headers()["x-content-type-options"], "nosniff");
}

#[tokio::test]
async fn paths_lead_nowhere_but_to_pages() {
    let page = Page::open().await;
    for path in [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/story/..%2f..%2fetc",
        "/story/1%00",
        "/style.css/../../Cargo.toml",
        "/./././x",
        "/story/1;x",
        "/\\x",
        "/?q=%ff%fe",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let answer = raw(&page, request.as_bytes()).await;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(["200", "400", "404"].contains(&status), "{path}: {answer}");
        assert!(!answer.contains("root:") && !answer.contains("[package]"), "{path}");
    }
    for nonsense in [&b"\x16\x03\x01\x02\x00"[..], b"GET\r\n\r\n", b"\0\0\0\0\r\n\r\n"] {
        let answer = raw(&page, nonsense).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    assert_eq!(page.get("/").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_crowd_that_says_nothing_keeps_nobody_out_for_good() {
    let page = Page::open().await;
    let host = page.address.trim_start_matches("http://").to_owned();
    let mut crowd = Vec::new();
    for at in 0..700 {
        let mut stream = TcpStream::connect(&host).await.unwrap();
        if at % 2 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\nhost:").await.unwrap();
        }
        crowd.push(stream);
    }
    let asked = client().get(format!("{}/healthz", page.address)).send();
    let answer = tokio::time::timeout(Duration::from_secs(30), asked).await.unwrap().unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn facets_narrow_a_search_and_a_typing_error_gets_a_hint() {
    let page = Page::open().await;
    let html = page.text("/search?q=exchange").await;
    assert!(html.contains("<mark>Exchange</mark> with Nordmark"), "{html}");
    assert!(
        html.contains("?q=exchange&amp;source=lan") || html.contains("?q=exchange&source=lan"),
        "{html}"
    );
    assert!(html.contains("since=2026-11-01") && html.contains("until=2026-12-01"), "{html}");
    let none = page.text("/search?q=exchange&source=lam").await;
    assert!(none.contains("did you mean lan?"), "{none}");
}
