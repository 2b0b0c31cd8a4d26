//! Traditional characters as simplified ones, character by character.

use std::sync::LazyLock;

/// Pairs of a traditional and its simplified character, drawn from the Unicode CLDR transform
/// `Traditional-Simplified` (Unicode licence), without characters that simplified text uses too.
const PAIRS: &str = include_str!("hanzi.txt");

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

/// The simplified form of each character from `FIRST` to `LAST`; 0 where it stays as it is.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; (LAST - FIRST + 1) as usize];
    let mut chars = PAIRS.chars().filter(|c| !c.is_whitespace());
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        let place = u32::from(from).checked_sub(FIRST).and_then(|i| table.get_mut(i as usize));
        if let (Some(place), Ok(to)) = (place, u16::try_from(u32::from(to))) {
            *place = to;
        }
    }
    table
});

/// The simplified form of a character, or the character itself. Words are not looked at, so a
/// character that stands for several traditional ones is right for comparison, not for print.
pub fn to_simplified(c: char) -> char {
    let code = u32::from(c);
    if !(FIRST..=LAST).contains(&code) {
        return c;
    }
    match TABLE.get((code - FIRST) as usize) {
        Some(&to) if to != 0 => char::from_u32(u32::from(to)).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_text_becomes_simplified_and_stays_so() {
        let simple: String = "國際學術交流獎學金申請".chars().map(to_simplified).collect();
        assert_eq!(simple, "国际学术交流奖学金申请");
        for code in FIRST..=LAST {
            let once = char::from_u32(code).map(to_simplified);
            assert_eq!(once.map(to_simplified), once);
        }
    }

    #[test]
    fn other_characters_stay_as_they_are() {
        for c in ['a', 'é', '학', 'ア', '\u{20000}'] {
            assert_eq!(to_simplified(c), c);
        }
    }
}
