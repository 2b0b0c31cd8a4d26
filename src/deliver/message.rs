use serde::{Deserialize, Serialize};

use crate::model::{Deadline, Lang, Published, StoryId, TopicId, WebUrl};

/// Everything a reader is told of one story.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    pub story: StoryId,
    pub title: String,
    pub url: WebUrl,
    /// The name of the source whose item leads the story.
    pub source: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub lang: Option<Lang>,
    pub published: Option<Published>,
    pub summary: Option<String>,
    pub topics: Vec<Topic>,
    pub deadlines: Vec<Deadline>,
    /// The other sources that carry the story.
    pub also: Vec<Mention>,
    pub image: Option<WebUrl>,
}

/// A topic as readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    pub id: TopicId,
    /// "Scholarships": heads a digest's group.
    pub name: String,
    /// Without the `#`; what a hashtag cannot hold is replaced when it is written.
    pub hashtag: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    pub source: String,
    pub url: WebUrl,
}

/// One message of a digest; a long digest is several of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// The day it is of, in the channel's time zone: `YYYY-MM-DD`.
    pub date: String,
    /// 1 for the first.
    pub part: usize,
    pub parts: usize,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub heading: String,
    pub entries: Vec<DigestEntry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestEntry {
    pub title: String,
    pub url: WebUrl,
    pub source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The deadline line, worded in the story's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// What changed since it stood in an earlier digest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// A material change of something already sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Title {
        from: String,
        to: String,
    },
    Deadline {
        from: Option<String>,
        to: Option<String>,
    },
    /// Its source took it back.
    Withdrawn,
    /// It had been taken back, and is there again.
    Restored,
}

/// What a reply to a post, or a correction in a digest, says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub title: String,
    pub url: WebUrl,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    pub changes: Vec<Change>,
}

/// Something the operator should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// One line: what happened.
    pub title: String,
    /// Plain lines: what is known, and what to do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// Where a message arrived: enough to edit it or reply to it later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipts {
    /// The chat as the other side names it; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub chat: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<i32>,
    /// It went out as a photo, so that edits must change its caption.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub photo: bool,
}

impl Receipts {
    /// For a channel whose messages have no address.
    pub fn none() -> Self {
        Self { chat: String::new(), message: None, photo: false }
    }
}

/// One message to one channel.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    Post(Post),
    /// The post in its new form, and where the old one stands.
    Edit {
        post: Post,
        target: Receipts,
    },
    Reply {
        correction: Correction,
        target: Receipts,
    },
    Digest(Digest),
    Alert(Alert),
    /// Pins what stands there already, in place of what was pinned before.
    Pin {
        target: Receipts,
        former: Option<Receipts>,
    },
}

/// How richly a message is dressed. A channel that finds fault with a message gets it poorer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// As configured: own template, photo.
    Rich,
    /// The built-in layout, nothing but text.
    Simple,
    /// No markup at all.
    Plain,
}

impl Form {
    pub fn poorer(self) -> Option<Self> {
        match self {
            Self::Rich => Some(Self::Simple),
            Self::Simple => Some(Self::Plain),
            Self::Plain => None,
        }
    }
}
