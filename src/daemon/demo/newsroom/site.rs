//! A site as its file in `sites/` describes it.

use serde::{Deserialize, Serialize};

use super::{Act, NewsroomError};

const FILES: [(&str, &str); 7] = [
    ("lanjiang.toml", include_str!("sites/lanjiang.toml")),
    ("beiling.toml", include_str!("sites/beiling.toml")),
    ("donglan.toml", include_str!("sites/donglan.toml")),
    ("northmere.toml", include_str!("sites/northmere.toml")),
    ("falkenau.toml", include_str!("sites/falkenau.toml")),
    ("ardenia.toml", include_str!("sites/ardenia.toml")),
    ("valdoria.toml", include_str!("sites/valdoria.toml")),
];

pub(super) fn all() -> Result<Vec<Site>, NewsroomError> {
    FILES
        .into_iter()
        .map(|(file, text)| {
            toml::from_str(text)
                .map_err(|error| NewsroomError::Site { file, error: Box::new(error) })
        })
        .collect()
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Site {
    pub(super) key: String,
    pub(super) name: String,
    /// What is odd about it, for the index page.
    pub(super) about: String,
    /// The folder of its templates.
    pub(super) family: Family,
    pub(super) lang: String,
    pub(super) country: String,
    pub(super) timezone: String,
    /// The address of an article: `{id}`, `{slug}`, `{hex}` (the low two bytes of the id) and the
    /// directives of `strftime`.
    pub(super) article: String,
    #[serde(default)]
    pub(super) charset: Charset,
    /// The Content-Type header of its pages.
    pub(super) content_type: String,
    pub(super) validators: Validators,
    pub(super) robots: String,
    /// What befalls it when news breaks.
    pub(super) trouble: Option<Trouble>,
    /// The first one is what the source's address names.
    #[serde(rename = "listing")]
    pub(super) listings: Vec<Listing>,
    #[serde(rename = "page")]
    pub(super) pages: Vec<Page>,
    #[serde(default, rename = "friend")]
    pub(super) friends: Vec<Friend>,
    #[serde(rename = "story", skip_serializing)]
    pub(super) stories: Vec<Draft>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Family {
    Vsb,
    Webplus,
    Trs,
    Wordpress,
    Drupal,
    Ministry,
    Agency,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Charset {
    #[default]
    Utf8,
    Gbk,
}

/// Which validators its answers carry; real servers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Validators {
    Both,
    Etag,
    Modified,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Trouble {
    /// Every page turns into a log-in form, with status 200.
    Login,
    /// Status 503 with `Retry-After`.
    Unavailable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Form {
    List,
    Feed,
}

/// A page or feed that lists stories.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listing {
    /// Path and query.
    pub(super) path: String,
    pub(super) title: String,
    pub(super) form: Form,
    /// Overrides the site's.
    pub(super) content_type: Option<String>,
    /// Counted from zero.
    #[serde(default)]
    pub(super) page: usize,
    /// Stories to a page.
    pub(super) per_page: usize,
}

/// A page that stays as it is: home, contact, log-in.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    pub(super) path: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) text: String,
    /// Where the frame shows it: `menu`, `footer` or nowhere.
    #[serde(default)]
    pub(super) place: String,
    /// The menu entry it stands under.
    #[serde(default)]
    pub(super) under: String,
}

/// A link to another house.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Friend {
    pub(super) name: String,
    pub(super) url: String,
}

/// A story before the moment of the run is known.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    pub(super) id: u32,
    #[serde(default)]
    pub(super) slug: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) act: Act,
    /// Published so many days before the run ...
    #[serde(default)]
    pub(super) days: i64,
    /// ... at this local time, `15:42`; without it: `minutes` before the run.
    pub(super) at: Option<String>,
    #[serde(default)]
    pub(super) minutes: i64,
    #[serde(default)]
    pub(super) author: String,
    #[serde(default)]
    pub(super) editor: String,
    #[serde(default)]
    pub(super) office: String,
    #[serde(default)]
    pub(super) column: String,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    #[serde(default)]
    pub(super) summary: String,
    /// The story it reprints, as `site/id`.
    #[serde(default)]
    pub(super) reprint_of: String,
    #[serde(default)]
    pub(super) attachments: Vec<String>,
    /// Blocks with a blank line between them: paragraphs, `## ` headings, `- ` lists and
    /// `! ` captions of pictures. `{+20}` is the day in 20 days, `{+20!}` the same with its year.
    pub(super) text: String,
}
