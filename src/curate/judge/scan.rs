//! One pass over a document: which words stand where.

use super::Document;
use super::fold::{fold_into, has_word_borders};
use super::lexicon::{EvidenceId, Lexicon, Pattern};
use crate::model::Place;

/// How much of each part is read, in bytes of folded text: about a third of that in Chinese.
const TITLE_LIMIT: usize = 600;
const TEXT_LIMIT: usize = 8_000;
const NOTE_LIMIT: usize = 400;
/// What counts as the lead.
const LEAD: usize = 420;
/// More words than this say nothing new, and bound the work on hostile text.
const MAX_HITS: usize = 4_000;

/// A concept's word at its place, in bytes of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub concept: EvidenceId,
    pub start: usize,
    pub end: usize,
}

/// The folded document and where its parts begin.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub text: String,
    title_end: usize,
    lead_start: usize,
    lead_end: usize,
    body_end: usize,
    source_end: usize,
}

impl Page {
    pub(super) fn new(document: &Document<'_>) -> Self {
        let mut text = String::with_capacity(document.text.len().min(TEXT_LIMIT) + 1024);
        fold_into(&mut text, document.title, TITLE_LIMIT);
        text.push('\n');
        let title_end = text.len();
        fold_into(&mut text, document.text, TEXT_LIMIT);
        let lead_start = skip_repeated_title(&text, title_end);
        let body_end = text.len();
        text.push('\n');
        for note in
            document.source_name.into_iter().chain(document.source_tags.iter().map(String::as_str))
        {
            fold_into(&mut text, note, NOTE_LIMIT);
            text.push('\n');
        }
        let source_end = text.len();
        if let Some(url) = document.url {
            fold_into(&mut text, url.host(), NOTE_LIMIT);
            text.push(' ');
            fold_into(&mut text, url.as_url().path(), NOTE_LIMIT);
        }
        let lead_end = (lead_start + LEAD).min(body_end);
        Self { text, title_end, lead_start, lead_end, body_end, source_end }
    }

    /// `None` for the second copy of the title that many pages carry at the head of their text.
    pub(super) fn place(&self, at: usize) -> Option<Place> {
        match at {
            at if at < self.title_end => Some(Place::Title),
            at if at < self.lead_start => None,
            at if at < self.lead_end => Some(Place::Lead),
            at if at < self.body_end => Some(Place::Body),
            at if at < self.source_end => Some(Place::Source),
            _ => Some(Place::Url),
        }
    }

    pub(super) fn words(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}

fn skip_repeated_title(text: &str, title_end: usize) -> usize {
    let Some((title, rest)) = text.split_at_checked(title_end) else { return title_end };
    let title = title.trim();
    if title.len() < 12 {
        return title_end;
    }
    let mut window = (title.len() * 2 + 120).min(rest.len());
    while !rest.is_char_boundary(window) {
        window -= 1;
    }
    let found = rest.get(..window).and_then(|head| head.find(title));
    found.map_or(title_end, |at| title_end + at + title.len())
}

/// A word found, and the country whose name it is.
type Named = (Hit, Option<u16>);

/// Each concept's words in the order of the text, names at home left out.
pub(super) fn scan(lexicon: &Lexicon, page: &Page, home: &[u16]) -> Vec<Vec<Hit>> {
    let mut hits: Vec<Named> = Vec::with_capacity(256);
    let mut parts: Vec<(usize, usize, usize)> = Vec::new();
    lexicon.trie.find(&page.text, |found| {
        let Some(pattern) = lexicon.patterns.get(found.pattern) else { return true };
        let (start, end) = (found.start, found.end);
        if !ends_freely(&page.text, pattern, end)
            || (pattern.only_in_url && start < page.source_end)
        {
            return true;
        }
        match pattern.concept {
            Some(concept) => hits.push((Hit { concept, start, end }, pattern.country)),
            None => parts.push((start, found.pattern, word_end(&page.text, end))),
        }
        hits.len() + parts.len() < MAX_HITS
    });
    let known = hits.len();
    hits.extend(phrases(lexicon, &page.text, &mut parts));
    if hits.len() > known {
        // two sorted runs, which a stable sort merely merges
        hits.sort_by_key(|(hit, _)| (hit.start, hit.end));
    }
    tidy(lexicon, &hits, home)
}

fn ends_freely(text: &str, pattern: &Pattern, end: usize) -> bool {
    let after = || text.get(end..).and_then(|t| t.chars().next());
    !(pattern.border_right && after().is_some_and(has_word_borders))
}

fn word_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.find([' ', '\n']).unwrap_or(rest.len())
}

