//! The judge on invented documents: traps, practice, explanations, settings and marks.

use edwire::curate::judge::{Document, Judge, Marked, Settings, TopicRule};
use edwire::model::{Call, Lang, Place, RelevanceMode, Verdict};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Labelled {
    lang: String,
    title: String,
    text: String,
    relevant: bool,
    #[serde(default)]
    topics: Vec<String>,
}

fn labelled(file: &str) -> Vec<Labelled> {
    let path = format!("{}/tests/fixtures/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the fixture is there");
    text.lines().map(|line| serde_json::from_str(line).expect("a document a line")).collect()
}

fn document<'a>(title: &'a str, text: &'a str) -> Document<'a> {
    Document {
        title,
        text,
        url: None,
        lang: None,
        source_name: None,
        source_tags: &[],
        mode: RelevanceMode::Judge,
    }
}

fn verdict(judge: &Judge, doc: &Labelled) -> Verdict {
    let lang = Lang::parse(&doc.lang);
    judge.judge(&Document { lang: lang.as_ref(), ..document(&doc.title, &doc.text) })
}

fn wrong(judge: &Judge, docs: &[Labelled]) -> Vec<String> {
    docs.iter()
        .map(|doc| (doc, verdict(judge, doc)))
        .filter(|(doc, verdict)| (verdict.call == Call::Relevant) != doc.relevant)
        .map(|(doc, verdict)| format!("{:.2} {}", verdict.score, doc.title))
        .collect()
}

#[test]
fn every_trap_is_judged_rightly() {
    let docs = labelled("judge-traps.jsonl");
    assert!(docs.len() >= 100);
    assert_eq!(wrong(&Judge::shipped(0.5), &docs), Vec::<String>::new());
}

#[test]
fn invented_news_of_sixteen_languages_is_judged_almost_always_rightly() {
    let docs = labelled("judge-practice.jsonl");
    let wrong = wrong(&Judge::shipped(0.5), &docs);
    assert!(wrong.len() * 20 <= docs.len(), "{} of {}: {wrong:#?}", wrong.len(), docs.len());
}

#[test]
fn most_topics_of_invented_news_are_found() {
    let judge = Judge::shipped(0.5);
    let docs = labelled("judge-traps.jsonl");
    let (mut shared, mut all) = (0, 0);
    for doc in docs.iter().filter(|doc| doc.relevant) {
        let got = verdict(&judge, doc).topics;
        shared += doc.topics.iter().filter(|t| got.iter().any(|g| g.as_str() == *t)).count();
        all += doc.topics.len() + got.len();
    }
    assert!(shared * 2 * 100 >= all * 80, "F1 {}", shared as f64 * 2.0 / all as f64);
}

#[test]
fn width_case_and_script_make_no_difference() {
    let judge = Judge::shipped(0.5);
    let simple = judge.judge(&document("国际学生签证新规", "留学生须办理居留许可"));
    let traditional = judge.judge(&document("國際學生簽證新規", "留學生須辦理居留許可"));
    assert!((simple.score - traditional.score).abs() < 1e-9);
    let plain = judge.judge(&document("MoU with University of Nairobi signed", ""));
    let wide = judge.judge(&document("ＭＯＵ with University of Nairobi SIGNED", ""));
    assert!((plain.score - wide.score).abs() < 1e-9);
}

#[test]
fn reasons_name_the_words_their_place_and_sum_to_the_score() {
    let judge = Judge::shipped(0.5);
    let verdict = judge.judge(&document("Student visas delayed", "Term begins."));
    assert!(verdict.reasons.windows(2).all(|w| w[0].weight.abs() >= w[1].weight.abs()));
    let visa = verdict.reasons.iter().find(|r| r.evidence.contains("student visa"));
    assert_eq!(visa.map(|r| r.place), Some(Place::Title), "{:?}", verdict.reasons);
    let sum: f64 = verdict.reasons.iter().map(|r| r.weight).sum();
    let score = 1.0 / (1.0 + (-sum).exp());
    assert!((score - verdict.score).abs() < 0.02, "{score} {}", verdict.score);
}

