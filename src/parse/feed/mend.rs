//! Turns what servers send as feeds into XML that the feed library accepts, and notes what the
//! library would lose.
//!
//! The library wants well-formed XML, a known version, known namespaces and known content types;
//! one fault costs it every entry. So the pieces are written anew: entries in one flat list, each
//! with the fields that matter, everything else left out.

use url::Url;

use super::collect::{Collected, Form, collect};
use super::entities::decode;
use super::names::{self, Field, Moment, Space};
use super::tokens::{Tag, Token, Tokens};
use super::write::{Dialect, Writer};

/// Entries beyond are not read.
pub(super) const MAX_ENTRIES: usize = 2000;
/// Deeper elements, and more declared prefixes, are not kept track of.
const MAX_DEPTH: usize = 256;
const MAX_SPACES: usize = 64;

/// A feed fit for the library.
#[derive(Debug, Default)]
pub(super) struct Mended {
    pub(super) xml: String,
    /// By the number that each entry carries as its id.
    pub(super) notes: Vec<Note>,
    pub(super) pace: Pace,
    pub(super) faults: Faults,
}

/// What the library does not tell of an entry.
#[derive(Debug, Default)]
pub(super) struct Note {
    pub(super) id: Option<String>,
    /// The id is said to be no address.
    pub(super) id_is_no_link: bool,
    /// The best date as written.
    pub(super) date: Option<(Moment, String)>,
    /// An address of second choice: `rdf:about`, a `src`.
    pub(super) about: Option<String>,
    /// Where relative addresses of the entry start.
    pub(super) base: Option<Url>,
}

/// How often the feed wants to be asked, as written.
#[derive(Debug, Default)]
pub(super) struct Pace {
    pub(super) update_period: Option<String>,
    pub(super) update_frequency: Option<String>,
    pub(super) skip_hours: Vec<String>,
    pub(super) skip_days: Vec<String>,
}

#[derive(Debug, Default, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent findings, each told in words")]
pub(super) struct Faults {
    pub(super) no_root: bool,
    pub(super) broken_markup: bool,
    pub(super) cut_off: bool,
    pub(super) too_many: bool,
}

pub(super) fn mend(text: &str, address: &Url) -> Mended {
    let mut mender = Mender {
        writer: None,
        root: None,
        is_over: false,
        spaces: Vec::new(),
        bases: vec![(0, address.clone())],
        open: Vec::new(),
        foreign: None,
        out: Mended::default(),
    };
    let mut tokens = Tokens::new(text);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(tag) if !mender.enter(tag, &mut tokens) => break,
            Token::Close(name) => mender.leave(name),
            _ => {}
        }
        if mender.is_over {
            break;
        }
    }
    mender.finish(tokens.broken)
}

struct Mender<'a> {
    /// There once the root has been found.
    writer: Option<Writer>,
    /// The depth of the root, where it is one that is closed after the last entry.
    root: Option<usize>,
    /// The root has been closed; whatever follows is no feed.
    is_over: bool,
    /// Declared prefixes with the depth of the element that declares them.
    spaces: Vec<(usize, &'a str, Space)>,
    /// Where relative addresses start, by `xml:base`; the document's own address first.
    bases: Vec<(usize, Url)>,
    /// Elements under way.
    open: Vec<&'a str>,
    /// The depth of an element whose inside is passed over.
    foreign: Option<usize>,
    out: Mended,
}

impl<'a> Mender<'a> {
    /// Works one opening tag in; false when nothing more is wanted.
    fn enter(&mut self, tag: Tag<'a>, tokens: &mut Tokens<'a>) -> bool {
        let depth = self.open.len();
        self.declare(tag, depth);
        let (space, local) = (self.space(tag.name), local(tag.name));
        if self.writer.is_none() && !self.begin(tag, space) {
            self.undeclare(depth);
            return true;
        }
        let is_entry = space == Space::Core && is_entry(local);
        if is_entry {
            if self.out.notes.len() >= MAX_ENTRIES {
                self.out.faults.too_many = true;
                return false;
            }
            self.begin_entry(tag);
        } else if self.foreign.is_none() {
            if let Some(field) = names::field(space, local) {
                let collected = collect(tag, field, tokens, &|name| self.space(name));
                self.out.faults.broken_markup |= collected.broken;
                self.write(field, &collected);
                self.undeclare(depth);
                return true;
            }
            if names::is_foreign(space, local) && !tag.is_empty {
                self.foreign = Some(depth);
            }
        }
        if tag.is_empty {
            self.undeclare(depth);
            if is_entry {
                self.end_entry();
            }
        } else if depth < MAX_DEPTH {
            self.open.push(tag.name);
        }
        true
    }

