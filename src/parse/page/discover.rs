//! Where a page's news may be found: its feeds, and the links that promise a news list.

use std::collections::HashSet;

use super::address;
use super::links::{self, Link, Links};
use super::paging;
use super::text::{Sums, units};
use super::words;
use crate::model::WebUrl;
use crate::parse::Context;
use crate::parse::html::{Attr, Page, Tree};

/// Most leads worth following from one page.
const MAX_LEADS: usize = 12;
/// Feeds named by links, beyond those the page declares.
const MAX_FEEDS: usize = 20;

/// What a page tells of where its news is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Discovery {
    /// Feeds that the page declares or links to, the declared ones first.
    pub feeds: Vec<WebUrl>,
    /// Where a WordPress site gives its posts to programs.
    pub posts: Option<WebUrl>,
    /// Links to follow one level, the most promising first.
    pub leads: Vec<Lead>,
    /// The next page of this list.
    pub next: Option<WebUrl>,
    /// Addresses where feeds of common systems stand, untested.
    pub usual: Vec<WebUrl>,
}

/// A link that promises a news list.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    pub url: WebUrl,
    pub text: String,
    /// Higher is better; comparable within one page only.
    pub promise: f64,
}

/// Looks for feeds, for the news and international sections, and for the next page.
pub fn discover(markup: &str, context: &Context) -> Discovery {
    let Page { tree, .. } = &Page::of(markup);
    let links = Links::of(tree, &Sums::of(tree), &context.url);
    Discovery {
        feeds: feeds(tree, &links, &context.url),
        posts: posts(tree, &context.url),
        leads: leads(&links, &context.url),
        next: next(tree, &links),
        usual: usual(&context.url),
    }
}

/// Feeds that the page declares in its head, then those that it links to.
pub(super) fn feeds(tree: &Tree, links: &Links, page: &WebUrl) -> Vec<WebUrl> {
    let base = links::base(tree, page);
    let declared = (0..tree.len()).filter(|&at| tree.name(at) == "link").filter_map(|at| {
        let kind = tree.attr(at, Attr::Type).unwrap_or_default().to_ascii_lowercase();
        let feed = kind.contains("rss") || kind.contains("atom") || kind.contains("feed+json");
        let alternate = tree
            .attr(at, Attr::Rel)
            .is_some_and(|rel| rel.to_ascii_lowercase().contains("alternate"));
        (feed && alternate).then(|| base.join(tree.attr(at, Attr::Href)?).ok()).flatten()
    });
    let mut seen = HashSet::new();
    let mut feeds: Vec<WebUrl> = declared.filter(|url| !is_comments(url)).collect();
    feeds.extend(links.feeds().iter().filter(|url| !is_comments(url)).take(MAX_FEEDS).cloned());
    feeds.retain(|url| seen.insert(links::key(url)));
    feeds
}

/// The posts of a site that names its WordPress REST interface (`rel="https://api.w.org/"`).
fn posts(tree: &Tree, page: &WebUrl) -> Option<WebUrl> {
    const WANTED: &str = "per_page=30&_fields=id,link,date,date_gmt,title,excerpt,content";
    let base = links::base(tree, page);
    let root = (0..tree.len())
        .filter(|&at| tree.name(at) == "link")
        .find(|&at| tree.attr(at, Attr::Rel) == Some("https://api.w.org/"))
        .and_then(|at| base.join(tree.attr(at, Attr::Href)?).ok())?;
    // a site without readable addresses carries the route in the query
    let join = if root.as_url().query().is_some() { '&' } else { '?' };
    let root = root.as_str().trim_end_matches('/');
    WebUrl::parse(&format!("{root}/wp/v2/posts{join}{WANTED}")).ok()
}

fn is_comments(url: &WebUrl) -> bool {
    url.as_url().path().contains("comments")
}

