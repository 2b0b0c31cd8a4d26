//! Counting what the places of a page say.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

use super::super::{Clues, Form, Found, scan};
use crate::model::{DateOrigin, Published};

/// Where a date was seen, from the surest to the least sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Witness {
    /// `datePublished` of an article in JSON-LD.
    LinkedArticle,
    /// A meta element that names publication.
    MetaPublished,
    /// Microdata, `RDFa` and microformats that name publication.
    Property,
    /// "Published: ...", "发布时间：..." in sight.
    Label,
    /// A line with editors, sources, counters.
    MetaLine,
    /// A meta element that says just "date".
    MetaDate,
    /// `time` close to the title.
    TimeNear,
    /// Such a line in an element named after dates.
    DatedNear,
    /// What a `time` element close to the title shows.
    TimeSeen,
    /// A line close to the title that is a date and little else.
    LineNear,
    Url,
    /// JSON-LD of the page round the article, or of its media.
    LinkedPage,
    /// An element called date or time somewhere in the content.
    NamedElement,
    /// `time` elsewhere.
    TimeFar,
    /// The beginning of the first paragraph.
    Dateline,
    /// A line of its own below the text, as notices are signed.
    Signature,
    Script,
    /// Updated, modified: only where nothing tells of publication.
    Modified,
}

impl Witness {
    fn weight(self) -> u32 {
        match self {
            Self::LinkedArticle => 100,
            Self::MetaPublished => 96,
            Self::Property => 92,
            Self::Label => 99,
            Self::MetaLine => 98,
            Self::MetaDate => 70,
            Self::TimeNear => 72,
            Self::DatedNear => 97,
            Self::TimeSeen | Self::NamedElement => 40,
            Self::LineNear => 66,
            Self::Url => 64,
            Self::LinkedPage => 20,
            Self::TimeFar => 18,
            Self::Dateline => 26,
            Self::Signature => 28,
            Self::Script => 30,
            Self::Modified => 25,
        }
    }

    fn origin(self) -> DateOrigin {
        match self {
            Self::LinkedArticle
            | Self::MetaPublished
            | Self::MetaDate
            | Self::Property
            | Self::LinkedPage
            | Self::TimeNear
            | Self::TimeSeen
            | Self::TimeFar
            | Self::Script => DateOrigin::Meta,
            Self::Url => DateOrigin::Url,
            _ => DateOrigin::Article,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Vote {
    witness: Witness,
    date: Date,
    time: Option<Time>,
    offset: Option<Offset>,
}

pub(super) struct Votes<'a> {
    pub(super) clues: &'a Clues,
    latest: Date,
    cast: Vec<Vote>,
}

/// Nothing on the web is older; dates before it are of things told about.
const OLDEST_YEAR: i16 = 1991;

/// Weaker evidence than this stays unsaid: evergreen pages carry a hidden day of creation, too.
const ENOUGH: u32 = 24;

/// A page that shows more dates than this is a list or a calendar.
const MOST: usize = 200;

impl<'a> Votes<'a> {
    pub(super) fn new(clues: &'a Clues) -> Self {
        let latest = clues.today().tomorrow().unwrap_or(Date::MAX);
        Self { clues, latest, cast: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cast.is_empty()
    }

    /// The first date of a machine-readable value.
    pub(super) fn value(&mut self, witness: Witness, text: &str) {
        // hidden stamps of change are renewed by any rebuild of a site
        if text.len() > 80 || witness == Witness::Modified {
            return;
        }
        if let Some(found) = scan(text, self.clues).first() {
            self.found(witness, found);
        }
    }

    pub(super) fn found(&mut self, witness: Witness, found: &Found) {
        // without a year a page does not say when
        let Some(date) = found.year.and_then(|y| Date::new(y, found.month, found.day).ok()) else {
            return;
        };
        let midnight = found.time.is_some_and(|t| t == Time::midnight());
        let (mut date, mut time, mut offset) =
            (date, found.time.filter(|_| !midnight), found.offset.filter(|_| !midnight));
        let told_in_utc = found.offset == Some(Offset::UTC) && found.form == Form::Calendar;
        if let (true, Some(clock)) = (told_in_utc && !self.in_utc(), found.time) {
            // systems store UTC; readers see the day at the source
            let local = Offset::UTC
                .to_timestamp(date.to_datetime(clock))
                .ok()
                .map(|at| at.to_zoned(self.clues.timezone.clone()));
            if let Some(local) = local {
                let shown = local.time();
                date = local.date();
                time = Some(shown).filter(|t| *t != Time::midnight());
                offset = time.map(|_| local.offset());
            }
        }
        self.cast(Vote { witness, date, time, offset });
    }

    fn in_utc(&self) -> bool {
        self.clues.timezone.to_offset(self.clues.now) == Offset::UTC
    }

    pub(super) fn day(&mut self, witness: Witness, date: Date) {
        self.cast(Vote { witness, date, time: None, offset: None });
    }

    fn cast(&mut self, vote: Vote) {
        let possible = vote.date <= self.latest && vote.date.year() >= OLDEST_YEAR;
        if possible && self.cast.len() < MOST {
            self.cast.push(vote);
        }
    }

    /// The day with the heaviest witnesses, each kind counted once a day; of equal days the one
    /// seen first.
    pub(super) fn winner(&self) -> Option<Published> {
        let mut best: Option<(u32, Date)> = None;
        for vote in &self.cast {
            let sum = self.weight_of(vote.date);
            if best.is_none_or(|(most, _)| sum > most) {
                best = Some((sum, vote.date));
            }
        }
        let (_, date) = self.seen_locally(best.filter(|(sum, _)| *sum >= ENOUGH)?);
        self.publish(date)
    }

    fn weight_of(&self, date: Date) -> u32 {
        let mut kinds: Vec<Witness> =
            self.cast.iter().filter(|v| v.date == date).map(|v| v.witness).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.iter().map(|kind| kind.weight()).sum()
    }

    /// A stamp in UTC may name the neighbour of the day that the page and its address show.
    fn seen_locally(&self, (sum, date): (u32, Date)) -> (u32, Date) {
        let stamped_in_utc = self
            .cast
            .iter()
            .filter(|v| v.date == date)
            .all(|v| v.offset == Some(Offset::UTC) && v.witness.origin() == DateOrigin::Meta);
        if !stamped_in_utc {
            return (sum, date);
        }
        let neighbour = self.cast.iter().find(|v| {
            matches!(
                v.witness,
                Witness::Url | Witness::Label | Witness::MetaLine | Witness::LineNear
            ) && date.duration_since(v.date).as_hours().abs() == 24
        });
        (sum, neighbour.map_or(date, |v| v.date))
    }

    /// The surest witness tells the origin; the surest with a time tells the time.
    fn publish(&self, date: Date) -> Option<Published> {
        let mut same: Vec<&Vote> = self.cast.iter().filter(|v| v.date == date).collect();
        same.sort_by_key(|v| std::cmp::Reverse(v.witness.weight()));
        let first = same.first()?;
        let timed = same
            .iter()
            .filter(|v| v.witness != Witness::Modified || first.witness == Witness::Modified)
            .find_map(|v| v.time.map(|time| (time, v.offset)));
        let from = first.witness.origin();
        match timed {
            Some((time, offset)) => {
                let zone = offset.map_or_else(|| self.clues.timezone.clone(), TimeZone::fixed);
                Published::minute(date.to_datetime(time), &zone, from)
            }
            None => Published::day(date, &self.clues.timezone, from),
        }
    }
}
