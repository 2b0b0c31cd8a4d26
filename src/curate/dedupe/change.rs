//! What became of an item that is known already.

use std::fmt;

use jiff::civil::Date;

use super::title::{Likeness, Title};
use super::tokens::Tokens;
use crate::curate::normalise::letters;
use crate::model::Deadline;

/// What is compared of an item's two states.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    pub title: &'a str,
    /// Empty where no text is known.
    pub text: &'a str,
    pub deadlines: &'a [Deadline],
    pub withdrawn: bool,
}

/// What an edit amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    None,
    /// Counters, punctuation, spelling, wording: no reader needs to hear of it.
    Cosmetic,
    /// What a reader should hear of; never empty.
    Material(Vec<Difference>),
}

/// One material difference between two states of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    Withdrawn,
    /// It had been taken back, and is there again.
    Restored,
    Title {
        from: String,
        to: String,
    },
    /// Days to apply by or events begin, each in order.
    Deadline {
        from: Vec<Date>,
        to: Vec<Date>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |days: &[Date]| {
            let names: Vec<String> = days.iter().take(3).map(ToString::to_string).collect();
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        };
        match self {
            Self::Withdrawn => f.write_str("withdrawn"),
            Self::Restored => f.write_str("published again"),
            Self::Title { from, to } => write!(f, "title: {} → {}", short(from), short(to)),
            Self::Deadline { from, to } => write!(f, "deadline: {} → {}", list(from), list(to)),
        }
    }
}

/// Classes the step from an old state to a new one. A text that was not known before is no
/// change: it is the article arriving.
pub fn change(old: Version<'_>, new: Version<'_>) -> Change {
    let mut said = Vec::new();
    if old.withdrawn != new.withdrawn {
        said.push(if new.withdrawn { Difference::Withdrawn } else { Difference::Restored });
    }
    said.extend(title_change(old.title, new.title));
    // deadlines can only be compared where both texts could have named them
    if !old.text.is_empty() && !new.text.is_empty() {
        said.extend(deadline_change(old.deadlines, new.deadlines));
    }
    if !said.is_empty() {
        return Change::Material(said);
    }
    let same = old.title == new.title && (old.text == new.text || new.text.is_empty());
    if same || (old.title == new.title && old.text.is_empty()) {
        Change::None
    } else {
        Change::Cosmetic
    }
}

fn title_change(old: &str, new: &str) -> Option<Difference> {
    if letters(old) == letters(new) {
        return None;
    }
    let likeness = Title::of(old).likeness(&Title::of(new));
    let material = match likeness {
        Likeness::Same | Likeness::Near => false,
        Likeness::Clash => true,
        Likeness::Other(_) => !is_typo(old, new),
    };
    material.then(|| Difference::Title { from: old.to_owned(), to: new.to_owned() })
}

/// A slip corrected: a letter or two, never a number.
fn is_typo(old: &str, new: &str) -> bool {
    let (x, y) = (Tokens::of(old), Tokens::of(new));
    let same_numbers = x.span(0..x.len()).numbers() == y.span(0..y.len()).numbers();
    let (a, b) = (letters(old), letters(new));
    let length = a.chars().count().max(b.chars().count());
    same_numbers && length <= 400 && strsim::levenshtein(&a, &b) <= (length / 12).clamp(1, 3)
}

fn deadline_change(old: &[Deadline], new: &[Deadline]) -> Option<Difference> {
    let days = |deadlines: &[Deadline]| {
        let mut days: Vec<(bool, Date)> = deadlines
            .iter()
            .map(|d| (d.kind == crate::model::DeadlineKind::Event, d.date.date()))
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    };
    let (old, new) = (days(old), days(new));
    // those that stand in both are no news
    let only = |these: &[(bool, Date)], others: &[(bool, Date)]| {
        these.iter().filter(|day| !others.contains(day)).map(|(_, day)| *day).collect()
    };
    (old != new).then(|| Difference::Deadline { from: only(&old, &new), to: only(&new, &old) })
}

fn short(title: &str) -> String {
    const MOST: usize = 80;
    let mut text: String = title.trim().chars().take(MOST).collect();
    if title.trim().chars().nth(MOST).is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateOrigin, DeadlineKind, Published};

    fn version<'a>(title: &'a str, text: &'a str) -> Version<'a> {
        Version { title, text, deadlines: &[], withdrawn: false }
    }

    fn said(change: &Change) -> String {
        match change {
            Change::Material(found) => found.iter().map(ToString::to_string).collect(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn counters_punctuation_and_slips_are_cosmetic() {
        let old = version("Call for aplications: Erasmus grants", "Hits: 12. Apply now.");
        let new = version("Call for applications – Erasmus grants", "Hits: 99. Apply now.");
        assert_eq!(change(old, new), Change::Cosmetic);
        assert_eq!(change(old, old), Change::None);
    }

    #[test]
    fn another_number_in_the_title_is_material() {
        let found = change(version("项目2026年3月截止", ""), version("项目2026年4月截止", ""));
        assert_eq!(said(&found), "title: 项目2026年3月截止 → 项目2026年4月截止");
    }

    #[test]
    fn an_article_arriving_is_no_change_and_a_withdrawal_is() {
        let listed = version("Erasmus grants open", "");
        let read = version("Erasmus grants open", "Apply by May.");
        assert_eq!(change(listed, read), Change::None);
        let gone = Version { withdrawn: true, ..read };
        assert_eq!(change(read, gone), Change::Material(vec![Difference::Withdrawn]));
        assert_eq!(change(gone, read), Change::Material(vec![Difference::Restored]));
    }

    #[test]
    fn a_moved_deadline_is_named() {
        let deadline = |day: &str| Deadline {
            date: Published::parse(day, DateOrigin::Article).unwrap(),
            until: None,
            kind: DeadlineKind::Apply,
            what: "apply".to_owned(),
        };
        let (old, new) = ([deadline("2026-05-01")], [deadline("2026-06-01")]);
        let text = "Apply in time.";
        let found = change(
            Version { deadlines: &old, ..version("Grants", text) },
            Version { deadlines: &new, ..version("Grants", text) },
        );
        assert_eq!(said(&found), "deadline: 2026-05-01 → 2026-06-01");
    }
}
