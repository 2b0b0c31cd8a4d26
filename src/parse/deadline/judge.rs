//! What each date of a sentence is: a deadline, an event, or neither. The cue nearest to the date
//! decides.

use jiff::civil::Date;

use super::super::date::{self, Found};
use super::cues::{self, Cue, Hit};
use super::sentence::Sentence;

/// One date, or the two ends of a span.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) first: (Date, Found),
    pub(super) last: (Date, Found),
}

impl Group {
    fn is_span(&self) -> bool {
        self.first.0 != self.last.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Apply,
    Event,
    /// A deadline that the same sentence replaces by a later one.
    Replaced,
    Nothing,
}

/// What the title says the notice is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heading<'a>(pub(super) &'a [Hit]);

impl Heading<'_> {
    fn has(self, cues: &[Cue]) -> bool {
        self.0.iter().any(|hit| cues.contains(&hit.cue))
    }

    /// Something is applied for, or may have to be.
    fn applying(self) -> bool {
        self.has(&[Cue::Apply, Cue::Due, Cue::Extend, Cue::Offer])
    }

    /// By a word of applying or handing in itself.
    fn asking(self) -> bool {
        self.has(&[Cue::Apply, Cue::Due])
    }

    fn due(self) -> bool {
        self.has(&[Cue::Due])
    }

    fn event(self) -> bool {
        self.has(&[Cue::Event, Cue::Happen])
    }

    /// A date was moved.
    fn moved(self) -> bool {
        self.has(&[Cue::Extend, Cue::Advance])
    }
}

/// The words before and behind a date, up to its neighbours.
struct Around {
    before: String,
    after: String,
}

/// What each of the groups is, in their order.
pub(super) fn all(
    sentence: &Sentence<'_>,
    groups: &[Group],
    heading: Heading<'_>,
) -> Vec<(Group, Verdict)> {
    let whole = cues::hits(&date::fold(sentence.text));
    let has = |cue: Cue| whole.iter().any(|hit| hit.cue == cue);
    if has(Cue::Cancel) {
        return Vec::new();
    }
    let lead = cues::hits(&date::fold(sentence.lead));
    let apply = has(Cue::Apply)
        || has(Cue::Due)
        || has(Cue::Limit)
        || has(Cue::Offer)
        || heading.applying()
        || lead.iter().any(|hit| matches!(hit.cue, Cue::Apply | Cue::Due | Cue::Offer));
    let several = groups.len() > 1;
    let replaced = has(Cue::Advance) || has(Cue::Instead) || heading.moved();
    let moved = has(Cue::Extend) || several && replaced;
    let permit = has(Cue::Valid) && !has(Cue::Due);
    if moved && apply && !permit && !groups.iter().any(Group::is_span) {
        return extended(sentence, groups, &whole, heading);
    }
    let own = has(Cue::Apply) || has(Cue::Due) || heading.due();
    let setting = Setting { apply, own, titled: heading.asking() };
    let over = has(Cue::Over);
    let mut out: Vec<(Group, Verdict)> = Vec::with_capacity(groups.len());
    for (at, group) in groups.iter().enumerate() {
        let around = around(sentence, groups, at);
        let listed = at > 0
            && matches!(
                around.before.trim(),
                "and" | "und" | "et" | "y" | "и" | "e" | "," | "、" | "和" | "및" | "&" | "/"
            );
        let verdict = match out.last() {
            Some((_, before)) if listed => *before,
            _ => one(group, &around, setting),
        };
        let verdict = if verdict == Verdict::Nothing && heading.event() && announced(group, &around)
        {
            Verdict::Event
        } else {
            verdict
        };
        let verdict = if over && verdict == Verdict::Apply { Verdict::Nothing } else { verdict };
        out.push((*group, verdict));
    }
    out
}

/// Of the dates in a sentence that tells of a change, the latest counts, or the earliest where the
/// day was brought forward, but none that another replaces: as a deadline, or as the day of an
/// event that was moved.
fn extended(
    sentence: &Sentence<'_>,
    groups: &[Group],
    whole: &[Hit],
    heading: Heading<'_>,
) -> Vec<(Group, Verdict)> {
    let has = |cue: Cue| whole.iter().any(|hit| hit.cue == cue);
    let old = |at: usize| {
        let before = around(sentence, groups, at).before;
        let hits = cues::hits(&before);
        hits.iter().any(|hit| hit.cue == Cue::Instead && adjacent(&before, hit))
    };
    let new: Vec<Date> = (0..groups.len())
        .filter(|&at| !old(at))
        .filter_map(|at| groups.get(at).map(|group| group.last.0))
        .collect();
    let forward = has(Cue::Advance);
    let stays = if forward { new.iter().min() } else { new.iter().max() };
    let applied = [Cue::Due, Cue::Limit, Cue::Close, Cue::Apply, Cue::Offer].into_iter().any(has);
    let kept = if applied || heading.asking() { Verdict::Apply } else { Verdict::Event };
    let verdict = |group: &Group| match stays {
        Some(day) if *day == group.last.0 => kept,
        _ => Verdict::Replaced,
    };
    groups.iter().map(|group| (*group, verdict(group))).collect()
}

