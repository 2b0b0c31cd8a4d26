//! How edwire behaves towards the servers it reads from.

use std::time::Duration;

use edwire::fetch::{ErrorClass, Outcome, Purpose, Request, Settings, Validators};
use jiff::ToSpan;

use crate::server::{Server, answer, client, noon, ok, page, settings};

#[tokio::test]
async fn an_unchanged_document_is_not_sent_again() {
    let server = Server::of(|seen| {
        if seen.header("If-None-Match") == Some("\"v1\"") {
            return answer("304 Not Modified", "ETag: \"v1\"\r\n", "");
        }
        let headers = "ETag: \"v1\"\r\nLast-Modified: Sun, 01 Mar 2026 10:00:00 GMT\r\n\
                       Cache-Control: max-age=900\r\nContent-Type: text/html; charset=gbk\r\n";
        answer("200 OK", headers, "news")
    });
    let client = client(&settings());
    let first = page(&client, &server.url("/")).await.unwrap();
    assert_eq!(first.content_type.as_deref(), Some("text/html; charset=gbk"));
    assert_eq!(first.fresh_for, Some(Duration::from_mins(15)));
    assert_eq!(first.last_modified, Some("2026-03-01T10:00:00Z".parse().unwrap()));
    let mut again = Request::new(server.url("/"), Purpose::Listing);
    again.validators = first.validators.clone();
    assert!(matches!(client.fetch(&again).await, Ok(Outcome::NotModified)));
    let second = &server.seen()[1];
    assert_eq!(second.header("If-Modified-Since"), Some("Sun, 01 Mar 2026 10:00:00 GMT"));
}

#[tokio::test]
async fn a_server_learns_who_reads_it_and_how_to_reach_the_operator() {
    let server = Server::of(|_| ok("news"));
    let settings = Settings { contact: Some("mailto:wire@example.org".to_owned()), ..settings() };
    page(&client(&settings), &server.url("/")).await.unwrap();
    let agent = server.seen()[0].header("User-Agent").unwrap().to_owned();
    assert!(agent.starts_with("edwire/"), "{agent}");
    assert!(agent.contains("mailto:wire@example.org"), "{agent}");
}

#[tokio::test]
async fn validators_that_no_header_can_carry_are_not_sent() {
    let server = Server::of(|_| ok("news"));
    let mut request = Request::new(server.url("/"), Purpose::Listing);
    request.validators =
        Validators { etag: Some("\"a\"\r\nX-Injected: yes".to_owned()), last_modified: None };
    assert!(matches!(client(&settings()).fetch(&request).await, Ok(Outcome::Fresh(_))));
    assert_eq!(server.seen()[0].header("X-Injected"), None);
}

#[tokio::test]
async fn one_host_is_asked_one_thing_at_a_time_with_a_gap() {
    let server = Server::of(|_| ok("news"));
    let gap = Duration::from_millis(150);
    let client = client(&Settings { per_host_interval: gap, ..settings() });
    let urls = [server.url("/1"), server.url("/2"), server.url("/3")];
    let (a, b, c) =
        tokio::join!(page(&client, &urls[0]), page(&client, &urls[1]), page(&client, &urls[2]));
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    for pair in server.seen().windows(2) {
        assert!(pair[1].at - pair[0].at >= gap);
    }
}

#[tokio::test]
async fn robots_txt_is_asked_once_and_obeyed() {
    let server = Server::of(|seen| match seen.path() {
        "/robots.txt" => ok("User-agent: *\nDisallow: /private/\nCrawl-delay: 0.2\n"),
        _ => ok("news"),
    });
    let client = client(&Settings { respect_robots: true, ..settings() });
    assert!(page(&client, &server.url("/news/")).await.is_ok());
    assert!(page(&client, &server.url("/news/2")).await.is_ok());
    let refused = page(&client, &server.url("/private/x")).await.unwrap_err();
    assert_eq!(refused.class, ErrorClass::Robots);
    assert_eq!(server.paths(), ["/robots.txt", "/news/", "/news/2"]);
    let seen = server.seen();
    assert!(seen[2].at - seen[1].at >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_missing_robots_txt_allows_and_a_failing_one_does_not() {
    let missing = Server::of(|seen| match seen.path() {
        "/robots.txt" => answer("404 Not Found", "", ""),
        _ => ok("news"),
    });
    let failing = Server::of(|seen| match seen.path() {
        "/robots.txt" => answer("500 Internal Server Error", "", ""),
        _ => ok("news"),
    });
    let client = client(&Settings { respect_robots: true, ..settings() });
    assert!(page(&client, &missing.url("/")).await.is_ok());
    let refused = page(&client, &failing.url("/")).await.unwrap_err();
    assert_eq!(refused.class, ErrorClass::Transient);
    assert_eq!(failing.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn a_plea_for_time_quietens_the_whole_host() {
    for (status, retry_after, wait) in [
        ("429 Too Many Requests", "Retry-After: 7200\r\n", 7200),
        ("503 Service Unavailable", "Retry-After: Sun, 01 Mar 2026 13:00:00 GMT\r\n", 3600),
        ("429 Too Many Requests", "", 300),
    ] {
        let server = Server::of(move |_| answer(status, retry_after, ""));
        let client = client(&settings());
        let until = noon() + wait.seconds();
        for path in ["/feed", "/other"] {
            let refused = page(&client, &server.url(path)).await.unwrap_err();
            assert_eq!(refused.class, ErrorClass::Throttled { until }, "{status}");
        }
        assert_eq!(server.paths(), ["/feed"], "{status}");
    }
}

#[tokio::test]
async fn each_refusal_has_its_class() {
    for (status, class) in [
        ("404 Not Found", ErrorClass::NotFound),
        ("410 Gone", ErrorClass::Gone),
        ("403 Forbidden", ErrorClass::Permanent),
        ("500 Internal Server Error", ErrorClass::Transient),
        ("304 Not Modified", ErrorClass::Permanent),
    ] {
        let server = Server::of(move |_| answer(status, "", ""));
        let error = page(&client(&settings()), &server.url("/x")).await.unwrap_err();
        assert_eq!(error.class, class, "{status}");
        assert!(error.to_string().starts_with(server.url("/x").as_str()));
    }
}

#[tokio::test]
async fn a_proxy_is_used_where_one_is_set_and_never_named_with_its_password() {
    let server = Server::of(|_| ok("through the proxy"));
    let open = client(&Settings { allow_private_networks: false, ..settings() });
    let mut request =
        Request::new("http://news.example.edu/list".to_owned().try_into().unwrap(), Purpose::Probe);
    request.proxy = Some(format!("http://{}", server.address()));
    assert!(matches!(open.fetch(&request).await, Ok(Outcome::Fresh(_))));
    assert_eq!(server.paths(), ["http://news.example.edu/list"]);
    request.proxy = Some("http://wire:sesame@127.0.0.1:1".to_owned());
    let error = open.fetch(&request).await.unwrap_err();
    assert_eq!(error.class, ErrorClass::Transient);
    assert!(!format!("{error} {error:?}").contains("sesame"));
    request.proxy = Some("not a proxy:sesame".to_owned());
    let error = open.fetch(&request).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("sesame"));
}
