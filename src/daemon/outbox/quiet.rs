//! How long a channel is quiet that was told to wait: as long as it was told, within reason. Pure.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Whoever says more does not mean it; asking once a day costs nothing.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// After a wait of no time at all; doubled while more of them follow.
const SHORTEST: SignedDuration = SignedDuration::from_secs(1);
const LONGEST_UNSAID: SignedDuration = SignedDuration::from_mins(15);
/// A wait worth telling.
const LONG: SignedDuration = SignedDuration::from_mins(10);

/// When a wait that is remembered is over, whatever was believed when it was written down.
pub(super) fn latest(now: Timestamp) -> Timestamp {
    now.checked_add(LONGEST).unwrap_or(Timestamp::MAX)
}

/// The waits of no time in a row.
#[derive(Debug, Default)]
pub(super) struct Quiet {
    unsaid: u32,
    told: bool,
}

impl Quiet {
    /// Until when nothing is sent after being told to wait that long.
    pub(super) fn until(&mut self, told: Duration, now: Timestamp) -> Timestamp {
        let wait = if told.is_zero() {
            let wait = SHORTEST * (1 << self.unsaid.min(10));
            self.unsaid += 1;
            wait.min(LONGEST_UNSAID)
        } else {
            self.over();
            SignedDuration::try_from(told).unwrap_or(LONGEST).min(LONGEST)
        };
        now.checked_add(wait).unwrap_or(Timestamp::MAX)
    }

    /// Something else was answered.
    pub(super) fn over(&mut self) {
        *self = Self::default();
    }

    /// Whether the operator should know: of a long wait, and once of many short ones.
    pub(super) fn is_worth_telling(&mut self, until: Timestamp, now: Timestamp) -> bool {
        until.duration_since(now) >= LONG && !std::mem::replace(&mut self.told, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_kept_to_the_second_within_a_day() {
        let now = Timestamp::UNIX_EPOCH;
        let mut quiet = Quiet::default();
        let mut told = |seconds| quiet.until(Duration::from_secs(seconds), now).as_second();
        assert_eq!(
            [43_838, 86_400, 86_401, u64::MAX].map(&mut told),
            [43_838, 86_400, 86_400, 86_400]
        );
        assert_eq!([0; 4].map(&mut told), [1, 2, 4, 8]);
        assert_eq!([7, 0, 0].map(&mut told), [7, 1, 2]);
        assert_eq!([0; 40].map(&mut told).last(), Some(&900));
        quiet.over();
        assert_eq!(quiet.until(Duration::ZERO, now).as_second(), 1);
    }
}