#[test]
fn the_tipping_point_names_what_the_verdict_rests_on() {
    let judge = Judge::shipped(0.5);
    let held = document("News from campus", "A short week.");
    let tipping = judge.tipping(&held);
    assert!(tipping.margin < 0.0 && !tipping.with.is_empty());
    let verdict = judge.judge(&held);
    let plainly = "nothing about study, students or exchange was found";
    assert!(verdict.reasons.iter().any(|r| r.evidence == plainly), "{:?}", verdict.reasons);
    assert!(tipping.sentence(&verdict).contains("relevant with, say, "));
    let kept = document("International students protest visa rules", "");
    let tipping = judge.tipping(&kept);
    assert!(tipping.margin > 0.0 && !tipping.without.is_empty());
    let line = tipping.sentence(&judge.judge(&kept));
    assert!(line.contains("off-topic without"), "{line}");
}

#[test]
fn a_trusted_source_passes_all_but_tenders_job_adverts_and_test_pages() {
    let judge = Judge::shipped(0.5);
    let all = |title: &'static str| {
        judge.judge(&Document { mode: RelevanceMode::All, ..document(title, "") }).call
    };
    assert_eq!(all("Office closed on Friday"), Call::Relevant);
    assert_eq!(all("放假通知"), Call::Relevant);
    assert_eq!(all("Tender for office furniture"), Call::OffTopic);
    assert_eq!(all("国际处家具采购招标公告"), Call::OffTopic);
    assert_eq!(all("We are hiring: job vacancy at the international office"), Call::OffTopic);
    assert_eq!(all("测试页面"), Call::OffTopic);
}

#[test]
fn an_operators_topic_is_found_by_its_own_words() {
    let topic = TopicRule {
        id: "nursing".into(),
        name_en: Some("Nursing".into()),
        name_zh: Some("护理".into()),
        hashtag: Some("#Nursing".into()),
        words: vec!["nurs*".into(), "护理".into()],
        weight: 6.0,
    };
    let judge = Judge::new(&Settings { threshold: 0.5, topics: vec![topic] });
    let verdict = judge.judge(&document("Nurses of two hospitals meet", ""));
    assert_eq!(verdict.call, Call::Relevant);
    assert_eq!(verdict.topics.first().map(edwire::model::TopicId::as_str), Some("nursing"));
    let known = judge.topics().into_iter().find(|t| t.id.as_str() == "nursing").cloned();
    assert_eq!(known.map(|t| (t.name_zh, t.hashtag_en)), Some(("护理".into(), "Nursing".into())));
    assert_ne!(verdict.judge_version, Judge::shipped(0.5).judge(&document("", "")).judge_version);
}

#[test]
fn fourteen_topics_ship_with_names_and_hashtags() {
    let judge = Judge::shipped(0.5);
    assert_eq!(judge.topics().len(), 14);
    for topic in judge.topics() {
        assert!(!topic.name_en.is_empty() && !topic.name_zh.is_empty());
        assert!(topic.hashtag_en.chars().all(char::is_alphanumeric), "{topic:?}");
        assert!(topic.hashtag_zh.chars().all(char::is_alphanumeric), "{topic:?}");
    }
}

#[test]
fn marks_propose_weights_and_show_their_effect_before_anything_changes() {
    let judge = Judge::shipped(0.5);
    let docs = [
        document("Basketball team welcomes exchange students", "They train together."),
        document("Football camp for exchange students", ""),
    ];
    let marks: Vec<Marked<'_>> =
        docs.iter().map(|d| Marked { document: *d, relevant: false }).collect();
    let before: Vec<f64> = docs.iter().map(|d| judge.judge(d).score).collect();
    let proposal = judge.tune(&marks);
    assert_eq!(proposal.effects.len(), 2);
    assert!(proposal.effects.iter().all(|e| e.after < e.before));
    assert!(!proposal.changes.is_empty());
    let still: Vec<f64> = docs.iter().map(|d| judge.judge(d).score).collect();
    assert_eq!(before, still);
    let tuned = Judge::shipped(0.5).with_weights(proposal.weights);
    assert!(tuned.judge(&docs[0]).score < before[0]);
}

#[test]
fn hostile_text_is_judged_in_bounded_work() {
    let judge = Judge::shipped(0.5);
    let text = "留学生international student ".repeat(200_000);
    let verdict = judge.judge(&document(&text, &text));
    assert_eq!(verdict.call, Call::Relevant);
    let odd = "\u{0}\u{fffd}\u{202e}ﾀﾞ".repeat(1000);
    assert_eq!(judge.judge(&document(&odd, &odd)).call, Call::OffTopic);
}