fn around(sentence: &Sentence<'_>, groups: &[Group], at: usize) -> Around {
    let text = sentence.text;
    let group = groups.get(at);
    let start = group.map_or(0, |g| g.first.1.start);
    let end = group.map_or(text.len(), |g| g.last.1.end);
    let from = at.checked_sub(1).and_then(|i| groups.get(i)).map_or(0, |g| g.last.1.end);
    let to = groups.get(at + 1).map_or(text.len(), |g| g.first.1.start);
    let own = text.get(from..start).unwrap_or_default();
    // a value below its label
    let bare = from == 0 && own.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    let after: String = text.get(end..to).unwrap_or_default().chars().take(100).collect();
    // "15.10.2026: portal opens" is told behind
    let heads = after.trim_start().starts_with([':', '：', '|', '–', '-', '—'])
        && after.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let before = if bare && !heads { format!("{} {own}", sentence.lead) } else { own.to_owned() };
    Around { before: date::fold(tail(&before)), after: date::fold(&after) }
}

/// What the sentence as a whole says.
#[derive(Debug, Clone, Copy)]
struct Setting {
    /// Something is applied for, here, in the line above, or by the title.
    apply: bool,
    /// The sentence itself says so.
    own: bool,
    /// The title itself says so.
    titled: bool,
}

/// Whether a date with a time is that of the event in the title.
fn announced(group: &Group, around: &Around) -> bool {
    let other = |hits: Vec<Hit>| {
        let cues = [Cue::Other, Cue::Outcome, Cue::Due, Cue::Limit, Cue::Until, Cue::Valid];
        hits.iter().any(|hit| cues.contains(&hit.cue))
    };
    group.first.1.time.is_some()
        && !other(cues::hits(&around.before))
        && !cues::hits(&around.after).iter().any(|hit| matches!(hit.cue, Cue::Other | Cue::Outcome))
}

/// What stands further off than this speaks of something else: 40 ideographs, 120 letters.
fn tail(before: &str) -> &str {
    let mut width = 0;
    let far = before.char_indices().rev().find(|(_, c)| {
        width += if c.len_utf8() > 2 { 3 } else { 1 };
        width > 120
    });
    far.and_then(|(at, c)| before.get(at + c.len_utf8()..)).unwrap_or(before)
}

fn one(group: &Group, around: &Around, setting: Setting) -> Verdict {
    let before = cues::hits(&around.before);
    let after = cues::hits(&around.after);
    let event = |hits: &[Hit]| hits.iter().any(|hit| takes_place(hit.cue));
    let behind = suffix(&around.after, &after);
    let in_force = before.iter().chain(&after).any(|hit| hit.cue == Cue::Valid);
    let spanning = group.is_span() && (event(&before) || event(&after));
    if !group.is_span() && group.last.1.time.is_none() && from_then_on(&around.after) {
        return Verdict::Nothing;
    }
    let said = before.iter().filter(|hit| !matches!(hit.cue, Cue::Until | Cue::Limit));
    let expires = said.max_by_key(|hit| (hit.end, std::cmp::Reverse(hit.start)));
    let expires = expires.is_some_and(|hit| hit.cue == Cue::Valid && adjacent(&around.before, hit));
    let asked = setting.own || !in_force;
    let clause = around.before.rfind([',', '，', ';', '；', '。']).unwrap_or(0);
    let told = |cue: Cue| before.iter().any(|hit| hit.cue == cue && hit.start >= clause);
    if told(Cue::Outcome) && !told(Cue::Due) {
        return Verdict::Nothing;
    }
    if behind == Some(Cue::Due)
        || behind == Some(Cue::Before) && setting.apply && !spanning && asked && !expires
    {
        return Verdict::Apply;
    }
    let weighed = |hit: &&Hit| match hit.cue {
        Cue::Until => !group.is_span() && adjacent(&around.before, hit),
        Cue::Close => setting.own || setting.titled,
        Cue::Due | Cue::Limit | Cue::Event | Cue::Happen | Cue::Other => true,
        Cue::Valid => !setting.own || expires,
        Cue::Apply => group.is_span(),
        _ => false,
    };
    let nearest =
        before.iter().filter(weighed).max_by_key(|hit| (hit.end, std::cmp::Reverse(hit.start)));
    let valid = in_force && !setting.own;
    // "decisions are sent by", "contracts start no later than"
    let other = told(Cue::Other) && !told(Cue::Apply) && !told(Cue::Due);
    match nearest.map(|hit| hit.cue) {
        Some(Cue::Due | Cue::Close | Cue::Apply) => Verdict::Apply,
        Some(Cue::Limit) if !other => Verdict::Apply,
        Some(Cue::Until) if setting.apply && !valid && !other => Verdict::Apply,
        Some(Cue::Event | Cue::Happen) if otherwise(&around.after, &after) => Verdict::Nothing,
        Some(Cue::Event) => nearest.map_or(Verdict::Event, |hit| labelled(hit, &before)),
        Some(Cue::Happen) if told(Cue::Event) => Verdict::Event,
        Some(Cue::Happen | Cue::Other) if group.is_span() && told(Cue::Apply) => Verdict::Apply,
        Some(Cue::Happen) if told(Cue::Other) => Verdict::Nothing,
        Some(Cue::Happen) => nearest.map_or(Verdict::Event, |hit| labelled(hit, &before)),
        Some(Cue::Limit | Cue::Other | Cue::Valid) => Verdict::Nothing,
        None if setting.titled && !in_force && is_label(&around.before) => Verdict::Apply,
        _ => told_behind(&after, setting, group),
    }
}

