//! Titles: what they say without the site's name, and how two of them differ.

use std::cell::OnceCell;

use super::diff::{Gap, gaps, merged};
use super::tokens::{Kind, Span, Tokens};
use crate::curate::normalise::{is_unspaced, letters};

/// Titles are compared up to this many characters.
const MAX_CHARS: usize = 400;

/// Stems of words for a step that follows an announcement, without spaces.
const STEPS: &[&str] = &[
    "延期",
    "延长",
    "推迟",
    "取消",
    "结果",
    "名单",
    "更正",
    "补充",
    "恢复",
    "暂停",
    "终止",
    "圆满",
    "落幕",
    "预告",
    "extended",
    "extension",
    "postpone",
    "cancel",
    "results",
    "winners",
    "shortlist",
    "reminder",
    "correction",
    "concluded",
    "продл",
    "отмен",
    "перенос",
    "итоги",
    "результат",
    "연장",
    "취소",
    "결과",
    "연기",
    "성료",
    "verlängert",
    "abgesagt",
    "prolongation",
    "annulé",
    "prórroga",
    "resultados",
];

/// A title that weighs less says too little to stand for its story.
const TELLING: usize = 20;

#[derive(Debug, Clone, Default)]
pub(super) struct Title {
    whole: String,
    core: String,
    cut: bool,
    tokens: Tokens,
    /// Most words begin with a capital, so capitals tell nothing.
    headline_case: bool,
    steps: OnceCell<Vec<&'static str>>,
}

/// How two titles stand to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Likeness {
    /// The same words, or one without a site's name, or one cut off by its list.
    Same,
    /// Only words that carry nothing were added or dropped.
    Near,
    /// Other words; the share of common ones, 0 to 1.
    Other(f64),
    /// The same pattern with another number, date, round or name in it.
    Clash,
}

impl Title {
    pub(super) fn of(title: &str) -> Self {
        let title: String = title.trim().chars().take(MAX_CHARS).collect();
        let bare = title.trim_end_matches(['…', '.', '⋯']);
        let cut = title.ends_with('…') || title.ends_with("...") || title.ends_with('⋯');
        let core = without_site(without_label(bare));
        let tokens = Tokens::of(core);
        let words = tokens.iter().filter(|t| matches!(t.kind, Kind::Word { .. })).count();
        let capitals = tokens.iter().filter(|t| t.kind == Kind::Word { capital: true }).count();
        Self {
            whole: letters(bare),
            core: letters(core),
            cut,
            headline_case: capitals * 10 > words * 6,
            tokens,
            steps: OnceCell::new(),
        }
    }

    pub(super) fn whole(&self) -> &str {
        &self.whole
    }

    pub(super) fn core(&self) -> &str {
        &self.core
    }

    pub(super) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Says enough to stand for its story: some ten Chinese characters or five words.
    pub(super) fn is_telling(&self) -> bool {
        self.weight() >= TELLING
    }

    /// Letters, a sign of an unspaced script for two.
    pub(super) fn weight(&self) -> usize {
        self.core.chars().map(|c| if is_unspaced(c) { 2 } else { 1 }).sum()
    }

    /// An office's notice: many houses write the same one for themselves.
    pub(super) fn is_notice(&self) -> bool {
        const WORDS: &[&str] = &[
            "通知",
            "公告",
            "公示",
            "启事",
            "简章",
            "notice",
            "announcement",
            "callforapplications",
            "callforpapers",
            "공고",
            "안내",
            "모집",
            "объявление",
            "приказ",
            "bekanntmachung",
            "ausschreibung",
            "avis",
        ];
        WORDS.iter().any(|word| self.core.contains(word))
    }

    /// Words that name a step of a procedure: another step is other news.
    pub(super) fn steps(&self) -> &[&'static str] {
        let found = || STEPS.iter().copied().filter(|step| self.core.contains(step)).collect();
        self.steps.get_or_init(found)
    }

