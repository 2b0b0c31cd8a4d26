//! What stands in or beside an article and is none of it: by the names of elements, and by the
//! words of whole lines.

use std::sync::LazyLock;

use regex::Regex;

use super::families;
use super::tree::{Role, Tree};

/// Name parts that mark what is never the article, by how they begin.
const STEMS: &[&str] = &[
    "breadcrumb",
    "advert",
    "newsletter",
    "comment",
    "paginat",
    "outbrain",
    "taboola",
    "jiathis",
    "bdshare",
    "bshare",
    "addthis",
    "addtoany",
    "cookie",
    "consent",
    "disqus",
    "prevnext",
    "nextprev",
    "respond",
    "livere",
    "tooltip",
    "popup",
    "modal",
    "screenreader",
    "visuallyhidden",
    "offscreen",
    "skiplink",
    "yarpp",
    "rollover",
];

/// Name parts that mark a box beside the article, or a wrapper round both, by how they begin.
const BOX_STEMS: &[&str] = &[
    "related",
    "recommend",
    "sponsor",
    "promo",
    "subscri",
    "sidebar",
    "footer",
    "trending",
    "popular",
    "widget",
    "navbar",
    "navigation",
    "signup",
    "readmore",
    "mostread",
    "sitemap",
    "share",
    "sharing",
];

/// Name parts that mark small print inside or round an article, by how they begin.
const SMALL_STEMS: &[&str] = &[
    "social",
    "toolbar",
    "copyright",
    "byline",
    "qrcode",
    "caption",
    "syndicat",
    "donat",
    "dynclick",
    "dateline",
    "timestamp",
    "pubdate",
    "publishdate",
    "publishtime",
];

/// Name parts that mark either only when they stand alone.
const SMALL_WORDS: &[&str] = &[
    "ad",
    "ads",
    "nav",
    "menu",
    "tags",
    "tag",
    "taglist",
    "crumb",
    "crumbs",
    "pager",
    "paging",
    "sns",
    "credit",
    "credits",
    "print",
    "ewm",
    "aside",
    "login",
    "search",
    "bio",
    "dropdown",
    "noprint",
    "hidden",
    "teaser",
    "teasers",
    "hits",
    "author",
    "authors",
    "topics",
    "disclaimer",
    "dianji",
    "fenxiang",
    "meta",
    "metas",
    "banner",
    "bread",
    "mbx",
    "wzdh",
    "keywords",
    "follow",
    "hide",
    "prev",
    "next",
    "assistive",
];

/// How surely an element is no text of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Noise {
    /// Its name suggests so; not if it holds the better part of the page.
    Likely,
    /// Its name says that it stands beside the article; not if it plainly goes round it.
    Beside,
    /// Its name or kind says so; not if it holds nearly all of the page.
    Sure,
    /// It is not shown.
    Hidden,
}

/// What the element's own names or attributes say.
pub(super) fn by_name(tree: &Tree<'_>, at: usize) -> Option<Noise> {
    let (element, role) = tree.element(at)?;
    match element.name() {
        "nav" | "footer" | "aside" | "menu" | "figcaption" => return Some(Noise::Sure),
        "html" | "body" | "article" | "main" => return None,
        _ => {}
    }
    if element.attrs().next().is_none() || role == Role::Skip {
        return None;
    }
    if element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || element.attr("style").is_some_and(hides)
    {
        return Some(Noise::Hidden);
    }
    if matches!(
        element.attr("role"),
        Some("navigation" | "complementary" | "banner" | "contentinfo" | "search" | "dialog")
    ) {
        return Some(Noise::Sure);
    }
    let names = || {
        let all = tree.names(at).into_iter().flat_map(str::split_ascii_whitespace);
        all.filter(|name| name.len() <= LONGEST_NAME)
    };
    let found = names().filter_map(of_name).max()?;
    let never = |part: &str| NEVER.iter().any(|word| part.eq_ignore_ascii_case(word));
    let body = families::trust(tree, at).is_some() || names().flat_map(name_parts).any(never);
    (!body).then_some(found)
}

/// Longer names are generated and say nothing.
const LONGEST_NAME: usize = 60;

/// `label-hidden`, `has-sidebar`, `w-sidebar` tell about something beside the element's own text.
const MODIFIERS: &[&str] =
    &["w", "with", "has", "have", "no", "not", "without", "label", "is", "and"];

