//! Which characters the bytes mean.
//!
//! The order of trust: the operator's word, a byte order mark, the HTTP header, the document's own
//! declaration, statistics. Declarations lie often (servers add a default charset, pages are copied
//! between systems), so each one below the byte order mark is held against the bytes, and text that
//! plainly is UTF-8 is read as UTF-8 whatever anybody says.

mod declared;
mod evidence;

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::Context;
use crate::model::{Warning, WarningKind};
use evidence::Bytes;

/// The longest document that is decoded, in bytes; the rest is left unread.
const MAX_BYTES: usize = 8 << 20;

/// A document as text; one in UTF-8 is not copied.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// The WHATWG name of the encoding used.
    pub encoding: &'static str,
    pub warnings: Vec<Warning>,
}

/// Decodes an HTML document.
pub fn decode_html<'a>(body: &'a [u8], context: &Context) -> Decoded<'a> {
    decode(body, context, declared::in_html)
}

/// Decodes a feed; an XML or JSON document.
pub fn decode_xml<'a>(body: &'a [u8], context: &Context) -> Decoded<'a> {
    decode(body, context, declared::in_xml)
}

/// A declaration and who made it.
#[derive(Debug, Clone, Copy)]
struct Claim {
    encoding: &'static Encoding,
    by: &'static str,
}

/// What the bytes turned out to be, and why that is believed.
enum Choice {
    Encoding(&'static Encoding),
    Utf32(evidence::Order),
}

fn decode<'a>(
    body: &'a [u8],
    context: &Context,
    own: fn(&[u8]) -> Option<&'static Encoding>,
) -> Decoded<'a> {
    let mut warnings = Vec::new();
    let body = match body.get(..MAX_BYTES) {
        Some(head) if body.len() > MAX_BYTES => {
            let text = format!("the document is longer than {MAX_BYTES} bytes; the rest is unread");
            warnings.push(Warning::new(WarningKind::Limit, text));
            head
        }
        _ => body,
    };
    let operator = context.encoding.as_deref().and_then(|label| {
        let known = declared::encoding(label);
        if known.is_none() {
            let text = format!("the configured encoding {label:?} is unknown and was not used");
            warnings.push(Warning::new(WarningKind::Charset, text));
        }
        known
    });
    let header = context.content_type.as_deref().and_then(declared::in_header);
    let claims: Vec<Claim> = [("the HTTP header", header), ("the document", own(body))]
        .into_iter()
        .filter_map(|(by, encoding)| encoding.map(|encoding| Claim { encoding, by }))
        .collect();
    let tld = context.url.host().rsplit('.').next();
    let (text, used) = match choose(body, operator, &claims, tld) {
        Choice::Utf32(order) => (Cow::Owned(evidence::utf32(body, order)), None),
        Choice::Encoding(encoding) => {
            let (text, _) = encoding.decode_with_bom_removal(body);
            (text, Some(encoding))
        }
    };
    warnings.extend(complaint(&text, used, operator.is_none(), &claims));
    Decoded { text, encoding: used.map_or("UTF-32", Encoding::name), warnings }
}

fn choose(
    body: &[u8],
    operator: Option<&'static Encoding>,
    claims: &[Claim],
    tld: Option<&str>,
) -> Choice {
    if let Some(encoding) = operator {
        return Choice::Encoding(encoding);
    }
    if let Some(order) = evidence::utf32_order(body) {
        return Choice::Utf32(order);
    }
    if let Some((encoding, _)) = Encoding::for_bom(body) {
        return Choice::Encoding(encoding);
    }
    if let Some(encoding) = evidence::utf16_without_mark(body) {
        return Choice::Encoding(encoding);
    }
    if evidence::is_plainly_utf8(body) {
        return Choice::Encoding(UTF_8);
    }
    let bytes = Bytes::new(body);
    if bytes.is_plain_ascii() || bytes.is_surely_utf8() {
        return Choice::Encoding(UTF_8);
    }
    let guess = bytes.guess(tld);
    // A western default is what servers say of everything, so the other claim is heard first.
    let (specific, default): (Vec<&Claim>, Vec<&Claim>) =
        claims.iter().partition(|claim| !evidence::is_western(claim.encoding));
    for claim in specific.into_iter().chain(default) {
        if bytes.fits(claim.encoding, guess) {
            return Choice::Encoding(claim.encoding);
        }
    }
    Choice::Encoding(guess)
}

/// Says when declarations were wrong or bytes were lost.
fn complaint(
    text: &str,
    used: Option<&'static Encoding>,
    unforced: bool,
    claims: &[Claim],
) -> Vec<Warning> {
    let name = used.map_or("UTF-32", Encoding::name);
    let mut warnings = Vec::new();
    if unforced && !text.is_ascii() {
        for claim in claims.iter().filter(|claim| Some(claim.encoding) != used) {
            let said = claim.encoding.name();
            let text = format!("{} says {said}, but the bytes are {name}", claim.by);
            warnings.push(Warning::new(WarningKind::Charset, text));
        }
    }
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    if lost > 0 {
        let text = format!("{lost} places could not be read as {name}");
        warnings.push(Warning::new(WarningKind::Charset, text));
    }
    warnings
}

/// Whether a document starts like UTF-16 or UTF-32, with a mark or without.
pub(super) fn is_wide(body: &[u8]) -> bool {
    let marked = Encoding::for_bom(body).is_some_and(|(encoding, _)| encoding != UTF_8);
    marked || evidence::utf32_order(body).is_some() || evidence::utf16_without_mark(body).is_some()
}

/// GBK and its ancestors are all contained in GB18030.
fn widened(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// Whether a label may be believed of a text that could be read byte by byte so far: markup that
/// an ASCII reader understood is not UTF-16.
fn ascii_compatible(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding }
}

#[cfg(test)]
mod tests;
