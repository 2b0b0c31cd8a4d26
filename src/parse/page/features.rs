//! What can be measured of a candidate list, each figure between 0 and 1 unless it says otherwise.

use std::collections::{HashMap, HashSet};

use super::chunks;
use super::columns::{Row, Rows};
use super::dates;
use super::embedded::Declared;
use super::links::{Link, Links};
use super::regions::{self, Region};
use super::survey::Survey;
use super::text::units;
use super::titles;
use super::words::{self, Zone};
use crate::model::WebUrl;
use crate::parse::date::{self, Clues};
use crate::parse::html::{At, Tree};

/// How many rows are looked at closely; a list is alike throughout.
const SAMPLE: usize = 40;

#[expect(clippy::struct_excessive_bools, reason = "a row of measurements")]
#[derive(Debug, Clone, Default)]
pub(super) struct Features {
    pub rows: usize,
    /// Mean title length in [`units`], each counted up to 60.
    pub title: f64,
    /// Rows with a title long enough to be a sentence.
    pub long: f64,
    /// Rows whose title no other row has.
    pub distinct: f64,
    /// Rows with a date outside the title.
    pub dated: f64,
    /// Addresses that look like those of single documents.
    pub document: f64,
    /// Addresses of the most common shape.
    pub shape: f64,
    /// Addresses on another host than the page and most other rows.
    pub scattered: f64,
    /// Stands in a menu, header or footer: 1; beside the content: 0.5.
    pub zone: f64,
    pub news_heading: bool,
    pub aside_heading: bool,
    /// Links inside running text.
    pub prose: f64,
    /// Rows with further links that read like titles.
    pub rivals: f64,
    /// Rows whose link says the same as others.
    pub generic: f64,
    /// Rows with text beside title and date.
    pub teaser: f64,
    /// A pager comes right after.
    pub pager: bool,
    /// The heading is the name of the page.
    pub named: bool,
    /// Addresses below the page's own.
    pub own: f64,
    /// How much of an article stands on the page outside the rows.
    pub outside: f64,
    /// The page says that it is an article.
    pub article: bool,
    /// The page reads like an article.
    pub reading: bool,
    /// Addresses of the same shape as the page's own.
    pub siblings: f64,
    /// A row tells the title of the page itself: the page is one of the articles.
    pub echo: bool,
    /// Blocks with a single row, of all rows.
    pub lone: f64,
    /// Rows that the page declares to be articles or events, in words for machines.
    pub declared: f64,
}

pub(super) struct Measure<'a> {
    pub tree: &'a Tree<'a>,
    pub links: &'a Links,
    pub page: &'a WebUrl,
    pub clues: &'a Clues,
    pub survey: &'a Survey,
    pub declared: &'a Declared,
}

