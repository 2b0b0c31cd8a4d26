//! Reads Telegram's HTML as a template writes it into runs. Refuses whatever Telegram would refuse.
//! Pure.

use super::rich::{Mark, Rich, Run};
use crate::model::WebUrl;

/// Elements within elements; more are refused, long before they matter.
const MOST_DEPTH: usize = 16;

enum Open {
    Mark(Mark),
    Link(String),
}

/// The text in runs, or what is wrong with it, in words for the operator.
pub(crate) fn read(html: &str) -> Result<Rich, String> {
    let mut rich = Rich::default();
    let mut open: Vec<(&str, Open)> = Vec::new();
    let mut rest = html.trim();
    while let Some((text, tail)) = rest.split_once('<') {
        rich.push(run(text, &open)?);
        let (tag, tail) = tail
            .split_once('>')
            .ok_or_else(|| format!("a `<` without `>` after {:?}", end(text)))?;
        if let Some(name) = tag.strip_prefix('/') {
            match open.pop() {
                Some((opened, _)) if opened == name.trim() => {}
                _ => return Err(format!("</{name}> closes nothing")),
            }
        } else {
            if open.len() >= MOST_DEPTH {
                return Err(format!("more than {MOST_DEPTH} tags inside each other"));
            }
            open.push(opened(tag)?);
        }
        rest = tail;
    }
    rich.push(run(rest, &open)?);
    match open.pop() {
        Some((name, _)) => Err(format!("<{name}> is never closed")),
        None => Ok(rich),
    }
}

fn end(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(20);
    text.chars().skip(skip).collect()
}

fn opened(tag: &str) -> Result<(&str, Open), String> {
    let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mark = match name {
        "b" | "strong" => Mark::Bold,
        "i" | "em" => Mark::Italic,
        "u" | "ins" => Mark::Underline,
        "s" | "strike" | "del" => Mark::Strike,
        "tg-spoiler" => Mark::Spoiler,
        "code" => Mark::Code,
        "pre" => Mark::Pre,
        "blockquote" => Mark::Quote,
        "a" => {
            let href = attributes
                .trim()
                .strip_prefix("href=\"")
                .and_then(|rest| rest.split_once('"').filter(|(_, after)| after.trim().is_empty()));
            let (href, _) = href.ok_or("a link is written <a href=\"...\">")?;
            let url = WebUrl::parse(&decode(href)?)
                .map_err(|error| format!("the link {href:?}: {error}"))?;
            return Ok((name, Open::Link(url.as_str().to_owned())));
        }
        _ => return Err(format!("Telegram knows no <{name}>")),
    };
    if attributes.trim().is_empty() {
        Ok((name, Open::Mark(mark)))
    } else {
        Err(format!("<{name}> takes no attributes"))
    }
}

fn run(text: &str, open: &[(&str, Open)]) -> Result<Run, String> {
    let mut run = Run { text: decode(text)?, ..Run::default() };
    for (_, open) in open {
        match open {
            Open::Link(url) => run.link = Some(url.clone()),
            Open::Mark(mark) if !run.marks.contains(mark) => run.marks.push(*mark),
            Open::Mark(_) => {}
        }
    }
    // nothing else may stand within code
    if let Some(code) =
        run.marks.iter().find(|mark| matches!(mark, Mark::Code | Mark::Pre)).copied()
    {
        run.marks = vec![code];
        run.link = None;
    }
    Ok(run)
}

/// The character references that Telegram knows; others stay as they are written.
fn decode(text: &str) -> Result<String, String> {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        if let Some((c, tail)) = reference(after) {
            decoded.push(c);
            rest = tail;
        } else {
            decoded.push('&');
            rest = after;
        }
    }
    decoded.push_str(rest);
    if decoded.contains('\0') { Err("a NUL character".to_owned()) } else { Ok(decoded) }
}

fn reference(text: &str) -> Option<(char, &str)> {
    let end = text.char_indices().take(10).find(|(_, c)| *c == ';')?.0;
    let (name, tail) = (text.get(..end)?, text.get(end + 1..)?);
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_telegram_refuses_is_refused_with_the_reason() {
        let wrong = |html: &str| read(html).unwrap_err();
        assert_eq!(wrong("<p>x</p>"), "Telegram knows no <p>");
        assert_eq!(wrong("<b>x"), "<b> is never closed");
        assert_eq!(wrong("<b><i>x</b></i>"), "</b> closes nothing");
        assert_eq!(wrong("1 < 2"), "a `<` without `>` after \"1 \"");
        assert!(wrong("<a href=\"javascript:alert(1)\">x</a>").contains("http"));
        assert!(wrong("<a href=x>x</a>").contains("written"));
    }

    #[test]
    fn reads_back_what_it_writes() {
        let html = "<a href=\"https://e.org/?a&amp;b\"><b>A &lt; B</b></a> and <i>more</i>";
        assert_eq!(read(html).unwrap().html(), html);
        assert_eq!(read("a&#47;b &nbsp; &").unwrap().plain(), "a/b &nbsp; &");
    }
}