fn takes_place(cue: Cue) -> bool {
    matches!(cue, Cue::Event | Cue::Happen)
}

/// Whether a line gives the date as the value of a label of its own: "Full proposal: ".
fn is_label(before: &str) -> bool {
    let before = before.trim_end();
    let label = before.strip_suffix([':', '：', '|']).unwrap_or_default();
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    (3..=60).contains(&letters)
}

/// "公布", "に開始", "に発表" right behind a date: it is not of what stands before.
fn otherwise(after: &str, hits: &[Hit]) -> bool {
    let rest = past_brackets(after);
    let rest = rest.strip_prefix(['に', '에']).unwrap_or(rest).trim_start();
    let at = after.len() - rest.len();
    hits.iter().any(|hit| matches!(hit.cue, Cue::Other | Cue::Outcome) && hit.start == at)
}

/// "から", "부터", "起" right behind a date: something begins there.
fn from_then_on(after: &str) -> bool {
    let rest = past_brackets(after);
    ["から", "より", "부터", "起", "以降", "以后", "이후"].iter().any(|word| rest.starts_with(word))
}

/// "Date" and "time" take their meaning from the word that they are glued to: 截止时间, 접수 기간.
fn labelled(event: &Hit, before: &[Hit]) -> Verdict {
    const NEAR: usize = 12;
    let glued = |cues: &[Cue]| {
        before.iter().any(|hit| {
            cues.contains(&hit.cue) && hit.start <= event.start && hit.end + NEAR >= event.end
        })
    };
    if glued(&[Cue::Due, Cue::Apply]) {
        Verdict::Apply
    } else if glued(&[Cue::Other, Cue::Valid]) {
        Verdict::Nothing
    } else {
        Verdict::Event
    }
}

/// What follows right behind the date, weekdays and times in brackets passed over.
fn suffix(after: &str, hits: &[Hit]) -> Option<Cue> {
    let skipped = after.len() - past_brackets(after).len();
    hits.iter()
        .filter(|hit| matches!(hit.cue, Cue::Before | Cue::Due | Cue::Limit))
        .find(|hit| hit.start >= skipped && hit.start <= skipped + 4)
        .map(|hit| if hit.cue == Cue::Limit { Cue::Before } else { hit.cue })
}

/// What follows a weekday or a time in brackets.
fn past_brackets(after: &str) -> &str {
    let mut rest = after.trim_start();
    for (open, close) in [('(', ')'), ('（', '）')] {
        if rest.starts_with(open) {
            let inside = rest.chars().take_while(|c| *c != close).count();
            if inside <= 8 {
                rest = rest.split_once(close).map_or("", |(_, tail)| tail).trim_start();
            }
        }
    }
    let noon = ["正午", "정오", "中午", "자정", "午夜", "下班"];
    noon.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest)
}

/// Whether at most an article, a weekday or an hour stands between the word and the date.
fn adjacent(before: &str, hit: &Hit) -> bool {
    let between = before.get(hit.end..).unwrap_or_default();
    let words = between.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count();
    words <= 4 && between.chars().count() <= 32
}

/// Verbs behind the date: "am 24. April lädt die Hochschule ein", "に開催します".
fn told_behind(after: &[Hit], setting: Setting, group: &Group) -> Verdict {
    let first = after
        .iter()
        .filter(|hit| {
            takes_place(hit.cue)
                || matches!(hit.cue, Cue::Due | Cue::Other | Cue::Outcome)
                || group.is_span() && hit.cue == Cue::Apply
        })
        .min_by_key(|hit| hit.start);
    match first.map(|hit| hit.cue) {
        Some(Cue::Event | Cue::Happen) => Verdict::Event,
        Some(Cue::Due | Cue::Apply) => Verdict::Apply,
        None if group.is_span() && (setting.own || setting.titled) => Verdict::Apply,
        _ => Verdict::Nothing,
    }
}
