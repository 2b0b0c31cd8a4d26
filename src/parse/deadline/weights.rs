//! What the features of a date make of it. At first each date is looked at by itself; then a second
//! net looks at its features together with what the other dates of the notice were at first taken
//! for. The example `fit_deadlines` writes both nets into one file, which is used as it lies in the
//! program: nothing is read or built at the start.

use super::key;

/// Of each net, all numbers little-endian: how many features and hidden units it has and the size of
/// one step of its weights; of each unit what it adds to neither, deadline and event; the keys of the
/// features in order; of each feature, in steps of a byte, what it adds to the three and to each unit.
const NETS: &[u8] = include_bytes!("nets.bin");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Nothing,
    Apply,
    Event,
}

/// How likely a date is neither, deadline, event.
pub(super) type Odds = [f32; 3];

/// What a date is taken for before the others are looked at.
pub(super) fn guess(features: &[String]) -> Odds {
    let sums = Net::read(NETS).map_or([0.0; 3], |(net, _)| net.sums(features));
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let parts = sums.map(|sum| (sum - most).exp());
    let all: f32 = parts.iter().sum();
    parts.map(|part| part / all)
}

pub(super) fn judge(features: &[String]) -> Verdict {
    let second = Net::read(NETS).and_then(|(_, rest)| Net::read(rest));
    match second.map_or([0.0; 3], |(net, _)| net.sums(features)) {
        [nothing, apply, event] if apply > nothing && apply >= event => Verdict::Apply,
        [nothing, _, event] if event > nothing => Verdict::Event,
        _ => Verdict::Nothing,
    }
}

/// One hidden layer beside the straight way.
struct Net {
    step: f32,
    outer: &'static [[u8; 12]],
    keys: &'static [[u8; 4]],
    rows: &'static [u8],
}

impl Net {
    /// The net that the bytes begin with, and the bytes behind it.
    fn read(bytes: &'static [u8]) -> Option<(Net, &'static [u8])> {
        let (head, rest) = bytes.split_first_chunk::<12>()?;
        let [count, units, step] = numbers(head);
        let (count, units) = (usize::try_from(count).ok()?, usize::try_from(units).ok()?);
        let (outer, rest) = rest.split_at_checked(units * 12)?;
        let (keys, rest) = rest.split_at_checked(count * 4)?;
        let (rows, rest) = rest.split_at_checked(count * (3 + units))?;
        let step = f32::from_bits(step);
        let (outer, keys) = (outer.as_chunks().0, keys.as_chunks().0);
        Some((Net { step, outer, keys, rows }, rest))
    }

    fn sums(&self, features: &[String]) -> [f32; 3] {
        let width = 3 + self.outer.len();
        let place = |name: &String| {
            let wanted = key(name);
            self.keys.binary_search_by_key(&wanted, |one| u32::from_le_bytes(*one)).ok()
        };
        let mut places: Vec<usize> = features.iter().filter_map(place).collect();
        places.sort_unstable();
        places.dedup();
        let mut sums = vec![0i32; width];
        for row in places.iter().filter_map(|at| self.rows.get(at * width..(at + 1) * width)) {
            sums.iter_mut().zip(row).for_each(|(sum, one)| *sum += i32::from(one.cast_signed()));
        }
        let sums: Vec<f32> = sums.iter().map(|sum| *sum as f32 * self.step).collect();
        let (straight, hidden) = sums.split_at(3);
        let mut out = [0.0; 3];
        out.iter_mut().zip(straight).for_each(|(one, sum)| *one = *sum);
        for (unit, sum) in self.outer.iter().zip(hidden) {
            let adds = numbers(unit).map(f32::from_bits);
            out.iter_mut().zip(adds).for_each(|(one, add)| *one += add * sum.max(0.0));
        }
        out
    }
}

fn numbers(bytes: &[u8; 12]) -> [u32; 3] {
    let mut out = [0; 3];
    let parts = bytes.as_chunks().0.iter();
    out.iter_mut().zip(parts).for_each(|(one, part)| *one = u32::from_le_bytes(*part));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_two_nets_with_their_keys_in_order() {
        let (first, rest) = Net::read(NETS).unwrap();
        let (second, rest) = Net::read(rest).unwrap();
        assert!(rest.is_empty());
        for net in [first, second] {
            assert!(net.keys.is_sorted_by_key(|key| u32::from_le_bytes(*key)));
            assert_eq!(net.rows.len(), net.keys.len() * (3 + net.outer.len()));
        }
        assert_eq!(judge(&[]), Verdict::Nothing);
    }
}
