//! How much each feature of a candidate list says for or against news, as log-odds.

use super::features::Features;

const BIAS: f64 = -4.4;
const TITLE: f64 = 2.8;
const LONG: f64 = 1.2;
const SIZE: f64 = 0.2;
const DATED: f64 = 2.7;
const DOCUMENT: f64 = 1.9;
const SHAPE: f64 = 1.5;
const SCATTERED: f64 = -1.5;
const ZONE: f64 = -3.0;
/// How much of that, and of what speaks of a list of other sites, goes where every row has a date:
/// menus have none.
const ZONE_DATED: f64 = 0.6;
/// How much of what speaks of a list of other sites stays where its heading says news.
const NEWS_ELSEWHERE: f64 = 0.3;
const NEWS_HEADING: f64 = 0.5;
const ASIDE_HEADING: f64 = -2.3;
const PROSE: f64 = -2.9;
const RIVALS: f64 = -2.3;
const GENERIC: f64 = -1.2;
const TEASER: f64 = 1.5;
const REPEATS: f64 = -2.7;
const PAGER: f64 = 1.3;
const NAMED: f64 = 1.0;
const OWN: f64 = 1.0;
const OUTSIDE: f64 = -5.0;
const ARTICLE: f64 = -0.7;
const READING: f64 = -3.2;
const SIBLINGS: f64 = -3.2;
const ECHO: f64 = -6.0;
const FOREIGN: f64 = -1.2;
const LONE: f64 = -1.1;
const NEWS_NAME: f64 = 0.4;
const DECLARED: f64 = 2.6;
/// Most rows ask for money: offers, whatever their dates.
const PRICED: f64 = -4.0;
const SINGLE: f64 = -3.0;
const PAIR: f64 = -2.0;

/// From here on a block is news on a page that is said to list some.
pub(super) const ACCEPT: f64 = 1.4;
/// The same on a page of which nothing is known.
pub(super) const ACCEPT_UNASKED: f64 = 2.6;

/// The log-odds that the block is a news list.
pub(super) fn score(f: &Features) -> f64 {
    let flag = |set: bool| f64::from(u8::from(set));
    // a date beside a link or two proves nothing
    let undated = if f.rows < 3 { 1.0 } else { 1.0 - ZONE_DATED * f.dated };
    let strange = undated * if f.news_heading { NEWS_ELSEWHERE } else { 1.0 };
    BIAS + TITLE * ((f.title - 8.0) / 24.0).clamp(-0.5, 1.0)
        + LONG * f.long
        + SIZE * (f.rows as f64).ln().min(3.0)
        + DATED * f.dated
        + DOCUMENT * f.document
        + SHAPE * f.shape
        + SCATTERED * f.scattered * strange
        + ZONE * f.zone * undated
        + NEWS_HEADING * flag(f.news_heading)
        + ASIDE_HEADING * flag(f.aside_heading)
        + PROSE * f.prose
        + RIVALS * f.rivals
        + GENERIC * f.generic
        + TEASER * f.teaser
        + REPEATS * (1.0 - f.distinct)
        + PAGER * flag(f.pager)
        + NAMED * flag(f.named)
        + OWN * f.own
        + OUTSIDE * f.outside
        + ARTICLE * flag(f.article)
        + READING * flag(f.reading)
        + SIBLINGS * f.siblings
        + ECHO * flag(f.echo)
        + FOREIGN * f.foreign * strange
        + LONE * f.lone
        + NEWS_NAME * flag(f.news_name)
        + DECLARED * f.declared
        + PRICED * f.priced
        + SINGLE * flag(f.rows == 1)
        + PAIR * flag(f.rows == 2)
}