    /// The beginning and the end of a title long enough to be found by either.
    pub(super) fn ends(&self) -> Option<(String, String)> {
        let signs = self.tokens.iter().filter(|t| t.kind == Kind::Sign).count();
        let length = if signs * 2 > self.tokens.len() { 10 } else { 5 };
        (self.tokens.len() > length).then(|| {
            let tail = self.tokens.len() - length;
            let part = |range| self.tokens.span(range).joined().to_owned();
            (part(0..length), part(tail..self.tokens.len()))
        })
    }

    pub(super) fn likeness(&self, other: &Self) -> Likeness {
        if self.is_same(other) {
            return Likeness::Same;
        }
        if self.tokens.len() == 0 || other.tokens.len() == 0 {
            return Likeness::Other(0.0);
        }
        let found = self.gaps(other);
        let total = self.tokens.len() + other.tokens.len();
        let changed: usize = found.iter().map(|gap| gap.a.len() + gap.b.len()).sum();
        let common = (total - changed) as f64 / 2.0;
        let share = common / (total as f64 - common);
        let names = !self.headline_case && !other.headline_case;
        let kinds = found.iter().map(|gap| {
            differing(self.tokens.span(gap.a.clone()), other.tokens.span(gap.b.clone()), names)
        });
        let worst = kinds.max().unwrap_or(Differing::Nothing);
        match worst {
            Differing::Clash if share >= 0.3 => Likeness::Clash,
            Differing::Nothing if share >= 0.6 => Likeness::Near,
            _ => Likeness::Other(share),
        }
    }

    pub(super) fn gaps(&self, other: &Self) -> Vec<Gap> {
        merged(gaps(&self.tokens.ids(), &other.tokens.ids()), |at| self.tokens.is_number(at))
    }

    fn is_same(&self, other: &Self) -> bool {
        if self.core.is_empty() || other.core.is_empty() {
            return false;
        }
        let plain =
            self.whole == other.whole || self.core == other.whole || self.whole == other.core;
        plain || self.is_beginning_of(other) || other.is_beginning_of(self)
    }

    /// Cut off by a list that had no room for the rest.
    fn is_beginning_of(&self, other: &Self) -> bool {
        self.cut && self.is_telling() && other.whole.starts_with(&self.whole)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Differing {
    Nothing,
    Words,
    Clash,
}

fn differing(a: Span<'_>, b: Span<'_>, names: bool) -> Differing {
    if numbers_clash(a, b) || (names && names_clash(a, b)) {
        return Differing::Clash;
    }
    let idle = |side: Span<'_>| {
        side.iter().all(|(t, text)| match t.kind {
            Kind::Number => false,
            Kind::Sign => "的之与和及并为在了".contains(text),
            Kind::Word { capital } => is_small(text) || (names && !capital),
        })
    };
    let one_sided = a.is_empty() || b.is_empty();
    let small = |side: Span<'_>| side.iter().all(|(_, text)| is_small(text));
    if (one_sided && idle(a) && idle(b)) || (small(a) && small(b)) {
        Differing::Nothing
    } else {
        Differing::Words
    }
}

/// Both sides have numbers, and each has one that the other lacks.
pub(super) fn numbers_clash(a: Span<'_>, b: Span<'_>) -> bool {
    let (a, b) = (a.numbers(), b.numbers());
    let lacks = |a: &[&str], b: &[&str]| a.iter().any(|x| !b.iter().any(|y| same_number(x, y)));
    !a.is_empty() && !b.is_empty() && lacks(&a, &b) && lacks(&b, &a)
}

/// `24` is `2024` after a slash.
fn same_number(a: &str, b: &str) -> bool {
    let short = |a: &str, b: &str| a.len() == 2 && b.len() == 4 && b.strip_prefix("20") == Some(a);
    a == b || short(a, b) || short(b, a)
}

/// Both sides have names, and none in common.
pub(super) fn names_clash(a: Span<'_>, b: Span<'_>) -> bool {
    let names = |side: Span<'_>| -> Vec<u64> {
        side.iter()
            .filter(|(t, text)| t.kind == Kind::Word { capital: true } && !is_small(text))
            .map(|(t, _)| t.id)
            .collect()
    };
    let (a, b) = (names(a), names(b));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|name| b.contains(name))
}

