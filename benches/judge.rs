//! How fast documents are judged, beside folding the same text to lower case as the baseline.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use edwire::curate::judge::{Document, Judge};
use edwire::model::{Lang, RelevanceMode, WebUrl};

const LENGTH: usize = 1_500;

const ENGLISH: &str = "The delegation from the University of Nairobi met the president and signed an \
    agreement on the exchange of students and staff. During the visit the guests saw the new \
    library and spoke with international students about scholarships, visas and housing. ";
const CHINESE: &str = "学校与马来西亚高校签署合作协议，双方将在学生交换、教师互访和科研合作等方面开展合作。\
    来访代表团参观了图书馆，并与留学生座谈，了解奖学金、签证和住宿情况。图书馆周末照常开放。";
const PLAIN: &str = "The committee met on Tuesday to look at the timetable for the renovation of the \
    east wing. Work begins in June and will take about six weeks; the reading room stays open. ";

fn judging(c: &mut Criterion) {
    let judge = Judge::shipped(0.5);
    let url = WebUrl::parse("https://news.example.edu/2026/05/agreement-signed").ok();
    for (name, sample, lang) in
        [("english", ENGLISH, "en"), ("chinese", CHINESE, "zh"), ("plain", PLAIN, "en")]
    {
        let text: String = sample.chars().cycle().take(LENGTH).collect();
        let lang = Lang::parse(lang);
        let document = Document {
            title: "President receives guests",
            text: &text,
            url: url.as_ref(),
            lang: lang.as_ref(),
            source_name: Some("Example University News"),
            source_tags: &[],
            mode: RelevanceMode::Judge,
        };
        let mut group = c.benchmark_group(format!("judge {name}, {LENGTH} characters"));
        group.throughput(Throughput::Elements(1));
        group.bench_function("judge", |b| b.iter(|| judge.judge(black_box(&document))));
        group.bench_function("baseline: lower case", |b| {
            b.iter(|| black_box(document.text).to_lowercase());
        });
        group.finish();
    }
}

criterion_group!(benches, judging);
criterion_main!(benches);
