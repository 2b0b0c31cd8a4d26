//! Any bytes, read as an article page: no panic, and every limit kept.
#![no_main]

use edwire::model::WebUrl;
use edwire::parse::{Context, article};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(url) = WebUrl::parse("http://news.example.edu/info/1/2.htm") else { return };
    let context = Context {
        url,
        content_type: None,
        encoding: None,
        now: Timestamp::UNIX_EPOCH,
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    };
    let article = article::read(body, &context, None);
    assert!(article.text.chars().count() <= 200_000);
    assert!(article.title.is_none_or(|title| title.chars().count() <= 300));
    assert!(article.summary.is_none_or(|summary| summary.chars().count() <= 300));
});