/// Quoted posts, and the boxes of page builders, in which all of a page stands.
const NEVER: &[&str] = &["embed", "elementor", "so", "siteorigin", "panel"];

fn of_name(name: &str) -> Option<Noise> {
    let mut found = None;
    let mut modified = false;
    for part in name_parts(name) {
        if !modified {
            found = found.max(of_word(part));
        }
        modified = MODIFIERS.iter().any(|word| part.eq_ignore_ascii_case(word));
    }
    found
}

fn hides(style: &str) -> bool {
    let mut squeezed = String::with_capacity(style.len().min(200));
    squeezed.extend(style.chars().take(200).filter(|c| !c.is_whitespace()));
    squeezed.make_ascii_lowercase();
    squeezed.contains("display:none") || squeezed.contains("visibility:hidden")
}

fn of_word(word: &str) -> Option<Noise> {
    let mut buffer = [0_u8; 24];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).ok()?;
    let starts = |stems: &[&str]| stems.iter().any(|stem| lower.starts_with(stem));
    if starts(STEMS) {
        return Some(Noise::Sure);
    }
    if starts(BOX_STEMS) {
        return Some(Noise::Beside);
    }
    (SMALL_WORDS.contains(&lower) || starts(SMALL_STEMS)).then_some(Noise::Likely)
}

/// `shareBar main_nav` gives share, Bar, main, nav.
pub(super) fn name_parts(names: &str) -> impl Iterator<Item = &str> {
    names
        .split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(|part| {
            let bytes = part.as_bytes();
            let mut cuts = vec![0];
            cuts.extend(
                (1..bytes.len()).filter(|&i| {
                    bytes[i].is_ascii_uppercase() && bytes[i - 1].is_ascii_lowercase()
                }),
            );
            cuts.push(bytes.len());
            (1..cuts.len()).filter_map(move |i| part.get(cuts[i - 1]..cuts[i])).collect::<Vec<_>>()
        })
        .filter(|part| !part.is_empty())
}

/// Lines that pages print around a text and nobody would miss in it.
static LINES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?ix)^\W*(?:",
        // editors, counters, tools of Chinese pages
        r"(?:责任编辑|責任編輯|责编|本文编辑|网络编辑|编\s*辑|编\s*审|审\s*核|审\s*校|初\s*审|复\s*审|终\s*审|[一二三]审[一二三]校|[一二三]\s*审|责\s*校|校\s*对)\s*[:：／/].{0,40}",
        r"|[【\[（(]?\s*(?:责任编辑|责编|编辑)\s*[:：].{0,24}",
        r"|(?:浏览|阅读|点击|访问|瀏覽|點擊)(?:次数|数|量|率|人数|數)?\s*[:：]?\s*[\[(]?\d*[\])]?\s*次?",
        r"|扫一扫.{0,24}|扫码.{0,16}|分享(?:到|至)?\s*[:：]?.{0,24}|【?\s*(?:打印|关闭|返回|收藏|打印本页|关闭窗口|打印此页|关闭本页|返回顶部|返回列表|字体|我要纠错)[】\s【|/]*.{0,20}",
        r"|(?:上|下|前|后)一(?:篇|条|页|則|则)\s*[:：]?.*|(?:没有了|无)\s*",
        r"|(?:当前位置|您的位置|您现在的位置|你的位置|所在位置|您所在的位置|您当前的位置|位置)\s*[:：].*",
        r"|(?:相关(?:新闻|文章|链接|阅读|推荐|附件下载)|推荐阅读|延伸阅读|热门(?:文章|新闻)|最新(?:文章|新闻|动态))\s*[:：]?",
        r"|(?:版权所有|copyright|©|\(c\)\s*\d{4}|all\s+rights\s+reserved|.{0,30}ICP备).*",
        r"|.{0,100}(?-u:\b)all\s+rights\s+reserved|.{0,120}(?-u:\b)cookies?(?-u:\b).{0,120}(?-u:\b)(?:experience|consent|accept|browser|site|website|settings)(?-u:\b).{0,300}",
        r"|(?:(?:re)?written|edited|translated|reviewed|proofread)\s+by\s*[:：].{0,80}|(?:source|editor|photos?(?:\s+by)?|contributor)\s*[:：].{0,90}",
        r"|附件【.{0,200}】.{0,20}下载.{0,20}|已下载.{0,20}次",
        // English and other tools
        r"|(?:share(?:\s+(?:this|on|to|via)(?-u:\b).{0,40})?|tweet|print(?:\s+this\s+(?:page|article))?|email(?:\s+this)?|facebook|twitter|linkedin|whatsapp|pinterest|copy\s+link|save|like|back\s+to\s+top|top|advertisement|advertisements|story\s+continues\s+below.{0,30}|adverts?|ad|image\s+(?:copyright|caption|source)|media\s+caption|this\s+slideshow\s+requires\s+javascript|read\s+more|continue\s+reading|comments?|leave\s+a\s+(?:comment|reply)|close|previous|next)",
        r"|(?:previous|next|prev)(?:\s+(?:article|post|news|page|one))?\s*[:：].*",
        r"|(?:hits?|views?|clicks?|page\s*views?|visits?|read|browse|click\s*times)\s*[:：]\s*[\[(]?\d*[\])]?",
        r"|(?:you\s+(?:might|may)\s+also\s+(?:like|be\s+interested\s+in)|related\s+(?:articles?|stories|news|links|posts|content|topics)|more\s+(?:stories|news|on\s+this|like\s+this)|see\s+also|read\s+(?:also|next)|also\s+read|top\s+(?:views|stories)|most\s+(?:read|viewed|popular)|latest\s+(?:news|stories)|recommended(?:\s+for\s+you)?)\s*[:：]?",
        r"|(?:filed\s+under|tags?|topics|categories|posted\s+in)\s*[:：].{0,200}",
        r"|(?:sign\s+up|subscribe)(?-u:\b).{0,80}(?:newsletter|email|inbox|updates).{0,80}",
        r")\W*$",
    ))
    .ok()
});

