//! Is it international education, what about, and why.

use crate::model::{Call, Lang, RelevanceMode, Verdict, WebUrl};

/// What the judge reads.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub url: Option<&'a WebUrl>,
    pub lang: Option<&'a Lang>,
    pub source_name: Option<&'a str>,
    pub source_tags: &'a [String],
    pub mode: RelevanceMode,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub threshold: f64,
    pub topics: Vec<TopicRule>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { threshold: 0.5, topics: Vec::new() }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicRule {
    pub id: String,
    pub name_en: String,
    pub name_zh: Option<String>,
    pub hashtag: Option<String>,
    pub words: Vec<String>,
    pub weight: f64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    pub id: crate::model::TopicId,
    pub name_en: String,
    pub name_zh: String,
    pub hashtag_en: String,
    pub hashtag_zh: String,
}

#[derive(Debug)]
pub struct Judge {
    threshold: f64,
}

impl Judge {
    pub fn new(settings: &Settings) -> Self {
        Self { threshold: settings.threshold }
    }

    pub fn judge(&self, _document: &Document<'_>) -> Verdict {
        Verdict {
            call: Call::OffTopic,
            score: 0.0 * self.threshold,
            topics: Vec::new(),
            reasons: Vec::new(),
            judge_version: 0,
        }
    }

    pub fn topics(&self) -> Vec<&Topic> {
        Vec::new()
    }
}
