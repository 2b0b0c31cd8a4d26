//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod judge;
