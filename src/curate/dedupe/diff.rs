//! What differs between two sequences of tokens.

use std::ops::Range;

/// A stretch of one text that stands where a stretch of the other does; one of them may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
}

/// Up to this product of lengths a longest common subsequence is found exactly.
const EXACT: usize = 12_000;

/// Length of the runs that anchor one text to the other: runs that each text has exactly once.
const RUN: usize = 4;

/// Spreads hashes (the golden ratio of 2^64).
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The gaps between the common parts, in order. Long texts are anchored by runs that occur once in
/// each (as in patience diff), so the cost grows with the length, not with its square.
pub(super) fn gaps(a: &[u64], b: &[u64]) -> Vec<Gap> {
    let mut out = Vec::new();
    let (mut at, mut bt) = (0, 0);
    if a == b {
        return out;
    }
    if a.len().saturating_mul(b.len()) > EXACT {
        for (i, j) in anchors(a, b) {
            if i < at || j < bt {
                continue; // inside the run before
            }
            between(a, b, at..i, bt..j, &mut out);
            (at, bt) = (i + RUN, j + RUN);
        }
    }
    between(a, b, at..a.len(), bt..b.len(), &mut out);
    out
}

/// Gaps as one where only a few numbers stand between them: `2024-2025` became `2025-2026`, not first
/// nothing for 2024 and then 2026 for nothing.
pub(super) fn merged(gaps: Vec<Gap>, is_number: impl Fn(usize) -> bool) -> Vec<Gap> {
    const FEW: usize = 3;
    let mut out: Vec<Gap> = Vec::with_capacity(gaps.len());
    for gap in gaps {
        match out.last_mut() {
            Some(last)
                if gap.a.start - last.a.end <= FEW && (last.a.end..gap.a.start).all(&is_number) =>
            {
                last.a.end = gap.a.end;
                last.b.end = gap.b.end;
            }
            _ => out.push(gap),
        }
    }
    out
}

