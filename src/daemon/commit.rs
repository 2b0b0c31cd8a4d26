//! What one look found, written in one transaction: known entries are recognised, new ones placed
//! among the stories, and complete ones offered to the channels.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};

use super::desk::Desk;
use super::draft::{self, Draft, Keyed};
use super::schedule::Look;
use super::{alert, offer, place, timetable};
use crate::curate::dedupe::{Arrivals, Brake, brake, guid_key, guid_trust, url_key};
use crate::curate::normalise::{canonical, shareable};
use crate::deliver::Alert;
use crate::model::{Call, CanonicalUrl, Entry, ItemId, Published, Source, SourceId};
use crate::store::items::{ArticleState, Item, Occasion};
use crate::store::sightings::{self, Sighting};
use crate::store::sources::{self, SourceState};
use crate::store::wanted::{self, Wanted};
use crate::store::{Connection, StoreError, Transaction, items};

type Result<T> = std::result::Result<T, StoreError>;

/// A known entry's last sighting is written again only after this long.
pub(super) const FRESH_SIGHTING: SignedDuration = SignedDuration::from_hours(24);
/// Of what is off-topic so much is kept as a summary, in bytes.
const BRIEF: usize = 600;
/// New entries that one look usually brings.
const USUAL_NEWS: usize = 5;

/// What a pass counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub entries_seen: u64,
    pub new: u64,
    pub duplicates: u64,
    pub irrelevant: u64,
    pub queued: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.entries_seen += other.entries_seen;
        self.new += other.new;
        self.duplicates += other.duplicates;
        self.irrelevant += other.irrelevant;
        self.queued += other.queued;
    }
}

/// An entry that its source has shown before.
#[derive(Debug)]
pub(super) struct Known {
    keyed: Keyed,
    sighting: Sighting,
}

/// One look's worth of work for the writer.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) now: Timestamp,
    /// The last successful look, `None` for the first.
    pub(super) last_look: Option<Timestamp>,
    pub(super) listed: usize,
    pub(super) known: Vec<Known>,
    pub(super) drafts: Vec<Draft>,
    /// Titles that the source showed lately.
    pub(super) titles: HashSet<String>,
    pub(super) state: SourceState,
    pub(super) not_before: Option<Timestamp>,
    /// What the operator is told, where the source was failing before.
    pub(super) recovered: Option<Alert>,
}

impl Known {
    /// When its source showed it last.
    pub(super) fn last_seen(&self) -> Timestamp {
        self.sighting.last_seen
    }
}

fn split_known(
    connection: &Connection,
    source: &SourceId,
    keyed: Vec<Keyed>,
) -> Result<(Vec<Known>, Vec<Keyed>)> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for keyed in keyed {
        match seen(connection, source, &keyed)? {
            Some(sighting) => known.push(Known { keyed, sighting }),
            None => unknown.push(keyed),
        }
    }
    Ok((known, unknown))
}

fn seen(connection: &Connection, source: &SourceId, keyed: &Keyed) -> Result<Option<Sighting>> {
    for key in &keyed.keys {
        if let Some(sighting) = sightings::find(connection, source, *key)? {
            return Ok(Some(sighting));
        }
    }
    Ok(None)
}

