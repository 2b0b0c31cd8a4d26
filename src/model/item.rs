use std::fmt;

use serde::{Deserialize, Serialize};

/// What became of an item: the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemState {
    Withdrawn,
    Duplicate,
    OffTopic,
    /// Its article is still to be read.
    Pending,
    Posted,
    Failed,
    Queued,
    Held,
    Imported,
    /// No channel asks for it.
    Unwanted,
}

impl ItemState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Duplicate => "duplicate",
            Self::OffTopic => "off-topic",
            Self::Pending => "pending",
            Self::Posted => "posted",
            Self::Failed => "failed",
            Self::Queued => "queued",
            Self::Held => "held",
            Self::Imported => "imported",
            Self::Unwanted => "unwanted",
        }
    }
}

/// Why an item belongs to its story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JoinReason {
    /// It opened the story.
    First,
    SameUrl,
    SameGuid,
    /// Same title on the same day.
    SameTitle,
    /// Jaccard similarity of the texts' shingles, 0 to 1.
    NearText(f64),
    ByHand,
}

impl fmt::Display for JoinReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("first of its story"),
            Self::SameUrl => f.write_str("same address"),
            Self::SameGuid => f.write_str("same feed id"),
            Self::SameTitle => f.write_str("same title at the same time"),
            Self::NearText(likeness) if *likeness < 0.5 => {
                write!(f, "a shortened copy: {:.0} % of both texts in common", likeness * 100.0)
            }
            Self::NearText(likeness) => write!(f, "text {:.0} % alike", likeness * 100.0),
            Self::ByHand => f.write_str("joined by hand"),
        }
    }
}
