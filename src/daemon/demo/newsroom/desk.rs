//! One site at work: which address shows what, in which act.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::site::{Listing, Page, Site, Trouble};
use super::story::{Moment, Story};
use super::{Act, NewsroomError};
use crate::model::{Lang, Source, SourceId, WebUrl};

#[derive(Debug)]
pub(super) struct Desk {
    pub(super) site: Site,
    pub(super) id: SourceId,
    pub(super) origin: WebUrl,
    list: WebUrl,
    lang: Lang,
    /// The newest first.
    stories: Vec<Story>,
}

/// What an address names.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked<'a> {
    Listing(&'a Listing),
    Article(&'a Story),
    Page(&'a Page),
    Robots,
    Style,
    Script,
    Image,
    Document,
    Trouble(Trouble),
    Unknown,
}

impl Desk {
    pub(super) fn open(site: Site, origin: WebUrl, now: Timestamp) -> Result<Self, NewsroomError> {
        let facts = || NewsroomError::Facts(site.key.clone());
        let zone = TimeZone::get(&site.timezone).map_err(|_unknown| facts())?;
        let lang = Lang::parse(&site.lang).ok_or_else(facts)?;
        let list = origin.join(&site.listings.first().ok_or_else(facts)?.path)?;
        let moment = Moment { now, zone, chinese: lang.as_str() == "zh" };
        let mut stories = Vec::with_capacity(site.stories.len());
        for draft in site.stories.iter().cloned() {
            let mut story = Story::tell(draft, &moment, &site.article).ok_or_else(facts)?;
            origin.join(&story.path)?.as_str().clone_into(&mut story.url);
            stories.push(story);
        }
        stories.sort_by_key(|story| std::cmp::Reverse(story.at));
        Ok(Self { id: SourceId::new(&site.key), site, origin, list, lang, stories })
    }

    pub(super) fn source(&self) -> Source {
        Source {
            name: self.site.name.clone(),
            lang: Some(self.lang.clone()),
            country: Some(self.site.country.clone()),
            timezone: Some(self.site.timezone.clone()),
            ..Source::at(self.id.clone(), self.list.clone())
        }
    }

    /// The stories that are out by this act, the newest first.
    pub(super) fn stories(&self, act: Act) -> Vec<&Story> {
        self.stories.iter().filter(|story| story.act <= act).collect()
    }

    pub(super) fn ask(&self, target: &str, act: Act) -> Asked<'_> {
        let path = target.split_once('?').map_or(target, |(path, _query)| path);
        if path == "/robots.txt" {
            return Asked::Robots;
        }
        if act == Act::Breaking
            && let Some(trouble) = self.site.trouble
        {
            return Asked::Trouble(trouble);
        }
        self.named(target).or_else(|| self.named(path)).map_or_else(
            || by_ending(path),
            |asked| match asked {
                Asked::Article(story) if story.act > act => Asked::Unknown,
                known => known,
            },
        )
    }

    fn named(&self, target: &str) -> Option<Asked<'_>> {
        let listing = self.site.listings.iter().find(|listing| listing.path == target);
        let story = || self.stories.iter().find(|story| story.path == target);
        let page = || self.site.pages.iter().find(|page| page.path == target);
        listing
            .map(Asked::Listing)
            .or_else(|| story().map(Asked::Article))
            .or_else(|| page().map(Asked::Page))
    }
}

/// What needs no entry of its own.
fn by_ending(path: &str) -> Asked<'static> {
    let file = path.rsplit('/').next().unwrap_or_default();
    match file.rsplit_once('.').map(|(_name, ending)| ending) {
        Some("css") => Asked::Style,
        Some("js") => Asked::Script,
        Some("png" | "jpg" | "gif" | "svg" | "ico") => Asked::Image,
        Some("pdf" | "jsp") => Asked::Document,
        _ => Asked::Unknown,
    }
}

/// Lets every reprint know the address of the story it copies.
pub(super) fn credit_originals(desks: &mut [Desk]) {
    let known: Vec<(String, String)> = desks
        .iter()
        .flat_map(|desk| {
            let key = &desk.site.key;
            desk.stories.iter().map(move |story| (format!("{key}/{}", story.id), story.url.clone()))
        })
        .collect();
    for story in desks.iter_mut().flat_map(|desk| &mut desk.stories) {
        if let Some((_name, url)) = known.iter().find(|(name, _url)| *name == story.reprint_of) {
            url.clone_into(&mut story.original);
        }
    }
}
