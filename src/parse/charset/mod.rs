//! Which characters the bytes mean.

use super::Context;
use crate::model::Warning;

#[derive(Debug, Clone)]
pub struct Decoded {
    pub text: String,
    /// The WHATWG name of the encoding used.
    pub encoding: &'static str,
    pub warnings: Vec<Warning>,
}

/// Decodes an HTML document.
pub fn decode_html(body: &[u8], _context: &Context) -> Decoded {
    let text = String::from_utf8_lossy(body).into_owned();
    Decoded { text, encoding: "UTF-8", warnings: Vec::new() }
}

/// Decodes a feed; an XML or JSON document.
pub fn decode_xml(body: &[u8], context: &Context) -> Decoded {
    decode_html(body, context)
}
