//! Dates in sight: which lines of a page tell its day of publication.

use super::super::{Found, scan};
use super::labels::{self, Label};
use super::place::{Hint, Zone};
use super::vote::{Votes, Witness};
use super::walk::{Line, Seen};

/// Lines with a date are short; a longer one is prose.
const SHORT: usize = 360;
/// How many lines above and below the title belong to its head.
const ABOVE: usize = 4;
const BELOW: usize = 24;

/// Casts the votes of the visible lines and of the `time` elements.
pub(super) fn weigh(seen: &Seen<'_>, votes: &mut Votes<'_>) {
    let titles = titles(seen);
    let heads: Vec<(usize, usize)> =
        titles.iter().map(|&at| (at, body_start(&seen.lines, at))).collect();
    let near = |index: usize| {
        heads
            .iter()
            .any(|&(title, body)| index + ABOVE >= title && index <= (body + 2).min(title + BELOW))
    };
    let (title, body) = heads.last().copied().unzip();
    for (line, zone, stamp) in &seen.times {
        match (near(*line), zone) {
            (true, _) => votes.value(Witness::TimeNear, stamp),
            (false, Zone::Beside) => {}
            (false, _) => votes.value(Witness::TimeFar, stamp),
        }
    }
    let end = text_end(&seen.lines, body);
    for (index, line) in seen.lines.iter().enumerate() {
        let spot = Spot {
            near: near(index),
            side: title.map(|at| if index < at { Side::Above } else { Side::Below }),
            last: end == Some(index),
        };
        of_line(seen, index, line, spot, votes);
    }
}

