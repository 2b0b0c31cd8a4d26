//! A page served where a feed was expected: the feeds that it names.

use super::entities::decode;
use super::tokens::{Token, Tokens};
use crate::model::WebUrl;

const MOST: usize = 20;

/// The feeds in `<link rel="alternate">`, in the page's order.
pub(super) fn feeds(text: &str, url: &WebUrl) -> Vec<WebUrl> {
    let mut base = url.clone();
    let mut feeds = Vec::new();
    for token in Tokens::new(text) {
        let Token::Open(tag) = token else { continue };
        if tag.name.eq_ignore_ascii_case("body") || feeds.len() >= MOST {
            break;
        }
        let Some(href) = tag.attribute("href") else { continue };
        let Ok(target) = base.join(&decode(href)) else { continue };
        if tag.name.eq_ignore_ascii_case("base") {
            base = target;
            continue;
        }
        let says = |name, words: &[&str]| {
            let value = tag.attribute(name).unwrap_or_default().to_ascii_lowercase();
            words.iter().any(|word| value.contains(word))
        };
        let is_feed = tag.name.eq_ignore_ascii_case("link")
            && says("rel", &["alternate", "feed"])
            && says("type", &["rss", "atom", "feed+json", "rdf+xml"]);
        if is_feed && !feeds.contains(&target) {
            feeds.push(target);
        }
    }
    feeds
}