/// The link texts and addresses of sections, by how much news they promise.
const SECTIONS: &[(f64, &[&str])] = &[
    (
        3.0,
        &[
            "国际合作",
            "国际交流",
            "合作交流",
            "对外交流",
            "外事",
            "港澳台",
            "留学",
            "来华",
            "出国",
            "國際",
            "international",
            "study abroad",
            "global",
            "admissions news",
            "scholarship",
            "国際",
            "국제",
            "международн",
        ],
    ),
    (
        3.0,
        &[
            "通知公告",
            "新闻",
            "公告",
            "通知",
            "公示",
            "新聞",
            "お知らせ",
            "ニュース",
            "공지",
            "뉴스",
            "news",
            "announcement",
            "notice",
            "press",
            "noticias",
            "actualit",
            "aktuell",
            "nachrichten",
            "новости",
            "объявлен",
            "notizie",
            "notícias",
            "aktualno",
            "tin tức",
            "thông báo",
            "أخبار",
            "اخبار",
            "haber",
            "duyuru",
            "berita",
        ],
    ),
    (
        1.5,
        &[
            "动态",
            "资讯",
            "要闻",
            "快讯",
            "招生",
            "events",
            "stories",
            "blog",
            "media",
            "latest",
            "updates",
            "活动",
            "讲座",
            "イベント",
            "행사",
            "veranstaltung",
            "événement",
            "eventos",
            "событи",
            "sự kiện",
        ],
    ),
];

fn leads(links: &Links, page: &WebUrl) -> Vec<Lead> {
    let site = address::site(page);
    let mut leads: Vec<Lead> = Vec::new();
    for link in links.all() {
        let promise = promise(link);
        if promise <= 0.0 || address::site(&link.url) != site {
            continue;
        }
        match leads.iter_mut().find(|lead| links::key(&lead.url) == link.key) {
            Some(known) if known.promise >= promise => {}
            Some(known) => {
                known.promise = promise;
                known.text.clone_from(&link.text);
            }
            None => leads.push(Lead { url: link.url.clone(), text: link.text.clone(), promise }),
        }
        if leads.len() > 400 {
            break;
        }
    }
    leads.sort_by(|a, b| b.promise.total_cmp(&a.promise));
    leads.truncate(MAX_LEADS);
    leads
}

/// A section's name is short and names news; its address is that of a section.
fn promise(link: &Link) -> f64 {
    let text = link.text.to_lowercase();
    let length = units(&text);
    if length > 44 || address::is_file(link.url.as_url()) {
        return 0.0;
    }
    let named: f64 = SECTIONS
        .iter()
        .filter(|(_, words)| words.iter().any(|word| text.contains(word)))
        .map(|(worth, _)| worth)
        .sum();
    let path = link.url.as_url().path().to_ascii_lowercase();
    let told = words::NEWS_PATHS
        .iter()
        .any(|word| path.split(['/', '.', '-', '_']).any(|part| part == *word));
    let told = if told { 1.5 } else { 0.0 };
    if named == 0.0 && (told == 0.0 || !paging::is_more(&text)) {
        return 0.0;
    }
    // a bare name beats a sentence, a section beats a document
    let plain = 1.0 - (length as f64 / 44.0);
    let document = if address::is_document(link.url.as_url()) { 0.8 } else { 0.0 };
    named + told + plain - document
}

fn next(tree: &Tree, links: &Links) -> Option<WebUrl> {
    let base = links.all();
    let declared = base.iter().find(|link| {
        tree.attr(link.at, Attr::Rel)
            .is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "next"))
    });
    let named = || {
        base.iter().rev().find(|link| paging::is_next(&link.text) && !paging::is_last(&link.text))
    };
    declared.or_else(named).map(|link| link.url.clone())
}

fn usual(page: &WebUrl) -> Vec<WebUrl> {
    const PLACES: &[&str] = &[
        "/feed/",
        "/rss.xml",
        "/atom.xml",
        "/feed.xml",
        "/index.xml",
        "/rss",
        "/wp-json/wp/v2/posts",
        "/news/rss.xml",
        "/news/feed/",
    ];
    PLACES.iter().filter_map(|place| page.join(place).ok()).collect()
}