    fn leave(&mut self, name: &'a str) {
        let Some(at) = self.open.iter().rposition(|open| *open == name) else {
            self.out.faults.broken_markup |= self.writer.is_some();
            return;
        };
        self.out.faults.broken_markup |= at + 1 != self.open.len();
        self.open.truncate(at);
        self.is_over = self.root.is_some_and(|root| at <= root);
        self.undeclare(at);
        if self.foreign.is_some_and(|depth| depth >= at) {
            self.foreign = None;
        }
        if is_entry(local(name)) && self.space(name) == Space::Core {
            self.end_entry();
        }
    }

    /// Notes the prefixes and the base that an element declares for itself and its inside.
    fn declare(&mut self, tag: Tag<'a>, depth: usize) {
        for (name, value) in tag.attributes().take(MAX_SPACES) {
            if name.eq_ignore_ascii_case("xml:base") {
                let base = decode(value);
                let known = self.bases.last().and_then(|(_, known)| known.join(base.trim()).ok());
                if let Some(base) = known
                    && self.bases.len() < MAX_SPACES
                {
                    self.bases.push((depth, base));
                }
                continue;
            }
            let prefix = match name.split_once(':') {
                None if name == "xmlns" => "",
                Some(("xmlns", prefix)) => prefix,
                _ => continue,
            };
            let by_address = names::space_of_address(value);
            // A root in a space that nobody knows is still the root.
            let fallback = || match prefix {
                "" if depth > 1 => Space::Other,
                _ => names::space_of_prefix(prefix),
            };
            if self.spaces.len() < MAX_SPACES {
                self.spaces.push((depth, prefix, by_address.unwrap_or_else(fallback)));
            }
        }
    }

    fn undeclare(&mut self, depth: usize) {
        self.spaces.retain(|(declared, ..)| *declared < depth);
        let first = self.bases.len().min(1);
        let keep = self.bases.iter().skip(1).take_while(|(declared, _)| *declared < depth).count();
        self.bases.truncate(first + keep);
    }

    fn space(&self, name: &str) -> Space {
        let prefix = name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let declared = self.spaces.iter().rev().find(|(_, known, _)| *known == prefix);
        declared.map_or_else(|| names::space_of_prefix(prefix), |(_, _, space)| *space)
    }

    fn resolve(&self, reference: &str) -> String {
        let reference = reference.trim();
        let base = self.bases.last().map(|(_, base)| base);
        base.and_then(|base| base.join(reference).ok())
            .map_or_else(|| reference.to_owned(), String::from)
    }

    /// Looks for the root; false while it has not come.
    fn begin(&mut self, tag: Tag<'a>, space: Space) -> bool {
        let dialect = match local(tag.name).to_ascii_lowercase().as_str() {
            "rss" | "rdf" | "channel" | "item" => Dialect::Rss,
            "feed" | "entry" => Dialect::Atom,
            _ => return false,
        };
        if space != Space::Core && !tag.name.contains(':') {
            return false;
        }
        let name = local(tag.name);
        let holds_all = ["rss", "rdf", "feed"].iter().any(|root| name.eq_ignore_ascii_case(root));
        self.root = holds_all.then_some(self.open.len());
        self.writer = Some(Writer::new(dialect, tag.attribute("xml:lang")));
        true
    }

