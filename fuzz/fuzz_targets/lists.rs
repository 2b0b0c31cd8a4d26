//! List inference on arbitrary markup: `cargo fuzz run lists -- -max_total_time=600`.
#![no_main]

use edwire::model::WebUrl;
use edwire::parse::page::{self, Memory};
use edwire::parse::{Context, Want, read};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(url) = WebUrl::parse("https://www.example.edu/news/") else { return };
    let context = Context {
        url,
        content_type: None,
        encoding: None,
        now: Timestamp::UNIX_EPOCH,
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    };
    read(body, &context, Want::Auto, &Memory::default(), (None, None));
    let text = String::from_utf8_lossy(body);
    let first = page::read(&text, &context, &Memory::default(), None);
    let known = first.entries.iter().map(|entry| (entry.title.clone(), entry.url.to_string()));
    let memory = Memory { template: first.template.clone(), known: known.collect() };
    page::read(&text, &context, &memory, None);
    page::discover(&text, &context);
});
