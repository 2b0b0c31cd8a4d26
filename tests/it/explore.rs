//! From an address that shows no news to the place where the site keeps them.

use serde_json::Value;

use crate::cli::{Desk, Ran};
use crate::server::{Server, answer, ok};

fn preview(server: &Server, path: &str) -> (Ran, Vec<Value>) {
    let desk = Desk::new("[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n");
    let ran = desk.run(&["preview", server.url(path).as_str(), "--format", "jsonl"]);
    let rows = ran.json();
    (ran, rows)
}

fn titles(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["title"].as_str()).collect()
}

const NAMES: [&str; 3] =
    ["Call for applications 2026", "A delegation visits", "Exchange places are open"];

#[test]
fn the_posts_of_a_wordpress_site_are_found_and_read_daily() {
    let posts: Vec<Value> = NAMES
        .iter()
        .enumerate()
        .map(|(i, name)| {
            serde_json::json!({"id": i, "date": format!("2026-03-0{}T10:00:00", i + 1), "link": format!("http://www.example.edu/{i}/"),
                "title": {"rendered": name}, "excerpt": {"rendered": "<p>In short.</p>"}})
        })
        .collect();
    let posts = Value::Array(posts).to_string();
    let server = Server::of(move |seen| match seen.path().split('?').next().unwrap() {
        "/" => ok("<link rel='https://api.w.org/' href='/wp-json/'><h1>Welcome</h1><p>To us.</p>"),
        "/wp-json/wp/v2/posts" => answer("200 OK", "Content-Type: application/json\r\n", &posts),
        _ => answer("404 Not Found", "", ""),
    });
    let (ran, rows) = preview(&server, "/");
    assert_eq!(titles(&rows), NAMES, "{}", ran.err);
    assert!(ran.err.contains("the posts of a WordPress site"), "{}", ran.err);

    let desk = Desk::new("[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n");
    let added = desk.run(&["sources", "add", server.url("/").as_str(), "--yes"]);
    assert_eq!(added.code, 0, "{}", added.err);
    desk.run(&["-q", "run", "--once"]);
    let state = desk.run(&["sources", "--format", "jsonl"]).json().remove(0);
    assert_eq!((&state["health"], &state["kind"]), (&"ok".into(), &"feed".into()), "{state}");
    let kept = desk.run(&["latest", "--all", "--format", "jsonl"]).json();
    assert_eq!(kept.len(), 3);
}

#[test]
fn a_sitemap_of_news_is_found_by_way_of_robots_txt() {
    let news: String = NAMES
        .iter()
        .enumerate()
        .map(|(i, name)| {
            format!(
                "<url><loc>http://www.example.edu/{i}</loc><news:news><news:publication_date>2026-03-0{}</news:publication_date>\
                 <news:title>{name}</news:title></news:news></url>",
                i + 1
            )
        })
        .collect();
    let server = Server::of(move |seen| match seen.path() {
        "/" => ok("<h1>Welcome</h1><p>To us.</p>"),
        "/robots.txt" => answer("200 OK", "", "User-agent: *\nAllow: /\nSitemap: /sitemaps.xml\n"),
        "/sitemaps.xml" => answer(
            "200 OK",
            "Content-Type: application/xml\r\n",
            "<sitemapindex><sitemap><loc>/pages.xml</loc></sitemap><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>",
        ),
        "/news.xml" => answer(
            "200 OK",
            "Content-Type: application/xml\r\n",
            &format!(
                "<?xml version='1.0'?><urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{news}</urlset>"
            ),
        ),
        _ => answer("404 Not Found", "", ""),
    });
    let (ran, rows) = preview(&server, "/");
    assert_eq!(titles(&rows), NAMES, "{}", ran.err);
    assert!(ran.err.contains("a sitemap of news"), "{}", ran.err);
}

#[test]
fn what_was_inferred_is_shown_as_a_table_that_can_be_pasted() {
    let rows: String = NAMES
        .iter()
        .enumerate()
        .map(|(i, name)| format!("<li><a href='/info/10{i}.htm'>{name} of the office</a><span>2026-03-0{}</span></li>", i + 1))
        .collect();
    let page = format!("<title>News</title><div class=main><ul class=news>{rows}</ul></div>");
    let server = Server::of(move |seen| match seen.path() {
        "/news/" => ok(&page),
        _ => answer("404 Not Found", "", ""),
    });
    let (ran, found) = preview(&server, "/news/");
    let table = ran.err.lines().find_map(|line| line.split_once("list = ")).unwrap().1;
    let config = format!(
        "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n\
         [[source]]\nid = \"u\"\nurl = \"{}\"\nkind = \"page\"\nlist = {table}\n",
        server.url("/news/")
    );
    let again = Desk::new(&config).run(&["preview", "u", "--format", "jsonl"]);
    assert_eq!(titles(&again.json()), titles(&found), "{table}");
}
