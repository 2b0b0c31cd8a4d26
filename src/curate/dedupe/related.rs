//! The same event told in another language by the same institution.

use std::collections::HashSet;

use super::compare::Prepared;
use super::tokens::{Kind, Tokens};
use crate::curate::normalise::is_unspaced;

/// Days within which both versions appear.
const SPAN: i64 = 21;

/// Facts both versions must share: numbers, dates, names in Latin letters.
const SHARED: usize = 3;

/// One site, one in an unspaced script and one not, with enough numbers and names in common.
pub(super) fn is_same_event(a: &Prepared<'_>, b: &Prepared<'_>) -> bool {
    if !a.same_site(b) || a.days_from(b).is_some_and(|days| days > SPAN) {
        return false;
    }
    if is_mostly_signs(a) == is_mostly_signs(b) {
        return false;
    }
    let (of_a, of_b) = (facts(a), facts(b));
    let common = of_a.intersection(&of_b).count();
    common >= SHARED && common * 3 >= of_a.len().min(of_b.len())
}

fn is_mostly_signs(item: &Prepared<'_>) -> bool {
    let text = if item.letters.is_empty() { item.title.whole() } else { &item.letters };
    let signs = text.chars().take(2_000).filter(|c| is_unspaced(*c)).count();
    signs * 3 > text.chars().take(2_000).count()
}

fn facts(item: &Prepared<'_>) -> HashSet<String> {
    let whole = format!("{}\n{}", item.facts.title, item.facts.text);
    let months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let tokens = Tokens::of(&whole);
    tokens
        .span(0..tokens.len())
        .iter()
        .filter_map(|(t, text)| match t.kind {
            Kind::Number => {
                let month = months.iter().position(|m| *m == text);
                Some(month.map_or(text.to_owned(), |m| (m + 1).to_string()))
            }
            Kind::Word { .. } if text.is_ascii() && text.len() >= 3 && text.len() <= 12 => {
                Some(text.to_owned())
            }
            _ => None,
        })
        .collect()
}
