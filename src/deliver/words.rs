//! The wording that all channels share: labels, dates, flags, hashtags. Pure.

use super::message::{Change, Post};
use super::text::{cut, cut_words, is_visible, tame};
use crate::model::{DateOrigin, Deadline, DeadlineKind, Lang, Precision, Published};

const TITLE_CHARS: usize = 300;
const SUMMARY_CHARS: usize = 300;
const NAME_CHARS: usize = 100;
const WHAT_CHARS: usize = 120;
/// How many deadlines a post names.
const DEADLINES: usize = 3;
/// How many other sources a post names.
pub(crate) const MENTIONS: usize = 8;

fn chars(text: &str) -> usize {
    text.chars().count()
}

/// The title in one visible line; the host where the title shows nothing.
pub(crate) fn title(title: &str, host: &str) -> String {
    let tamed = tame(title);
    if is_visible(&tamed) { cut_words(&tamed, TITLE_CHARS, chars) } else { host.to_owned() }
}

pub(crate) fn summary(post: &Post) -> Option<String> {
    let tamed = tame(post.summary.as_deref()?);
    // a summary that only says the title again says nothing
    if !is_visible(&tamed) || tamed == tame(&post.title) {
        return None;
    }
    Some(cut(&tamed, post.lang.as_ref(), SUMMARY_CHARS, chars))
}

pub(crate) fn name(name: &str) -> Option<String> {
    let tamed = tame(name);
    is_visible(&tamed).then(|| cut_words(&tamed, NAME_CHARS, chars))
}

/// `2026-03-31`; nothing where only the day of the first sight is known.
pub(crate) fn date(published: Option<Published>) -> Option<String> {
    published
        .filter(|published| published.from != DateOrigin::FirstSeen)
        .map(|published| published.date().to_string())
}

/// The flag of a country, as a pair of regional indicators.
pub(crate) fn flag(country: &str) -> Option<String> {
    let letters: Option<String> = country
        .chars()
        .map(|c| {
            let upper = c.to_ascii_uppercase();
            let place = u32::from(upper).checked_sub(u32::from('A')).filter(|place| *place < 26)?;
            char::from_u32(0x1F1E6 + place)
        })
        .collect();
    letters.filter(|flag| flag.chars().count() == 2)
}

/// What a hashtag can hold: letters, digits and underscores, not digits alone.
pub(crate) fn hashtag(text: &str) -> Option<String> {
    let mut tag = String::new();
    for c in tame(text).chars() {
        if c.is_alphanumeric() || c == '_' {
            tag.push(c);
        } else if !tag.is_empty() && !tag.ends_with('_') {
            tag.push('_');
        }
    }
    let tag: String = tag.trim_end_matches('_').chars().take(64).collect();
    tag.chars().any(char::is_alphabetic).then(|| format!("#{tag}"))
}

/// Words of the readers' language, as far as edwire speaks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Labels {
    pub(crate) apply: &'static str,
    pub(crate) event: &'static str,
    pub(crate) also: &'static str,
    pub(crate) more: &'static str,
    pub(crate) correction: &'static str,
    pub(crate) title_now: &'static str,
    pub(crate) deadline_now: &'static str,
    pub(crate) deadline_gone: &'static str,
    pub(crate) withdrawn: &'static str,
    pub(crate) restored: &'static str,
    pub(crate) before: &'static str,
}

const ENGLISH: Labels = Labels {
    apply: "Deadline: ",
    event: "Date: ",
    also: "Also: ",
    more: "more",
    correction: "Correction",
    title_now: "New title: ",
    deadline_now: "New deadline: ",
    deadline_gone: "The deadline no longer stands",
    withdrawn: "Its source has taken it back",
    restored: "It is published again",
    before: "before: ",
};

const CHINESE: Labels = Labels {
    apply: "截止日期:",
    event: "活动日期:",
    also: "另见:",
    more: "更多",
    correction: "更正",
    title_now: "新标题:",
    deadline_now: "新截止日期:",
    deadline_gone: "原截止日期已取消",
    withdrawn: "来源已撤回此消息",
    restored: "来源已重新发布此消息",
    before: "原为:",
};

