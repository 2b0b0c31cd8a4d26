//! What can be measured of a candidate list, each figure between 0 and 1 unless it says otherwise.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::address;
use super::chunks::{Chunk, Chunks};
use super::closing;
use super::columns::{Row, Rows};
use super::embedded::Declared;
use super::hash::{Hash, Map, Set};
use super::links::{Link, Links};
use super::looks::Looks;
use super::money;
use super::regions::Region;
use super::survey::Survey;
use super::tabs::Tabs;
use super::text::{self, units};
use super::titles;
use super::words;
use crate::model::WebUrl;
use crate::parse::date::{self, Clues, Found};
use crate::parse::html::{At, Tree};

/// How many rows are looked at closely; a list is alike throughout.
const SAMPLE: usize = 40;
/// So much of a longer text is searched for the day it is of, in characters.
const DATELINE: usize = 30;
/// Fewer rows that are marked up as entries may be one article with something beside it.
const MARKED: usize = 3;
/// From here on a block is part of a menu.
const MENU: f64 = 0.6;
/// How much of what a text outside the rows says counts on the front of a site.
const FRONT: f64 = 0.4;

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
    /// Addresses on another site than the page and most other rows.
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
    /// Addresses of the same shape as the page's own, or that do something with the page.
    pub siblings: f64,
    /// A row tells the title of the page itself: the page is one of the articles.
    pub echo: bool,
    /// Blocks with a single row, of all rows.
    pub lone: f64,
    /// Rows that the page declares to be articles or events, in words for machines.
    pub declared: f64,
    /// A class name or id says that the block holds news.
    pub news_name: bool,
    /// Addresses on other people's sites.
    pub foreign: f64,
    /// Rows that ask for money.
    pub priced: f64,
}

pub(super) struct Measure<'a> {
    pub tree: &'a Tree,
    pub links: &'a Links,
    pub page: &'a WebUrl,
    pub clues: &'a Clues,
    pub survey: &'a Survey,
    pub declared: &'a Declared,
    pub looks: &'a Looks,
    pub chunks: &'a Chunks,
    pub tabs: &'a Tabs<'a>,
    pub facts: &'a [OnceCell<Facts>],
}

/// What is asked of a link more than once.
#[expect(clippy::struct_excessive_bools, reason = "a row of answers")]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    /// Its text is a date and hardly more.
    pub is_date: bool,
    /// It stands in a heading or holds one.
    pub heading: bool,
    /// It names who wrote.
    pub author: bool,
    /// It holds text.
    pub visible: bool,
    /// Its address is that of a single document.
    pub document: bool,
    own: bool,
    declared: bool,
    /// Its text is the title of the page.
    echo: bool,
    foreign: bool,
    /// It does something with the page itself: answers, prints, shares it.
    reply: bool,
    pub mask: Hash,
}

