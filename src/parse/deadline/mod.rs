//! Application deadlines and event dates in a text: the words next to a date tell what it is for.

mod around;
mod bare;
mod brief;
mod concepts;
mod context;
mod course;
mod cues;
mod features;
mod layout;
mod lexical;
mod lexicon;
mod script;
mod sentence;
mod siblings;
mod signs;
mod spelled;
mod tight;
mod unwrap;
mod weekday;
mod weights;
mod what;

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::date::{self, Clues, DayMonthOrder};
use crate::model::{DateOrigin, Deadline, DeadlineKind, Published};
use cues::Cue;
use features::{Setting, Told, Words};
use sentence::{Group, Sentence};
use weights::Verdict;

/// Further ahead than this, dates are of validity and graduation.
const HORIZON_YEARS: i16 = 3;

/// More dates than this make a calendar, not a notice.
const MOST: usize = 40;

/// What lies ahead of `published` (or of now, where that is unknown), each date once, in order.
pub fn find(
    title: &str,
    text: &str,
    published: Option<&Published>,
    clues: &Clues,
) -> Vec<Deadline> {
    let mut due = Due { list: Vec::new(), replaced: BTreeSet::new() };
    walk(title, text, published, clues, |seen, samples| {
        let odds: Vec<_> = samples.iter().map(|one| weights::guess(&one.features)).collect();
        let more = context::names(samples, &odds);
        for ((seen, sample), more) in seen.iter().zip(samples).zip(more) {
            let features = [sample.features.as_slice(), more.as_slice()].concat();
            let verdict = weights::judge(&features);
            let former = sample.features.iter().any(|name| name == features::FORMER);
            if former && verdict != Verdict::Apply {
                due.replaced.insert(sample.last);
            }
            due.add(seen, verdict);
        }
    });
    due.finish()
}

/// A date of a notice with what is seen of it, for those who fit the weights.
#[derive(Debug, Clone)]
pub struct Sample {
    pub first: Date,
    pub last: Date,
    /// The number of its sentence.
    pub sentence: usize,
    pub features: Vec<String>,
}

/// The dates ahead, in order.
pub fn samples(
    title: &str,
    text: &str,
    published: Option<&Published>,
    clues: &Clues,
) -> Vec<Sample> {
    let mut out = Vec::new();
    walk(title, text, published, clues, |_, samples| out.extend_from_slice(samples));
    out
}

/// The features of each date that speak of the other dates of the notice, by what each was taken
/// for at first: the odds of neither, deadline and event.
pub fn in_context(samples: &[Sample], odds: &[[f32; 3]]) -> Vec<Vec<String>> {
    context::names(samples, odds)
}

/// What a feature goes by in the weights.
pub fn key(name: &str) -> u32 {
    xxhash_rust::xxh3::xxh3_64(name.as_bytes()) as u32
}

/// Whether a line tells what its date is for.
pub(super) fn says_what(line: &str) -> bool {
    let told = [Cue::Due, Cue::Close, Cue::Apply, Cue::Limit, Cue::Event, Cue::Happen];
    cues::hits(&date::fold(line)).iter().any(|hit| told.contains(&hit.cue))
}

/// A date that lies ahead.
struct Seen<'a> {
    sentence: &'a Sentence<'a>,
    group: Group,
    title: &'a str,
    base: Date,
    clues: &'a Clues,
}

