//! Pages that are nothing but a redirect written in HTML.

use crate::model::WebUrl;

/// Larger pages have something to say themselves.
const STUB: usize = 16 << 10;
/// A page that reloads after a while is a page.
const SOON: f64 = 5.0;

/// Where a stub page sends its reader: `<meta http-equiv="refresh" content="0; url=/news/">`.
pub(super) fn target(body: &[u8], url: &WebUrl) -> Option<WebUrl> {
    if body.len() > STUB {
        return None;
    }
    let text = String::from_utf8_lossy(body);
    let lower = text.to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower.get(at..)?.find('<') {
        at += found;
        let rest = lower.get(at..)?;
        let skipped =
            [("<!--", "-->"), ("<noscript", "</noscript")].iter().find_map(|(open, close)| {
                rest.starts_with(open).then(|| rest.find(close).unwrap_or(rest.len()))
            });
        if let Some(length) = skipped {
            at += length.max(1);
            continue;
        }
        let end = rest.find('>').unwrap_or(rest.len());
        if rest.starts_with("<meta")
            && is_refresh(rest.get(..end)?)
            && let Some(target) = destination(text.get(at..at + end)?)
        {
            return url.join(target).ok().filter(|target| target != url);
        }
        at += 1;
    }
    None
}

fn is_refresh(tag: &str) -> bool {
    tag.split_once("http-equiv").is_some_and(|(_, rest)| {
        let value = rest.trim_start().strip_prefix('=').unwrap_or_default();
        value
            .trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c))
            .starts_with("refresh")
    })
}

/// The address in the `content` of a refresh that happens soon.
fn destination(tag: &str) -> Option<&str> {
    let lower = tag.to_ascii_lowercase();
    let content = lower.find("content")?;
    let rest = tag.get(content..)?.split_once('=')?.1.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => rest.get(1..)?.split(quote).next()?,
        None => rest,
    };
    let (seconds, rest) = value.split_once([';', ','])?;
    if seconds.trim().parse::<f64>().ok()? > SOON {
        return None;
    }
    let rest = rest.trim_start();
    let named = rest.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("url"));
    let target = if named { rest.get(3..)?.trim_start().strip_prefix('=')? } else { rest };
    let target = target.trim().trim_matches(['"', '\'']).trim();
    (!target.is_empty()).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(markup: &str) -> Option<String> {
        let url = WebUrl::parse("http://www.example.edu/").unwrap();
        target(markup.as_bytes(), &url).map(|url| url.to_string())
    }

    #[test]
    fn a_stub_leads_to_its_target() {
        for markup in [
            r#"<html><meta http-equiv="refresh" content="0;url=/en/news.htm"></html>"#,
            "<META CONTENT='1; URL=en/news.htm' HTTP-EQUIV=Refresh>",
            r#"<meta http-equiv="Refresh" content="0; url='en/news.htm'">"#,
            r#"<!-- <meta http-equiv=refresh content="0;url=/no"> --><meta http-equiv=refresh content="0;en/news.htm">"#,
        ] {
            assert_eq!(
                follow(markup).as_deref(),
                Some("http://www.example.edu/en/news.htm"),
                "{markup}"
            );
        }
    }

    #[test]
    fn pages_that_only_reload_or_ask_for_scripts_are_pages() {
        for markup in [
            r#"<meta http-equiv="refresh" content="300">"#,
            r#"<meta http-equiv="refresh" content="60;url=/other">"#,
            r#"<meta http-equiv="refresh" content="0;url=/">"#,
            r#"<noscript><meta http-equiv="refresh" content="0;url=/nojs"></noscript>"#,
            r#"<meta http-equiv="refresh" content="0;url=javascript:alert(1)">"#,
            r#"<meta name="description" content="0;url=refresh">"#,
            "<meta",
        ] {
            assert_eq!(follow(markup), None, "{markup}");
        }
    }
}
