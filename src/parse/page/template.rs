//! What was learned of a list page, as text that is kept: where each list stands and what its
//! records are, in words of CSS.

use serde::{Deserialize, Serialize};

use super::entries;
use super::features::Measure;
use super::infer::{self, Candidate};
use super::known::Known;
use super::looks;
use super::regions::{self, Region};
use super::weights;
use crate::model::{ListSelectors, Template};
use crate::parse::html::{At, Attr, Tree};

/// A template is read only as the version that it was written as.
const VERSION: u32 = 1;
/// How much worse than a new one a list may look that stands where it always stood.
const TRUST: f64 = 1.5;
const FLOOR: f64 = weights::ACCEPT - TRUST;
/// Class names used of one element.
const MAX_CLASSES: usize = 3;

#[derive(Debug, Serialize, Deserialize)]
struct Learned {
    v: u32,
    lists: Vec<Place>,
}

/// Where one list stands.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Child steps from the body down: `div.main>ul.list`.
    path: String,
    /// The tag of its records, perhaps with a class; `br` where line breaks part them.
    item: String,
    /// How many like blocks made up the list.
    blocks: usize,
    /// Whether most rows had a date.
    dated: bool,
}

/// What there is to remember of these lists.
pub(super) fn learn(measure: &Measure<'_>, lists: &[Candidate<'_>]) -> Option<Template> {
    let tree = measure.tree;
    let mut places: Vec<Place> = Vec::new();
    // a single entry does not tell where the next one will stand
    for list in lists.iter().filter(|list| regions::repeats(measure, &list.group)) {
        let Some(first) = list.group.first() else { continue };
        let place = Place {
            path: path(tree, first.container),
            item: first.item(),
            blocks: list.group.len(),
            dated: list.features.dated >= 0.8,
        };
        match places.iter_mut().find(|known| known.path == place.path && known.item == place.item) {
            Some(known) => known.blocks += place.blocks,
            None => places.push(place),
        }
    }
    if places.is_empty() {
        return None;
    }
    serde_json::to_string(&Learned { v: VERSION, lists: places }).ok().map(Template)
}

/// The lists that a template finds on a page; `None` where it no longer fits.
pub(super) fn apply<'a>(
    template: &Template,
    measure: &Measure<'a>,
    known: &Known,
) -> Option<Vec<Candidate<'a>>> {
    let learned = read(template)?;
    let tree = measure.tree;
    let wanted =
        |container: At| learned.lists.iter().any(|place| stands_at(tree, container, &place.path));
    let found = infer::candidates(measure, &wanted, FLOOR);
    let mut lists = Vec::new();
    for candidate in found {
        let Some(region) = candidate.group.first() else { continue };
        let place = learned.lists.iter().find(|place| {
            place.item == region.item() && stands_at(tree, region.container, &place.path)
        });
        let Some(place) = place else { continue };
        lists.extend(fitting(candidate, place, measure, known));
    }
    lists.sort_by_key(|list| list.range().map_or(0, |range| range.start));
    (!lists.is_empty()).then_some(lists)
}

/// The part of a candidate that is the remembered list.
fn fitting<'a>(
    candidate: Candidate<'a>,
    place: &Place,
    measure: &Measure<'a>,
    known: &Known,
) -> Vec<Candidate<'a>> {
    let sound = |list: &Candidate<'_>| {
        let dated = !place.dated || list.features.dated >= 0.5;
        dated && list.score > FLOOR
    };
    let grown = candidate.group.len() > place.blocks && place.blocks < 4;
    if !grown || known.is_empty() {
        let goes_on = |list: &Candidate<'_>| known.continues(&entries::of(list, measure));
        return Some(candidate).filter(|list| sound(list) && goes_on(list)).into_iter().collect();
    }
    // more blocks of this look than before: only those that show what is known are the list
    let blocks: Vec<Vec<Region<'a>>> =
        candidate.group.into_iter().map(|region| vec![region]).collect();
    let parts = blocks.into_iter().filter_map(|block| infer::candidate(measure, block, FLOOR));
    parts.filter(|part| sound(part) && known.agrees(&entries::of(part, measure))).collect()
}

fn read(template: &Template) -> Option<Learned> {
    let learned: Learned = serde_json::from_str(&template.0).ok()?;
    (learned.v == VERSION).then_some(learned)
}

/// The template as a table of selectors, as an operator would write it; `None` where line breaks
/// part the records, which no selector can say.
pub fn selectors_of(template: &Template) -> Option<ListSelectors> {
    let learned = read(template)?;
    let items: Vec<String> = learned
        .lists
        .iter()
        .filter(|place| place.item != "br")
        .map(|place| match place.path.as_str() {
            "" => format!("body > {}", place.item),
            path => format!("{} > {}", path.replace('>', " > "), place.item),
        })
        .collect();
    (!items.is_empty())
        .then(|| ListSelectors { item: items.join(", "), ..ListSelectors::default() })
}

fn path(tree: &Tree, at: At) -> String {
    let mut steps: Vec<String> = std::iter::once(at)
        .chain(tree.ancestors(at))
        .take_while(|&up| !matches!(tree.name(up), "body" | "html" | ""))
        .map(|up| step(tree, up))
        .collect();
    steps.reverse();
    steps.join(">")
}

fn stands_at(tree: &Tree, at: At, place: &str) -> bool {
    let last = place.rsplit('>').next().unwrap_or_default();
    (place.is_empty() || step(tree, at) == last) && path(tree, at) == place
}

/// One element as a compound selector of what is steady about it.
fn step(tree: &Tree, at: At) -> String {
    let mut step = tree.name(at).to_owned();
    if let Some(id) = tree.attr(at, Attr::Id).filter(|id| looks::is_steady(id)) {
        step.push('#');
        step.push_str(id);
    }
    for class in tree.classes(at).filter(|class| looks::is_steady(class)).take(MAX_CLASSES) {
        step.push('.');
        step.push_str(class);
    }
    step
}
