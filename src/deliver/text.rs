//! Plain text made fit to be shown: invisible and direction-changing characters tamed, cut at
//! sentences or words, lengths as Telegram counts them. Pure.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Lang, sentences};

/// More marks on one letter than any language writes.
const MOST_MARKS: usize = 4;

/// One line: white space of every kind becomes single spaces; characters that are not seen, that
/// turn the direction of what follows or that pile up on a letter are gone.
pub(crate) fn tame(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut marks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() || (c.is_control() && !is_invisible(c)) || is_blank(c) {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        if is_joiner(c) {
            // kept only where it joins something: Persian and Indic words, composed emoji
            let joins = |c: char| !c.is_ascii() && !c.is_whitespace() && !is_invisible(c);
            let before = line.chars().next_back().is_some_and(|c| joins(c) && !is_joiner(c));
            if before && chars.peek().is_some_and(|next| joins(*next)) {
                line.push(c);
            }
            continue;
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks <= MOST_MARKS {
            line.push(c);
        }
    }
    line.truncate(line.trim_end_matches([' ', '\u{200C}', '\u{200D}']).len());
    line
}

/// Whether there is anything to see.
pub(crate) fn is_visible(text: &str) -> bool {
    text.chars().any(|c| {
        !(c.is_whitespace()
            || c.is_control()
            || is_invisible(c)
            || is_blank(c)
            || is_joiner(c)
            || is_combining_mark(c)
            || ('\u{FE00}'..='\u{FE0F}').contains(&c))
    })
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Letters and symbols by name that show nothing.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// Format characters, direction marks, tags, and what is no character at all.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFC}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        || (u32::from(c) & 0xFFFE) == 0xFFFE
}

/// Length as Telegram counts it.
pub(crate) fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// At most `most` of what `measure` counts, whole sentences where at least one fits, else whole
/// words and an ellipsis. `text` is one tamed line.
pub(crate) fn cut(
    text: &str,
    lang: Option<&Lang>,
    most: usize,
    measure: fn(&str) -> usize,
) -> String {
    if measure(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for sentence in sentences(text, lang) {
        let length = measure(sentence.trim_end());
        if used + length > most {
            break;
        }
        used += measure(sentence);
        kept.push_str(sentence);
    }
    kept.truncate(kept.trim_end().len());
    // a first "sentence" of a word or two ("No.", "e.g.") would say nothing
    if measure(&kept) * 4 >= most { kept } else { cut_words(text, most, measure) }
}

/// At most `most`, the ellipsis included, between words where they are of a usual length; never
/// within what is seen as one character.
pub(crate) fn cut_words(text: &str, most: usize, measure: fn(&str) -> usize) -> String {
    if measure(text) <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(measure("…"));
    let mut used = 0;
    let mut end = 0;
    let mut word_end = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        used += measure(grapheme);
        if used > room {
            break;
        }
        let breaks = grapheme.chars().all(|c| c.is_whitespace() || is_unspaced(c));
        end = start + grapheme.len();
        if breaks {
            word_end = if grapheme.trim().is_empty() { start } else { end };
        }
    }
    let at = if word_end * 2 >= end { word_end } else { end };
    let kept = text.get(..at).unwrap_or_default();
    let kept =
        kept.trim_end_matches(|c: char| c.is_whitespace() || ",;:-–—(（、，；：".contains(c));
    if room == 0 { String::new() } else { format!("{kept}…") }
}

/// Scripts written without spaces, which may be cut anywhere.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}' | '\u{0E00}'..='\u{0EFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> usize {
        text.chars().count()
    }

    #[test]
    fn direction_marks_and_invisible_characters_vanish() {
        assert_eq!(tame("a\u{202E}b\u{2066}c\u{200B}d\u{FEFF}"), "abcd");
        assert_eq!(tame("  one\u{A0}\r\n\ttwo\u{3000}three\u{0} "), "one two three");
        assert_eq!(tame("می\u{200C}روم"), "می\u{200C}روم");
        assert_eq!(tame("a\u{200D}\u{200D}b\u{200D}"), "ab");
        assert_eq!(tame("👩\u{200D}🎓"), "👩\u{200D}🎓");
        assert_eq!(chars(&tame(&format!("e{}", "\u{301}".repeat(50)))), 1 + MOST_MARKS);
        assert!(!is_visible(&tame("\u{3164}\u{2800} \u{200D}\u{301}")));
    }

    #[test]
    fn cuts_after_a_whole_sentence_in_either_language() {
        let english = "The call is open. Dr. Weber of the U.S. office explains it. More follows.";
        assert_eq!(
            cut(english, None, 60, chars),
            "The call is open. Dr. Weber of the U.S. office explains it."
        );
        let posted =
            "Frau Prof. Dr. Weber und Hr. Li sprechen z. B. Über Stipendien. Mehr folgt bald.";
        let lang = Lang::parse("de");
        assert_eq!(
            cut(posted, lang.as_ref(), 66, chars),
            "Frau Prof. Dr. Weber und Hr. Li sprechen z. B. Über Stipendien."
        );
        let chinese = "奖学金申请现已开始。请在三月底前提交材料！更多信息见网站。";
        assert_eq!(cut(chinese, None, 22, chars), "奖学金申请现已开始。请在三月底前提交材料！");
    }

    #[test]
    fn a_sentence_too_long_is_cut_between_words() {
        let text = "An unusually long sentence without any full stop goes on and on";
        assert_eq!(cut(text, None, 30, chars), "An unusually long sentence…");
        assert_eq!(cut("学".repeat(40).as_str(), None, 10, chars), format!("{}…", "学".repeat(9)));
        assert_eq!(cut(&"x".repeat(40), None, 10, chars), format!("{}…", "x".repeat(9)));
        assert_eq!(cut("ab", None, 1, utf16_len), "");
    }
}
