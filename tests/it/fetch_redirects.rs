//! Where redirects lead, and where they must not.

use edwire::fetch::{ErrorClass, Purpose, Request, Settings};
use edwire::model::WebUrl;

use crate::server::{Server, answer, client, ok, page, redirect, settings};

#[tokio::test]
async fn only_moves_for_good_are_reported_as_such() {
    let server = Server::of(|seen| match seen.path() {
        "/old" => redirect(301, "/newer"),
        "/newer" => redirect(308, "/new"),
        "/new" | "/maintenance" => ok("news"),
        "/tonight" => redirect(302, "/maintenance"),
        _ => redirect(301, "/tonight"),
    });
    let client = client(&settings());
    let moved = page(&client, &server.url("/old")).await.unwrap();
    assert_eq!((moved.url, moved.moved), (server.url("/new"), Some(server.url("/new"))));
    let tonight = page(&client, &server.url("/tonight")).await.unwrap();
    assert_eq!((tonight.url, tonight.moved), (server.url("/maintenance"), None));
    let both = page(&client, &server.url("/both")).await.unwrap();
    assert_eq!((both.url, both.moved), (server.url("/maintenance"), Some(server.url("/tonight"))));
}

#[tokio::test]
async fn loops_and_dead_ends_are_given_up() {
    let server = Server::of(|seen| match seen.path() {
        "/loop" => redirect(302, "/loop"),
        "/nowhere" => answer("302 Found", "", ""),
        _ => redirect(301, &format!("{}x", seen.path())),
    });
    let client = client(&settings());
    let looped = page(&client, &server.url("/loop")).await.unwrap_err();
    assert_eq!(looped.class, ErrorClass::Refused);
    assert_eq!(server.seen().len(), 6);
    let nowhere = page(&client, &server.url("/nowhere")).await.unwrap_err();
    assert_eq!(nowhere.class, ErrorClass::Permanent);
    let endless = page(&client, &server.url("/x")).await.unwrap_err();
    assert_eq!(endless.class, ErrorClass::Refused);
}

#[tokio::test]
async fn strange_schemes_and_credentials_are_not_followed() {
    for target in [
        "file:///etc/passwd",
        "ftp://ftp.example.edu/x",
        "gopher://127.0.0.1:25/_HELO",
        "data:text/html,news",
        "http://user:sesame@www.example.edu/",
        "http:///",
    ] {
        let server = Server::of(move |_| redirect(302, target));
        let error = page(&client(&settings()), &server.url("/")).await.unwrap_err();
        assert_eq!(error.class, ErrorClass::Refused, "{target}");
        assert!(!error.text.contains("sesame"), "{target}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn private_addresses_are_refused_before_anything_is_sent() {
    let server = Server::of(|_| ok("secrets"));
    let port = server.address().port();
    let guarded = client(&Settings { allow_private_networks: false, ..settings() });
    for host in ["127.0.0.1", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "localhost", "0"] {
        let url = WebUrl::parse(&format!("http://{host}:{port}/")).unwrap();
        let error = page(&guarded, &url).await.unwrap_err();
        assert_eq!(error.class, ErrorClass::Refused, "{host}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused_behind_a_proxy_too() {
    let inner = Server::of(|_| ok("secrets"));
    for target in [inner.url("/").to_string(), "http://[::1]/".into(), "http://localhost/".into()] {
        let proxy = Server::of(move |_| redirect(301, &target));
        let guarded = client(&Settings {
            allow_private_networks: false,
            proxy: Some(format!("http://{}", proxy.address()).parse().unwrap()),
            ..settings()
        });
        let url = WebUrl::parse("http://news.example.edu/").unwrap();
        let error = page(&guarded, &url).await.unwrap_err();
        assert_eq!(error.class, ErrorClass::Refused);
        assert_eq!(proxy.seen().len(), 1);
    }
    assert!(inner.seen().is_empty());
}

#[tokio::test]
async fn a_stub_page_leads_on() {
    let server = Server::of(|seen| match seen.path() {
        "/" => ok("<meta http-equiv='refresh' content='0;url=/en/'>"),
        _ => ok("news"),
    });
    let read = page(&client(&settings()), &server.url("/")).await.unwrap();
    assert_eq!((read.url, read.moved), (server.url("/en/"), None));
}

#[tokio::test]
async fn a_cookie_given_on_the_way_is_kept_for_the_look_and_its_host_only() {
    let other = Server::of(|_| ok("elsewhere"));
    let elsewhere = other.url("/").to_string().replace("127.0.0.1", "localhost");
    let server = Server::of(move |seen| match (seen.path(), seen.header("Cookie")) {
        ("/", Some(_)) => ok("news"),
        ("/", None) => {
            answer("302 Found", "Location: /\r\nSet-Cookie: pass=1; Path=/; HttpOnly\r\n", "")
        }
        _ => {
            let headers = format!("Location: {elsewhere}\r\nSet-Cookie: pass=1\r\n");
            answer("302 Found", &headers, "")
        }
    });
    let client = client(&settings());
    assert!(page(&client, &server.url("/")).await.is_ok());
    assert_eq!(server.seen()[1].header("Cookie"), Some("pass=1"));
    assert!(page(&client, &server.url("/away")).await.is_ok());
    assert_eq!(other.seen()[0].header("Cookie"), None);
    let again = Request::new(server.url("/"), Purpose::Listing);
    assert!(client.fetch(&again).await.is_ok());
    assert_eq!(server.seen()[3].header("Cookie"), None);
}
