//! Any bytes are read as a feed without a panic and within the limits.
#![no_main]

use edwire::model::WebUrl;
use edwire::parse::{Context, feed};
use jiff::{Timestamp, tz::TimeZone};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let context = Context {
        url: WebUrl::parse("http://www.example.edu/feed").expect("a fixed address"),
        content_type: None,
        encoding: None,
        now: Timestamp::from_second(1_800_000_000).expect("a fixed moment"),
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    };
    let listing = feed::read(body, &context);
    assert!(listing.entries.len() <= 2000);
    for entry in &listing.entries {
        assert!(entry.title.chars().count() <= 300);
        assert!(entry.text.as_deref().unwrap_or_default().len() <= 4 * 210_000);
    }
});
