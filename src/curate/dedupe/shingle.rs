//! Texts as sets of overlapping pieces.

use super::tokens::{MAX_CHARS, head};
use crate::curate::normalise::{each_letter, is_unspaced};
use crate::model::mix;

/// Signs in a piece that begins with an unspaced script; each says as much as half a word.
const SIGNS: usize = 3;

/// Letters in any other piece. Shorter ones are shared by unrelated texts of one language.
const LETTERS: usize = 6;

/// Calls with the hash of each piece of a text, and whether it begins with a sign of an unspaced script.
pub(super) fn each_piece(text: &str, call: impl FnMut(u64, bool)) {
    let mut pieces = Pieces { call, first: 0, second: 0, seen: 0 };
    each_letter(head(text), |c| pieces.push(c));
    pieces.end();
}

/// The last six letters of a text that is read one by one, three to a number. A piece begins with the
/// oldest of them, and is known when as many follow as the widest has.
struct Pieces<F> {
    call: F,
    first: u64,
    second: u64,
    seen: usize,
}

/// A character has 21 bits.
const THREE: u64 = (1 << 63) - 1;

impl<F: FnMut(u64, bool)> Pieces<F> {
    #[inline]
    fn push(&mut self, c: char) {
        if self.seen < MAX_CHARS {
            self.shift(c, LETTERS);
        }
    }

    /// Takes in one more; `left` is how many of the last letters are the text's.
    #[inline]
    fn shift(&mut self, c: char, left: usize) {
        self.first = (self.first << 21 | self.second >> 42) & THREE;
        self.second = (self.second << 21 | u64::from(c)) & THREE;
        self.seen += 1;
        if self.seen < LETTERS {
            return;
        }
        if char::from_u32((self.first >> 42) as u32).is_some_and(is_unspaced) {
            (self.call)(mix(self.first), true);
        } else if left >= LETTERS {
            (self.call)(mix(self.first.wrapping_mul(ODD) ^ self.second), false);
        }
    }

    fn end(&mut self) {
        for left in (SIGNS..LETTERS).rev() {
            self.shift('\0', left);
        }
    }
}

/// Any odd number does; changing it, or [`mix`], makes every stored key useless.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hashes, each once: cheaper than to sort them.
#[derive(Debug, Clone, Default)]
pub(super) struct Distinct {
    /// A power of two of them, at least half of them empty; 0 stands for an empty one.
    slots: Vec<u64>,
    len: usize,
}

impl Distinct {
    /// With room for the pieces of most texts of its length.
    pub(super) fn of_text(text: &str) -> Self {
        let most = head(text).chars().count();
        Self { slots: vec![0; (2 * most).next_power_of_two()], len: 0 }
    }

    /// Whether it was not there yet.
    pub(super) fn insert(&mut self, hash: u64) -> bool {
        let hash = hash.max(1);
        if 2 * (self.len + 1) > self.slots.len() {
            self.grow();
        }
        let place = self.place(hash);
        match place.and_then(|at| self.slots.get_mut(at)) {
            Some(slot) if *slot == 0 => {
                *slot = hash;
                self.len += 1;
                true
            }
            _ => false,
        }
    }

    /// One sign may be written out as many letters.
    fn grow(&mut self) {
        let slots = vec![0; 4 * self.slots.len().max(4)];
        let before = std::mem::replace(self, Self { slots, len: 0 });
        for hash in before.iter() {
            self.insert(hash);
        }
    }

    fn contains(&self, hash: u64) -> bool {
        self.place(hash).and_then(|at| self.slots.get(at)).is_some_and(|slot| *slot == hash)
    }

    /// Where a hash is, or would be.
    fn place(&self, hash: u64) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        while *self.slots.get(at)? != hash && *self.slots.get(at)? != 0 {
            at = (at + 1) & mask;
        }
        Some(at)
    }

    fn iter(&self) -> impl Iterator<Item = u64> {
        self.slots.iter().copied().filter(|hash| *hash != 0)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }
}

/// The distinct pieces of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Shingles {
    hashes: Distinct,
    /// How many begin with a sign of an unspaced script.
    signs: usize,
}

impl Shingles {
    pub(super) fn of(text: &str) -> Self {
        let mut hashes = Distinct::of_text(text);
        let mut signs = 0;
        each_piece(text, |hash, sign| {
            hashes.insert(hash);
            signs += usize::from(sign);
        });
        Self { hashes, signs }
    }

    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// How much the text says: pieces, those of signs for two.
    pub(super) fn mass(&self) -> usize {
        self.len() + self.signs.min(self.len())
    }

    pub(super) fn overlap(&self, other: &Self) -> Overlap {
        let (few, many) = if self.len() < other.len() { (self, other) } else { (other, self) };
        let common = few.hashes.iter().filter(|hash| many.hashes.contains(*hash)).count();
        Overlap { common, a: self.len(), b: other.len() }
    }
}

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

    #[test]
    fn signs_that_are_written_out_find_room() {
        let text: String =
            ('\u{fd00}'..='\u{fd3d}').map(|c| format!("{c}\u{fdfa}\u{fdfb}")).collect();
        assert!(Shingles::of(&text).len() > text.chars().count());
    }

    #[test]
    fn pieces_begin_at_every_letter_that_has_enough_after_it() {
        let pieces = |text: &str| {
            let mut found = Vec::new();
            each_piece(text, |hash, sign| found.push((hash, sign)));
            found
        };
        for (text, count) in [
            ("", 0),
            ("国际", 0),
            ("国际交", 1),
            ("国际交流", 2),
            ("abcde", 0),
            ("abcdef", 1),
            ("abcdefgh", 3),
            ("abc国际交", 2),
            ("国际abc", 2),
        ] {
            assert_eq!(pieces(text).len(), count, "{text}");
        }
        let (short, long) = (pieces("国际交流学院"), pieces("国际交流学院与合作处"));
        assert_eq!(long.get(..short.len()), Some(short.as_slice()));
        let (short, long) = (pieces("abcdefgh"), pieces("abcdefghijklm"));
        assert_eq!(long.get(..short.len()), Some(short.as_slice()));
    }
}
