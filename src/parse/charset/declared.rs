//! What header, byte order mark and markup say about the encoding.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8};

use super::{ascii_compatible, widened};

/// How far into a page its declaration is looked for. Browsers look at 1,024 bytes; real pages put
/// comments and scripts first.
const HTML_HEAD: usize = 64 << 10;
const XML_HEAD: usize = 1024;

/// Labels seen in the wild that the WHATWG list lacks.
const MORE_LABELS: [(&str, &Encoding); 14] = [
    ("cp936", GB18030),
    ("ms936", GB18030),
    ("windows-936", GB18030),
    ("gb-2312", GB18030),
    ("gb2312-80", GB18030),
    ("gb-18030", GB18030),
    ("cp950", BIG5),
    ("big-5", BIG5),
    ("cp949", EUC_KR),
    ("ms949", EUC_KR),
    ("uhc", EUC_KR),
    ("cp932", SHIFT_JIS),
    ("utf_8", UTF_8),
    ("utf-8n", UTF_8),
];

/// The encoding of a label, GBK read as GB18030.
pub(super) fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || "\"';,".contains(c));
    let label = label.split([',', ';']).next().unwrap_or_default();
    if label.len() > 64 {
        return None;
    }
    let known = Encoding::for_label_no_replacement(label.as_bytes()).map(widened);
    known.or_else(|| {
        let label = label.to_ascii_lowercase();
        MORE_LABELS.iter().find(|(name, _)| *name == label).map(|(_, encoding)| *encoding)
    })
}

/// `text/html; charset="gb2312"`.
pub(super) fn in_header(content_type: &str) -> Option<&'static Encoding> {
    after_charset(content_type).and_then(encoding)
}

/// The value after `charset=`, in a header or in the `content` of a meta element.
fn after_charset(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("charset")?;
    let rest = text.get(at..)?.get("charset".len()..)?.trim_start();
    let value = rest.strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    value.split(|c: char| c.is_whitespace() || "\"';,".contains(c)).next()
}

/// `<?xml version="1.0" encoding="GBK"?>`, also where something stands before it.
pub(super) fn in_xml(body: &[u8]) -> Option<&'static Encoding> {
    let head = ascii_head(body, XML_HEAD);
    let (_, rest) = head.split_once("<?xml")?;
    let (declaration, _) = rest.split_once("?>")?;
    let (_, rest) = declaration.split_once("encoding")?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    encoding(value.split(['"', '\'']).next()?).map(ascii_compatible)
}

/// The first usable `meta` declaration, then the XML declaration of an XHTML page.
pub(super) fn in_html(body: &[u8]) -> Option<&'static Encoding> {
    let head = ascii_head(body, HTML_HEAD);
    let lower = head.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find('<') {
        rest = rest.get(at..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if let Some(attributes) = rest.strip_prefix("<meta") {
            let tag = attributes.split('>').next().unwrap_or_default();
            if tag.starts_with(|c: char| c.is_whitespace() || c == '/')
                && let Some(found) = after_charset(tag).and_then(encoding)
            {
                return Some(ascii_compatible(found));
            }
        }
        rest = rest.strip_prefix('<').unwrap_or_default();
    }
    in_xml(body)
}

/// The start of the document with everything beyond ASCII blanked out; markup that declares an
/// encoding is ASCII in every encoding that can be declared.
fn ascii_head(body: &[u8], limit: usize) -> String {
    let head = body.get(..limit).unwrap_or(body);
    head.iter().map(|&byte| if byte.is_ascii() { char::from(byte) } else { '\u{1a}' }).collect()
}
