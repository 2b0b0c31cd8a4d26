//! Small blocks of a front page that alone would prove nothing: they are news where they lead to
//! the same kind of addresses as the lists found.

use std::ops::Range;

use super::choice::masks;
use super::columns::Row;
use super::features::Measure;
use super::hash::{Hash, Set};
use super::infer::{Candidate, overlap};
use crate::parse::html::At;

/// What it is worth to lead where the news of the page stands; no more than a template forgives, which
/// has to find the block again.
pub(super) const BONUS: f64 = 1.5;
/// More weak blocks than this are not looked at: each is held against all that was judged.
const MAX_WEAK: usize = 100;
/// So many rows must be of the kind, of ten.
const MOST: usize = 9;
/// From this share of dated rows on the news of a page has dates.
const MOSTLY_DATED: f64 = 0.6;
/// What stands farther aside is a menu or repeats the rest.
const ASIDE: f64 = 0.35;
/// The title of a single story is no shorter, in units.
const HERO: f64 = 24.0;
/// The lists found must show so many rows to tell what news looks like.
const KNOWN: usize = 3;

/// Adds those of the weak blocks that are kin to the lists taken, the best first; nothing of what
/// was judged already.
pub(super) fn add<'a>(
    measure: &Measure<'a>,
    taken: &mut Vec<Candidate<'a>>,
    mut weak: Vec<Candidate<'a>>,
    mut judged: Vec<Vec<Range<At>>>,
) {
    let rows: usize = taken.iter().map(|list| list.rows.rows.len()).sum();
    if rows < KNOWN {
        return;
    }
    let dated: f64 =
        taken.iter().map(|list| list.features.dated * list.rows.rows.len() as f64).sum();
    // where news has dates, what has none is something else
    let dated = dated > MOSTLY_DATED * rows as f64;
    let kinds: Set<Hash> = taken.iter().flat_map(|list| masks(measure, list)).collect();
    let mut seen: Set<usize> = taken.iter().flat_map(|list| documents(measure, list)).collect();
    weak.retain(|list| {
        let f = &list.features;
        let kin = masks(measure, list).filter(|kind| kinds.contains(kind)).count();
        // a story in large dress
        let headed = |row: &Row| measure.facts(row.link).heading;
        let hero = f.title >= HERO && f.zone == 0.0 && list.rows.rows.iter().all(headed);
        let fits = (f.rows > 1 || hero)
            && f.long >= 0.5
            && f.document >= 0.8
            && (!dated || f.dated >= 0.5);
        fits && f.zone <= ASIDE && !f.aside_heading && kin * 10 >= f.rows * MOST
    });
    weak.sort_by(|a, b| b.value().total_cmp(&a.value()));
    for list in weak.into_iter().take(MAX_WEAK) {
        let fresh = documents(measure, &list).filter(|one| !seen.contains(one)).count();
        let spans = list.spans();
        if fresh * 2 > list.features.rows && !judged.iter().any(|other| overlap(&spans, other)) {
            seen.extend(documents(measure, &list));
            judged.push(spans);
            taken.push(list);
        }
    }
}

fn documents(measure: &Measure<'_>, list: &Candidate<'_>) -> impl Iterator<Item = usize> {
    let links = list.rows.rows.iter().filter_map(|row| measure.links.get(row.link));
    links.map(|link| link.document)
}
