//! Telegram's HTML as its server reads it: strict where the server refuses, silent where it is
//! silent. Written from the server's behaviour, not from edwire's writer.

/// A message as readers would get it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    pub(crate) text: String,
    /// What is linked where, in order; links that the server drops are not here.
    pub(crate) links: Vec<(String, String)>,
    pub(crate) entities: usize,
}

impl Parsed {
    pub(crate) fn units(&self) -> usize {
        self.text.encode_utf16().count()
    }
}

const TAGS: [&str; 15] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "pre",
    "code",
    "blockquote",
    "span",
];

/// The message, or the server's refusal.
pub(crate) fn parse(html: &str) -> Result<Parsed, String> {
    if html.len() > 32_768 {
        return Err("text is too long".to_owned());
    }
    let chars: Vec<char> = html.chars().collect();
    let mut parsed = Parsed::default();
    let mut open: Vec<(String, String, usize)> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at] == '&' {
            let (c, next) = reference(&chars, at);
            parsed.text.push(c);
            at = next;
            continue;
        }
        if chars[at] != '<' {
            parsed.text.push(chars[at]);
            at += 1;
            continue;
        }
        at += 1;
        if chars.get(at) == Some(&'/') {
            let end = find(&chars, at, '>').ok_or("Unexpected end tag")?;
            let name: String = chars[at + 1..end].iter().collect();
            let (opened, href, start) = open.pop().ok_or(format!("Unexpected end tag {name:?}"))?;
            if opened != name.trim_end() && !name.is_empty() {
                return Err(format!("Unmatched end tag {name:?}, expected {opened:?}"));
            }
            close(&mut parsed, &opened, &href, start);
            at = end + 1;
            continue;
        }
        let (name, href, next) = start_tag(&chars, at)?;
        open.push((name, href, parsed.text.len()));
        at = next;
    }
    match open.pop() {
        Some((name, ..)) => Err(format!("Can't find end tag corresponding to start tag {name:?}")),
        None if parsed.text.trim().is_empty() => Err("message text is empty".to_owned()),
        None => Ok(parsed),
    }
}

fn find(chars: &[char], from: usize, wanted: char) -> Option<usize> {
    chars[from..].iter().position(|c| *c == wanted).map(|place| from + place)
}

/// An entity without text is none.
fn close(parsed: &mut Parsed, tag: &str, href: &str, start: usize) {
    let text = parsed.text.get(start..).unwrap_or_default().to_owned();
    if text.is_empty() {
        return;
    }
    if tag == "a" {
        let Ok(url) = url::Url::parse(href) else { return };
        let dotted = url.host_str().is_some_and(|host| host.contains(['.', ':']));
        if !matches!(url.scheme(), "http" | "https") || !dotted {
            return;
        }
        parsed.links.push((href.to_owned(), text));
    }
    parsed.entities += 1;
}

fn start_tag(chars: &[char], from: usize) -> Result<(String, String, usize), String> {
    let mut at = from;
    let mut name = String::new();
    while let Some(c) = chars.get(at).filter(|c| !c.is_whitespace() && **c != '>') {
        name.push(c.to_ascii_lowercase());
        at += 1;
    }
    if !TAGS.contains(&name.as_str()) {
        return Err(format!("Unsupported start tag {name:?}"));
    }
    let mut href = String::new();
    loop {
        while chars.get(at).is_some_and(|c| c.is_whitespace()) {
            at += 1;
        }
        match chars.get(at) {
            None => return Err(format!("Unclosed start tag {name:?}")),
            Some('>') => return Ok((name, href, at + 1)),
            Some(_) => {}
        }
        let equals = find(chars, at, '=').ok_or("Expected equal sign")?;
        let attribute: String = chars[at..equals].iter().collect();
        if attribute.chars().any(|c| !c.is_ascii_alphanumeric() && c != '-') {
            return Err(format!("Unexpected attribute {attribute:?}"));
        }
        let quote = *chars.get(equals + 1).ok_or("Unclosed start tag")?;
        if quote != '"' && quote != '\'' {
            return Err("Unexpected end of name token".to_owned());
        }
        at = equals + 2;
        let mut value = String::new();
        while *chars.get(at).ok_or("Unclosed attribute")? != quote {
            let (c, next) =
                if chars[at] == '&' { reference(chars, at) } else { (chars[at], at + 1) };
            value.push(c);
            at = next;
        }
        at += 1;
        if attribute == "href" {
            href = value;
        }
    }
}

/// Four names and numbers; everything else is just an ampersand.
fn reference(chars: &[char], at: usize) -> (char, usize) {
    let rest: String = chars[at + 1..].iter().take(10).collect();
    for (name, c) in [("lt;", '<'), ("gt;", '>'), ("amp;", '&'), ("quot;", '"')] {
        if rest.starts_with(name) {
            return (c, at + 1 + name.len());
        }
    }
    let number = rest.strip_prefix('#').and_then(|rest| rest.split_once(';')).map(|(n, _)| n);
    let code = number.and_then(|number| match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    match (number, code.and_then(char::from_u32)) {
        (Some(number), Some(c)) if c != '\0' => (c, at + number.len() + 3),
        _ => ('&', at + 1),
    }
}

#[test]
fn refuses_what_the_server_refuses() {
    for (html, refusal) in [
        ("<p>x</p>", "Unsupported start tag \"p\""),
        ("1 < 2", "Unsupported start tag \"\""),
        ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
        ("<b><i>x</b></i>", "Unmatched end tag \"b\", expected \"i\""),
        ("<a href=x>y</a>", "Unexpected end of name token"),
        ("<b> </b>", "message text is empty"),
    ] {
        assert_eq!(parse(html), Err(refusal.to_owned()), "{html}");
    }
}

#[test]
fn is_silent_where_the_server_is_silent() {
    let parsed = parse(
        "<a href=\"javascript:x\">a</a>&nbsp;&lt;&#65;<a href='https://e.org/?a&amp;b'>c</a>",
    );
    let parsed = parsed.unwrap();
    assert_eq!(parsed.text, "a&nbsp;<Ac");
    assert_eq!(parsed.links, [("https://e.org/?a&b".to_owned(), "c".to_owned())]);
}
