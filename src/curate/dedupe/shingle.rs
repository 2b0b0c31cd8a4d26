//! Texts as sets of overlapping pieces.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::tokens::{MAX_CHARS, head};
use crate::curate::normalise::{is_unspaced, letters};

/// Signs in a piece that begins with an unspaced script; each says as much as half a word.
const SIGNS: usize = 3;

/// Letters in any other piece. Shorter ones are shared by unrelated texts of one language.
const LETTERS: usize = 6;

/// The distinct pieces of a text, as sorted hashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shingles {
    hashes: Vec<u64>,
    /// How many begin with a sign of an unspaced script.
    signs: usize,
}

impl Shingles {
    pub(super) fn of(text: &str) -> Self {
        Self::of_letters(&letters(head(text)))
    }

    /// From a text that went through [`letters`].
    pub(super) fn of_letters(folded: &str) -> Self {
        let mut places: Vec<(usize, bool)> =
            folded.char_indices().take(MAX_CHARS).map(|(at, c)| (at, is_unspaced(c))).collect();
        let end = places.len();
        let last = folded.char_indices().nth(end).map_or(folded.len(), |(at, _)| at);
        places.push((last, false));
        let mut hashes: Vec<u64> = Vec::with_capacity(end);
        let mut signs = 0;
        for (i, (from, sign)) in places.iter().take(end).enumerate() {
            let width = if *sign { SIGNS } else { LETTERS };
            let Some((to, _)) = places.get(i + width) else { continue };
            if let Some(piece) = folded.as_bytes().get(*from..*to) {
                hashes.push(xxh3_64_with_seed(piece, SEED));
                signs += usize::from(*sign);
            }
        }
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes, signs }
    }

    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// How much the text says: pieces, those of signs for two.
    pub(super) fn mass(&self) -> usize {
        self.len() + self.signs.min(self.len())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.hashes.iter().copied()
    }

    pub(super) fn overlap(&self, other: &Self) -> Overlap {
        let (mut i, mut j, mut common) = (0, 0, 0_usize);
        while let (Some(x), Some(y)) = (self.hashes.get(i), other.hashes.get(j)) {
            common += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        Overlap { common, a: self.len(), b: other.len() }
    }
}

/// Any constant does; changing it makes every stored key useless.
const SEED: u64 = 0x6564_7769_7265;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overlap {
    common: usize,
    a: usize,
    b: usize,
}

impl Overlap {
    /// Common pieces among all pieces, 0 to 1; 0 for empty texts.
    pub(super) fn jaccard(self) -> f64 {
        let all = self.a + self.b - self.common;
        if all == 0 { 0.0 } else { self.common as f64 / all as f64 }
    }

    /// How much of the shorter text the longer one holds, 0 to 1.
    pub(super) fn containment(self) -> f64 {
        let small = self.smaller();
        if small == 0 { 0.0 } else { self.common as f64 / small as f64 }
    }

    pub(super) fn smaller(self) -> usize {
        self.a.min(self.b)
    }

    /// Length of the shorter text against the longer, 0 to 1.
    pub(super) fn ratio(self) -> f64 {
        let large = self.a.max(self.b);
        if large == 0 { 0.0 } else { self.smaller() as f64 / large as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_two_texts_have_in_common() {
        let a = Shingles::of("国际交流与合作处");
        let b = Shingles::of("國際交流與合作處。");
        assert!((a.overlap(&b).jaccard() - 1.0).abs() < f64::EPSILON);
        assert_eq!(a.len(), 6);
        let c = Shingles::of("国际交流");
        assert!((a.overlap(&c).containment() - 1.0).abs() < f64::EPSILON);
        assert!(Shingles::of("").overlap(&a).jaccard() <= 0.0);
    }
}
