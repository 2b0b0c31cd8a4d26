//! Any bytes under any header are decoded without a panic, and into no more than they can mean.
#![no_main]

use edwire::model::WebUrl;
use edwire::parse::{Context, charset};
use jiff::{Timestamp, tz::TimeZone};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Option<&str>, &[u8])| {
    let (content_type, body) = input;
    let context = Context {
        url: WebUrl::parse("http://www.example.edu.cn/").expect("a fixed address"),
        content_type: content_type.map(str::to_owned),
        encoding: None,
        now: Timestamp::UNIX_EPOCH,
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    };
    let html = charset::decode_html(body, &context);
    let xml = charset::decode_xml(body, &context);
    assert!(html.text.len() <= 4 * body.len() && xml.text.len() <= 4 * body.len());
});
