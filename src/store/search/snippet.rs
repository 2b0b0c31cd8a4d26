//! The piece of a text that shows why it was found, its hits marked.

use std::ops::Range;

use super::fold::{Folded, composed};
use super::query::Query;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// Something that was searched for.
    pub hit: bool,
}

/// Columns of a snippet, wide characters counted twice.
const WIDTH: usize = 200;
/// Columns before its first hit.
const LEAD: usize = 40;

/// A whole text, such as a title, in pieces.
pub fn marked(query: &Query, text: &str) -> Vec<Piece> {
    let text = composed(text);
    pieces(&text, 0..text.len(), &hits(query, &text))
}

/// The stretch of a text that holds the most different terms; empty where it holds none.
pub fn snippet(query: &Query, text: &str) -> Vec<Piece> {
    let text = composed(text);
    let hits = hits(query, &text);
    let best = hits.iter().enumerate().max_by_key(|(at, first)| {
        let near =
            hits.iter().skip(*at).take_while(|hit| hit.place.start < first.place.start + WIDTH);
        let mut terms: Vec<usize> = near.map(|hit| hit.term).collect();
        terms.sort_unstable();
        terms.dedup();
        (terms.len(), std::cmp::Reverse(*at))
    });
    let Some((_, first)) = best else { return Vec::new() };
    let window = window(&text, first.place.start);
    let mut pieces = pieces(&text, window.clone(), &hits);
    for piece in &mut pieces {
        piece.text = piece.text.split_whitespace().fold(String::new(), |line, word| {
            let gap = if line.is_empty() && !piece.text.starts_with(char::is_whitespace) {
                ""
            } else {
                " "
            };
            line + gap + word
        }) + if piece.text.ends_with(char::is_whitespace) { " " } else { "" };
    }
    let dots = || Piece { text: "…".to_owned(), hit: false };
    if window.start > 0 {
        pieces.insert(0, dots());
    }
    if window.end < text.len() {
        pieces.push(dots());
    }
    pieces
}

struct Hit {
    place: Range<usize>,
    /// Which of the query's terms.
    term: usize,
}

/// Where the terms stand in the original, in order, none within another.
fn hits(query: &Query, text: &str) -> Vec<Hit> {
    let folded = Folded::of(text);
    let original = |folded_place: Range<usize>| -> Option<Range<usize>> {
        let start = *folded.at.get(folded_place.start)? as usize;
        let last = *folded.at.get(folded_place.end.checked_sub(1)?)? as usize;
        let end = last + text.get(last..)?.chars().next()?.len_utf8();
        Some(start..end)
    };
    let mut hits: Vec<Hit> = Vec::new();
    for (term, wanted) in query.all.iter().flatten().enumerate() {
        for place in wanted.places(&folded.text).take(50) {
            hits.extend(original(place).map(|place| Hit { place, term }));
        }
    }
    hits.sort_by_key(|hit| (hit.place.start, std::cmp::Reverse(hit.place.end)));
    let mut end = 0;
    hits.retain(|hit| {
        let free = hit.place.start >= end;
        end = end.max(hit.place.end);
        free
    });
    hits
}

fn columns(c: char) -> usize {
    if c >= '\u{1100}' { 2 } else { 1 }
}

/// A stretch around a hit, not cut within a word where that can be helped.
fn window(text: &str, hit: usize) -> Range<usize> {
    let (before, after) = text.split_at_checked(hit).unwrap_or((text, ""));
    let mut used = 0;
    let mut start = before.len();
    for (at, c) in before.char_indices().rev() {
        used += columns(c);
        if used > LEAD || c == '\n' {
            break;
        }
        start = at;
    }
    if start > 0
        && let Some((word, _)) = text.get(start..hit).and_then(|lead| lead.split_once(' '))
        && word.is_ascii()
    {
        start += word.len() + 1;
    }
    let mut end = after.len();
    for (at, c) in after.char_indices() {
        used += columns(c);
        if used > WIDTH {
            end = at;
            break;
        }
    }
    if end < after.len()
        && let Some((kept, word)) = after.get(..end).and_then(|tail| tail.rsplit_once(' '))
        && word.is_ascii()
        && !kept.is_empty()
    {
        end = kept.len();
    }
    start..hit + end
}

fn pieces(text: &str, window: Range<usize>, hits: &[Hit]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut put = |range: Range<usize>, hit: bool| {
        let text = text.get(range).unwrap_or_default();
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), hit });
        }
    };
    let mut from = window.start;
    for hit in
        hits.iter().filter(|hit| hit.place.start >= window.start && hit.place.end <= window.end)
    {
        put(from..hit.place.start, false);
        put(hit.place.clone(), true);
        from = hit.place.end;
    }
    put(from..window.end, false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        let mark = |piece: &Piece| {
            if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() }
        };
        pieces.iter().map(mark).collect()
    }

    #[test]
    fn hits_are_marked_in_the_original_spelling() {
        let query = Query::parse("獎學金 zurich scholarships").unwrap();
        let text = "关于奖学金：Universität ZÜRICH, Scholarship";
        assert_eq!(
            shown(&marked(&query, text)),
            "关于[奖学金]：Universität [ZÜRICH], [Scholarship]"
        );
    }

    #[test]
    fn a_snippet_shows_where_most_terms_stand() {
        let query = Query::parse("exchange grant").unwrap();
        let filler = "word ".repeat(100);
        let text = format!("An exchange here. {filler}The exchange  offers\n\na grant. {filler}");
        let found = shown(&snippet(&query, &text));
        assert!(found.contains("The [exchange] offers a [grant]. word"), "{found}");
        assert!(found.starts_with('…') && found.ends_with('…') && found.chars().count() < 240);
        assert!(snippet(&query, "neither").is_empty());
    }
}
