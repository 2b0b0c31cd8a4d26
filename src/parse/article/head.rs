//! What a page says about itself for machines: meta tags, JSON-LD, link elements, `<title>`.

use serde_json::Value;

use super::tree::{Tree, What, squeeze};

/// Everything worth knowing from the head, still as text.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Option<String>,
    /// `og:title`, `twitter:title` and the like.
    pub meta_title: Option<String>,
    pub headline: Option<String>,
    pub site: Option<String>,
    pub author: Option<String>,
    pub source: Option<String>,
    pub publisher: Option<String>,
    pub image: Option<String>,
    pub canonical: Option<String>,
    pub lang: Option<String>,
}

/// JSON-LD of more than this many bytes is no description of one article.
const LONGEST_SCRIPT: usize = 512 * 1024;

impl Head {
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let mut head = Self::default();
        for at in tree.elements(0) {
            match tree.name(at) {
                "html" => head.lang = tree.attr(at, "lang").map(str::to_owned),
                "title" if head.title.is_none() => head.title = text_inside(tree, at),
                "meta" => head.meta(tree, at),
                "link" => head.link(tree, at),
                "script" => head.script(tree, at),
                _ => {}
            }
        }
        head
    }

    fn meta(&mut self, tree: &Tree<'_>, at: usize) {
        let name = tree.attr(at, "property").or_else(|| tree.attr(at, "name"));
        let Some(name) = name.map(str::to_ascii_lowercase) else { return };
        let Some(content) = tree.attr(at, "content").map(squeeze).filter(|c| !c.is_empty()) else {
            return;
        };
        let slot = match name.as_str() {
            "og:title" | "twitter:title" | "articletitle" | "dc.title" | "dcterms.title"
            | "citation_title" | "sailthru.title" | "parsely-title" => &mut self.meta_title,
            "og:site_name" | "sitename" | "application-name" => &mut self.site,
            "author"
            | "article:author_name"
            | "dc.creator"
            | "dcterms.creator"
            | "sailthru.author"
            | "parsely-author"
            | "byl"
            | "citation_author" => &mut self.author,
            "contentsource" | "source" | "dc.source" => &mut self.source,
            "og:image" | "og:image:url" | "twitter:image" => &mut self.image,
            _ => return,
        };
        slot.get_or_insert(content);
    }

    fn link(&mut self, tree: &Tree<'_>, at: usize) {
        if tree.attr(at, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
            let href = tree.attr(at, "href").map(str::trim).filter(|href| !href.is_empty());
            self.canonical = self.canonical.take().or(href.map(str::to_owned));
        }
    }

    fn script(&mut self, tree: &Tree<'_>, at: usize) {
        let kind = tree.attr(at, "type").unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case("application/ld+json") {
            return;
        }
        for inside in tree.range(at) {
            let Some(What::Text(text)) = tree.node(inside).map(|node| node.what) else { continue };
            if text.len() > LONGEST_SCRIPT {
                continue;
            }
            // raw line breaks inside strings are common and make the whole block unreadable
            let clean = text.replace(char::is_control, " ");
            if let Ok(value) = serde_json::from_str::<Value>(clean.trim().trim_end_matches(';')) {
                self.linked_data(&value);
            }
        }
    }

    fn linked_data(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.linked_data(item)),
            Value::Object(map) => {
                if let Some(graph) = map.get("@graph") {
                    self.linked_data(graph);
                }
                if !value.get("@type").is_some_and(is_article) {
                    return;
                }
                let text = |key: &str| value.get(key).and_then(name_of);
                self.headline = self.headline.take().or_else(|| text("headline"));
                self.author = text("author").or_else(|| self.author.take());
                self.publisher = self.publisher.take().or_else(|| text("publisher"));
                self.image = self.image.take().or_else(|| value.get("image").and_then(url_of));
            }
            _ => {}
        }
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            kind.ends_with("Article")
                || ["BlogPosting", "NewsArticle", "Report", "LiveBlogPosting"]
                    .contains(&kind.as_str())
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// A name given as text, as an object with a name, or as a list of those.
fn name_of(value: &Value) -> Option<String> {
    const MOST: usize = 8;
    let text = match value {
        Value::String(text) => html_escape::decode_html_entities(text).into_owned(),
        Value::Object(map) => return map.get("name").and_then(name_of),
        Value::Array(list) => {
            let names: Vec<String> = list.iter().take(MOST).filter_map(name_of).collect();
            names.join(", ")
        }
        _ => return None,
    };
    Some(squeeze(&text)).filter(|text| !text.is_empty())
}

fn url_of(value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Object(map) => map.get("url").and_then(url_of),
        Value::Array(list) => list.first().and_then(url_of),
        _ => None,
    }
}

fn text_inside(tree: &Tree<'_>, at: usize) -> Option<String> {
    let mut out = String::new();
    for inside in tree.range(at) {
        if let Some(What::Text(text)) = tree.node(inside).map(|node| node.what) {
            out.push_str(text);
        }
    }
    Some(squeeze(&out)).filter(|text| !text.is_empty())
}
