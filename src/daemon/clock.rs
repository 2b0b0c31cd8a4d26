//! The only place that knows the time.

use jiff::Timestamp;

#[expect(clippy::disallowed_methods, reason = "the one clock of the program")]
pub fn now() -> Timestamp {
    Timestamp::now()
}