impl Measure<'_> {
    pub(super) fn features(&self, group: &[Region<'_>], rows: &Rows) -> Features {
        let sample: Vec<&Row> = rows.rows.iter().take(SAMPLE).collect();
        let n = sample.len().max(1) as f64;
        let share = |count: usize| count as f64 / n;
        let links: Vec<&Link> = sample.iter().filter_map(|row| self.links.get(row.link)).collect();
        let said = self.said(&sample, rows);
        let lengths: Vec<usize> = said.iter().map(|text| units(text)).collect();
        let texts: HashSet<&str> = said.iter().map(String::as_str).collect();
        let keys: HashSet<&str> = links.iter().map(|link| link.key.as_str()).collect();
        let (mut dated, mut teaser) = (0, 0);
        for row in &sample {
            let (date, text) = self.look(row);
            dated += usize::from(date);
            teaser += usize::from(text);
        }
        let heading = heading_of(self.tree, group);
        let outside = self.outside(rows);
        let ends = group.iter().filter_map(|region| region.records.last()).map(|record| record.end);
        Features {
            rows: rows.rows.len(),
            title: lengths.iter().map(|&length| length.min(60) as f64).sum::<f64>() / n,
            long: share(lengths.iter().filter(|&&length| length >= 16).count()),
            distinct: share(keys.len()) * (0.5 + 0.5 * share(texts.len())),
            dated: share(dated),
            document: share(links.iter().filter(|link| is_document(link.url.as_url())).count()),
            shape: shape(&links) / n,
            scattered: self.scattered(&links) / n,
            zone: group.first().map_or(0.0, |region| zone(self.tree, region.container)),
            news_heading: words::is_news_heading(&heading),
            aside_heading: words::is_aside_heading(&heading),
            prose: share(sample.iter().filter(|row| row.prose).count()),
            rivals: share(sample.iter().filter(|row| row.rivals > 0).count()),
            generic: rows.generic as f64 / rows.rows.len().max(1) as f64,
            teaser: share(teaser),
            pager: ends.into_iter().any(|end| self.survey.pager_after(end)),
            named: self.survey.is_named(&heading),
            own: share(links.iter().filter(|link| self.survey.is_own(&link.url)).count()),
            outside,
            article: self.survey.article,
            reading: self.survey.reading || self.survey.article && outside > 0.7,
            siblings: share(links.iter().filter(|link| self.is_sibling(link)).count()),
            echo: said.iter().any(|title| units(title) >= 16 && self.survey.is_named(title)),
            lone: lone(group, rows.rows.len()),
            declared: share(links.iter().filter(|link| self.declared.holds(&link.key)).count()),
        }
    }

    /// The titles of the rows, where the links tell nothing as the rows tell them.
    fn said(&self, sample: &[&Row], rows: &Rows) -> Vec<String> {
        let generic = rows.generic * 2 > rows.rows.len();
        let of = |row: &&Row| {
            let link = self.links.get(row.link)?;
            if generic {
                return titles::of(self.tree, self.links, row, true, self.clues)
                    .map(|title| title.text);
            }
            Some(link.text.clone())
        };
        sample.iter().map(|row| of(row).unwrap_or_default()).collect()
    }

    /// Whether the page has a body of prose outside the rows: 0 below a paragraph, 1 from the
    /// length of an article on.
    fn outside(&self, rows: &Rows) -> f64 {
        let (at, units) = self.survey.body;
        let inside = rows.rows.iter().any(|row| row.record.contains(&at));
        if inside { 0.0 } else { ((units as f64 - 300.0) / 900.0).clamp(0.0, 1.0) }
    }

    /// Whether the row has a date, and whether it has text beside.
    pub(super) fn look(&self, row: &Row) -> (bool, bool) {
        let Some(link) = self.links.get(row.link) else { return (false, false) };
        let (mut dated, mut teaser) = (false, false);
        for chunk in chunks::of(self.tree, row.record.clone()) {
            let own = chunk.text == link.text;
            let length = units(&chunk.text);
            teaser |= !own && length > 50;
            dated |= length < 80 && self.is_dated(&chunk.text, own);
        }
        let machine = || row.record.clone().any(|at| self.tree.attr(at, "datetime").is_some());
        (dated || machine(), teaser)
    }

    /// Whether a piece tells a date; a title does so only at one of its ends.
    fn is_dated(&self, text: &str, title: bool) -> bool {
        let blank = |part: Option<&str>| part.is_some_and(|part| units(part) == 0);
        date::scan(text, self.clues).iter().any(|date| {
            let ends = dates::is_closing(text.get(..date.start).unwrap_or_default());
            !title && !ends
                || title
                    && date.year.is_some()
                    && (blank(text.get(..date.start)) || blank(text.get(date.end..)))
        })
    }

    /// Whether an address looks like the page's own: then the page is no list of such, but one of
    /// them.
    fn is_sibling(&self, link: &Link) -> bool {
        self.survey.shape.as_ref().is_some_and(|shape| *shape == mask(link.url.as_url()))
    }

    fn scattered(&self, links: &[&Link]) -> f64 {
        let mut hosts: HashMap<&str, usize> = HashMap::new();
        for link in links {
            *hosts.entry(link.url.host()).or_default() += 1;
        }
        let most = hosts.values().copied().max().unwrap_or(0);
        let own = hosts.get(self.page.host()).copied().unwrap_or(0);
        (links.len() - most.max(own)) as f64
    }
}

