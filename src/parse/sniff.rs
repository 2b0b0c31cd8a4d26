//! What kind of document the bytes are, whatever the header says.

use super::charset;

/// How far the root of a feed may stand behind blank lines, comments and a server's error messages.
const HEAD: usize = 64 << 10;
/// Where it mostly stands.
const START: usize = 1 << 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sniffed {
    Feed,
    Html,
    Pdf,
    Docx,
    /// Other binary data.
    Binary,
}

/// The first bytes of formats that carry no text for us.
const BINARY: [&[u8]; 12] = [
    b"\x89PNG",
    b"\xFF\xD8\xFF",
    b"GIF8",
    b"RIFF",
    b"PK\x03\x04",
    b"\x1F\x8B",
    b"Rar!",
    b"7z\xBC\xAF",
    b"\xD0\xCF\x11\xE0",
    b"\x00\x00\x01\x00",
    b"\x7FELF",
    b"BM",
];

pub fn sniff(body: &[u8], content_type: Option<&str>) -> Sniffed {
    let head = body.get(..HEAD).unwrap_or(body);
    if let Some(kind) = binary(head) {
        return kind;
    }
    // most feeds say so at once
    let start = ascii(head.get(..START).unwrap_or(head));
    if start.trim_start().starts_with('<') && matches!(root(&start), Some(Root::Feed)) {
        return Sniffed::Feed;
    }
    let ascii = ascii(head);
    if is_json_feed(&ascii) || is_posts(&ascii) {
        return Sniffed::Feed;
    }
    match root(&ascii) {
        Some(Root::Feed) => Sniffed::Feed,
        None if content_type.is_some_and(says_feed) && ascii.contains('<') => Sniffed::Feed,
        Some(Root::Html) | None => Sniffed::Html,
    }
}

/// Markup is ASCII in every encoding but the wide ones, whose zeros go.
fn ascii(bytes: &[u8]) -> String {
    bytes
        .iter()
        .filter(|&&byte| byte != 0)
        .map(|&byte| if byte.is_ascii() { char::from(byte.to_ascii_lowercase()) } else { '\u{1a}' })
        .collect()
}

fn binary(head: &[u8]) -> Option<Sniffed> {
    let start = head.get(..1024).unwrap_or(head);
    if start.windows(5).any(|window| window == b"%PDF-") {
        return Some(Sniffed::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") && contains(head, b"word/") {
        return Some(Sniffed::Docx);
    }
    let is_bitmap_or_text = |magic: &[u8]| magic == b"BM" && !start.contains(&0);
    if BINARY.iter().any(|magic| head.starts_with(magic) && !is_bitmap_or_text(magic)) {
        return Some(Sniffed::Binary);
    }
    let controls = start.iter().filter(|byte| matches!(byte, 0..=8)).count();
    (controls * 20 > start.len() && !charset::is_wide(start)).then_some(Sniffed::Binary)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn is_json_feed(ascii: &str) -> bool {
    let text = ascii.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{1a}');
    text.starts_with('{')
        && (text.contains("jsonfeed.org/version") || text.contains("jsonfeed.org\\/version"))
}

/// The posts that WordPress gives to programs.
fn is_posts(ascii: &str) -> bool {
    let text = ascii.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{1a}');
    text.starts_with('[') && text.contains("\"rendered\"") && text.contains("\"link\"")
}

fn says_feed(content_type: &str) -> bool {
    let kind = content_type.to_ascii_lowercase();
    ["rss", "atom", "rdf", "feed+json"].iter().any(|word| kind.contains(word))
}

enum Root {
    Feed,
    Html,
}

/// The first element that tells. A server's message in HTML (`<br /><b>Warning</b>`) before a feed
/// does not: only a whole page does.
fn root(ascii: &str) -> Option<Root> {
    let mut rest = ascii;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if rest.starts_with("!doctype html") {
            return Some(Root::Html);
        }
        let name = rest
            .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
            .next()
            .unwrap_or_default();
        match name.rsplit(':').next().unwrap_or_default() {
            "rss" | "feed" | "rdf" | "urlset" | "sitemapindex" => return Some(Root::Feed),
            "html" | "head" | "body" | "script" | "div" | "table" => return Some(Root::Html),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_known_by_its_root_whatever_the_header_says() {
        for feed in [
            "<rss version='2.0'><channel/></rss>",
            "\u{feff}\n\n<?xml version='1.0'?><!-- <html> --><feed xmlns='http://www.w3.org/2005/Atom'/>",
            "<?xml version='1.0'?><rdf:RDF xmlns='http://purl.org/rss/1.0/'></rdf:RDF>",
            "<br />\n<b>Warning</b>: in /x.php<br /><?xml version='1.0'?><rss version='2.0'></rss>",
            r#"{"version": "https://jsonfeed.org/version/1.1", "items": []}"#,
        ] {
            assert_eq!(sniff(feed.as_bytes(), Some("text/html")), Sniffed::Feed, "{feed}");
        }
    }

    #[test]
    fn a_page_served_as_a_feed_stays_a_page() {
        let page = b"<!DOCTYPE html><html><head><title>News</title></head><body><p>rss</p></body>";
        assert_eq!(sniff(page, Some("application/rss+xml")), Sniffed::Html);
    }

    #[test]
    fn binary_documents_are_told_apart() {
        assert_eq!(sniff(b"%PDF-1.7\n...", None), Sniffed::Pdf);
        assert_eq!(
            sniff(b"PK\x03\x04....[Content_Types].xml..word/document.xml", None),
            Sniffed::Docx
        );
        assert_eq!(sniff(b"PK\x03\x04....xl/workbook.xml", None), Sniffed::Binary);
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some("text/html")), Sniffed::Binary);
        assert_eq!(sniff(&[0, 1, 2, 0, 0, 9, 0, 0], None), Sniffed::Binary);
    }

    #[test]
    fn wide_encodings_are_no_binary_data() {
        let wide: Vec<u8> =
            "<rss version='2.0'></rss>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&wide, None), Sniffed::Feed);
    }
}
