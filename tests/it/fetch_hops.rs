//! Addresses that are not public, in every spelling, on every hop: in a redirect, in a page that is
//! only a signpost, behind `robots.txt`.

use edwire::fetch::{Client, ErrorClass, Settings};
use edwire::model::WebUrl;

use crate::server::{Server, answer, client, ok, page, redirect, settings};

/// Where nobody may send us. Loopback, private, link-local, shared, and what carries them.
const FORBIDDEN: [&str; 22] = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://2130706433/",
    "http://0/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://192.168.1.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:a00:1::1]/",
    "http://[2001:0:a00:1::1]/",
    "http://localhost./",
    "http://printer.local/",
    "http://①②⑦.⓪.⓪.①/",
];

/// A client that is guarded, but reaches a public name through a proxy on loopback.
fn behind(proxy: &Server, respect_robots: bool) -> Client {
    client(&Settings {
        allow_private_networks: false,
        respect_robots,
        proxy: Some(format!("http://{}", proxy.address()).parse().unwrap()),
        ..settings()
    })
}

fn public(path: &str) -> WebUrl {
    WebUrl::parse(&format!("http://news.example.edu{path}")).unwrap()
}

#[tokio::test]
async fn no_redirect_leads_into_a_private_network() {
    for target in FORBIDDEN {
        for status in [301, 302, 303, 307, 308] {
            let proxy = Server::of(move |seen| {
                if seen.path().ends_with("/second") {
                    redirect(status, target)
                } else {
                    redirect(302, "/second")
                }
            });
            let refused = page(&behind(&proxy, false), &public("/")).await.unwrap_err();
            assert_eq!(refused.class, ErrorClass::Refused, "{target}: {refused}");
            assert_eq!(proxy.seen().len(), 2, "{target}");
        }
    }
}

#[tokio::test]
async fn no_signpost_in_a_page_leads_there_either() {
    for target in FORBIDDEN {
        let stub = format!("<meta http-equiv=refresh content='0; url={target}'>");
        let proxy = Server::of(move |_| ok(&stub));
        let refused = page(&behind(&proxy, false), &public("/")).await.unwrap_err();
        assert_eq!(refused.class, ErrorClass::Refused, "{target}: {refused}");
        assert_eq!(proxy.seen().len(), 1, "{target}");
    }
}

#[tokio::test]
async fn robots_txt_does_not_lead_there_either() {
    let proxy = Server::of(|seen| {
        if seen.path().ends_with("/robots.txt") {
            redirect(302, "http://169.254.169.254/robots.txt")
        } else {
            answer("200 OK", "Content-Type: text/html\r\n", "news")
        }
    });
    let client = behind(&proxy, true);
    // rules that cannot be had are no rules, and nothing was sent inside
    assert!(page(&client, &public("/")).await.is_ok());
    let asked = proxy.paths();
    assert!(asked.iter().all(|path| path.contains("news.example.edu")), "{asked:?}");
}
