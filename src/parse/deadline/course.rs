//! Two dates of which the first tells when something begins and the second when it ends: "starts on
//! 7 October and closes on the 20th" is a span like "7 to 20 October".

use super::super::date;

/// No more stands between the two.
const GAP: usize = 60;

/// So much is looked at round them.
const NEAR: usize = 40;

const BEGINS: [&str; 38] = [
    "begin",
    "start",
    "opens",
    "kicks off",
    "runs from",
    "beginn",
    "offnet",
    "startet",
    "geht los",
    "commenc",
    "debut",
    "ouvr",
    "demarr",
    "comienz",
    "empiez",
    "inici",
    "abr",
    "arranc",
    "начина",
    "начн",
    "старт",
    "откры",
    "откро",
    "开课",
    "开班",
    "開班",
    "开始",
    "開始",
    "开幕",
    "開幕",
    "开训",
    "開訓",
    "开营",
    "始ま",
    "開講",
    "시작",
    "개막",
    "개강",
];

const ENDS: [&str; 40] = [
    "end",
    "finish",
    "clos",
    "conclud",
    "wraps up",
    "lasts until",
    "endet",
    "enden",
    "schliess",
    "schließ",
    "dauert bis",
    "termin",
    "acheve",
    "referm",
    "ferm",
    "prend fin",
    "finaliz",
    "acab",
    "cierr",
    "clausur",
    "concluy",
    "законч",
    "заверш",
    "заканчив",
    "оконч",
    "продл",
    "закры",
    "结业",
    "結業",
    "结束",
    "結束",
    "闭幕",
    "閉幕",
    "截止",
    "結訓",
    "終了",
    "終わ",
    "閉講",
    "끝",
    "종료",
];

/// Whether a text says so round the gap between two dates.
pub(super) fn runs(before: &str, gap: &str, after: &str) -> bool {
    if gap.len() > GAP * 2 || gap.chars().count() > GAP || gap.contains(['。', '!', '?', '\n']) {
        return false;
    }
    let last: Vec<char> = before.chars().rev().take(NEAR).collect();
    let before = date::fold(&last.into_iter().rev().collect::<String>());
    let gap = date::fold(gap);
    let after = date::fold(&after.chars().take(NEAR / 2).collect::<String>());
    let gap = gap.trim_start_matches([' ', '\u{a0}']).trim_start_matches("г.");
    let begins = |text: &str| has(text, &BEGINS);
    let spelled = gap.chars().any(|c| c.is_alphabetic() && c < '\u{2e80}');
    if spelled {
        // "begins on A and ends on B": the verbs stand before their dates
        begins(&before) && has(gap, &ENDS) && !gap.contains(['.', ';'])
    } else {
        // "A に始まり、B に終わる": they stand behind
        let labelled = gap.trim().chars().count() <= 1 && begins(&before);
        (begins(gap) || labelled) && has(&after, &ENDS)
    }
}

/// Whether one of the words begins a word of the text, or stands anywhere in a script without
/// spaces.
fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let wide = word.starts_with(|c| c >= '\u{2e80}');
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            wide || before.is_none_or(|c| !c.is_alphabetic())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_by_its_begin_and_its_end() {
        assert!(runs("The fair begins on ", " and ends on ", "."));
        assert!(runs("Elle commence le ", " et se referme le ", "."));
        assert!(runs("研修班", "开班，", "结业。"));
        assert!(runs("开课时间：", "，", "结束，每周20课时"));
        assert!(runs("Форум откроется ", " г. и продлится до ", "."));
        assert!(!runs("Apply by ", " and attend on ", "."));
        assert!(!runs("It begins on ", ". The office ends its work on ", "."));
        assert!(!runs("On ", " we begin, and on ", " we go on."));
    }
}
