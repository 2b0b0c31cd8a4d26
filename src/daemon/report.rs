//! The account of a pass.

use serde::Serialize;

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
    /// Each failure, naming its source.
    #[serde(skip)]
    pub failures: Vec<String>,
    /// Articles that a later pass reads.
    #[serde(skip)]
    pub to_read: u64,
    /// Posts that this pass held back, by the reason.
    #[serde(skip)]
    pub held: Vec<(String, u64)>,
}
