//! Article pages: title, text, date, by-line.

use super::Context;
use crate::model::{Article, ArticleSelectors};

pub fn read(body: &[u8], context: &Context, _selectors: Option<&ArticleSelectors>) -> Article {
    let decoded = super::charset::decode_html(body, context);
    let html = scraper::Html::parse_document(&decoded.text);
    let clues =
        super::date::Clues { now: context.now, timezone: context.timezone.clone(), order: None };
    let around = super::date::Around { url: context.url.as_str(), last_modified: None };
    let published = super::date::choose(&html, &around, &clues);
    Article { published, ..Article::default() }
}
