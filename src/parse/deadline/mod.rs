//! Application deadlines and event dates in a text.

use super::date::Clues;
use crate::model::{Deadline, Published};

/// What lies ahead of `published` (or of now, where that is unknown), each date once.
pub fn find(
    _title: &str,
    _text: &str,
    _published: Option<&Published>,
    _clues: &Clues,
) -> Vec<Deadline> {
    Vec::new()
}
