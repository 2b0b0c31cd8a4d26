//! Whether a site writes the day or the month first.

use super::DayMonthOrder;
use super::lex::{self, Kind, Token};

/// What the dates of one site say about the order of day and month: those that allow one reading
/// only decide, if they agree; else the order in which the ambiguous ones change least.
pub fn infer<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<DayMonthOrder> {
    let (mut day_first, mut month_first) = (0usize, 0usize);
    let (mut first_parts, mut second_parts) = (Vec::new(), Vec::new());
    for text in texts {
        // two short numbers and a year
        if text.chars().filter(|c| lex::digit(*c).is_some()).take(4).count() < 4 {
            continue;
        }
        for (a, b) in pairs(&lex::tokens(text)) {
            match (a > 12, b > 12) {
                (true, false) => day_first += 1,
                (false, true) => month_first += 1,
                _ => {}
            }
            first_parts.push(a);
            second_parts.push(b);
        }
    }
    if day_first > 2 * month_first {
        return Some(DayMonthOrder::DayFirst);
    }
    if month_first > 2 * day_first {
        return Some(DayMonthOrder::MonthFirst);
    }
    // a list of recent news shares its month, while days differ
    let distinct = |parts: &mut Vec<u64>| {
        parts.sort_unstable();
        parts.dedup();
        parts.len()
    };
    let count = first_parts.len();
    let (a, b) = (distinct(&mut first_parts), distinct(&mut second_parts));
    if count < 4 || a.abs_diff(b) < 2 {
        return None;
    }
    Some(if a > b { DayMonthOrder::DayFirst } else { DayMonthOrder::MonthFirst })
}

/// The first two parts of every `a/b/year` and `a/b/yy`.
fn pairs(tokens: &[Token]) -> Vec<(u64, u64)> {
    let part = |token: &Token, most: u8| match token.kind {
        Kind::Number { value, digits } if digits <= most => Some((value, digits)),
        _ => None,
    };
    let mut out = Vec::new();
    for window in tokens.windows(5) {
        let [first, one, second, other, year] = window else { continue };
        let parted = one.kind == other.kind && matches!(one.kind, Kind::Sign('/' | '.' | '-'));
        let days = part(first, 2).zip(part(second, 2)).filter(|_| parted);
        let (Some(((a, _), (b, _))), Some((year, digits))) = (days, part(year, 4)) else {
            continue;
        };
        // of two digits the first part may be the year as well, unless it is a month
        let whole = digits == 4 && (1900..=2100).contains(&year);
        let short = digits == 2 && (1..=12).contains(&a) && one.kind == Kind::Sign('/');
        if (1..=31).contains(&a) && (1..=31).contains(&b) && (whole || short) {
            out.push((a, b));
        }
    }
    out
}
