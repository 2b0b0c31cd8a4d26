//! What the whole newsroom shares while it runs: the rules, the sources and who is to be told.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::schedule;
use super::timetable::Pacer;
use crate::curate::judge::{Document, LazyJudge};
use crate::deliver::ChannelSettings;
use crate::model::{ChannelName, Deadline, Lang, Source, SourceId, Verdict, WebUrl};
use crate::parse::date::Clues;
use crate::parse::{Context, article, deadline};
use crate::store::items::Item;
use crate::store::retention::Keep;

#[derive(Debug)]
pub struct Desk {
    pub judge: LazyJudge,
    pub sources: HashMap<SourceId, Source>,
    pub channels: Vec<ChannelSettings>,
    pub schedule: schedule::Settings,
    pub pacer: Pacer,
    pub keep: Keep,
    /// Where alerts about edwire itself go.
    pub admin: Option<ChannelName>,
}

/// What the desk makes of a text.
#[derive(Debug, Clone)]
pub struct Opinion {
    pub verdict: Verdict,
    pub deadlines: Vec<Deadline>,
    pub lang: Option<Lang>,
    pub summary: Option<String>,
}

/// A text to be judged, with what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Copy<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub url: Option<&'a WebUrl>,
    pub published: Option<&'a crate::model::Published>,
    pub lang: Option<&'a Lang>,
}

impl<'a> Copy<'a> {
    /// What is stored of an item, with its address where that counts.
    pub fn of(item: &'a Item, url: Option<&'a WebUrl>) -> Self {
        Self {
            title: &item.title,
            text: item.body(),
            url,
            published: item.published.as_ref(),
            lang: item.lang.as_ref(),
        }
    }
}

impl Desk {
    /// Judges a text of a source, and reads it; pure.
    pub fn opinion(&self, source: &Source, copy: &Copy<'_>, now: Timestamp) -> Opinion {
        let mut opinion = self.verdict(source, copy);
        Self::read(&mut opinion, source, copy, now);
        opinion
    }

    /// Judges a text of a source and reads nothing else in it; pure.
    pub fn verdict(&self, source: &Source, copy: &Copy<'_>) -> Opinion {
        let lang = language(source, copy);
        let verdict = self.judge.judge(&document(source, copy, lang.as_ref()));
        Opinion { verdict, deadlines: Vec::new(), lang, summary: None }
    }

    /// Adds what only readers of an item want to know; pure.
    pub fn read(opinion: &mut Opinion, source: &Source, copy: &Copy<'_>, now: Timestamp) {
        let clues = Clues { now, timezone: timezone(source), order: None };
        opinion.deadlines = deadline::find(copy.title, copy.text, copy.published, &clues);
        opinion.summary = article::summary(copy.text, opinion.lang.as_ref());
    }

    /// What would have tipped a verdict, in one line; pure.
    pub fn tipping(&self, source: &Source, copy: &Copy<'_>, verdict: &Verdict) -> String {
        let lang = language(source, copy);
        self.judge.tipping(&document(source, copy, lang.as_ref())).sentence(verdict)
    }

    /// What is known of a page of a source before it is read.
    pub fn context(source: &Source, page: &crate::fetch::Page, now: Timestamp) -> Context {
        Context {
            url: page.url.clone(),
            content_type: page.content_type.clone(),
            encoding: source.encoding.clone(),
            now,
            timezone: timezone(source),
            lang: source.lang.clone(),
            last_modified: page.last_modified,
        }
    }
}

fn language(source: &Source, copy: &Copy<'_>) -> Option<Lang> {
    copy.lang
        .cloned()
        .or_else(|| {
            // more than is looked at
            let head = copy.text.get(..copy.text.floor_char_boundary(8_000)).unwrap_or_default();
            article::language(&format!("{}\n{head}", copy.title))
        })
        .or_else(|| source.lang.clone())
}

fn document<'a>(source: &'a Source, copy: &Copy<'a>, lang: Option<&'a Lang>) -> Document<'a> {
    Document {
        title: copy.title,
        text: copy.text,
        url: copy.url,
        lang,
        source_name: Some(&source.name),
        source_tags: &source.tags,
        mode: source.relevance,
    }
}

fn timezone(source: &Source) -> TimeZone {
    source.zone().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
}
