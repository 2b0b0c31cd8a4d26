//! A scan over a markup text: where its tags, texts and comments start and end, nothing more. It
//! follows the tokenizer of the HTML standard (section 13.2.5) closely enough to agree on what is
//! a tag.

use std::ops::Range;

use memchr::{memchr, memmem};

/// What a markup text is made of. All positions are byte offsets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(Range<usize>),
    Comment,
    Doctype(Range<usize>),
    Tag(Tag<'a>),
}

/// One tag as it stands in the markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    pub closing: bool,
    pub start: usize,
    /// After the `>`.
    pub end: usize,
    /// `<br/>`
    pub closed: bool,
    /// The markup ends before the tag does.
    pub broken: bool,
    /// Where the surplus attributes start, if there are more than anyone needs: finding
    /// duplicates among them is quadratic in every tree builder.
    pub surplus: Option<usize>,
}

/// An attribute of the tag last seen, by its place.
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    pub name: Range<usize>,
    /// Without its quotes, its entities as they stand.
    pub value: Range<usize>,
}

const MAX_ATTRIBUTES: usize = 256;

#[derive(Debug)]
pub(super) struct Tags<'a> {
    markup: &'a str,
    at: usize,
    attributes: Vec<Attribute>,
}

impl<'a> Tags<'a> {
    pub(super) fn new(markup: &'a str) -> Self {
        Self { markup, at: 0, attributes: Vec::new() }
    }

    /// Up to here the markup has been passed.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The attributes of the tag last seen, without the surplus.
    pub(super) fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Skips the text of a raw-text element, up to its end tag; gives where it stands.
    pub(super) fn skip_raw(&mut self, name: &str) -> Range<usize> {
        let start = self.at;
        // inside `<!-- <script>` an end tag does not end a script
        let (mut hidden, mut inner) = (false, false);
        let mut at = start;
        while let Some(found) = self.seek_byte(at, b'<') {
            if hidden && memmem::find(self.within(at..found), b"-->").is_some() {
                (hidden, inner) = (false, false);
            }
            at = found + 1;
            if self.byte(at) == Some(b'/') && self.is_word(at + 1, name) {
                if !inner {
                    self.at = found;
                    return start..found;
                }
                inner = false;
            } else if name == "script" && self.rest(found).starts_with(b"<!--") {
                hidden = true;
            } else if hidden && self.is_word(at, "script") {
                inner = true;
            }
        }
        self.at = self.markup.len();
        start..self.at
    }

    /// Skips the rest of the markup.
    pub(super) fn skip_all(&mut self) -> Range<usize> {
        let start = std::mem::replace(&mut self.at, self.markup.len());
        start..self.at
    }

