//! Which of the lists found are what the page is for.

use super::address;
use super::columns::Row;
use super::features::{Features, Measure};
use super::hash::{Hash, Set};
use super::infer::Candidate;
use super::text::units;

/// From here on a list is plainly what its page is about.
const PLAIN: f64 = 1.0;
/// How much a list's score tells beside that when the main one is sought.
const QUALITY: f64 = 0.25;
/// How much weaker a second list of the same page may be.
const SLACK: f64 = 0.75;
/// How near to the main list another list of its page must come.
const LIKE_MAIN: f64 = 0.75;
/// Two lists with less text than this between them are neighbours.
const NEIGHBOURS: usize = 80;
/// A heading that names a section is no longer, in units.
const NAME: usize = 16;
/// Pictures with shorter names, on average, are a gallery.
const GALLERY: f64 = 20.0;
/// A section of a front page has so many rows.
const SECTION: usize = 4;
/// So many has each of its blocks that go on below a story.
const COLUMN: usize = 3;
/// How much farther from the content than the best list another may stand.
const ASIDE: f64 = 0.35;
/// The same on the front of a site.
const ASIDE_ON_FRONT: f64 = 0.5;
/// From this share of dated rows on a list of a front page is one of dates.
const MOSTLY_DATED: f64 = 0.7;
/// From so many dated rows on a list is what its front page is about.
const LONG: usize = 15;

/// Of the lists found, the best first, those to read.
pub(super) fn of_page<'a>(
    measure: &Measure<'a>,
    mut taken: Vec<Candidate<'a>>,
) -> Vec<Candidate<'a>> {
    let longest = longest(&taken);
    let best = taken.first().map_or(0.0, |best| best.score);
    if longest > 2 {
        // one row beside a list is a banner, unless it is just like it or is called an article
        taken.retain(|candidate| {
            let f = &candidate.features;
            let declared = measure.survey.front && f.declared > 0.5;
            f.rows > 1 || f.news_heading || declared || candidate.score >= best * LIKE_MAIN
        });
    }
    let mut taken =
        if measure.survey.front { of_front(measure, taken) } else { of_one_page(measure, taken) };
    drop_repeats(measure, &mut taken);
    taken
}

fn longest(lists: &[Candidate<'_>]) -> usize {
    lists.iter().map(|list| list.features.rows).max().unwrap_or(0)
}

/// The front of a site shows several lists side by side, none of which is the main one, unless the
/// longest goes on over further pages.
fn of_front<'a>(measure: &Measure<'a>, mut taken: Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
    if taken.iter().any(|list| !list.features.aside_heading) {
        taken.retain(|list| !list.features.aside_heading);
    }
    let longest = longest(&taken);
    if taken.iter().any(|list| list.features.pager && list.features.rows >= longest) {
        return of_one_page(measure, taken);
    }
    let Some(best) = taken.first() else { return taken };
    let kinds: Set<Hash> = masks(measure, best).collect();
    let folders: Set<Hash> = folders_of(measure, best).collect();
    let best = best.features.clone();
    taken.retain(|list| {
        let f = &list.features;
        let named = f.news_name && best.rows < LONG;
        let alike = || masks(measure, list).filter(|kind| kinds.contains(kind)).count();
        // teasers in the midst of the page are news even where another list has the dates, unless
        // that is called so and they lead to something else
        let other = || best.news_heading && !f.news_name && f.declared < 0.5 && alike() == 0;
        let told = f.teaser >= 0.5 && f.zone <= best.zone + ASIDE && !other();
        // and so are sections under a name with addresses like those of the list with the dates
        let called = || {
            let columns = list.group.len() > 1
                && list.group.iter().all(|block| block.records.len() >= COLUMN);
            (1..=NAME).contains(&units(&list.heading))
                || columns && is_story(measure, &list.heading)
        };
        let section = f.rows >= SECTION && f.long >= 0.8 && called();
        // and the pictures that lead to the like of them, but no gallery of names
        let shown = f.long >= 0.8 && f.title >= GALLERY && pictured(measure, list);
        let own = || folders_of(measure, list).filter(|one| folders.contains(one)).count();
        let shown = shown && own() * 5 > f.rows * 4;
        let told =
            told || shown || section && alike() * 5 > f.rows * 4 && f.zone <= best.zone + ASIDE;
        let told = f.dated >= 0.5 || f.news_heading || named || told;
        let sections = leads_to_sections(f, &best) && !named;
        // what stands beside the content leads to the like of it, or says what it is
        let beside = f.zone > best.zone + ASIDE && f.dated < 0.5 && !f.news_heading && !named;
        let beside = beside && alike() == 0;
        // another site's news, shown here by name
        let strange = f.foreign > best.foreign + 0.5 && f.dated < 0.5 && !f.news_heading;
        f.zone <= best.zone + ASIDE_ON_FRONT
            && (best.dated < MOSTLY_DATED || told)
            && !strange
            && !sections
            && !beside
    });
    taken
}

/// Sections of the site, where the news has addresses of documents.
fn leads_to_sections(f: &Features, news: &Features) -> bool {
    news.document >= 0.8 && f.document < 0.2 && f.dated < 0.5 && !f.news_heading
}

