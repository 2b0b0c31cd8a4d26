//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod html_cap;
mod dates;
