//! What differs between two texts that are otherwise alike.

use std::collections::{HashMap, HashSet};

use super::diff::{Gap, gaps, merged};
use super::title::{names_clash, numbers_clash};
use super::tokens::{Kind, Span, Tokens};

/// A replaced stretch of more tokens is rewriting, not another value in the same place.
const MAX_STRETCH: usize = 20;

/// A name in more words than this is part of a rewritten sentence.
const MAX_NAME: usize = 4;

/// Tokens at the beginning and at the end of a text where by-lines stand.
const BYLINE: usize = 5;
const SIGNATURE: usize = 12;

/// Words beside a number that only counts readers.
const COUNTERS: &[&str] = &[
    "阅读",
    "浏览",
    "点击",
    "访问",
    "次数",
    "人气",
    "热度",
    "点赞",
    "hits",
    "views",
    "view",
    "visits",
    "clicks",
    "readcount",
    "просмотр",
    "조회",
    "閲覧",
];

/// Words in front of the moment a page went up, which a reprint has of its own.
const POSTED: &[&str] = &[
    "发布时间",
    "发布日期",
    "发布于",
    "发表时间",
    "更新时间",
    "更新日期",
    "发稿时间",
    "posted",
    "published",
    "updated",
    "postdate",
    "등록일",
    "작성일",
    "게시일",
    "опубликовано",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Differences {
    /// Places where one text has a number and the other another one.
    pub(super) numbers: usize,
    /// Places where one text has a name and the other another one.
    pub(super) names: usize,
    /// Of those, the ones inside the text, where each name is nowhere in the other text: not a
    /// by-line, not a sentence turned round.
    pub(super) inner_names: usize,
    /// Replacements of one name by another that happen more than once.
    pub(super) repeated_names: usize,
    /// Both texts say a year or a date.
    pub(super) both_dated: bool,
}

pub(super) fn differences(a: &str, b: &str) -> Differences {
    let (a, b) = (Tokens::of(a), Tokens::of(b));
    let mut found = Differences { both_dated: is_dated(&a) && is_dated(&b), ..Default::default() };
    let mut replaced: HashMap<(&str, &str), usize> = HashMap::new();
    let sparing = is_sparing_of_capitals(&a);
    for gap in merged(gaps(&a.ids(), &b.ids()), |at| a.is_number(at)) {
        let (of_a, of_b) = (a.span(gap.a.clone()), b.span(gap.b.clone()));
        if of_a.is_empty() || of_b.is_empty() || of_a.len().max(of_b.len()) > MAX_STRETCH {
            continue;
        }
        if gap.a.end == a.len() && gap.b.end == b.len() && is_cut(of_a, of_b) {
            continue;
        }
        if numbers_clash(of_a, of_b) && !is_idle(&a, &gap, of_a, of_b) {
            found.numbers += 1;
        }
        let names = of_a.len().max(of_b.len()) <= MAX_NAME && names_clash(of_a, of_b);
        found.names += usize::from(names);
        let slot = (names && sparing) || is_named_house(&a, &gap, of_a, of_b);
        let inside = gap.a.start > BYLINE && gap.a.end + SIGNATURE < a.len();
        found.inner_names +=
            usize::from(slot && inside && is_only_in(&a, of_a, &b) && is_only_in(&b, of_b, &a));
        if names || signs_clash(of_a, of_b) {
            *replaced.entry((of_a.joined(), of_b.joined())).or_default() += 1;
        }
    }
    found.numbers += usize::from(no_common_year(&a, &b));
    found.repeated_names = replaced.values().filter(|times| **times >= 2).count();
    found
}

/// Whether capitals tell names: where every noun has one, they do not.
fn is_sparing_of_capitals(side: &Tokens) -> bool {
    let words = side.iter().filter(|t| matches!(t.kind, Kind::Word { .. })).count();
    let capitals = side.iter().filter(|t| t.kind == Kind::Word { capital: true }).count();
    capitals * 4 < words
}

/// None of what tells of the stretch stands anywhere in the other text: inflected forms of one name
/// share their beginning.
fn is_only_in(own: &Tokens, stretch: Span<'_>, other: &Tokens) -> bool {
    const STEM: usize = 5;
    let stem = |text: &str| -> String { text.chars().take(STEM).collect() };
    let signs = stretch.iter().all(|(t, _)| t.kind == Kind::Sign);
    if signs {
        return !other.span(0..other.len()).joined().contains(stretch.joined())
            || own.len() == stretch.len();
    }
    let names = stretch.iter().filter(|(t, _)| t.kind == Kind::Word { capital: true });
    let mut names = names.map(|(_, text)| stem(text)).peekable();
    names.peek().is_some()
        && !names.any(|name| other.iter().any(|t| other.text(t).starts_with(&name)))
}

/// Signs replaced by others in front of a word for a house of learning or a place: its name.
fn is_named_house(a: &Tokens, gap: &Gap, of_a: Span<'_>, of_b: Span<'_>) -> bool {
    const HOUSES: &[&str] = &["大学", "学院", "大學", "學院", "大学校", "대학", "대학교"];
    let signs = |side: Span<'_>| {
        (1..=8).contains(&side.len())
            && side.iter().all(|(t, _)| t.kind == Kind::Sign)
            && !side.joined().starts_with(['我', '本', '该', '贵', '此', '两', '各', '双'])
    };
    let after = a.span(gap.a.end..(gap.a.end + 5).min(a.len())).joined();
    signs(of_a)
        && signs(of_b)
        && (0..=2).any(|skip| {
            let rest = after.char_indices().nth(skip).and_then(|(at, _)| after.get(at..));
            rest.is_some_and(|rest| HOUSES.iter().any(|house| rest.starts_with(house)))
        })
}

