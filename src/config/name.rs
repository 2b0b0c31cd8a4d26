//! What a source is called in posts and alerts, from what its page is called.

/// Longer names are cut.
const LONGEST: usize = 60;
/// What stands between the parts of a page's title.
const BETWEEN: [&str; 11] =
    [" | ", " - ", " – ", " — ", " · ", " « ", " » ", " :: ", "｜", "-", "_"];
/// Parts that name a page of any site.
const ANYWHERE: [&str; 38] = [
    "home",
    "homepage",
    "news",
    "all news",
    "latest news",
    "news archive",
    "news and events",
    "news & events",
    "news and features",
    "news releases",
    "press releases",
    "find a story",
    "announcements",
    "events",
    "notices",
    "aktuelles",
    "nachrichten",
    "startseite",
    "news und termine",
    "actualités",
    "accueil",
    "noticias",
    "inicio",
    "notícias",
    "notizie",
    "novosti",
    "новости",
    "главная",
    "aktualności",
    "aktuality",
    "duyurular",
    "haberler",
    "首页",
    "新闻",
    "新闻中心",
    "新闻动态",
    "通知公告",
    "rss",
];

/// `News | News and features | University of Bristol` is news of the University of Bristol. Where the
/// title names nothing but a page of any site, its host stands in for the rest.
pub(super) fn name_of(title: &str, host: &str) -> String {
    let host = host.trim_start_matches("www.");
    let mut parts: Vec<&str> = Vec::new();
    for part in split(title) {
        if !parts.iter().any(|known| known.eq_ignore_ascii_case(part)) {
            parts.push(part);
        }
    }
    let own = |part: &&str| !ANYWHERE.contains(&part.to_lowercase().as_str());
    let name = match parts.iter().copied().filter(own).collect::<Vec<&str>>()[..] {
        [] => match parts.first() {
            Some(page) => format!("{host}: {page}"),
            None => host.to_owned(),
        },
        [only] => only.to_owned(),
        // the site comes last, and what it is of it first
        [first, .., last] => {
            let both = format!("{last}: {first}");
            if both.chars().count() <= LONGEST { both } else { last.to_owned() }
        }
    };
    if name.chars().count() <= LONGEST {
        return name;
    }
    let head: String = name.chars().take(LONGEST - 1).collect();
    let cut = head.rfind([' ', ',', '，', '、', ';']).filter(|&at| at * 2 > head.len());
    format!("{}…", cut.and_then(|at| head.get(..at)).unwrap_or(&head).trim_end())
}

/// A bare hyphen parts unspaced titles only: it stands in names too.
fn split(title: &str) -> Vec<&str> {
    let title = title.trim();
    let unspaced = !title.contains(' ');
    let mut parts = vec![title];
    for mark in BETWEEN.iter().filter(|mark| unspaced || mark.len() > 1) {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_called_after_its_site() {
        for (title, name) in [
            (
                "News and features | News and features | University of Bristol",
                "University of Bristol",
            ),
            ("Find a Story | News | University of Somewhere", "University of Somewhere"),
            (
                "International Office - Notices - Example University",
                "Example University: International Office",
            ),
            ("NEWS-CUMTB", "CUMTB"),
            ("科研快讯-某某大学", "某某大学: 科研快讯"),
            ("通知公告", "www2.example.edu.cn: 通知公告"),
            ("Aktuelles – Hochschule Beispiel-Stadt", "Hochschule Beispiel-Stadt"),
            ("", "www2.example.edu.cn"),
            (
                "study abroad, scholarships, visas, admissions, universities, colleges, news and more of it",
                "study abroad, scholarships, visas, admissions,…",
            ),
        ] {
            assert_eq!(name_of(title, "www2.example.edu.cn"), name, "{title}");
        }
    }
}
