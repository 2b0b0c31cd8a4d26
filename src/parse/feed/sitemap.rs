//! Sitemaps with news in them, rewritten as a JSON feed: each `url` with a `news:news` is an entry.
//! Source: <https://www.sitemaps.org/protocol.html> and Google's news extension of it.

use serde_json::{Map, Value, json};
use url::Url;

use super::entities::decode;
use super::json as feed;
use super::mend::{Faults, MAX_ENTRIES, Mended};
use super::tokens::{Token, Tokens};
use crate::model::WebUrl;

/// Other sitemaps that an index names; more are not looked at.
const MOST: usize = 50;

/// What a sitemap holds.
#[derive(Debug, Default)]
pub(super) struct Sitemap {
    /// Its news, as the entries of a JSON feed.
    items: Vec<Value>,
    /// The sitemaps that it names, those of news first.
    pub(super) further: Vec<WebUrl>,
    faults: Faults,
}

impl Sitemap {
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Its news as a feed fit for the library.
    pub(super) fn mended(&self, address: &Url) -> Option<Mended> {
        let mut feed = Map::new();
        feed.insert("items".into(), Value::Array(self.items.clone()));
        let mended = feed::mend_feed(&feed, address, false)?;
        Some(Mended { faults: self.faults, ..mended })
    }
}

/// `None` where the text is no sitemap.
pub(super) fn read(text: &str, base: &WebUrl) -> Option<Sitemap> {
    let mut tokens = Tokens::new(text);
    let root = loop {
        match tokens.next()? {
            Token::Open(tag) => break local(tag.name),
            Token::Text(text) if text.trim().trim_matches('\u{feff}').is_empty() => {}
            Token::Text(_) | Token::Verbatim(_) | Token::Close(_) => return None,
        }
    };
    let is = |name: &str| root.eq_ignore_ascii_case(name);
    if !is("urlset") && !is("sitemapindex") {
        return None;
    }
    let mut sitemap = Sitemap::default();
    let mut one = One::default();
    let mut field = String::new();
    let mut text = String::new();
    for token in tokens.by_ref() {
        match token {
            Token::Open(tag) => {
                field = tag.name.to_ascii_lowercase();
                text.clear();
                if matches!(field.as_str(), "url" | "sitemap") {
                    one = One::default();
                }
            }
            Token::Text(piece) => text.push_str(&decode(piece)),
            Token::Verbatim(piece) => text.push_str(piece),
            Token::Close(name) => {
                let name = name.to_ascii_lowercase();
                if name == field {
                    one.take(&name, text.trim());
                }
                field.clear();
                match name.as_str() {
                    "url" if sitemap.items.len() >= MAX_ENTRIES => sitemap.faults.too_many = true,
                    "url" => sitemap.items.extend(std::mem::take(&mut one).item()),
                    "sitemap" => sitemap.further.extend(base.join(&one.place).ok()),
                    _ => {}
                }
            }
        }
        if sitemap.faults.too_many {
            break;
        }
    }
    sitemap.faults.broken_markup = tokens.broken;
    sitemap.further.sort_by_key(|url| !is_news(url));
    sitemap.further.truncate(MOST);
    Some(sitemap)
}

/// Whether a sitemap's address says that it holds news.
pub fn is_news(url: &WebUrl) -> bool {
    url.as_url().path().to_ascii_lowercase().contains("news")
}

/// The sitemaps that a `robots.txt` names, those of news first.
pub fn in_robots(robots: &str, site: &WebUrl) -> Vec<WebUrl> {
    let named = robots.lines().filter_map(|line| {
        let (name, place) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("sitemap").then(|| site.join(place.trim()).ok())?
    });
    let mut found: Vec<WebUrl> = named.take(MOST).collect();
    found.sort_by_key(|url| !is_news(url));
    found
}

/// One `url` or `sitemap` of the file.
#[derive(Default)]
struct One {
    place: String,
    title: String,
    date: String,
}

impl One {
    fn take(&mut self, name: &str, text: &str) {
        let news = name.contains(':');
        match local(name) {
            "loc" if !news => text.clone_into(&mut self.place),
            "title" if name.starts_with("news:") || news && self.title.is_empty() => {
                text.clone_into(&mut self.title);
            }
            "publication_date" => text.clone_into(&mut self.date),
            _ => {}
        }
    }

    fn item(self) -> Option<Value> {
        let whole = !self.place.is_empty() && !self.title.is_empty() && !self.date.is_empty();
        whole
            .then(|| json!({ "url": self.place, "title": self.title, "date_published": self.date }))
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
