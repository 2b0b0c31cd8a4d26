//! The editorial desk: the one form of an address, which items are the same story, whether a story
//! is ours. Pure: what is known comes in as values, decisions go out as values.

pub mod dedupe;
pub mod judge;
pub mod normalise;
