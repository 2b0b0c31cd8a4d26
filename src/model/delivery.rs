use std::fmt;

use serde::{Deserialize, Serialize};

/// What one delivery does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryKind {
    Post,
    Edit,
    Reply,
    Digest,
    Alert,
    /// Pins a digest that went out.
    Pin,
}

impl DeliveryKind {
    pub const ALL: [Self; 6] =
        [Self::Post, Self::Edit, Self::Reply, Self::Digest, Self::Alert, Self::Pin];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Edit => "edit",
            Self::Reply => "reply",
            Self::Digest => "digest",
            Self::Alert => "alert",
            Self::Pin => "pin",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl fmt::Display for DeliveryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where one delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// Kept back, with a reason; nothing sends it by itself.
    Held,
    Queued,
    InFlight,
    /// Sent, but nobody knows whether it arrived.
    Unknown,
    Sent,
    Retrying,
    /// Given up, with a reason.
    Dead,
    /// Dropped on purpose.
    Skipped,
}

impl DeliveryState {
    pub const ALL: [Self; 8] = [
        Self::Held,
        Self::Queued,
        Self::InFlight,
        Self::Unknown,
        Self::Sent,
        Self::Retrying,
        Self::Dead,
        Self::Skipped,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Queued => "queued",
            Self::InFlight => "in-flight",
            Self::Unknown => "unknown",
            Self::Sent => "sent",
            Self::Retrying => "retrying",
            Self::Dead => "dead",
            Self::Skipped => "skipped",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
