//! The keys under which possible copies of an item are found.
//!
//! Texts: one-permutation `MinHash` over their pieces (Li, Owen, Zhang 2012) with optimal
//! densification of empty bins (Shrivastava 2017), in bands (Indyk, Motwani 1998): two texts of Jaccard
//! similarity s share a key with probability 1 - (1 - s^4)^20, which is 0.996 at 0.7. Titles: the whole
//! title, its core without a site's name, its head and its tail.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Facts;
use super::related::Setting;
use super::shingle::Shingles;
use super::title::Title;

const BANDS: usize = 20;
const ROWS: usize = 4;
const BINS: usize = BANDS * ROWS;

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
    /// Only sought: where the same event in another language would stand.
    pub elsewhere: Vec<i64>,
}

impl Fingerprint {
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
            all.keys.push(key(setting.name().as_bytes(), SEED));
            all.elsewhere =
                setting.others().map(|other| key(other.name().as_bytes(), SEED)).to_vec();
        }
        all
    }
}

/// The keys of an item's title and text; a pure function of both.
pub fn fingerprint(title: &str, text: &str) -> Fingerprint {
    let mut keys = title_keys(&Title::of(title));
    keys.extend(text_keys(&Shingles::of(text)));
    keys.sort_unstable();
    keys.dedup();
    Fingerprint { keys, elsewhere: Vec::new() }
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

fn text_keys(shingles: &Shingles) -> Vec<i64> {
    if shingles.len() < FEWEST {
        return Vec::new();
    }
    let bins = min_hash(shingles);
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

/// The least hash of each bin; bins that got none borrow from others, chosen by hashing, so that
/// equal sets borrow alike.
fn min_hash(shingles: &Shingles) -> [u32; BINS] {
    let mut bins: [Option<u32>; BINS] = [None; BINS];
    for hash in shingles.iter() {
        let bin = (((hash >> 32) * BINS as u64) >> 32) as usize;
        let value = hash as u32;
        if let Some(least) = bins.get_mut(bin) {
            *least = Some(least.map_or(value, |least| least.min(value)));
        }
    }
    let filled = bins;
    std::array::from_fn(|i| {
        let mut attempt = i as u64;
        let mut found = filled.get(i).copied().flatten();
        while found.is_none() {
            attempt = mix(attempt);
            found = filled.get((attempt % BINS as u64) as usize).copied().flatten();
        }
        found.unwrap_or_default()
    })
}

/// One step of splitmix64 (Steele, Lea, Flood 2014).
fn mix(x: u64) -> u64 {
    let mut z = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