impl Measure<'_> {
    pub(super) fn facts(&self, index: usize) -> Facts {
        let fact = || self.links.get(index).map(|link| self.facts_of(link)).unwrap_or_default();
        self.facts.get(index).map_or_else(Facts::default, |cell| *cell.get_or_init(fact))
    }

    fn facts_of(&self, link: &Link) -> Facts {
        let heading = |at: At| self.tree.is_heading(at) && !self.looks.at(at).author;
        let inside = link.at..self.tree.end(link.at);
        let text = |at: At| self.tree.text_at(at).is_some_and(|text| !text.trim().is_empty());
        Facts {
            is_date: titles::is_date(&link.text, self.clues)
                && titles::named(link, self.clues).is_none(),
            heading: self.tree.ancestors(link.at).take(3).any(heading)
                || inside.clone().take(30).any(heading),
            author: self.tree.ancestors(link.at).take(2).any(|at| self.looks.at(at).author),
            visible: inside.into_iter().any(text),
            document: address::is_document(link.url.as_url()),
            own: self.survey.is_own(&link.url),
            declared: self.declared.holds(&link.key),
            echo: link.units >= 16 && self.survey.is_named(&link.text),
            reply: self.survey.is_asked_for(&link.url),
            foreign: link.url.host() != self.page.host()
                && address::site(&link.url) != address::site(self.page),
            mask: address::mask(link.url.as_url()),
        }
    }

    /// The shares of rows that have a date, that have text beside, and that ask for money.
    pub(super) fn looked(&self, rows: &Rows) -> (f64, f64, f64) {
        let (mut dated, mut teaser, mut priced, mut n) = (0, 0, 0, 0);
        for row in rows.rows.iter().take(SAMPLE) {
            let (date, text) = self.look(row);
            dated += usize::from(date);
            teaser += usize::from(text);
            let asks = |piece: &Chunk| {
                let dated = || piece.dates(self.clues).iter().any(|date| date.year.is_some());
                money::is_price(&piece.text) && !dated()
            };
            let pieces = self.chunks.within(self.tree, &row.record);
            priced += usize::from(pieces.iter().any(|piece| asks(piece)));
            n += 1;
        }
        let n = f64::from(n.max(1));
        (dated as f64 / n, teaser as f64 / n, priced as f64 / n)
    }

    /// All but what the rows look like inside, which is set to the best that could be.
    pub(super) fn features(&self, group: &[Region<'_>], rows: &Rows, heading: &str) -> Features {
        let sample: Vec<&Row> = rows.rows.iter().take(SAMPLE).collect();
        let n = sample.len().max(1) as f64;
        let share = |count: usize| count as f64 / n;
        let links: Vec<&Link> = sample.iter().filter_map(|row| self.links.get(row.link)).collect();
        let facts: Vec<Facts> = sample.iter().map(|row| self.facts(row.link)).collect();
        let told = |fact: fn(&Facts) -> bool| share(facts.iter().filter(|one| fact(one)).count());
        let said = self.said(&sample, rows);
        let documents: Set<usize> = links.iter().map(|link| link.document).collect();
        let outside = self.outside(rows);
        let ends = group.iter().filter_map(|region| region.records.last()).map(|record| record.end);
        let sibling = |one: &&Facts| self.survey.shape == Some(one.mask) || one.reply;
        Features {
            rows: rows.rows.len(),
            title: said.lengths.iter().map(|&length| length.min(60) as f64).sum::<f64>() / n,
            long: share(said.lengths.iter().filter(|&&length| length >= 16).count()),
            distinct: share(documents.len()) * (0.5 + 0.5 * share(said.different)),
            dated: 1.0,
            document: told(|one| one.document),
            shape: shape(&facts) / n,
            scattered: self.scattered(&links) / n,
            zone: group.first().map_or(0.0, |region| self.zone(region.container)),
            news_heading: words::is_news_heading(heading),
            aside_heading: words::is_aside_heading(heading),
            prose: share(sample.iter().filter(|row| row.prose).count()),
            rivals: share(sample.iter().filter(|row| row.rivals > 0).count()),
            generic: rows.generic as f64 / rows.rows.len().max(1) as f64,
            teaser: 1.0,
            pager: ends.into_iter().any(|end| self.survey.pager_after(end)),
            // the name of a site stands above all that its front shows
            named: !self.survey.front && self.survey.is_named(heading),
            own: told(|one| one.own),
            // the front of a site may have much to say, and is no article for that
            outside: if self.survey.front { outside * FRONT } else { outside },
            article: self.survey.article && !self.survey.front,
            reading: self.survey.reading || self.survey.article && outside > 0.7,
            siblings: share(facts.iter().filter(sibling).count()),
            echo: said.echo,
            lone: lone(group, rows.rows.len()),
            declared: told(|one| one.declared).max(self.marked(&sample)),
            news_name: self.is_called_news(group),
            foreign: told(|one| one.foreign),
            priced: 0.0,
        }
    }

    /// The share of rows that microformats mark as entries or events of their own.
    fn marked(&self, rows: &[&Row]) -> f64 {
        const MARKS: &[&str] = &["hentry", "h-entry", "vevent", "h-event"];
        let marked = |row: &&&Row| {
            let start = row.record.start;
            self.tree.classes(start).any(|class| MARKS.contains(&class))
        };
        let marked = rows.iter().filter(marked).count();
        if marked < MARKED { 0.0 } else { marked as f64 / rows.len() as f64 }
    }

    /// The titles of the rows: what the links say, or where that tells nothing, the rows.
    fn said(&self, sample: &[&Row], rows: &Rows) -> Said {
        if rows.generic * 2 <= rows.rows.len() {
            let links: Vec<&Link> =
                sample.iter().filter_map(|row| self.links.get(row.link)).collect();
            return Said {
                lengths: links.iter().map(|link| link.units).collect(),
                different: links.iter().map(|link| link.words).collect::<Set<_>>().len(),
                echo: sample.iter().any(|row| self.facts(row.link).echo),
            };
        }
        let title = |row: &&Row| titles::of(self, row, true).map(|title| title.text);
        let texts: Vec<String> = sample.iter().map(|row| title(row).unwrap_or_default()).collect();
        Said {
            lengths: texts.iter().map(|text| units(text)).collect(),
            different: texts.iter().collect::<std::collections::HashSet<_>>().len(),
            echo: texts.iter().any(|title| units(title) >= 16 && self.survey.is_named(title)),
        }
    }

    /// Whether the page has a body of prose outside the rows: 0 below a paragraph, 1 from the
    /// length of an article on. Rows may stand in the midst of it, each with its share.
    fn outside(&self, rows: &Rows) -> f64 {
        let (at, units) = self.survey.body;
        // the teasers of a menu that unfolds are nobody's article
        if rows.rows.iter().any(|row| row.record.contains(&at)) || self.zone(at) >= MENU {
            return 0.0;
        }
        let body = at..self.tree.end(at);
        let within = rows.rows.iter().map(|row| &row.record);
        let within = within.filter(|row| body.start < row.start && row.end <= body.end);
        let own: usize = within.map(|row| self.survey.text(row)).sum();
        let prose = rows.rows.iter().filter(|row| row.prose).count() * 3 > rows.rows.len();
        let rest = if prose { units } else { units.saturating_sub(own) };
        ((rest as f64 - 300.0) / 900.0).clamp(0.0, 1.0)
    }

    /// Whether the row has a date, and whether it has text beside.
    pub(super) fn look(&self, row: &Row) -> (bool, bool) {
        let Some(link) = self.links.get(row.link) else { return (false, false) };
        let (mut dated, mut teaser) = (false, false);
        for chunk in self.chunks.within(self.tree, &row.record) {
            let own = chunk.text == link.text;
            teaser |= !own && chunk.units > 50;
            dated = dated
                || chunk.units < 80 && self.is_dated(&chunk, own)
                || chunk.units >= 80 && self.opens_with_date(&chunk.text);
        }
        (dated || self.looks.is_timed(&row.record), teaser)
    }

    /// Whether a longer text begins with the day it is of.
    fn opens_with_date(&self, text: &str) -> bool {
        let head: String = text.chars().take(DATELINE).collect();
        let opens = |date: &Found| date.year.is_some() && blank(head.get(..date.start));
        head.bytes().any(|b| b.is_ascii_digit())
            && date::scan(&head, self.clues).first().is_some_and(opens)
    }

    /// Whether a piece tells a date; a title does so only at one of its ends.
    fn is_dated(&self, chunk: &Chunk, title: bool) -> bool {
        let text = chunk.text.as_str();
        if title && text::after_day(text).is_some() {
            return true;
        }
        chunk.dates(self.clues).iter().any(|date| {
            let ends = || closing::is_next(text.get(..date.start).unwrap_or_default());
            let exact = || date.year.is_some() || names_its_day(text.get(date.start..date.end));
            let leads = || blank(text.get(..date.start)) && exact();
            let last = || date.year.is_some() && blank(text.get(date.end..));
            if title { leads() || last() } else { !ends() }
        })
    }

    fn scattered(&self, links: &[&Link]) -> f64 {
        let mut sites: HashMap<&str, usize> = HashMap::new();
        for link in links {
            *sites.entry(address::site(&link.url)).or_default() += 1;
        }
        let most = sites.values().copied().max().unwrap_or(0);
        let own = sites.get(address::site(self.page)).copied().unwrap_or(0);
        (links.len() - most.max(own)) as f64
    }
}

/// Whether a date without a year begins with the day of the week: "Sunday, 21 August".
fn names_its_day(date: Option<&str>) -> bool {
    let mut words =
        date.unwrap_or_default().split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty());
    let first = words.next().is_some_and(|word| word.chars().all(char::is_alphabetic));
    first && words.count() >= 2
}

fn blank(part: Option<&str>) -> bool {
    part.is_some_and(|part| units(part) == 0)
}

fn lone(group: &[Region<'_>], rows: usize) -> f64 {
    if group.len() < 2 {
        return 0.0;
    }
    let lone = group.iter().filter(|region| region.records.len() == 1).count();
    lone as f64 / rows.max(1) as f64
}

fn shape(facts: &[Facts]) -> f64 {
    let mut masks: Map<Hash, usize> = Map::default();
    for one in facts {
        *masks.entry(one.mask).or_default() += 1;
    }
    masks.values().copied().max().unwrap_or(0) as f64
}

/// What the rows of a list say.
struct Said {
    /// In [`units`].
    lengths: Vec<usize>,
    /// How many different titles.
    different: usize,
    /// One is the title of the page.
    echo: bool,
}