/// Whether a whole line is a tool, a counter or a pointer elsewhere.
pub(super) fn is_noise_line(line: &str) -> bool {
    const LONGEST: usize = 600;
    line.len() <= LONGEST && LINES.as_ref().is_some_and(|lines| lines.is_match(line))
}

/// Headings and lines that open what follows an article on its page.
static ENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?ix)^\W*(?:",
        r"(?:you\s+(?:might|may)\s+(?:also|be)(?-u:\b).{0,30}|related(?-u:\b).{0,30}|more(?-u:\b).{0,30}(?-u:\b)(?:stories|news|articles|posts|coverage|reading)|see\s+also|read\s+(?:also|next|more)|also\s+read|recommended(?-u:\b).{0,20}|most\s+(?:read|viewed|popular)|latest\s+(?:news|stories|posts)|share\s+this.{0,20}|tags|topics|newsletter|trending(?-u:\b).{0,20}|popular(?-u:\b).{0,20}|recent\s+(?:news|posts|articles))",
        r"|(?:相关|推荐|热门|最新|更多|延伸|猜你)(?:新闻|文章|链接|阅读|资讯|内容|推荐|动态|喜欢)?(?:更多)?(?:>+|》)?",
        r"|(?:關聯|相關)(?:新聞|文章|連結)|関連(?:記事|ニュース|リンク)|관련\s?(?:기사|글|뉴스)",
        r"|(?:читайте\s+также|похожие\s+.{0,20}|weitere\s+(?:artikel|nachrichten|meldungen)|articles?\s+(?:similaires|liés)|noticias\s+relacionadas|artículos\s+relacionados|leia\s+(?:também|mais)|articoli\s+correlati|tin\s+(?:liên\s+quan|khác)|bài\s+(?:liên\s+quan|viết\s+khác).{0,20})",
        r")\s*[:：]?\W*$",
    ))
    .ok()
});

/// Headings that never stand inside an article.
static AFTERWORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^\W*(?:about\s+the\s+(?:authors?|reviewers?|writers?)|comments?|\d+\s+comments?|leave\s+a\s+(?:comment|reply)|отзывы|комментарии|网友评论|发表评论|评论|comentarios|commentaires|kommentare)\W*$",
    )
    .ok()
});

/// How a line announces what comes after the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Also the heading of a box inside the text.
    Perhaps,
    Surely,
}

pub(super) fn end(line: &str) -> Option<End> {
    const LONGEST: usize = 120;
    if line.len() > LONGEST {
        return None;
    }
    let says = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|p| p.is_match(line));
    if says(&AFTERWORDS) {
        return Some(End::Surely);
    }
    says(&ENDS).then_some(End::Perhaps)
}
