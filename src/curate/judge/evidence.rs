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
/// Longer than any listed word or pair, in bytes.
const SLACK: usize = 240;

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

pub(super) fn gather(
    lexicon: &Lexicon,
    rules: &[Together],
    page: &Page,
    hits: &[Hit],
) -> Vec<Finding> {
    let mut by_concept: Vec<Vec<Hit>> = vec![Vec::new(); lexicon.concepts.len()];
    for hit in hits {
        if let Some(list) = by_concept.get_mut(hit.concept) {
            list.push(*hit);
        }
    }
    let mut findings = Vec::with_capacity(64);
    let mut pairs = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let evidence = lexicon.concepts.len() + index;
        let found = stand_together(rule, page, &by_concept);
        if let Some(list) = rule.makes.and_then(|made| by_concept.get_mut(made)) {
            list.extend(
                found.iter().map(|h| Hit { concept: rule.makes.unwrap_or(h.concept), ..*h }),
            );
            list.sort_unstable();
        }
        by_place(page, evidence, &found, &mut pairs);
    }
    for (concept, list) in by_concept.iter().enumerate().filter(|(_, list)| !list.is_empty()) {
        by_place(page, concept, list, &mut findings);
    }
    findings.append(&mut pairs);
    findings
}

fn stand_together(rule: &Together, page: &Page, by_concept: &[Vec<Hit>]) -> Vec<Hit> {
    let none =
        |ids: &[EvidenceId]| ids.iter().all(|id| by_concept.get(*id).is_none_or(Vec::is_empty));
    if none(&rule.first) || none(&rule.second) {
        return Vec::new();
    }
    let second = collect(&rule.second, by_concept);
    let mut found = Vec::new();
    for a in collect(&rule.first, by_concept) {
        let Some(place) = page.place(a.start) else { continue };
        let loose = place == Place::Title && rule.within >= LOOSE;
        let limit = if loose { TITLE_WITHIN } else { rule.within };
        // no listed word is longer than the slack, so nothing near lies before this
        let from = second.partition_point(|b| b.start + SLACK + limit < a.start);
        let near = second.iter().skip(from).take_while(|b| b.start <= a.end + limit).find(|b| {
            let apart = a.end <= b.start || b.end <= a.start;
            apart && a.start <= b.end + limit && same_part(page.place(b.start), place)
        });
        if let Some(b) = near {
            let (start, end) = (a.start.min(b.start), a.end.max(b.end));
            found.push(Hit { concept: a.concept, start, end });
        }
    }
    found.sort_unstable_by_key(|h| (h.start, h.end));
    found
}

/// Hits of any of the concepts in the order of the text.
fn collect(ids: &[EvidenceId], by_concept: &[Vec<Hit>]) -> Vec<Hit> {
    let lists = ids.iter().filter_map(|id| by_concept.get(*id));
    let mut hits: Vec<Hit> = lists.flat_map(|list| list.iter().take(MAX_PAIRED)).copied().collect();
    if ids.len() > 1 {
        hits.sort_unstable_by_key(|h| (h.start, h.end));
    }
    hits
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
