//! The same event told in another language by the same institution.

use std::collections::HashSet;

use super::Facts;
use super::compare::Prepared;
use super::tokens::{Kind, MONTHS, Tokens};
use crate::curate::normalise::{is_unspaced, registrable};
use crate::model::CanonicalUrl;

/// Days within which both versions appear.
const SPAN: i64 = 21;

/// Characters looked at to tell the script.
const SAMPLE: usize = 120;

/// Facts both versions must share: numbers, dates, names in Latin letters.
const SHARED: usize = 3;

/// One site, one in an unspaced script and one not, with enough numbers and names in common.
pub(super) fn is_same_event(a: &Prepared<'_>, b: &Prepared<'_>) -> bool {
    if !a.same_site(b) || a.days_from(b).is_some_and(|days| days > SPAN) {
        return false;
    }
    if is_unspaced_item(a.facts) == is_unspaced_item(b.facts) {
        return false;
    }
    let (of_a, of_b) = (facts(a), facts(b));
    let common = of_a.intersection(&of_b).count();
    common >= SHARED && common * 3 >= of_a.len().min(of_b.len())
}

/// More than a third of how its text begins is in an unspaced script.
fn is_unspaced_item(facts: &Facts) -> bool {
    let text = if facts.text.is_empty() { &facts.title } else { &facts.text };
    let (mut signs, mut all) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphanumeric()).take(SAMPLE) {
        signs += usize::from(is_unspaced(c));
        all += 1;
    }
    signs * 3 > all
}

/// The site of an address.
pub(super) fn site(url: &CanonicalUrl) -> Option<&str> {
    let rest = url.as_str().split("//").nth(1)?;
    let host = rest.split(['/', '?', '#']).next()?;
    let end = if host.starts_with('[') { host.find(']').map(|at| at + 1) } else { host.find(':') };
    Some(registrable(host.get(..end.unwrap_or(host.len()))?))
}

/// What tells where, when and in which kind of script an item was told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    site: &'a str,
    week: i64,
    unspaced: bool,
}

impl<'a> Setting<'a> {
    pub(super) fn of(facts: &'a Facts) -> Option<Self> {
        let site = site(&facts.url)?;
        let at = facts.published.map_or(facts.first_seen, |published| published.at);
        let week = at.as_second().div_euclid(7 * 24 * 60 * 60);
        Some(Self { site, week, unspaced: is_unspaced_item(facts) })
    }

    pub(super) fn name(self) -> String {
        format!("{}\n{}\n{}", self.site, self.week, self.unspaced)
    }

    /// Where the same event would stand in the other script.
    pub(super) fn others(self) -> [Self; 3] {
        [-1, 0, 1].map(|weeks| Self { week: self.week + weeks, unspaced: !self.unspaced, ..self })
    }
}

fn facts(item: &Prepared<'_>) -> HashSet<String> {
    let whole = format!("{}\n{}", item.facts.title, item.facts.text);
    let tokens = Tokens::of(&whole);
    tokens
        .span(0..tokens.len())
        .iter()
        .filter_map(|(t, text)| match t.kind {
            Kind::Number => {
                let month = MONTHS.iter().position(|m| *m == text);
                Some(month.map_or(text.to_owned(), |m| (m + 1).to_string()))
            }
            Kind::Word { .. } if text.is_ascii() && text.len() >= 3 && text.len() <= 12 => {
                Some(text.to_owned())
            }
            _ => None,
        })
        .collect()
}
