//! The one form of an address.

use std::borrow::Cow;

use super::{family, query};
use crate::model::{CanonicalUrl, WebUrl};

/// Names by which a server returns a folder's own page.
const INDEX_STEMS: &[&str] = &["index", "default"];
const INDEX_ENDINGS: &[&str] =
    &["html", "htm", "shtml", "php", "jsp", "asp", "aspx", "jspx", "do", "xhtml", "psp"];

/// Host names in front of a site's own that lead to another face of it.
const FACES: &[&str] = &["www", "m", "wap", "mobile", "amp", "3g", "touch"];

/// The address as it was found, without tracking parameters: what readers are given, which must
/// lead to the very page.
pub fn shareable(url: &WebUrl) -> WebUrl {
    let mut plain = url.as_url().clone();
    let kept = plain.query().and_then(query::untracked);
    plain.set_query(kept.as_deref());
    WebUrl::try_from(plain).unwrap_or_else(|_unchanged| url.clone())
}

/// The form of an address by which an item is known: RFC 3986 section 6 normalisation, and one form for
/// http and https, `www`, mobile, AMP and print faces, tracking, sessions, index files and the
/// forms of known content systems. A key, not a link to follow. Idempotent.
pub fn canonical(url: &WebUrl) -> CanonicalUrl {
    let mut current = pass(url);
    // one rule may uncover work for another; every rule shortens or settles, so this ends
    for _ in 0..MAX_PASSES {
        let Ok(again) = WebUrl::parse(&current) else { break };
        let next = pass(&again);
        if next == current {
            break;
        }
        current = next;
    }
    CanonicalUrl::from_canonical(current)
}

const MAX_PASSES: usize = 8;

/// The part of a host that somebody registered (`szu.edu.cn` of `www1.szu.edu.cn`); an IP address
/// or an unknown name as a whole.
pub fn registrable(host: &str) -> &str {
    if host.starts_with('[') || host.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return host;
    }
    psl::domain_str(host).unwrap_or(host)
}

fn pass(url: &WebUrl) -> String {
    let url = url.as_url();
    let host = bare_host(url.host_str().unwrap_or_default());
    let port = match url.port() {
        None | Some(80 | 443) => String::new(),
        Some(port) => format!(":{port}"),
    };
    let raw = url.query().map(unreserved);
    let path = unreserved(url.path());
    let (path, query) = match family::vsb(&path, raw.as_deref()) {
        Some(path) => (path, None),
        None => (path.into_owned(), raw.and_then(|query| query::cleaned(&query))),
    };
    let path = plain_path(&path);
    let route = url
        .fragment()
        .filter(|fragment| fragment.starts_with('!') || fragment.starts_with('/'))
        .filter(|fragment| fragment.len() > 2)
        .map(|fragment| format!("#{fragment}"))
        .unwrap_or_default();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("https://{host}{port}{path}{query}{route}")
}

fn bare_host(host: &str) -> &str {
    let mut host = host.trim_end_matches('.');
    let registered = registrable(host).len();
    while let Some((first, rest)) = host.split_once('.') {
        if rest.len() < registered || !FACES.contains(&first) {
            break;
        }
        host = rest;
    }
    host
}

/// Segments without session parameters, doubled slashes, index files, AMP and print endings.
fn plain_path(path: &str) -> String {
    let mut segments: Vec<Cow<'_, str>> = path
        .split('/')
        .map(without_session)
        .filter(|segment| !segment.is_empty())
        .map(Cow::Borrowed)
        .collect();
    while let Some(last) = segments.last() {
        let face = matches!(&**last, "amp" | "print" | "printable") && segments.len() > 1;
        if !(face || is_index(last)) {
            break;
        }
        segments.pop();
    }
    if let Some(last) = segments.pop() {
        let folder = segments.join("/");
        let name = last
            .strip_suffix(".amp.html")
            .filter(|stem| !stem.is_empty())
            .map_or_else(|| last.to_string(), |stem| format!("{stem}.html"));
        segments.push(Cow::Owned(family::file(&folder, &name).unwrap_or(name)));
    }
    format!("/{}", segments.join("/"))
}

fn without_session(segment: &str) -> &str {
    match segment.split_once(';') {
        Some((name, parameter)) => {
            let parameter = parameter.to_ascii_lowercase();
            let session = ["jsessionid", "phpsessid", "sid", "sessionid"].iter().any(|known| {
                parameter.strip_prefix(known).is_some_and(|rest| rest.starts_with('='))
            });
            if session { name } else { segment }
        }
        None => segment,
    }
}

fn is_index(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        INDEX_STEMS.contains(&stem) && INDEX_ENDINGS.contains(&ending)
    })
}

/// Percent-escapes of unreserved characters undone, the others in upper case (RFC 3986, 6.2.2).
fn unreserved(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        plain.push_str(before);
        let code = after.get(..2).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let byte = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let (Some(hex), Some(byte)) = (code, byte) {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                plain.push(char::from(byte));
            } else {
                plain.push('%');
                plain.push_str(&hex.to_ascii_uppercase());
            }
            rest = after.get(2..).unwrap_or_default();
        } else {
            plain.push('%');
            rest = after;
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}
