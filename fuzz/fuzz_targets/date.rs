//! Any text is scanned for dates and deadlines, any page for its publication date, without a panic;
//! spans lie inside the text, in order.
#![no_main]

use edwire::parse::date::{self, Around, Clues};
use edwire::parse::deadline;
use jiff::{Timestamp, tz::TimeZone};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let now = Timestamp::from_second(1_800_000_000).expect("a fixed moment");
    let clues = Clues { now, timezone: TimeZone::UTC, order: None };
    let mut last = 0;
    for found in date::scan(text, &clues) {
        assert!(last <= found.start && text.get(found.start..found.end).is_some());
        last = found.end;
    }
    let _in_address = date::in_url(text);
    let _order = date::infer_order(text.lines());
    for one in deadline::find(text, text, None, &clues) {
        assert!(one.date.date() >= clues.today() && one.what.chars().count() <= 120);
    }
    let page = scraper::Html::parse_document(text);
    if let Some(published) = date::choose(&page, &Around { url: text, last_modified: None }, &clues)
    {
        assert!(published.at <= now + jiff::SignedDuration::from_hours(50));
    }
});
