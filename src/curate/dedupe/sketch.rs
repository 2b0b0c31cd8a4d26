//! What a text looks like at a glance: one-permutation `MinHash` over its pieces (Li, Owen, Zhang 2012)
//! with optimal densification of empty bins (Shrivastava 2017), of which a byte each is kept. Two texts
//! agree in about as many bins as they have pieces in common, so that most pairs are seen to be
//! far apart without a look at their texts.

use super::shingle::Shingles;

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
    pub(super) fn of(shingles: &Shingles, bins: &[u32; BINS]) -> Self {
        Self {
            len: shingles.len() as u32,
            mass: shingles.mass() as u32,
            // the least of many hashes has small high bytes
            bins: bins.map(|least| least as u8),
        }
    }

    /// How much the text says; see [`Shingles::mass`].
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

/// The least hash of each bin; bins that got none borrow from others, chosen by hashing, so that
/// equal sets borrow alike.
pub(super) fn min_hash(shingles: &Shingles) -> [u32; BINS] {
    let mut bins: [Option<u32>; BINS] = [None; BINS];
    for hash in shingles.iter() {
        let bin = (((hash >> 32) * BINS as u64) >> 32) as usize;
        let value = hash as u32;
        if let Some(least) = bins.get_mut(bin) {
            *least = Some(least.map_or(value, |least| least.min(value)));
        }
    }
    if shingles.len() == 0 {
        return [0; BINS];
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(text: &str) -> Sketch {
        let shingles = Shingles::of(text);
        Sketch::of(&shingles, &min_hash(&shingles))
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