    fn begin_entry(&mut self, tag: Tag<'a>) {
        self.end_entry();
        self.foreign = None;
        let number = self.out.notes.len();
        let about = tag.attribute("rdf:about").or_else(|| tag.attribute("href"));
        let about = about.map(|address| self.resolve(&decode(address)));
        let base = self.bases.last().map(|(_, base)| base.clone());
        self.out.notes.push(Note { about, base, ..Note::default() });
        if let Some(writer) = &mut self.writer {
            writer.begin_entry(number);
        }
    }

    fn end_entry(&mut self) {
        if let Some(writer) = &mut self.writer {
            writer.end_entry();
        }
    }

    fn write(&mut self, field: Field, collected: &Collected<'_>) {
        let Some(writer) = &mut self.writer else { return };
        let text = collected.text.trim();
        match (field, writer.in_entry()) {
            (Field::Id, true) => self.note_id(collected),
            (Field::Date(moment), true) => self.note_date(moment, text),
            (Field::Title, _) => writer.title(collected),
            (Field::OtherTitle, true) => writer.other_title(collected),
            (Field::Link, _) => self.link(collected),
            (Field::Content, true) => {
                self.note_source(collected);
                if let Some(writer) = &mut self.writer {
                    writer.content(collected);
                }
            }
            (Field::Summary, true) => writer.summary(collected),
            (Field::Author, true) => writer.author(text),
            (Field::Category, true) => writer.category(collected),
            (Field::Language, false) => writer.leaf("language", text),
            (Field::Ttl, false) => writer.leaf("ttl", text),
            (Field::UpdatePeriod, _) => self.out.pace.update_period = Some(text.to_owned()),
            (Field::UpdateFrequency, _) => self.out.pace.update_frequency = Some(text.to_owned()),
            (Field::SkipHour, false) => self.out.pace.skip_hours.push(text.to_owned()),
            (Field::SkipDay, false) => self.out.pace.skip_days.push(text.to_owned()),
            _ => {}
        }
    }

    fn link(&mut self, collected: &Collected<'_>) {
        let href = collected.tag.attribute("href").map(decode).unwrap_or_default();
        let written = if href.trim().is_empty() { collected.text.trim() } else { href.trim() };
        if !written.is_empty() {
            let address = self.resolve(written);
            if let Some(writer) = &mut self.writer {
                writer.link(&address, collected.tag);
            }
        }
    }

    fn note_id(&mut self, collected: &Collected<'_>) {
        let Some(note) = self.out.notes.last_mut() else { return };
        let text = collected.text.trim();
        if note.id.is_none() && !text.is_empty() {
            note.id = Some(text.to_owned());
            let permalink = collected.tag.attribute("isPermaLink").unwrap_or_default().trim();
            note.id_is_no_link = permalink.eq_ignore_ascii_case("false");
        }
    }

    fn note_date(&mut self, moment: Moment, text: &str) {
        let Some(note) = self.out.notes.last_mut() else { return };
        if !text.is_empty() && note.date.as_ref().is_none_or(|(known, _)| moment < *known) {
            note.date = Some((moment, text.chars().take(200).collect()));
        }
    }

    /// Content that lies elsewhere gives an address, if nothing else does.
    fn note_source(&mut self, collected: &Collected<'_>) {
        let source = collected.tag.attribute("src").map(|source| self.resolve(&decode(source)));
        if let (Some(note), Some(source)) = (self.out.notes.last_mut(), source) {
            note.about.get_or_insert(source);
        }
    }

    fn finish(mut self, broken: bool) -> Mended {
        self.out.faults.broken_markup |= broken;
        match self.writer.take() {
            Some(writer) => {
                let is_whole = self.is_over || self.root.is_none() && !writer.in_entry();
                self.out.faults.cut_off = !is_whole && !self.out.faults.too_many;
                self.out.xml = writer.finish();
            }
            None => self.out.faults.no_root = true,
        }
        self.out
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn is_entry(local: &str) -> bool {
    local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry")
}

impl Collected<'_> {
    /// The content type that the library is told; it knows few.
    pub(super) fn library_type(&self) -> &'static str {
        if self.form == Form::Html { "html" } else { "text" }
    }
}
