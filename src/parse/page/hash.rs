use xxhash_rust::xxh3::xxh3_64;

/// A hash of a sequence, for telling whether two are the same within one page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Hash(pub u64);

impl Hash {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.mix(xxh3_64(bytes));
    }

    pub(super) fn mix(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) ^ value;
    }
}
