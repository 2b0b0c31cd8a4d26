//! From words to evidence: concepts by place, and concepts that stand together.

use serde::Deserialize;

use super::lexicon::{EvidenceId, Lexicon};
use super::scan::{Hit, Page};
use super::{RulesError, Words};
use crate::model::Place;

/// Places in the order of the weight table.
pub(super) const PLACES: [Place; 5] =
    [Place::Title, Place::Lead, Place::Body, Place::Source, Place::Url];

/// Of a word that stands all over a text, this many are looked at for combinations.
const MAX_PAIRED: usize = 24;

/// Concepts that need not touch may stand anywhere in a title of common length.
const LOOSE: usize = 40;
const TITLE_WITHIN: usize = 100;

/// Two concepts close to each other mean more than each alone: a foreign university beside
/// "signed an agreement".
#[derive(Debug)]
pub(super) struct Together {
    pub id: String,
    pub prior: f64,
    first: Vec<EvidenceId>,
    second: Vec<EvidenceId>,
    /// Bytes of folded text between the two; in a title any distance counts.
    within: usize,
    /// The concept the two make together, for later rules to build on.
    makes: Option<EvidenceId>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TogetherTable {
    #[serde(default, rename = "about")]
    _about: String,
    weight: f64,
    first: Vec<String>,
    second: Vec<String>,
    within: usize,
    makes: Option<String>,
}

pub(super) fn read_together(
    words: Words<'_>,
    lexicon: &Lexicon,
) -> Result<Vec<Together>, RulesError> {
    let table: toml::Table = words.text.parse().map_err(|e| RulesError::new(words.name, &e))?;
    let known = |id: &String| {
        lexicon
            .id_of(id)
            .ok_or_else(|| RulesError::new(words.name, &format!("no concept is called {id}")))
    };
    table
        .into_iter()
        .map(|(id, value)| {
            let rule: TogetherTable =
                value.try_into().map_err(|e| RulesError::new(words.name, &format!("{id}: {e}")))?;
            Ok(Together {
                id,
                prior: rule.weight,
                first: rule.first.iter().map(known).collect::<Result<_, _>>()?,
                second: rule.second.iter().map(known).collect::<Result<_, _>>()?,
                within: rule.within,
                makes: rule.makes.as_ref().map(known).transpose()?,
            })
        })
        .collect()
}

/// One kind of evidence at one place, with the words that stand for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finding {
    pub evidence: EvidenceId,
    pub place: Place,
    /// From 0 to 1: once is less than often.
    pub strength: f64,
    pub start: usize,
    pub end: usize,
}

/// What the words found amount to; `by_concept` holds each concept's hits in the order of the text.
pub(super) fn gather(
    rules: &[Together],
    page: &Page,
    mut by_concept: Vec<Vec<Hit>>,
) -> Vec<Finding> {
    let concepts = by_concept.len();
    let mut findings = Vec::with_capacity(64);
    let mut pairs = Vec::new();
    let mut found = Vec::with_capacity(64);
    for (index, rule) in rules.iter().enumerate() {
        found.clear();
        stand_together(rule, page, &by_concept, &mut found);
        if found.is_empty() {
            continue;
        }
        if let Some(made) = rule.makes
            && let Some(list) = by_concept.get_mut(made)
        {
            list.extend(found.iter().map(|hit| Hit { concept: made, ..*hit }));
            list.sort_unstable();
        }
        by_place(page, concepts + index, &found, &mut pairs);
    }
    for (concept, list) in by_concept.iter().enumerate().filter(|(_, list)| !list.is_empty()) {
        by_place(page, concept, list, &mut findings);
    }
    findings.append(&mut pairs);
    findings
}

fn stand_together(rule: &Together, page: &Page, by_concept: &[Vec<Hit>], found: &mut Vec<Hit>) {
    let hits =
        |id: &EvidenceId| by_concept.get(*id).map(Vec::as_slice).filter(|list| !list.is_empty());
    for first in rule.first.iter().filter_map(hits) {
        let mut best = [None; MAX_PAIRED];
        for second in rule.second.iter().filter_map(hits) {
            pair(rule, page, (first, second), &mut best);
        }
        found.extend(best.iter().flatten());
    }
    found.sort_unstable_by_key(|h| (h.start, h.end));
}

/// For each of `first` the earliest of `second` beside it, where that is earlier than the best so
/// far; both come in the order of the text.
fn pair(
    rule: &Together,
    page: &Page,
    (first, second): (&[Hit], &[Hit]),
    best: &mut [Option<Hit>; MAX_PAIRED],
) {
    let second = second.get(..second.len().min(MAX_PAIRED)).unwrap_or_default();
    let longest = second.iter().map(|b| b.end - b.start).max().unwrap_or(0);
    let reach = rule.within.max(TITLE_WITHIN) + longest;
    let mut from = 0;
    for (a, best) in first.iter().zip(best) {
        let Some(place) = page.place(a.start) else { continue };
        let loose = place == Place::Title && rule.within >= LOOSE;
        let limit = if loose { TITLE_WITHIN } else { rule.within };
        while second.get(from).is_some_and(|b| b.start + reach < a.start) {
            from += 1;
        }
        let rest = second.get(from..).unwrap_or_default();
        let near = rest.iter().take_while(|b| b.start <= a.end + limit).find(|b| {
            let apart = a.end <= b.start || b.end <= a.start;
            apart && a.start <= b.end + limit && same_part(page.place(b.start), place)
        });
        if let Some(b) = near {
            let (start, end) = (a.start.min(b.start), a.end.max(b.end));
            if best.is_none_or(|known| (start, end) < (known.start, known.end)) {
                *best = Some(Hit { concept: a.concept, start, end });
            }
        }
    }
}

fn same_part(a: Option<Place>, b: Place) -> bool {
    let text = |p: Place| matches!(p, Place::Lead | Place::Body);
    a.is_some_and(|a| a == b || text(a) && text(b))
}

fn by_place(page: &Page, evidence: EvidenceId, hits: &[Hit], findings: &mut Vec<Finding>) {
    let mut counts = [0_i32; PLACES.len()];
    let mut firsts: [Option<Hit>; PLACES.len()] = [None; PLACES.len()];
    for hit in hits {
        let Some(at) = page.place(hit.start).and_then(|p| PLACES.iter().position(|q| *q == p))
        else {
            continue;
        };
        if let (Some(count), Some(first)) = (counts.get_mut(at), firsts.get_mut(at)) {
            *count += 1;
            first.get_or_insert(*hit);
        }
    }
    for ((place, count), first) in PLACES.iter().zip(counts).zip(firsts) {
        if let Some(hit) = first {
            let strength = match place {
                Place::Lead => 1.0 - 0.3_f64.powi(count),
                Place::Body => 1.0 - 0.6_f64.powi(count),
                _ => 1.0,
            };
            findings.push(Finding {
                evidence,
                place: *place,
                strength,
                start: hit.start,
                end: hit.end,
            });
        }
    }
}
