//! Article pages: title, text, date, by-line.

use super::Context;
use crate::model::{Article, ArticleSelectors};

pub fn read(_body: &[u8], _context: &Context, _selectors: Option<&ArticleSelectors>) -> Article {
    Article::default()
}