/// Writes the batch.
pub(super) fn look(
    tx: &Transaction<'_>,
    desk: &Desk,
    source: &Source,
    batch: Batch,
) -> Result<Counts> {
    let occasion = occasion(&batch);
    let Batch { now, listed, known, drafts, mut state, not_before, recovered, .. } = batch;
    let mut counts = Counts { entries_seen: listed as u64, ..Counts::default() };
    for known in known {
        again(tx, desk, source, known, now)?;
    }
    alert::queue(tx, desk, recovered, now)?;
    if occasion == Occasion::Flood {
        alert::queue(tx, desk, Some(flood(source, drafts.len())), now)?;
    }
    let mut dates = Vec::new();
    for draft in drafts {
        let (date, before) = (draft.keyed.entry.published, counts.new);
        new_entry(tx, source, draft, (occasion, now), &mut counts)?;
        dates.extend((counts.new > before).then_some(date));
    }
    counts.queued = offer::ready(tx, desk, source, now)?;
    if counts.new > 0 {
        state.last_news = Some(now);
    }
    match occasion {
        Occasion::FirstLook => timetable::begin(source, &mut state, &dates, now),
        Occasion::Regular { last_look } => {
            timetable::watch(source, &mut state, &dates, (last_look, now));
        }
        Occasion::Flood => timetable::watch(source, &mut state, &[], (now, now)),
    }
    timetable::plan(desk, source, &mut state, Look::Fine, not_before);
    sources::save(tx, &state)?;
    Ok(counts)
}

fn flood(source: &Source, entries: usize) -> Alert {
    Alert {
        title: format!("{} suddenly shows {entries} old items as new", source.name),
        text: "They are stored and held, nothing was posted. `edwire outbox` and `edwire latest \
               --source` show them."
            .to_owned(),
    }
}

/// Whether this is a first look, news, or old news in disguise.
fn occasion(batch: &Batch) -> Occasion {
    let Some(last_look) = batch.last_look else { return Occasion::FirstLook };
    let published: Vec<Option<Published>> =
        batch.drafts.iter().map(|draft| draft.keyed.entry.published).collect();
    let title_known =
        batch.drafts.iter().filter(|draft| batch.titles.contains(&draft.keyed.entry.title)).count();
    let arrivals = Arrivals {
        looks: batch.state.looks.saturating_sub(1),
        listed: batch.listed,
        new: &published,
        title_known,
        last_look: Some(last_look),
        usual: USUAL_NEWS,
    };
    match brake(&arrivals, batch.now) {
        Brake::Open => Occasion::Regular { last_look },
        Brake::Held(why) => {
            tracing::warn!(source = %batch.state.id, why, "many old items at once are held");
            Occasion::Flood
        }
    }
}

/// Keys a listing's entries and parts those that this source has shown before from the others.
pub(super) fn recognised(
    connection: &Connection,
    source: &SourceId,
    entries: Vec<Entry>,
) -> Result<(Vec<Known>, Vec<Keyed>)> {
    let is_new = !sightings::any(connection, source)?;
    let keyed = keyed(connection, source, entries, is_new)?;
    if is_new { Ok((Vec::new(), keyed)) } else { split_known(connection, source, keyed) }
}

/// Keys a listing's entries; a feed's ids only where they prove unique and steady.
fn keyed(
    connection: &Connection,
    source: &SourceId,
    entries: Vec<Entry>,
    is_new: bool,
) -> Result<Vec<Keyed>> {
    let entries: Vec<(Entry, CanonicalUrl)> = entries
        .into_iter()
        .map(|entry| {
            let url = canonical(&entry.url);
            (entry, url)
        })
        .collect();
    let mut before: HashMap<String, i64> = HashMap::new();
    let guids = entries.iter().filter_map(|(entry, _)| entry.guid.as_deref());
    for guid in guids.filter(|_| !is_new) {
        if let Some(sighting) = sightings::find(connection, source, guid_key(source, guid))?
            && let Some(url) = items::url(connection, sighting.item)?
        {
            before.insert(guid.trim().to_owned(), url_key(&url));
        }
    }
    let trust = guid_trust(&entries, |guid| before.get(guid.trim()).copied());
    Ok(entries.into_iter().map(|(entry, url)| draft::key(source, entry, url, trust)).collect())
}

/// A known entry: note it, and what its listing changed.
fn again(
    tx: &Transaction<'_>,
    desk: &Desk,
    source: &Source,
    known: Known,
    now: Timestamp,
) -> Result<()> {
    let Known { keyed, sighting } = known;
    let changed = sighting.face != keyed.face;
    if !changed && now.duration_since(sighting.last_seen) < FRESH_SIGHTING {
        return Ok(());
    }
    note(tx, source, &keyed, sighting.item, now)?;
    if changed && let Some(item) = items::get(tx, sighting.item)? {
        super::change::from_listing(tx, desk, source, (item, &keyed.entry), now)?;
    }
    Ok(())
}

