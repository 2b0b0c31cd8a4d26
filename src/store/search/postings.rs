//! Which items hold a token, as bytes.
//!
//! A run is a sorted list of tokens, each with its items in ascending order, cut into blocks of less
//! than a page of the store. A block begins with the least item of its run; then for each token: how
//! much larger it is than the one before, how many items there are, the bytes they take (for more
//! than one), and the gaps between them. All numbers are LEB128. What does not fit into a block goes
//! on in the next one, as another entry of the same token.

use super::tokens::Token;

/// Bytes of a block; a row of the store with them fits on a page of 4,096.
const BLOCK: usize = 3_900;
/// The most that stands before an entry's items.
const HEAD: usize = 16;
/// Less room than this is left empty.
const LEAST: usize = 48;

/// Where a block stands in its run: its first token, and how many blocks before it begin with or end
/// in the same token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) token: Token,
    pub(super) part: u32,
}

fn put(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Writes a run, block by block.
#[derive(Debug)]
pub(super) struct Encoder {
    least: u64,
    block: Vec<u8>,
    place: Option<Place>,
    /// The last token written.
    last: Token,
    scratch: Vec<u8>,
}

impl Encoder {
    /// For a run without items smaller than `least`.
    pub(super) fn new(least: u64) -> Self {
        let block = Vec::with_capacity(BLOCK);
        Self { least, block, place: None, last: Token(0), scratch: Vec::with_capacity(BLOCK) }
    }

    /// Adds a token with its items, both in ascending order; calls `full` with each block that is.
    pub(super) fn push<E>(
        &mut self,
        token: Token,
        mut items: &[u64],
        full: &mut impl FnMut(Place, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        while !items.is_empty() {
            if self.block.len() + HEAD + LEAST > BLOCK {
                self.end(full)?;
            }
            self.begin(token);
            let room = BLOCK - self.block.len() - HEAD;
            self.scratch.clear();
            let (mut before, mut taken) = (self.least, 0);
            for item in items {
                if self.scratch.len() + 10 > room {
                    break;
                }
                put(item.saturating_sub(before), &mut self.scratch);
                (before, taken) = (*item, taken + 1);
            }
            put(u64::from(token.0 - self.last.0), &mut self.block);
            put(taken as u64, &mut self.block);
            if taken > 1 {
                put(self.scratch.len() as u64, &mut self.block);
            }
            self.block.extend_from_slice(&self.scratch);
            self.last = token;
            items = items.get(taken..).unwrap_or_default();
            if !items.is_empty() {
                let next = self.place.filter(|place| place.token == token);
                let part = next.map_or(1, |place| place.part + 1);
                self.end(full)?;
                self.place = Some(Place { token, part });
            }
        }
        Ok(())
    }

    fn begin(&mut self, token: Token) {
        if self.block.is_empty() {
            let place = *self.place.get_or_insert(Place { token, part: 0 });
            put(self.least, &mut self.block);
            self.last = place.token;
        }
    }

    /// Gives the last block away.
    pub(super) fn end<E>(
        &mut self,
        full: &mut impl FnMut(Place, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        if let (Some(place), false) = (self.place.take(), self.block.is_empty()) {
            full(place, &self.block)?;
        }
        self.block.clear();
        Ok(())
    }
}

/// The entries of a block, in order; bytes that are none end it.
#[derive(Debug)]
pub(super) struct Decoder<'a> {
    rest: &'a [u8],
    least: u64,
    token: u64,
}

/// A token's items in one block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) token: Token,
    least: u64,
    items: &'a [u8],
}

impl<'a> Decoder<'a> {
    /// `first` is the token at which the block stands.
    pub(super) fn new(first: Token, mut bytes: &'a [u8]) -> Self {
        let least = take(&mut bytes).unwrap_or_default();
        Self { rest: bytes, least, token: first.0.into() }
    }

    /// As [`Decoder::new`] for a block of which part was read already.
    pub(super) fn resume(first: Token, bytes: &'a [u8], at: usize, last: Token) -> Self {
        let mut decoder = Self::new(first, bytes);
        if at > 0 {
            decoder.rest = bytes.get(at..).unwrap_or_default();
            decoder.token = last.0.into();
        }
        decoder
    }

    /// How many of the block's bytes are read, given how many it has.
    pub(super) fn read_of(&self, length: usize) -> usize {
        length.saturating_sub(self.rest.len())
    }
}

impl<'a> Iterator for Decoder<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let rest = &mut self.rest;
        self.token = self.token.checked_add(take(rest)?)?;
        let token = Token(u32::try_from(self.token).ok()?);
        let length = if take(rest)? > 1 {
            take(rest)? as usize
        } else {
            rest.iter().position(|byte| byte & 0x80 == 0)? + 1
        };
        let (items, after) = rest.split_at_checked(length)?;
        self.rest = after;
        Some(Entry { token, least: self.least, items })
    }
}

impl Entry<'_> {
    /// Adds the items to a list.
    pub(super) fn read(&self, out: &mut Vec<u64>) {
        let (mut bytes, mut item) = (self.items, self.least);
        while let Some(gap) = take(&mut bytes) {
            item = item.saturating_add(gap);
            out.push(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Blocks = Vec<(Place, Vec<u8>)>;

    fn encoded(lists: &[(Token, Vec<u64>)], least: u64) -> Blocks {
        let mut blocks = Blocks::new();
        let mut keep = |place, bytes: &[u8]| -> Result<(), ()> {
            blocks.push((place, bytes.to_vec()));
            Ok(())
        };
        let mut encoder = Encoder::new(least);
        for (token, items) in lists {
            encoder.push(*token, items, &mut keep).unwrap();
        }
        encoder.end(&mut keep).unwrap();
        blocks
    }

    #[test]
    fn what_is_written_is_read_again() {
        let lists: Vec<(Token, Vec<u64>)> = (0..400_u32)
            .map(|n| {
                let step = u64::from(n % 7 + 1);
                let count = if n == 200 { 30_000 } else { u64::from(n * n % 90 + 1) };
                (Token(n * 9_999_999), (0..count).map(|i| 1_000 + i * step).collect())
            })
            .collect();
        let blocks = encoded(&lists, 1_000);
        assert!(blocks.len() > 10 && blocks.iter().all(|(_, bytes)| bytes.len() <= BLOCK));
        let mut found: Vec<(Token, Vec<u64>)> = Vec::new();
        for (place, bytes) in &blocks {
            for entry in Decoder::new(place.token, bytes) {
                if found.last().is_none_or(|(token, _)| *token != entry.token) {
                    found.push((entry.token, Vec::new()));
                }
                entry.read(&mut found.last_mut().unwrap().1);
            }
        }
        assert_eq!(found, lists);
        let places: Vec<(u32, u32)> = blocks.iter().map(|(p, _)| (p.token.0, p.part)).collect();
        assert!(places.windows(2).all(|two| two[0] < two[1]), "{places:?}");
    }

    #[test]
    fn bytes_that_are_no_block_are_no_trouble() {
        for bytes in [&b""[..], &[0xff; 40], &[0, 5, 200, 1], &[1, 1]] {
            for entry in Decoder::new(Token(u32::MAX), bytes) {
                entry.read(&mut Vec::new());
            }
        }
    }
}
