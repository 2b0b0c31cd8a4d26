//! The operator's own layout of a post: a minijinja template that writes Telegram's HTML. Found
//! faulty when the configuration is checked, never when a post goes out: what it writes is read
//! again, so that a post stays valid whatever stands in the template.

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::layout::is_linkable;
use super::markup;
use super::rich::Rich;
use crate::deliver::message::{Mention, Post, Topic};
use crate::deliver::words::{date, deadlines, flag, hashtag, labels, name, summary, title};
use crate::model::{StoryId, TopicId, WebUrl};

/// The built-in layout, written as a template: a start for one's own.
pub const DEFAULT_TEMPLATE: &str = include_str!("default_template.txt");

/// A template that was tried and found good.
#[derive(Clone)]
pub struct Template {
    environment: std::sync::Arc<Environment<'static>>,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Template")
    }
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("line {line}: {what}")]
    Syntax { line: usize, what: String },
    #[error("Telegram would refuse it: {0}")]
    Markup(String),
    #[error("it never links to the article: write <a href=\"{{{{ url }}}}\">{{{{ title }}}}</a>")]
    NoLink,
    #[error("a post without summary, date and deadline would be empty")]
    Empty,
}

const NAME: &str = "post";

/// A post as a template sees it: texts already tamed and cut, absent ones empty.
#[derive(Debug, Serialize)]
struct View {
    url: String,
    title: String,
    source: String,
    country: String,
    flag: String,
    lang: String,
    date: String,
    summary: String,
    deadlines: Vec<String>,
    topics: Vec<TopicView>,
    also: Vec<MentionView>,
    also_label: &'static str,
}

#[derive(Debug, Serialize)]
struct TopicView {
    id: String,
    name: String,
    hashtag: String,
}

#[derive(Debug, Serialize)]
struct MentionView {
    source: String,
    url: String,
}

impl Template {
    /// Reads a template and tries it on a full and on a bare post.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.add_template_owned(NAME, source.to_owned()).map_err(|error| syntax(&error))?;
        let template = Self { environment: std::sync::Arc::new(environment) };
        for sample in samples() {
            let written = template.write(&view(&sample)).map_err(|error| syntax(&error))?;
            let rich = markup::read(&written).map_err(TemplateError::Markup)?;
            if rich.is_empty() {
                return Err(TemplateError::Empty);
            }
            if !rich.links_to(sample.url.as_str()) {
                return Err(TemplateError::NoLink);
            }
        }
        Ok(template)
    }

    /// The post in `most` units; `None` where this post brings out a fault that no sample did.
    pub(crate) fn layout(&self, post: &Post, most: usize) -> Option<Rich> {
        let mut view = view(post);
        for step in 0..3 {
            match step {
                1 => view.also.clear(),
                2 => view.summary.clear(),
                _ => {}
            }
            let mut rich = markup::read(&self.write(&view).ok()?).ok()?;
            if !is_linkable(&post.url) {
                rich.text("\n").text(post.url.as_str());
            }
            if rich.fits(most) && rich.links_to(post.url.as_str()) {
                return Some(rich);
            }
        }
        None
    }

    fn write(&self, view: &View) -> Result<String, minijinja::Error> {
        self.environment.get_template(NAME)?.render(view)
    }
}

fn syntax(error: &minijinja::Error) -> TemplateError {
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    TemplateError::Syntax { line: error.line().unwrap_or(1), what }
}

fn view(post: &Post) -> View {
    let topic = |topic: &Topic| {
        hashtag(&topic.hashtag).map(|hashtag| TopicView {
            id: topic.id.to_string(),
            name: topic.name.clone(),
            hashtag,
        })
    };
    let mention = |mention: &Mention| {
        name(&mention.source)
            .map(|source| MentionView { source, url: mention.url.as_str().to_owned() })
    };
    View {
        url: post.url.as_str().to_owned(),
        title: title(&post.title, post.url.host()),
        source: name(&post.source).unwrap_or_default(),
        country: post.country.clone().unwrap_or_default(),
        flag: post.country.as_deref().and_then(flag).unwrap_or_default(),
        lang: post.lang.as_ref().map(ToString::to_string).unwrap_or_default(),
        date: date(post.published).unwrap_or_default(),
        summary: summary(post).unwrap_or_default(),
        deadlines: deadlines(post),
        topics: post.topics.iter().filter_map(topic).take(10).collect(),
        also: post.also.iter().filter_map(mention).take(8).collect(),
        also_label: labels(post.lang.as_ref()).also,
    }
}

fn samples() -> Vec<Post> {
    let Ok(url) = WebUrl::parse("https://example.org/news?id=1&lang=en") else {
        return Vec::new();
    };
    let bare = Post {
        story: StoryId(1),
        title: "Fees & <visas>".to_owned(),
        url: url.clone(),
        source: "Example University".to_owned(),
        country: None,
        lang: None,
        published: None,
        summary: None,
        topics: Vec::new(),
        deadlines: Vec::new(),
        also: Vec::new(),
        image: None,
    };
    let topic =
        Topic { id: TopicId::new("visa"), name: "Visas".to_owned(), hashtag: "visa".to_owned() };
    let full = Post {
        country: Some("DE".to_owned()),
        summary: Some("A sentence with <angle brackets> & an ampersand.".to_owned()),
        topics: vec![topic],
        also: vec![Mention { source: "Another".to_owned(), url }],
        ..bare.clone()
    };
    vec![bare, full]
}
