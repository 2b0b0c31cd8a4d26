//! Whether what a source shows still makes sense by what is known of it: how many entries, in which
//! order, how often something new. Pure; each answer is the reason, for the operator.

/// So much quiet is no alarm with any source, in days: longer than most holidays.
const HOLIDAYS: i64 = 30;
/// How much longer than ever before a source must be quiet.
const LONGER: i64 = 3;
/// Fewer gaps between days with news than this are no rhythm.
const LEAST_GAPS: usize = 8;
/// A list that never was longer than this cannot be far shorter.
const SHORT: u32 = 8;
/// How many entries, missing from the top of a list, are more than somebody's deletion.
const DELETED: usize = 2;

/// How long a source must have been quiet before its rhythm is looked at, in days.
pub const QUIET: i64 = HOLIDAYS;

/// What one look at a list showed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown {
    pub entries: u32,
    /// Entries never seen before.
    pub new: usize,
    /// Entries that had left the list and are back.
    pub back: usize,
    /// Known items that are newer than any entry.
    pub gone: usize,
}

/// Why a list that was read makes no sense; `usual` is how many entries it usually has.
pub fn odd(shown: &Shown, usual: Option<u32>) -> Option<String> {
    if shown.new > 0 {
        return None;
    }
    let Shown { entries, back, gone, .. } = *shown;
    if gone >= DELETED && back > 0 {
        return Some(format!(
            "an older copy of the page was served: the newest {gone} items are gone from it, and \
             {back} that had left it are back"
        ));
    }
    let usual = usual.filter(|&usual| is_far_fewer(entries, usual))?;
    Some(format!("only {entries} entries are shown where {usual} are usual"))
}

/// How many entries are usual after one more look. A list that goes on at another length has
/// changed it for good.
pub fn usual(before: Option<u32>, shown: &Shown) -> u32 {
    match before {
        Some(before) if !is_far_fewer(shown.entries, before) => {
            (before * 3 + shown.entries).div_ceil(4)
        }
        _ => shown.entries,
    }
}

fn is_far_fewer(entries: u32, usual: u32) -> bool {
    usual >= SHORT && entries * 4 <= usual
}

/// Why a source that publishes nothing any more is taken for frozen. `days` are those on which it
/// had news, as day numbers in any order.
pub fn frozen(days: &[i64], today: i64) -> Option<String> {
    let mut days = days.to_vec();
    days.retain(|&day| day <= today);
    days.sort_unstable();
    days.dedup();
    let quiet = today - days.last()?;
    let mut gaps: Vec<i64> = days
        .windows(2)
        .map(|pair| pair.iter().rev().copied().reduce(|a, b| a - b).unwrap_or(0))
        .collect();
    gaps.sort_unstable();
    let longest = *gaps.last().filter(|_| gaps.len() >= LEAST_GAPS)?;
    let typical = gaps.get(gaps.len() / 2)?;
    (quiet > HOLIDAYS.max(LONGER * longest)).then(|| {
        format!(
            "nothing new for {quiet} days, where news used to come every {typical} days and never \
             took longer than {longest}: the page may be frozen"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entries: u32) -> Shown {
        Shown { entries, ..Shown::default() }
    }

    #[test]
    fn a_list_is_far_shorter_only_where_nothing_new_shows_that_it_lives() {
        assert!(odd(&shown(4), Some(20)).unwrap().contains("only 4 entries"));
        assert_eq!(odd(&Shown { new: 1, ..shown(4) }, Some(20)), None);
        assert_eq!(odd(&shown(6), Some(20)), None);
        assert_eq!(odd(&shown(1), Some(6)), None);
        assert_eq!(usual(Some(20), &Shown { new: 1, ..shown(4) }), 4);
        assert_eq!(usual(Some(20), &shown(19)), 20);
    }

    #[test]
    fn an_older_copy_is_told_from_a_deletion() {
        let older = Shown { back: 2, gone: 3, ..shown(20) };
        assert!(odd(&older, Some(20)).unwrap().contains("older copy"));
        assert_eq!(odd(&Shown { gone: 1, back: 1, ..shown(20) }, Some(20)), None);
    }

    #[test]
    fn quiet_is_measured_by_the_sources_own_rhythm() {
        let weekly: Vec<i64> = (0..20).map(|week| week * 7).collect();
        let last = 19 * 7;
        assert_eq!(frozen(&weekly, last + 30), None);
        assert!(frozen(&weekly, last + 31).unwrap().contains("31 days"));
        let monthly: Vec<i64> = (0..20).map(|month| month * 30).collect();
        assert_eq!(frozen(&monthly, 19 * 30 + 90), None);
        assert!(frozen(&monthly, 19 * 30 + 91).is_some());
        assert_eq!(frozen(&weekly[..5], 400), None, "too little is known");
        assert_eq!(frozen(&[], 400), None);
    }
}
