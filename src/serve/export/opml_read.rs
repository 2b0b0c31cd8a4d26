//! What an OPML file names: feeds by `xmlUrl`, pages by `url`.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::model::SourceKind;

/// Outlines read at most.
const MOST: usize = 20_000;

/// One source as an OPML file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    pub url: String,
    pub name: Option<String>,
    pub kind: SourceKind,
}

/// A file that is no OPML.
#[derive(Debug, thiserror::Error)]
pub enum OpmlError {
    #[error("not readable as XML: {0}")]
    Xml(#[from] quick_xml::Error),
    #[error("it holds no <opml> element")]
    NoOpml,
}

/// Reads every outline that has an address, however deep it stands in folders.
pub fn read(text: &str) -> Result<Vec<Outline>, OpmlError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut outlines = Vec::new();
    let mut opml = false;
    loop {
        match reader.read_event()? {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "opml" => opml = true,
                "outline" if outlines.len() < MOST => outlines.extend(outline(&tag)),
                _ => {}
            },
            _ => {}
        }
    }
    if opml { Ok(outlines) } else { Err(OpmlError::NoOpml) }
}

fn outline(tag: &BytesStart<'_>) -> Option<Outline> {
    let mut feed = None;
    let mut page = None;
    let mut name = None;
    for attribute in tag.attributes().with_checks(false).flatten() {
        let value = &attribute.value;
        let value = html_escape::decode_html_entities(value.as_ref()).trim().to_owned();
        if value.is_empty() {
            continue;
        }
        match attribute.key.as_ref() {
            "xmlUrl" => feed = Some(value),
            "url" => page = Some(value),
            "title" => name = Some(value),
            "text" if name.is_none() => name = Some(value),
            _ => {}
        }
    }
    let (url, kind) = match (feed, page) {
        (Some(url), _) => (url, SourceKind::Feed),
        (None, Some(url)) => (url, SourceKind::Auto),
        (None, None) => return None,
    };
    Some(Outline { url, name, kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_and_pages_are_found_in_folders() {
        let text = r#"<opml version="2.0"><body><outline text="Asia">
            <outline type="rss" text="A &amp; B" xmlUrl="https://a.example/feed?x=1&amp;y=2"/>
            <outline type="link" text="C" url="https://c.example/news/"/></outline></body></opml>"#;
        let found = read(text).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].url, "https://a.example/feed?x=1&y=2");
        assert_eq!(found[0].name.as_deref(), Some("A & B"));
        assert_eq!(found[1].kind, SourceKind::Auto);
        assert!(matches!(read("<html/>"), Err(OpmlError::NoOpml)));
    }
}
