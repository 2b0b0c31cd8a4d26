//! Containers that content systems put round the text of an article, by name.

use super::tree::Tree;

/// How much a container's name is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// Usual for article bodies, but themes use it for other boxes too.
    Usual,
    /// Made by the content system round the text and nothing else.
    Sure,
}

/// VSB/Boda, Sudy WebPlus, TRS WCM and other editors' own wrappers.
const SURE_PREFIXES: &[&str] = &["vsb_content", "trs_editor", "trs_paper", "trs_web"];
const SURE: &[&str] =
    &["v_news_content", "wp_articlecontent", "ucapcontent", "pages_content", "j-fontcontent"];

const USUAL: &[&str] = &[
    "entry-content",
    "post-content",
    "post-body",
    "postbody",
    "post-entry",
    "article-content",
    "article-body",
    "article__body",
    "article__content",
    "article_content",
    "article_body",
    "articlebody",
    "articlecontent",
    "article-text",
    "article_text",
    "articletext",
    "article-detail",
    "article_detail",
    "articlecon",
    "article-con",
    "article_con",
    "field--name-body",
    "field-name-body",
    "field-body",
    "story-body",
    "storybody",
    "story-content",
    "story__content",
    "news-content",
    "news_content",
    "newscontent",
    "news-body",
    "newsbody",
    "news-detail",
    "newsdetail",
    "news-text",
    "newstext",
    "news_text",
    "detail-content",
    "detail_content",
    "detailcontent",
    "content-detail",
    "content_detail",
    "contentdetail",
    "details-content",
    "content-body",
    "content__body",
    "contentbody",
    "content-text",
    "contenttext",
    "content_text",
    "text-content",
    "textcontent",
    "rich-text",
    "richtext",
    "wysiwyg",
    "td-post-content",
    "single-content",
    "blog-content",
    "blog-post-content",
    "body-content",
    "main-text",
    "bodytext",
    "body-text",
    "page-content",
    "board-view",
    "view-content",
    "view_content",
    "view-con",
    "view_con",
    "viewcontent",
    "bbs-view",
    "fr-view",
    "note-editor",
    "xl_content",
    "info_content",
    "infocontent",
    "con_text",
    "art_content",
    "art-content",
    "art_con",
    "show_content",
    "read-content",
    "zoom",
    "nr_content",
];

/// What the element's own names say of it.
pub(super) fn trust(tree: &Tree<'_>, at: usize) -> Option<Trust> {
    if tree.attr(at, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("articleBody")) {
        return Some(Trust::Sure);
    }
    let words = tree.names(at).into_iter().flat_map(str::split_ascii_whitespace);
    words.filter_map(of_name).max()
}

fn of_name(name: &str) -> Option<Trust> {
    let mut buffer = [0_u8; 40];
    let lower = buffer.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).ok()?;
    if SURE.contains(&lower) || SURE_PREFIXES.iter().any(|prefix| lower.starts_with(prefix)) {
        return Some(Trust::Sure);
    }
    USUAL.contains(&lower).then_some(Trust::Usual)
}
