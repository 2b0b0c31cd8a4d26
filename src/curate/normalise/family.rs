//! Addresses that content systems give one article in several forms.

/// VSB serves `/info/A/B.htm` also as `any.jsp?urltype=news.NewsContentUrl&wbtreeid=A&wbnewsid=B`.
/// Gives the static form of the path; the query then says nothing more.
pub(super) fn vsb(path: &str, query: Option<&str>) -> Option<String> {
    let query = query?;
    let value = |wanted: &str| {
        query
            .split('&')
            .filter_map(|part| part.split_once('='))
            .find(|(name, value)| name.eq_ignore_ascii_case(wanted) && is_number(value))
            .map(|(_, value)| value)
    };
    let (tree, news) = (value("wbtreeid")?, value("wbnewsid")?);
    let (folder, file) = path.rsplit_once('/')?;
    // the template may lie in a folder of its own beside `info/`, which no rule can tell from a sub-site
    file.rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("jsp"))
        .then(|| format!("{folder}/info/{tree}/{news}.htm"))
}

/// The one name of a last path segment, where a family is known to serve several.
pub(super) fn file(folder: &str, name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let page = matches!(ending, "htm" | "html" | "shtml" | "psp" | "phtml");
    if !page {
        return None;
    }
    let mut above = folder.rsplit('/');
    let (column, info) = (above.next().unwrap_or_default(), above.next().unwrap_or_default());
    if info == "info" && is_number(column) && is_number(stem) {
        return Some(format!("{stem}.htm"));
    }
    if matches!(stem, "page" | "pagem") && is_webplus_article(column) {
        return Some("page.htm".to_owned());
    }
    is_trs_article(stem).then(|| format!("{stem}.html"))
}

/// `c<column>a<article>`
fn is_webplus_article(segment: &str) -> bool {
    segment
        .strip_prefix('c')
        .and_then(|rest| rest.split_once('a'))
        .is_some_and(|(column, article)| is_number(column) && is_number(article))
}

/// `t<yyyymmdd>_<number>`
fn is_trs_article(stem: &str) -> bool {
    stem.strip_prefix('t')
        .and_then(|rest| rest.split_once('_'))
        .is_some_and(|(day, number)| day.len() == 8 && is_number(day) && is_number(number))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit())
}
