//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod articles;
mod dates;
mod html_cap;
