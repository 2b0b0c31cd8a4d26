//! The account of a pass.

use serde::Serialize;

use crate::store::outbox::ChannelState;

/// Something that failed, naming the source or channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub text: String,
    pub logged: Logged,
}

/// Whether the log has told of something when it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logged {
    No,
    AsWarning,
    AsError,
}

/// What one pass did, as `run --once --format json` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    pub sources: u64,
    pub failed: u64,
    pub not_modified: u64,
    pub entries_seen: u64,
    pub new: u64,
    pub duplicates: u64,
    pub irrelevant: u64,
    pub delivered: u64,
    pub queued: u64,
    pub elapsed_ms: u64,
    #[serde(skip)]
    pub failures: Vec<Failure>,
    /// Channels that send nothing for now, or until somebody acts.
    #[serde(skip)]
    pub silent: Vec<ChannelState>,
    /// Articles that a later pass reads.
    #[serde(skip)]
    pub to_read: u64,
    /// Posts that this pass held back, by the reason.
    #[serde(skip)]
    pub held: Vec<(String, u64)>,
}