fn note(
    tx: &Transaction<'_>,
    source: &Source,
    keyed: &Keyed,
    item: ItemId,
    now: Timestamp,
) -> Result<()> {
    for key in &keyed.keys {
        let sighting = Sighting { item, face: keyed.face, last_seen: now };
        sightings::note(tx, &source.id, *key, sighting)?;
    }
    Ok(())
}

/// An entry that its source has never shown.
fn new_entry(
    tx: &Transaction<'_>,
    source: &Source,
    mut draft: Draft,
    (occasion, now): (Occasion, Timestamp),
    counts: &mut Counts,
) -> Result<()> {
    // Twice in one listing, or shown meanwhile by another look.
    if let Some(sighting) = seen(tx, &source.id, &draft.keyed)? {
        return note(tx, source, &draft.keyed, sighting.item, now);
    }
    if let Some(item) = items::by_url(tx, &draft.keyed.url)? {
        counts.duplicates += 1;
        return note(tx, source, &draft.keyed, item.id, now);
    }
    counts.new += 1;
    let relevant = draft.opinion.verdict.call == Call::Relevant;
    let wants = draft.wants_article;
    // What will be read in full is placed when it has been: a title alone says too little. What is
    // off-topic is placed if it ever is offered.
    let placed = match &draft.told {
        Some((facts, fingerprint)) if !wants => place::among(tx, facts, fingerprint)?,
        _ => place::alone(tx)?,
    };
    if placed.joined != crate::model::JoinReason::First {
        counts.duplicates += 1;
    } else if !relevant && !wants {
        counts.irrelevant += 1;
    }
    let keyed = draft.keyed.clone();
    let url = shareable(&keyed.entry.url).to_string();
    let told = draft.told.take();
    let item = item(source, draft, placed.clone(), occasion, now);
    let id = items::insert(tx, &item)?;
    if let Some((_, fingerprint)) = &told {
        place::remember(tx, id, fingerprint)?;
    }
    place::relate(tx, &placed)?;
    note(tx, source, &keyed, id, now)?;
    if wants {
        let give_up = now.checked_add(draft::PATIENCE).unwrap_or(now);
        let wanted = Wanted { item: id, source: source.id.clone(), url, attempts: 0, give_up };
        wanted::add(tx, &wanted, now)?;
    }
    Ok(())
}

fn item(
    source: &Source,
    draft: Draft,
    placed: place::Placed,
    occasion: Occasion,
    now: Timestamp,
) -> Item {
    let Draft { keyed, opinion, wants_article, .. } = draft;
    // what is off-topic and will stay as it is need not be offered
    let waits = wants_article || opinion.verdict.call == Call::Relevant;
    let mut entry = keyed.entry;
    if let Some(summary) = entry.summary.as_mut().filter(|_| !waits && entry.text.is_some()) {
        // a feed without a summary gives half of its text for one
        summary.truncate(summary.floor_char_boundary(BRIEF));
    }
    Item {
        id: ItemId(0),
        url: keyed.url,
        link: shareable(&entry.url).to_string(),
        source: source.id.clone(),
        story: placed.story,
        joined: placed.joined,
        title: entry.title,
        summary: opinion.summary.or(entry.summary),
        text: entry.text.unwrap_or_default(),
        lang: opinion.lang,
        author: entry.author,
        office: None,
        published: entry.published,
        first_seen: now,
        verdict: opinion.verdict,
        mark: None,
        deadlines: opinion.deadlines,
        image: None,
        article: if wants_article { ArticleState::Wanted } else { ArticleState::None },
        occasion: waits.then_some(occasion),
        imported: false,
        withdrawn: false,
    }
}
