//! A labelled notice, for the examples that score and fit what is read of its dates.

use std::collections::BTreeSet;

use anyhow::Result;
use edwire::model::{DateOrigin, Published};
use edwire::parse::date::Clues;
use jiff::tz::TimeZone;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Notice {
    pub(crate) published: String,
    pub(crate) title: String,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) due: BTreeSet<String>,
    /// Days, or spans as `first/last`.
    #[serde(default)]
    pub(crate) events: BTreeSet<String>,
}

impl Notice {
    /// When it was published, and what its dates are read by.
    pub(crate) fn clues(&self) -> Result<(Published, Clues)> {
        let published = Published::parse(&self.published, DateOrigin::Meta)?;
        let clues = Clues { now: published.at, timezone: TimeZone::UTC, order: None };
        Ok((published, clues))
    }
}
