//! Is it them, or is it us? Where nothing answers any more, on many hosts and with no success in
//! between, it is our own network (or the proxy) that is down, and no source's fault. Pure.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use crate::store::sources::SourceState;

/// Distinct hosts that must fail in a row before we doubt our own network; where fewer are read,
/// all of them. Of two hosts both may well be down themselves.
const MANY: usize = 8;
const FEW: usize = 3;
/// With so many no probe is needed.
pub(super) const CERTAIN: usize = 2 * MANY;
/// From one probe to the next: at first, and at most.
const PROBE_FIRST: SignedDuration = SignedDuration::from_secs(5);
const PROBE_LAST: SignedDuration = SignedDuration::from_mins(1);

/// What a look says of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Somebody answered, whatever the answer.
    Answer,
    Silence,
    /// Nothing was asked.
    Nothing,
}

/// What follows from a sign.
#[derive(Debug)]
pub enum Turn {
    Same,
    /// The network is down since then. These states stood before the looks that failed for it:
    /// they are to be restored.
    Down {
        since: Timestamp,
        innocent: Vec<SourceState>,
    },
    /// A look failed because the network is down; its state is to be restored.
    Innocent(Box<SourceState>),
    /// The network was down from then until now.
    Back {
        since: Timestamp,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Up,
    /// One probe decides.
    Doubt,
    Down {
        since: Timestamp,
    },
}

/// Our own line to the world, as the looks show it.
#[derive(Debug)]
pub struct Line {
    mood: Mood,
    /// Hosts that have failed since the last answer.
    silent: HashSet<String>,
    /// How their sources stood before, as long as the blame is open.
    before: Vec<SourceState>,
    first_silence: Option<Timestamp>,
    next_probe: Timestamp,
    patience: SignedDuration,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            mood: Mood::Up,
            silent: HashSet::new(),
            before: Vec::new(),
            first_silence: None,
            next_probe: Timestamp::MIN,
            patience: PROBE_FIRST,
        }
    }
}

impl Line {
    /// Since when it has been down.
    pub fn down(&self) -> Option<Timestamp> {
        match self.mood {
            Mood::Down { since } => Some(since),
            Mood::Up | Mood::Doubt => None,
        }
    }

    /// Whether ordinary looks have to wait.
    pub fn holds(&self) -> bool {
        self.mood != Mood::Up
    }

    /// When to probe next, where looks have to wait.
    pub fn next_probe(&self) -> Timestamp {
        self.next_probe
    }

    /// Notes that a probe has begun; each waits longer than the one before.
    pub fn probing(&mut self, now: Timestamp) {
        self.next_probe = now.checked_add(self.patience).unwrap_or(now);
        self.patience = (self.patience * 2).min(PROBE_LAST);
    }

    /// Takes in how a look at a host ended. `before` is the source's state before it, `hosts` how
    /// many are read altogether.
    pub fn note(
        &mut self,
        sign: Sign,
        host: &str,
        before: SourceState,
        (hosts, now): (usize, Timestamp),
    ) -> Turn {
        match sign {
            Sign::Nothing => Turn::Same,
            Sign::Answer => {
                let was = std::mem::take(self);
                was.down().map_or(Turn::Same, |since| Turn::Back { since })
            }
            Sign::Silence if self.down().is_some() => Turn::Innocent(Box::new(before)),
            Sign::Silence => self.silence(host, before, (hosts, now)),
        }
    }

    fn silence(
        &mut self,
        host: &str,
        before: SourceState,
        (hosts, now): (usize, Timestamp),
    ) -> Turn {
        let since = *self.first_silence.get_or_insert(now);
        self.silent.insert(host.to_owned());
        if self.before.len() < 4 * MANY {
            self.before.push(before);
        }
        let doubtful = MANY.min(hosts).max(FEW);
        let certain = CERTAIN.min(hosts).max(FEW);
        if self.silent.len() >= certain || self.mood == Mood::Doubt && self.patience > PROBE_FIRST {
            self.mood = Mood::Down { since };
            self.next_probe = now.checked_add(PROBE_FIRST).unwrap_or(now);
            return Turn::Down { since, innocent: std::mem::take(&mut self.before) };
        }
        if self.silent.len() >= doubtful && self.mood == Mood::Up {
            self.mood = Mood::Doubt;
            self.next_probe = now;
        }
        Turn::Same
    }
}
