//! From the bytes that a PDF shows to characters and their widths.

use std::collections::HashMap;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_syntax::object::{self, Array, Dict, Name, Number, Object, Stream};

use super::names;

/// The width of a glyph that the file says nothing of, in thousandths of the font's size.
const USUAL_WIDTH: f64 = 500.0;

#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    to_unicode: Option<CMap>,
}

#[derive(Debug)]
enum Codes {
    /// One byte a glyph.
    Simple { letters: Vec<Option<String>>, first: u32, widths: Vec<f64>, usual: f64 },
    /// One to four bytes a glyph; widths are told by CID.
    Composite(Box<Composite>),
}

#[derive(Debug)]
struct Composite {
    encoding: CMap,
    by_cid: Option<CMap>,
    widths: HashMap<u32, f64>,
    usual: f64,
}

/// One code of a shown string.
#[derive(Debug)]
pub(super) struct Glyph {
    /// Empty where the file does not tell what the glyph means.
    pub(super) text: String,
    /// In thousandths of the font's size.
    pub(super) width: f64,
    /// Whether word spacing applies.
    pub(super) space: bool,
}

impl Font {
    pub(super) fn read(dict: &Dict<'_>) -> Option<Self> {
        let to_unicode = dict.get::<Stream<'_>>("ToUnicode").and_then(|stream| {
            CMap::parse(&stream.decoded_data().ok()?, hayro_cmap::load_embedded)
        });
        let composite = dict.get::<Name<'_>>("Subtype").as_deref() == Some(b"Type0");
        let codes = if composite { composite_codes(dict)? } else { simple_codes(dict) };
        Some(Self { codes, to_unicode })
    }

    pub(super) fn glyphs(&self, bytes: &[u8]) -> Vec<Glyph> {
        match &self.codes {
            Codes::Simple { letters, first, widths, usual } => bytes
                .iter()
                .map(|&byte| {
                    let code = u32::from(byte);
                    let told = || letters.get(usize::from(byte)).cloned().flatten();
                    let width = code.checked_sub(*first).and_then(|at| widths.get(at as usize));
                    Glyph {
                        text: self.mapped(code).or_else(told).unwrap_or_default(),
                        width: width.copied().filter(|width| *width > 0.0).unwrap_or(*usual),
                        space: byte == b' ',
                    }
                })
                .collect(),
            Codes::Composite(font) => {
                let mut rest = bytes;
                let mut out = Vec::new();
                while let Some((code, cid, length)) = next_code(&font.encoding, rest) {
                    rest = rest.get(length..).unwrap_or_default();
                    let told = || plain(font.by_cid.as_ref()?.lookup_bf_string(cid)?);
                    out.push(Glyph {
                        text: self.mapped(code).or_else(told).unwrap_or_default(),
                        width: font.widths.get(&cid).copied().unwrap_or(font.usual),
                        space: length == 1 && code == 32,
                    });
                }
                out
            }
        }
    }

    fn mapped(&self, code: u32) -> Option<String> {
        plain(self.to_unicode.as_ref()?.lookup_bf_string(code)?)
    }
}

fn plain(told: BfString) -> Option<String> {
    let text = match told {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    };
    // zeros and private characters are the habit of writers who do not know either
    let means = |c: char| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(&c);
    (!text.is_empty() && text.chars().all(|c| means(c) || c == '\t')).then_some(text)
}

/// The shortest code that the encoding knows: itself, its CID, its length.
fn next_code(encoding: &CMap, bytes: &[u8]) -> Option<(u32, u32, usize)> {
    bytes.first()?;
    let mut code = 0;
    for (at, &byte) in bytes.iter().take(4).enumerate() {
        code = (code << 8) | u32::from(byte);
        let length = at + 1;
        if let Some(cid) = encoding.lookup_cid_code(code, u8::try_from(length).ok()?) {
            return Some((code, cid, length));
        }
    }
    Some((0, 0, 1))
}

fn composite_codes(dict: &Dict<'_>) -> Option<Codes> {
    let encoding = match dict.get::<Object<'_>>("Encoding")? {
        Object::Name(name) => match CMapName::from_bytes(&name) {
            CMapName::IdentityH => CMap::identity_h(),
            CMapName::IdentityV => CMap::identity_v(),
            known => CMap::parse(hayro_cmap::load_embedded(known)?, hayro_cmap::load_embedded)?,
        },
        Object::Stream(stream) => {
            CMap::parse(&stream.decoded_data().ok()?, hayro_cmap::load_embedded)?
        }
        _ => return None,
    };
    let descendant = dict.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let told = encoding.metadata().character_collection.as_ref().map(|told| told.family.clone());
    let family = told
        .filter(|family| *family != CidFamily::AdobeIdentity)
        .or_else(|| collection(&descendant));
    let by_cid = family
        .and_then(|family| family.ucs2_cmap())
        .and_then(|name| CMap::parse(hayro_cmap::load_embedded(name)?, hayro_cmap::load_embedded));
    let widths = descendant.get::<Array<'_>>("W").map(|array| cid_widths(&array));
    let usual = descendant.get::<Number>("DW").map_or(1000.0, |width| width.as_f64());
    let widths = widths.unwrap_or_default();
    Some(Codes::Composite(Box::new(Composite { encoding, by_cid, widths, usual })))
}

