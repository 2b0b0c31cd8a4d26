//! Atom (RFC 4287).

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{About, Export, ItemRow, moment, printable, utc};

pub(super) struct Atom<W: Write>(Writer<W>);

impl<W: Write> Atom<W> {
    pub(super) fn start(out: W, about: &About) -> io::Result<Self> {
        let mut xml = Writer::new(out);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let feed = BytesStart::new("feed");
        let feed = feed.with_attributes([("xmlns", "http://www.w3.org/2005/Atom")]);
        xml.write_event(Event::Start(feed))?;
        text(&mut xml, "title", &about.title)?;
        text(&mut xml, "id", about.address.as_deref().unwrap_or("urn:edwire:export"))?;
        text(&mut xml, "updated", &utc(about.updated))?;
        if let Some(address) = &about.address {
            link(&mut xml, "self", address)?;
        }
        if let Some(home) = &about.home {
            link(&mut xml, "alternate", home)?;
        }
        text(&mut xml, "generator", "edwire")?;
        Ok(Self(xml))
    }
}

impl<W: Write> Export for Atom<W> {
    fn item(&mut self, row: &ItemRow) -> io::Result<()> {
        let xml = &mut self.0;
        let entry = BytesStart::new("entry");
        let entry = match &row.lang {
            Some(lang) => entry.with_attributes([("xml:lang", lang.as_str())]),
            None => entry,
        };
        xml.write_event(Event::Text(BytesText::new("\n")))?;
        xml.write_event(Event::Start(entry))?;
        text(xml, "id", &row.url)?;
        text(xml, "title", &row.title)?;
        link(xml, "alternate", &row.url)?;
        let at = moment(row);
        text(xml, "published", &at)?;
        text(xml, "updated", &at)?;
        xml.create_element("author")
            .write_inner_content(|xml| text(xml, "name", &row.source_name))?;
        for topic in &row.topics {
            let category = xml.create_element("category");
            category.with_attribute(("term", topic.as_str())).write_empty()?;
        }
        if let Some(summary) = &row.summary {
            text(xml, "summary", summary)?;
        }
        for other in &row.also {
            link(xml, "related", other)?;
        }
        xml.write_event(Event::End(BytesEnd::new("entry")))
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::new("\n")))?;
        self.0.write_event(Event::End(BytesEnd::new("feed")))?;
        let mut out = self.0.into_inner();
        out.write_all(b"\n")?;
        out.flush()
    }
}

fn text<W: Write>(xml: &mut Writer<W>, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&printable(value)))?;
    Ok(())
}

fn link<W: Write>(xml: &mut Writer<W>, rel: &str, href: &str) -> io::Result<()> {
    let link = xml.create_element("link");
    link.with_attributes([("rel", rel), ("href", printable(href).as_str())]).write_empty()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Format, sample};

    #[test]
    fn a_feed_reader_understands_it() {
        let text = sample::written(Format::Atom, &[sample::row(), sample::row()]);
        assert!(!text.contains('\u{7}'));
        let feed = feed_rs::parser::parse(text.as_bytes()).unwrap();
        assert_eq!(feed.title.unwrap().content, "edwire");
        assert_eq!(feed.entries.len(), 2);
        let entry = &feed.entries[0];
        assert_eq!(entry.title.as_ref().unwrap().content, sample::row().title);
        assert_eq!(entry.links[0].href, sample::row().url);
        assert_eq!(entry.published.unwrap().to_rfc3339(), "2026-11-20T00:00:00+00:00");
        assert_eq!(entry.authors[0].name.as_deref(), Some("University & Co"));
        assert_eq!(entry.categories.len(), 2);
    }
}
