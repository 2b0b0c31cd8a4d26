//! Feed reading against the bare library on the same well-formed feed: what mending and plain text
//! cost on top.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use edwire::model::WebUrl;
use edwire::parse::{Context, feed};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A feed with so many entries that carry a few paragraphs each.
fn sample(entries: usize) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>News</title>",
    );
    for number in 0..entries {
        let paragraph =
            "<p>来华留学 scholarships &amp; fees for international students.</p>".repeat(12);
        let _infallible = write!(
            out,
            "<item><title>Notice {number} on scholarships</title>\
             <link>http://www.example.edu/news/{number}.htm</link><guid>n{number}</guid>\
             <pubDate>Tue, 31 Mar 2026 09:30:00 +0800</pubDate>\
             <description>Short &lt;b&gt;summary&lt;/b&gt;.</description>\
             <content:encoded><![CDATA[{paragraph}]]></content:encoded></item>"
        );
    }
    out.push_str("</channel></rss>");
    out
}

fn feeds(criterion: &mut Criterion) {
    let Ok(url) = WebUrl::parse("http://www.example.edu/feed") else { return };
    let context = Context {
        url,
        content_type: None,
        encoding: None,
        now: Timestamp::UNIX_EPOCH,
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    };
    let mut group = criterion.benchmark_group("feeds");
    for entries in [20, 200] {
        let text = sample(entries);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("library", entries), &text, |bencher, text| {
            bencher.iter(|| feed_rs::parser::parse(black_box(text.as_bytes())));
        });
        group.bench_with_input(BenchmarkId::new("edwire", entries), &text, |bencher, text| {
            bencher.iter(|| feed::read(black_box(text.as_bytes()), &context));
        });
    }
    group.finish();
}

criterion_group!(benches, feeds);
criterion_main!(benches);
