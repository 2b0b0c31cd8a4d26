//! The keys under which possible copies of an item are found.
//!
//! Texts: one-permutation `MinHash` over their pieces (Li, Owen, Zhang 2012) with optimal
//! densification of empty bins (Shrivastava 2017), in bands (Indyk, Motwani 1998): two texts of Jaccard
//! similarity s share a key with probability 1 - (1 - s^4)^20, which is 0.996 at 0.7. Titles: the whole
//! title, its core without a site's name, its head and its tail.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Facts;
use super::related::Setting;
use super::sketch::{BINS, Sketch, sketched};
use super::title::Title;

const ROWS: usize = 4;

/// A text with fewer pieces is known by its title alone.
const FEWEST: usize = 16;

/// Keys take six bytes in SQLite's record format, which a quarter of the index hangs on; at 2^47
/// values chance meetings stay rare far beyond a million items.
const KEY_BITS: u32 = 47;

/// Keys by which the store finds possible copies of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprint {
    /// The item's own, to be stored and sought.
    pub keys: Vec<i64>,
    /// Only stored: where and when it was told. What else was told there is no copy of it.
    pub setting: Option<i64>,
    /// Only sought: where the same event in another language would stand.
    pub elsewhere: Vec<i64>,
    pub sketch: Sketch,
}

impl Fingerprint {
    /// All keys under which the item is found.
    pub fn stored(&self) -> Vec<i64> {
        self.keys.iter().copied().chain(self.setting).collect()
    }

    /// All keys under which to look for candidates.
    pub fn sought(&self) -> Vec<i64> {
        self.keys.iter().chain(&self.elsewhere).copied().collect()
    }
}

impl Facts {
    /// The keys of title and text, and those under which one house's Chinese and English versions of
    /// an event meet: its site, the week and the kind of script.
    pub fn fingerprint(&self) -> Fingerprint {
        const SEED: u64 = 0x686f_7573_6500;
        let mut all = fingerprint(&self.title, &self.text);
        if let Some(setting) = Setting::of(self) {
            all.setting = Some(key(setting.name().as_bytes(), SEED));
            all.elsewhere =
                setting.others().map(|other| key(other.name().as_bytes(), SEED)).to_vec();
        }
        all
    }
}

/// The keys of an item's title and text; a pure function of both.
pub fn fingerprint(title: &str, text: &str) -> Fingerprint {
    let mut keys = title_keys(&Title::of(title));
    let (sketch, bins) = sketched(text);
    if sketch.len() >= FEWEST {
        keys.extend(text_keys(&bins));
    }
    keys.sort_unstable();
    keys.dedup();
    Fingerprint { keys, setting: None, elsewhere: Vec::new(), sketch }
}

fn title_keys(title: &Title) -> Vec<i64> {
    const SEED: u64 = 0x7469_746c_6500;
    let mut keys: Vec<i64> = [title.whole(), title.core()]
        .iter()
        .filter(|t| !t.is_empty())
        .map(|t| key(t.as_bytes(), SEED))
        .collect();
    if let Some((head, tail)) = title.ends() {
        keys.push(key(head.as_bytes(), SEED + 1));
        keys.push(key(tail.as_bytes(), SEED + 2));
    }
    keys
}

fn text_keys(bins: &[u32; BINS]) -> Vec<i64> {
    bins.chunks_exact(ROWS)
        .enumerate()
        .map(|(band, rows)| {
            let bytes: Vec<u8> = rows.iter().flat_map(|value| value.to_le_bytes()).collect();
            key(&bytes, 0x7465_7874_0000 + band as u64)
        })
        .collect()
}

fn key(bytes: &[u8], seed: u64) -> i64 {
    (xxh3_64_with_seed(bytes, seed) >> (64 - KEY_BITS)) as i64
}