    fn within(&self, range: Range<usize>) -> &'a [u8] {
        self.markup.as_bytes().get(range).unwrap_or_default()
    }

    /// Whether a name stands here, and ends here.
    fn is_word(&self, at: usize, name: &str) -> bool {
        let end = at + name.len();
        let text = self.markup.as_bytes().get(at..end);
        text.is_some_and(|text| text.eq_ignore_ascii_case(name.as_bytes()))
            && matches!(self.byte(end), None | Some(b'>' | b'/' | b' ' | b'\t'..=b'\r'))
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.markup.as_bytes().get(at).copied()
    }

    fn rest(&self, from: usize) -> &'a [u8] {
        self.markup.as_bytes().get(from..).unwrap_or_default()
    }

    fn seek(&self, from: usize, what: &str) -> Option<usize> {
        memmem::find(self.rest(from), what.as_bytes()).map(|offset| from + offset)
    }

    fn seek_byte(&self, from: usize, what: u8) -> Option<usize> {
        memchr(what, self.rest(from)).map(|offset| from + offset)
    }

    /// After a comment, a doctype or another `<!`, `<?`.
    fn after_declaration(&self, open: usize) -> usize {
        let end = self.markup.len();
        if !self.rest(open).starts_with(b"<!--") {
            return self.seek_byte(open, b'>').map_or(end, |at| at + 1);
        }
        // `<!-->` and `<!--->` are whole comments
        let inside = open + 4;
        for short in [">", "->"] {
            if self.rest(inside).starts_with(short.as_bytes()) {
                return inside + short.len();
            }
        }
        let mut at = inside;
        while let Some(found) = self.seek(at, "--") {
            match (self.byte(found + 2), self.byte(found + 3)) {
                (Some(b'>'), _) => return found + 3,
                (Some(b'!'), Some(b'>')) => return found + 4,
                _ => at = found + 1,
            }
        }
        end
    }

    fn pass(&self, mut at: usize, keep: impl Fn(u8) -> bool) -> usize {
        while self.byte(at).is_some_and(&keep) {
            at += 1;
        }
        at
    }

    /// Passes over the attributes of a tag to its end.
    fn pass_attributes(&mut self, mut tag: Tag<'a>, mut at: usize) -> Tag<'a> {
        self.attributes.clear();
        for count in 0.. {
            let before = at;
            at = self.pass(at, |b| b.is_ascii_whitespace() || b == b'/');
            match self.byte(at) {
                None => break,
                Some(b'>') => {
                    tag.closed = at > before && self.byte(at - 1) == Some(b'/');
                    tag.broken = false;
                    at += 1;
                    break;
                }
                Some(_) if count == MAX_ATTRIBUTES => tag.surplus = Some(at),
                Some(_) => {}
            }
            let start = at;
            at =
                self.pass(at + 1, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
            let name = start..at;
            let mut value = at..at;
            let sign = self.pass(at, |b| b.is_ascii_whitespace());
            if self.byte(sign) == Some(b'=') {
                (value, at) = self.value(self.pass(sign + 1, |b| b.is_ascii_whitespace()));
            }
            if tag.surplus.is_none() {
                self.attributes.push(Attribute { name, value });
            }
        }
        Tag { end: at, ..tag }
    }

    /// The value that starts here, and where it ends with its quotes.
    fn value(&self, at: usize) -> (Range<usize>, usize) {
        match self.byte(at) {
            Some(quote @ (b'"' | b'\'')) => match self.seek_byte(at + 1, quote) {
                Some(close) => (at + 1..close, close + 1),
                None => (at + 1..self.markup.len(), self.markup.len()),
            },
            Some(_) => {
                let end = self.pass(at, |b| !b.is_ascii_whitespace() && b != b'>');
                (at..end, end)
            }
            None => (at..at, at),
        }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let mut from = self.at;
        let mut start = from;
        loop {
            let Some(found) = self.seek_byte(start, b'<') else {
                self.at = self.markup.len();
                return (from < self.at).then_some(Piece::Text(from..self.at));
            };
            start = found;
            let closing = self.byte(start + 1) == Some(b'/');
            let name_at = start + 1 + usize::from(closing);
            let first = self.byte(name_at);
            let named = first.is_some_and(|b| b.is_ascii_alphabetic());
            let declares = matches!(first, Some(b'!' | b'?')) && !closing;
            if !named && !declares && (!closing || first.is_none()) {
                start += 1;
                continue;
            }
            if start > from {
                self.at = start;
                return Some(Piece::Text(from..start));
            }
            if named {
                let name_end =
                    self.pass(name_at, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>'));
                let name = self.markup.get(name_at..name_end)?;
                let (end, broken) = (name_end, true);
                let tag = Tag { name, closing, start, end, closed: false, broken, surplus: None };
                let tag = self.pass_attributes(tag, name_end);
                self.at = tag.end;
                return Some(Piece::Tag(tag));
            }
            if declares {
                self.at = self.after_declaration(start);
                let word = self.markup.as_bytes().get(start + 2..start + 9);
                let doctype = word.is_some_and(|word| word.eq_ignore_ascii_case(b"doctype"));
                return Some(if doctype { Piece::Doctype(start..self.at) } else { Piece::Comment });
            }
            self.at = self.seek_byte(name_at, b'>').map_or(self.markup.len(), |at| at + 1);
            if first != Some(b'>') {
                return Some(Piece::Comment);
            }
            from = self.at;
            start = from;
        }
    }
}
