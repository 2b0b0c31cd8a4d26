//! What answers say about themselves.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use reqwest::header::{
    CACHE_CONTROL, DATE, ETAG, EXPIRES, HeaderMap, HeaderName, LAST_MODIFIED, LINK, RETRY_AFTER,
};

use super::Validators;

/// A header as text; bytes beyond ASCII become U+FFFD.
pub(super) fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

/// The target of the first `Link` of this relation (RFC 8288), as written.
pub(super) fn link(headers: &HeaderMap, relation: &str) -> Option<String> {
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    let mut links = values.flat_map(|text| text.split('<').skip(1));
    links.find_map(|link| {
        let (target, parameters) = link.split_once('>')?;
        let mut parameters = parameters.split(';').filter_map(|one| one.split_once('='));
        let is_meant = parameters.any(|(name, value)| {
            let value = value.trim().trim_end_matches(',').trim().trim_matches('"');
            let mut relations = value.split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("rel")
                && relations.any(|one| one.eq_ignore_ascii_case(relation))
        });
        is_meant.then(|| target.trim().to_owned())
    })
}

/// The size of all headers as they came, in bytes.
pub(super) fn size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

pub(super) fn validators(headers: &HeaderMap) -> Validators {
    // Longer ones are no validators but an attempt to make us carry something.
    let short = |value: String| (value.len() <= 512 && !value.is_empty()).then_some(value);
    Validators {
        etag: text(headers, &ETAG).and_then(short),
        last_modified: text(headers, &LAST_MODIFIED).and_then(short),
    }
}

/// The three forms of RFC 9110, section 5.6.7.
pub(super) fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(read) = rfc2822::parse(text) {
        return Some(read.timestamp());
    }
    let local = DateTime::strptime("%A, %d-%b-%y %H:%M:%S GMT", text)
        .or_else(|_| DateTime::strptime("%a %b %e %H:%M:%S %Y", text))
        .ok()?;
    Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

pub(super) fn last_modified(headers: &HeaderMap) -> Option<Timestamp> {
    date(&text(headers, &LAST_MODIFIED)?)
}

/// How long a server wants to be left alone: seconds or a date, the date by the server's own clock.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = text(headers, &RETRY_AFTER)?;
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    Some(until(headers, date(&value)?, now))
}

/// `max-age` before `Expires`; nothing where the answer must not be kept.
pub(super) fn fresh_for(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let control = text(headers, &CACHE_CONTROL).unwrap_or_default().to_ascii_lowercase();
    let mut directives = control.split(',').map(str::trim);
    if directives.clone().any(|directive| matches!(directive, "no-store" | "no-cache")) {
        return None;
    }
    let max_age = directives.find_map(|directive| {
        directive.strip_prefix("max-age=")?.trim_matches('"').parse::<u64>().ok()
    });
    match max_age {
        Some(seconds) => Some(Duration::from_secs(seconds)),
        None => Some(until(headers, date(&text(headers, &EXPIRES)?)?, now)),
    }
    .filter(|span| !span.is_zero())
}

fn until(headers: &HeaderMap, then: Timestamp, now: Timestamp) -> Duration {
    let theirs = text(headers, &DATE).and_then(|value| date(&value)).unwrap_or(now);
    Duration::try_from(then.duration_since(theirs)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn now() -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn links_are_found_by_their_relation() {
        let found = headers(&[(
            LINK,
            "</style.css>; rel=preload; as=style, <https://hub.example/a,b>; rel=\"x HUB\", \
             <https://u.example/feed>; title=\"a\"; rel=\"self\"",
        )]);
        assert_eq!(link(&found, "hub").as_deref(), Some("https://hub.example/a,b"));
        assert_eq!(link(&found, "self").as_deref(), Some("https://u.example/feed"));
        assert_eq!(link(&found, "next"), None);
        assert_eq!(link(&headers(&[(LINK, "<<>;;==rel")]), "hub"), None);
    }

    #[test]
    fn every_form_of_an_http_date_is_read() {
        let expected: Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(date(text), Some(expected), "{text}");
        }
        assert_eq!(date("soon"), None);
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date_without_a_cap() {
        let seconds = headers(&[(RETRY_AFTER, "864000")]);
        assert_eq!(retry_after(&seconds, now()), Some(Duration::from_hours(240)));
        let huge = headers(&[(RETRY_AFTER, "99999999999999999999999")]);
        assert_eq!(retry_after(&huge, now()), Some(Duration::from_secs(u64::MAX)));
        let date = headers(&[(RETRY_AFTER, "Sun, 01 Mar 2026 13:00:00 GMT")]);
        assert_eq!(retry_after(&date, now()), Some(Duration::from_hours(1)));
        // The server's clock is half an hour ahead of ours.
        let skewed = headers(&[
            (RETRY_AFTER, "Sun, 01 Mar 2026 13:00:00 GMT"),
            (DATE, "Sun, 01 Mar 2026 12:30:00 GMT"),
        ]);
        assert_eq!(retry_after(&skewed, now()), Some(Duration::from_mins(30)));
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "-5")]), now()), None);
    }

    #[test]
    fn cache_headers_say_how_long_an_answer_is_good() {
        let minutes = |count: u64| Some(Duration::from_secs(60 * count));
        let control = headers(&[(CACHE_CONTROL, "public, max-age=600")]);
        assert_eq!(fresh_for(&control, now()), minutes(10));
        let expires = headers(&[(EXPIRES, "Sun, 01 Mar 2026 12:05:00 GMT")]);
        assert_eq!(fresh_for(&expires, now()), minutes(5));
        assert_eq!(fresh_for(&headers(&[(EXPIRES, "0")]), now()), None);
        let forbidden = headers(&[(CACHE_CONTROL, "no-cache, max-age=600")]);
        assert_eq!(fresh_for(&forbidden, now()), None);
    }
}
