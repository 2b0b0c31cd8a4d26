//! List inference against the bare tree build of the same pages, and on hostile ones.
//! `EDWIRE_PAGES=DIR` measures the saved pages of a folder instead of an invented one.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use edwire::model::WebUrl;
use edwire::parse::page::{self, Memory};
use edwire::parse::{Context, html};
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn context() -> Option<Context> {
    let url = WebUrl::parse("https://www.example.edu/news/").ok()?;
    let now = Timestamp::from_second(1_780_000_000).ok()?;
    Some(Context {
        url,
        content_type: None,
        encoding: None,
        now,
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    })
}

/// A page of usual size: a mega menu, a list with teasers, a style sheet.
fn invented() -> String {
    let menu: String = (0..150)
        .map(|i| format!("<li class='menu-item'><a href='/section/{i}/'>Section {i}</a></li>"))
        .collect();
    let teaser =
        "The office of international affairs tells what applicants should know. ".repeat(6);
    let list: String = (0..40)
        .map(|i| {
            format!(
                "<li class='item'><div class=pic><a href='/news/2026/{i}01.htm'><img src='{i}.jpg' alt=''></a></div>\
                 <h3><a href='/news/2026/{i}01.htm'>Scholarship programme number {i} opens for applications</a></h3>\
                 <span class=date>2026-03-{:02}</span><p>{teaser}</p></li>",
                1 + i % 28
            )
        })
        .collect();
    let style = ".a{margin:0}".repeat(1500);
    format!(
        "<html><head><title>News</title><style>{style}</style></head><body><nav><ul>{menu}</ul></nav>\
         <main><ul class=news>{list}</ul></main></body></html>"
    )
}

fn saved() -> Vec<String> {
    let Some(folder) = std::env::var_os("EDWIRE_PAGES") else { return vec![invented()] };
    let files = std::fs::read_dir(Path::new(&folder)).into_iter().flatten().flatten();
    files
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|end| end == "html"))
        .filter_map(|path| std::fs::read(path).ok())
        .map(|body| String::from_utf8_lossy(&body).into_owned())
        .collect()
}

fn pages(criterion: &mut Criterion) {
    let Some(context) = context() else { return };
    let pages = saved();
    let read = |text: &String, memory: &Memory| page::read(text, &context, memory, None);
    let mut group = criterion.benchmark_group("pages");
    group.throughput(Throughput::Elements(pages.len() as u64)).sample_size(10);
    group.bench_function("tree only", |bencher| {
        bencher.iter(|| {
            pages.iter().for_each(|page| drop(black_box(scraper::Html::parse_document(page))));
        });
    });
    group.bench_function("list", |bencher| {
        bencher
            .iter(|| pages.iter().for_each(|text| drop(black_box(read(text, &Memory::default())))));
    });
    let learn = |text: &String| Memory {
        template: read(text, &Memory::default()).template,
        known: Vec::new(),
    };
    let remembered: Vec<Memory> = pages.iter().map(learn).collect();
    group.bench_function("list, remembered", |bencher| {
        bencher.iter(|| {
            pages
                .iter()
                .zip(&remembered)
                .for_each(|(text, memory)| drop(black_box(read(text, memory))));
        });
    });
    group.finish();
}

fn hostile(criterion: &mut Criterion) {
    let Some(context) = context() else { return };
    let mut group = criterion.benchmark_group("hostile");
    group.sample_size(10);
    let cases = [
        ("5 MB of nested tables", "<table><tr><td>".repeat(350_000)),
        ("a million links", "<a href=/1>x</a>".repeat(1_000_000)),
        ("depth 100,000", "<div>".repeat(100_000)),
    ];
    for (name, markup) in &cases {
        group.bench_function(format!("cap: {name}"), |bencher| {
            bencher.iter(|| black_box(html::cap(markup)).1.len());
        });
        group.bench_function(format!("list: {name}"), |bencher| {
            bencher
                .iter(|| drop(black_box(page::read(markup, &context, &Memory::default(), None))));
        });
    }
    group.finish();
}

criterion_group!(benches, pages, hostile);
criterion_main!(benches);
