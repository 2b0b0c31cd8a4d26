//! Where the rest of an article stands: on its next page, in a frame, in the one attached file.

use super::tree::{Role, Tree, What};
use crate::model::{Attachment, Rest, WebUrl};

/// Shorter texts may only introduce a file or a frame; a Chinese character weighs two.
const SHORT: usize = 360;

/// Links looked at for the next page.
const MOST_LINKS: usize = 4_000;

/// What is known of the article when its rest is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub here: &'a WebUrl,
    pub base: &'a WebUrl,
    pub text: &'a str,
    pub attachments: &'a [Attachment],
}

pub(super) fn find(tree: &Tree<'_>, markup: &str, region: usize, known: Known<'_>) -> Option<Rest> {
    if let Some(next) = next_page(tree, markup, known) {
        return Some(Rest::Page(next));
    }
    let weight: usize = known.text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum();
    if weight >= SHORT {
        return None;
    }
    if weight * 4 < SHORT
        && let Some(frame) = frame(tree, region, known)
    {
        return Some(Rest::Frame(frame));
    }
    let mut readable = known.attachments.iter().filter(|file| is_readable(file));
    match (readable.next(), readable.next()) {
        (Some(only), None) => Some(Rest::File(only.url.clone())),
        _ => None,
    }
}

fn is_readable(file: &Attachment) -> bool {
    [file.url.as_url().path(), &file.name].iter().any(|name| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.trim());
        ending.is_some_and(|e| e.eq_ignore_ascii_case("pdf") || e.eq_ignore_ascii_case("docx"))
    })
}

/// The frame that holds the text: of the page's own site, and no player or counter.
fn frame(tree: &Tree<'_>, region: usize, known: Known<'_>) -> Option<WebUrl> {
    let framed = tree.elements(0).filter(|&at| matches!(tree.name(at), "iframe" | "frame"));
    let mut best: Option<(bool, WebUrl)> = None;
    for at in framed.take(40) {
        let Some(src) = tree.attr(at, "src").filter(|src| !src.trim().is_empty()) else { continue };
        let Ok(url) = known.base.join(src) else { continue };
        let hidden = tree
            .attr(at, "style")
            .is_some_and(|style| style.replace(' ', "").contains("display:none"))
            || ["width", "height"].iter().any(|side| {
                tree.attr(at, side).is_some_and(|size| {
                    !size.contains('%')
                        && size.trim_end_matches("px").parse::<u32>().is_ok_and(|px| px < 60)
                })
            });
        let path = url.as_url().path().to_ascii_lowercase();
        let text = !["player", "video", "search", "share", "count", "login", "map", "weather"]
            .iter()
            .any(|word| path.contains(word));
        let own = url.host() == known.here.host() && url != *known.here;
        if hidden || !text || !own {
            continue;
        }
        let inside = tree.range(region).contains(&at);
        if best.as_ref().is_none_or(|(before, _)| inside && !before) {
            best = Some((inside, url));
        }
    }
    best.map(|(_, url)| url)
}

/// The page after this one of the same article.
fn next_page(tree: &Tree<'_>, markup: &str, known: Known<'_>) -> Option<WebUrl> {
    let here = Counted::of(known.here);
    let links = tree.elements(0).filter(|&at| matches!(tree.name(at), "a" | "link"));
    for at in links.take(MOST_LINKS) {
        let Some(href) = tree.attr(at, "href").filter(|href| !href.is_empty()) else { continue };
        let rel = tree.attr(at, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("next"));
        if !rel && !says_next(tree, at) {
            continue;
        }
        if let Some(url) = known.base.join(href).ok().filter(|url| here.leads_to(url)) {
            return Some(url);
        }
    }
    let name = scripted(markup, here.page)?;
    known.base.join(&name).ok().filter(|url| here.leads_to(url))
}

/// Whether a link's few words are those of paging, or the number of a page.
fn says_next(tree: &Tree<'_>, at: usize) -> bool {
    const WORDS: [&str; 17] = [
        "下一页",
        "下页",
        "下一頁",
        "下頁",
        "后一页",
        "next",
        "next page",
        "次へ",
        "次のページ",
        "다음",
        "다음 페이지",
        "следующая",
        "weiter",
        "nächste seite",
        "page suivante",
        "suivant",
        "siguiente",
    ];
    let range = tree.range(at);
    if range.len() > 8 || tree.role(at) != Some(Role::Link) {
        return false;
    }
    let mut text = String::new();
    for inside in range {
        if let Some(What::Text(piece)) = tree.node(inside).map(|node| node.what) {
            text.push_str(piece);
        }
    }
    let text = text.trim().to_lowercase();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    WORDS.contains(&text) || text.parse::<u32>().is_ok_and(|page| (2..=50).contains(&page))
}

/// An address without its page number.
#[derive(Debug, PartialEq, Eq)]
struct Counted {
    /// The address as it is, where its query names no page.
    whole: Option<String>,
    stem: String,
    /// `None` on a first page that does not count itself.
    page: Option<u32>,
}

