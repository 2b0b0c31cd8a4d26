//! Values with units.

use jiff::SignedDuration;
use jiff::civil::Time;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::model::period;

/// `90s`, `30m`, `24h`, `7d`, `2w`: a whole number and a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period(pub(super) SignedDuration);

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        period(&text).map(Self).ok_or_else(|| {
            D::Error::custom(format!(
                "{text:?} is no duration; write one like \"30m\", \"24h\" or \"7d\""
            ))
        })
    }
}

/// `8MiB`, `512KiB`, or plain bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size(pub(super) usize);

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || {
            D::Error::custom(format!("{text:?} is no size; write one like \"8MiB\" or \"512KiB\""))
        };
        let plain = text.trim();
        let digits = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
        let number: usize =
            plain.get(..digits).unwrap_or_default().parse().map_err(|_nan| wrong())?;
        let unit = match plain.get(digits..).unwrap_or_default().trim() {
            "" | "B" => 1,
            "KiB" | "kB" | "KB" => 1 << 10,
            "MiB" | "MB" => 1 << 20,
            "GiB" | "GB" => 1 << 30,
            _ => return Err(wrong()),
        };
        number.checked_mul(unit).map(Self).ok_or_else(wrong)
    }
}

/// A time of day, `08:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock(pub(super) Time);

fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

impl<'de> Deserialize<'de> for Clock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        clock(&text).map(Self).ok_or_else(|| {
            D::Error::custom(format!("{text:?} is no time of day; write one like \"08:00\""))
        })
    }
}

/// Hours in which nothing is sent, `22:00-07:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quiet {
    pub(super) from: Time,
    pub(super) until: Time,
}

impl<'de> Deserialize<'de> for Quiet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.split_once('-')
            .and_then(|(from, until)| Some(Self { from: clock(from)?, until: clock(until)? }))
            .ok_or_else(|| {
                D::Error::custom(format!("{text:?} is no span of hours; write \"22:00-07:00\""))
            })
    }
}

/// One value or a list of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "wants a text in quotes, or a list of them")]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_need_a_number_and_a_unit() {
        assert_eq!(period("30m"), Some(SignedDuration::from_mins(30)));
        assert_eq!(period("20000d"), Some(SignedDuration::from_hours(480_000)));
        for wrong in ["", "30", "m", "-5m", "3 fortnights", "99999999999999999999d"] {
            assert_eq!(period(wrong), None, "{wrong}");
        }
    }
}
