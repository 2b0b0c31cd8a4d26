//! The headline: the one the reader sees above the text, with `<title>` and the meta tags as
//! witnesses. Never the site's banner.

use std::collections::HashSet;

use super::head::Head;
use super::tree::{Role, Tree};

/// The longest title kept, in characters.
const LONGEST: usize = 300;

/// A headline and, where it is visible on the page, the element that holds it.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub text: String,
    pub at: Option<usize>,
}

/// Below this a visible text is no headline.
const ENOUGH: i32 = 25;

pub(super) fn find(tree: &Tree<'_>, head: &Head, body: Option<usize>) -> Option<Title> {
    let witnesses = Witnesses::of(head);
    let columns = short_link_texts(tree);
    let mut best: Option<(i32, Title)> = None;
    for at in tree.elements(0) {
        // no headline has so much inside
        if tree.range(at).len() > 60 {
            continue;
        }
        let Some(worth) = headline_worth(tree, at) else { continue };
        let text = tree.line(at);
        let chars = text.chars().count();
        if !(2..=LONGEST).contains(&chars) {
            continue;
        }
        let mut score = worth + witnesses.agree(&text);
        if let Some(body) = body {
            score += place_worth(tree, at, body);
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        score -= if digits * 3 > chars { 20 } else { 0 };
        // the names of columns and buttons are short
        score += if title_weight(&text) >= 16 { 10 } else { 0 };
        score -= if columns.contains(text.as_str()) { 12 } else { 0 };
        score -= banner_worth(tree, at);
        if links_home(tree, at) {
            score -= 40;
        }
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, Title { text, at: Some(at) }));
        }
    }
    let seen = best.filter(|(score, _)| *score >= ENOUGH).map(|(_, title)| title);
    seen.or_else(|| witnesses.told().map(|text| Title { text, at: None })).map(|mut title| {
        if let Some(whole) = witnesses.uncut(&title.text) {
            title.text = whole;
        }
        title.text = title.text.chars().take(LONGEST).collect();
        title
    })
}

/// How much an element looks like a headline by what it is.
fn headline_worth(tree: &Tree<'_>, at: usize) -> Option<i32> {
    let (_, role) = tree.element(at)?;
    let by_role = match role {
        Role::Heading(1) => 36,
        Role::Heading(2) => 18,
        Role::Heading(3) => 12,
        Role::Heading(_) => 6,
        Role::Skip | Role::Break | Role::Table | Role::Row | Role::Link => return None,
        _ => 0,
    };
    let names = tree.names(at);
    let mut by_name = 0;
    for name in names.into_iter().flat_map(str::split_ascii_whitespace) {
        let lower = name.to_ascii_lowercase();
        if ["title", "headline", "biaoti", "bt"].iter().any(|word| lower.ends_with(word))
            || lower.starts_with("title")
            || lower.contains("headline")
        {
            by_name = 15;
        }
        if [
            "site", "sub", "widget", "column", "list", "menu", "nav", "section", "block", "lanmu",
            "logo", "more", "folder", "channel", "category", "link", "crumb",
        ]
        .iter()
        .any(|word| lower.contains(word))
        {
            by_name -= 8;
        }
    }
    if tree.attr(at, "itemprop").is_some_and(|p| p == "headline" || p == "name") {
        by_name += 20;
    }
    // an element without a telling role or name is asked only if it is small: a centred line
    let plain = matches!(role, Role::Cell | Role::Paragraph | Role::Block);
    let plain = plain && tree.range(at).len() <= 6;
    match by_role + by_name {
        0 if plain => Some(-10),
        worth => (worth > 0).then_some(worth),
    }
}

/// A headline stands above its text, and not far above.
fn place_worth(tree: &Tree<'_>, at: usize, body: usize) -> i32 {
    let body_range = tree.range(body);
    if at >= body_range.end {
        return -30;
    }
    if body_range.contains(&at) {
        return match at - body_range.start {
            0..15 => 14,
            gap if gap < body_range.len() / 4 => 8,
            _ => -10,
        };
    }
    let gap = body.saturating_sub(tree.range(at).end);
    match gap {
        0..15 => 20,
        15..40 => 14,
        40..120 => 8,
        _ => 0,
    }
}

/// The short texts of links: the names of columns, which stand as headings too.
fn short_link_texts(tree: &Tree<'_>) -> HashSet<String> {
    const LONGEST: usize = 24;
    let links = tree.elements(0).filter(|&at| tree.role(at) == Some(Role::Link));
    let texts = links.filter(|&at| tree.range(at).len() <= 4).map(|at| tree.line(at));
    texts.filter(|text| title_weight(text) <= LONGEST).collect()
}

/// Characters, a Chinese one counted as two.
fn title_weight(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}

