//! The whole title of a row, wherever the row says it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::chunks::Chunk;
use super::columns::Row;
use super::features::Measure;
use super::links::Link;
use super::text::{is_cut, said, stem, units};
use crate::parse::date::{self, Clues, Found};
use crate::parse::html::{At, Attr, Tree};

/// The shortest title that may do without the labels before it, in units.
const TITLE: usize = 16;
/// Longest text that is taken for a title where no link tells one, in characters.
const LONGEST: usize = 140;
/// A title in lines has no more of them, and no more characters.
const MAX_LINES: usize = 3;
const LINES: usize = 100;

/// A title and whether the page has only a part of it.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub text: String,
    pub cut: bool,
    /// What the row shows, where the title was found elsewhere.
    pub shown: Option<String>,
}

/// `generic` says that the link itself tells nothing ("read more").
pub(super) fn of(measure: &Measure<'_>, row: &Row, generic: bool) -> Option<Title> {
    let link = measure.links.get(row.link)?;
    let inside = link.at..measure.tree.end(link.at);
    let shown = if generic { None } else { best(measure, inside) };
    let shown = shown.or_else(|| (!generic && !link.text.is_empty()).then(|| link.text.clone()));
    let shown = match shown {
        Some(text) if units(&text) >= 4 => text,
        // what several rows are called may be the name of each: there is no other
        other => around(measure, row)
            .map(|text| opening(&text))
            .or(other)
            .or_else(|| (units(&link.text) >= TITLE).then(|| link.text.clone()))
            .filter(|text| !is_date(text, measure.clues))?,
    };
    // "link to" and the title, said to those who cannot see the card that the link covers
    let headed = || heading_in(measure, &row.record).map(|at| heading_text(measure, at));
    if !measure.facts(row.link).visible
        && let Some(heading) = headed().filter(|text| units(text) >= 4 && shown.ends_with(text))
    {
        return Some(Title { text: heading, cut: false, shown: None });
    }
    let whole = whole(measure, row, link, &shown);
    let cut = whole.is_none() && is_cut(&shown);
    let (text, shown) = match whole {
        Some(whole) => (whole, Some(shown)),
        None => (shown, None),
    };
    (units(&text) > 0).then_some(Title { text, cut, shown })
}

/// Takes back what attributes add to many titles alike ("opens in a new window").
pub(super) fn drop_refrains(titles: &mut [Option<Title>]) {
    let refrain = |title: &Title| {
        let rest = title.text.strip_prefix(title.shown.as_deref()?)?.trim();
        (!rest.is_empty()).then(|| rest.to_owned())
    };
    let mut said: HashMap<String, usize> = HashMap::new();
    for rest in titles.iter().flatten().filter_map(refrain) {
        *said.entry(rest).or_default() += 1;
    }
    for title in titles.iter_mut().flatten() {
        let common = refrain(title).and_then(|rest| said.get(&rest).copied());
        if common.is_some_and(|count| count > 1)
            && let Some(shown) = title.shown.take()
        {
            title.text = shown;
        }
    }
}

/// Of a text that is too long for a title, its first words.
fn opening(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    let end = start.rfind([' ', '，', '。', ',']).unwrap_or(start.len());
    format!("{}…", start.get(..end).unwrap_or(&start))
}

/// The piece that reads like the title: a heading, what is called a title, or the first of some length.
fn best(measure: &Measure<'_>, range: Range<At>) -> Option<String> {
    let tree = measure.tree;
    if let Some(heading) = heading_in(measure, &range) {
        return Some(heading_text(measure, heading));
    }
    let chunks = measure.chunks.within(tree, &range);
    let chunks: Vec<_> = chunks.into_iter().filter(|chunk| !chunk.is_date(measure.clues)).collect();
    let named = |chunk: &&Cow<'_, Chunk>| {
        let mut up = std::iter::once(chunk.holder)
            .chain(tree.ancestors(chunk.holder).take_while(|up| range.contains(up)));
        chunk.units >= 6 && up.any(|at| at > range.start && measure.looks.at(at).title)
    };
    if let Some(chunk) = chunks.iter().find(named) {
        return Some(chunk.text.clone());
    }
    if let Some(lines) = lines(&chunks) {
        return Some(lines);
    }
    let longest = chunks.iter().map(|chunk| chunk.units).max()?;
    let first = chunks
        .iter()
        .find(|chunk| chunk.units >= 14 && (chunk.units * 2 >= longest || longest > 70));
    match first {
        Some(chunk) => Some(chunk.text.clone()),
        None if longest < 14 => {
            Some(chunks.iter().map(|chunk| chunk.text.as_str()).collect::<Vec<_>>().join(" "))
        }
        None => chunks.iter().max_by_key(|chunk| chunk.units).map(|chunk| chunk.text.clone()),
    }
}