/// Both name years, and no year is in both.
fn no_common_year(a: &Tokens, b: &Tokens) -> bool {
    let years = |side: &Tokens| -> HashSet<u64> {
        let numbers = side.iter().filter(|t| t.kind == Kind::Number);
        let years = numbers.filter(|t| {
            let text = side.text(t);
            text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
        });
        years.map(|t| t.id).collect()
    };
    let (a, b) = (years(a), years(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// The last word of one text is the beginning of where the other goes on.
fn is_cut(a: Span<'_>, b: Span<'_>) -> bool {
    let begins = |short: Span<'_>, long: Span<'_>| {
        let (first, next) = (short.iter().next(), long.iter().next());
        short.len() == 1
            && matches!((first, next), (Some((_, cut)), Some((_, whole))) if whole.starts_with(cut))
    };
    begins(a, b) || begins(b, a)
}

fn is_dated(side: &Tokens) -> bool {
    side.iter().any(|t| t.kind == Kind::Number && side.text(t).len() == 4)
}

/// A reader counter, or the moment a page went up within one year.
fn is_idle(a: &Tokens, gap: &Gap, of_a: Span<'_>, of_b: Span<'_>) -> bool {
    let before = a.span(gap.a.start.saturating_sub(8)..gap.a.start).joined();
    let after = a.span(gap.a.end..(gap.a.end + 3).min(a.len())).joined();
    let near: String =
        before.chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
    let counter = COUNTERS.iter().any(|word| near.contains(word) || after.contains(word));
    let year = |side: Span<'_>| side.numbers().iter().any(|number| number.len() == 4);
    let posted = POSTED.iter().any(|word| before.contains(word)) && !year(of_a) && !year(of_b);
    counter || posted
}

/// Two signs or more replaced by others that have none in common, neither being the house itself.
fn signs_clash(a: Span<'_>, b: Span<'_>) -> bool {
    let name = |side: Span<'_>| {
        (2..=10).contains(&side.len())
            && side.iter().all(|(t, _)| t.kind == Kind::Sign)
            && !side.joined().starts_with(['我', '本', '该', '贵', '此'])
    };
    name(a) && name(b) && !a.iter().any(|(t, _)| b.iter().any(|(u, _)| u.id == t.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_year_in_the_same_place_is_a_difference() {
        let found =
            differences("学校将于2025年5月举办国际文化节", "学校将于2026年5月举办国际文化节");
        assert!(found.numbers > 0 && found.both_dated);
    }

    #[test]
    fn a_text_cut_within_a_word_has_no_other_word_there() {
        let found =
            differences("The Board gave Riga University 2500 euros", "The Board gave Riga Uni");
        assert_eq!((found.names, found.numbers), (0, 0));
    }

    #[test]
    fn a_span_of_years_moved_on_is_a_difference() {
        let found =
            differences("осенний семестр 2024–2025 в вузе", "осенний семестр 2025–2026 в вузе");
        assert_eq!(found.numbers, 1);
    }

    #[test]
    fn counters_and_the_moment_of_posting_are_none() {
        for (a, b) in [
            ("国际文化节 浏览次数：120 次，欢迎参加", "国际文化节 浏览次数：3456 次，欢迎参加"),
            ("发布时间：5月3日 国际文化节开幕", "发布时间：5月6日 国际文化节开幕"),
            (
                "Culture festival. 120 views. All are welcome",
                "Culture festival. 987 views. All are welcome",
            ),
        ] {
            assert_eq!(differences(a, b).numbers, 0, "{a}");
        }
    }

    #[test]
    fn what_is_only_added_or_dropped_is_no_other_value() {
        let found = differences(
            "The fair opens. It had 300 guests in 2025. All were glad.",
            "The fair opens. All were glad.",
        );
        assert_eq!(found.numbers, 0);
    }

    #[test]
    fn one_name_in_another_s_place_inside_a_text_is_another_text() {
        let rest = "The grant covers fees and a monthly sum for ten months, and results will be \
                    announced by email after the interviews have taken place online.";
        let call = |faculty: &str| {
            format!("Grants are open to all master students of the Faculty of {faculty}. {rest}")
        };
        assert_eq!(differences(&call("Law"), &call("Arts")).inner_names, 1);
        let signed = |by: &str| format!("By {by}. {}", call("Law"));
        assert_eq!(differences(&signed("Ann Lee"), &signed("Tom Ellery")).inner_names, 0);
        let partner = |name: &str| {
            format!(
                "根据我校与韩国{name}大学签署的协议，现选拔两名本科生赴该校交流学习，请于四月前报名，逾期不予受理。"
            )
        };
        assert_eq!(differences(&partner("庆州"), &partner("全州")).inner_names, 1);
        let reworded = partner("庆州").replace("交流学习", "访问学习");
        assert_eq!(differences(&partner("庆州"), &reworded).inner_names, 0);
    }

    #[test]
    fn a_name_in_another_s_place_counts() {
        let found = differences(
            "A professor in the Department of Physics won.",
            "A professor in the Department of History won.",
        );
        assert_eq!(found.names, 1);
        let found =
            differences("赴河西大学访学，河西大学位于北方", "赴江东大学访学，江东大学位于北方");
        assert_eq!(found.repeated_names, 1);
    }
}