/// How much a place in the site's own frame speaks against a headline.
fn banner_worth(tree: &Tree<'_>, at: usize) -> i32 {
    let holders: Vec<usize> = tree.ancestors(at).collect();
    // a header inside the article's own element is the article's
    let article = holders.iter().position(|&up| matches!(tree.name(up), "article" | "main"));
    let frame = holders.iter().take(article.unwrap_or(usize::MAX)).map(|&up| match tree.name(up) {
        "nav" | "footer" | "aside" => 40,
        "header" if article.is_none() && tree.parent(tree.parent(up)) == 0 => 15,
        _ => 0,
    });
    frame.max().unwrap_or(0)
}

/// A heading that is one link to the site's front page is the site's name.
fn links_home(tree: &Tree<'_>, at: usize) -> bool {
    let own = tree.elements(at).chain(tree.ancestors(at).take(2));
    own.filter(|&inside| tree.role(inside) == Some(Role::Link)).any(|link| {
        let href = tree.attr(link, "href").unwrap_or_default();
        matches!(
            href,
            "/" | "./" | "../" | "#" | "index.htm" | "index.html" | "/index.htm" | "/index.html"
        ) || tree.attr(link, "rel") == Some("home")
    })
}

/// What the head says of the title.
struct Witnesses {
    /// `<title>`, then `og:title`, then JSON-LD; whole and folded.
    said: Vec<(String, String)>,
    site: Option<String>,
}

impl Witnesses {
    fn of(head: &Head) -> Self {
        let said = [&head.headline, &head.meta_title, &head.title];
        let said = said.into_iter().flatten().map(|text| (text.clone(), fold(text))).collect();
        Self { said, site: head.site.clone() }
    }

    /// How well a visible text fits what the head says.
    fn agree(&self, text: &str) -> i32 {
        let folded = fold(text);
        let length = folded.chars().count();
        if length < 3 {
            return -10;
        }
        let mut most = 0;
        for (whole, said) in &self.said {
            let fits = if *said == folded {
                60
            } else if said.starts_with(&folded) {
                // the site's name follows; a heading that is all the site's name starts nothing
                40 + i32::try_from(length.min(20)).unwrap_or(20) - if length < 6 { 20 } else { 0 }
            } else if cut_off(whole).is_some_and(|start| folded.starts_with(&fold(start))) {
                55
            } else if said.contains(&folded) {
                15 + i32::try_from(length.min(20)).unwrap_or(20)
            } else if folded.contains(said.as_str()) && said.chars().count() >= 6 {
                30
            } else {
                0
            };
            most = most.max(fits) + if fits == 60 && most >= 60 { 15 } else { 0 };
        }
        if self.site.as_deref().is_some_and(|site| fold(site) == folded) { -40 } else { most }
    }

    /// The best title the head alone gives.
    fn told(&self) -> Option<String> {
        let meta = self.said.iter().map(|(whole, _)| whole);
        let whole = meta.min_by_key(|text| usize::from(cut_off(text).is_some()))?;
        let bare = without_site(whole, self.site.as_deref());
        Some(bare.to_owned()).filter(|text| !text.is_empty())
    }

    /// The whole of a title that the page shows cut off.
    fn uncut(&self, text: &str) -> Option<String> {
        let start = fold(cut_off(text)?);
        let longer = self.said.iter().find(|(whole, said)| {
            cut_off(whole).is_none() && said.starts_with(&start) && said.len() > start.len()
        })?;
        let site = self.site.as_deref();
        let bare = without_site(&longer.0, site);
        Some(bare.to_owned())
    }
}

/// The beginning of a text that ends in an ellipsis.
fn cut_off(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let start = text
        .strip_suffix("...")
        .or_else(|| text.strip_suffix('…'))
        .or_else(|| text.strip_suffix(".."))?;
    let start = start.trim_end_matches(['.', '…']).trim_end();
    (start.chars().count() >= 4).then_some(start)
}

/// `<title>` without the name of site and column that it ends or begins with.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    const SEPARATORS: [&str; 12] =
        [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", "_", "|", "－", "—", "-"];
    let mut rest = title.trim();
    if let Some(site) = site.filter(|site| !site.is_empty()) {
        rest = rest.strip_suffix(site).unwrap_or(rest);
    }
    rest = rest.trim_end_matches([' ', '|', '-', '–', '—', '·', '_', '»', '－', ':']);
    for separator in SEPARATORS {
        // a dash without blanks joins words in Latin; between Chinese it sets the site apart
        let joins = separator == "-" && rest.is_ascii();
        if joins {
            continue;
        }
        if let Some((first, last)) = rest.split_once(separator) {
            if first.chars().count() >= 6 || first.chars().count() >= last.chars().count() {
                return first.trim();
            }
            return rest;
        }
    }
    rest
}

/// Letters and digits only, in lower case: what two ways to write one title share.
pub(super) fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