impl Counted {
    fn of(url: &WebUrl) -> Self {
        let url = url.as_url();
        let mut page = None;
        let mut query: Vec<String> = Vec::new();
        for (name, value) in url.query_pairs() {
            let lower = name.to_ascii_lowercase();
            let counts = ["page", "p", "pn", "pg", "pageno", "page_no", "pagenum", "pageindex"]
                .contains(&lower.as_str())
                || lower == "currentpage";
            match value.parse::<u32>().ok().filter(|&n| counts && n < 1000) {
                Some(number) => page = Some(number),
                None => query.push(format!("{name}={value}")),
            }
        }
        let mut path = url.path().trim_end_matches('/').to_owned();
        let spell = |path: &str| {
            format!("{}{path}?{}", url.host_str().unwrap_or_default(), query.join("&"))
        };
        let whole = page.is_none().then(|| spell(&path));
        if page.is_none()
            && let Some((bare, number)) = in_path(&path)
        {
            path = bare;
            page = Some(number);
        }
        Self { stem: spell(&path), whole, page }
    }

    /// Whether an address is the next page of this one.
    fn leads_to(&self, url: &WebUrl) -> bool {
        let next = Self::of(url);
        let Some(number) = next.page else { return false };
        // `t20270301_55.html` is the 55th of that day and no page, if `t20270301_55_1.html` follows
        let first = self.whole.as_ref() == Some(&next.stem) && (1..=2).contains(&number);
        let counted = next.stem == self.stem && self.page.is_some_and(|here| number == here + 1);
        first || counted
    }
}

/// `news/123_2.html`, `news/123-2.html`, `news/123/2`, `news/123/page/2`.
fn in_path(path: &str) -> Option<(String, u32)> {
    let (folder, file) = path.rsplit_once('/')?;
    let (name, ending) = file.rsplit_once('.').map_or((file, ""), |(n, e)| (n, e));
    let small = |digits: &str| {
        let short = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        short.then(|| digits.parse::<u32>().ok())?
    };
    if let Some((stem, digits)) = name.rsplit_once(['_', '-'])
        && !stem.is_empty()
        && let Some(number) = small(digits)
    {
        let dot = if ending.is_empty() { "" } else { "." };
        return Some((format!("{folder}/{stem}{dot}{ending}"), number));
    }
    let number = small(file)?;
    let folder = folder.strip_suffix("/page").unwrap_or(folder);
    Some((folder.to_owned(), number))
}

/// The next page as TRS pages tell their paging script: `createPageHTML(3, 0, "t2027_1", "html")`.
fn scripted(markup: &str, page: Option<u32>) -> Option<String> {
    let (_, call) = markup
        .split_once("createPageHTML(")
        .filter(|(before, _)| !before.trim_end().ends_with("function"))?;
    let (arguments, _) = call.split_once(')').filter(|(inside, _)| inside.len() < 200)?;
    let mut arguments = arguments.split(',').map(|one| one.trim().trim_matches(['"', '\'']));
    let count: u32 = arguments.next()?.parse().ok()?;
    let told: u32 = arguments.next()?.parse().ok()?;
    let (name, ending) = (arguments.next()?, arguments.next()?);
    let next = page.unwrap_or(told) + 1;
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    (next < count && plain && !name.is_empty()).then(|| format!("{name}_{next}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(from: &str, to: &str) -> bool {
        let url = |path: &str| WebUrl::parse(&format!("http://u.example{path}")).unwrap();
        Counted::of(&url(from)).leads_to(&url(to))
    }

    #[test]
    fn the_next_page_differs_by_its_number_alone() {
        for (from, to) in [
            ("/info/1021/4711.htm", "/info/1021/4711_2.htm"),
            ("/n/t20270301_55.html", "/n/t20270301_55_1.html"),
            ("/news/grant", "/news/grant?page=2"),
            ("/news/grant?page=2", "/news/grant?page=3"),
            ("/news/view.php?id=7", "/news/view.php?id=7&p=2"),
            ("/story/river/", "/story/river/page/2/"),
            ("/story/river/2", "/story/river/3"),
            ("/a-2.html", "/a-3.html"),
        ] {
            assert!(leads(from, to), "{from} -> {to}");
        }
        for (from, to) in [
            ("/info/1021/4711.htm", "/info/1021/4712.htm"),
            ("/news/grant", "/news/grant"),
            ("/news/grant?page=2", "/news/grant?page=1"),
            ("/news/grant", "/news/other?page=2"),
            ("/news/grant", "/news/grant?page=7"),
            ("/news/view.php?id=7", "/news/view.php?id=8&p=2"),
        ] {
            assert!(!leads(from, to), "{from} -> {to}");
        }
    }

    #[test]
    fn a_paging_script_names_the_next_page() {
        let script = "<script>createPageHTML(3, 0, \"t20270301_7\", \"html\");</script>";
        assert_eq!(scripted(script, None).as_deref(), Some("t20270301_7_1.html"));
        assert_eq!(scripted(script, Some(1)).as_deref(), Some("t20270301_7_2.html"));
        assert_eq!(scripted(script, Some(2)), None);
        assert_eq!(scripted("function createPageHTML(a, b) {", None), None);
    }
}
