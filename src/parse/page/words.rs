//! Words by which blocks of a page are known, whatever the site: in headings, class names, links.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Headings of blocks that repeat what stands elsewhere, or lead away.
const ASIDE: &[&str] = &[
    "热点",
    "热门",
    "排行",
    "点击",
    "推荐",
    "友情链接",
    "相关",
    "快速通道",
    "快速链接",
    "快捷",
    "常用链接",
    "友情",
    "标签",
    "归档",
    "存档",
    "浏览",
    "最近更新",
    "猜你",
    "延伸阅读",
    "専門",
    "関連",
    "人気",
    "ランキング",
    "アーカイブ",
    "カテゴリ",
    "タグ",
    "최근",
    "인기",
    "관련",
    "바로가기",
    "태그",
    "most read",
    "most viewed",
    "most popular",
    "popular",
    "trending",
    "related",
    "archive",
    "tags",
    "tag cloud",
    "categories",
    "recent posts",
    "recent comments",
    "quick links",
    "useful links",
    "links",
    "see also",
    "you may also",
    "recommended",
    "sponsored",
    "follow us",
    "contact",
    "about us",
    "популярн",
    "самое читаемое",
    "рекомендуем",
    "ссылки",
    "архив",
    "рубрики",
    "метки",
    "beliebt",
    "meistgelesen",
    "verwandte",
    "archiv",
    "schlagwörter",
    "populaires",
    "plus lus",
    "articles liés",
    "liens",
    "étiquettes",
    "más leíd",
    "relacionad",
    "enlaces",
    "etiquetas",
    "più letti",
    "correlati",
    "mais lidas",
    "popularne",
    "powiązane",
    "xem nhiều",
    "liên quan",
    "liên kết",
    "tin đọc nhiều",
    "الأكثر",
    "روابط",
    "پربازدید",
    "پیوند",
    "forum",
    "discuss",
    "diskus",
    "most commented",
    "latest comments",
    "kommentar",
    "más comentad",
    "форум",
    "обсужда",
    "комментар",
    "читают",
    "популярные",
    "评论",
    "討論",
    "论坛",
    "most shared",
    "top stories of",
    "más visto",
    "le più lette",
    "najczęściej",
    "en çok",
    "meest gelezen",
    "mest läst",
    "mest lest",
    "luetuimm",
];

/// Headings and names of blocks that hold news.
const NEWS: &[&str] = &[
    "新闻",
    "通知",
    "公告",
    "公示",
    "动态",
    "资讯",
    "要闻",
    "快讯",
    "消息",
    "新聞",
    "最新",
    "活动",
    "讲座",
    "信息",
    "お知らせ",
    "ニュース",
    "トピックス",
    "공지",
    "뉴스",
    "소식",
    "알림",
    "news",
    "notice",
    "announcement",
    "press",
    "latest",
    "events",
    "stories",
    "updates",
    "headlines",
    "новост",
    "событи",
    "объявлен",
    "пресс",
    "aktuell",
    "nachricht",
    "meldung",
    "veranstaltung",
    "actualit",
    "communiqu",
    "événement",
    "noticias",
    "novedades",
    "eventos",
    "notizie",
    "avvisi",
    "notícias",
    "aktualno",
    "wydarzen",
    "tin tức",
    "thông báo",
    "sự kiện",
    "أخبار",
    "اخبار",
    "الأخبار",
    "খবর",
    "সংবাদ",
    "समाचार",
    "ख़बर",
    "haber",
    "duyuru",
    "berita",
    "nyheter",
];

/// Parts of addresses under which news stands.
pub(super) const NEWS_PATHS: &[&str] = &[
    "news",
    "xwzx",
    "xwdt",
    "tzgg",
    "xinwen",
    "tongzhi",
    "gonggao",
    "notice",
    "announce",
    "press",
    "international",
    "gjjl",
    "gjhz",
    "hzjl",
    "events",
    "media",
    "noticias",
    "actualites",
    "aktuelles",
    "presse",
];

/// Pieces of class names and ids of blocks that are no content.
const CHROME: &[&str] = &[
    "nav",
    "menu",
    "footer",
    "foot",
    "header",
    "breadcrumb",
    "crumb",
    "crumbs",
    "pager",
    "pagination",
    "paging",
    "pages",
    "sitemap",
    "topbar",
    "toolbar",
    "copyright",
    "tagcloud",
    "tags",
    "social",
    "share",
    "sharing",
    "cookie",
    "lang",
    "language",
    "languages",
    "login",
    "search",
    "friendlink",
    "dropdown",
    "submenu",
    "navbar",
    "megamenu",
    "navigation",
    "skip",
    "calendar",
    "subnav",
    "leftnav",
    "links",
    "quicklinks",
];

