//! What is seen of a date, by name: which cues stand where round it, how long it lasts, how far
//! ahead it lies. The weights tell what each of it makes of the date.

use jiff::civil::Date;

use super::super::date;
use super::around::{self, Around};
use super::concepts::{self, Concepts};
use super::cues::{self, Cue, Cues, Hit};
use super::lexical;
use super::sentence::{self, Group, Sentence};
use super::signs::{self, adjacent, from_then_on, is_label, is_listed, past_it};
use super::weekday;

/// Another date takes the place of this one.
pub(super) const FORMER: &str = "former";

/// What the notice as a whole tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// The day of publication.
    pub(super) base: Date,
    pub(super) title: Told,
    pub(super) words: &'a [String],
    pub(super) in_title: bool,
    /// The first and the last day ahead.
    pub(super) ends: (Date, Date),
}

/// What a text speaks of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    cues: Cues,
    concepts: Concepts,
}

impl Told {
    /// Of a text that the caller has folded.
    pub(super) fn of(text: &str) -> Told {
        Told { cues: Cues::of(&cues::hits(text)), concepts: Concepts::of(text) }
    }

    fn with(self, other: Told) -> Told {
        let concepts = self.concepts.with(other.concepts);
        Told { cues: self.cues.with(other.cues), concepts }
    }
}

/// A sentence's own cues and words, and what stands over it.
#[derive(Debug)]
pub(super) struct Words {
    whole: Cues,
    tokens: Vec<String>,
    lead: Told,
    section: Told,
    /// Of what opens its line.
    head: Told,
    /// Of the other cells of its row.
    row: Told,
}

impl Words {
    pub(super) fn of(sentence: &Sentence<'_>) -> Words {
        let told = |text: &str| Told::of(&date::fold(text));
        let whole = date::fold(sentence.text);
        Words {
            whole: Cues::of(&cues::hits(&whole)),
            tokens: lexical::tokens(&whole),
            lead: told(sentence.lead),
            section: told(sentence.section),
            head: told(sentence.head),
            row: sentence.row.iter().map(|cell| told(cell)).fold(Told::default(), Told::with),
        }
    }
}

/// Names of features; each counts once.
#[derive(Debug, Default)]
struct Names(Vec<String>);

impl Names {
    fn sign(&mut self, on: bool, name: &str) {
        if on {
            self.0.push(name.to_owned());
        }
    }

    fn cue(&mut self, spot: &str, cue: Cue) {
        self.0.push(format!("{spot}.{}", cue.name()));
    }

    fn cues(&mut self, spot: &str, cues: Cues) {
        for cue in cues.each() {
            self.cue(spot, cue);
        }
    }
}

/// The features of the date at a place of the sentence.
pub(super) fn of(
    sentence: &Sentence<'_>,
    words: &Words,
    (groups, at): (&[Group], usize),
    setting: Setting<'_>,
) -> Vec<String> {
    let mut names = Names::default();
    names.sign(true, "bias");
    let Some(group) = groups.get(at) else { return names.0 };
    let around = around::of(sentence, groups, at);
    let moved = words.whole.has(Cue::Extend) || setting.title.cues.has(Cue::Extend);
    names.sign(words.whole.has(Cue::Cancel) && !moved, "cancelled");
    by_words(&mut names, &around, words, setting, group);
    let wider = lexical::Wider { sentence: &words.tokens, title: setting.words };
    lexical::names(&around, wider, &mut names.0);
    concepts::names(&around, &mut names.0);
    by_days(&mut names, group, setting);
    by_place(&mut names, sentence, &around, group);
    names.sign(signs::is_former(&around), FORMER);
    names.sign(setting.in_title, "in title");
    let single = groups.len() == 1;
    let latest = groups.iter().map(|one| one.last.0).max() == Some(group.last.0);
    names.sign(!single && at == 0, "first of some");
    names.sign(!single && at + 1 == groups.len(), "last of some");
    names.sign(moved && !single && latest, "moved.latest");
    names.sign(moved && !single && !latest, "moved.earlier");
    names.sign(moved && single, "moved.alone");
    names.sign(single && words.whole.has(Cue::Instead), "instead.alone");
    names.sign(at > 0 && is_listed(&around), "listed");
    names.0
}

/// Cues whose meeting in one clause tells more than each of them.
const MAIN: [Cue; 15] = [
    Cue::Apply,
    Cue::Due,
    Cue::Close,
    Cue::Event,
    Cue::Happen,
    Cue::Other,
    Cue::Outcome,
    Cue::Pay,
    Cue::Valid,
    Cue::Host,
    Cue::Open,
    Cue::Past,
    Cue::Not,
    Cue::Place,
    Cue::Late,
];

