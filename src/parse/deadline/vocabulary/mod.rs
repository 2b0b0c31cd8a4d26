//! The words of each cue. A cue of a script with words matches from the beginning of a word, with a
//! star before it also inside of compounds; one that ends in a space matches whole words.

mod apply;
mod change;
mod due;
mod event;
mod neither;

use super::cues::Cue;

pub(super) const CUES: &[(Cue, &[&str])] = &[
    (Cue::Due, due::DUE),
    (Cue::Close, due::CLOSE),
    (Cue::Until, due::UNTIL),
    (Cue::Before, due::BEFORE),
    (Cue::Apply, apply::APPLY),
    (Cue::Offer, apply::OFFER),
    (Cue::Event, event::EVENT),
    (Cue::Other, neither::OTHER),
    (Cue::Valid, neither::VALID),
    (Cue::Cancel, neither::CANCEL),
    (Cue::Extend, change::EXTEND),
    (Cue::Over, change::OVER),
    (Cue::Happen, event::HAPPEN),
    (Cue::Limit, due::LIMIT),
    (Cue::Outcome, neither::OUTCOME),
    (Cue::Advance, change::ADVANCE),
    (Cue::Instead, change::INSTEAD),
    (Cue::Person, apply::PERSON),
    (Cue::Pay, neither::PAY),
    (Cue::Keep, change::KEEP),
    (Cue::Duty, apply::DUTY),
    (Cue::Late, due::LATE),
    (Cue::Former, change::FORMER),
    (Cue::Past, neither::PAST),
];