/// Whether a heading is a story put first, and no name of a block.
fn is_story(measure: &Measure<'_>, heading: &str) -> bool {
    let all = measure.links.all().iter().enumerate();
    let mut said = all.filter(|(_, link)| link.text == heading);
    units(heading) > NAME && said.any(|(index, _)| measure.facts(index).document)
}

/// Whether most rows have a picture.
fn pictured(measure: &Measure<'_>, list: &Candidate<'_>) -> bool {
    let rows = &list.rows.rows;
    let picture = |row: &&Row| row.record.clone().any(|at| measure.tree.name(at) == "img");
    rows.iter().filter(picture).count() * 5 > rows.len() * 4
}

/// What kinds of addresses a list leads to.
pub(super) fn masks(measure: &Measure<'_>, list: &Candidate<'_>) -> impl Iterator<Item = Hash> {
    list.rows.rows.iter().map(|row| measure.facts(row.link).mask)
}

/// In which folders they stand.
fn folders_of(measure: &Measure<'_>, list: &Candidate<'_>) -> impl Iterator<Item = Hash> {
    let links = list.rows.rows.iter().filter_map(|row| measure.links.get(row.link));
    links.map(|link| address::folder(link.url.as_url()))
}

/// Where one list is plainly what the page is about, the others are asides unless they are as
/// plainly its own or continue it; on a page without such a list all count.
fn of_one_page<'a>(measure: &Measure<'a>, mut taken: Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
    let plain = taken.iter().filter(|list| list.strength() >= PLAIN);
    let main = |list: &&Candidate<'_>| list.strength() + list.score * QUALITY;
    let Some(main) = plain.max_by(|a, b| main(a).total_cmp(&main(b))) else {
        let aside = taken.first().map_or(0.0, |best| best.features.zone) + ASIDE;
        let best = taken.first().map(|best| best.features.clone()).unwrap_or_default();
        taken.retain(|candidate| {
            let f = &candidate.features;
            let told = best.dated < 0.5 || f.dated >= 0.5 || f.news_heading;
            f.zone <= aside && told && !leads_to_sections(f, &best)
        });
        return taken;
    };
    let stays = |list: &Candidate<'_>| {
        std::ptr::eq(list, main) || equals(list, main) || continues(measure, list, main)
    };
    let keep: Vec<bool> = taken.iter().map(stays).collect();
    let mut keep = keep.into_iter();
    taken.retain(|_| keep.next().unwrap_or(false));
    taken
}

/// As plainly what the page is about as the main list, and of its kind.
fn equals(other: &Candidate<'_>, main: &Candidate<'_>) -> bool {
    let (o, m) = (&other.features, &main.features);
    let paged = !m.pager || o.pager || o.named;
    let dated = m.dated < 0.5 || o.dated >= 0.5;
    let strong = other.strength() >= (main.strength() - SLACK).max(PLAIN);
    strong && paged && dated && other.score >= main.score * LIKE_MAIN
}

/// A featured item or a second column: right beside the main list, under no heading of its own; or
/// what is put at its head.
fn continues(measure: &Measure<'_>, other: &Candidate<'_>, main: &Candidate<'_>) -> bool {
    let unheaded =
        other.heading.is_empty() || other.heading == main.heading || other.features.named;
    let (Some(a), Some(b)) = (other.range(), main.range()) else { return false };
    let between = if a.end <= b.start { a.end..b.start } else { b.end..a.start };
    let (o, m) = (&other.features, &main.features);
    let alike = (o.dated - m.dated).abs() < 0.5 && (o.teaser - m.teaser).abs() < 0.5;
    let kinds: Set<Hash> = masks(measure, main).collect();
    let first = || a.end <= b.start && masks(measure, other).all(|kind| kinds.contains(&kind));
    let headed = !o.aside_heading && o.zone <= m.zone && first();
    (unheaded || headed) && alike && measure.survey.text(&between) <= NEIGHBOURS
}

/// Drops lists that mostly repeat others, unless they are as good.
fn drop_repeats(measure: &Measure<'_>, taken: &mut Vec<Candidate<'_>>) {
    // what stands beside the content repeats it, not the other way round
    taken.sort_by_key(|candidate| candidate.features.zone > ASIDE);
    let mut keys: Set<usize> = Set::default();
    let best = taken.first().map_or(0.0, |best| best.score);
    taken.retain(|candidate| {
        let links = candidate.rows.rows.iter().filter_map(|row| measure.links.get(row.link));
        let own: Vec<usize> = links.map(|link| link.document).collect();
        let fresh = own.iter().filter(|key| !keys.contains(*key)).count();
        // on a front, what shows the news once more and does not stand aside is a section of it
        let section = measure.survey.front && candidate.features.zone <= ASIDE;
        let alike = (section || candidate.score >= best * LIKE_MAIN) && fresh > 0;
        let keep = fresh * 2 >= own.len() || alike && !candidate.features.aside_heading;
        if keep {
            keys.extend(own);
        }
        keep
    });
}