/// The cues at each spot.
fn by_words(
    names: &mut Names,
    around: &Around,
    words: &Words,
    setting: Setting<'_>,
    group: &Group,
) {
    let (before, mut after) = (cues::hits(&around.before), cues::hits(&around.after));
    if group.last.1.time.is_some() {
        // "до 15 мая, 18:00 по московскому времени" tells the zone, no end
        after.retain(|hit| hit.cue != Cue::Until || hit.start > 2);
    }
    let (from, to) = around.clause;
    let inside: Vec<Hit> = before.iter().filter(|hit| hit.start >= from).copied().collect();
    let some =
        |hits: &[Hit], keep: &dyn Fn(&Hit) -> bool| Cues::of(hits.iter().filter(|hit| keep(hit)));
    let touching = some(&before, &|hit| adjacent(&around.before, hit));
    let begins = around.after.len() - around::past_brackets(&around.after).len();
    let behind = some(&after, &|hit| (begins..=begins + 4).contains(&hit.start));
    let in_clause = (Cues::of(&inside), some(&after, &|hit| hit.start < to));
    names.cues("touching", touching);
    names.cues("behind", behind);
    names.cues("before", in_clause.0);
    names.cues("after", in_clause.1);
    names.cues("beyond", some(&before, &|hit| hit.start < from));
    names.cues("rest", some(&after, &|hit| hit.start >= to));
    names.cues("elsewhere", words.whole.without(Cues::of(&before).with(Cues::of(&after))));

    let telling = |hit: &&Hit| hit.cue.tells();
    let latest = |hit: &&Hit| (hit.end, std::cmp::Reverse(hit.start));
    let earliest = |hit: &&Hit| (hit.start, std::cmp::Reverse(hit.end));
    let last = before.iter().filter(telling).max_by_key(latest);
    let first = after.iter().filter(telling).min_by_key(earliest);
    let head = inside.iter().filter(telling).min_by_key(earliest);
    for (spot, hit) in [("last", last), ("first", first), ("head", head)] {
        if let Some(hit) = hit {
            names.cue(spot, hit.cue);
        }
    }
    if let (Some(last), Some(first)) = (last, first) {
        names.cue(&format!("pair.{}", last.cue.name()), first.cue);
    }
    let clause = in_clause.0.with(in_clause.1);
    if group.is_span() {
        names.cues("span", clause);
    }
    pairs(names, clause);
    let limited = [Cue::Until, Cue::Limit].iter().any(|cue| touching.has(*cue))
        || [Cue::Before, Cue::Limit].iter().any(|cue| behind.has(*cue));
    if limited {
        until(names, clause, (words, setting), head);
    }
    let silent = last.is_none() && first.is_none();
    overhead(names, words, setting, silent);
}

/// What stands round "until".
fn until(
    names: &mut Names,
    clause: Cues,
    (words, setting): (&Words, Setting<'_>),
    head: Option<&Hit>,
) {
    names.sign(true, "until");
    names.cues("until", clause);
    names.cues("until whole", words.whole);
    names.cues("until title", setting.title.cues);
    if let Some(head) = head {
        names.cue("until head", head.cue);
    }
}

fn pairs(names: &mut Names, clause: Cues) {
    let main: Vec<Cue> = MAIN.into_iter().filter(|cue| clause.has(*cue)).collect();
    for (at, one) in main.iter().enumerate() {
        for other in main.iter().skip(at + 1) {
            names.cue(&format!("both.{}", one.name()), *other);
        }
    }
}

/// What stands over the date, and whether it has to tell all.
fn overhead(names: &mut Names, words: &Words, setting: Setting<'_>, silent: bool) {
    let over = [
        ("lead", words.lead),
        ("section", words.section),
        ("opens", words.head),
        ("row", words.row),
        ("title", setting.title),
    ];
    for (spot, told) in over {
        names.cues(spot, told.cues);
        if silent {
            names.cues(&format!("silent {spot}"), told.cues);
        }
        told.concepts.name(&format!(" {spot}"), &mut names.0);
    }
    names.sign(silent, "silent");
}

/// How long it lasts, how far ahead it lies, where in the month and among the notice's other days.
fn by_days(names: &mut Names, group: &Group, setting: Setting<'_>) {
    let (first, day) = (group.first.0, group.last.0);
    let days = |from: Date, to: Date| (to - from).get_days();
    let length = match days(first, day) {
        ..=0 => "",
        1..=2 => "length.3",
        3..=6 => "length.week",
        7..=14 => "length.fortnight",
        15..=45 => "length.month",
        _ => "length.long",
    };
    names.sign(!length.is_empty(), length);
    let ahead = match days(setting.base, day) {
        ..=0 => "ahead.0",
        1..=7 => "ahead.week",
        8..=30 => "ahead.month",
        31..=90 => "ahead.quarter",
        91..=180 => "ahead.half",
        181..=365 => "ahead.year",
        _ => "ahead.more",
    };
    names.sign(true, ahead);
    names.sign(day.day() == 1 || first.day() == 1, "first of month");
    names.sign(day.tomorrow().is_ok_and(|next| next.day() == 1), "last of month");
    names.sign(sentence::is_lent(group, setting.base), "lent year");
    let (earliest, latest) = setting.ends;
    names.sign(earliest == day && latest != day, "earliest");
    names.sign(latest == day && earliest != day, "latest");
    names.sign(earliest == latest, "only");
}

/// How it is written, and where in its line.
fn by_place(names: &mut Names, sentence: &Sentence<'_>, around: &Around, group: &Group) {
    let found = group.last.1;
    let time = found.time.or(group.first.1.time);
    if let Some(time) = time {
        let kind = match (time.hour(), time.minute()) {
            (23 | 0, _) => "time.midnight",
            (12 | 15..=18, 0) => "time.office",
            _ => "time.other",
        };
        names.sign(true, "time");
        names.sign(true, kind);
    }
    let text = sentence.text;
    let told = weekday::beside(text, found.start, found.end).is_some();
    names.sign(told, "weekday");
    names.sign(found.year.is_some(), "year");
    names.sign(is_label(&around.before), "label");
    let (leading, alone) = signs::in_line(text, group);
    names.sign(leading, "leading");
    names.sign(alone, "alone");
    let behind = text.get(found.end..).unwrap_or_default().trim_start_matches(' ');
    names.sign(behind.starts_with(['-', '–', '—', ':', '：', '|', '\t']), "marked");
    let before = text.get(..group.first.1.start).unwrap_or_default();
    names.sign(before.trim_end().ends_with(['(', '（']), "bracket");
    names.sign(from_then_on(&around.after) && !group.is_span(), "onwards");
    names.sign(past_it(around), "past it");
    names.sign(text.chars().nth(60).is_none(), "short");
}
