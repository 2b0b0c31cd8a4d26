//! Writes a feed anew, in the plain form of its dialect.

use super::collect::Collected;
use super::entities::{decode, escape_into};
use super::tokens::{Tag, Token, Tokens};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Rss,
    Atom,
}

#[derive(Debug)]
pub(super) struct Writer {
    dialect: Dialect,
    xml: String,
    entry: Option<Written>,
    has_title: bool,
}

/// What the entry under way has already; of repeated fields the first counts.
#[derive(Debug, Default)]
struct Written {
    title: bool,
    summary: bool,
    content: bool,
}

const RSS: &str = "<rss version=\"2.0\" \
    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>";

impl Writer {
    pub(super) fn new(dialect: Dialect, lang: Option<&str>) -> Self {
        let mut writer = Self { dialect, xml: String::new(), entry: None, has_title: false };
        match dialect {
            Dialect::Rss => writer.xml.push_str(RSS),
            Dialect::Atom => {
                writer.xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\"");
                if let Some(lang) = lang {
                    writer.attribute("xml:lang", lang);
                }
                writer.xml.push('>');
            }
        }
        writer
    }

    pub(super) fn in_entry(&self) -> bool {
        self.entry.is_some()
    }

    /// The number becomes the entry's id, by which its note is found again.
    pub(super) fn begin_entry(&mut self, number: usize) {
        let (start, id) = match self.dialect {
            Dialect::Rss => ("<item>", "guid"),
            Dialect::Atom => ("<entry>", "id"),
        };
        self.xml.push_str(start);
        self.leaf(id, &number.to_string());
        self.entry = Some(Written::default());
    }

    pub(super) fn end_entry(&mut self) {
        if self.entry.take().is_some() {
            self.xml.push_str(match self.dialect {
                Dialect::Rss => "</item>",
                Dialect::Atom => "</entry>",
            });
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.end_entry();
        self.xml.push_str(match self.dialect {
            Dialect::Rss => "</channel></rss>",
            Dialect::Atom => "</feed>",
        });
        self.xml
    }

    /// An element with nothing but text; nothing where there is none.
    pub(super) fn leaf(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.xml.extend(["<", name, ">"]);
            escape_into(&mut self.xml, text);
            self.xml.extend(["</", name, ">"]);
        }
    }

    pub(super) fn title(&mut self, collected: &Collected<'_>) {
        let known = match &mut self.entry {
            Some(entry) => &mut entry.title,
            None => &mut self.has_title,
        };
        if !std::mem::replace(known, true) {
            self.text("title", collected);
        }
    }

    pub(super) fn other_title(&mut self, collected: &Collected<'_>) {
        if self.entry.as_ref().is_some_and(|entry| !entry.title) {
            self.text("title", collected);
        }
    }

    pub(super) fn summary(&mut self, collected: &Collected<'_>) {
        let Some(entry) = &mut self.entry else { return };
        if !collected.text.trim().is_empty() && !std::mem::replace(&mut entry.summary, true) {
            self.text(
                if self.dialect == Dialect::Rss { "description" } else { "summary" },
                collected,
            );
        }
    }

    pub(super) fn content(&mut self, collected: &Collected<'_>) {
        let Some(entry) = &mut self.entry else { return };
        if !collected.text.trim().is_empty() && !std::mem::replace(&mut entry.content, true) {
            self.text(
                if self.dialect == Dialect::Rss { "content:encoded" } else { "content" },
                collected,
            );
        }
    }

    pub(super) fn link(&mut self, address: &str, tag: Tag<'_>) {
        let rel = tag.attribute("rel").map(decode).unwrap_or_default();
        let is_page = rel.is_empty() || rel.trim().eq_ignore_ascii_case("alternate");
        match self.dialect {
            // Only the feed's own links may be of another kind: its hub, itself.
            Dialect::Rss if is_page => self.leaf("link", address),
            Dialect::Rss if self.in_entry() => {}
            Dialect::Rss | Dialect::Atom => {
                let is_rss = self.dialect == Dialect::Rss;
                self.xml.push_str(if is_rss { "<atom:link" } else { "<link" });
                self.attribute("href", address);
                if !is_page {
                    self.attribute("rel", rel.trim());
                }
                if let Some(kind) = tag.attribute("type") {
                    self.attribute("type", kind);
                }
                self.xml.push_str("/>");
            }
        }
    }

    /// A name as text, or a person as Atom describes one.
    pub(super) fn author(&mut self, text: &str) {
        let (mut name, mut email) = (None, None);
        let mut place = None;
        for token in Tokens::new(text) {
            match token {
                Token::Open(tag) => place = tag.name.rsplit(':').next(),
                Token::Close(_) => place = None,
                Token::Text(text) | Token::Verbatim(text) if !text.trim().is_empty() => match place
                {
                    Some("email") => email = email.or(Some(text)),
                    Some("uri" | "url" | "homepage" | "id") => {}
                    _ => name = name.or(Some(text)),
                },
                Token::Text(_) | Token::Verbatim(_) => {}
            }
        }
        let Some(name) = name.or(email).map(str::trim) else { return };
        match self.dialect {
            Dialect::Rss => self.leaf("dc:creator", name),
            Dialect::Atom => {
                self.xml.push_str("<author>");
                self.leaf("name", name);
                self.xml.push_str("</author>");
            }
        }
    }

    pub(super) fn category(&mut self, collected: &Collected<'_>) {
        let given = |name| collected.tag.attribute(name).map(|text| decode(text).into_owned());
        let text = collected.text.trim().to_owned();
        let named = given("label").filter(|label| !label.is_empty()).or_else(|| given("term"));
        let name = if text.is_empty() { named.unwrap_or_default() } else { text };
        match self.dialect {
            Dialect::Rss => self.leaf("category", name.trim()),
            Dialect::Atom if !name.is_empty() => {
                self.xml.push_str("<category");
                self.attribute("term", name.trim());
                self.xml.push_str("/>");
            }
            Dialect::Atom => {}
        }
    }

    fn text(&mut self, name: &str, collected: &Collected<'_>) {
        let text = collected.text.trim();
        match self.dialect {
            Dialect::Rss => self.leaf(name, text),
            Dialect::Atom if !text.is_empty() => {
                self.xml.extend(["<", name]);
                self.attribute("type", collected.library_type());
                self.xml.push('>');
                escape_into(&mut self.xml, text);
                self.xml.extend(["</", name, ">"]);
            }
            Dialect::Atom => {}
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.xml.extend([" ", name, "=\""]);
        escape_into(&mut self.xml, value);
        self.xml.push('"');
    }
}
