//! The inside of one field, up to its end or to where it must have ended.

use super::entities::{decode, escape_into};
use super::names::{self, Field, Moment, Space};
use super::tokens::{Tag, Token, Tokens};

/// More of one field is not kept, in bytes.
const LONGEST: usize = 1 << 20;

/// How the inside of a field is to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Said to be plain.
    Plain,
    Html,
    /// Nothing is said: RSS, where both occur.
    Unsaid,
}

#[derive(Debug)]
pub(super) struct Collected<'a> {
    pub(super) tag: Tag<'a>,
    pub(super) text: String,
    pub(super) form: Form,
    /// Its own closing tag was missing.
    pub(super) broken: bool,
}

/// Finds the vocabulary and the local name of an element.
pub(super) type Resolver<'r> = dyn Fn(&str) -> Space + 'r;

/// Reads the inside of the element that has just been opened.
pub(super) fn collect<'a>(
    tag: Tag<'a>,
    field: Field,
    tokens: &mut Tokens<'a>,
    space: &Resolver<'_>,
) -> Collected<'a> {
    let kind = tag.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
    let mode = tag.attribute("mode").unwrap_or_default().trim().to_ascii_lowercase();
    let is_xml = mode == "xml" || kind.contains("xml") || space(tag.name) == Space::Xhtml;
    let mut collected = Collected { tag, text: String::new(), form: Form::Unsaid, broken: false };
    let mut depth = 0_usize;
    loop {
        if tag.is_empty {
            break;
        }
        let before = tokens.clone();
        let Some(token) = tokens.next() else {
            collected.broken = true;
            break;
        };
        if ends(token, tag, field, space) {
            *tokens = before;
            collected.broken = true;
            break;
        }
        match token {
            Token::Close(name) if name == tag.name && depth == 0 => break,
            Token::Close(name) if name == tag.name => depth -= 1,
            Token::Open(inner) if inner.name == tag.name && !inner.is_empty => depth += 1,
            _ => {}
        }
        if collected.text.len() < LONGEST {
            collected.add(token, is_xml);
        }
    }
    // Atom 0.3 says so; Atom 1.0 means it by any type that is neither text nor XML.
    let is_coded = mode == "base64"
        || kind.contains('/') && !kind.starts_with("text/") && !kind.contains("xml");
    if is_coded && let Some(text) = base64(&collected.text) {
        collected.text = text;
    }
    collected.form = match kind.as_str() {
        _ if is_xml || is_coded => Form::Html,
        "" => Form::Unsaid,
        kind if kind.contains("html") => Form::Html,
        _ => Form::Plain,
    };
    collected
}

impl Collected<'_> {
    fn add(&mut self, token: Token<'_>, is_xml: bool) {
        match token {
            Token::Text(text) if is_xml => self.text.push_str(text),
            Token::Text(text) => self.text.push_str(&decode(text)),
            Token::Verbatim(text) if is_xml => escape_into(&mut self.text, text),
            Token::Verbatim(text) => self.text.push_str(text),
            Token::Open(tag) => {
                let end = if tag.is_empty { "/>" } else { ">" };
                let gap = if tag.attributes.is_empty() { "" } else { " " };
                self.text.extend(["<", local(tag.name), gap, tag.attributes, end]);
            }
            Token::Close(name) => self.text.extend(["</", local(name), ">"]),
        }
    }
}

/// Whether a token can stand in no field, so that this one's end is missing.
fn ends(token: Token<'_>, tag: Tag<'_>, field: Field, space: &Resolver<'_>) -> bool {
    let is_long = matches!(field, Field::Summary | Field::Content | Field::Author);
    match token {
        Token::Close(name) => {
            name != tag.name
                && space(name) == Space::Core
                && ["item", "entry", "channel", "feed", "rss", "rdf"]
                    .iter()
                    .any(|end| local(name).eq_ignore_ascii_case(end))
        }
        Token::Open(inner) => {
            let (space, name) = (space(inner.name), local(inner.name));
            let is_entry = space == Space::Core
                && ["item", "entry"].iter().any(|entry| name.eq_ignore_ascii_case(entry));
            let next = names::field(space, name).filter(|_| space != Space::Xhtml);
            is_entry
                || match next {
                    Some(Field::Date(Moment::Published | Moment::Updated)) => true,
                    Some(Field::Id) => field != Field::Author && name.eq_ignore_ascii_case("guid"),
                    Some(_) => !is_long,
                    None => false,
                }
        }
        Token::Text(_) | Token::Verbatim(_) => false,
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Text in RFC 4648 with line breaks.
fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for c in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFF_FFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}
