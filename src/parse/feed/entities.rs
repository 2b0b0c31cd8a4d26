//! Entities as publishers write them, declared or not.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// Named and numbered entities as their characters; what is no entity stays as it is.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let decoded = html_escape::decode_html_entities(text);
    if decoded.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        // Numbers meant in the Windows character set, as browsers take them.
        return Cow::Owned(decoded.chars().map(as_in_windows).collect());
    }
    decoded
}

fn as_in_windows(c: char) -> char {
    match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9F) => {
            let one = [byte];
            let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(&one);
            decoded.chars().next().unwrap_or(c)
        }
        _ => c,
    }
}

/// Text for XML; control characters that no XML may carry are dropped.
pub(super) fn escape_into(out: &mut String, text: &str) {
    // 0xEF begins the two characters beyond ASCII that are dropped
    let special = |byte: u8| byte < b' ' || matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xEF);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(special) {
        let (plain, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut chars = after.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\u{fffe}' | '\u{ffff}') | None => {}
            Some(c) if c < ' ' && !matches!(c, '\t' | '\n' | '\r') => {}
            Some(c) => out.push(c),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}
