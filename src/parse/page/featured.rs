//! The one item that stands apart, in larger dress, before the list it belongs to.

use super::columns::Row;
use super::features::Measure;
use super::hash::{Hash, Map, Set};
use super::infer::Candidate;
use super::regions;
use crate::parse::html::At;

/// How far up from the list its neighbours are looked at.
const MAX_STEPS: usize = 3;
/// Neighbours without a link that may stand between.
const MAX_BETWEEN: usize = 2;
/// More documents than this, and the neighbour is more than one item.
const MAX_LINKS: usize = 3;
/// The shortest title, in units.
const TITLE: usize = 14;

/// Puts the item that stands right before a list at its head.
pub(super) fn add(measure: &Measure<'_>, list: &mut Candidate<'_>) {
    if let Some(row) = before(measure, list) {
        list.rows.rows.insert(0, row);
    }
}

fn before(measure: &Measure<'_>, list: &Candidate<'_>) -> Option<Row> {
    let tree = measure.tree;
    let mut inner = regions::frame(tree, &list.group);
    for _ in 0..MAX_STEPS {
        let parent = tree.parent(inner);
        let mut siblings: Vec<At> =
            tree.children(parent).take_while(|&child| child < inner).collect();
        siblings.retain(|&at| tree.is_element(at) && !tree.name(at).starts_with('h'));
        for &at in siblings.iter().rev().take(MAX_BETWEEN + 1) {
            let links = measure.links.within(&(at..tree.end(at)));
            let leads_on =
                links.len() < 3 && links.clone().all(|index| !measure.facts(index).document);
            if !leads_on {
                return one(measure, list, at);
            }
        }
        if matches!(tree.name(inner), "body" | "main") || inner == 0 {
            return None;
        }
        inner = parent;
    }
    None
}

/// The neighbour as a row, where it holds one document of the kind that the list holds.
fn one(measure: &Measure<'_>, list: &Candidate<'_>, at: At) -> Option<Row> {
    let range = at..measure.tree.end(at);
    let all = measure.links.within(&range);
    let rows = list.rows.rows.iter().filter_map(|row| measure.links.get(row.link));
    let known: Set<usize> = rows.clone().map(|link| link.document).collect();
    let mut shapes: Map<Hash, usize> = Map::default();
    for row in &list.rows.rows {
        *shapes.entry(measure.facts(row.link).mask).or_default() += 1;
    }
    let (shape, _) = shapes.into_iter().max_by_key(|(_, count)| *count)?;
    let links = || all.clone().filter_map(|index| Some((index, measure.links.get(index)?)));
    let documents: Set<usize> = links().map(|(_, link)| link.document).collect();
    let fits = |index: usize| measure.facts(index).mask == shape;
    let own = links().filter(|(index, _)| fits(*index)).map(|(_, link)| link.document);
    let own: Set<usize> = own.collect();
    let one = own.iter().next().filter(|one| own.len() == 1 && !known.contains(*one))?;
    if documents.len() > MAX_LINKS {
        return None;
    }
    let same = links().filter(|(_, link)| link.document == *one);
    let (link, best) = same.rev().max_by_key(|(index, link)| {
        let headed = measure.facts(*index).heading && link.units >= TITLE;
        (headed, link.units.min(60))
    })?;
    let row = Row { record: range, link, rivals: 0, prose: false, odd: false };
    let (dated, teaser) = measure.look(&row);
    let told = dated || teaser && measure.facts(link).heading;
    let told = list.features.dated < 0.8 || told;
    (told && best.units >= TITLE).then_some(row)
}
