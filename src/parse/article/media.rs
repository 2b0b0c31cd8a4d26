//! Pictures and attached files of an article.

use super::head::Head;
use super::noise::{self, Noise};
use super::tree::Tree;
use crate::model::{Attachment, WebUrl};

const MOST_IMAGES: usize = 20;
const MOST_ATTACHMENTS: usize = 40;

/// The main image first: the one the page shows to other sites, unless that is its logo.
pub(super) fn images(
    tree: &Tree<'_>,
    head: &Head,
    body: Option<usize>,
    base: &WebUrl,
) -> Vec<WebUrl> {
    let mut found: Vec<WebUrl> = Vec::new();
    let mut add = |src: &str| {
        if let Ok(url) = base.join(src)
            && found.len() < MOST_IMAGES
            && !found.contains(&url)
        {
            found.push(url);
        }
    };
    if let Some(main) = head.image.as_deref().filter(|src| !is_ornament(src)) {
        add(main);
    }
    for at in body.into_iter().flat_map(|body| tree.elements(body)) {
        if tree.name(at) != "img" || is_small(tree, at) {
            continue;
        }
        // lazy loaders keep the real address elsewhere
        let sources = ["data-src", "data-original", "data-lazy-src", "orisrc", "src"];
        let src = sources.iter().filter_map(|name| tree.attr(at, name)).find(|src| {
            let src = src.trim();
            !src.is_empty() && !src.starts_with("data:") && !is_ornament(src)
        });
        if let Some(src) = src {
            add(src);
        }
    }
    found
}

fn is_ornament(src: &str) -> bool {
    let path = src.split(['?', '#']).next().unwrap_or(src).to_ascii_lowercase();
    let file = path.rsplit('/').next().unwrap_or(&path);
    [
        "logo",
        "icon",
        "spacer",
        "blank",
        "avatar",
        "default",
        "placeholder",
        "pixel",
        "loading",
        "qrcode",
    ]
    .iter()
    .any(|word| file.contains(word))
        || path.contains("/themes/")
        || path.contains("/filetypes/")
}

fn is_small(tree: &Tree<'_>, at: usize) -> bool {
    const SMALLEST: u32 = 60;
    ["width", "height"].iter().any(|name| {
        let digits = tree.attr(at, name).unwrap_or_default().trim().trim_end_matches("px");
        digits.parse::<u32>().is_ok_and(|pixels| pixels < SMALLEST)
    })
}

/// Files that hang on the article: links to documents in its part of the page, and documents that
/// a player on the page shows. `from` is where the headline ends: files above it belong to menus.
pub(super) fn attachments(
    tree: &Tree<'_>,
    region: usize,
    from: usize,
    base: &WebUrl,
) -> Vec<Attachment> {
    let mut found: Vec<Attachment> = Vec::new();
    for at in tree.elements(region).filter(|&at| at >= from) {
        if found.len() >= MOST_ATTACHMENTS {
            break;
        }
        let Some(reference) = file_reference(tree, at) else { continue };
        let framed = tree
            .ancestors(at)
            .take_while(|&up| up != region)
            .any(|up| matches!(noise::by_name(tree, up), Some(Noise::Sure | Noise::Beside)));
        if framed {
            continue;
        }
        let Ok(url) = base.join(reference) else { continue };
        if found.iter().any(|attachment| attachment.url == url) {
            continue;
        }
        let name = file_name(tree, at, &url);
        found.push(Attachment { url, name });
    }
    found
}

fn file_reference<'a>(tree: &Tree<'a>, at: usize) -> Option<&'a str> {
    if let Some(source) = tree.attr(at, "pdfsrc") {
        return Some(source);
    }
    let reference = match tree.name(at) {
        "a" => tree.attr(at, "href")?,
        "iframe" | "embed" => tree.attr(at, "src")?,
        "object" => tree.attr(at, "data")?,
        _ => return None,
    };
    let named = tree.attr(at, "sudyfile-attr").is_some() && tree.name(at) == "a";
    (named || is_document(reference)).then_some(reference)
}

fn is_document(reference: &str) -> bool {
    let lower = reference.to_ascii_lowercase();
    if lower.contains("_content/download.jsp") || lower.contains("downloadattachurl") {
        return true;
    }
    let path = lower.split(['?', '#']).next().unwrap_or(&lower);
    let ending = path.rsplit('.').next().unwrap_or_default();
    is_ending(ending)
        // viewers carry the file in their query: viewer.html?file=/a.pdf
        || lower.split(['=', '&']).skip(1).any(|part| {
            part.rsplit('.').next().is_some_and(|ending| part.contains('.') && is_ending(ending))
        })
}

fn is_ending(ending: &str) -> bool {
    [
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "rar", "7z", "odt", "ods",
        "rtf", "wps", "hwp", "ofd", "csv",
    ]
    .contains(&ending)
}

/// The real name stands in the link's own attribute, its words, its title or its address.
fn file_name(tree: &Tree<'_>, at: usize, url: &WebUrl) -> String {
    const LONGEST: usize = 200;
    let sudy = tree.attr(at, "sudyfile-attr").and_then(|attr| {
        let (_, rest) = attr.split_once("title")?;
        let value = rest.split(['\'', '"']).find(|part| part.contains('.'))?;
        Some(value.to_owned())
    });
    let words = tree.line(at);
    let generic = ["下载", "点击下载", "附件", "download", "here", "pdf", "附件下载", "查看"];
    let told = !words.is_empty() && !generic.contains(&words.to_lowercase().as_str());
    let name = sudy
        .or_else(|| told.then_some(words))
        .or_else(|| tree.attr(at, "title").map(str::to_owned).filter(|title| !title.is_empty()))
        .unwrap_or_else(|| {
            let path = url.as_url().path();
            path.rsplit('/').next().unwrap_or(path).to_owned()
        });
    name.chars().take(LONGEST).collect()
}
