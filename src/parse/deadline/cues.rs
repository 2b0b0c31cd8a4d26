//! Words that tell what a date is for, found in a text.

use std::sync::LazyLock;

use super::lexicon::Lexicon;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Cue {
    /// Says "deadline" by itself.
    Due,
    /// "closes on", "ends on": a deadline where something can be applied for.
    Close,
    /// "by", "until": a deadline right before the date, where something can be applied for.
    Until,
    /// "前", "까지": the same right behind the date.
    Before,
    /// Something is applied for, registered for, handed in.
    Apply,
    /// Something has to be done, and most often it is handing in.
    Duty,
    /// Something is on offer, for which one may have to apply.
    Offer,
    /// "no later than": a deadline, unless something else than applying is meant.
    Limit,
    /// Something that takes place, by its name.
    Event,
    /// Takes place, is planned: an event, unless the sentence says what.
    Happen,
    /// Starts, results, holidays: neither.
    Other,
    /// What comes of applications, and when it is told: no deadline whatever stands before it.
    Outcome,
    /// Money that is due from those who were admitted.
    Pay,
    /// Those who apply, which is no applying.
    Person,
    /// Stays as it was, though others were moved.
    Keep,
    /// In force, out of office: until then nothing is due.
    Valid,
    /// Does not take place.
    Cancel,
    /// The deadline was moved.
    Extend,
    /// The deadline was moved to an earlier day.
    Advance,
    /// Before a date that another takes the place of.
    Instead,
    /// Behind a date that another takes the place of: "was planned for".
    Former,
    /// Of last year's.
    Past,
    /// Is not taken any more, when it comes after the date.
    Late,
    /// The deadline is past.
    Over,
    /// Where something takes place.
    Place,
    /// What others do than the reader.
    Host,
    /// "not".
    Not,
    /// Opens, is published, starts.
    Open,
}

impl Cue {
    pub(super) const ALL: [Cue; 28] = [
        Cue::Due,
        Cue::Close,
        Cue::Until,
        Cue::Before,
        Cue::Apply,
        Cue::Duty,
        Cue::Offer,
        Cue::Limit,
        Cue::Event,
        Cue::Happen,
        Cue::Other,
        Cue::Outcome,
        Cue::Pay,
        Cue::Person,
        Cue::Keep,
        Cue::Valid,
        Cue::Cancel,
        Cue::Extend,
        Cue::Advance,
        Cue::Instead,
        Cue::Former,
        Cue::Past,
        Cue::Late,
        Cue::Over,
        Cue::Place,
        Cue::Host,
        Cue::Not,
        Cue::Open,
    ];

    /// Whether it tells by itself what a date is for.
    pub(super) fn tells(self) -> bool {
        !matches!(self, Cue::Until | Cue::Before | Cue::Offer | Cue::Person | Cue::Duty)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Cue::Due => "due",
            Cue::Close => "close",
            Cue::Until => "until",
            Cue::Before => "before",
            Cue::Apply => "apply",
            Cue::Duty => "duty",
            Cue::Offer => "offer",
            Cue::Limit => "limit",
            Cue::Event => "event",
            Cue::Happen => "happen",
            Cue::Other => "other",
            Cue::Outcome => "outcome",
            Cue::Pay => "pay",
            Cue::Person => "person",
            Cue::Keep => "keep",
            Cue::Valid => "valid",
            Cue::Cancel => "cancel",
            Cue::Extend => "extend",
            Cue::Advance => "advance",
            Cue::Instead => "instead",
            Cue::Former => "former",
            Cue::Past => "past",
            Cue::Late => "late",
            Cue::Over => "over",
            Cue::Place => "place",
            Cue::Host => "host",
            Cue::Not => "not",
            Cue::Open => "open",
        }
    }
}

/// The words of each cue, by language.
const WORDS: [&str; 9] = [
    include_str!("words/en.txt"),
    include_str!("words/de.txt"),
    include_str!("words/fr.txt"),
    include_str!("words/es.txt"),
    include_str!("words/ru.txt"),
    include_str!("words/zh.txt"),
    include_str!("words/ja.txt"),
    include_str!("words/ko.txt"),
    include_str!("words/others.txt"),
];

/// A set of cues.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cues(u32);

impl Cues {
    pub(super) fn of<'a>(hits: impl IntoIterator<Item = &'a Hit>) -> Cues {
        Cues(hits.into_iter().fold(0, |set, hit| set | 1 << hit.cue as u32))
    }

    pub(super) fn has(self, cue: Cue) -> bool {
        self.0 & 1 << cue as u32 != 0
    }

    pub(super) fn with(self, other: Cues) -> Cues {
        Cues(self.0 | other.0)
    }

    pub(super) fn without(self, other: Cues) -> Cues {
        Cues(self.0 & !other.0)
    }

    pub(super) fn each(self) -> impl Iterator<Item = Cue> {
        Cue::ALL.into_iter().filter(move |cue| self.has(*cue))
    }
}

static TABLE: LazyLock<Lexicon> = LazyLock::new(|| {
    let place = |name: &str| Cue::ALL.iter().position(|cue| cue.name() == name);
    Lexicon::read(&WORDS, place)
});

/// A cue with its byte range in the folded text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) cue: Cue,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// All cues of a text, which the caller has folded.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let hit = |(at, start, end)| Cue::ALL.get(at).map(|cue| Hit { cue: *cue, start, end });
    let mut all: Vec<Hit> = TABLE.find(text).into_iter().filter_map(hit).collect();
    shadow(&mut all);
    all
}

/// Words inside of a longer one say nothing by themselves: "applicants" is no applying, "selection
/// interviews" is no selection.
fn shadow(hits: &mut Vec<Hit>) {
    let strong = |hit: &Hit| matches!(hit.cue, Cue::Pay | Cue::Person | Cue::Keep);
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), !strong(hit)));
    let mut widest: Option<Hit> = None;
    hits.retain(|hit| {
        let within = widest.is_some_and(|wide| {
            let same = (wide.start, wide.end) == (hit.start, hit.end);
            hit.end <= wide.end && (!same || strong(&wide) && !strong(hit))
        });
        if widest.is_none_or(|wide| wide.end < hit.end) {
            widest = Some(*hit);
        }
        // "notified by": what ties to the date is part of many
        !within || matches!(hit.cue, Cue::Until | Cue::Before | Cue::Limit)
    });
}
