//! The publication date of an article page, out of all the dates that it shows.
//!
//! Each date found is a vote for its day, weighted by how surely such a place tells the day of
//! publication. Places that agree add up, so a page that says the same in its markup, its meta
//! line and its address is not outvoted by one wrong field.

mod labels;
mod lines;
mod machine;
mod place;
mod vote;
mod walk;

use jiff::Timestamp;
use scraper::Html;

use super::Clues;
use crate::model::{DateOrigin, Published};
use vote::{Votes, Witness};

/// What is known of a page besides its markup.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around<'a> {
    pub url: &'a str,
    /// The `Last-Modified` header: a last hint.
    pub last_modified: Option<Timestamp>,
}

/// When the article was published, with where that was read; `None` where nothing says so. Never
/// more than a day ahead of now.
pub fn choose(page: &Html, around: &Around<'_>, clues: &Clues) -> Option<Published> {
    let mut votes = Votes::new(clues);
    let seen = walk::walk(page, &mut votes);
    lines::weigh(&seen, &mut votes);
    if let Some(day) = super::in_url(around.url) {
        votes.day(Witness::Url, day);
    }
    if votes.is_empty() {
        machine::scripts(&seen.scripts, &mut votes);
    }
    votes.winner().or_else(|| header(around, clues))
}

/// Servers stamp what they make up on the spot with now: only an older stamp tells something.
fn header(around: &Around<'_>, clues: &Clues) -> Option<Published> {
    let at = around.last_modified?;
    let day = at.to_zoned(clues.timezone.clone()).date();
    let old = clues.now.duration_since(at) > jiff::SignedDuration::from_hours(48);
    old.then(|| Published::day(day, &clues.timezone, DateOrigin::Header))?
}
