//! A scan over the tags of a markup text: where they start and end, nothing more. It follows the
//! tokenizer of the HTML standard (section 13.2.5) closely enough to agree on what is a tag.

/// One tag as it stands in the markup. All positions are byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    pub closing: bool,
    pub start: usize,
    /// After the `>`.
    pub end: usize,
    /// Where the surplus attributes start, if there are more than anyone needs: finding
    /// duplicates among them is quadratic in every tree builder.
    pub surplus: Option<usize>,
    /// Whether text stands between the tag before and this one.
    pub text_before: bool,
}

const MAX_ATTRIBUTES: usize = 256;

#[derive(Debug)]
pub(super) struct Tags<'a> {
    markup: &'a str,
    at: usize,
}

impl<'a> Tags<'a> {
    pub(super) fn new(markup: &'a str) -> Self {
        Self { markup, at: 0 }
    }

    /// Skips the text of a raw-text element, up to its end tag.
    pub(super) fn skip_raw(&mut self, name: &str) {
        let mut at = self.at;
        while let Some(found) = self.seek(at, "</") {
            let after = found + 2;
            let end = after + name.len();
            let same =
                self.markup.get(after..end).is_some_and(|text| text.eq_ignore_ascii_case(name));
            let ends = matches!(self.byte(end), None | Some(b'>' | b'/' | b' ' | b'\t'..=b'\r'));
            if same && ends {
                self.at = found;
                return;
            }
            at = after;
        }
        self.at = self.markup.len();
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.markup.as_bytes().get(at).copied()
    }

    fn seek(&self, from: usize, what: &str) -> Option<usize> {
        self.markup.get(from..)?.find(what).map(|offset| from + offset)
    }

    /// After a comment, a doctype or another `<!`, `<?`.
    fn after_declaration(&self, open: usize) -> usize {
        let end = self.markup.len();
        if self.markup.get(open..).is_none_or(|rest| !rest.starts_with("<!--")) {
            return self.seek(open, ">").map_or(end, |at| at + 1);
        }
        // `<!-->` and `<!--->` are whole comments
        let inside = open + 4;
        for short in [">", "->"] {
            if self.markup.get(inside..).is_some_and(|rest| rest.starts_with(short)) {
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

    /// Passes over the attributes from `at`; gives the position after `>` and that of the first
    /// surplus attribute.
    fn attributes(&self, mut at: usize) -> (usize, Option<usize>) {
        let mut surplus = None;
        for count in 0.. {
            at = self.pass(at, |b| b.is_ascii_whitespace() || b == b'/');
            match self.byte(at) {
                None => return (at, surplus),
                Some(b'>') => return (at + 1, surplus),
                Some(_) if count == MAX_ATTRIBUTES => surplus = Some(at),
                Some(_) => {}
            }
            at =
                self.pass(at + 1, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
            let value = self.pass(at, |b| b.is_ascii_whitespace());
            if self.byte(value) != Some(b'=') {
                continue;
            }
            at = self.pass(value + 1, |b| b.is_ascii_whitespace());
            at = match self.byte(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let close = if quote == b'"' { "\"" } else { "'" };
                    self.seek(at + 1, close).map_or(self.markup.len(), |found| found + 1)
                }
                Some(_) => self.pass(at, |b| !b.is_ascii_whitespace() && b != b'>'),
                None => at,
            };
        }
        (at, surplus)
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        let mut text_before = false;
        loop {
            let start = self.seek(self.at, "<")?;
            text_before |= start > self.at;
            let closing = self.byte(start + 1) == Some(b'/');
            let name_at = start + 1 + usize::from(closing);
            match self.byte(name_at) {
                Some(first) if first.is_ascii_alphabetic() => {
                    let name_end = self
                        .pass(name_at, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>'));
                    let name = self.markup.get(name_at..name_end)?;
                    let (end, surplus) = self.attributes(name_end);
                    self.at = end;
                    return Some(Tag { name, closing, start, end, surplus, text_before });
                }
                Some(b'!' | b'?') if !closing => self.at = self.after_declaration(start),
                Some(_) if closing => {
                    self.at = self.seek(name_at, ">").map_or(self.markup.len(), |at| at + 1);
                }
                _ => {
                    text_before = true;
                    self.at = start + 1;
                }
            }
        }
    }
}
