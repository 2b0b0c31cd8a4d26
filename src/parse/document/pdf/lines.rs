//! From pieces of text with their places to lines, and from lines to paragraphs.

use std::collections::HashMap;

/// Characters shown in one go.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) x: f64,
    /// Of the baseline, upwards.
    pub(super) y: f64,
    pub(super) end: f64,
    /// Of the font, in points.
    pub(super) size: f64,
    pub(super) text: String,
}

pub(super) type Line = Run;

/// Pieces on one baseline, in the order of the file, which is the reading order in all but name.
pub(super) fn lines(runs: Vec<Run>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for run in runs {
        let size = run.size.max(1.0);
        let joins = out.last().is_some_and(|line| {
            (line.y - run.y).abs() < 0.45 * size.max(line.size) && run.x > line.end - 1.5 * size
        });
        match out.last_mut().filter(|_| joins) {
            Some(line) => {
                let gap = run.x - line.end;
                let spaced = line.text.ends_with(' ') || run.text.starts_with(' ');
                let wide = gap > 0.17 * size && !(gap < 0.8 * size && between_wide(line, &run));
                if wide && !spaced && !line.text.is_empty() {
                    line.text.push(' ');
                }
                line.text.push_str(&run.text);
                line.end = run.end.max(line.end);
                line.size = line.size.max(run.size);
            }
            None => out.push(run),
        }
    }
    out.retain_mut(|line| {
        line.text = crate::parse::document::squeeze(&line.text);
        !line.text.is_empty()
    });
    out
}

/// Characters that no spaces part.
fn between_wide(line: &Line, run: &Run) -> bool {
    let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}');
    wide(line.text.chars().next_back()) && wide(run.text.chars().next())
}

/// Lines without page numbers and without what stands on every page alike.
pub(super) fn without_frames(pages: &[Vec<Line>]) -> Vec<Vec<Line>> {
    const OFTEN: usize = 3;
    let face = |line: &Line| -> (String, i64) {
        let words = line.text.chars().filter(|c| !c.is_numeric()).collect();
        (words, (line.y / 4.0).round() as i64)
    };
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for line in pages.iter().flatten() {
        *seen.entry(face(line)).or_default() += 1;
    }
    let often = |line: &Line| {
        let times = seen.get(&face(line)).copied().unwrap_or(0);
        times >= OFTEN && times * 2 >= pages.len()
    };
    let kept = pages.iter().map(|page| {
        page.iter().filter(|line| !often(line) && !is_page_number(&line.text)).cloned().collect()
    });
    kept.collect()
}

/// `- 3 -`, `第 3 页 共 5 页`, `Page 3 of 5`, `3/5`.
fn is_page_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits == 0 || digits > 6 || text.chars().count() > 24 {
        return false;
    }
    let words: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let words = words.to_lowercase();
    let bare = words.is_empty() && !text.contains(['.', ':', '%', '(']) && digits <= 4;
    bare || ["page", "pageof", "pof", "of", "seite", "seitevon", "第页", "第页共页", "共页", "стр"]
        .contains(&words.as_str())
}

/// Lines put together where one runs on in the next.
pub(super) fn paragraphs(pages: &[Vec<Line>]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last: Option<(&Line, usize)> = None;
    for (number, page) in pages.iter().enumerate() {
        let left = page.iter().map(|line| line.x).fold(f64::INFINITY, f64::min);
        let right = page.iter().map(|line| line.end).fold(0.0, f64::max);
        for line in page {
            let runs_on =
                last.is_some_and(|(above, of)| continues(above, line, (left, right), of == number));
            match out.last_mut().filter(|_| runs_on) {
                Some(paragraph) => append(paragraph, &line.text),
                None => out.push(line.text.clone()),
            }
            last = Some((line, number));
        }
    }
    out
}

fn continues(above: &Line, line: &Line, (left, right): (f64, f64), same_page: bool) -> bool {
    let size = line.size.max(1.0);
    let alike = (above.size - line.size).abs() < 0.12 * size;
    let drop = above.y - line.y;
    let near = !same_page || (0.5 * size..2.3 * size).contains(&drop);
    let full = above.end > right - (0.14 * (right - left)).max(2.0 * size);
    let flush = line.x < above.x + 1.2 * size && line.x < left + 6.0 * size;
    // a first line that stands in by two characters opens a paragraph
    let indented = line.x > left + 1.2 * size && above.x < line.x - 0.5 * size;
    alike && near && full && flush && !indented && !opens(&line.text)
}

/// `1.`, `(2)`, `一、`, `•`: items begin their own line.
fn opens(text: &str) -> bool {
    let mut chars = text.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return false };
    let numbered = first.is_ascii_digit() && matches!(second, Some('.' | ')' | '、' | '．'));
    let hanzi = "一二三四五六七八九十".contains(first) && matches!(second, Some('、' | '．'));
    let bracket = matches!(first, '(' | '（')
        && second.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        && matches!(text.chars().nth(2), Some(')' | '）'));
    numbered || hanzi || bracket || "•●■◆▪·※➢–".contains(first)
}

fn append(paragraph: &mut String, line: &str) {
    let last = paragraph.chars().next_back();
    let next = line.chars().next();
    let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}' && !is_hangul(c));
    let hyphenated = last == Some('-')
        && paragraph.chars().rev().nth(1).is_some_and(char::is_lowercase)
        && next.is_some_and(char::is_lowercase);
    if hyphenated {
        paragraph.pop();
    } else if !(wide(last) || wide(next)) {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

fn is_hangul(c: char) -> bool {
    ('\u{ac00}'..='\u{d7ff}').contains(&c)
}

/// The headline: the largest letters near the top of the first page, or the first line where all
/// are alike. A letterhead over a document's number is none.
pub(super) fn headline(page: &[Line]) -> Option<String> {
    const NEAR_TOP: usize = 14;
    const LONGEST: usize = 300;
    let top: Vec<&Line> = page.iter().take(NEAR_TOP).collect();
    let number = top
        .iter()
        .position(|line| line.text.ends_with('号') && line.text.contains(['〔', '[', '［', '【']));
    let top = top.get(number.map_or(0, |at| at + 1)..)?;
    let largest =
        top.iter().filter(|line| has_words(line)).map(|line| line.size).fold(0.0, f64::max);
    let like = |line: &Line| line.size > 0.93 * largest;
    let from = top.iter().position(|line| like(line) && has_words(line))?;
    let same = top.iter().skip(from).take_while(|line| like(line)).count();
    let all_alike = same > 4;
    let mut title = String::new();
    for line in top.iter().skip(from).take(if all_alike { 1 } else { same }) {
        if title.is_empty() {
            title.push_str(&line.text);
        } else {
            append(&mut title, &line.text);
        }
    }
    let sentence = title.ends_with(['.', '。', ';', '；', ',']);
    let fits = title.chars().count() <= if all_alike { 80 } else { LONGEST };
    (fits && !(all_alike && sentence)).then_some(title)
}

fn has_words(line: &Line) -> bool {
    line.text.chars().filter(|c| c.is_alphabetic()).count() >= 3
}
