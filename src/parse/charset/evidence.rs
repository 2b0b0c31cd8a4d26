//! What the bytes themselves say.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, ISO_8859_2, ISO_8859_15, MACINTOSH,
    SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254,
};

use super::widened;

/// How much of a document the statistics look at.
const SAMPLE: usize = 1 << 20;
/// One unreadable place in so many is a slip of the publisher (a character cut in half), more is
/// the wrong encoding.
const SLIPS: usize = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Big,
    Little,
}

/// UTF-32, by its mark or by the zeros around the first ASCII character.
pub(super) fn utf32_order(body: &[u8]) -> Option<Order> {
    match body.first_chunk::<4>()? {
        [0, 0, 0xFE, 0xFF] | [0, 0, 0, b'<' | b'{'] => Some(Order::Big),
        [0xFF, 0xFE, 0, 0] | [b'<' | b'{', 0, 0, 0] => Some(Order::Little),
        _ => None,
    }
}

pub(super) fn utf32(body: &[u8], order: Order) -> String {
    let (units, _) = body.as_chunks::<4>();
    let text = units.iter().map(|&unit| {
        let code = match order {
            Order::Big => u32::from_be_bytes(unit),
            Order::Little => u32::from_le_bytes(unit),
        };
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    text.skip_while(|&c| c == '\u{feff}').collect()
}

pub(super) fn utf16_without_mark(body: &[u8]) -> Option<&'static Encoding> {
    match body.first_chunk::<4>()? {
        [b'<' | b'{', 0, second, 0] if *second != 0 => Some(UTF_16LE),
        [0, b'<' | b'{', 0, second] if *second != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Encodings that servers put on everything, and in which every byte means something.
pub(super) fn is_western(encoding: &'static Encoding) -> bool {
    [WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, ISO_8859_2, ISO_8859_15, MACINTOSH]
        .contains(&encoding)
}

/// UTF-8 without a fault, and more of it than chance makes: most documents, which need not be counted
/// to the end.
pub(super) fn is_plainly_utf8(body: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(body) else { return false };
    let mut count = Utf8Count::default();
    text.chars().any(|c| {
        match c.len_utf8() {
            1 => {}
            2 => count.short += 1,
            _ => count.long += 1,
        }
        count.is_beyond_chance()
    })
}

/// A document and what was counted in it.
pub(super) struct Bytes<'a> {
    all: &'a [u8],
    high: usize,
    utf8: Utf8Count,
}

#[derive(Default)]
struct Utf8Count {
    /// Well-formed sequences of two, and of three or four bytes.
    short: usize,
    long: usize,
    broken: usize,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(all: &'a [u8]) -> Self {
        let high = all.iter().filter(|byte| !byte.is_ascii()).count();
        Self { all, high, utf8: Utf8Count::of(all) }
    }

    pub(super) fn is_plain_ascii(&self) -> bool {
        self.high == 0 && !self.all.contains(&0x1B)
    }

    /// UTF-8 is so regular that text in another encoding keeps to its rules only by chance and only
    /// when short.
    pub(super) fn is_surely_utf8(&self) -> bool {
        match self.utf8.broken {
            0 => self.utf8.is_beyond_chance(),
            broken => self.utf8.weight() >= SLIPS * broken,
        }
    }

    /// What the statistics say; UTF-8 too.
    pub(super) fn guess(&self, tld: Option<&str>) -> &'static Encoding {
        let plain = |tld: &&str| {
            !tld.is_empty()
                && tld.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if self.utf8.broken == 0 && self.utf8.short + self.utf8.long > 0 {
            return UTF_8;
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
        detector.feed(self.all.get(..SAMPLE).unwrap_or(self.all), true);
        let guess = detector.guess(tld.filter(plain).map(str::as_bytes), Utf8Detection::Allow);
        widened(guess)
    }

    /// Whether a declared encoding may be true of these bytes, against the best guess.
    pub(super) fn fits(&self, encoding: &'static Encoding, guess: &'static Encoding) -> bool {
        if encoding == guess {
            return true;
        }
        if encoding == UTF_8 {
            return self.utf8.broken * 20 <= self.utf8.short + self.utf8.long;
        }
        if encoding == ISO_2022_JP {
            return self.all.contains(&0x1B);
        }
        if encoding.is_single_byte() {
            return !(is_western(encoding) && self.runs_like_east_asian() && is_east_asian(guess));
        }
        let (text, failed) = encoding.decode_without_bom_handling(self.all);
        if failed {
            let lost = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
            if lost * SLIPS > self.high / 2 {
                return false;
            }
        }
        // Two East Asian encodings may both read the bytes; the right one gives common characters.
        !is_east_asian(guess) || {
            let declared = self.common_share(encoding);
            declared >= 0.6 || declared >= self.common_share(guess)
        }
    }

    /// In western text the bytes beyond ASCII stand alone between letters; in East Asian text they
    /// come in runs.
    fn runs_like_east_asian(&self) -> bool {
        let in_runs: usize = self
            .all
            .chunk_by(|a, b| a.is_ascii() == b.is_ascii())
            .filter(|run| run.len() >= 4 && run.first().is_some_and(|byte| !byte.is_ascii()))
            .map(<[u8]>::len)
            .sum();
        in_runs * 10 >= self.high * 6
    }

    /// The share of two-byte characters that fall into the range of everyday characters of an
    /// encoding, 0 to 1.
    fn common_share(&self, encoding: &'static Encoding) -> f64 {
        let (mut common, mut all) = (0_usize, 0_usize);
        let mut bytes = self.all.iter().copied();
        while let Some(lead) = bytes.next() {
            let half_width = encoding == SHIFT_JIS && (0xA1..=0xDF).contains(&lead);
            if lead.is_ascii() || half_width {
                continue;
            }
            let Some(trail) = bytes.next() else { break };
            all += 1;
            common += usize::from(is_common(encoding, lead, trail));
        }
        if all == 0 { 0.0 } else { common as f64 / all as f64 }
    }
}

impl Utf8Count {
    fn weight(&self) -> usize {
        self.short + 3 * self.long
    }

    /// Of text in which nothing is broken.
    fn is_beyond_chance(&self) -> bool {
        self.weight() >= 6
    }

    fn of(bytes: &[u8]) -> Self {
        let mut count = Self::default();
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            for c in chunk.valid().chars() {
                match c.len_utf8() {
                    1 => {}
                    2 => count.short += 1,
                    _ => count.long += 1,
                }
            }
            // A document cut off inside its last character is not broken.
            let is_cut = chunks.peek().is_none() && chunk.invalid().len() < 4;
            let cut_by_end = is_cut && chunk.invalid().first().is_some_and(|&b| b >= 0xC2);
            if !chunk.invalid().is_empty() && !cut_by_end {
                count.broken += 1;
            }
        }
        count
    }
}

fn is_east_asian(encoding: &'static Encoding) -> bool {
    [GB18030, GBK, BIG5, EUC_KR, EUC_JP, SHIFT_JIS, ISO_2022_JP].contains(&encoding)
}

/// First-level characters, kana, Hangul and punctuation in the tables of each standard.
fn is_common(encoding: &'static Encoding, lead: u8, trail: u8) -> bool {
    let upper = trail >= 0xA1;
    if encoding == GB18030 || encoding == GBK {
        upper && matches!(lead, 0xA1 | 0xA3 | 0xB0..=0xD7)
    } else if encoding == BIG5 {
        matches!(lead, 0xA1 | 0xA4..=0xC6) && (upper || (0x40..=0x7E).contains(&trail))
    } else if encoding == EUC_KR {
        upper && matches!(lead, 0xA1 | 0xA3 | 0xB0..=0xC8)
    } else if encoding == EUC_JP {
        upper && matches!(lead, 0xA1 | 0xA3..=0xA5 | 0xB0..=0xCF)
    } else {
        encoding == SHIFT_JIS && matches!(lead, 0x81..=0x83 | 0x88..=0x97)
    }
}
