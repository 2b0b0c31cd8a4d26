//! Plain text out of what feeds carry: markup, escaped markup, or text that only looks like it.

use super::entities::decode;
use super::tokens::{Token, Tokens};

/// Elements that publishers put into titles; anything else in angle brackets is part of the words.
const IN_TITLES: [&str; 32] = [
    "a", "abbr", "b", "big", "blink", "br", "cite", "code", "div", "em", "font", "h1", "h2", "h3",
    "h4", "i", "img", "ins", "li", "mark", "nobr", "p", "q", "s", "small", "span", "strong", "sub",
    "sup", "u", "ul", "wbr",
];

/// Stands for a line break while text is gathered; a control character that no text has.
const BREAK: char = '\u{1}';

/// One line: markup removed, entities decoded, white space folded, cut at so many characters.
pub(super) fn line(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut hidden = false;
    for token in Tokens::new(text) {
        match token {
            Token::Open(tag) if hides(tag.name) => hidden = !tag.is_empty,
            Token::Close(name) if hides(name) => hidden = false,
            _ if hidden => {}
            Token::Text(piece) | Token::Verbatim(piece) => out.push_str(piece),
            Token::Open(tag) if !is_in_titles(tag.name) => {
                let gap = if tag.attributes.is_empty() { "" } else { " " };
                out.extend(["<", tag.name, gap, tag.attributes, ">"]);
            }
            Token::Close(name) if !is_in_titles(name) => out.extend(["</", name, ">"]),
            Token::Open(tag) if breaks(tag.name) => out.push(' '),
            Token::Close(name) if breaks(name) => out.push(' '),
            Token::Open(_) | Token::Close(_) => {}
        }
    }
    fold(&decode(&out), limit)
}

fn is_in_titles(name: &str) -> bool {
    IN_TITLES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Paragraphs separated by blank lines, cut at so many characters.
pub(super) fn paragraphs(markup: &str, limit: usize) -> String {
    let mut out = Paragraphs { text: String::new(), current: String::new(), left: limit };
    let mut hidden: Option<&str> = None;
    for token in Tokens::new(markup) {
        match (token, hidden) {
            (Token::Close(name), Some(open)) if name.eq_ignore_ascii_case(open) => hidden = None,
            (_, Some(_)) => {}
            (Token::Open(tag), None) => {
                let name = tag.name;
                if hides(name) && !tag.is_empty {
                    hidden = Some(name);
                } else if name.eq_ignore_ascii_case("br") {
                    out.current.push(BREAK);
                } else if breaks(name) {
                    out.close();
                }
            }
            (Token::Close(name), None) => {
                if breaks(name) {
                    out.close();
                }
            }
            (Token::Text(piece), None) => out.current.push_str(&decode(piece)),
            (Token::Verbatim(piece), None) => out.current.push_str(piece),
        }
        if out.left == 0 {
            break;
        }
    }
    out.close();
    out.text
}

struct Paragraphs {
    text: String,
    current: String,
    left: usize,
}

impl Paragraphs {
    fn close(&mut self) {
        let mut lines = Vec::new();
        // Two line breaks are how those without paragraphs make them.
        for part in self.current.split(BREAK) {
            let line = fold(part, self.left);
            self.left -= line.chars().count();
            lines.push(line);
        }
        self.current.clear();
        for paragraph in lines.split(String::is_empty) {
            let paragraph = paragraph.join(" ");
            if !paragraph.is_empty() {
                if !self.text.is_empty() {
                    self.text.push_str("\n\n");
                }
                self.text.push_str(&paragraph);
            }
        }
    }
}

/// Whether an element's inside is not for readers.
fn hides(name: &str) -> bool {
    ["script", "style", "iframe", "noscript", "template", "svg"]
        .iter()
        .any(|hiding| name.eq_ignore_ascii_case(hiding))
}

/// Whether an element stands on lines of its own.
fn breaks(name: &str) -> bool {
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "td",
        "th",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "figure",
        "figcaption",
        "pre",
        "dl",
        "dt",
        "dd",
        "hr",
    ]
    .iter()
    .any(|known| name.eq_ignore_ascii_case(known))
}

/// White space folded, invisible characters dropped, cut at so many characters.
pub(super) fn fold(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit));
    let mut count = 0;
    let mut gap = false;
    let mut rest = text;
    while count < limit
        && let Some(c) = rest.chars().next()
    {
        if !is_plain(c) {
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            if c.is_whitespace() {
                gap = count > 0;
                continue;
            }
            if c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}') {
                continue;
            }
        }
        if gap && count + 1 < limit {
            out.push(' ');
            count += 1;
        }
        gap = false;
        if !is_plain(c) {
            out.push(c);
            count += 1;
            continue;
        }
        let mut end = 0;
        for c in rest.chars().take(limit - count).take_while(|c| is_plain(*c)) {
            end += c.len_utf8();
            count += 1;
        }
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        out.push_str(word);
        rest = after;
    }
    out
}

/// Shows something and is no space: the most usual characters.
fn is_plain(c: char) -> bool {
    c.is_ascii_graphic() || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_markup_and_keep_words() {
        for (written, meant) in [
            ("Scholarships <b>2026</b> &amp; fees", "Scholarships 2026 & fees"),
            ("AT&amp;T", "AT&T"),
            ("Fees<script>alert('x')</script> fall", "Fees fall"),
            ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
            ("Vec<String> explained", "Vec<String> explained"),
            ("One<br/>two\n\tthree", "One two three"),
            ("关于<font color=red>奖学金</font>的通知", "关于奖学金的通知"),
        ] {
            assert_eq!(line(written, 300), meant);
        }
        assert_eq!(line("奖学金通知", 3), "奖学金");
    }

    #[test]
    fn markup_becomes_paragraphs() {
        let markup = "<style>p{}</style><p>First&nbsp;one,\nwrapped.</p><div>Second<br>line<br><br>Third</div>\
                      <script>if (a < b) {}</script><ul><li>x<li>y</ul>";
        assert_eq!(
            paragraphs(markup, 1000),
            "First one, wrapped.\n\nSecond line\n\nThird\n\nx\n\ny"
        );
        assert_eq!(paragraphs("<p>abc</p><p>def</p>", 4), "abc\n\nd");
    }
}
