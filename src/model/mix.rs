/// A number in which every bit depends on every bit of the one given: one step of splitmix64 (Steele,
/// Lea, Flood 2014). What is stored under such numbers is lost when this or [`finish`] changes.
pub fn mix(number: u64) -> u64 {
    finish(number.wrapping_add(0x9e37_79b9_7f4a_7c15))
}

/// The same without the addition that tells nought from itself, for numbers that are hashes already.
pub fn finish(number: u64) -> u64 {
    let z = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_keys_stay_as_they_are() {
        assert_eq!(finish(1), 0x5692_161d_100b_05e5);
        assert_eq!(mix(1), 0x910a_2dec_8902_5cc1);
    }
}
