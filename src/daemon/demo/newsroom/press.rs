//! Sets the pages: templates with the house's filters.

use jiff::{Timestamp, Zoned};
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, context};
use url::Url;

use super::Act;
use super::desk::Desk;
use super::site::{Family, Form, Listing, Page};
use super::story::Story;

/// The templates of one family, by file name.
macro_rules! family {
    ($folder:literal: $($file:literal),+) => {
        [$((concat!($folder, "/", $file), include_str!(concat!("templates/", $folder, "/", $file)))),+]
    };
}

const VSB: [(&str, &str); 3] = family!("vsb": "frame.html", "list.html", "article.html");
const WEBPLUS: [(&str, &str); 3] = family!("webplus": "frame.html", "list.html", "article.html");
const TRS: [(&str, &str); 3] = family!("trs": "frame.html", "list.html", "article.html");
const WORDPRESS: [(&str, &str); 4] =
    family!("wordpress": "frame.html", "list.html", "article.html", "feed.xml");
const DRUPAL: [(&str, &str); 3] = family!("drupal": "frame.html", "list.html", "article.html");
const MINISTRY: [(&str, &str); 3] = family!("ministry": "frame.html", "feed.xml", "article.html");
const AGENCY: [(&str, &str); 3] = family!("agency": "frame.html", "feed.xml", "article.html");
const SHARED: [(&str, &str); 3] = [
    ("page.html", include_str!("templates/page.html")),
    ("login.html", include_str!("templates/login.html")),
    ("index.html", include_str!("templates/index.html")),
];

/// The newest stories that a side bar shows.
const LATEST: usize = 6;
/// The stories that a side bar calls most read.
const TOP: usize = 5;

#[derive(Debug)]
pub(super) struct Press {
    templates: Environment<'static>,
}

/// A page ready to be encoded and sent.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) text: String,
    pub(super) content_type: String,
    /// When what it shows last changed.
    pub(super) modified: Option<Timestamp>,
}

impl Press {
    pub(super) fn new() -> Result<Self, Error> {
        let mut templates = Environment::new();
        templates.set_formatter(escape);
        templates.add_filter("rel", relative);
        templates.add_filter("strftime", strftime);
        templates.add_filter("cut", cut);
        templates.add_filter("worded", worded);
        let families: [&[(&str, &str)]; 8] =
            [&VSB, &WEBPLUS, &TRS, &WORDPRESS, &DRUPAL, &MINISTRY, &AGENCY, &SHARED];
        for (name, text) in families.into_iter().flatten() {
            templates.add_template(name, text)?;
        }
        Ok(Self { templates })
    }

    pub(super) fn listing(&self, desk: &Desk, list: &Listing, act: Act) -> Result<Sheet, Error> {
        let all = desk.stories(act);
        let pages = all.len().div_ceil(list.per_page.max(1));
        let shown: Vec<_> =
            all.iter().skip(list.page * list.per_page).take(list.per_page).collect();
        let file = match list.form {
            Form::List => "list.html",
            Form::Feed => "feed.xml",
        };
        let inner = self.set(
            &template(desk.site.family, file),
            context! {
                stories => shown, page => list, pages, total => all.len(),
                ..surroundings(desk, act)
            },
        )?;
        let text = match list.form {
            Form::Feed => inner,
            Form::List => self.framed(desk, list, "list", (act, inner))?,
        };
        let content_type = list.content_type.as_ref().unwrap_or(&desk.site.content_type);
        Ok(Sheet {
            text,
            content_type: content_type.clone(),
            modified: all.first().map(|newest| newest.at),
        })
    }

    pub(super) fn article(&self, desk: &Desk, story: &Story, act: Act) -> Result<Sheet, Error> {
        let all = desk.stories(act);
        let place = all.iter().position(|other| other.id == story.id).unwrap_or(0);
        let newer = place.checked_sub(1).and_then(|newer| all.get(newer));
        let older = all.get(place + 1);
        let inner = self.set(
            &template(desk.site.family, "article.html"),
            context! { story, newer, older, page => story, ..surroundings(desk, act) },
        )?;
        let text = self.framed(desk, story, "article", (act, inner))?;
        Ok(Sheet { text, content_type: desk.site.content_type.clone(), modified: Some(story.at) })
    }

    pub(super) fn page(&self, desk: &Desk, page: &Page, act: Act) -> Result<Sheet, Error> {
        let inner = self.set("page.html", context! { page, ..surroundings(desk, act) })?;
        let text = self.framed(desk, page, "page", (act, inner))?;
        Ok(Sheet { text, content_type: desk.site.content_type.clone(), modified: None })
    }

    pub(super) fn login(&self, desk: &Desk) -> Result<Sheet, Error> {
        let text = self.set("login.html", context! { site => desk.site })?;
        Ok(Sheet { text, content_type: desk.site.content_type.clone(), modified: None })
    }