#[derive(Debug, Clone, Copy)]
struct Spot {
    /// Close to a copy of the title.
    near: bool,
    /// Of the title, where the page has one.
    side: Option<Side>,
    /// The line below the text.
    last: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

fn of_line(seen: &Seen<'_>, index: usize, line: &Line, spot: Spot, votes: &mut Votes<'_>) {
    let aside = line.zone == Zone::Beside && !spot.near && !labels::announces(&line.text);
    if aside || line.hint == Hint::Foreign {
        return;
    }
    if line.text.len() > SHORT {
        if spot.near {
            dateline(line, votes);
        }
        return;
    }
    if !line.text.chars().any(|c| c.is_numeric() || c == '年') {
        return;
    }
    let found = scan(&line.text, votes.clues);
    let meta = !found.is_empty() && labels::is_meta_line(&line.text);
    for (nth, one) in found.iter().enumerate() {
        let from = nth.checked_sub(1).and_then(|last| found.get(last)).map_or(0, |last| last.end);
        let lead = line.text.get(from..one.start).unwrap_or_default();
        let label = labels::before(lead).or_else(|| {
            // a label may stand on the line above its value
            let above = index.checked_sub(1).and_then(|at| seen.lines.get(at))?;
            let text = above.text.as_str();
            let alone =
                text.chars().count() <= 24 && (text.ends_with([':', '：']) || !text.contains(' '));
            (lead.trim().is_empty() && alone).then(|| labels::before(text))?
        });
        let clock = label.is_none() && !meta && spot.side == Some(Side::Above);
        if clock && one.date(votes.clues) == Some(votes.clues.today()) {
            continue;
        }
        if let Some(witness) = witness(seen, index, line, one, (label, meta, spot)) {
            votes.found(witness, one);
        }
    }
}

fn witness(
    seen: &Seen<'_>,
    index: usize,
    line: &Line,
    one: &Found,
    (label, meta, spot): (Option<Label>, bool, Spot),
) -> Option<Witness> {
    let inside = line.zone != Zone::Beside;
    match label {
        Some(Label::Foreign) => return None,
        Some(Label::Modified) if meta && spot.near && inside => return Some(Witness::LineNear),
        // of the site, not of the article
        Some(Label::Modified) if !inside => return None,
        Some(Label::Modified) => return Some(Witness::Modified),
        Some(Label::Published) if inside => return Some(Witness::Label),
        Some(Label::Published) => return Some(Witness::NamedElement),
        _ => {}
    }
    let place_named = labels::tells_place(&line.text)
        || seen.lines.get(index + 1).is_some_and(|next| labels::tells_place(&next.text));
    if label == Some(Label::Plain) && place_named {
        return None;
    }
    if line.hint == Hint::Modified {
        return Some(Witness::Modified);
    }
    let share = (one.end - one.start) * 100 / line.text.len().max(1);
    let linked = line.linked * 2 > line.text.len() && share < 80;
    if line.hint == Hint::Published && inside && !line.heading && share >= 20 {
        return Some(Witness::Label);
    }
    let telling = spot.near || spot.side.is_some() && inside && share >= 12 && !linked;
    if meta && !line.heading && telling {
        return Some(if spot.near { Witness::MetaLine } else { Witness::NamedElement });
    }
    if label == Some(Label::Plain) && inside && share >= 30 {
        return Some(match (spot.near, line.hint) {
            (true, Hint::Dated) => Witness::DatedNear,
            (true, _) => Witness::LineNear,
            (false, _) => Witness::NamedElement,
        });
    }
    by_place(line, one, spot, (share, linked))
}

/// A date without a label, by where and how it stands.
fn by_place(
    line: &Line,
    one: &Found,
    spot: Spot,
    (share, linked): (usize, bool),
) -> Option<Witness> {
    let inside = line.zone != Zone::Beside;
    let mostly = share >= 50;
    let bare = !line.text.get(one.start..one.end).unwrap_or_default().chars().all(char::is_numeric);
    let apart = set_off(&line.text, one);
    let stands_out = if line.heading {
        apart
    } else {
        mostly || apart || line.hint == Hint::Dated && share >= 25
    };
    let above = spot.side == Some(Side::Above);
    if spot.near && (!linked || apart) && bare && stands_out {
        return Some(if line.timed {
            Witness::TimeSeen
        } else if above && line.hint == Hint::None {
            Witness::NamedElement
        } else if line.hint == Hint::Dated && mostly {
            Witness::DatedNear
        } else {
            Witness::LineNear
        });
    }
    if line.hint == Hint::Dated && mostly && inside && !linked {
        return Some(Witness::NamedElement);
    }
    if line.timed && mostly && inside {
        return Some(Witness::TimeFar);
    }
    if spot.last && share >= 60 {
        return Some(Witness::Signature);
    }
    let opening = spot.near && bare && one.start < 60 && !above && !line.heading;
    opening.then_some(Witness::Dateline)
}

/// Whether a date begins or ends a short line and something parts it from the rest.
fn set_off(line: &str, one: &Found) -> bool {
    const PARTS: [char; 8] = ['|', '·', '•', '–', '-', '/', '\n', '»'];
    let (before, after) = (line.get(..one.start), line.get(one.end..));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    // a heading may hold the title and the date on lines of their own
    let before = before.rsplit_once('\n').map_or(before, |(_, own)| own);
    let after = after.split_once('\n').map_or(after, |(own, _)| own);
    if before.trim().is_empty() && after.trim().is_empty() {
        return true;
    }
    if line.chars().count() > 160 {
        return false;
    }
    let parted_behind = after.trim_matches(' ').starts_with(PARTS) || after.starts_with("  ");
    let parted_before = before.trim_matches(' ').ends_with(PARTS) || before.ends_with("  ");
    let comma = after.trim_start().starts_with(',') && line.chars().count() <= 60;
    before.trim().is_empty() && (parted_behind || comma) || after.trim().is_empty() && parted_before
}

/// "BEIJING, March 31, 2026 -" at the start of the first paragraph.
fn dateline(line: &Line, votes: &mut Votes<'_>) {
    let end = line.text.char_indices().nth(70).map_or(line.text.len(), |(at, _)| at);
    let head = line.text.get(..end).unwrap_or_default();
    if let Some(first) = scan(head, votes.clues).first() {
        votes.found(Witness::Dateline, first);
    }
}

/// The lines that may be the article's title: the best of those that the page's title repeats,
/// with its copies, else the first heading.
fn titles(seen: &Seen<'_>) -> Vec<usize> {
    let mut best: Vec<usize> = Vec::new();
    let mut most = 0;
    for (index, line) in seen.lines.iter().enumerate() {
        let length = line.text.chars().count();
        if !(4..=300).contains(&length) || line.zone == Zone::Beside && !line.heading {
            continue;
        }
        let Some(trust) = seen.titles.iter().map(|title| repeats(title, &line.text)).max() else {
            break;
        };
        if trust == 0 {
            continue;
        }
        let linked = line.linked * 2 > line.text.len() || line.zone == Zone::Beside;
        // a heading counts for more, a link for less; then the longer
        let rank = trust
            + length.min(120)
            + if line.heading { 200 } else { 0 }
            + if linked { 0 } else { 100 };
        if rank > most {
            most = rank;
            best.clear();
        }
        if rank == most && best.len() < 4 {
            best.push(index);
        }
    }
    if best.is_empty() {
        best.extend(seen.lines.iter().position(|line| line.heading && line.zone == Zone::Content));
    }
    best
}

/// How surely a page's title repeats a line: whole, or its beginning where one of the two is cut or
/// garbled.
fn repeats(title: &str, line: &str) -> usize {
    if title.contains(line) {
        return 100;
    }
    let head = line.char_indices().nth(20).and_then(|(end, _)| line.get(..end));
    usize::from(head.is_some_and(|head| title.contains(head))) * 90
}

/// The first line of prose after the title.
fn body_start(lines: &[Line], title: usize) -> usize {
    let prose = |line: &Line| line.text.chars().count() > 120 && line.linked * 2 < line.text.len();
    lines.iter().skip(title + 1).position(prose).map_or(lines.len(), |at| title + 1 + at)
}

/// The line that ends the text if it is a date alone: notices are signed so.
fn text_end(lines: &[Line], body: Option<usize>) -> Option<usize> {
    let body = body?;
    let mut prose = body;
    for (index, line) in lines.iter().enumerate().skip(body) {
        if line.zone == Zone::Content && line.text.chars().count() > 60 && line.linked == 0 {
            prose = index;
        }
    }
    let digits = |line: &Line| line.text.chars().any(|c| c.is_ascii_digit() || c == '年');
    (prose + 1..(prose + 6).min(lines.len())).find(|&index| {
        lines.get(index).is_some_and(|line| line.text.chars().count() <= 40 && digits(line))
    })
}
