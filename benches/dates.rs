//! How fast dates are found, beside decoding the same text character by character as the baseline,
//! and how fast the publication date is chosen, beside building the page's tree.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use edwire::parse::date::{self, Around, Clues};
use edwire::parse::deadline;
use jiff::{Timestamp, tz::TimeZone};

const ROWS: [&str; 4] = [
    "关于做好2027年选派工作的通知 2026-03-31",
    "31 March 2026 | Scholarships for incoming master students",
    "Die Bewerbungsfrist endet am 31. März 2027, das Programm beginnt am 1. Oktober 2027.",
    "The committee met to look at room 2.14, version 1.2.3 and 12 applications out of 20.",
];

fn clues() -> Clues {
    Clues { now: Timestamp::UNIX_EPOCH, timezone: TimeZone::UTC, order: None }
}

fn scanning(c: &mut Criterion) {
    let clues = clues();
    let text = ROWS.join("\n").repeat(100);
    let mut group = c.benchmark_group("text");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("scan", |b| b.iter(|| date::scan(black_box(&text), &clues)));
    group.bench_function("deadlines", |b| {
        b.iter(|| deadline::find("Scholarships", black_box(&text), None, &clues));
    });
    group.bench_function("baseline: count letters", |b| {
        b.iter(|| black_box(&text).chars().filter(|c| c.is_alphabetic()).count());
    });
    group.finish();
}

fn choosing(c: &mut Criterion) {
    let clues = clues();
    let mut markup =
        String::from("<title>News</title><h1>News of the day</h1><p>Date: 1969-12-05</p>");
    for row in ROWS.iter().cycle().take(400) {
        let _infallible =
            write!(markup, "<div class=row><span>{row}</span> <a href=/x>more</a></div>");
    }
    let page = scraper::Html::parse_document(&markup);
    let around = Around { url: "http://www.example.edu/news/1", last_modified: None };
    let mut group = c.benchmark_group("page");
    group.throughput(Throughput::Bytes(markup.len() as u64));
    group.bench_function("choose", |b| b.iter(|| date::choose(black_box(&page), &around, &clues)));
    group.bench_function("baseline: build the tree", |b| {
        b.iter(|| scraper::Html::parse_document(black_box(&markup)));
    });
    group.finish();
}

criterion_group!(benches, scanning, choosing);
criterion_main!(benches);
