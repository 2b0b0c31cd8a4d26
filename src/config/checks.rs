//! What values may be, asked of more than one table.

use jiff::SignedDuration;
use url::Url;

use super::fault::{Fault, Faults, nearest};
use super::placed::Places;

/// A score, or a share: from 0 to 1.
pub(super) fn share(at: &Places, key: &str, value: f64, faults: &mut Faults) -> Option<f64> {
    if (0.0..=1.0).contains(&value) {
        return Some(value);
    }
    faults.0.push(at.fault(key, format!("`{key}` lies between 0 and 1, not {value}")));
    None
}

pub(super) fn at_least(
    at: &Places,
    (key, value): (&str, SignedDuration),
    (least, why): (SignedDuration, &str),
    faults: &mut Faults,
) {
    if value < least {
        faults.0.push(at.fault(key, why));
    }
}

/// An address with one of the schemes.
pub(super) fn address(
    at: &Places,
    (key, text): (&str, &str),
    schemes: &[&str],
    faults: &mut Faults,
) -> Option<Url> {
    let fault = match Url::parse(text) {
        Ok(url) if schemes.contains(&url.scheme()) && url.has_host() => return Some(url),
        // The address may carry a password, so it is not repeated.
        Ok(_) => {
            format!("`{key}` wants an address that starts with {}://", schemes.join(":// or "))
        }
        Err(error) => format!("`{key}` is no address: {error}"),
    };
    faults.0.push(at.fault(key, fault));
    None
}

pub(super) const WEB: [&str; 2] = ["http", "https"];
pub(super) const PROXIES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

pub(super) fn country(at: &Places, key: &str, code: &str, faults: &mut Faults) -> Option<String> {
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic()) {
        let code = code.to_ascii_uppercase();
        // as everybody writes it
        return Some(if code == "UK" { "GB".to_owned() } else { code });
    }
    faults.0.push(at.fault(key, format!("{code:?} is no two-letter country code like \"CN\"")));
    None
}

/// A name that should be among those known, with the nearest of them as a hint.
pub(super) fn among(mut fault: Fault, name: &str, known: &[&str]) -> Option<Fault> {
    if known.contains(&name) {
        return None;
    }
    fault.hint = Some(match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("known here: {}", known.join(", ")),
    });
    Some(fault)
}