pub(crate) fn labels(lang: Option<&Lang>) -> Labels {
    if lang.is_some_and(|lang| lang.as_str() == "zh") { CHINESE } else { ENGLISH }
}

/// "Deadline: 2026-03-31 – summer school", the soonest first.
pub(crate) fn deadlines(post: &Post) -> Vec<String> {
    let mut soonest: Vec<&Deadline> = post.deadlines.iter().collect();
    soonest.sort_by_key(|deadline| deadline.date.at);
    let labels = labels(post.lang.as_ref());
    let title = tame(&post.title);
    let line = |deadline| deadline_line(deadline, &title, labels);
    soonest.into_iter().take(DEADLINES).map(line).collect()
}

fn deadline_line(deadline: &Deadline, title: &str, labels: Labels) -> String {
    let label = match deadline.kind {
        DeadlineKind::Apply => labels.apply,
        DeadlineKind::Event => labels.event,
    };
    let mut line = format!("{label}{}", deadline_date(deadline));
    let what = tame(&deadline.what);
    // the title stands above already
    if is_visible(&what) && what != title {
        line.push_str(" – ");
        line.push_str(&cut_words(&what, WHAT_CHARS, chars));
    }
    line
}

/// `2026-03-31`, `2026-03-31 17:00 +08:00`, `2026-05-02 – 2026-05-05`.
pub fn deadline_date(deadline: &Deadline) -> String {
    let date = deadline.date;
    let day = date.date();
    if let Some(until) = deadline.until.filter(|until| *until > day) {
        return format!("{day} – {until}");
    }
    match date.precision {
        Precision::Day => day.to_string(),
        Precision::Minute => {
            let local = date.offset.to_datetime(date.at);
            format!("{day} {:02}:{:02} {}", local.hour(), local.minute(), offset(&date))
        }
    }
}

fn offset(published: &Published) -> String {
    let minutes = published.offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// One change in a line of its own.
pub(crate) fn change(change: &Change, labels: Labels) -> String {
    let line = |label: &str, text: &str, from: Option<&str>| {
        let text = cut_words(&tame(text), TITLE_CHARS, chars);
        let before = from
            .map(|from| {
                format!(" ({}{})", labels.before, cut_words(&tame(from), TITLE_CHARS, chars))
            })
            .unwrap_or_default();
        format!("{label}{text}{before}")
    };
    match change {
        Change::Title { from, to } => line(labels.title_now, to, Some(from)),
        Change::Deadline { from, to: Some(to) } => line(labels.deadline_now, to, from.as_deref()),
        Change::Deadline { from, to: None } => line(labels.deadline_gone, "", from.as_deref()),
        Change::Withdrawn => labels.withdrawn.to_owned(),
        Change::Restored => labels.restored.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_made_of_two_letters_only() {
        assert_eq!(flag("de").as_deref(), Some("🇩🇪"));
        assert_eq!(flag("DEU"), None);
        assert_eq!(flag("4!"), None);
    }

    #[test]
    fn a_deadline_does_not_say_the_title_again() {
        let day = Published::parse("2026-03-31", DateOrigin::Article).unwrap();
        let deadline = |what: &str| Deadline {
            date: day,
            until: None,
            kind: DeadlineKind::Apply,
            what: what.to_owned(),
        };
        let labels = labels(None);
        let line = |what| deadline_line(&deadline(what), "Call for grants", labels);
        assert_eq!(line("Call for  grants"), "Deadline: 2026-03-31");
        assert_eq!(line("late applications"), "Deadline: 2026-03-31 – late applications");
    }

    #[test]
    fn hashtags_hold_what_telegram_makes_clickable() {
        assert_eq!(hashtag("study abroad – fees").as_deref(), Some("#study_abroad_fees"));
        assert_eq!(hashtag("奖学金").as_deref(), Some("#奖学金"));
        assert_eq!(hashtag("2026"), None);
        assert_eq!(hashtag(" #!"), None);
    }
}