/// Shows the dates ahead with their features.
fn walk(
    title: &str,
    text: &str,
    published: Option<&Published>,
    clues: &Clues,
    see: impl FnOnce(&[Seen<'_>], &[Sample]),
) {
    let base = published.map_or_else(|| clues.today(), Published::date);
    // what is ahead is no guide to whether the day or the month comes first
    let order = clues.order.or_else(|| date::infer_order([title, text]));
    let clues = &Clues { order: order.or(Some(DayMonthOrder::DayFirst)), ..clues.clone() };
    let ahead = |day: Date| day >= base && day.year() <= base.year().saturating_add(HORIZON_YEARS);
    let text = unwrap::unwrap(text);
    let mut all: Vec<(Sentence<'_>, Vec<Group>, bool)> = Vec::new();
    for (part, in_title) in [(title, true), (&*text, false)] {
        for sentence in sentence::split(part, clues) {
            let groups = sentence.groups(base);
            all.push((sentence, groups, in_title));
        }
    }
    // most texts tell of no day ahead, and then nothing is looked up
    if !all.iter().flat_map(|(_, groups, _)| groups).any(|group| ahead(group.last.0)) {
        return;
    }
    let folded = date::fold(title);
    let (title_told, title_words) = (Told::of(&folded), lexical::tokens(&folded));
    let days = || {
        let groups = all.iter().flat_map(|(_, groups, _)| groups);
        groups.map(|group| group.last.0).filter(|day| ahead(*day))
    };
    let ends = (days().min().unwrap_or(base), days().max().unwrap_or(base));
    let (mut seen, mut samples) = (Vec::new(), Vec::new());
    for (number, (sentence, groups, in_title)) in all.iter().enumerate() {
        if !groups.iter().any(|group| ahead(group.last.0)) {
            continue;
        }
        let over = if *in_title { Told::default() } else { title_told };
        let setting = Setting { base, title: over, words: &title_words, in_title: *in_title, ends };
        let words = Words::of(sentence);
        for (at, group) in groups.iter().enumerate().filter(|(_, group)| ahead(group.last.0)) {
            let features = features::of(sentence, &words, (groups, at), setting);
            let (first, last) = (group.first.0, group.last.0);
            samples.push(Sample { first, last, sentence: number, features });
            seen.push(Seen { sentence, group: *group, title, base, clues });
        }
    }
    see(&seen, &samples);
}

struct Due {
    list: Vec<Deadline>,
    /// Deadlines that a later one took the place of.
    replaced: BTreeSet<Date>,
}

impl Due {
    fn add(&mut self, seen: &Seen<'_>, verdict: Verdict) {
        let group = &seen.group;
        let (kind, (day, found)) = match verdict {
            Verdict::Nothing => return,
            Verdict::Apply => (DeadlineKind::Apply, group.last),
            Verdict::Event => (DeadlineKind::Event, group.first),
        };
        // what takes place on the day of publication is most often told of
        let past = kind == DeadlineKind::Event && day <= seen.base;
        if past || self.list.len() >= MOST {
            return;
        }
        let known = self.list.iter().any(|one| {
            one.date.date() == day && (one.kind == kind || one.kind == DeadlineKind::Apply)
        });
        let Some(date) = moment(day, &found, seen.clues).filter(|_| !known) else { return };
        let until = Some(group.last.0).filter(|last| kind == DeadlineKind::Event && *last > day);
        let what = what::text(seen.sentence, group, seen.title);
        self.list.push(Deadline { date, until, kind, what });
    }

    fn finish(mut self) -> Vec<Deadline> {
        let due: BTreeSet<Date> = self
            .list
            .iter()
            .filter(|one| one.kind == DeadlineKind::Apply)
            .map(|one| one.date.date())
            .collect();
        self.list.retain(|one| match one.kind {
            DeadlineKind::Apply => !self.replaced.contains(&one.date.date()),
            DeadlineKind::Event => one.until.is_some() || !due.contains(&one.date.date()),
        });
        self.list.sort_by_key(|one| one.date.at);
        self.list
    }
}

/// To the minute where a time is given; the end of a day is that day.
fn moment(day: Date, found: &super::date::Found, clues: &Clues) -> Option<Published> {
    let zone = found.offset.map_or_else(|| clues.timezone.clone(), jiff::tz::TimeZone::fixed);
    match found.time.filter(|time| (time.hour(), time.minute()) != (23, 59)) {
        Some(time) => Published::minute(day.to_datetime(time), &zone, DateOrigin::Article),
        None => Published::day(day, &clues.timezone, DateOrigin::Article),
    }
}
