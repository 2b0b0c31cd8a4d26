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

/// Topics and rules, ready to judge with.
#[derive(Debug)]
pub struct Judge {
    threshold: f64,
}

impl Judge {
    /// The rules that ship with edwire.
    pub fn shipped(threshold: f64) -> Self {
        Self { threshold }
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
}
