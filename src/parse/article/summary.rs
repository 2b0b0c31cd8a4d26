//! The summary of an article: its own first sentences.

use crate::model::{Lang, sentences};

/// The longest summary, in characters.
const LONGEST: usize = 300;

/// The first whole sentences of a text, at most 300 characters; `None` where it has none. Skips
/// datelines, captions, salutations and lines without a sentence.
pub fn summary(text: &str, lang: Option<&Lang>) -> Option<String> {
    let mut out = String::new();
    let mut chars = 0;
    for paragraph in text.split("\n\n").map(str::trim).take(40) {
        if !tells(paragraph) {
            if out.is_empty() {
                continue;
            }
            break;
        }
        let told = sentences(without_dateline(paragraph), lang).map(str::trim);
        for sentence in told.filter(|sentence| !sentence.is_empty()) {
            let length = sentence.chars().count() + 1;
            if chars + length > LONGEST {
                return finish(out, sentence);
            }
            if out.chars().next_back().is_some_and(|c| !is_wide(c)) {
                out.push(' ');
            }
            out.push_str(sentence);
            chars += length;
        }
        if chars * 2 > LONGEST {
            break;
        }
    }
    finish(out, "")
}

/// Where not even one sentence fits, it is cut at a clause or a word.
fn finish(out: String, next: &str) -> Option<String> {
    if !out.is_empty() || next.is_empty() {
        return (!out.is_empty()).then_some(out);
    }
    let head: String = next.chars().take(LONGEST - 1).collect();
    let clause = head.rfind(['，', '；', '、', ',', ';']).filter(|&at| at * 2 > head.len());
    let cut = clause.or_else(|| head.rfind(' ').filter(|&at| at * 2 > head.len()));
    let kept = cut.and_then(|at| head.get(..at)).unwrap_or(&head);
    Some(format!("{}…", kept.trim_end()))
}

/// Whether a paragraph says something in a sentence of its own.
fn tells(paragraph: &str) -> bool {
    const SHORTEST: usize = 24;
    let weight: usize = paragraph.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum();
    let ends = paragraph.trim_end_matches(['"', '”', '’', '»', '」', ')', '）']);
    let whole = ends.ends_with(['.', '!', '?', '。', '！', '？', '…', '।', '؟', '；', ';', '．']);
    let lines = paragraph.starts_with("- ") || paragraph.contains(" | ");
    weight >= SHORTEST
        && (whole || weight >= 120)
        && !lines
        && !is_salutation(paragraph)
        && !is_caption(paragraph)
}

/// "Dear students," and "各位同学：" greet and say nothing.
fn is_salutation(paragraph: &str) -> bool {
    let lower: String = paragraph.chars().take(24).collect::<String>().to_lowercase();
    let greets = [
        "dear ",
        "sehr geehrte",
        "liebe ",
        "chers ",
        "chère",
        "estimad",
        "уважаем",
        "hello",
        "hi ",
        "kính gửi",
    ];
    let short = paragraph.chars().count() < 80;
    let opens = paragraph.chars().count() < 40 && paragraph.ends_with(['：', ':']);
    opens || (short && greets.iter().any(|word| lower.starts_with(word)))
}

fn is_caption(paragraph: &str) -> bool {
    const MARKS: &[&str] = &[
        "photo:",
        "photo by",
        "image:",
        "image credit",
        "picture:",
        "pictured",
        "credit:",
        "caption",
        "图为",
        "图：",
        "图1",
        "图一",
        "图片",
        "摄影",
        "（图",
        "(photo",
        "(图",
        "写真",
        "사진",
        "foto:",
        "foto ",
        "bild:",
        "ảnh",
        "фото",
    ];
    let lower: String = paragraph.chars().take(24).collect::<String>().to_lowercase();
    MARKS.iter().any(|mark| lower.starts_with(mark))
}

/// "BEIJING, March 3 (Xinhua) -- " and "本报讯（记者 王明）" come before the news itself.
fn without_dateline(paragraph: &str) -> &str {
    const LONGEST: usize = 60;
    // 【供稿/学生处】 before the first sentence
    if let Some((credit, rest)) = paragraph.strip_prefix('【').and_then(|p| p.split_once('】'))
        && credit.chars().count() < 30
        && ["供稿", "记者", "通讯员", "讯", "文/"].iter().any(|word| credit.contains(word))
    {
        return rest.trim_start();
    }
    let head_end = paragraph.char_indices().nth(LONGEST).map_or(paragraph.len(), |(at, _)| at);
    let Some(head) = paragraph.get(..head_end) else { return paragraph };
    for mark in [" -- ", " — ", " – ", "—", "--", ") - "] {
        let Some((before, _)) = head.split_once(mark) else { continue };
        let shouts = before.split([',', ' ']).next().is_some_and(|word| {
            word.chars().count() > 1 && word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
        });
        if shouts && !before.contains(". ") {
            return paragraph.get(before.len() + mark.len()..).unwrap_or(paragraph).trim_start();
        }
    }
    for mark in ["本报讯", "本网讯", "本站讯", "讯）", "电）", "訊）", "電）", "讯", "电"]
    {
        let Some((before, _)) = head.split_once(mark) else { continue };
        if before.chars().count() > 16 || before.contains(['，', '。', '、']) {
            continue;
        }
        let rest = paragraph.get(before.len() + mark.len()..).unwrap_or(paragraph);
        let rest = rest.trim_start_matches([' ', '：', ':', '　']);
        if let Some((named, after)) = rest.split_once(['）', ')'])
            && rest.starts_with(['（', '('])
            && named.chars().count() < 40
        {
            return after.trim_start();
        }
        let dateline = mark.chars().count() > 1 || before.contains(['月', '日', '社']);
        if dateline && !rest.is_empty() {
            return rest;
        }
    }
    paragraph
}

fn is_wide(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ff60}').contains(&c)
}
