//! Who wrote and who issued: from the meta line in its many forms, then from machine-readable
//! words.

use std::sync::LazyLock;

use regex::Regex;

use super::head::Head;
use super::labels::{self, Label};
use super::unlabelled;
use crate::parse::date::{self, Clues};

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Byline {
    pub author: Option<String>,
    pub editor: Option<String>,
    pub source: Option<String>,
}

/// What stands round an article and may name who made it.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Between headline and text.
    pub head: Vec<String>,
    /// The end of the text and what follows it.
    pub tail: Vec<String>,
    /// The first paragraph of the text.
    pub start: Option<String>,
    /// The words of elements that are marked as the author's name.
    pub marked: Vec<String>,
}

/// Reads the meta lines round an article, nearest first, and what the head says where they are
/// silent.
pub(super) fn find(lines: &Lines, head: &Head, clues: &Clues) -> Byline {
    let mut found = Byline::default();
    for line in &lines.head {
        found.take(read_head_line(line, clues));
    }
    if let Some(start) = &lines.start {
        found.take(unlabelled::by_dateline(start));
    }
    for line in &lines.tail {
        found.take(read_labels(line));
        found.take(unlabelled::by_form(line));
    }
    let site = head.site.as_deref().or(head.publisher.as_deref()).unwrap_or_default();
    let told = lines.marked.iter().map(String::as_str).chain(head.author.as_deref());
    let mut told = told.map(without_by).filter(|name| !name.eq_ignore_ascii_case(site));
    found.author = found.author.or_else(|| told.find_map(person));
    found.source = found.source.or_else(|| head.source.as_deref().and_then(office));
    found
}

/// Whether a short line under the headline is about the article, not of it.
pub(super) fn is_byline(line: &str) -> bool {
    let read = |found: Byline| found != Byline::default();
    read(read_labels(line)) || read(unlabelled::by_words(line)) || read(unlabelled::by_form(line))
}

fn without_by(name: &str) -> &str {
    match name.split_once([' ', '\u{a0}']) {
        Some((by, rest)) if by.eq_ignore_ascii_case("by") => rest,
        _ if name.eq_ignore_ascii_case("by") => "",
        _ => name,
    }
}

fn read_head_line(line: &str, clues: &Clues) -> Byline {
    let mut found = read_labels(line);
    found.take(unlabelled::by_words(line));
    found.take(unlabelled::by_form(line));
    let dates = date::scan(line, clues);
    if !dates.is_empty() {
        let mut pieces = Vec::new();
        let mut from = 0;
        for date in &dates {
            pieces.extend(line.get(from..date.start));
            from = date.end;
        }
        pieces.extend(line.get(from..));
        let pieces: Vec<&str> = pieces.into_iter().map(labels::before_first).collect();
        found.take(unlabelled::beside_date(&pieces));
    }
    found
}

impl Byline {
    fn take(&mut self, other: Self) {
        self.author = self.author.take().or(other.author);
        self.editor = self.editor.take().or(other.editor);
        self.source = self.source.take().or(other.source);
    }
}

/// The labelled values of a line.
fn read_labels(line: &str) -> Byline {
    let mut found = Byline::default();
    for labelled in labels::read(line) {
        let value = first_value(labelled.value);
        match labelled.label {
            Label::Author => found.author = found.author.or_else(|| person(value)),
            Label::Editor => found.editor = found.editor.or_else(|| person(value)),
            Label::Source => found.source = found.source.or_else(|| office(value)),
            Label::Other => {}
        }
    }
    found
}

/// A value ends where the line leaves a gap.
fn first_value(value: &str) -> &str {
    let value =
        value.split(['|', '•', '丨', '｜', '\n', '\t', '\u{3000}', '│']).next().unwrap_or(value);
    value.split("  ").next().unwrap_or(value)
}

/// A person's name, or names.
pub(super) fn person(value: &str) -> Option<String> {
    const LONGEST: usize = 60;
    let name = tidy(value)?;
    // 张宁（国际处）
    let name = match name.split_once(['（', '(']) {
        Some((name, _)) if !name.trim().is_empty() => name.trim().to_owned(),
        _ => name,
    };
    let bare = ["本报记者", "本网记者", "见习记者", "实习记者", "记者", "記者", "通讯员", "通訊員"]
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .map(str::trim)
        .filter(|bare| bare.chars().count() >= 2);
    let name = bare.map_or(name.clone(), str::to_owned);
    let plausible = name.chars().count() <= LONGEST
        && name.chars().any(char::is_alphabetic)
        && !name.contains("http")
        && name.chars().filter(char::is_ascii_digit).count() <= 2
        && !["admin", "administrator", "管理员", "本站", "佚名", "匿名", "无", "null"]
            .contains(&name.to_lowercase().as_str());
    plausible.then_some(name)
}

/// The name of an office or a publisher.
pub(super) fn office(value: &str) -> Option<String> {
    const LONGEST: usize = 100;
    let name = tidy(value)?;
    let plausible = name.chars().count() <= LONGEST
        && name.chars().any(char::is_alphabetic)
        && !name.starts_with("http")
        && !["本站", "本站原创", "原创", "无", "null", "未知", "本网"].contains(&name.as_str());
    plausible.then_some(name)
}

static EDGE_DATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\s*\d{4}\s*[-/.年]\s*\d{1,2}.*$|\s*\d{1,2}:\d{2}.*$").ok());

/// A value without the punctuation and the date that cling to it.
fn tidy(value: &str) -> Option<String> {
    let undated = EDGE_DATE.as_ref().map(|date| date.replace(value, ""));
    let text = super::tree::squeeze(undated.as_deref().unwrap_or(value));
    let opens = |c: char| matches!(c, '(' | '（' | '[' | '【');
    let text = text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, ':' | '：' | ',' | '，' | ';' | '；' | '-' | '–' | '|' | '/' | '。')
    });
    let text =
        if text.contains(opens) { text } else { text.trim_end_matches([')', '）', ']', '】']) };
    (!text.is_empty()).then(|| text.to_owned())
}
