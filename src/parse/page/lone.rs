//! The only entry of a place for news that has just been opened.

use super::features::Measure;
use super::infer::{self, Candidate};
use super::regions;
use super::text::units;
use super::titles;

/// What stands farther aside is no content.
const ASIDE: f64 = 0.35;
/// Most links of one entry with its whole text.
const MAX_LINKS: usize = 8;
/// The shortest title, in units.
const TITLE: usize = 8;

/// A dated entry where nothing else of the page is news, though its headline or address says so; none
/// on a page that is an article itself.
pub(super) fn find<'a>(measure: &Measure<'a>, accept: f64) -> Option<Candidate<'a>> {
    let survey = measure.survey;
    let article = survey.article || survey.reading || survey.shape.is_some();
    if article || !survey.section {
        return None;
    }
    let groups = regions::single(measure).into_iter();
    let lists = groups.filter_map(|group| infer::candidate(measure, group, accept));
    let found = lists.filter(|list| is_entry(measure, list));
    found.max_by(|a, b| a.score.total_cmp(&b.score).then(span(b).cmp(&span(a))))
}

fn span(list: &Candidate<'_>) -> usize {
    list.range().map_or(0, |range| range.len())
}

fn is_entry(measure: &Measure<'_>, list: &Candidate<'_>) -> bool {
    let [row] = list.rows.rows.as_slice() else { return false };
    let f = &list.features;
    let facts = measure.facts(row.link);
    let leads = facts.document || facts.heading || f.own > 0.5;
    let plain = f.zone < ASIDE && !row.prose && !f.aside_heading && !f.echo;
    let few = measure.links.within(&row.record).len() <= MAX_LINKS;
    let title = || titles::of(measure, row, titles::stands_beside(measure, row));
    f.dated > 0.5
        && leads
        && plain
        && few
        && title().is_some_and(|title| units(&title.text) >= TITLE)
}
