//! What a text looks like at a glance: one-permutation `MinHash` over its pieces (Li, Owen, Zhang 2012)
//! with optimal densification of empty bins (Shrivastava 2017), of which a byte each is kept. Two texts
//! agree in about as many bins as they have pieces in common, so that most pairs are seen to be
//! far apart without a look at their texts.

use super::shingle::{Distinct, each_piece};
use crate::model::mix;

pub(super) const BINS: usize = 80;

/// A text's sketch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    len: u32,
    mass: u32,
    bins: [u8; BINS],
}

impl Default for Sketch {
    fn default() -> Self {
        Self { len: 0, mass: 0, bins: [0; BINS] }
    }
}

impl Sketch {
    /// How many distinct pieces the text has.
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// How much the text says: pieces, those of signs for two.
    pub(super) fn mass(&self) -> usize {
        self.mass as usize
    }

    /// Whether the two are surely less alike than both of these: a share `jaccard` of common pieces, a
    /// share `held` of the shorter text within the longer.
    pub(super) fn is_far_from(&self, other: &Self, jaccard: f64, held: f64) -> bool {
        /// Deviations below what is expected that count as sure: once in a hundred thousand.
        const SURE: f64 = 4.0;
        let (small, large) = (self.len.min(other.len), self.len.max(other.len));
        if small == 0 {
            return false;
        }
        let common = held * f64::from(small);
        let least = jaccard.min(common / (f64::from(small) + f64::from(large) - common));
        let bins = BINS as f64;
        let deviation = (bins * least * (1.0 - least)).sqrt();
        let alike = self.bins.iter().zip(&other.bins).filter(|(a, b)| a == b).count();
        (alike as f64) < bins * least - SURE * deviation
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + BINS);
        bytes.extend(self.len.to_le_bytes());
        bytes.extend(self.mass.to_le_bytes());
        bytes.extend(self.bins);
        bytes
    }

    /// Nothing for bytes that are no sketch.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (len, rest) = bytes.split_first_chunk()?;
        let (mass, rest) = rest.split_first_chunk()?;
        let bins = rest.try_into().ok()?;
        Some(Self { len: u32::from_le_bytes(*len), mass: u32::from_le_bytes(*mass), bins })
    }
}

/// The sketch of a text, and the least hash of each bin.
pub(super) fn sketched(text: &str) -> (Sketch, [u32; BINS]) {
    let mut least: [Option<u32>; BINS] = [None; BINS];
    let mut distinct = Distinct::of_text(text);
    let mut signs = 0;
    each_piece(text, |hash, sign| {
        signs += usize::from(sign);
        if distinct.insert(hash) {
            let bin = (((hash >> 32) * BINS as u64) >> 32) as usize;
            let value = hash as u32;
            if let Some(least) = least.get_mut(bin) {
                *least = Some(least.map_or(value, |least| least.min(value)));
            }
        }
    });
    let len = distinct.len();
    let bins = if len == 0 { [0; BINS] } else { filled(&least) };
    let sketch = Sketch {
        len: len as u32,
        mass: (len + signs.min(len)) as u32,
        // the least of many hashes has small high bytes
        bins: bins.map(|least| least as u8),
    };
    (sketch, bins)
}

/// Bins that got no hash borrow from others, chosen by hashing, so that equal sets borrow alike.
fn filled(bins: &[Option<u32>; BINS]) -> [u32; BINS] {
    std::array::from_fn(|i| {
        let mut attempt = i as u64;
        let mut found = bins.get(i).copied().flatten();
        while found.is_none() {
            attempt = mix(attempt);
            found = bins.get((attempt % BINS as u64) as usize).copied().flatten();
        }
        found.unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(text: &str) -> Sketch {
        sketched(text).0
    }

    fn words(from: u64, to: u64) -> String {
        (from..to).map(|n| format!("{:x} ", mix(n))).collect()
    }

    #[test]
    fn a_copy_is_never_far_and_another_text_is() {
        let text = sketch(&words(0, 80));
        for shared in [80, 60, 48] {
            let copy = sketch(&words(80 - shared, 160 - shared));
            assert!(!text.is_far_from(&copy, 0.3, 0.6), "{shared} of 80 words");
        }
        assert!(text.is_far_from(&sketch(&words(80, 160)), 0.3, 0.6));
        assert!(!text.is_far_from(&sketch(""), 0.3, 0.6));
    }

    #[test]
    fn a_sketch_survives_the_store() {
        let sketch = sketch(&words(0, 50));
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), Some(sketch));
        assert_eq!(Sketch::from_bytes(b"other"), None);
    }
}