fn phrases(
    lexicon: &Lexicon,
    text: &str,
    parts: &mut [(usize, usize, usize)],
) -> Vec<(Hit, Option<u16>)> {
    parts.sort_unstable();
    let mut found = Vec::new();
    for &(start, first, first_end) in parts.iter() {
        for &phrase in lexicon.phrases_from.get(&first).map_or(&[][..], Vec::as_slice) {
            let Some(phrase) = lexicon.phrases.get(phrase) else { continue };
            let end = phrase.parts.iter().skip(1).try_fold(first_end, |end, part| {
                let next = end + 1;
                let Some(part) = part else { return Some(word_end(text, next)) };
                let from = parts.partition_point(|p| (p.0, p.1) < (next, *part));
                parts.get(from).filter(|p| p.0 == next && p.1 == *part).map(|p| p.2)
            });
            if let Some(end) = end {
                found.push((Hit { concept: phrase.concept, start, end }, phrase.country));
            }
        }
    }
    found
}

/// Parts the hits by concept. Drops what lies inside a swallowing phrase or inside a longer word of
/// its own concept, then what is at home. Hits come in the order of the text, shorter ones first.
fn tidy(lexicon: &Lexicon, hits: &[Named], home: &[u16]) -> Vec<Vec<Hit>> {
    let swallows = |hit: &Hit| lexicon.concepts.get(hit.concept).is_some_and(|c| c.swallows);
    let mouths: Vec<(usize, usize)> =
        hits.iter().filter(|(h, _)| swallows(h)).map(|(h, _)| (h.start, h.end)).collect();
    let mut kept: Vec<Vec<Named>> = vec![Vec::new(); lexicon.concepts.len()];
    for (hit, country) in hits {
        let Some(list) = kept.get_mut(hit.concept) else { continue };
        if !mouths.is_empty() && inside_any(&mouths, hit) {
            continue;
        }
        match list.last_mut() {
            Some((last, _)) if hit.end <= last.end => {}
            Some((last, of)) if hit.start == last.start => (*last, *of) = (*hit, *country),
            _ => list.push((*hit, *country)),
        }
    }
    let abroad = |country: &Option<u16>| country.is_none_or(|c| !home.contains(&c));
    let own = |list: Vec<Named>| -> Vec<Hit> {
        list.into_iter().filter(|(_, country)| abroad(country)).map(|(hit, _)| hit).collect()
    };
    kept.into_iter().map(own).collect()
}

fn inside_any(mouths: &[(usize, usize)], hit: &Hit) -> bool {
    let from = mouths.partition_point(|m| m.0 <= hit.start);
    // swallowing phrases are short: the few that start nearest before are enough
    mouths
        .get(from.saturating_sub(6)..from)
        .unwrap_or_default()
        .iter()
        .any(|&(start, end)| hit.end <= end && (start, end) != (hit.start, hit.end))
}

/// Which countries are home to a document: by the host's last label, else by its script.
pub(super) fn home(lexicon: &Lexicon, document: &Document<'_>) -> Vec<u16> {
    let host = document.url.map_or("", |url| url.host());
    let tld = host.rsplit('.').next().unwrap_or_default();
    let lang = document.lang.map(crate::model::Lang::as_str);
    let lang = lang.or_else(|| script(document)).unwrap_or_default();
    let of = |wanted: &dyn Fn(&super::lexicon::Country) -> bool| -> Vec<u16> {
        lexicon
            .countries
            .iter()
            .enumerate()
            .filter(|(_, country)| wanted(country))
            .map(|(index, _)| index as u16)
            .collect()
    };
    let by_host = of(&|country| country.tlds.iter().any(|t| t == tld));
    if by_host.is_empty() {
        of(&|country| country.langs.iter().any(|l| l == lang))
    } else {
        by_host
    }
}

/// The language its script gives away.
fn script(document: &Document<'_>) -> Option<&'static str> {
    let sample = document.title.chars().chain(document.text.chars()).take(200);
    let mut han = 0;
    for c in sample {
        match c {
            '\u{3041}'..='\u{30ff}' => return Some("ja"),
            '\u{ac00}'..='\u{d7af}' => return Some("ko"),
            '\u{400}'..='\u{4ff}' => return Some("ru"),
            '\u{4e00}'..='\u{9fff}' => han += 1,
            _ => {}
        }
    }
    (han >= 2).then_some("zh")
}
