//! Text into numbers, words and signs: the one pass over a text that every date form builds on.

/// One piece of a text, with its byte range.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits of any script, or a Chinese numeral before a unit.
    Number {
        value: u64,
        digits: u8,
    },
    /// A run of letters of a script that writes words.
    Word,
    /// Any other character, widths and dashes evened out; ideographs, kana and hangul one by one.
    Sign(char),
    Space,
    Newline,
}

/// Longer digit runs are numbers of something else; their value is not kept.
const MAX_DIGITS: u8 = 18;

/// Splits a text; every byte belongs to exactly one token.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 4 + 4);
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if c.is_ascii_alphabetic() {
            // most words are plain
            let bytes = text.as_bytes().get(start..).unwrap_or_default();
            let length = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
            if bytes.get(length).is_none_or(u8::is_ascii) {
                out.push(Token { kind: Kind::Word, start, end: start + length });
                rest.by_ref().take(length - 1).for_each(drop);
                continue;
            }
        }
        // and so are ideographs
        if matches!(c, '\u{4e00}'..='\u{9fff}') && han_digit(c).is_none() {
            out.push(Token { kind: Kind::Sign(c), start, end: start + c.len_utf8() });
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut extend = |accept: &dyn Fn(char) -> bool| {
            while let Some(&(at, next)) = rest.peek() {
                if !accept(next) {
                    break;
                }
                end = at + next.len_utf8();
                rest.next();
            }
            end
        };
        let (kind, end) = if digit(c).is_some() {
            let end = extend(&|next| digit(next).is_some());
            (number(text.get(start..end).unwrap_or_default()), end)
        } else if han_digit(c).is_some() {
            let end = extend(&|next| han_digit(next).is_some());
            let run = text.get(start..end).unwrap_or_default();
            let counted = text.get(end..).and_then(|after| after.chars().next());
            let Some(kind) = han_number(run).filter(|_| counted.is_some_and(counts_time)) else {
                out.extend(run.char_indices().map(|(at, sign)| Token {
                    kind: Kind::Sign(sign),
                    start: start + at,
                    end: start + at + sign.len_utf8(),
                }));
                continue;
            };
            (kind, end)
        } else if c == '\n' || c == '\r' {
            (Kind::Newline, extend(&char::is_whitespace))
        } else if is_space(c) {
            let end = extend(&is_space);
            (Kind::Space, end)
        } else if is_letter(c) {
            (Kind::Word, extend(&is_letter))
        } else {
            (Kind::Sign(even_out(c)), end)
        };
        out.push(Token { kind, start, end });
    }
    out
}

/// Writing marks that have no width count as space: pages put them between anything.
fn is_space(c: char) -> bool {
    c != '\n'
        && c != '\r'
        && (c.is_whitespace()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    // Latin and Cyrillic letters, which are most of the rest
    if matches!(c, '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{400}'..='\u{481}') {
        return true;
    }
    // vowel signs of the Indic scripts and Thai, combining accents, Arabic and Hebrew points
    let mark = matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{591}'..='\u{5c7}'
            | '\u{64b}'..='\u{65f}'
            | '\u{900}'..='\u{963}'
            | '\u{981}'..='\u{9e3}'
            | '\u{e01}'..='\u{e4e}'
    );
    // ideographs, kana and hangul stand one by one; ordinal signs are no letters here
    let single = matches!(
        c,
        '\u{1100}'..='\u{11ff}'
            | '\u{2e80}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{20000}'..='\u{3ffff}'
            | 'ª'
            | 'º'
    );
    mark || !single && c.is_alphabetic()
}

fn even_out(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{ad}' => '-',
        '\u{2015}' | '\u{2014}' => '\u{2013}',
        '。' => '.',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{301c}' => '~',
        '\u{2019}' | '\u{2032}' | '`' => '\'',
        _ => c,
    }
}

/// The value of a decimal digit of the scripts that dates are written in.
pub(super) fn digit(c: char) -> Option<u64> {
    const ZEROS: [u32; 7] = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
    let code = u32::from(c);
    if code < 0x660 {
        return (c.is_ascii_digit()).then(|| u64::from(code - 0x30));
    }
    ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| u64::from(code - zero))
}

fn number(run: &str) -> Kind {
    let mut value: u64 = 0;
    let mut digits: u8 = 0;
    for d in run.chars().filter_map(digit) {
        digits = digits.saturating_add(1);
        if digits <= MAX_DIGITS {
            value = value * 10 + d;
        }
    }
    Kind::Number { value, digits }
}

fn han_digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '元' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '廿' => 20,
        '卅' => 30,
        '百' => 100,
        _ => return None,
    })
}

fn counts_time(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '号'
            | '號'
            | '天'
            | '时'
            | '時'
            | '点'
            | '點'
            | '分'
            | '周'
            | '週'
            | '小'
            | '个'
            | '個'
    )
}

/// 二〇二四 digit by digit, 二十五 and 一百一十五 by place.
fn han_number(run: &str) -> Option<Kind> {
    let values: Vec<u64> = run.chars().take(8).filter_map(han_digit).collect();
    if run.chars().count() > values.len() {
        return None;
    }
    let (mut total, mut unit) = (0u64, 0u64);
    if values.iter().all(|&v| v < 10) {
        total = values.iter().fold(0, |sum, v| sum * 10 + v);
        return Some(Kind::Number { value: total, digits: values.len() as u8 });
    }
    for v in values {
        match v {
            0..=9 => unit = v,
            10 | 100 => {
                total += unit.max(1) * v;
                unit = 0;
            }
            _ => total += v,
        }
    }
    total += unit;
    Some(Kind::Number { value: total, digits: if total > 99 { 3 } else { 2 } })
}
