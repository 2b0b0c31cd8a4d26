//! By-lines without labels: "By LI MING | China Daily", "国际处 2024-09-23", "（王军 译）".

use std::sync::LazyLock;

use regex::Regex;

use super::byline::{Byline, office, person};

/// A pattern and what its groups named `a` (author), `e` (editor) and `s` (source) mean.
const FORMS: &[&str] = &[
    // （孟利/文）  （文/孟利）
    r"^[（(]?\s*(?P<a>\p{Han}[\p{Han}·、\s]{1,20}?)\s*[/／]\s*(?:文|图文|文图|摄文|撰文|供稿|报道)\s*[）)]?$",
    // （李池 译）
    r"[（(]\s*(?P<a>\p{Han}[\p{Han}·]{1,6})\s*(?:译|編譯|编译|整理|报道|報導|撰)\s*[）)]\s*$",
    // 谭平 国际教育学院供稿
    r"(?:^|[（(\s])(?P<a>\p{Han}{2,4})\s+(?P<s>\p{Han}{2,30}?)\s*供稿\s*[）)]?$",
    r"^[（(]?\s*(?P<s>\p{Han}{2,30}?)\s*供稿\s*[）)]?$",
    // 【…报导】（中央社）  (Xinhua) Updated: …  /ТАСС/
    r"^[^。，]{0,24}?[（(](?P<s>\p{Han}{2,12}(?:社|网|網|报|報|台|通讯员站))[）)]\s*$",
    r"^[（(](?P<s>\p{Lu}[\w .&-]{1,30})[）)]\s*(?i:updated|published|posted|\d)",
    r"/(?P<s>\p{Lu}{3,12})/",
    // Ali Khan (@AliKhan) Published …
    r"^(?P<a>\p{Lu}[\w.'’-]+(?:\s\p{Lu}[\w.'’-]+){1,3})\s*\(@\w+\)",
    // 배숙 기자 …  홍보팀(…)
    r"^(?P<a>\p{Hangul}{2,4})\s*기자(?:\s|$)",
    r"^(?P<s>\p{Hangul}{1,14}(?:팀|처|과|부|원|실|센터|국|단|본부))\s*[(（|]",
    // (provided by the Office of …, and edited by Li Ming)
    r"(?i:provided|contributed|submitted|supplied)\s+by\s+(?i:the\s+)?(?P<s>\p{Lu}[^,;()|]{2,90}?)\s*(?:[,;)|]|$|\s(?i:and\s+edited))",
    r"(?i:edited)\s+by\s+(?P<e>\p{Lu}[^,;()|]{2,50}?)\s*(?:[,;)|]|$)",
    r"(?i:written|words|text|story|reported)\s+by\s+(?P<a>\p{Lu}[^,;()|]{2,50}?)\s*(?:[,;)|]|$)",
    // Posted on March 3, 2026 by Li Ming
    r"^(?i:posted|published|submitted|updated)\b.{0,60}?\bby\s+(?P<a>\p{Lu}[^,;()|\d]{2,50}?)\s*(?:[,;)|•·]|$|\son\s)",
    // veröffentlicht … von der Pressestelle
    r"(?:^|\s)von\s+(?:der|dem|den)\s+(?P<s>\p{Lu}[\w-]+(?:\s\p{Lu}[\w-]+){0,3})\s*$",
];

static PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| FORMS.iter().filter_map(|form| Regex::new(form).ok()).collect());

/// What a short line says of author and source by its form.
pub(super) fn by_form(line: &str) -> Byline {
    const LONGEST: usize = 400;
    let mut found = Byline::default();
    if line.len() > LONGEST {
        return found;
    }
    for capture in PATTERNS.iter().filter_map(|pattern| pattern.captures(line)) {
        let group = |name: &str| capture.name(name).map(|group| group.as_str());
        let author = group("a").filter(|name| is_wide(name) || !is_office(name));
        found.author = found.author.or_else(|| author.and_then(person));
        found.editor = found.editor.or_else(|| group("e").and_then(person));
        let source = group("s").or_else(|| group("a").filter(|_| author.is_none()));
        found.source = found.source.or_else(|| source.and_then(office));
    }
    found
}

/// "新华社北京3月3日电（记者张宁）", "本报讯（通讯员 张宁）", "BEIJING, March 3 (Xinhua) --"
const DATELINES: &[&str] = &[
    r"^[^。]{0,30}[（(](?:本报|本网|本社)?(?:见习|实习|特约)?(?:记者|記者|通讯员|通訊員)\s*[:：]?\s*(?P<a>\p{Han}[\p{Han}\s、·]{1,20}?)\s*[）)]",
    r"^(?P<s>\p{Han}{2,4}社)\p{Han}{0,8}\d{1,2}月\d{1,2}日",
    r"^\p{Lu}{2}[\p{Lu} .'-]*,?\s.{0,24}\((?P<s>\p{Lu}[\w. ]{1,20})\)\s*(?:--|—|–|-)",
];

static DATELINE_PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| DATELINES.iter().filter_map(|form| Regex::new(form).ok()).collect());

/// What the beginning of a report says of its author and agency.
pub(super) fn by_dateline(text: &str) -> Byline {
    const LONGEST: usize = 80;
    let mut found = Byline::default();
    let head: String = text.chars().take(LONGEST).collect();
    for capture in DATELINE_PATTERNS.iter().filter_map(|pattern| pattern.captures(&head)) {
        let group = |name: &str| capture.name(name).map(|group| group.as_str());
        found.author = found.author.or_else(|| group("a").and_then(person));
        found.source = found.source.or_else(|| group("s").and_then(office));
    }
    found
}

