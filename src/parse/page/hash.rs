//! Hashing, cheaper than the standard one.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// A hash of a sequence, for telling whether two are the same within one page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Hash(pub u64);

impl Hash {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.mix(xxh3_64(bytes));
    }

    pub(super) fn mix(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(MIX).rotate_left(29) ^ value;
    }
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// A map by words of the page, whose author may want them to collide.
pub(super) type WordMap<'a, V> = HashMap<&'a str, V, foldhash::fast::RandomState>;

/// A map by places, numbers or hashes that a page numbers itself: no outside hand chooses them.
pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;
pub(super) type Set<K> = HashSet<K, BuildHasherDefault<Mixer>>;

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.write_u64(xxh3_64(bytes));
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(MIX);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}
