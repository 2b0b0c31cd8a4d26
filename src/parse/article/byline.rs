//! Who wrote and who issued: from the meta line in its many forms, then from machine-readable
//! words.

use std::sync::LazyLock;

use regex::Regex;

use super::head::Head;
use super::labels::{self, Label};

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Byline {
    pub author: Option<String>,
    pub editor: Option<String>,
    pub source: Option<String>,
}

/// Reads the meta lines round an article, nearest first, and what the head says where they are
/// silent.
pub(super) fn find(lines: &[String], head: &Head) -> Byline {
    let mut found = Byline::default();
    for line in lines {
        found.take(read_line(line));
    }
    let site = head.site.as_deref().or(head.publisher.as_deref());
    let written =
        head.author.as_deref().and_then(person).filter(|name| Some(name.as_str()) != site);
    found.author = found.author.or(written);
    found.source = found.source.or_else(|| head.source.as_deref().and_then(office));
    found
}

impl Byline {
    fn take(&mut self, other: Self) {
        self.author = self.author.take().or(other.author);
        self.editor = self.editor.take().or(other.editor);
        self.source = self.source.take().or(other.source);
    }
}

/// One line of meta text.
fn read_line(line: &str) -> Byline {
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
fn person(value: &str) -> Option<String> {
    const LONGEST: usize = 60;
    let name = tidy(value)?;
    let plausible = name.chars().count() <= LONGEST
        && name.chars().any(char::is_alphabetic)
        && !name.contains("http")
        && name.chars().filter(char::is_ascii_digit).count() <= 2
        && !["admin", "administrator", "管理员", "本站", "佚名", "匿名", "无", "null"]
            .contains(&name.to_lowercase().as_str());
    plausible.then_some(name)
}

/// The name of an office or a publisher.
fn office(value: &str) -> Option<String> {
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
