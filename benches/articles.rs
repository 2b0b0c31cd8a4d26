//! Reading article pages, beside the extraction library alone on the same pages: a page whose
//! content system names the container, one that names nothing, and one of a megabyte.

use criterion::{Criterion, criterion_group, criterion_main};
use edwire::model::WebUrl;
use edwire::parse::{Context, article};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use trafilatura::{ExtractionFocus, Options};

fn context() -> Option<Context> {
    Some(Context {
        url: WebUrl::parse("http://news.example.edu/info/1/2.htm").ok()?,
        content_type: None,
        encoding: None,
        now: Timestamp::UNIX_EPOCH,
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    })
}

fn times(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |text, number| text + &piece(number))
}

/// A menu, a headline, `paragraphs` of text in `container`, a side bar and a footer.
fn page(container: &str, paragraphs: usize) -> String {
    let menu =
        times(150, |i| format!("<li class=\"nav-item\"><a href=\"/c{i}.htm\">Column {i}</a></li>"));
    let text = times(paragraphs, |i| {
        format!(
            "<p>In week {i} the delegation met the faculty of engineering, agreed on two exchange \
             places a year, and visited the library that opened in spring.</p>"
        )
    });
    let side = times(60, |i| {
        format!("<li><a href=\"/n{i}.htm\">Other news number {i}</a> 2026-03-0{}</li>", i % 9)
    });
    format!(
        "<!doctype html><html lang=en><head><title>Delegation visits - Example University</title>\
         <script>var counted = {menu:?};</script></head><body><div id=top><ul>{menu}</ul></div>\
         <div id=middle><h1>Delegation visits</h1><p>Date: 2026-03-31 Source: International Office</p>\
         <div {container}>{text}</div></div><div id=right><ul>{side}</ul></div>\
         <div id=bottom>Example University, 1 Example Road</div></body></html>"
    )
}

fn articles(criterion: &mut Criterion) {
    let Some(context) = context() else { return };
    let options =
        Options::default().with_fallback(true).with_focus(ExtractionFocus::FavorPrecision);
    let pages = [
        ("named container", page("class=\"v_news_content\"", 20)),
        ("no name", page("id=x7", 20)),
        ("a megabyte", page("class=\"entry-content\"", 6_000)),
    ];
    for (name, markup) in &pages {
        let mut group = criterion.benchmark_group(*name);
        group.sample_size(10);
        group.bench_function("edwire", |b| {
            b.iter(|| article::read(markup.as_bytes(), &context, None));
        });
        group.bench_function("library alone", |b| {
            b.iter(|| trafilatura::extract(markup, &options));
        });
        group.finish();
    }
}

criterion_group!(benches, articles);
criterion_main!(benches);
