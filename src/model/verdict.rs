use std::fmt;

use serde::{Deserialize, Serialize};

use super::TopicId;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Call {
    Relevant,
    OffTopic,
}

/// Is it international education, what about, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub call: Call,
    /// From 0 to 1; relevant from the threshold on.
    pub score: f64,
    pub topics: Vec<TopicId>,
    /// The heaviest first.
    pub reasons: Vec<Reason>,
    /// Changes whenever rules or weights do.
    pub judge_version: u32,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The words found, or the rule that spoke.
    pub evidence: String,
    pub place: Place,
    /// What it added to the sum (log-odds): above zero for, below zero against.
    pub weight: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    Title,
    Lead,
    Body,
    Source,
    Url,
    Whole,
}

impl Place {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Lead => "lead",
            Self::Body => "body",
            Self::Source => "source",
            Self::Url => "url",
            Self::Whole => "whole",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:+.2} {} in {}", self.weight, self.evidence, self.place.as_str())
    }
}
