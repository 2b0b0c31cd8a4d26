//! Finds listed words at word starts.
//!
//! An automaton for any position does more than is needed: scripts with spaces can only match where
//! a word begins, and walking a tree of characters from there ends after a few steps.

use std::collections::VecDeque;
use std::str::Chars;

use super::fold::has_word_borders;

/// The root's children, by character.
const ROOTS: usize = 0x1_0000;
/// Bits that say with which characters patterns begin. They decide most positions without a walk, and
/// stay in the processor's nearest caches.
const BITS: usize = 1 << 18;
/// Of longer patterns so many characters are asked for.
const LONG: usize = 4;
const NONE: u32 = u32::MAX;
/// So many children are few.
const FEW: usize = 12;

#[derive(Debug, Clone, Copy)]
struct Node {
    children: (u32, u32),
    /// Pattern that ends here, as a range of `ends`.
    ends: (u32, u32),
}

#[derive(Debug)]
pub(super) struct Trie {
    roots: Vec<u32>,
    /// The first two characters of patterns shorter than [`LONG`], the first [`LONG`] of others.
    short: Vec<u64>,
    long: Vec<u64>,
    /// The characters that are patterns by themselves.
    alone: Vec<u64>,
    nodes: Vec<Node>,
    /// The character that leads to each node but the root, which stands one place behind it.
    labels: Vec<char>,
    ends: Vec<u32>,
}

/// A pattern found, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub pattern: usize,
    pub start: usize,
    pub end: usize,
}

impl Trie {
    pub(super) fn new(texts: &[String]) -> Self {
        let mut trie = Self {
            roots: vec![NONE; ROOTS],
            short: vec![0; BITS / 64],
            long: vec![0; BITS / 64],
            alone: vec![0; ROOTS / 64],
            nodes: Vec::new(),
            labels: Vec::new(),
            ends: Vec::new(),
        };
        trie.grow(texts);
        let root = trie.nodes.first().map_or((0, 0), |root| root.children);
        for (label, child) in trie.labels.iter().zip(root.0..root.1) {
            if let Some(slot) = trie.roots.get_mut(*label as usize) {
                *slot = child + 1;
            }
        }
        for text in texts {
            trie.mark(text);
        }
        trie
    }

    /// Makes the nodes, level by level. What begins alike stands together once it is sorted: a node is
    /// a stretch of the patterns and the length of what they share.
    fn grow(&mut self, texts: &[String]) {
        let mut sorted: Vec<(&str, u32)> = texts.iter().map(String::as_str).zip(0..).collect();
        sorted.sort_unstable();
        let mut level: VecDeque<(&[(&str, u32)], usize)> = VecDeque::from([(&sorted[..], 0)]);
        while let Some((patterns, length)) = level.pop_front() {
            let (first_child, first_end) = (self.labels.len() as u32, self.ends.len() as u32);
            let (whole, longer) =
                patterns.split_at(patterns.partition_point(|(text, _)| text.len() == length));
            self.ends.extend(whole.iter().map(|(_, index)| *index));
            let next = |text: &str| text.get(length..).and_then(|rest| rest.chars().next());
            for child in longer.chunk_by(|(a, _), (b, _)| next(a) == next(b)) {
                let Some(c) = child.first().and_then(|(text, _)| next(text)) else { continue };
                self.labels.push(c);
                level.push_back((child, length + c.len_utf8()));
            }
            self.nodes.push(Node {
                children: (first_child, self.labels.len() as u32),
                ends: (first_end, self.ends.len() as u32),
            });
        }
    }

    /// Sets the bits for how a pattern begins.
    fn mark(&mut self, pattern: &str) {
        let head = Head::of(&mut pattern.chars());
        let (two, all) = head.places();
        let (bits, at) = match head.0.iter().position(|c| *c == NO_CHAR) {
            Some(1) => (&mut self.alone, head.0[0] as usize),
            Some(_) => (&mut self.short, two),
            None => (&mut self.long, all),
        };
        if let Some(bits) = bits.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    fn may_begin(&self, head: Head) -> bool {
        let set =
            |bits: &[u64], at: usize| bits.get(at / 64).is_some_and(|b| b >> (at % 64) & 1 == 1);
        let (two, all) = head.places();
        set(&self.short, two) || set(&self.long, all) || set(&self.alone, head.0[0] as usize)
    }

    /// Reports every pattern at every place where a word may begin, until told to stop.
    pub(super) fn find(&self, text: &str, mut report: impl FnMut(Match) -> bool) {
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if matches!(c, ' ' | '\n') {
                continue;
            }
            let rest = text.get(start..).unwrap_or_default();
            if has_word_borders(c) {
                // nothing begins inside a word
                while chars.next_if(|(_, c)| has_word_borders(*c)).is_some() {}
            }
            if !self.may_begin(Head::of(&mut rest.chars())) {
                continue;
            }
            let first = self.roots.get(c as usize).copied().unwrap_or(NONE);
            let goes_on = self.walk(first, rest, &mut |pattern, length| {
                report(Match { pattern, start, end: start + length })
            });
            if !goes_on {
                return;
            }
        }
    }

    /// Follows the text from the root's child for its first character; reports pattern and length.
    fn walk(&self, first: u32, text: &str, report: &mut impl FnMut(usize, usize) -> bool) -> bool {
        let mut rest = text.chars();
        let mut length = rest.next().map_or(0, char::len_utf8);
        let mut at = first;
        while let Some(node) = self.nodes.get(at as usize) {
            let ends = self.ends.get(node.ends.0 as usize..node.ends.1 as usize);
            for pattern in ends.unwrap_or_default() {
                if !report(*pattern as usize, length) {
                    return false;
                }
            }
            let (from, to) = (node.children.0 as usize, node.children.1 as usize);
            let (Some(labels), Some(c)) = (self.labels.get(from..to), rest.next()) else { break };
            // most nodes have few children, which are looked through sooner than halved
            let found = if labels.len() <= FEW {
                labels.iter().position(|label| *label == c)
            } else {
                labels.binary_search(&c).ok()
            };
            let Some(found) = found else { break };
            at = (from + found + 1) as u32;
            length += c.len_utf8();
        }
        true
    }
}

/// Stands for the characters that a short text does not have.
const NO_CHAR: char = '\0';

/// The next characters of a text.
#[derive(Debug, Clone, Copy)]
struct Head([char; LONG]);

impl Head {
    fn of(chars: &mut Chars<'_>) -> Self {
        Self(std::array::from_fn(|_| chars.next().unwrap_or(NO_CHAR)))
    }

    /// Places among the bits for the first two characters and for all, by multiplicative hashing.
    fn places(self) -> (usize, usize) {
        let mix = |high: char, low: char| u64::from(high) << 21 | u64::from(low);
        let [a, b, c, d] = self.0;
        let two = mix(a, b).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let all = (two ^ mix(c, d)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        ((two >> 46) as usize, (all >> 46) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let mut all = Vec::new();
        Trie::new(&words).find(text, |m| {
            all.push((m.pattern, m.start, m.end));
            true
        });
        all
    }

    #[test]
    fn words_with_spaces_match_at_their_start_only() {
        assert_eq!(
            found(&["visa", "visa office"], "visa office advisable"),
            [(0, 0, 4), (1, 0, 11)]
        );
    }

    #[test]
    fn a_single_character_is_found_before_anything_and_at_the_end() {
        assert_eq!(found(&["赴", "赴美"], "赴日赴美赴").len(), 4);
    }

    #[test]
    fn characters_match_anywhere_and_overlap() {
        assert_eq!(found(&["留学", "留学生", "学生"], "来华留学生").len(), 3);
    }
}
