//! Articles that do not stand on one page: further pages, frames, attached files.

use std::io::Write;

use crate::cli::Desk;
use crate::papers::latin;
use crate::server::Server;

const TITLES: [(&str, &str); 4] = [
    ("/info/41.htm", "Scholarships abroad for international students of all faculties announced"),
    (
        "/info/42.htm",
        "Exchange programme with partner universities abroad goes into its third year",
    ),
    ("/info/43.htm", "Call for applications for international summer schools in partner cities"),
    (
        "/files/44.pdf",
        "International scholarship call of the ministry for foreign students, in full",
    ),
];

fn page(path: &str) -> Vec<u8> {
    let part = |title: &str, inner: &str| {
        format!(
            "<html><title>{title}</title><body><h1>{title}</h1><p>Date: 2024-11-20 Hits: \
             12</p>{inner}</body></html>"
        )
    };
    let long = |words: &str| format!("<p>{}</p>", words.repeat(6));
    let text = match path {
        "/news.htm" => {
            let rows: String = TITLES
                .iter()
                .map(|(url, title)| format!("<li><a href={url}>{title}</a><span>2024-11-20</span>"))
                .collect();
            format!("<html><title>News</title><body><h2>News</h2><ul>{rows}</ul></body></html>")
        }
        "/info/41.htm" => {
            let first = long("The first page tells how the scholarships came about, at length. ");
            let inner = format!(
                "<div class=v_news_content>{first}</div><div class=pages><a href=41.htm>1</a><a \
                 href=41_2.htm>2</a><a href=41_2.htm>Next page</a></div>"
            );
            part(TITLES[0].1, &inner)
        }
        "/info/41_2.htm" => {
            let second = long("The second page tells who may apply for a place, and where. ");
            part(TITLES[0].1, &format!("<div class=v_news_content>{second}</div>"))
        }
        "/info/42.htm" => part(TITLES[1].1, "<iframe src=/body/42.htm width=100%></iframe>"),
        "/body/42.htm" => {
            let inner = long("The frame holds what the exchange programme offers this year. ");
            format!("<html><body>{inner}</body></html>")
        }
        "/info/43.htm" => part(
            TITLES[2].1,
            "<div class=v_news_content><p>The call is attached.</p><p><a \
             href=/files/call.pdf>Call.pdf</a></p></div>",
        ),
        "/files/call.pdf" | "/files/44.pdf" => {
            return latin(&[
                (16, "Call of the ministry"),
                (11, "The attached file tells the conditions of the scholarships in full."),
            ]);
        }
        _ => return Vec::new(),
    };
    text.into_bytes()
}

#[test]
fn further_pages_frames_and_attached_files_are_read_with_their_article() {
    let server = Server::start(|seen, stream| {
        let body = page(seen.path());
        let (status, kind) = match (body.is_empty(), body.starts_with(b"%PDF")) {
            (true, _) => ("404 Not Found", "text/plain"),
            (_, true) => ("200 OK", "application/pdf"),
            _ => ("200 OK", "text/html; charset=utf-8"),
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: \
             close\r\n\r\n",
            body.len()
        );
        let _gone = stream.write_all(&[head.as_bytes(), &body].concat());
    });
    let desk = Desk::new(&format!(
        "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\nrespect_robots = \
         false\n[[source]]\nid = \"u\"\nurl = \"{}\"\nrelevance = \"all\"\n",
        server.url("/news.htm").as_str()
    ));
    let ran = desk.run(&["run", "--once"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let shown = desk.run(&["export", "--format", "jsonl", "--all"]);
    for words in [
        "how the scholarships came about",
        "who may apply for a place",
        "what the exchange programme offers",
        "The call is attached.",
        "the conditions of the scholarships in full",
    ] {
        assert!(shown.out.contains(words), "{words}\n{}\n{:?}", shown.out, server.paths());
    }
    for path in ["/info/43.htm", "/files/44.pdf"] {
        let item = shown.out.lines().find(|line| line.contains(path)).unwrap_or_default();
        assert!(item.contains("the conditions of the scholarships in full"), "{path}: {item}");
    }
}