/// Positions of common unique runs, the longest chain that rises in both texts.
fn anchors(a: &[u64], b: &[u64]) -> Vec<(usize, usize)> {
    let (in_a, in_b) = (unique_runs(a), unique_runs(b));
    let mut pairs = Vec::with_capacity(in_a.len().min(in_b.len()));
    let (mut i, mut j) = (0, 0);
    while let (Some((x, at)), Some((y, bt))) = (in_a.get(i), in_b.get(j)) {
        if x == y {
            pairs.push((*at, *bt));
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    pairs.sort_unstable();
    rising(&pairs)
}

/// Hashes of the runs that occur once, sorted, with their places.
fn unique_runs(text: &[u64]) -> Vec<(u64, usize)> {
    let hash = |run: &[u64; RUN]| {
        run.iter().fold(0_u64, |sum, id| (sum.rotate_left(17) ^ id).wrapping_mul(ODD))
    };
    let mut runs: Vec<(u64, usize)> =
        text.array_windows::<RUN>().enumerate().map(|(at, run)| (hash(run), at)).collect();
    runs.sort_unstable();
    let all = runs.clone();
    let mut at = 0_usize;
    runs.retain(|(run, _)| {
        let before =
            at.checked_sub(1).and_then(|i| all.get(i)).is_some_and(|(other, _)| other == run);
        let after = all.get(at + 1).is_some_and(|(other, _)| other == run);
        at += 1;
        !before && !after
    });
    runs
}

/// Longest chain with rising second members (patience sorting).
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tops: Vec<usize> = Vec::new(); // index of the smallest end of a chain of each length
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    let second = |i: usize| pairs.get(i).map_or(usize::MAX, |pair| pair.1);
    for (i, pair) in pairs.iter().enumerate() {
        let place = tops.partition_point(|top| second(*top) < pair.1);
        if let (Some(slot), Some(previous)) = (before.get_mut(i), place.checked_sub(1)) {
            *slot = tops.get(previous).copied();
        }
        match tops.get_mut(place) {
            Some(top) => *top = i,
            None => tops.push(i),
        }
    }
    let mut chain = Vec::with_capacity(tops.len());
    let mut next = tops.last().copied();
    while let Some(i) = next {
        chain.extend(pairs.get(i));
        next = before.get(i).copied().flatten();
    }
    chain.reverse();
    chain
}

/// Gaps within one stretch: common ends are trimmed, the middle is solved exactly if small.
fn between(a: &[u64], b: &[u64], ra: Range<usize>, rb: Range<usize>, out: &mut Vec<Gap>) {
    let (part_a, part_b) =
        (a.get(ra.clone()).unwrap_or_default(), b.get(rb.clone()).unwrap_or_default());
    let head = part_a.iter().zip(part_b).take_while(|(x, y)| x == y).count();
    let left = part_a.len().min(part_b.len()) - head;
    let tail =
        part_a.iter().rev().zip(part_b.iter().rev()).take(left).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (ra.start + head..ra.end - tail, rb.start + head..rb.end - tail);
    if ra.is_empty() && rb.is_empty() {
        return;
    }
    if ra.is_empty() || rb.is_empty() || ra.len().saturating_mul(rb.len()) > EXACT {
        out.push(Gap { a: ra, b: rb });
        return;
    }
    exact(a, b, ra, rb, out);
}

/// Longest common subsequence by dynamic programming.
fn exact(a: &[u64], b: &[u64], ra: Range<usize>, rb: Range<usize>, out: &mut Vec<Gap>) {
    let (part_a, part_b) =
        (a.get(ra.clone()).unwrap_or_default(), b.get(rb.clone()).unwrap_or_default());
    let width = part_b.len() + 1;
    // best[i * width + j]: length of the longest common subsequence of part_a[i..], part_b[j..]
    let mut best = vec![0_u16; (part_a.len() + 1) * width];
    let at = |best: &[u16], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    for (i, x) in part_a.iter().enumerate().rev() {
        for (j, y) in part_b.iter().enumerate().rev() {
            let value = if x == y {
                at(&best, i + 1, j + 1) + 1
            } else {
                at(&best, i + 1, j).max(at(&best, i, j + 1))
            };
            if let Some(slot) = best.get_mut(i * width + j) {
                *slot = value;
            }
        }
    }
    let (mut i, mut j, mut from) = (0, 0, (0, 0));
    let mut close = |from: (usize, usize), i: usize, j: usize| {
        if from != (i, j) {
            out.push(Gap {
                a: ra.start + from.0..ra.start + i,
                b: rb.start + from.1..rb.start + j,
            });
        }
    };
    while let (Some(x), Some(y)) = (part_a.get(i), part_b.get(j)) {
        if x == y {
            close(from, i, j);
            (i, j) = (i + 1, j + 1);
            from = (i, j);
        } else if at(&best, i + 1, j) >= at(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    close(from, part_a.len(), part_b.len());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(text: &str) -> Vec<u64> {
        text.chars().map(u64::from).collect()
    }

    #[test]
    fn finds_what_was_replaced_and_what_was_added() {
        let found = gaps(&ids("held in 2025 at noon"), &ids("was held in 2026 at noon"));
        assert_eq!(found, [Gap { a: 0..0, b: 0..4 }, Gap { a: 11..12, b: 15..16 }]);
    }

    fn apply(a: &[u64], b: &[u64]) -> Vec<u64> {
        let mut out = Vec::new();
        let mut at = 0_usize;
        for gap in gaps(a, b) {
            out.extend(&a[at..gap.a.start]);
            out.extend(&b[gap.b.clone()]);
            at = gap.a.end;
        }
        out.extend(&a[at..]);
        out
    }

    proptest! {
        #[test]
        fn the_gaps_of_any_two_texts_turn_one_into_the_other(
            a in prop::collection::vec(0_u64..40, 0..600),
            cut in 0_usize..600,
            insert in prop::collection::vec(0_u64..40, 0..30),
        ) {
            let mut b = a.clone();
            let cut = cut.min(b.len());
            b.splice(cut..(cut + 5).min(a.len()).max(cut), insert);
            prop_assert_eq!(apply(&a, &b), b);
        }
    }
}