fn collection(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let registry = info.get::<object::String<'_>>("Registry")?;
    let ordering = info.get::<object::String<'_>>("Ordering")?;
    Some(CidFamily::from_registry_ordering(&registry, &ordering))
}

/// `c [w1 w2 ...]` and `first last w` in turn.
fn cid_widths(array: &Array<'_>) -> HashMap<u32, f64> {
    const MOST: usize = 70_000;
    let mut out = HashMap::new();
    let mut items = array.iter::<Object<'_>>();
    let number = |item: Object<'_>| item.into_number().map(|number| number.as_f64());
    while let Some(first) = items.next().and_then(number).filter(|_| out.len() < MOST) {
        let first = first.max(0.0) as u32;
        match items.next() {
            Some(Object::Array(list)) => {
                for (cid, width) in (first..).zip(list.iter::<Number>()).take(MOST) {
                    out.insert(cid, width.as_f64());
                }
            }
            Some(last) => {
                let last = number(last).unwrap_or(0.0).max(0.0) as u32;
                let Some(width) = items.next().and_then(number) else { break };
                out.extend((first..=last).take(MOST).map(|cid| (cid, width)));
            }
            None => break,
        }
    }
    out
}

fn simple_codes(dict: &Dict<'_>) -> Codes {
    let mut base = None;
    let mut letters: Vec<Option<String>> = Vec::new();
    let encoding = dict.get::<Object<'_>>("Encoding");
    if let Some(Object::Name(name)) = &encoding {
        base = Some(name.to_vec());
    }
    let told = encoding.and_then(Object::into_dict);
    if let Some(name) = told.as_ref().and_then(|told| told.get::<Name<'_>>("BaseEncoding")) {
        base = Some(name.to_vec());
    }
    for byte in 0..=u8::MAX {
        letters.push(letter(base.as_deref(), byte));
    }
    let differences = told.and_then(|told| told.get::<Array<'_>>("Differences"));
    let mut code = 0_usize;
    for item in differences.iter().flat_map(Array::iter::<Object<'_>>) {
        match item {
            Object::Number(number) => code = usize::try_from(number.as_i64()).unwrap_or(256),
            Object::Name(name) => {
                if let (Some(slot), Ok(name)) = (letters.get_mut(code), std::str::from_utf8(&name))
                {
                    *slot = names::unicode(name);
                }
                code += 1;
            }
            _ => {}
        }
    }
    let widths = dict.get::<Array<'_>>("Widths");
    let widths = widths.iter().flat_map(Array::iter::<Number>).take(256);
    let missing = dict
        .get::<Dict<'_>>("FontDescriptor")
        .and_then(|descriptor| descriptor.get::<Number>("MissingWidth"))
        .map(|width| width.as_f64())
        .filter(|width| *width > 0.0);
    // a Type 3 font measures in units of its own
    let type3 = dict.get::<Name<'_>>("Subtype").as_deref() == Some(b"Type3");
    let matrix = dict.get::<Array<'_>>("FontMatrix").filter(|_| type3);
    let unit = matrix.and_then(|matrix| matrix.iter::<Number>().next());
    let scale = unit.map_or(1.0, |unit| unit.as_f64() * 1000.0);
    Codes::Simple {
        letters,
        first: dict.get::<Number>("FirstChar").map_or(0, |first| first.as_i64().max(0) as u32),
        widths: widths.map(|width| width.as_f64() * scale).collect(),
        usual: missing.unwrap_or(USUAL_WIDTH),
    }
}

/// A byte in one of the predefined encodings (PDF 32000-1, annex D); the standard encoding
/// differs from the others in few signs that matter.
fn letter(base: Option<&[u8]>, byte: u8) -> Option<String> {
    let standard = match byte {
        _ if base.is_some() => None,
        b'\'' => Some("’"),
        b'`' => Some("‘"),
        0xae => Some("fi"),
        0xaf => Some("fl"),
        0xb1 => Some("–"),
        0xd0 => Some("—"),
        0xfb => Some("ß"),
        _ => None,
    };
    if let Some(sign) = standard {
        return Some(sign.to_owned());
    }
    let encoding = if base == Some(b"MacRomanEncoding") {
        encoding_rs::MACINTOSH
    } else {
        encoding_rs::WINDOWS_1252
    };
    let one = [byte];
    let (text, _) = encoding.decode_without_bom_handling(&one);
    let told = text.chars().all(|c| !c.is_control() && c != '\u{fffd}');
    told.then(|| text.replace('\u{a0}', " "))
}
