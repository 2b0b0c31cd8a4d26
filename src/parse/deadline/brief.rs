//! Days as notices jot them down, `11/09` and `7/17の`: too brief for a date in any text, but not
//! beside other signs of a list of dates.

use super::super::date::{self, Clues, DayMonthOrder, Form, Found};

/// Adds to the dates of each line those at its beginning, where several lines begin so, and those
/// that a particle follows.
pub(super) fn add(lines: &mut [(&str, Vec<Found>)], clues: &Clues) {
    let leading: Vec<Option<Found>> = lines.iter().map(|(line, _)| leads(line, clues)).collect();
    let list = leading.iter().flatten().count() > 1;
    for ((line, found), first) in lines.iter_mut().zip(leading) {
        let brief = first.filter(|_| list).into_iter().chain(with_particle(line));
        for one in brief {
            if found.iter().all(|known| known.end <= one.start || one.end <= known.start) {
                found.push(one);
                found.sort_by_key(|one| one.start);
            }
        }
    }
}

/// Two numbers and what stands between them at a place of the text.
fn pair(text: &str, start: usize) -> Option<(i8, char, i8, usize)> {
    let rest = text.get(start..)?;
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let first = Some(digits(rest)).filter(|count| (1..=2).contains(count))?;
    let mark = rest.get(first..)?.chars().next().filter(|c| matches!(c, '/' | '.'))?;
    let behind = rest.get(first + 1..)?;
    let second = Some(digits(behind)).filter(|count| (1..=2).contains(count))?;
    let number = |text: Option<&str>| text?.parse::<i8>().ok();
    let end = start + first + 1 + second;
    Some((number(rest.get(..first))?, mark, number(behind.get(..second))?, end))
}

fn found(month: i8, day: i8, start: usize, end: usize) -> Option<Found> {
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
    let year = None;
    let form = Form::Calendar;
    valid.then_some(Found { year, month, day, time: None, offset: None, form, start, end })
}

/// `30.09 Prof. Ivanov`, `- 11/09: lecture`.
fn leads(line: &str, clues: &Clues) -> Option<Found> {
    let start = line.find(|c: char| c.is_alphanumeric()).filter(|start| *start <= 6)?;
    let (a, mark, b, end) = pair(line, start)?;
    let rest = line.get(end..)?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let mut behind = rest.chars();
    let parted = behind.next().is_some_and(|c| c.is_whitespace() || matches!(c, ':' | '：'));
    let told = behind.find(|c| !c.is_whitespace()).is_some_and(|c| !c.is_numeric());
    let month_first = mark == '/' && clues.order == Some(DayMonthOrder::MonthFirst) || b > 12;
    let (month, day) = if month_first { (a, b) } else { (b, a) };
    found(month, day, start, end).filter(|_| parted && told)
}

/// `7/17の`, `9/20から`, `7.6.~7.31.`: Japanese and Korean write the month first.
fn with_particle(line: &str) -> Vec<Found> {
    const BEHIND: [&str; 12] =
        ["の", "に", "から", "まで", "より", "は", "~", "～", "〜", "까지", "부터", "에"];
    let spoken =
        |c: char| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{ac00}'..='\u{d7a3}').contains(&c);
    let mut out: Vec<Found> = Vec::new();
    if !line.chars().any(spoken) {
        return out;
    }
    let mut before = ' ';
    let mut skip = 0;
    for (at, c) in line.char_indices() {
        let opens = at >= skip
            && c.is_ascii_digit()
            && !before.is_ascii_digit()
            && !matches!(before, '.' | '/' | '-' | ':');
        before = c;
        let Some((month, mark, day, end)) =
            Some(at).filter(|_| opens).and_then(|at| pair(line, at))
        else {
            continue;
        };
        let rest = line.get(end..).unwrap_or_default();
        let closed = if mark == '.' { rest.strip_prefix('.') } else { Some(rest) };
        let Some(rest) = closed else { continue };
        let continues = out.last().is_some_and(|one| {
            line.get(one.end..at).is_some_and(|gap| date::join(gap.trim_matches('.')).is_some())
        });
        if continues || BEHIND.iter().any(|word| rest.starts_with(word)) {
            out.extend(found(month, day, at, line.len() - rest.len()));
            skip = line.len() - rest.len();
        }
    }
    out
}
