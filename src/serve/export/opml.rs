//! The list of sources as OPML 2.0. News pages are no feeds, so they stand as links.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{About, SourceRow, printable};
use crate::model::SourceKind;

/// Writes the whole document and flushes.
pub fn write<W: Write>(
    out: W,
    about: &About,
    sources: impl IntoIterator<Item = SourceRow>,
) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let opml = BytesStart::new("opml").with_attributes([("version", "2.0")]);
    xml.write_event(Event::Start(opml))?;
    xml.create_element("head").write_inner_content(|xml| {
        let date = about.updated.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        for (name, value) in [("title", &about.title), ("dateCreated", &date)] {
            xml.create_element(name).write_text_content(BytesText::new(&printable(value)))?;
        }
        Ok(())
    })?;
    xml.write_event(Event::Start(BytesStart::new("body")))?;
    for source in sources {
        outline(&mut xml, &source)?;
    }
    xml.write_event(Event::End(BytesEnd::new("body")))?;
    xml.write_event(Event::End(BytesEnd::new("opml")))?;
    let mut out = xml.into_inner();
    out.write_all(b"\n")?;
    out.flush()
}

fn outline<W: Write>(xml: &mut Writer<W>, source: &SourceRow) -> io::Result<()> {
    let (kind, address) = match source.kind {
        SourceKind::Feed => ("rss", "xmlUrl"),
        SourceKind::Page | SourceKind::Auto => ("link", "url"),
    };
    let name = printable(&source.name);
    let mut outline = xml
        .create_element("outline")
        .with_attributes([("text", name.as_str()), ("title", &name), ("type", kind)])
        .with_attribute((address, printable(&source.url).as_str()));
    if let Some(lang) = &source.lang {
        outline = outline.with_attribute(("language", lang.as_str()));
    }
    if !source.tags.is_empty() {
        outline = outline.with_attribute(("category", printable(&source.tags.join(",")).as_str()));
    }
    outline.write_empty()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::model::Lang;

    #[test]
    fn feeds_and_pages_stand_as_what_they_are() {
        let feed = SourceRow {
            name: "A & \"B\"".to_owned(),
            url: "https://a.example/rss?x=1&y=2".to_owned(),
            kind: SourceKind::Feed,
            lang: Lang::parse("zh"),
            tags: vec!["asia".to_owned(), "ministry".to_owned()],
        };
        let page = SourceRow { kind: SourceKind::Page, lang: None, tags: vec![], ..feed.clone() };
        let mut out = Vec::new();
        write(&mut out, &sample::about(), [feed, page]).unwrap();
        let text = String::from_utf8(out).unwrap();
        let name = "A &amp; &quot;B&quot;";
        let address = "https://a.example/rss?x=1&amp;y=2";
        for expected in [
            format!(
                "<outline text=\"{name}\" title=\"{name}\" type=\"rss\" xmlUrl=\"{address}\" \
                 language=\"zh\" category=\"asia,ministry\"/>"
            ),
            format!("<outline text=\"{name}\" title=\"{name}\" type=\"link\" url=\"{address}\"/>"),
            "<dateCreated>Fri, 20 Nov 2026 10:00:00 GMT</dateCreated>".to_owned(),
        ] {
            assert!(text.contains(&expected), "{expected} is missing from {text}");
        }
    }
}