fn lone(group: &[Region<'_>], rows: usize) -> f64 {
    if group.len() < 2 {
        return 0.0;
    }
    let lone = group.iter().filter(|region| region.records.len() == 1).count();
    lone as f64 / rows.max(1) as f64
}

/// Whether the address is that of a single document rather than of a section: it carries a
/// number, a date, a long slug or a file ending.
pub(super) fn is_document(url: &url::Url) -> bool {
    let last = url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let stem = last.split('.').next().unwrap_or_default();
    let digits = url.path().bytes().filter(u8::is_ascii_digit).count();
    let slug = stem.split(['-', '_']).filter(|word| !word.is_empty()).count();
    let query =
        url.query().is_some_and(|query| query.bytes().filter(u8::is_ascii_digit).count() >= 2);
    digits >= 3 || slug >= 4 || stem.len() >= 30 || query || is_file(url)
}

/// Whether the address is that of a document to load.
pub(super) fn is_file(url: &url::Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip"]
        .iter()
        .any(|end| path.ends_with(end))
}

/// An address with its digits and words masked, so that addresses of one kind are equal.
pub(super) fn mask(url: &url::Url) -> String {
    let mut mask = url.host_str().unwrap_or_default().to_owned();
    for part in url.path().split('/').filter(|part| !part.is_empty()) {
        mask.push('/');
        mask.push(if part.bytes().all(|b| b.is_ascii_digit()) {
            '9'
        } else if part.bytes().any(|b| b.is_ascii_digit()) && !is_slug(part) {
            'x'
        } else {
            'w'
        });
    }
    for (name, _) in url.query_pairs().take(8) {
        mask.push('?');
        mask.push_str(&name);
    }
    mask
}

/// Whether a part of an address is words, among which there may be a number.
fn is_slug(part: &str) -> bool {
    let words = part.split(['-', '_']).filter(|word| word.bytes().all(|b| b.is_ascii_alphabetic()));
    words.count() >= 3
}

fn shape(links: &[&Link]) -> f64 {
    let mut masks: HashMap<String, usize> = HashMap::new();
    for link in links {
        *masks.entry(mask(link.url.as_url())).or_default() += 1;
    }
    masks.values().copied().max().unwrap_or(0) as f64
}

/// 1 in menus, headers and footers, 0.5 beside the content, 0 elsewhere.
pub(super) fn zone(tree: &Tree<'_>, at: At) -> f64 {
    let mut worst = 0.0_f64;
    for (height, up) in std::iter::once(at).chain(tree.ancestors(at)).enumerate() {
        let tag = match tree.name(up) {
            "nav" | "footer" => 1.0,
            "header" if height < 8 => 1.0,
            "aside" => 0.6,
            "body" | "html" => break,
            _ => 0.0,
        };
        let named = tree.classes(up).chain(tree.attr(up, "id")).map(words::zone_of).max();
        let named = match named {
            Some(Zone::Chrome) => 0.8,
            Some(Zone::Side) => 0.5,
            _ => 0.0,
        };
        let role = match tree.attr(up, "role") {
            Some("navigation" | "menu" | "menubar" | "contentinfo" | "banner" | "search") => 1.0,
            Some("complementary") => 0.6,
            _ => 0.0,
        };
        // what a far ancestor is called says less
        let fade = 1.0 - (height as f64 * 0.05).min(0.6);
        worst = worst.max(f64::max(tag, role).max(named * fade));
    }
    worst
}

/// The heading of a block: the nearest heading before its first record, within its own surroundings.
pub(super) fn heading_of(tree: &Tree<'_>, group: &[Region<'_>]) -> String {
    let first = group.iter().filter_map(|region| region.records.first()).map(|record| record.start);
    let Some(first) = first.min() else { return String::new() };
    let frame = regions::frame(tree, group);
    let mut inner = frame;
    for (step, up) in std::iter::once(frame).chain(tree.ancestors(frame)).take(5).enumerate() {
        if matches!(tree.name(up), "body" | "html" | "main") && step > 0 {
            break;
        }
        let limit = if step == 0 { first } else { inner };
        for at in (up + 1..limit).rev().take(120) {
            let named = matches!(
                tree.name(at),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption" | "legend" | "dt"
            ) || tree.element(at).is_some()
                && tree.classes(at).any(words::is_title_class);
            if !named || tree.end(at) > limit {
                continue;
            }
            let text = tree.text(at..tree.end(at));
            if !text.is_empty() && text.chars().count() <= 60 {
                return text;
            }
        }
        inner = up;
    }
    String::new()
}
