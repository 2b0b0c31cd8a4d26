//! Markup in pieces, however broken: nothing is an error, every byte is looked at a bounded number
//! of times.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open(Tag<'a>),
    /// The name of a closing tag.
    Close(&'a str),
    /// With entities still in it.
    Text(&'a str),
    /// Taken as it stands.
    Verbatim(&'a str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    /// Everything between the name and the end.
    pub(super) attributes: &'a str,
    pub(super) is_empty: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// Set once a search has shown that no such end is left, so that it is not made again.
    no_comment_end: bool,
    no_section_end: bool,
    /// An end was missing.
    pub(super) broken: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, no_comment_end: false, no_section_end: false, broken: false }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn skip_past(&mut self, open: usize, end: &str) -> Option<&'a str> {
        let body = self.rest.get(open..)?;
        let length = body.find(end)?;
        let content = body.get(..length)?;
        self.rest = body.get(length + end.len()..)?;
        Some(content)
    }

    fn section(&mut self) -> Token<'a> {
        let open = "<![CDATA[".len();
        let found = if self.no_section_end { None } else { self.skip_past(open, "]]>") };
        if let Some(content) = found {
            return Token::Verbatim(content);
        }
        self.no_section_end = true;
        self.broken = true;
        self.take(open);
        let end = self.rest.find("</").unwrap_or(self.rest.len());
        Token::Verbatim(self.take(end))
    }

    /// The tag at the start of the rest; `None` where the `<` starts none.
    fn tag(&mut self) -> Option<Token<'a>> {
        let body = self.rest.get(1..)?;
        let is_close = body.starts_with('/');
        let body = body.strip_prefix('/').unwrap_or(body);
        body.chars().next().filter(|c| c.is_alphabetic() || matches!(c, '_' | ':'))?;
        let (length, is_whole) = tag_length(body);
        self.broken |= !is_whole;
        let inside = body.get(..length)?;
        self.rest = body.get(length + usize::from(is_whole)..)?;
        if !is_whole && self.rest.is_empty() {
            // Cut off in the middle, it says nothing for sure.
            return Some(Token::Text(""));
        }
        let name_end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
        let (name, attributes) = inside.split_at_checked(name_end)?;
        if is_close {
            return Some(Token::Close(name));
        }
        let is_empty = attributes.trim_end().ends_with('/');
        let attributes = attributes.trim().trim_end_matches('/');
        Some(Token::Open(Tag { name, attributes, is_empty }))
    }
}

/// How long a tag is, up to its `>`, and whether it has one. A `<` ends it in any case: none may
/// stand in a tag, not even in quotes.
fn tag_length(body: &str) -> (usize, bool) {
    let mut quote = None;
    for (at, byte) in body.bytes().enumerate() {
        match (byte, quote) {
            (b'<', _) => {
                // An odd quote may have hidden the end.
                let inside = body.get(..at).unwrap_or_default();
                return inside.find('>').map_or((at, false), |end| (end, true));
            }
            (b'>', None) => return (at, true),
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if open == byte => quote = None,
            _ => {}
        }
    }
    body.find('>').map_or((body.len(), false), |end| (end, true))
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !self.rest.starts_with('<') {
                let length = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(Token::Text(self.take(length)));
            }
            if self.rest.starts_with("<![CDATA[") {
                return Some(self.section());
            }
            if self.rest.starts_with("<!--") && !self.no_comment_end {
                if self.skip_past(4, "-->").is_some() {
                    continue;
                }
                (self.no_comment_end, self.broken) = (true, true);
            }
            if self.rest.starts_with("<?") || self.rest.starts_with("<!") {
                let (length, is_whole) = tag_length(self.rest.get(1..).unwrap_or_default());
                self.take(1 + length + usize::from(is_whole));
                continue;
            }
            let tag = self.tag();
            self.broken |= tag.is_none();
            return Some(tag.unwrap_or_else(|| Token::Text(self.take(1))));
        }
    }
}

impl<'a> Tag<'a> {
    /// Name and raw value of each attribute; a value may lack its quotes or be missing.
    pub(super) fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end)?;
            let Some(value) = after.trim_start().strip_prefix('=') else {
                rest = after;
                return (!name.is_empty()).then_some((name, ""));
            };
            let value = value.trim_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let body = value.get(1..)?;
                    body.split_once(quote).unwrap_or((body, ""))
                }
                _ => value
                    .split_at_checked(value.find(char::is_whitespace).unwrap_or(value.len()))?,
            };
            rest = after;
            Some((name, value))
        })
    }

    pub(super) fn attribute(self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Token<'_>> {
        Tokens::new(text).collect()
    }

    #[test]
    fn broken_markup_still_gives_its_pieces() {
        let open = |name| Token::Open(Tag { name, attributes: "", is_empty: false });
        assert_eq!(
            read("a < b<c>"),
            [Token::Text("a "), Token::Text("<"), Token::Text(" b"), open("c")]
        );
        assert_eq!(read("<a<b>"), [open("a"), open("b")]);
        assert_eq!(read("<!-- x <a>"), [open("a")]);
        assert_eq!(read("<![CDATA[x]]>y"), [Token::Verbatim("x"), Token::Text("y")]);
        assert_eq!(read("<![CDATA[x</a>"), [Token::Verbatim("x"), Token::Close("a")]);
    }

    #[test]
    fn attributes_are_read_in_every_spelling() {
        let text = r#"<link rel="a b" href='/x>y' type=text/html checked data-x="1"/>"#;
        let Some(Token::Open(tag)) = Tokens::new(text).next() else { panic!("no tag") };
        let all: Vec<_> = tag.attributes().collect();
        let expected = [
            ("rel", "a b"),
            ("href", "/x>y"),
            ("type", "text/html"),
            ("checked", ""),
            ("data-x", "1"),
        ];
        assert_eq!(all, expected);
        assert!(tag.is_empty);
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for unit in ["<!--", "<![CDATA[", "<a b=\"", "<a b='\"", "<", "</", "<?", "<a ", "&", "]]>"]
        {
            let text = unit.repeat(200_000);
            assert!(Tokens::new(&text).count() <= 400_001);
        }
    }
}
