//! Paragraphs that were broken into lines of one width, as in letters and in what comes out of PDF
//! files: the lines are put together again, so that no date is torn in two.

use std::borrow::Cow;

use super::script;

/// A narrower line ends where its author ended it.
const NARROW: usize = 30;

/// So many broken lines make a text one that is broken throughout.
const SEVERAL: usize = 2;

pub(super) fn unwrap(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let widths: Vec<usize> = lines.iter().map(|line| width(line)).collect();
    let torn: Vec<bool> =
        lines.windows(2).map(|pair| matches!(pair, [a, b] if is_torn(a, b))).collect();
    let some = torn.iter().filter(|torn| **torn).count();
    if some == 0 {
        return Cow::Borrowed(text);
    }
    let most = widths.iter().copied().max().unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        if let Some(before) = at.checked_sub(1) {
            let torn = torn.get(before).is_some_and(|torn| *torn);
            let full = widths.get(before).is_some_and(|width| width * 10 >= most * 8);
            let last = lines.get(before).copied().unwrap_or_default();
            let goes_on = some >= SEVERAL && full && runs_on(last, line);
            if !torn && !goes_on {
                out.push('\n');
            } else if last.ends_with('-') && line.starts_with(char::is_lowercase) {
                out.pop();
            } else if !(ends_wide(last) && line.starts_with(is_wide_or_digit)) {
                out.push(' ');
            }
        }
        out.push_str(line);
    }
    Cow::Owned(out)
}

fn width(line: &str) -> usize {
    line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Full-width signs, too.
fn is_wide(c: char) -> bool {
    script::is_wide(c) || matches!(c, '\u{ff00}'..='\u{ff60}')
}

fn is_wide_or_digit(c: char) -> bool {
    is_wide(c) || c.is_ascii_digit()
}

fn ends_wide(line: &str) -> bool {
    line.ends_with(|c: char| is_wide(c) && !script::is_hangul(c) || c.is_ascii_digit())
}

/// Whether a line cannot have ended here: the next one goes on in lower case, or a day stands apart
/// from its month.
fn is_torn(line: &str, next: &str) -> bool {
    if width(line) < NARROW || line.contains(['|', '\t']) || next.contains(['|', '\t']) {
        return false;
    }
    let lower = next.chars().next().is_some_and(char::is_lowercase);
    let word = next.chars().take_while(|c| c.is_alphanumeric()).count();
    let item = next.chars().nth(word).is_some_and(|c| matches!(c, ')' | '.')) && word < 2;
    let open = line.ends_with(|c: char| {
        c.is_alphanumeric() || matches!(c, ',' | '-' | '–' | '(' | '»' | '”' | ')')
    });
    let number = line.ends_with(|c: char| c.is_ascii_digit())
        || line.ends_with('.')
            && line.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit());
    let first = next.split_whitespace().next().unwrap_or_default();
    let first = first.trim_matches(|c: char| !c.is_alphanumeric());
    let month = crate::parse::date::month(first).is_some();
    let marked = next
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .starts_with(['年', '月', '日', '년', '월', '일']);
    let dated =
        next.starts_with(|c: char| c.is_ascii_digit()) && line.ends_with(['年', '月', '년', '월']);
    let numbers = line.ends_with(['年', '月'])
        || marked && line.ends_with(|c: char| c.is_ascii_digit() || is_wide(c));
    lower && open && !item || number && month || numbers && (marked || dated)
}

/// Whether a full line may go on in the next one.
fn runs_on(line: &str, next: &str) -> bool {
    let ended =
        line.is_empty() || line.ends_with(['.', ':', ';', '!', '?', '。', '；', '！', '？', '：']);
    let opens = next.is_empty()
        || next
            .starts_with(['-', '–', '•', '*', '·', '→', '※', '【', '■', '●', '◆', '○', '（', '('])
        || numbered(next)
        || next.contains(['|', '\t']);
    !ended && !opens
}

/// `1.`, `2)`, `가.`, `三、`
fn numbered(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.find(|c| !c.is_ascii_digit());
    let second = chars.next();
    let mark = |c: Option<char>| c.is_some_and(|c| matches!(c, ')' | '、' | '．' | '.'));
    line.starts_with(|c: char| c.is_ascii_digit())
        && mark(first)
        && second.is_none_or(|c| !c.is_ascii_digit())
        || first.is_some_and(is_wide) && mark(second)
}