/// "By LIU YUAN in Beijing and ZHANG FEI in Nanning | CHINA DAILY | Updated: …"
pub(super) fn by_words(line: &str) -> Byline {
    let mut found = Byline::default();
    let mut parts = line.split(['|', '•', '·', '\u{2014}']).map(str::trim);
    let Some(names) = parts.next().and_then(without_by) else { return found };
    let names: Vec<&str> = names.split(" and ").map(|name| cut_place(name.trim())).collect();
    let all_names = names
        .iter()
        .all(|name| name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 6);
    if all_names {
        found.author = person(&names.join(", "));
    }
    // "China Daily" between bars
    let publisher = parts.next().filter(|part| {
        part.starts_with(char::is_uppercase)
            && part.split_whitespace().count() <= 5
            && !part.contains([':', '：'])
            && !part.chars().any(|c| c.is_ascii_digit())
    });
    found.source = publisher.and_then(office);
    found
}

fn without_by(part: &str) -> Option<&str> {
    let (by, rest) = part.split_once([' ', '\u{a0}'])?;
    let by = by.to_lowercase();
    let by = by.trim_end_matches(':');
    ["by", "von", "par", "por", "di"].contains(&by).then_some(rest.trim())
}

/// "LIU YUAN in Beijing" gives LIU YUAN; so does "LIU YUAN, Beijing Office".
fn cut_place(name: &str) -> &str {
    let name = name.split(" in ").next().unwrap_or(name);
    let name = name.split(" for ").next().unwrap_or(name);
    let mut pieces = name.split(',');
    let first = pieces.next().unwrap_or(name);
    let rest_are_names = pieces.all(|piece| {
        piece.split_whitespace().count() >= 2
            && !is_office(piece)
            && !piece.contains(|c: char| c.is_ascii_digit())
    });
    if rest_are_names { name.trim() } else { first.trim() }
}

/// The pieces of a dated line that are no date: an office before it, a publisher after it.
pub(super) fn beside_date(pieces: &[&str]) -> Byline {
    let mut found = Byline::default();
    for piece in pieces {
        let piece =
            piece.trim_matches(|c: char| c.is_whitespace() || "-–—|·•,，:：[]【】".contains(c));
        if let Some((before, after)) = piece.split_once(['/', '／'])
            && is_office(before)
        {
            found.source = found.source.or_else(|| office(before));
            found.author = found.author.or_else(|| person(after));
            continue;
        }
        let first = piece.split(['\u{3000}', '|', ' ']).next().unwrap_or(piece);
        let whole = if is_wide(first) { first } else { piece };
        if is_office(whole) {
            found.source = found.source.or_else(|| office(whole));
        }
    }
    found
}

fn is_wide(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c >= '\u{2e80}')
}

/// How the names of offices, schools and publishers end in Chinese, Japanese and Korean.
const ENDINGS: &[&str] = &[
    "部",
    "处",
    "處",
    "学院",
    "學院",
    "中心",
    "网",
    "網",
    "社",
    "报",
    "報",
    "办",
    "办公室",
    "辦公室",
    "大学",
    "大學",
    "局",
    "厅",
    "廳",
    "院",
    "系",
    "委",
    "委员会",
    "会",
    "會",
    "馆",
    "館",
    "团",
    "台",
    "组",
    "組",
    "司",
    "科",
    "室",
    "所",
    "站",
    "新聞",
    "新闻",
    "日报",
    "頻道",
    "频道",
    "팀",
    "처",
    "과",
    "센터",
    "大臣官房",
    "課",
    "局",
    "機構",
    "センター",
    "学部",
    "研究科",
    "事務局",
    "本部",
];

/// Words that such names hold elsewhere.
const WORDS: &[&str] = &[
    "office",
    "department",
    "university",
    "institute",
    "college",
    "school",
    "centre",
    "center",
    "ministry",
    "agency",
    "press",
    "news",
    "daily",
    "times",
    "herald",
    "gazette",
    "bureau",
    "council",
    "faculty",
    "xinhua",
    "service",
    "embassy",
    "новости",
    "пресс-служба",
    "управление",
    "отдел",
    "университет",
    "министерство",
    "pressestelle",
    "universität",
    "hochschule",
    "ministerium",
    "oficina",
    "universidad",
    "prensa",
    "dirección",
    "ministerio",
    "université",
    "direction",
    "ministère",
    "università",
    "ufficio",
    "universidade",
    "assessoria",
];

/// Whether a text is by its words the name of an office, a school or a publisher.
pub(super) fn is_office(text: &str) -> bool {
    const LONGEST: usize = 60;
    let text = text.trim();
    let chars = text.chars().count();
    if !(2..=LONGEST).contains(&chars) || text.contains(['。', '，', '?', '？', '!', '！']) {
        return false;
    }
    if is_wide(text) {
        return chars <= 24 && ENDINGS.iter().any(|ending| text.ends_with(ending));
    }
    if is_host(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphabetic() && c != '-');
    text.starts_with(char::is_uppercase)
        && words().filter(|word| !word.is_empty()).count() <= 10
        && words().any(|word| WORDS.contains(&word))
}

/// `news.example.org`
fn is_host(text: &str) -> bool {
    let mut labels = text.split('.');
    let plain = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.contains('.')
        && labels.all(plain)
        && text
            .rsplit('.')
            .next()
            .is_some_and(|last| last.len() >= 2 && last.chars().all(|c| c.is_ascii_lowercase()))
}
