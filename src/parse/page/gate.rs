//! Pages that answer with status 200 and are no pages: challenges, log-ins, closed doors.

use super::features::Measure;
use super::text::units;
use crate::model::{Warning, WarningKind};
use crate::parse::html::{Attr, Tree};
use crate::parse::shut::{CHALLENGE, CLOSED, LOGIN};

/// More text than this, in units, and a page is more than a notice.
const NOTICE: usize = 700;
/// The same for a page around a log-in form.
const FORM: usize = 2500;
/// A page with hardly any text that a script is to fill.
const EMPTY: usize = 60;

/// A page whose own name says that nothing is here, whatever stands around.
pub(super) fn closed(measure: &Measure<'_>) -> Option<Warning> {
    let tree = measure.tree;
    let named = |names: &[&str], most: usize| {
        (0..tree.len())
            .filter(|&at| matches!(tree.name(at), "title" | "h1"))
            .map(|at| tree.text(at..tree.end(at)).to_lowercase())
            .find(|text| units(text) <= most && names.iter().any(|word| text.contains(word)))
    };
    let says = |kind, what: &str, text: &str| Warning::new(kind, format!("{what}: {text:?}"));
    if let Some(text) = named(CLOSED, 60) {
        return Some(says(WarningKind::Closed, "the page says that there is nothing here", &text));
    }
    let small = all_text(measure) <= NOTICE;
    named(CHALLENGE, 60)
        .filter(|_| small)
        .map(|text| says(WarningKind::Challenge, "the site wants to check who is asking", &text))
}

/// Why a page without news has none, where it is more than that.
pub(super) fn shut(html: &str, measure: &Measure<'_>) -> Option<Warning> {
    let tree = measure.tree;
    let length = all_text(measure);
    let text = tree.text(0..tree.len()).to_lowercase();
    let says = |words: &[&'static str]| words.iter().copied().find(|word| text.contains(word));
    if length <= FORM
        && (asks_password(tree) || length <= NOTICE && has_form(tree) && says(LOGIN).is_some())
    {
        return Some(Warning::new(WarningKind::Login, "the page is a log-in form"));
    }
    if length <= NOTICE
        && let Some(word) = says(CHALLENGE)
    {
        let text = format!("the site wants to check who is asking ({word:?})");
        return Some(Warning::new(WarningKind::Challenge, text));
    }
    if length <= NOTICE
        && let Some(word) = says(CLOSED)
    {
        let text = format!("the page says that there is nothing here ({word:?})");
        return Some(Warning::new(WarningKind::Closed, text));
    }
    if length <= EMPTY && is_scripted_check(html) {
        return Some(Warning::new(
            WarningKind::Challenge,
            "the page holds only a script that checks the browser",
        ));
    }
    if (0..tree.len()).any(|at| tree.name(at) == "frame") {
        return Some(Warning::new(
            WarningKind::NoList,
            "the page consists of frames; give the address of the frame with the news",
        ));
    }
    if length <= EMPTY
        && let Some(within) = cut_off(html)
    {
        let text =
            format!("the page was cut off: it ends within {within}; it may be whole next time");
        return Some(Warning::new(WarningKind::NoList, text));
    }
    (length <= EMPTY && html.contains("<script"))
        .then(|| Warning::new(WarningKind::NoList, "the page is empty until its scripts have run"))
}

/// Within what a page ends that did not come whole.
fn cut_off(html: &str) -> Option<&'static str> {
    const PARTS: [(&str, &str, &str); 4] = [
        ("<script", "</script", "a script"),
        ("<style", "</style", "a style sheet"),
        ("<!--", "-->", "a comment"),
        ("<", ">", "a tag"),
    ];
    let html = html.to_ascii_lowercase();
    let open = |from: &str, to: &str| {
        html.rfind(from).and_then(|at| html.get(at..)).is_some_and(|rest| !rest.contains(to))
    };
    PARTS.into_iter().find(|(from, to, _)| open(from, to)).map(|(.., within)| within)
}

fn all_text(measure: &Measure<'_>) -> usize {
    measure.survey.text(&(0..measure.tree.len()))
}

fn asks_password(tree: &Tree) -> bool {
    let password =
        |at| tree.attr(at, Attr::Type).is_some_and(|kind| kind.eq_ignore_ascii_case("password"));
    (0..tree.len()).any(|at| tree.name(at) == "input" && password(at))
}

fn has_form(tree: &Tree) -> bool {
    (0..tree.len()).any(|at| tree.name(at) == "form")
}

/// A script that sets a cookie and loads the page again, as bot checks do.
fn is_scripted_check(html: &str) -> bool {
    let cookie = html.contains("document.cookie") || html.contains("$_ts");
    let again = ["location.reload", "location.href", "location.replace", "$_ts", "challenge"];
    cookie && again.iter().any(|word| html.contains(word))
}
