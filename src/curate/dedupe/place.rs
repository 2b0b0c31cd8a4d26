//! Where a new item goes.

use std::collections::BTreeMap;

use super::compare::{Prepared, Verdict, compare};
use super::related::is_same_event;
use super::{Facts, Neighbour, Sketch};
use crate::model::{ItemId, JoinReason, StoryId};

/// Related stories named at most.
const MAX_RELATED: usize = 8;

/// Where a new item goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Placement {
    Opens { related: Vec<StoryId> },
    Joins { story: StoryId, like: ItemId, why: JoinReason, related: Vec<StoryId> },
}

/// How a new item stands to one story.
struct Bond {
    best: Option<(f64, ItemId, JoinReason)>,
    /// Some member says no: unlike ends are not pulled together over a third.
    refused: bool,
    related: bool,
}

/// Decides from the neighbours alone, in any order of them; `sketch` is the new item's.
///
/// An item joins a story if it is the same as one member and no member speaks against it; so a
/// chain of small steps does not grow. Of several such stories it joins the surest, the oldest
/// among equals; the others become related. Stories are never merged here.
pub fn place(new: &Facts, sketch: &Sketch, neighbours: &[Neighbour]) -> Placement {
    if neighbours.is_empty() {
        return Placement::Opens { related: Vec::new() };
    }
    let prepared = Prepared::of(new, Some(sketch));
    let mut bonds: BTreeMap<StoryId, Bond> = BTreeMap::new();
    for neighbour in neighbours {
        let bond = bonds.entry(neighbour.story).or_insert(Bond {
            best: None,
            refused: false,
            related: false,
        });
        let other = Prepared::of(&neighbour.facts, neighbour.sketch.as_ref());
        match compare(&prepared, &other) {
            Verdict::Same { why, strength } => {
                let better = bond.best.as_ref().is_none_or(|(best, item, _)| {
                    strength > *best || (strength >= *best && neighbour.item < *item)
                });
                if better {
                    bond.best = Some((strength, neighbour.item, why));
                }
            }
            Verdict::Akin => bond.related = true,
            Verdict::Related => {
                bond.related = true;
                bond.refused = true;
            }
            Verdict::Clash => bond.refused = true,
            Verdict::Apart => {
                bond.refused = true;
                bond.related |= is_same_event(&prepared, &other);
            }
        }
    }
    decide(bonds)
}

fn decide(bonds: BTreeMap<StoryId, Bond>) -> Placement {
    let mut chosen: Option<(f64, StoryId, ItemId, JoinReason)> = None;
    for (story, bond) in &bonds {
        let Some((strength, item, why)) = &bond.best else { continue };
        // an address or an id is a fact; no likeness of other members outweighs it
        let certain = matches!(why, JoinReason::SameUrl | JoinReason::SameGuid);
        if bond.refused && !certain {
            continue;
        }
        if chosen.as_ref().is_none_or(|(best, ..)| strength > best) {
            chosen = Some((*strength, *story, *item, why.clone()));
        }
    }
    let taken = chosen.as_ref().map(|(_, story, ..)| *story);
    let related = bonds
        .into_iter()
        .filter(|(story, bond)| Some(*story) != taken && (bond.related || bond.best.is_some()))
        .map(|(story, _)| story)
        .take(MAX_RELATED)
        .collect();
    match chosen {
        Some((_, story, like, why)) => Placement::Joins { story, like, why, related },
        None => Placement::Opens { related },
    }
}
