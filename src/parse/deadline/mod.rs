//! Application deadlines and event dates in a text: the words next to a date tell what it is for.

mod around;
mod cues;
mod judge;
mod layout;
mod moved;
mod sentence;
mod signs;
mod vocabulary;
mod weekday;
mod weigh;
mod what;

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::date::{self, Clues, DayMonthOrder};
use crate::model::{DateOrigin, Deadline, DeadlineKind, Published};
use cues::Cue;
use judge::{Group, Heading, Verdict};
use sentence::Sentence;

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
    let base = published.map_or_else(|| clues.today(), Published::date);
    // what is ahead is no guide to whether the day or the month comes first
    let order = clues.order.or_else(|| date::infer_order([title, text]));
    let clues = &Clues { order: order.or(Some(DayMonthOrder::DayFirst)), ..clues.clone() };
    let mut notice = Notice {
        title,
        base,
        clues,
        due: Vec::new(),
        replaced: BTreeSet::new(),
        kept: BTreeSet::new(),
    };
    let in_title = cues::hits(&date::fold(title));
    let has = |cue: Cue| in_title.iter().any(|hit| hit.cue == cue);
    if has(Cue::Cancel) && !has(Cue::Extend) {
        return Vec::new();
    }
    let heading = Heading(&in_title);
    for part in [title, text] {
        for sentence in sentence::split(part, clues) {
            notice.read(&sentence, heading);
        }
    }
    notice.finish()
}

/// Whether a line tells what its date is for.
pub(super) fn says_what(line: &str) -> bool {
    let told = [Cue::Due, Cue::Close, Cue::Apply, Cue::Limit, Cue::Event, Cue::Happen];
    cues::hits(&date::fold(line)).iter().any(|hit| told.contains(&hit.cue))
}

struct Notice<'a> {
    title: &'a str,
    base: Date,
    clues: &'a Clues,
    due: Vec<Deadline>,
    /// Deadlines that a later one took the place of.
    replaced: BTreeSet<Date>,
    /// Those that stayed, for some.
    kept: BTreeSet<Date>,
}

impl Notice<'_> {
    fn read(&mut self, sentence: &Sentence<'_>, heading: Heading<'_>) {
        let groups = sentence.groups(self.base);
        for (group, verdict) in judge::all(sentence, &groups, heading) {
            match verdict {
                Verdict::Replaced => {
                    self.replaced.insert(group.last.0);
                }
                Verdict::Kept => {
                    self.kept.insert(group.last.0);
                    self.add(sentence, &group, DeadlineKind::Apply);
                }
                Verdict::Apply => self.add(sentence, &group, DeadlineKind::Apply),
                Verdict::Event => self.add(sentence, &group, DeadlineKind::Event),
                Verdict::Nothing => {}
            }
        }
    }

    fn add(&mut self, sentence: &Sentence<'_>, group: &Group, kind: DeadlineKind) {
        let (day, found) = if kind == DeadlineKind::Apply { group.last } else { group.first };
        let far = day.year() > self.base.year() + HORIZON_YEARS;
        // what takes place on the day of publication is most often told of
        let past = day < self.base || kind == DeadlineKind::Event && day == self.base;
        if past || far || self.due.len() >= MOST {
            return;
        }
        let known = self.due.iter().any(|one| {
            one.date.date() == day && (one.kind == kind || one.kind == DeadlineKind::Apply)
        });
        let Some(date) = moment(day, &found, self.clues).filter(|_| !known) else { return };
        let until = Some(group.last.0).filter(|last| kind == DeadlineKind::Event && *last > day);
        let what = what::text(sentence, group, self.title);
        self.due.push(Deadline { date, until, kind, what });
    }

    fn finish(mut self) -> Vec<Deadline> {
        let kept = self.kept;
        let mut gone = self.replaced;
        gone.retain(|day| !kept.contains(day));
        self.due.retain(|one| one.kind == DeadlineKind::Event || !gone.contains(&one.date.date()));
        self.due.sort_by_key(|one| one.date.at);
        self.due
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