/// The same for blocks beside the content.
const SIDE: &[&str] = &[
    "sidebar",
    "aside",
    "side",
    "widget",
    "rightbar",
    "leftbar",
    "hot",
    "rank",
    "ranking",
    "popular",
    "related",
    "recommend",
    "recommended",
    "trending",
    "promo",
    "banner",
    "ad",
    "ads",
    "archives",
    "mostread",
];

/// Pieces of class names of elements that hold a title.
const TITLE: &[&str] = &["title", "tit", "headline", "subject", "heading", "bt", "tt"];

/// Pieces of class names and ids of blocks that hold news.
const NEWS_NAMES: &[&str] = &[
    "news",
    "newslist",
    "headline",
    "headlines",
    "post",
    "posts",
    "blog",
    "article",
    "articles",
    "event",
    "events",
    "press",
    "story",
    "stories",
    "notice",
    "notices",
    "xw",
    "xwlist",
    "xinwen",
    "tzgg",
    "noticias",
    "aktuelles",
    "actualites",
    "nyheter",
    "teasers",
];

/// Pieces of class names of elements that lead to further pages of a list.
const PAGER: &[&str] = &[
    "pager",
    "pagination",
    "paging",
    "pages",
    "pagenav",
    "pagebar",
    "paginator",
    "pagelist",
    "fanye",
];

/// What a class name says of its block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Zone {
    #[default]
    Content,
    Side,
    Chrome,
}

/// What one class name or id says of its element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub zone: Zone,
    pub title: bool,
    /// The element leads to further pages of a list.
    pub pager: bool,
    /// The element holds news.
    pub news: bool,
}

impl Name {
    /// Judges a name by its parts (`main-nav`, `sideBar2`).
    pub(super) fn read(name: &str) -> Self {
        let lower = parted(name);
        let parts = || lower.split(' ').filter(|part| !part.is_empty());
        Self {
            zone: zone_of(parts),
            title: parts().any(|part| TITLE.contains(&part) || part.ends_with("title")),
            news: parts().any(|part| NEWS_NAMES.contains(&part.trim_matches(is_digit))),
            pager: parts().any(|part| PAGER.contains(&part.trim_end_matches(is_digit))),
        }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn zone_of<'a, P: Iterator<Item = &'a str>>(parts: impl Fn() -> P) -> Zone {
    // what a theme says of the inside or the look of a block, not of its place
    const LOOKS: &[&str] = &[
        "with", "has", "no", "without", "is", "category", "tag", "type", "pt", "pb", "mt", "mb",
        "before", "after",
    ];
    if parts().nth(4).is_some() || parts().any(|part| LOOKS.contains(&part)) {
        return Zone::Content;
    }
    let mut worst = Zone::Content;
    for part in parts() {
        let part = part.trim_matches(is_digit);
        if CHROME.contains(&part) {
            return Zone::Chrome;
        }
        if SIDE.contains(&part) {
            worst = Zone::Side;
        }
    }
    worst
}

/// The parts of a name in lower case: `mainNav-left_2` gives `main nav left 2`.
fn parted(name: &str) -> String {
    let mut parted = String::with_capacity(name.len() + 8);
    let mut lower = false;
    for c in name.chars().take(80) {
        if !c.is_alphanumeric() || (c.is_uppercase() && lower) {
            parted.push(' ');
        }
        lower = c.is_lowercase();
        if c.is_ascii_alphanumeric() {
            parted.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            parted.extend(c.to_lowercase());
        }
    }
    parted
}

pub(super) fn is_aside_heading(heading: &str) -> bool {
    static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(ASIDE).ok());
    names(heading, FINDER.as_ref())
}

pub(super) fn is_news_heading(heading: &str) -> bool {
    static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(NEWS).ok());
    names(heading, FINDER.as_ref())
}

fn names(heading: &str, words: Option<&AhoCorasick>) -> bool {
    let short = heading.chars().take(41).count() <= 40;
    short && words.is_some_and(|words| words.is_match(&heading.to_lowercase()))
}
