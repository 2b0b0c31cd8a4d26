//! Entries on their way into the store: keyed, judged and fingerprinted before the transaction
//! begins, so that the writer only compares and writes.

use jiff::{SignedDuration, Timestamp};
use xxhash_rust::xxh3::xxh3_64;

use super::desk::{Copy, Desk, Opinion};
use crate::curate::dedupe::{Facts, Fingerprint, IdTrust, guid_key, url_key};
use crate::model::{Call, CanonicalUrl, Entry, Source, SourceId};

/// Text of this length says enough to judge and summarise by; shorter, and the article is wanted.
const ENOUGH_TEXT: usize = 600;
/// How long an item waits for its article before it goes out, or stays, without.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_mins(20);
/// Below this score a title is so plainly off-topic that its article is not worth a request.
const PLAINLY_OFF: f64 = 0.08;

/// An entry with the keys by which it may be known.
#[derive(Debug, Clone)]
pub(super) struct Keyed {
    pub entry: Entry,
    pub url: CanonicalUrl,
    /// Address first, then the feed's id.
    pub keys: Vec<i64>,
    /// Hash of what the listing says of it.
    pub face: i64,
}

/// An entry that nobody knows, ready to be placed.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub keyed: Keyed,
    pub opinion: Opinion,
    /// What it is compared by; nothing for what is off-topic and will stay so.
    pub told: Option<(Facts, Fingerprint)>,
    pub wants_article: bool,
}

/// Keys the entries of one listing. The feed's ids count only where `trusted`.
pub(super) fn key(source: &SourceId, mut entry: Entry, url: CanonicalUrl, trust: IdTrust) -> Keyed {
    let mut keys = vec![url_key(&url)];
    match trust {
        IdTrust::Trusted => {
            keys.extend(entry.guid.as_deref().map(|guid| guid_key(source, guid)));
        }
        IdTrust::Ignored => entry.guid = None,
    }
    let date = entry.published.map(|published| published.date().to_string());
    let text = entry.body();
    let mut face = format!("{}\n{}", entry.title, date.unwrap_or_default());
    if !text.is_empty() {
        face.push('\n');
        face.push_str(text);
    }
    Keyed { url, keys, face: xxh3_64(face.as_bytes()) as i64, entry }
}

/// Judges and fingerprints one entry; pure. Most entries are off-topic for good: those are judged only.
pub(super) fn draft(desk: &Desk, source: &Source, keyed: Keyed, now: Timestamp) -> Draft {
    let entry = &keyed.entry;
    let text = entry.body();
    let copy = Copy {
        title: &entry.title,
        text,
        url: Some(&entry.url),
        published: entry.published.as_ref(),
        lang: None,
    };
    let mut opinion = desk.verdict(source, &copy);
    let wants_article = wants_article(entry, &opinion);
    let told = (wants_article || opinion.verdict.call == Call::Relevant).then(|| {
        Desk::read(&mut opinion, source, &copy, now);
        let facts = Facts {
            url: keyed.url.clone(),
            source: source.id.clone(),
            guid: entry.guid.clone(),
            title: entry.title.clone(),
            text: text.to_owned(),
            published: entry.published,
            first_seen: now,
        };
        let fingerprint = facts.fingerprint();
        (facts, fingerprint)
    });
    Draft { keyed, opinion, told, wants_article }
}

/// Whether its article would say more, and is worth a request.
fn wants_article(entry: &Entry, opinion: &Opinion) -> bool {
    let plainly_off = opinion.verdict.call == Call::OffTopic
        && opinion.verdict.score < PLAINLY_OFF
        && !entry.title_cut;
    let enough = entry.text.as_ref().is_some_and(|text| text.chars().count() >= ENOUGH_TEXT)
        && !entry.title_cut;
    let document = entry.url.as_url().path().to_ascii_lowercase();
    let readable = ![".doc", ".xls", ".xlsx", ".zip", ".rar", ".ppt", ".pptx"]
        .iter()
        .any(|ending| document.ends_with(ending));
    !plainly_off && !enough && readable
}