/// A title that is broken into lines: short pieces of one element and nothing else.
fn lines(chunks: &[Cow<'_, Chunk>]) -> Option<String> {
    let (first, rest) = chunks.split_first()?;
    let one = rest.iter().all(|chunk| chunk.holder == first.holder);
    let long: usize = chunks.iter().map(|chunk| chunk.text.chars().count()).sum();
    if !one || rest.is_empty() || chunks.len() > MAX_LINES || long > LINES {
        return None;
    }
    Some(chunks.iter().map(|chunk| chunk.text.as_str()).collect::<Vec<_>>().join(" "))
}

/// The first heading that says something.
fn heading_in(measure: &Measure<'_>, range: &Range<At>) -> Option<At> {
    let tree = measure.tree;
    let says = |at: At| measure.survey.text(&(at..tree.end(at))) >= 4;
    range.clone().find(|&at| heading_tag(tree, at) && says(at))
}

fn heading_tag(tree: &Tree, at: At) -> bool {
    tree.is_heading(at)
}

/// A heading without what is set apart inside it (a speaker, a date).
fn heading_text(measure: &Measure<'_>, at: At) -> String {
    let tree = measure.tree;
    let pieces = measure.chunks.within(tree, &(at..tree.end(at)));
    if let [title, aside] = pieces.as_slice()
        && title.holder == at
        && aside.holder != at
        && title.units >= 8
    {
        return title.text.clone();
    }
    let whole = tree.text(at..tree.end(at));
    // labels that a style sets apart stand before the title without so much as a space
    match pieces.split_last() {
        Some((title, labels))
            if !labels.is_empty()
                && title.units >= TITLE
                && labels.iter().all(|label| label.units < TITLE)
                && whole.len() == pieces.iter().map(|piece| piece.text.len()).sum::<usize>() =>
        {
            title.text.clone()
        }
        _ => whole,
    }
}

/// The title of a row whose link does not tell it.
fn around(measure: &Measure<'_>, row: &Row) -> Option<String> {
    let (tree, range) = (measure.tree, &row.record);
    if let Some(heading) = heading_in(measure, range) {
        return Some(heading_text(measure, heading));
    }
    let own = measure.links.get(row.link)?;
    let chunks = measure.chunks.within(tree, range).into_iter().filter(|chunk| {
        chunk.units >= 6 && chunk.text != own.text && !chunk.is_date(measure.clues)
    });
    let chunks: Vec<_> = chunks.collect();
    let named = |chunk: &&Cow<'_, Chunk>| {
        let mut up = std::iter::once(chunk.holder)
            .chain(tree.ancestors(chunk.holder).take_while(|up| range.contains(up)));
        up.any(|at| at > range.start && measure.looks.at(at).title)
    };
    if let Some(chunk) = chunks.iter().find(named) {
        return Some(chunk.text.clone());
    }
    if tree.name(range.start) == "tr" {
        let told = chunks.iter().filter(|chunk| chunk.units <= 200);
        return told.max_by_key(|chunk| chunk.units).map(|chunk| chunk.text.clone());
    }
    chunks.first().map(|chunk| chunk.text.clone())
}

/// Whether a text is a date and hardly more.
pub(super) fn is_date(text: &str, clues: &Clues) -> bool {
    is_date_of(text, || date::scan(text, clues))
}

/// The same, where the dates of the text may be known.
pub(super) fn is_date_of<D: AsRef<[Found]>>(text: &str, dates: impl FnOnce() -> D) -> bool {
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    let length = text.chars().take(61).count();
    if length > 60 || !digits && length > 16 {
        return false;
    }
    let dates = dates();
    let Some(found) = dates.as_ref().first() else {
        return digits && units(text) <= 4;
    };
    let before = text.get(..found.start).unwrap_or_default();
    let after = text.get(found.end..).unwrap_or_default();
    units(before) + units(after) <= 10
}

/// The same title in full, where the page has it: as an attribute, as the text of an image, or
/// elsewhere in the row.
fn whole(measure: &Measure<'_>, row: &Row, link: &Link, shown: &str) -> Option<String> {
    let (tree, links) = (measure.tree, measure.links);
    let stem = said(stem(shown));
    if stem.is_empty() {
        return None;
    }
    let continues = |text: &str| {
        let folded = said(text);
        let whole = !text.contains("...") && !text.contains('…');
        folded.len() > stem.len() && folded.starts_with(&stem) && whole
    };
    if let Some(title) = link.title.as_deref().filter(|title| continues(title)) {
        return Some(fold_space(title));
    }
    if !is_cut(shown) {
        return None;
    }
    for other in links
        .within(&row.record)
        .filter_map(|i| links.get(i))
        .filter(|other| other.document == link.document && other.at != link.at)
    {
        let said = [other.title.as_deref(), Some(other.text.as_str())];
        if let Some(text) =
            said.into_iter().flatten().find(|text| continues(text) && text.chars().count() <= 200)
        {
            return Some(fold_space(text));
        }
    }
    for at in row.record.clone().take(300) {
        let said = tree.attr(at, Attr::Alt).or_else(|| tree.attr(at, Attr::Title));
        if let Some(text) = said.filter(|text| continues(text)) {
            return Some(fold_space(text));
        }
    }
    let pieces = measure.chunks.within(tree, &row.record);
    let fits =
        |chunk: &&Cow<'_, Chunk>| chunk.text.chars().count() <= 200 && continues(&chunk.text);
    pieces.iter().find(fits).map(|chunk| chunk.text.clone())
}

fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
