//! The whole title of a row, wherever the row says it.

use std::collections::HashMap;
use std::ops::Range;

use super::chunks::{self, Chunk};
use super::columns::Row;
use super::links::{Link, Links};
use super::text::{is_cut, stem, units};
use super::words;
use crate::parse::date::{self, Clues};
use crate::parse::html::{At, Tree};

/// Longest text that is taken for a title where no link tells one, in characters.
const LONGEST: usize = 140;

/// A title and whether the page has only a part of it.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub text: String,
    pub cut: bool,
    /// What the row shows, where the title was found elsewhere.
    pub shown: Option<String>,
}

/// `generic` says that the link itself tells nothing ("read more").
pub(super) fn of(
    tree: &Tree<'_>,
    links: &Links,
    row: &Row,
    generic: bool,
    clues: &Clues,
) -> Option<Title> {
    let link = links.get(row.link)?;
    let inside = link.at..tree.end(link.at);
    let shown = if generic { None } else { best(tree, inside, clues) };
    let shown = shown.or_else(|| (!generic && !link.text.is_empty()).then(|| link.text.clone()));
    let shown = match shown {
        Some(text) if units(&text) >= 4 => text,
        other => around(tree, links, row, clues).map(|text| opening(&text)).or(other)?,
    };
    let whole = whole(tree, links, row, link, &shown);
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
fn best(tree: &Tree<'_>, range: Range<At>, clues: &Clues) -> Option<String> {
    if let Some(heading) =
        range.clone().find(|&at| heading_tag(tree, at) && units(&tree.text(at..tree.end(at))) >= 4)
    {
        return Some(heading_text(tree, heading));
    }
    let chunks: Vec<Chunk> = chunks::of(tree, range.clone())
        .into_iter()
        .filter(|chunk| !is_date(&chunk.text, clues))
        .collect();
    let named = |chunk: &&Chunk| {
        let mut up = std::iter::once(chunk.holder)
            .chain(tree.ancestors(chunk.holder).take_while(|up| range.contains(up)));
        units(&chunk.text) >= 6
            && up.any(|at| at > range.start && tree.classes(at).any(words::is_title_class))
    };
    if let Some(chunk) = chunks.iter().find(named) {
        return Some(chunk.text.clone());
    }
    let longest = chunks.iter().map(|chunk| units(&chunk.text)).max()?;
    let first = chunks.iter().find(|chunk| {
        let length = units(&chunk.text);
        length >= 14 && (length * 2 >= longest || longest > 70)
    });
    match first {
        Some(chunk) => Some(chunk.text.clone()),
        None if longest < 14 => {
            Some(chunks.iter().map(|chunk| chunk.text.as_str()).collect::<Vec<_>>().join(" "))
        }
        None => chunks.into_iter().max_by_key(|chunk| units(&chunk.text)).map(|chunk| chunk.text),
    }
}

fn heading_tag(tree: &Tree<'_>, at: At) -> bool {
    matches!(tree.name(at), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// A heading without what is set apart inside it (a speaker, a date).
fn heading_text(tree: &Tree<'_>, at: At) -> String {
    let pieces = chunks::of(tree, at..tree.end(at));
    if let [title, aside] = pieces.as_slice()
        && title.holder == at
        && aside.holder != at
        && units(&title.text) >= 8
    {
        return title.text.clone();
    }
    tree.text(at..tree.end(at))
}

/// The title of a row whose link does not tell it.
fn around(tree: &Tree<'_>, links: &Links, row: &Row, clues: &Clues) -> Option<String> {
    let range = row.record.clone();
    if let Some(heading) =
        range.clone().find(|&at| heading_tag(tree, at) && units(&tree.text(at..tree.end(at))) >= 4)
    {
        return Some(heading_text(tree, heading));
    }
    let own = links.get(row.link)?;
    let chunks: Vec<Chunk> = chunks::of(tree, range.clone())
        .into_iter()
        .filter(|chunk| {
            units(&chunk.text) >= 6 && chunk.text != own.text && !is_date(&chunk.text, clues)
        })
        .collect();
    let named = |chunk: &&Chunk| {
        let mut up = std::iter::once(chunk.holder)
            .chain(tree.ancestors(chunk.holder).take_while(|up| range.contains(up)));
        up.any(|at| at > range.start && tree.classes(at).any(words::is_title_class))
    };
    if let Some(chunk) = chunks.iter().find(named) {
        return Some(chunk.text.clone());
    }
    if tree.name(range.start) == "tr" {
        let told = chunks.iter().filter(|chunk| units(&chunk.text) <= 200);
        return told.max_by_key(|chunk| units(&chunk.text)).map(|chunk| chunk.text.clone());
    }
    chunks.into_iter().next().map(|chunk| chunk.text)
}

/// Whether a piece is a date and hardly more.
pub(super) fn is_date(text: &str, clues: &Clues) -> bool {
    if !text.chars().any(|c| c.is_ascii_digit()) && text.chars().count() > 16
        || text.chars().count() > 60
    {
        return false;
    }
    let dates = date::scan(text, clues);
    let Some(found) = dates.first() else {
        return units(text) <= 4 && text.chars().any(|c| c.is_ascii_digit());
    };
    let before = text.get(..found.start).unwrap_or_default();
    let after = text.get(found.end..).unwrap_or_default();
    units(before) + units(after) <= 10
}

/// The same title in full, where the page has it: as an attribute, as the text of an image, or
/// elsewhere in the row.
fn whole(tree: &Tree<'_>, links: &Links, row: &Row, link: &Link, shown: &str) -> Option<String> {
    let stem = fold(stem(shown));
    if stem.is_empty() {
        return None;
    }
    let continues = |text: &str| {
        let folded = fold(text);
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
        .filter(|other| other.key == link.key && other.at != link.at)
    {
        let said = [other.title.as_deref(), Some(other.text.as_str())];
        if let Some(text) =
            said.into_iter().flatten().find(|text| continues(text) && text.chars().count() <= 200)
        {
            return Some(fold_space(text));
        }
    }
    for at in row.record.clone().take(300) {
        let said = tree.attr(at, "alt").or_else(|| tree.attr(at, "title"));
        if let Some(text) = said.filter(|text| continues(text)) {
            return Some(fold_space(text));
        }
    }
    let pieces = chunks::of(tree, row.record.clone());
    pieces
        .into_iter()
        .map(|chunk| chunk.text)
        .find(|text| continues(text) && text.chars().count() <= 200)
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
