//! Tables with their places in the files, so that a fault found late still names its line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::fault::{Fault, Severity};

/// Where a table and its keys stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    pub(super) file: PathBuf,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) keys: BTreeMap<String, (usize, usize)>,
    /// Keys that are written but make no sense: already reported, and left out of the value.
    pub(super) unread: BTreeSet<String>,
}

impl Places {
    /// A fault at one of the table's keys, or at the table where the key is not written.
    pub(super) fn fault(&self, key: &str, text: impl Into<String>) -> Fault {
        let (line, column) = self.keys.get(key).copied().unwrap_or((self.line, self.column));
        Fault {
            severity: Severity::Error,
            file: self.file.clone(),
            line,
            column,
            text: text.into(),
            hint: None,
        }
    }

    pub(super) fn warning(&self, key: &str, text: impl Into<String>) -> Fault {
        Fault { severity: Severity::Warning, ..self.fault(key, text) }
    }

    /// Whether the key stands in the file, sound or not.
    pub(super) fn written(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }
}

/// A table as read, and where it was read.
#[derive(Debug)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) at: Places,
}

impl<T> Placed<T> {
    pub(super) fn fault(&self, key: &str, text: impl Into<String>) -> Fault {
        self.at.fault(key, text)
    }

    pub(super) fn warning(&self, key: &str, text: impl Into<String>) -> Fault {
        self.at.warning(key, text)
    }
}