    pub(super) fn index(&self, desks: &[Desk], act: Act) -> Result<String, Error> {
        let sites: Vec<_> = desks
            .iter()
            .map(|desk| {
                let list = desk.source().url;
                context! {
                    origin => desk.origin, list,
                    stories => desk.stories(act).len(),
                    broken => act == Act::Breaking && desk.site.trouble.is_some(),
                    ..Value::from_serialize(&desk.site)
                }
            })
            .collect();
        self.set("index.html", context! { sites, breaking => act == Act::Breaking })
    }

    /// Puts the site's header, menus and footer round a page.
    fn framed(
        &self,
        desk: &Desk,
        page: &impl serde::Serialize,
        kind: &str,
        (act, body): (Act, String),
    ) -> Result<String, Error> {
        let body = Value::from_safe_string(body);
        let page = Value::from_serialize(page);
        self.set(
            &template(desk.site.family, "frame.html"),
            context! { page, kind, body, ..surroundings(desk, act) },
        )
    }

    fn set(&self, name: &str, values: Value) -> Result<String, Error> {
        self.templates.get_template(name)?.render(values)
    }
}

fn template(family: Family, file: &str) -> String {
    let folder = match family {
        Family::Vsb => "vsb",
        Family::Webplus => "webplus",
        Family::Trs => "trs",
        Family::Wordpress => "wordpress",
        Family::Drupal => "drupal",
        Family::Ministry => "ministry",
        Family::Agency => "agency",
    };
    format!("{folder}/{file}")
}

/// What every page of a site may show beside its own matter.
fn surroundings(desk: &Desk, act: Act) -> Value {
    let latest: Vec<_> = desk.stories(act).into_iter().take(LATEST).collect();
    let mut top = desk.stories(Act::First);
    top.sort_by_key(|story| (story.id % 7, story.id));
    top.truncate(TOP);
    let updated = latest.first().map(|story| story.published.clone());
    context! { site => desk.site, origin => desk.origin, latest, top, updated }
}

fn escape(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_undefined() || value.is_none() {
        return Ok(());
    }
    let text = value.to_string();
    if value.is_safe() || state.auto_escape() == AutoEscape::None {
        out.write_str(&text).map_err(Error::from)
    } else {
        out.write_str(&html_escape::encode_double_quoted_attribute(&text)).map_err(Error::from)
    }
}

/// The reference that leads from the page `from` to `path`, as a static publisher writes it.
fn relative(path: &str, from: &str) -> String {
    let relative = Url::parse("http://site.invalid/").ok().and_then(|root| {
        let (from, to) = (root.join(from).ok()?, root.join(path).ok()?);
        from.make_relative(&to)
    });
    match relative {
        Some(reference) if !reference.is_empty() => reference,
        _ => path.to_owned(),
    }
}

fn strftime(published: &str, format: &str) -> Result<String, Error> {
    let zoned: Zoned = published
        .parse()
        .map_err(|error: jiff::Error| Error::new(ErrorKind::InvalidOperation, error.to_string()))?;
    Ok(zoned.strftime(format).to_string())
}

/// Titles as a list cuts them: so many characters, then three dots.
fn cut(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    text.chars().take(chars).chain("...".chars()).collect()
}

/// Text as it comes out of a word processor: every run of digits and Latin letters in a `span`.
fn worded(text: &str) -> Value {
    let mut html = String::new();
    let mut run = String::new();
    let mut latin = false;
    for char in text.chars().chain(['\0']) {
        if char == '\0' || char.is_ascii_alphanumeric() != latin {
            let escaped = html_escape::encode_text(&run);
            if latin {
                html.push_str("<span lang=\"EN-US\" style=\"font-family:宋体;font-size:16px\">");
                html.push_str(&escaped);
                html.push_str("</span>");
            } else {
                html.push_str(&escaped);
            }
            run.clear();
            latin = char.is_ascii_alphanumeric();
        }
        run.push(char);
    }
    Value::from_safe_string(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_written_relative_to_their_page() {
        assert_eq!(relative("/info/1/2.htm", "/xwzx/gjjl.htm"), "../info/1/2.htm");
        assert_eq!(relative("/info/1/3.htm", "/info/1/2.htm"), "3.htm");
        assert_eq!(relative("/a/b.htm", "/a/b.htm"), "/a/b.htm");
    }

    #[test]
    fn a_word_processor_splits_text_at_every_number() {
        let set = worded("共12人<").to_string();
        assert!(set.starts_with("共<span lang=\"EN-US\""), "{set}");
        assert!(set.ends_with("12</span>人&lt;"), "{set}");
    }

    #[test]
    fn a_list_cuts_titles_by_characters() {
        assert_eq!(cut("关于做好工作", 4), "关于做好...");
        assert_eq!(cut("关于做好", 4), "关于做好");
    }
}
