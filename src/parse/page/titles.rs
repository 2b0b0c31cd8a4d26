//! The whole title of a row, wherever the row says it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::chunks::Chunk;
use super::columns::Row;
use super::features::Measure;
use super::links::Link;
use super::paging;
use super::text::{is_cut, said, stem, units};
use crate::parse::date::{self, Clues, Found};
use crate::parse::html::{At, Attr};

/// The shortest title that may do without the labels before it, in units.
const TITLE: usize = 16;
/// The same where nothing else is said.
const NAME: usize = 8;
/// So many rows tell where titles stand.
const ALIKE: usize = 4;
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
    let link = measure.links.get(telling(measure, row).unwrap_or(row.link))?;
    let inside = link.at..measure.tree.end(link.at);
    let shown = if generic { None } else { best(measure, inside) };
    let only_when = |_: &&str| is_date(&link.text, measure.clues);
    let shown = named(link, measure.clues).filter(only_when).map(fold_space).or(shown);
    let shown = shown.or_else(|| (!generic && !link.text.is_empty()).then(|| link.text.clone()));
    let shown = match shown {
        Some(text) if units(&text) >= 4 => text,
        // what several rows are called may be the name of each: there is no other
        other => around(measure, row)
            .map(|text| opening(&text))
            .or(other)
            .or_else(|| is_name(link).then(|| link.text.clone()))
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

/// The link that tells the title, of all to the document of the row: its own where that is a heading,
/// else the first that says one; never one that says who wrote.
fn telling(measure: &Measure<'_>, row: &Row) -> Option<usize> {
    let own = measure.links.get(row.link)?;
    let facts = measure.facts(row.link);
    if facts.heading && !facts.author {
        return None;
    }
    let told = |index: &usize, least: usize| {
        let facts = measure.facts(*index);
        let says = |link: &Link| link.document == own.document && link.units >= least;
        let says = measure.links.get(*index).is_some_and(|link| says(link) && !is_cut(&link.text));
        says && facts.visible && !facts.author && !facts.is_date
    };
    let mut links = measure.links.within(&row.record);
    let short = || facts.author.then(|| measure.links.within(&row.record).find(|i| told(i, 4)));
    links.find(|index| told(index, TITLE)).or_else(|| short().flatten())
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

/// What its attribute calls a link, where that may be a name: one that shows nothing but when needs it.
pub(super) fn named<'l>(link: &'l Link, clues: &Clues) -> Option<&'l str> {
    let title = link.title.as_deref().filter(|title| units(title) >= NAME)?;
    (!is_date(title, clues) && !paging::is_more(title)).then_some(title)
}

/// Whether what a link says may be a name at all.
fn is_name(link: &Link) -> bool {
    link.units >= NAME && !paging::is_more(&link.text)
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
    let says =
        |chunk: &Cow<'_, Chunk>| !chunk.is_date(measure.clues) && !paging::is_more(&chunk.text);
    let chunks: Vec<_> = chunks.into_iter().filter(says).collect();
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
    match place_among(&chunks) {
        Some(place) => chunks.get(place).map(|chunk| chunk.text.clone()),
        None => Some(chunks.iter().map(|chunk| chunk.text.as_str()).collect::<Vec<_>>().join(" ")),
    }
    .filter(|text| !text.is_empty())
}

/// Which of several pieces reads like a title; none where all are too short by themselves.
fn place_among(chunks: &[Cow<'_, Chunk>]) -> Option<usize> {
    let longest = chunks.iter().map(|chunk| chunk.units).max()?;
    let fits =
        |chunk: &Cow<'_, Chunk>| chunk.units >= 14 && (chunk.units * 2 >= longest || longest > 70);
    let first = chunks.iter().position(fits);
    let whole = || chunks.iter().rposition(|chunk| chunk.units == longest);
    first.or_else(|| whole().filter(|_| longest >= 14))
}

/// Lets rows whose links hold several blocks have their titles where most of them have.
pub(super) fn agree(measure: &Measure<'_>, rows: &[Row], titles: &mut [Option<Title>]) {
    let blocks = |row: &Row| blocks(measure, row);
    let all: Vec<Option<Vec<String>>> = rows.iter().map(blocks).collect();
    let place = |(title, blocks): (&Option<Title>, &Option<Vec<String>>)| {
        let title = title.as_ref()?;
        blocks.as_ref()?.iter().position(|block| *block == title.text)
    };
    if rows.len() < ALIKE {
        return;
    }
    let places: Vec<usize> = titles.iter().zip(&all).filter_map(place).collect();
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for &place in &places {
        *counts.entry(place).or_default() += 1;
    }
    let Some((&usual, _)) = counts.iter().find(|(_, n)| **n * 2 > rows.len()) else { return };
    for (title, blocks) in titles.iter_mut().zip(&all) {
        let elsewhere = place((title, blocks)).is_some_and(|place| place != usual);
        let text = blocks.as_ref().and_then(|blocks| blocks.get(usual));
        if let (Some(title), Some(text)) = (title.as_mut(), text.filter(|_| elsewhere))
            && units(text) >= NAME
        {
            title.text.clone_from(text);
        }
    }
}

/// What the blocks within a row's link say, where there are several and none is a heading.
fn blocks(measure: &Measure<'_>, row: &Row) -> Option<Vec<String>> {
    let link = measure.links.get(row.link)?;
    let inside = link.at..measure.tree.end(link.at);
    if inside.len() < 5 || heading_in(measure, &inside).is_some() {
        return None;
    }
    let pieces = measure.chunks.within(measure.tree, &inside).into_iter();
    let pieces = pieces.filter(|piece| !piece.is_date(measure.clues));
    let texts: Vec<String> = pieces.map(|piece| piece.text.clone()).collect();
    (texts.len() > 1).then_some(texts)
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
    let heading = |at: At| tree.is_heading(at) && !measure.looks.at(at).author;
    range.clone().find(|&at| heading(at) && says(at))
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

/// Whether a row has a heading apart from its link, which says less than a title.
pub(super) fn stands_beside(measure: &Measure<'_>, row: &Row) -> bool {
    let says = measure.links.get(row.link).is_some_and(|link| link.units >= TITLE);
    !says && !measure.facts(row.link).heading && heading_in(measure, &row.record).is_some()
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
    let last = dates.as_ref().last().filter(|last| last.start >= found.end);
    let before = text.get(..found.start).unwrap_or_default();
    let between = last.and_then(|last| text.get(found.end..last.start)).unwrap_or_default();
    let after = text.get(last.unwrap_or(found).end..).unwrap_or_default();
    units(before) + units(between) + units(after) <= 10
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
