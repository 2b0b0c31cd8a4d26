//! The keys under which a source's sightings of an item are remembered.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::model::{CanonicalUrl, Entry, SourceId};

/// The key of a canonical address.
pub fn url_key(url: &CanonicalUrl) -> i64 {
    xxh3_64_with_seed(url.as_str().as_bytes(), 1) as i64
}

/// The key of a feed's own id, which means nothing outside its source.
pub fn guid_key(source: &SourceId, guid: &str) -> i64 {
    let scoped = format!("{}\n{}", source.as_str(), guid.trim());
    xxh3_64_with_seed(scoped.as_bytes(), 2) as i64
}

/// How far a listing's ids can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdTrust {
    /// Every entry has its own, and those seen before still mean the same article.
    Trusted,
    /// Missing, repeated, or no longer what they were: only addresses count.
    Ignored,
}

/// Judges the ids of one listing. `known` gives, for an id seen before, the key of the address it
/// then stood for. Ids must be there, differ wherever addresses do, and be steady: hardly
/// ever may a known id stand for another address, nor one address bear another id than before.
pub fn guid_trust(
    entries: &[(Entry, CanonicalUrl)],
    known: impl Fn(&str) -> Option<i64>,
) -> IdTrust {
    let mut ids = HashSet::new();
    let mut addresses = HashSet::new();
    let (mut seen, mut moved) = (0_usize, 0_usize);
    for (entry, url) in entries {
        let Some(guid) = entry.guid.as_deref().map(str::trim).filter(|guid| !guid.is_empty())
        else {
            return IdTrust::Ignored;
        };
        let address = url_key(url);
        if addresses.insert(address) && !ids.insert(guid) {
            return IdTrust::Ignored;
        }
        if let Some(before) = known(guid) {
            seen += 1;
            moved += usize::from(before != address);
        }
    }
    // one article may move to a corrected address; ids that count places in a list all move at once
    let steady = moved <= 1 || moved * 5 <= seen;
    if entries.is_empty() || !steady { IdTrust::Ignored } else { IdTrust::Trusted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::normalise::canonical;
    use crate::model::WebUrl;

    fn listing(ids: &[&str]) -> Vec<(Entry, CanonicalUrl)> {
        ids.iter()
            .enumerate()
            .map(|(i, id)| {
                let url = WebUrl::parse(&format!("https://news.example.edu/{i}")).unwrap();
                let mut entry = Entry::new(url.clone(), format!("News {i}"));
                entry.guid = Some((*id).to_owned()).filter(|id| !id.is_empty());
                (entry, canonical(&url))
            })
            .collect()
    }

    #[test]
    fn ids_must_be_there_and_differ() {
        assert_eq!(guid_trust(&listing(&["a", "b", "c"]), |_| None), IdTrust::Trusted);
        assert_eq!(guid_trust(&listing(&["a", "a", "c"]), |_| None), IdTrust::Ignored);
        assert_eq!(guid_trust(&listing(&["a", "", "c"]), |_| None), IdTrust::Ignored);
    }

    #[test]
    fn ids_that_count_places_in_the_list_are_not_trusted() {
        let now = listing(&["1", "2", "3", "4"]);
        assert_eq!(guid_trust(&now, |_| Some(7)), IdTrust::Ignored);
        let urls: Vec<i64> = now.iter().map(|(_, url)| url_key(url)).collect();
        let known = |id: &str| urls.get(id.parse::<usize>().ok()?.checked_sub(1)?).copied();
        assert_eq!(guid_trust(&now, known), IdTrust::Trusted);
    }

    #[test]
    fn an_id_means_nothing_in_another_source() {
        let (a, b) = (SourceId::new("a"), SourceId::new("b"));
        assert_ne!(guid_key(&a, "1"), guid_key(&b, "1"));
    }
}