/// Words that a title gains or loses without saying anything else.
fn is_small(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "and", "from", "as",
        "its", "is", "are", "der", "die", "das", "des", "und", "im", "in", "le", "la", "les", "de",
        "du", "et", "el", "los", "y", "e", "в", "на", "и", "о", "об", "с", "по", "для", "к", "s",
    ];
    SMALL.contains(&word)
}

/// Without a short label in brackets at the front: `[News]`, `【通知】`.
fn without_label(title: &str) -> &str {
    for (open, close) in [('[', ']'), ('【', '】'), ('［', '］')] {
        let rest = title.strip_prefix(open).and_then(|rest| rest.split_once(close));
        if let Some((label, rest)) = rest
            && label.chars().count() <= 12
            && !label.chars().any(char::is_numeric)
            && letters(rest).chars().count() >= 6
        {
            return rest;
        }
    }
    title
}

/// Without a site's or a section's name at the end: short, without numbers, behind a separator.
fn without_site(title: &str) -> &str {
    const MARKS: &[&str] =
        &[" - ", " – ", " — ", " | ", "|", "｜", " :: ", "_", " · ", " » ", " -- ", "--"];
    /// Each of the marks has one of them.
    const SIGNS: &[char] = &['-', '–', '—', '|', '｜', ':', '_', '·', '»'];
    let mut kept = title;
    loop {
        if !kept.contains(SIGNS) {
            return kept;
        }
        let cut = MARKS
            .iter()
            .filter_map(|mark| kept.rsplit_once(mark))
            .max_by_key(|(front, _)| front.len());
        let Some((front, site)) = cut else { return kept };
        let (main, rest) = (weigh(front), weigh(site));
        if rest * 2 > main || rest > 40 || main < TELLING / 2 || site.chars().any(char::is_numeric)
        {
            return kept;
        }
        kept = front.trim_end();
    }
}

fn weigh(text: &str) -> usize {
    letters(text).chars().map(|c| if is_unspaced(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> Likeness {
        Title::of(a).likeness(&Title::of(b))
    }

    #[test]
    fn a_site_s_name_a_label_and_a_cut_make_no_other_title() {
        let title = "关于申报2026年春季赴波兰交换留学生项目的通知";
        assert_eq!(
            likeness(title, "【通知】關於申報2026年春季赴波蘭交換留學生項目的通知 - 新闻网"),
            Likeness::Same
        );
        assert_eq!(likeness(title, "关于申报2026年春季赴波兰交换留学生..."), Likeness::Same);
    }

    #[test]
    fn another_number_round_season_or_name_clashes() {
        for (a, b) in [
            ("International Week 2025 opens in Lund", "International Week 2026 opens in Lund"),
            ("名家讲座第二十一期", "名家讲座第20期"),
            ("关于2026年春季交换生报名的通知", "关于2026年秋季交换生报名的通知"),
            ("Minister visits Kenya on education tour", "Minister visits Ghana on education tour"),
        ] {
            assert_eq!(likeness(a, b), Likeness::Clash, "{a}");
        }
    }

    #[test]
    fn small_words_do_not_matter_and_others_do() {
        let (a, b) =
            ("Ecologist Tanka receives 2026 award", "Ecologist Tanka receives the 2026 award");
        assert_eq!(likeness(a, b), Likeness::Near);
        assert!(matches!(
            likeness(
                "Rector opens new campus in Riga",
                "Rector opens new campus with Erasmus in Riga"
            ),
            Likeness::Other(_)
        ));
    }
}
